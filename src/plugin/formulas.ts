// The formulas that a module writes, with the values in them that are known when the project is built.

import type * as acorn from 'acorn';
import { type Diagnostic, FormulaError, formulaError } from '../diagnostic.js';
import type { Limits } from '../limits.js';
import { NOT_A_VALUE } from '../parse/interpolate.js';
import type { Source } from '../source.js';
import { createConstants, definitionOf } from './constants.js';
import type { AnyNode } from './module.js';
import type { Scopes } from './scopes.js';
import { type WrittenFormula, writtenFormula } from './written.js';

/** Each formula after those that it holds. @throws FormulaError for every value that is not known. */
export function readFormulas(
  templates: readonly acorn.TaggedTemplateExpression[],
  scopes: Scopes,
  source: Source,
  limits: Partial<Limits> | undefined,
): WrittenFormula[] {
  const numberOf = createConstants(scopes);
  const errors: Diagnostic[] = [];
  /** Null for one that something is wrong with, or whose values are being read. */
  const found = new Map<AnyNode, WrittenFormula | null>();
  const reading = new Set<AnyNode>();
  const refuse = ({ start, end }: AnyNode, message: string): null => {
    errors.push(...formulaError('WG608', message, NOT_A_VALUE, source, { start, end }).diagnostics);
    return null;
  };
  const meaningOf = (value: AnyNode): number | WrittenFormula | null => {
    const number = numberOf(value);
    if (number !== undefined) return Number.isFinite(number) ? number : refuse(value, `this value is ${number}`);
    const node = definitionOf(value, scopes);
    const template = templates.find(other => other === node);
    if (template === undefined) return refuse(value, 'this value is not known when the project is built');
    return reading.has(template) ? refuse(value, 'this formula holds itself') : read(template);
  };
  const written = (
    template: acorn.TaggedTemplateExpression,
    values: readonly (number | WrittenFormula)[],
  ): WrittenFormula | null => {
    try {
      return writtenFormula(template, source.text, values, limits);
    } catch (error) {
      // A formula that it holds cannot be read, as compiling that one tells.
      if (error instanceof FormulaError) return null;
      throw error;
    }
  };
  const read = (template: acorn.TaggedTemplateExpression): WrittenFormula | null => {
    const known = found.get(template);
    if (known !== undefined) return known;
    found.set(template, null);
    reading.add(template);
    const values: (number | WrittenFormula)[] = [];
    for (const expression of template.quasi.expressions) {
      const value = meaningOf(expression);
      if (value !== null) values.push(value);
    }
    reading.delete(template);
    if (values.length < template.quasi.expressions.length) return null;
    const formula = written(template, values);
    found.delete(template);
    found.set(template, formula);
    return formula;
  };
  for (const template of templates) read(template);
  if (errors.length > 0) throw new FormulaError(errors);
  return [...found.values()].filter(formula => formula !== null);
}
