// `residuals` and `residualJacobian`: the residuals against the operations table, and how they depend on the parameters against
// differences of them.

import type { Compilation } from '../../compilation.js';
import type { EmittedFunction } from '../../exports/table.js';
import { wrtNodes } from '../../lower/model.js';
import { elementNames } from '../formula/elements.js';
import { toArguments } from '../formula/point.js';
import type { EmittedModule } from './claims.js';
import { createNodes } from './nodes.js';
import type { Row } from './rows.js';
import { sampleOf } from './sample.js';

/**
 * @param compilation of a program without loops
 * @param most how many derivatives are compared
 */
export function verifyResiduals(
  compilation: Compilation,
  { residuals, residualJacobian }: EmittedModule,
  point: readonly number[],
  most: number,
): { readonly compared: Row[]; readonly total: number } {
  const { model } = compilation;
  const nodes = model.residualResults.flatMap(of => of.nodes);
  const n = wrtNodes(model).length;
  const args = toArguments(model.inputs, point);
  const jacobian = new Float64Array(nodes.length * n);
  const said = new Map<string, ArrayLike<number>>();
  if (residuals !== undefined) said.set('residuals', (residuals as EmittedFunction)(...args));
  if (residualJacobian !== undefined) {
    const own = new Float64Array(nodes.length);
    (residualJacobian as EmittedFunction)(...args, own, jacobian);
    said.set('residualJacobian', own);
  }
  const judges = createNodes({ compilation, model, nodes, seeds: [], point });
  const nameOf = (row: number): string => `r[${row + 1}]`;
  const values = [...said].flatMap(([name, list]) =>
    nodes.map((_, row): Row => {
      const judgement = judges.value(row)(list[row]!);
      const place = `residual ${row}`;
      return { order: 0, function: name, output: nameOf(row), inputs: [], derivative: list[row]!, judgement, place };
    }),
  );
  if (residualJacobian === undefined) return { compared: values, total: 0 };
  const names = elementNames(model.wrt);
  const slots = model.wrt.flatMap(({ slot, nodes: own }) => own.map((_, i) => slot + i));
  const derivatives = sampleOf(nodes.length * n, most).map((place): Row => {
    const [row, column] = [Math.floor(place / n), place % n];
    const derivative = jacobian[place]!;
    return {
      order: 1,
      function: 'residualJacobian',
      output: nameOf(row),
      inputs: [names[column]!],
      derivative,
      judgement: judges.first(row, slots[column]!)(derivative),
      place: `residual ${place}`,
    };
  });
  return { compared: [...values, ...derivatives], total: nodes.length * n };
}
