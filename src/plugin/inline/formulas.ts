// The formulas that a module writes, with the values in them that are known when the project is built.

import type * as acorn from 'acorn';
import { type Diagnostic, FormulaError, formulaError } from '../../diagnostic.js';
import type { AnyNode } from '../../from-javascript/syntax-tree.js';
import type { Limits } from '../../limits.js';
import { NOT_A_VALUE } from '../../parse/interpolate.js';
import { createConstants } from './constants.js';
import { isUnknown } from './definitions.js';
import type { ImportedModule, ProjectModule } from './modules.js';
import { type WrittenFormula, writtenFormula } from './written-formula.js';

/** Each formula after those that it holds. @throws FormulaError for every value that is not known. */
export function readFormulas(
  main: ProjectModule,
  imported: ImportedModule,
  limits: Partial<Limits> | undefined,
): WrittenFormula[] {
  const { definitionOf, valueAt } = createConstants(imported);
  const errors: Diagnostic[] = [];
  /** Null for one that something is wrong with, or whose values are being read. */
  const found = new Map<AnyNode, WrittenFormula | null>();
  const reading = new Set<AnyNode>();
  const meaningOf = (value: AnyNode, module: ProjectModule): number | WrittenFormula | null => {
    const refuse = (message: string): null => {
      // Another module's own are told where that one is built.
      if (module !== main) return null;
      const { start, end } = value;
      errors.push(...formulaError('WG608', message, NOT_A_VALUE, module.source, { start, end }).diagnostics);
      return null;
    };
    const definition = definitionOf({ node: value, module });
    if (!isUnknown(definition)) {
      const { tags } = definition.module;
      const template = tags.templates.find(other => other === definition.node);
      if (template !== undefined) {
        if (reading.has(template)) return refuse('this formula holds itself');
        const formula = read(template, definition.module);
        if (formula !== null || definition.module === module) return formula;
        return refuse(`this formula is wrong where it is written, in ${definition.module.source.name}`);
      }
    }
    const known = isUnknown(definition) ? definition : valueAt(definition);
    if (typeof known === 'number') return Number.isFinite(known) ? known : refuse(`this value is ${known}`);
    if (typeof known !== 'object') return refuse(`this value is ${JSON.stringify(known)}`);
    const why = known.why === '' ? '' : `: ${known.why}`;
    return refuse(`this value is not known when the project is built${why}`);
  };
  const read = (template: acorn.TaggedTemplateExpression, module: ProjectModule): WrittenFormula | null => {
    const known = found.get(template);
    if (known !== undefined) return known;
    found.set(template, null);
    reading.add(template);
    const { expressions } = template.quasi;
    const values = expressions.map(expression => meaningOf(expression, module)).filter(value => value !== null);
    reading.delete(template);
    if (values.length < expressions.length) return null;
    const formula = written(template, module, values);
    found.delete(template);
    found.set(template, formula);
    return formula;
  };
  const written = (
    template: acorn.TaggedTemplateExpression,
    module: ProjectModule,
    values: readonly (number | WrittenFormula)[],
  ): WrittenFormula | null => {
    try {
      return writtenFormula(template, module, values, limits);
    } catch (error) {
      // A formula that it holds cannot be read, as compiling that one tells.
      if (error instanceof FormulaError) return null;
      throw error;
    }
  };
  for (const template of main.tags.templates) read(template, main);
  if (errors.length > 0) throw new FormulaError(errors);
  return [...found.values()].filter(formula => formula !== null && formula.module === main) as WrittenFormula[];
}
