// Data of a module: its metadata, and the patterns of its sparse functions.

import type * as ESTree from 'estree';
import { metadataOf, statementPlaces } from '../../exports/metadata.js';
import type { FunctionPlan } from '../../exports/plan.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import * as js from './print/estree.js';

/**
 * Declarations of `inputs`, `wrt`, `outputs`, `sense` and, where there are some, of the list of constraints, by name, and of
 * `statements` where functions are about those.
 */
export function metadata(
  model: DifferentiatedModel,
  ofStatements: boolean,
): Readonly<Record<string, ESTree.VariableDeclaration>> {
  const data = { ...metadataOf(model), ...(ofStatements && { statements: statementPlaces(model) }) };
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, js.declare('const', js.identifier(name), dataOf(value))]),
  );
}

// A few levels deep: records of lists of records of elements.
function dataOf(value: unknown): ESTree.Expression {
  if (typeof value === 'number') return js.number(value);
  if (typeof value === 'string') return js.text(value);
  if (value === null) return { type: 'Literal', value };
  if (Array.isArray(value)) return js.list(value.map(dataOf));
  return js.record(Object.entries(value as object).map(([key, inner]) => [key, dataOf(inner)]));
}

/** `jacobianPattern` and `hessianPattern`: where each value of the sparse function stands, from 0, row by row. */
export function patternDeclaration(name: string, { matrix }: FunctionPlan): ESTree.VariableDeclaration {
  const rows = matrix!.rows.flatMap((row, i) => Array.from(row, () => i));
  const cols = matrix!.rows.flatMap(row => Array.from(row));
  return js.declare('const', js.identifier(name), dataOf({ rows, cols }));
}
