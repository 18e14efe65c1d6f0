// Solutions of implicit blocks without any code of ours: the equations by the operations table, Newton's method with differences
// in the place of derivatives. It starts where the emitted code says that the solution is, and goes away from what is none.

import { type Solved, solvedOf } from '../../graph/block.js';
import { type Graph, type Node, operandsOf } from '../../graph/graph.js';

/** Values of the nodes of a graph for values of its inputs. */
export type Interpreter = (graph: Graph, results: readonly Node[], inputs: readonly number[]) => ArrayLike<number>;

const MOST_STEPS = 60;
/** Of an unknown, or of 1, the part that differences are taken over. */
const APART = 6e-6;
/** Steps that change unknowns by less than this part of them are rounding. */
const ROUNDING = 1e-14;

/** What is added to the right side of the equation of an unknown. */
export interface Shift {
  readonly unknown: number;
  readonly by: number;
}

interface Search {
  /** Where the solution is thought to be; where that is not known, what the block starts from. */
  readonly near: readonly number[] | null;
  readonly shift: Shift | null;
  readonly interpret: Interpreter;
}

/**
 * @param values of all nodes that come before
 * @returns the unknowns; NaN where nothing is found
 */
export function rootsByTable(
  graph: Graph,
  node: Node,
  values: ArrayLike<number>,
  { near, shift, interpret }: Search,
): number[] {
  const { block, outside }: Solved = solvedOf(graph, node);
  const given = outside.map(of => values[of]!);
  const n = block.names.length;
  const starts = operandsOf(graph, node)
    .slice(-n)
    .map(of => values[of]!);
  const residualsAt = (unknowns: readonly number[]): number[] => {
    const all = interpret(block.graph, block.residuals, [...given, ...unknowns]);
    return block.residuals.map((of, i) => (i === shift?.unknown ? all[of]! - shift.by : all[of]!));
  };
  /** NaN where one of them is. */
  const size = (of: readonly number[]): number => of.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const isKnown = near?.every(Number.isFinite) === true;
  let unknowns = isKnown ? [...near!] : starts;
  let residuals = residualsAt(unknowns);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const move = stepFrom(unknowns, residuals, residualsAt);
    if (move === null) break;
    if (move.every((d, i) => Math.abs(d) <= ROUNDING * Math.abs(unknowns[i]!))) break;
    let part = 1;
    let next = unknowns;
    let left = residuals;
    do {
      next = unknowns.map((z, i) => z + part * move[i]!);
      left = residualsAt(next);
      part /= 2;
    } while (!(size(left) <= size(residuals)) && part > 1e-6);
    // What is smaller by rounding only is no better.
    if (!(size(left) < size(residuals))) break;
    [unknowns, residuals] = [next, left];
  }
  const isSolved = residuals.every(r => Math.abs(r) <= 1e-6 * Math.max(1, size(given), size(unknowns)));
  return isSolved ? unknowns : unknowns.map(() => Number.NaN);
}

/** Null where there is no step. */
function stepFrom(
  unknowns: readonly number[],
  residuals: readonly number[],
  residualsAt: (unknowns: readonly number[]) => number[],
): number[] | null {
  const n = unknowns.length;
  const columns = unknowns.map((z, k) => {
    const h = APART * (Math.abs(z) || 1);
    const moved = (by: number): number[] => residualsAt(unknowns.map((of, i) => (i === k ? of + by : of)));
    const [after, before] = [moved(h), moved(-h)];
    return after.map((r, i) => (r - before[i]!) / (2 * h));
  });
  const rows = residuals.map((r, i) => [...columns.map(column => column[i]!), -r]);
  for (let k = 0; k < n; k++) {
    const best = rows.reduce((top, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[top]![k]!) ? i : top), k);
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const pivot = rows[k]!;
    if (!(Math.abs(pivot[k]!) > 0)) return null;
    for (const row of rows.slice(k + 1)) {
      const times = row[k]! / pivot[k]!;
      for (let j = k; j <= n; j++) row[j]! -= times * pivot[j]!;
    }
  }
  const move = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    const known = move.reduce((sum, d, j) => (j > k ? sum + rows[k]![j]! * d : sum), 0);
    move[k] = (rows[k]![n]! - known) / rows[k]![k]!;
  }
  return move.every(Number.isFinite) ? move : null;
}
