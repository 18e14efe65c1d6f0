// `stats`: how much each function executes, and which statements cause it.

import type { Compilation } from './compilation.js';
import type { Computed } from './exports/export.js';
import { closureOf, type ExportName, exportRow } from './exports/table.js';
import { value } from './exports/value.js';
import { usedBy } from './graph/use.js';
import type { DifferentiatedModel } from './lower/model.js';
import { type Count, countLines, countOperations, NONE, type Tally } from './schedule/count.js';
import { allResults, type Chunks, linesOf } from './schedule/sections.js';
import { indexAt, lineStarts, positionAt } from './source.js';
import type { StatementStats, Stats } from './stats-record.js';
import { withLimits } from './within-limits.js';

/** True for a program with loops, whose bodies are counted apart. */
const hasTurns = ({ graph }: Pick<DifferentiatedModel, 'graph'>): boolean => graph.indices.length > 0;

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
    const { plan, schedule, blocks } = compilation.scheduled(row);
    const used = usedBy(plan.graph, allResults(schedule.results));
    const found = {
      count: countOperations(schedule),
      solving: countLines([...blocks.values()].map(({ line }) => line)),
      nodes: used.reduce((sum, one) => sum + one, 0),
      chunks: linesOf(schedule).flatMap(line => line.chunks ?? []),
    };
    known.set(row, found);
    return found;
  };
  const derivative = model.scalar ? 'valueAndGradient' : 'jacobian';
  const functions = compilation.isAsked ? compilation.exports : (['value', derivative] as ExportName[]);
  const counts = new Map<string, Counted>();
  // A wrapper executes what the last of those that it calls does; patterns and starts execute nothing.
  const computedBy = (name: ExportName): Computed | undefined =>
    closureOf([name], model)
      .map(of => exportRow(of, model))
      .findLast(of => of.kind === 'computed');
  for (const name of functions) {
    const row = computedBy(name);
    if (row !== undefined) counts.set(name, countedOf(row));
  }
  const perRowOf = ({ count }: Counted): number => count.perRow?.operations ?? 0;
  const largest = [...counts.values()].sort(
    (a, b) => perRowOf(b) - perRowOf(a) || b.count.operations - a.count.operations,
  )[0];
  const sum = (get: (chunks: Chunks) => number): number =>
    (largest?.chunks ?? []).reduce((total, chunks) => total + get(chunks), 0);
  const pick = <T>(get: (entry: Counted) => T) =>
    Object.fromEntries([...counts].map(([name, entry]) => [name, get(entry)]));
  return {
    operations: pick(({ count }) => count.operations),
    nodes: pick(({ nodes }) => nodes),
    byClass: largest?.count.byClass ?? NONE,
    ...(hasTurns(model) && { perRow: { operations: pick(perRowOf), byClass: largest?.count.perRow?.byClass ?? NONE } }),
    ...(model.graph.blocks.size > 0 && {
      perIteration: {
        operations: pick(({ solving }) => solving.operations),
        byClass: largest?.solving.byClass ?? NONE,
      },
    }),
    byStatement:
      model.source === null ? [] : byStatement(model, countedOf(value).count, countedOf(computedBy(derivative)!).count),
    chunks: sum(({ chunks }) => chunks.length) || 1,
    crossings: sum(({ crossings }) => crossings),
    slots: sum(({ slotCount }) => slotCount),
    bytes,
  };
}

interface Counted {
  readonly count: Count;
  /** What is repeated to solve implicit blocks. */
  readonly solving: Tally;
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
  const sums = (tally: Tally | null): number[] => {
    const totals = starts.map(() => 0);
    for (const [offset, operations] of tally?.byOrigin ?? []) {
      const index = indexAt(starts, offset);
      if (starts[index]! <= offset && offset < ends[index]!) totals[index]! += operations;
    }
    return totals;
  };
  /** Of each statement. */
  const split = (ofValue: Tally | null, ofBoth: Tally | null) => {
    const inBoth = sums(ofBoth);
    return sums(ofValue).map((inValue, i) => ({ value: inValue, gradient: Math.max(inBoth[i]! - inValue, 0) }));
  };
  const outside = split(value, derivative);
  const perRow = hasTurns(model) ? split(value.perRow, derivative.perRow) : null;
  const rows = starts.map((start, i) => ({
    line: positionAt(lines, start).line,
    text: source.text.slice(start, ends[i]).replace(/\s+/g, ' '),
    ...outside[i]!,
    ...(perRow !== null && { perRow: perRow[i]! }),
  }));
  const sizeOf = (of: { readonly value: number; readonly gradient: number } | undefined): number =>
    of === undefined ? 0 : of.value + of.gradient;
  return rows.sort((a, b) => sizeOf(b.perRow) - sizeOf(a.perRow) || sizeOf(b) - sizeOf(a));
}
