// Nodes of a program as functions of its arguments: their values by the operations table, and judges of their derivatives, which
// compare with differences of what code for the nodes themselves comes to.

import type { Compilation } from '../../compilation.js';
import { codeOf } from '../../evaluate.js';
import { planOf, scheduledPlan, type Vector } from '../../exports/plan.js';
import type { Node } from '../../graph/graph.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import { remembered } from '../../once.js';
import { withLimits } from '../../within-limits.js';
import { toArguments } from '../formula/point.js';
import { unsolvedBlock } from '../formula/run-at.js';
import { createJudge, type Judge } from './compare.js';
import { createKinks } from './kinks.js';
import { interpret } from './replay.js';
import { judgeValue } from './rows.js';
import { axis } from './stencil.js';

export interface Nodes {
  /** Of the value of one of them. */
  value(row: number): Judge;
  /** Of its derivative by what is in a slot. */
  first(row: number, slot: number): Judge;
  second(row: number, slot: number, other: number): Judge;
}

interface Setting {
  readonly compilation: Compilation;
  /** In whose graph the nodes are; without loops. */
  readonly model: DifferentiatedModel;
  readonly nodes: readonly Node[];
  /** Arrays of numbers that come after the arguments of the program, in slots after those. */
  readonly seeds: readonly Vector[];
  /** By slot. */
  readonly point: readonly number[];
}

export function createNodes({ compilation, model, nodes, seeds, point }: Setting): Nodes {
  const own = { ...model, statements: [] };
  const before = point.length - seeds.reduce((sum, { length }) => sum + length, 0);
  const argumentsAt = (at: readonly number[]): (number | Float64Array)[] => {
    let next = before;
    const arrays = seeds.map(({ length }) => {
      next += length;
      return Float64Array.from(at.slice(next - length, next));
    });
    return [...toArguments(model.inputs, at), ...arrays];
  };
  const computing = (wanted: readonly Node[]): ((at: readonly number[]) => ArrayLike<number>) => {
    const f = withLimits(own, () => {
      const derived = { model: own, seeds, stores: [{ target: 'out' as const, nodes: wanted }] };
      const scheduled = scheduledPlan(planOf(own, 'derived', derived, compilation), compilation);
      return codeOf(scheduled, { ...compilation, model: own }).make();
    });
    // NaN where an implicit block is not solved.
    return at => {
      try {
        return f(...argumentsAt(at)) as Float64Array;
      } catch (error) {
        if (unsolvedBlock(error) === null) throw error;
        return new Float64Array(wanted.length).fill(Number.NaN);
      }
    };
  };
  const compute = remembered((_kinks: 'kinks', wanted: readonly Node[]) => computing(wanted));
  // Always asked for the same nodes.
  const kinks = createKinks(model.graph, nodes, (wanted, at) => compute('kinks', wanted)(at));
  const values = computing(nodes);
  const all = interpret(model.graph, nodes, point, wanted => computing(wanted)(point));
  const largest = all.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const around = { values, gradient: null, point, kinks };
  const along = remembered((slot: number) => createJudge(around, [axis(slot)]));
  return {
    value: row => value => judgeValue(value, all[nodes[row]!]!, largest),
    first: (row, slot) => along(slot)({ row, component: null }),
    second: (row, slot, other) => createJudge(around, [axis(slot), axis(other)])({ row, component: null }),
  };
}
