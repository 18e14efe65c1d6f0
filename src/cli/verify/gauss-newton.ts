// The matrix of `gaussNewton` against differences. What residuals are at one point times what they are at another, summed, has
// this matrix as its mixed second derivatives where the points meet.

import type { Compilation } from '../../compilation.js';
import { codeOf } from '../../evaluate.js';
import { scheduledNodes } from '../../exports/plan.js';
import type { EmittedFunction } from '../../exports/table.js';
import type { Node } from '../../graph/graph.js';
import { wrtNodes } from '../../lower/model.js';
import { withLimits } from '../../within-limits.js';
import { elementNames } from '../formula/elements.js';
import { toArguments } from '../formula/point.js';
import { createJudge, type Judgement } from './compare.js';
import { createKinks, type Kinks } from './kinks.js';
import { sampleOf } from './sample.js';
import { axis } from './stencil.js';

export interface Entry {
  readonly inputs: readonly [string, string];
  readonly derivative: number;
  readonly judgement: Judgement;
}

/**
 * @param compilation of a program without loops
 * @param most how many are compared
 */
export function verifyGaussNewton(
  compilation: Compilation,
  gaussNewton: EmittedFunction,
  point: readonly number[],
  most: number,
): { readonly compared: Entry[]; readonly total: number } {
  const { model } = compilation;
  const { inputs, residuals, wrt } = model;
  const n = wrtNodes(model).length;
  const matrix = new Float64Array(n * n);
  gaussNewton(...toArguments(inputs, point), new Float64Array(n), matrix);
  const computing = (nodes: readonly Node[]): ((at: readonly number[]) => Float64Array) => {
    const f = withLimits(model, () => codeOf(scheduledNodes(model, nodes, compilation), compilation).make());
    return at => f(...toArguments(inputs, at)) as Float64Array;
  };
  const residualsAt = computing(residuals);
  let compute: ReturnType<typeof computing> | undefined;
  const kinks = createKinks(model.graph, residuals, (nodes, at) => {
    // Always asked for the same nodes.
    compute ??= computing(nodes);
    return compute(at);
  });
  const size = point.length;
  const halves = (at: readonly number[]): [number[], number[]] => [at.slice(0, size), at.slice(size)];
  const between: Kinks['between'] = (_row, middle, at) => {
    const [from, to] = [halves(middle), halves(at)];
    return residuals.flatMap((_, row) => [0, 1].flatMap(half => kinks.between(row, from[half]!, to[half]!)));
  };
  const around = {
    values(at: readonly number[]) {
      const [a, b] = halves(at).map(residualsAt);
      return [a!.reduce((sum, residual, i) => sum + residual * b![i]!, 0)];
    },
    gradient: null,
    point: [...point, ...point],
    kinks: { between },
  };
  const names = elementNames(wrt);
  const slots = wrt.flatMap(({ slot, nodes }) => nodes.map((_, i) => slot + i));
  const compared = sampleOf(n * n, most).map((place): Entry => {
    const [i, j] = [Math.floor(place / n), place % n];
    const derivative = matrix[place]!;
    const judge = createJudge(around, [axis(slots[i]!), axis(size + slots[j]!)]);
    return {
      inputs: [names[i]!, names[j]!],
      derivative,
      judgement: judge({ row: 0, component: null })(derivative),
    };
  });
  return { compared, total: n * n };
}
