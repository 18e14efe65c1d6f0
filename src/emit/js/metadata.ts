// `inputs`, `wrt`, `outputs` and `sense`: what a program needs to know to call the module.

import type * as ESTree from 'estree';
import type { FunctionPlan } from '../../differentiate/plan.js';
import type { DifferentiatedModel, Input, Shape } from '../../lower/model.js';
import type { ExportName } from '../exports.js';
import * as js from './estree.js';

export function metadata(model: DifferentiatedModel): Readonly<Record<string, ESTree.VariableDeclaration>> {
  const inputs = model.inputs.map(input =>
    js.record([
      ['name', js.text(input.name)],
      ['shape', shapeList(input.shape)],
      ['role', js.text(input.role)],
      ...optional('default', input, input.initial),
    ]),
  );
  const wrtOffsets = offsetsOf(model.wrt);
  const wrt = model.wrt.map((input, i) =>
    js.record([
      ['name', js.text(input.name)],
      ['shape', shapeList(input.shape)],
      ['offset', js.number(wrtOffsets[i]!)],
      ...optional('start', input, input.initial),
      ...optional('lower', input, input.lower),
      ...optional('upper', input, input.upper),
    ]),
  );
  const outputOffsets = offsetsOf(model.outputs);
  const outputs = model.outputs.map(({ name, shape }, i) =>
    js.record([
      ['name', js.text(name)],
      ['shape', shapeList(shape)],
      ['offset', js.number(outputOffsets[i]!)],
    ]),
  );
  const sense: ESTree.Expression = model.sense === null ? { type: 'Literal', value: null } : js.text(model.sense);
  const values = { inputs: js.list(inputs), wrt: js.list(wrt), outputs: js.list(outputs), sense };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, js.declare('const', js.identifier(name), value)]),
  );
}

function offsetsOf(items: readonly { readonly nodes: readonly number[] }[]): number[] {
  let next = 0;
  return items.map(({ nodes }) => {
    next += nodes.length;
    return next - nodes.length;
  });
}

const shapeList = (shape: Shape): ESTree.Expression => js.list(shape.map(js.number));

function optional(key: string, { shape }: Input, values: readonly number[] | null): [string, ESTree.Expression][] {
  if (values === null) return [];
  const [rows, width] = shape;
  const numbers = values.map(js.number);
  if (rows === undefined) return [[key, numbers[0]!]];
  if (width === undefined) return [[key, js.list(numbers)]];
  const lists = Array.from({ length: rows }, (_, i) => js.list(numbers.slice(i * width, (i + 1) * width)));
  return [[key, js.list(lists)]];
}

/** `jacobianPattern` and `hessianPattern`: where each value of the sparse function stands, from 0, row by row. */
export function patternDeclaration(name: ExportName, { matrix }: FunctionPlan): ESTree.VariableDeclaration {
  const rows = matrix!.rows.flatMap((row, i) => Array.from(row, () => js.number(i)));
  const columns = matrix!.rows.flatMap(row => Array.from(row, js.number));
  return js.declare(
    'const',
    js.identifier(name),
    js.record([
      ['rows', js.list(rows)],
      ['cols', js.list(columns)],
    ]),
  );
}
