// `stats`: how much each function executes, and which statements cause it.

import type { PlannedFunction } from '../differentiate/plan.js';
import { usedBy } from '../graph/use.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { allResults, type Chunks } from '../schedule/sections.js';
import { indexAt, lineStarts, positionAt } from '../source.js';
import { type ByClass, type Count, countOperations } from './count.js';
import { closureOf, type ExportName, isPlanned, PATTERNS } from './exports.js';
import { scheduledPlan } from './planned.js';

export interface StatementStats {
  readonly line: number;
  readonly text: string;
  /** Operations of `value`, and of `gradient` beyond them. */
  readonly value: number;
  readonly gradient: number;
}

export interface Stats {
  readonly operations: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, number>>;
  /** Of the largest function asked for. */
  readonly byClass: ByClass;
  /** Largest first. */
  readonly byStatement: readonly StatementStats[];
  /** Chunks of the largest function asked for, values that cross between them, and slots that these take. */
  readonly chunks: number;
  readonly crossings: number;
  readonly slots: number;
  /** Length of the emitted module. */
  readonly bytes: number;
}

export interface StatsInput {
  readonly model: DifferentiatedModel;
  readonly functions: readonly ExportName[];
  readonly algebraic: boolean;
  readonly statements: number;
  readonly bytes: number;
  apart(): DifferentiatedModel;
}

export function defaultStatsFunctions(model: DifferentiatedModel): ExportName[] {
  return model.scalar ? ['value', 'valueAndGradient'] : ['value', 'jacobian'];
}

export function statsOf({ model, functions, algebraic, statements, bytes, apart }: StatsInput): Stats {
  const counts = new Map<string, Counted>();
  const counted = (name: PlannedFunction): Counted => {
    const known = counts.get(name);
    if (known !== undefined) return known;
    const { plan, schedule } = scheduledPlan(model, name, { algebraic, statements, apart });
    const used = usedBy(plan.graph, allResults(schedule.results));
    return {
      count: countOperations(schedule),
      nodes: used.reduce((sum, one) => sum + one, 0),
      chunks: schedule.sections.flatMap(section => section.chunks ?? []),
    };
  };
  for (const asked of functions) {
    if (PATTERNS.has(asked)) continue;
    const name = isPlanned(asked) ? asked : closureOf([asked], model).filter(isPlanned).at(-1);
    if (name === undefined) continue;
    counts.set(asked, counted(name));
  }
  const largest = [...counts.values()].sort((a, b) => b.count.operations - a.count.operations)[0];
  const none: ByClass = { add: 0, mul: 0, div: 0, pow: 0, transcendental: 0, compare: 0 };
  const sum = (get: (chunks: Chunks) => number): number =>
    (largest?.chunks ?? []).reduce((total, chunks) => total + get(chunks), 0);
  const pick = <T>(get: (entry: Counted) => T) =>
    Object.fromEntries([...counts].map(([name, entry]) => [name, get(entry)]));
  return {
    operations: pick(({ count }) => count.operations),
    nodes: pick(({ nodes }) => nodes),
    byClass: largest?.count.byClass ?? none,
    byStatement:
      model.source === null
        ? []
        : byStatement(model, counted('value').count, counted(model.scalar ? 'valueAndGradient' : 'jacobian').count),
    chunks: sum(({ chunks }) => chunks.length) || 1,
    crossings: sum(({ crossings }) => crossings),
    slots: sum(({ slotCount }) => slotCount),
    bytes,
  };
}

interface Counted {
  readonly count: Count;
  readonly nodes: number;
  /** Of sections that are too long for one function. */
  readonly chunks: readonly Chunks[];
}

/** A node belongs to the statement whose text first made it. */
function byStatement(model: DifferentiatedModel, value: Count, derivative: Count): StatementStats[] {
  const { source, spans } = model;
  if (source === null) return [];
  const { starts, ends } = spans;
  const lines = lineStarts(source.text);
  const sums = (count: Count): number[] => {
    const totals = starts.map(() => 0);
    for (const [offset, operations] of count.byOrigin) {
      const index = indexAt(starts, offset);
      if (starts[index]! <= offset && offset < ends[index]!) totals[index]! += operations;
    }
    return totals;
  };
  const inValue = sums(value);
  const inBoth = sums(derivative);
  const rows = starts.map((start, i) => ({
    line: positionAt(lines, start).line,
    text: source.text.slice(start, ends[i]).replace(/\s+/g, ' '),
    value: inValue[i]!,
    gradient: Math.max(inBoth[i]! - inValue[i]!, 0),
  }));
  return rows.sort((a, b) => b.value + b.gradient - a.value - a.gradient);
}
