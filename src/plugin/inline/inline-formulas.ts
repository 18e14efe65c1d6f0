// formula`…` in a module of the user's: compiled when the project is built, so that the module needs no library.

import type MagicString from 'magic-string';
import { type Compilation, createCompilation } from '../../compilation.js';
import { type Diagnostic, FormulaError, formulaError } from '../../diagnostic.js';
import { createNames } from '../../emit/js/names.js';
import type { Names } from '../../emit/line/line-context.js';
import { exportNames, refusal } from '../../exports/table.js';
import type { AnyNode } from '../../from-javascript/syntax-tree.js';
import type { CompileOptions } from '../../options.js';
import type { Source } from '../../source.js';
import { suggest } from '../../suggest.js';
import type { PluginOptions } from '../configuration.js';
import { type Edit, editedText } from '../edited-text.js';
import { optionsFor } from '../import-id.js';
import { inHead } from '../javascript/components.js';
import { absentHelper } from './absent.js';
import { readFormulas } from './formulas.js';
import { type Block, mapOf } from './inline-map.js';
import type { ImportedModule, ProjectModule } from './modules.js';
import { emitRecord } from './record.js';
import { type Surface, surfaceOf } from './surface.js';
import type { Tags } from './tags.js';
import { inModule, type WrittenFormula } from './written-formula.js';

export interface InlinedModule {
  readonly code: string;
  /** Source map, version 3, as JSON. */
  readonly map: string;
  readonly warnings: readonly Diagnostic[];
}

