// What can be said of a derivative where pieces of the value meet. The contract has a rule for most such points, and what it
// rules differences cannot confirm; but they know numbers that no rule gives.

import { diverges, type Estimate, FIRST_STEPS, holds, limitAtInfinity, nothing, sideSlope } from './differences.js';
import type { Kink } from './kinks.js';
import { type Crossings, operationsOf } from './smooth.js';
import type { KinkKind } from './smooth-pieces.js';
import type { Stencil } from './stencil.js';

export type Verdict = 'agrees' | 'differs' | 'convention' | 'undecided';

/** @param measured what differences over the kink say. */
export function judgeAtKink(
  stencil: Stencil,
  row: number,
  crossings: Crossings,
  measured: Estimate,
  derivative: number,
): { readonly verdict: Verdict; readonly by: Estimate; readonly reason: string | null } {
  const decide = stencil.order === 1 ? firstOrder : secondOrder;
  const decided = decide(stencil, row, measured, derivative, crossings);
  if (decided.verdict !== null) return { ...decided, reason: null };
  const isRuled = crossings.flat().some(({ kind }) => kind !== 'edge');
  const where = isRuled ? 'at a kink' : 'at the edge of the domain';
  return {
    verdict: isRuled ? 'convention' : 'undecided',
    by: measured.isSharp ? measured : nothing,
    reason: `${operationsOf(crossings)} ${where}${decided.slopes}`,
  };
}

/** Without a verdict the rules have the word; the slopes of both sides are told where they are known. */
type Decided =
  | { readonly verdict: Verdict; readonly by: Estimate }
  | { readonly verdict: null; readonly slopes: string };

const UNKNOWN: Decided = { verdict: null, slopes: '' };

/** A first derivative lies between the slopes of both sides, unless a rule of its own is about the point alone. */
function firstOrder(
  stencil: Stencil,
  row: number,
  measured: Estimate,
  derivative: number,
  crossings: Crossings,
): Decided {
  const kinks = crossings.flat();
  const limit = limitAtInfinity(stencil, row);
  if (derivative === limit) return { verdict: 'agrees', by: { ...nothing, derivative: limit, uncertainty: 0 } };
  if (Number.isNaN(derivative) && has(kinks, 'point')) return UNKNOWN;
  // A branch that only the point itself is on; and where a jump makes a tie, the value is on neither side.
  if (crossings.every(side => side.some(({ kind }) => kind === 'condition'))) return UNKNOWN;
  if (has(kinks, 'bend') && (has(kinks, 'jump') || has(kinks, 'condition'))) return UNKNOWN;
  const slopes = ([-1, 1] as const).map(side => sideSlope(stencil, row, side, FIRST_STEPS[2]));
  const [left, right] = slopes as [Estimate, Estimate];
  if (!left.isSharp || !right.isSharp) {
    return measured.isSharp && !Number.isFinite(derivative) && kinks.every(({ kind }) => kind === 'edge')
      ? { verdict: 'differs', by: measured }
      : UNKNOWN;
  }
  const slack = slopes.reduce(
    (sum, { derivative: slope, uncertainty }) => sum + 4 * uncertainty + 1e-5 * Math.abs(slope),
    0,
  );
  const low = Math.min(left.derivative, right.derivative) - slack;
  const high = Math.max(left.derivative, right.derivative) + slack;
  if (derivative >= low && derivative <= high) {
    const [from, to] = slopes.map(({ derivative: slope, uncertainty }) =>
      Math.abs(slope) <= 4 * uncertainty ? 0 : Number(slope.toPrecision(6)),
    );
    return { verdict: null, slopes: `, slopes ${from} and ${to}` };
  }
  const by = Math.abs(derivative - left.derivative) < Math.abs(derivative - right.derivative) ? left : right;
  return { verdict: 'differs', by };
}

const has = (kinks: readonly Kink[], wanted: KinkKind): boolean => kinks.some(({ kind }) => kind === wanted);

/** Piecewise linear operations have 0 at higher orders; others have the truth, or NaN where it is infinite or not known. */
function secondOrder(
  stencil: Stencil,
  row: number,
  measured: Estimate,
  derivative: number,
  crossings: Crossings,
): Decided {
  const kinks = crossings.flat();
  if (has(kinks, 'bend') || has(kinks, 'jump') || has(kinks, 'condition')) return UNKNOWN;
  const isEdge = kinks.every(({ kind }) => kind === 'edge');
  if (!Number.isFinite(derivative)) return measured.isSharp && isEdge ? { verdict: 'differs', by: measured } : UNKNOWN;
  if (measured.isSharp && holds(derivative, measured) === false) return { verdict: 'differs', by: measured };
  return !isEdge && diverges(stencil, row)
    ? { verdict: 'differs', by: { ...nothing, derivative: Infinity, uncertainty: 0 } }
    : UNKNOWN;
}
