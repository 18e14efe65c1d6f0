// What is exported of the Lagrangian L = f − Σ λ (z − f(x, z)), at values z and multipliers λ that are not those of the passes:
// residuals and L against the operations table, ∂L against differences of L, and second derivatives against second ones. `sweep`
// against the values of statements by the table; its multipliers are verified as those of `multipliers` are.

import type { Compilation } from '../../compilation.js';
import { lagrangianOf, residualsOf, statementNodes } from '../../differentiate/lagrangian.js';
import { vectors } from '../../exports/free.js';
import type { Vector } from '../../exports/plan.js';
import type { EmittedFunction } from '../../exports/table.js';
import { copyGraph, type Node } from '../../graph/graph.js';
import { type DifferentiatedModel, resultNodes, wrtNodes } from '../../lower/model.js';
import { elementNames } from '../formula/elements.js';
import { toArguments } from '../formula/point.js';
import type { EmittedModule } from './claims.js';
import { createNodes, type Nodes } from './nodes.js';
import type { Compared, Row } from './rows.js';
import { generator, sampleOf, samplePlaces } from './sample.js';
import { denseOf, whereNot0 } from './sparse.js';

/** A value, or what derivatives are of. */
const GIVEN = ['residual', 'lagrangian', 'lagrangianGradient', 'lagrangianHessianSparse', 'sweep'] as const;

/** True for a module that has some of these. */
export const hasLagrangian = (module: EmittedModule): boolean => GIVEN.some(name => Object.hasOwn(module, name));

/**
 * @param apart the program with statements kept apart, without loops
 * @param most how many derivatives of each order are compared
 */
export function verifyLagrangian(
  compilation: Compilation,
  apart: DifferentiatedModel,
  module: EmittedModule,
  point: readonly number[],
  most: number,
): Compared {
  const statements = statementNodes(apart);
  const [n, m] = [wrtNodes(apart).length, statements.length];
  const args = toArguments(apart.inputs, point);
  const has = (name: (typeof GIVEN)[number]): boolean => Object.hasOwn(module, name);
  const call = (name: string, ...more: unknown[]) => (module[name] as EmittedFunction)(...args, ...more);
  const swept = valuesOf(createApart(statements, apart, [], point), m);
  // Near the values of a forward pass, where these are numbers, and near no multipliers of a backward pass.
  const random = generator(13);
  const z = Float64Array.from({ length: m }, (_, i) => {
    const value = swept[i]!;
    return (Number.isFinite(value) ? value : 0) + 0.1 * (random() - 0.5) * Math.max(1, Math.abs(value) || 0);
  });
  const lambda = Float64Array.from({ length: m }, () => random() - 0.5);
  const own = (): DifferentiatedModel => ({ ...apart, graph: copyGraph(apart.graph) });
  const names = elementNames(apart.statements);
  const rows: Row[] = [];
  const value = (name: string, output: string, place: string, found: number, judge: ReturnType<Nodes['value']>) =>
    rows.push({
      order: 0,
      function: name,
      output,
      inputs: [],
      derivative: found,
      judgement: judge(found),
      place,
    });

  if (has('sweep')) {
    const [ownZ, ownLambda] = [new Float64Array(m), new Float64Array(m)];
    const found: number = call('sweep', ownZ, ownLambda);
    const judges = createApart([...statements, resultNodes(apart)[0]!], apart, [], point);
    for (const [i, name] of names.entries()) value('sweep', name, `z ${i}`, ownZ[i]!, judges.value(i));
    value('sweep', 'value', 'L', found, judges.value(m));
  }
  if (has('residual')) {
    const { model, residuals } = residualsOf(own(), statements, compilation);
    const judges = createApart(residuals, model, vectors(apart, 'z'), [...point, ...z]);
    const found: ArrayLike<number> = call('residual', z);
    for (const [i, name] of names.entries())
      value('residual', `residual of ${name}`, `r ${i}`, found[i]!, judges.value(i));
  }
  const isOfL = (['lagrangian', 'lagrangianGradient', 'lagrangianHessianSparse'] as const).some(has);
  if (!isOfL) return { rows, totals: { first: 0, second: 0 } };
  const L = lagrangianOf(own(), statements, compilation);
  const all = [...point, ...z, ...lambda];
  const judges = createApart([L.value], L.model, vectors(apart, 'z', 'lambda'), all);
  if (has('lagrangian')) value('lagrangian', 'L', 'lagrangian', call('lagrangian', z, lambda), judges.value(0));
  const slots = [
    ...apart.wrt.flatMap(({ slot, nodes }) => nodes.map((_, i) => slot + i)),
    ...Array.from({ length: 2 * m }, (_, i) => point.length + i),
  ];
  const inputs = [...elementNames(apart.wrt), ...names, ...names.map(name => `λ of ${name}`)];
  const length = n + 2 * m;
  if (has('lagrangianGradient')) {
    const found: ArrayLike<number> = call('lagrangianGradient', z, lambda);
    for (const i of sampleOf(length, most)) {
      const derivative = found[i]!;
      const judgement = judges.first(0, slots[i]!)(derivative);
      const at = { output: 'L', inputs: [inputs[i]!], place: `L ${i}` };
      rows.push({ order: 1, function: 'lagrangianGradient', ...at, derivative, judgement });
    }
  }
  if (has('lagrangianHessianSparse')) {
    const name = 'lagrangianHessianSparse';
    const matrix = denseOf(module, name, call(name, z, lambda), length, length);
    for (const place of samplePlaces(length ** 2, most, () => whereNot0(matrix))) {
      const [i, j] = [Math.floor(place / length), place % length];
      const derivative = matrix[place]!;
      const judgement = judges.second(0, slots[i]!, slots[j]!)(derivative);
      const at = { output: 'L', inputs: [inputs[i]!, inputs[j]!], place: `L ${place}` };
      rows.push({ order: 2, function: name, ...at, derivative, judgement });
    }
  }
  const totals = {
    first: has('lagrangianGradient') ? length : 0,
    second: has('lagrangianHessianSparse') ? length ** 2 : 0,
  };
  return { rows, totals };

  function createApart(
    nodes: readonly Node[],
    model: DifferentiatedModel,
    seeds: readonly Vector[],
    at: readonly number[],
  ): Nodes {
    return createNodes({ compilation: { ...compilation, model }, model, nodes, seeds, point: at });
  }
}

/** By the table. */
const valuesOf = (nodes: Nodes, count: number): number[] =>
  Array.from({ length: count }, (_, row) => nodes.value(row)(0).difference);
