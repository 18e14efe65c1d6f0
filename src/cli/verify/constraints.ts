// What is exported of constraints: their values against the operations table, their Jacobian against differences of them, and the
// Hessian of f − Σ λ·c, for some multipliers, against second differences of that.

import type { Compilation } from '../../compilation.js';
import { resultOf } from '../../differentiate/derivatives.js';
import type { EmittedFunction } from '../../exports/table.js';
import { createBuilder } from '../../graph/build.js';
import { copyGraph, inputNode } from '../../graph/graph.js';
import { constraintNodes, slotCount, wrtNodes } from '../../lower/model.js';
import { elementNames } from '../formula/elements.js';
import { toArguments } from '../formula/point.js';
import type { EmittedModule } from './claims.js';
import { createNodes } from './nodes.js';
import type { Compared, Row } from './rows.js';
import { generator, samplePlaces } from './sample.js';
import { denseOf, whereNot0 } from './sparse.js';

/**
 * @param compilation of a program without loops
 * @param most how many derivatives of each order are compared
 */
export function verifyConstraints(
  compilation: Compilation,
  module: EmittedModule,
  point: readonly number[],
  most: number,
): Compared {
  const { model } = compilation;
  const nodes = constraintNodes(model);
  const [m, n] = [nodes.length, wrtNodes(model).length];
  const args = toArguments(model.inputs, point);
  const random = generator(11);
  const lambda = Float64Array.from(nodes, () => random() - 0.5);
  const call = (name: string, ...more: unknown[]): ArrayLike<number> =>
    (module[name] as EmittedFunction)(...args, ...more);
  const asked = (...names: readonly string[]): string[] => names.filter(name => Object.hasOwn(module, name));
  const names = elementNames(model.wrt);
  const slots = model.wrt.flatMap(({ slot, nodes: own }) => own.map((_, i) => slot + i));
  const nameOf = (row: number): string => `c[${row + 1}]`;

  const judges = createNodes({ compilation, model, nodes, seeds: [], point });
  const values = asked('constraints').flatMap(name =>
    Array.from(call(name), (derivative, row): Row => {
      const judgement = judges.value(row)(derivative);
      return { order: 0, function: name, output: nameOf(row), inputs: [], derivative, judgement, place: `c ${row}` };
    }),
  );
  const jacobians = asked('constraintsJacobian', 'constraintsJacobianSparse').map(name => ({
    name,
    matrix: denseOf(module, name, call(name), m, n),
  }));
  const places = (of: readonly { readonly matrix: ArrayLike<number> }[], total: number): number[] =>
    of.length === 0 ? [] : samplePlaces(total, most, () => [...new Set(of.flatMap(({ matrix }) => whereNot0(matrix)))]);
  const firsts = places(jacobians, m * n).flatMap(place => {
    const [row, column] = [Math.floor(place / n), place % n];
    const judge = judges.first(row, slots[column]!);
    return jacobians.map(({ name, matrix }): Row => {
      const derivative = matrix[place]!;
      const at = { output: nameOf(row), inputs: [names[column]!], place: `c ${place}` };
      return { order: 1, function: name, ...at, derivative, judgement: judge(derivative) };
    });
  });
  const hessians = asked('constrainedHessian', 'constrainedHessianSparse').map(name => ({
    name,
    matrix: denseOf(module, name, call(name, lambda), n, n),
  }));
  const seconds = hessians.length === 0 ? [] : secondRows();

  return {
    rows: [...values, ...firsts, ...seconds],
    totals: { first: jacobians.length === 0 ? 0 : m * n, second: hessians.length === 0 ? 0 : n * n },
  };

  function secondRows(): Row[] {
    const own = { ...model, graph: copyGraph(model.graph) };
    const g = createBuilder(own.graph, { derivative: false, algebraic: false });
    const first = slotCount(model);
    const L = nodes.reduce((sum, node, i) => g.sub(sum, g.mul(inputNode(own.graph, first + i), node)), resultOf(own));
    const judgeL = createNodes({
      compilation,
      model: own,
      nodes: [L],
      seeds: [{ name: 'lambda', length: m }],
      point: [...point, ...lambda],
    });
    return places(hessians, n * n).flatMap(place => {
      const [i, j] = [Math.floor(place / n), place % n];
      const judge = judgeL.second(0, slots[i]!, slots[j]!);
      return hessians.map(({ name, matrix }): Row => {
        const derivative = matrix[place]!;
        const at = { output: 'L', inputs: [names[i]!, names[j]!], place: `constrained ${place}` };
        return { order: 2, function: name, ...at, derivative, judgement: judge(derivative) };
      });
    });
  }
}
