// A loader for webpack, and for what runs webpack's loaders and no plugins, as Turbopack: formula files, and the modules that it is
// given too, whose inline formulas it compiles.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FormulaError, formatDiagnostics } from '../../diagnostic.js';
import { isModule, parseModule } from '../../from-javascript/syntax-tree.js';
import { checkConfiguration, type PluginOptions } from '../configuration.js';
import { editedText } from '../edited-text.js';
import { isFormulaId, isInPackage, splitId } from '../import-id.js';
import { additionModule } from '../imports/additions.js';
import { loadFormula } from '../imports/formula-file.js';
import { checkImports, importsFormulas } from '../imports/missing.js';
import { createReexports } from '../imports/reexports.js';
import { inlineFormulas, mayHoldFormulas } from '../inline/inline-formulas.js';
import { projectModule, withModules } from '../inline/modules.js';
import type { Resolve } from '../resolve.js';
import { plainError } from './plain-error.js';
import '../../special.js';
import '../../wasm.js';

/** What of a loader's context is used. */
export interface LoaderContext {
  readonly resourcePath: string;
  readonly resourceQuery?: string;
  getOptions?(): unknown;
  getResolve?(options: { dependencyType: string }): (context: string, request: string) => Promise<string | false>;
  addDependency(file: string): void;
  emitWarning(warning: Error): void;
  async(): (error: Error | null, code?: string, map?: unknown) => void;
}

export type { PluginOptions } from '../configuration.js';

export default function loader(this: LoaderContext, source: string, map?: unknown): void {
  const callback = this.async();
  load(this, source).then(
    found => (found === null ? callback(null, source, map) : callback(null, found.code, found.map)),
    // What throws is an error.
    error => callback(plainError(error) as Error),
  );
}
/** What `require` gives. */
export { loader as 'module.exports' };

interface Loaded {
  readonly code: string;
  readonly map?: unknown;
}

const shownOf = (file: string): string => path.relative(process.cwd(), file).split(path.sep).join('/');

/** Null where nothing is to be done. @throws FormulaError */
async function load(context: LoaderContext, code: string): Promise<Loaded | null> {
  const config = checkConfiguration(context.getOptions?.());
  const id = `${context.resourcePath}${context.resourceQuery ?? ''}`;
  if (!isFormulaId(id))
    return isModule(context.resourcePath) && !isInPackage(id) ? transform(context, code, config) : null;
  const imported = splitId(id);
  if (imported.query.has('with')) return { code: additionModule(code, imported, config) };
  const { code: emitted, map, warnings } = loadFormula(code, imported, shownOf(imported.file), config);
  warn(context, formatDiagnostics(warnings));
  return { code: emitted, map: JSON.parse(map) };
}

async function transform(context: LoaderContext, code: string, config: PluginOptions): Promise<Loaded | null> {
  const file = context.resourcePath;
  const resolve = resolverOf(context);
  const module = { file, shown: shownOf(file), code };
  const reexports = createReexports();
  const imports = await importsFormulas(module, resolve, reexports);
  const inline = mayHoldFormulas(code);
  if (!(imports || inline)) return null;
  const program = parseModule(file, code, reason => {
    if (inline)
      warn(context, [`${module.shown} cannot be read here, formulas in it stay calls of the library: ${reason}`]);
  });
  if (program === null) return null;
  const checked = imports ? await checkImports(program, module, config, resolve, reexports) : null;
  for (const each of checked?.sources ?? []) context.addDependency(each);
  if (checked !== null && checked.errors.length > 0) throw new FormulaError(checked.errors);
  const edits = checked?.edits ?? [];
  const main = projectModule(file, module.shown, code, program);
  const reader = { resolve, shownOf, watch: (other: string) => context.addDependency(other) };
  const inlined = inline ? await withModules(others => inlineFormulas([main], others, config, edits), reader) : null;
  warn(context, formatDiagnostics(inlined?.warnings ?? []));
  if (inlined !== null) return { code: inlined.code, map: JSON.parse(inlined.map) };
  if (edits.length === 0) return null;
  const edited = editedText(code, edits);
  const map = edited.generateMap({ source: file, includeContent: true, hires: 'boundary' });
  return { code: edited.toString(), map: JSON.parse(map.toString()) };
}

function resolverOf(context: LoaderContext): Resolve {
  const find = context.getResolve?.({ dependencyType: 'esm' });
  return async (source, importer) => {
    const at = source.indexOf('?');
    const [request, query] = at === -1 ? [source, ''] : [source.slice(0, at), source.slice(at)];
    const placed = /^\.{1,2}\//.test(request) ? path.join(path.dirname(importer), request) : null;
    // As its path says where that is a file, for want of another way too.
    const isThere =
      placed !== null &&
      (await readFile(placed).then(
        () => true,
        () => false,
      ));
    const found = isThere ? placed : await find?.(path.dirname(importer), request).catch(() => false);
    return typeof found === 'string' ? `${found}${query}` : null;
  };
}

function warn(context: LoaderContext, texts: readonly string[]): void {
  for (const text of texts) context.emitWarning(Object.assign(new Error(text), { stack: text }));
}