/** Whether a module may hold a formula; cheap, as every module of a project is asked. */
export const mayHoldFormulas = (code: string): boolean => /['"]wengert['"]/.test(code) && code.includes('formula');

/**
 * A file with its formulas compiled; null where it has none.
 * @param modules of the file, most often one.
 * @param edits what else is changed in the file.
 * @throws FormulaError with places in the file.
 */
export function inlineFormulas(
  modules: readonly ProjectModule[],
  imported: ImportedModule,
  config: PluginOptions,
  edits: readonly Edit[] = [],
): InlinedModule | null {
  const [first, ...others] = modules.filter(({ tags }) => tags.templates.length > 0);
  if (first === undefined) return null;
  const edited = editedText(first.source.text, edits);
  // Blocks are found by their names.
  const free = createNames(new Set(modules.flatMap(({ scopes }) => [...scopes.names])));
  const parts = [first, ...others].map(module => inlineInto(edited, module, imported, free, config));
  const blocks = parts.flatMap(part => part.blocks);
  const warnings = parts.flatMap(part => part.warnings);
  return { code: edited.toString(), map: mapOf(edited, blocks, first), warnings };
}

function inlineInto(
  edited: MagicString,
  module: ProjectModule,
  imported: ImportedModule,
  free: Names,
  config: PluginOptions,
): CompiledFormulas {
  const { tags, source } = module;
  const written = readFormulas(module, imported, config.limits);
  const compiled = compileFormulas(written, module, free, config);
  const { head, blocks, names } = compiled;
  for (const { template } of written) {
    const isValue = written.some(({ template: outer }) => isInside(template, outer));
    if (!isValue) edited.update(template.start, template.end, names.get(template) ?? 'void 0');
  }
  removeImports(tags, edited, source.text);
  const { at, before } = headOf(module);
  edited.appendLeft(at, before + head + blocks.map(block => block.text).join(''));
  return compiled;
}

interface CompiledFormulas {
  /** What blocks share. */
  readonly head: string;
  readonly blocks: readonly Block[];
  /** What holds a formula that something is asked of. */
  readonly names: ReadonlyMap<AnyNode, string>;
  readonly warnings: readonly Diagnostic[];
}

/** @throws FormulaError */
function compileFormulas(
  written: readonly WrittenFormula[],
  { scopes, source, part }: ProjectModule,
  free: Names,
  config: PluginOptions,
): CompiledFormulas {
  const isTag = (node: AnyNode): boolean => written.some(({ template }) => template === node);
  const blocks: Block[] = [];
  const names = new Map<AnyNode, string>();
  const warnings: Diagnostic[] = [];
  const errors: Diagnostic[] = [];
  const wrong = new Set<number | WrittenFormula>();
  let absent: string | null = null;
  for (const formula of written) {
    const { template } = formula;
    // One that holds a wrong formula would say the same again.
    if (formula.values.some(value => wrong.has(value))) wrong.add(formula);
    if (wrong.has(formula)) continue;
    try {
      const surface = surfaceOf(template, scopes, isTag, part.markup);
      const options = optionsOf(formula, surface, config);
      const compilation = createCompilation(formula.text, options);
      checkMembers(surface, compilation, source);
      const { members, escapes } = surface;
      if (escapes) absent ??= free.claim('absent');
      const record = emitRecord(compilation, {
        members: [...members.keys()],
        absent: escapes ? absent : null,
        declared: scopes.top.keys(),
      });
      warnings.push(...record.warnings.map(warning => inModule(warning, formula)));
      if (!escapes && members.size === 0) continue;
      const name = free.claim(`formula_${blocks.length + 1}`);
      names.set(template, name);
      blocks.push({ text: `const ${name} = ${record.code};\n`, mappings: record.mappings, formula });
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      wrong.add(formula);
      errors.push(...error.diagnostics.map(found => (found.source === source ? found : inModule(found, formula))));
    }
  }
  if (errors.length > 0) throw new FormulaError(errors);
  return { head: absent === null ? '' : absentHelper(absent), blocks, names, warnings };
}

/** What the configuration emits is for those who ask for everything. */
function optionsOf({ text }: WrittenFormula, { escapes }: Surface, config: PluginOptions): CompileOptions {
  const { emit, ...others } = config;
  return optionsFor(text, NO_QUERY, escapes ? config : others);
}

const NO_QUERY = { file: 'formula', query: new URLSearchParams() };

const isInside = (inner: AnyNode, outer: AnyNode): boolean =>
  inner !== outer && outer.start <= inner.start && inner.end <= outer.end;

const OTHERS = 'inputs wrt outputs sense unknowns statements init formula source stats diagnostics'.split(' ');

/** @throws FormulaError for members that no formula has, and those that this one cannot have. */
function checkMembers({ members }: Surface, { model, target }: Compilation, source: Source): void {
  const known = [...exportNames, ...OTHERS, ...target.brings(model)];
  const errors: Diagnostic[] = [];
  for (const [name, { start, end }] of [...members].sort(([, a], [, b]) => a.start - b.start)) {
    const exported = exportNames.find(other => other === name);
    const refused = exported === undefined ? null : refusal(exported, model);
    if (refused !== null) {
      errors.push(...formulaError('WG403', refused.message, refused.help, source, { start, end }).diagnostics);
    } else if (!known.includes(name) && !(name in Object.prototype)) {
      const near = suggest(name, known);
      const help = near === undefined ? exportNames.join(', ') : `did you mean '${near}'?`;
      const message = `a formula has no member '${name}'`;
      errors.push(...formulaError('WG402', message, help, source, { start, end }).diagnostics);
    }
  }
  if (errors.length > 0) throw new FormulaError(errors);
}

/** Where declarations can go before everything that runs, and what keeps them from a line that is there. */
function headOf({ program, part }: ProjectModule): { at: number; before: string } {
  const body = inHead(program.body, part);
  const last = body.findIndex(node => !('directive' in node) && node.type !== 'ImportDeclaration');
  const before = body[last === -1 ? body.length - 1 : last - 1];
  if (before !== undefined) return { at: before.end, before: '\n' };
  const [first] = body;
  return first === undefined ? { at: part.head.start, before: '\n' } : { at: first.start, before: '' };
}

/** Takes out what only the formulas needed. */
function removeImports({ imports, spent }: Tags, edited: MagicString, code: string): void {
  for (const node of imports) {
    const kept = node.specifiers.filter(specifier => !spent.has(specifier));
    if (kept.length === node.specifiers.length) continue;
    // What is left for types alone nobody asks for when the module runs.
    if (kept.every(specifier => 'importKind' in specifier && specifier.importKind === 'type')) {
      edited.update(node.start, node.end, '');
    } else if (kept.every(({ type }) => type === 'ImportSpecifier')) {
      const names = kept.map(({ start, end }) => code.slice(start, end)).join(', ');
      edited.update(node.specifiers[0]!.start, node.specifiers.at(-1)!.end, names);
    }
  }
}
