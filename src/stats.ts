// `stats`: how much each function executes, and which statements cause it.

import type { Compilation } from './compilation.js';
import type { Computed } from './exports/export.js';
import { jacobian } from './exports/jacobian.js';
import { closureOf, type ExportName, exportTable } from './exports/table.js';
import { value } from './exports/value.js';
import { valueAndGradient } from './exports/value-and-gradient.js';
import { usedBy } from './graph/use.js';
import type { DifferentiatedModel } from './lower/model.js';
import { type ByClass, type Count, countOperations } from './schedule/count.js';
import { allResults, type Chunks, linesOf } from './schedule/sections.js';
import { indexAt, lineStarts, positionAt } from './source.js';
import type { StatementStats, Stats } from './stats-record.js';
import { withLimits } from './within-limits.js';

/** @param text the emitted module. @throws FormulaError where a limit is reached */
export function statsOf(compilation: Compilation, text: string): Stats {
  const bytes = new TextEncoder().encode(text).length;
  return withLimits(compilation.model, () => counted(compilation, bytes));
}

function counted(compilation: Compilation, bytes: number): Stats {
  const { model } = compilation;
  const known = new Map<Computed, Counted>();
  const countedOf = (row: Computed): Counted => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const { plan, schedule } = compilation.scheduled(row);
    const used = usedBy(plan.graph, allResults(schedule.results));
    const found = {
      count: countOperations(schedule),
      nodes: used.reduce((sum, one) => sum + one, 0),
      chunks: linesOf(schedule).flatMap(line => line.chunks ?? []),
    };
    known.set(row, found);
    return found;
  };
  const derivative = model.scalar ? valueAndGradient : jacobian;
  const functions = compilation.isAsked ? compilation.exports : (['value', derivative.name] as ExportName[]);
  const counts = new Map<string, Counted>();
  for (const name of functions) {
    // A wrapper executes what the last of those that it calls does; patterns and starts execute nothing.
    const row = closureOf([name], model)
      .map(of => exportTable[of])
      .findLast(of => of.kind === 'computed');
    if (row !== undefined) counts.set(name, countedOf(row));
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
    byStatement: model.source === null ? [] : byStatement(model, countedOf(value).count, countedOf(derivative).count),
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
