// The end of the way: bounds that are met are met exactly, and Newton steps on what is left go to the last digits. That bounds
// are told apart by which are met is also what second-order conditions need.

import { along } from '../vectors.js';
import type { Form } from './form.js';
import type { Descent } from './interior-point.js';
import { type Iterate, type Multipliers, pullOf } from './iterate.js';
import { createKKT, type KKTMatrix, RELAXED } from './kkt.js';
import { largest } from './norms.js';
import type { Asking, SecondOrder } from './problem.js';

/** A point with bounds that are met, and what is known there. */
export interface Polished {
  readonly at: Iterate;
  readonly multipliers: Multipliers;
  readonly secondOrder: SecondOrder;
  readonly independent: boolean;
  /** What is left of the conditions; Infinity where it is the point that was given. */
  readonly error: number;
}

const MOST_STEPS = 12;
const MOST_ROUNDS = 6;
/** What a multiplier of a bound that matters is at least. */
const STRONG = 1e-7;

/** A point with every variable either free, −1 at its lower bound, or 1 at its upper one. */
type Sides = Int8Array;

/**
 * Goes to the last digits from where an interior-point method has come to; the point itself where Newton steps from there lead
 * nowhere.
 */
export function* polish(form: Form, from: Pick<Descent, 'at' | 'multipliers'>): Asking<Polished> {
  const { size, equations, lower, upper } = form;
  const matrix = createKKT(size, equations, form);
  const { at: start, multipliers } = from;
  const sides: Sides = new Int8Array(size);
  for (let i = 0; i < size; i++) {
    if (multipliers.lower[i]! > start.z[i]! - lower[i]!) sides[i] = -1;
    if (multipliers.upper[i]! > upper[i]! - start.z[i]!) sides[i] = 1;
  }
  const met = sides.slice();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = yield* newton(form, matrix, start, multipliers.equations, sides);
    if (found === null) break;
    if (!hasChanged(found)) return yield* judged(form, matrix, found, sides);
  }
  // It is where it is.
  const pull = pullOf(form.jacobian, start.jacobian, multipliers.equations, size);
  const dual = start.gradient.map((slope, i) => slope - pull[i]!);
  const unpolished = { at: start, y: multipliers.equations, dual, error: Number.POSITIVE_INFINITY };
  return { ...(yield* judged(form, matrix, unpolished, met)), multipliers };

  /** Frees variables that a bound does not hold, and stops those that it should. */
  function hasChanged({ at, dual }: Found): boolean {
    const tolerance = 1e-9 * Math.max(1, largest(at.gradient));
    let changed = 0;
    for (let i = 0; i < size; i++) {
      const isWrong = sides[i] === -1 ? dual[i]! < -tolerance : sides[i] === 1 && dual[i]! > tolerance;
      if (isWrong) sides[i] = 0;
      else if (sides[i] === 0 && at.z[i]! < lower[i]!) sides[i] = -1;
      else if (sides[i] === 0 && at.z[i]! > upper[i]!) sides[i] = 1;
      else continue;
      changed++;
    }
    return changed > 0;
  }
}

interface Found {
  readonly at: Iterate;
  readonly y: Float64Array;
  /** What is left of the gradient: multipliers of bounds that are met. */
  readonly dual: Float64Array;
  /** The greatest of what is not 0 of the conditions. */
  readonly error: number;
}

/** Newton steps along which what is at a bound stays there. */
function* newton(form: Form, matrix: KKTMatrix, from: Iterate, y0: Float64Array, sides: Sides): Asking<Found | null> {
  const { size, lower, upper } = form;
  let y: Float64Array = y0;
  let z: Float64Array = from.z.map((x, i) => (sides[i] === -1 ? lower[i]! : sides[i] === 1 ? upper[i]! : x));
  let best: Found | null = null;
  for (let k = 0; k < MOST_STEPS; k++) {
    const values = yield* form.values(z);
    const slopes = yield* form.slopes(z);
    const at: Iterate = { z, ...values, ...slopes };
    const pull = pullOf(form.jacobian, at.jacobian, y, size);
    const dual = at.gradient.map((slope, i) => slope - pull[i]!);
    const error = Math.max(largest(dual.map((slope, i) => (sides[i] === 0 ? slope : 0))), largest(at.equations));
    if (!Number.isFinite(error) || (best !== null && !(error < best.error))) break;
    best = { at, y, dual, error };
    const relaxed = dependentBy(form, matrix, at, sides);
    if (relaxed > 0 && k === 0) {
      // Many multipliers will do: the least of them, where they start from none.
      y = new Float64Array(y.length);
      dual.set(at.gradient);
      best = null;
    }
    const system = matrix.plain(yield* valuesWithin(form, at, y, sides), relaxed);
    if (system.zero > 0) break;
    const right = new Float64Array(size + at.equations.length);
    for (let i = 0; i < size; i++) right[i] = sides[i] === 0 ? -dual[i]! : 0;
    right.set(
      at.equations.map(h => -h),
      size,
    );
    const step = system.solve(right);
    if (!step.every(Number.isFinite)) break;
    z = along(z, 1, step.subarray(0, size));
    y = along(y, -1, step.subarray(size));
  }
  return best;
}

/** The matrix without what is at bounds. */
function* valuesWithin(form: Form, at: Iterate, y: Float64Array, sides: Sides) {
  const hessian = yield* form.curvature(at.z, y, 1);
  return {
    hessian: hessian.map((value, k) =>
      sides[form.hessian.rows[k]!] === 0 && sides[form.hessian.cols[k]!] === 0 ? value : 0,
    ),
    ...restWithin(form, at, sides),
  };
}

const restWithin = (form: Form, at: Iterate, sides: Sides) => ({
  diagonal: Float64Array.from(sides, side => (side === 0 ? 0 : 1)),
  jacobian: at.jacobian.map((value, k) => (sides[form.jacobian.cols[k]!] === 0 ? value : 0)),
});

/** What equations are relaxed by where their gradients depend on each other, else 0. */
function dependentBy(form: Form, matrix: KKTMatrix, at: Iterate, sides: Sides): number {
  if (form.equations === 0) return 0;
  const diagonal = new Float64Array(form.size).fill(1);
  const hessian = new Float64Array(form.hessian.rows.length);
  const { zero } = matrix.plain({ hessian, ...restWithin(form, at, sides), diagonal });
  return zero > 0 ? RELAXED : 0;
}

function* judged(form: Form, matrix: KKTMatrix, { at, y, dual, error }: Found, sides: Sides): Asking<Polished> {
  const relaxed = dependentBy(form, matrix, at, sides);
  const weak = sides.map((side, i) => (side !== 0 && Math.abs(dual[i]!) < STRONG ? 0 : side));
  function* inertia(of: Sides) {
    const { negative, zero } = matrix.plain(yield* valuesWithin(form, at, y, of), relaxed);
    return { isDefinite: zero === 0 && negative === form.equations, isIndefinite: negative > form.equations };
  }
  const strict = yield* inertia(weak);
  const narrow = strict.isDefinite ? strict : yield* inertia(sides);
  return {
    at,
    multipliers: {
      equations: y,
      lower: dual.map((slope, i) => (sides[i] === -1 ? Math.max(0, slope) : 0)),
      upper: dual.map((slope, i) => (sides[i] === 1 ? Math.max(0, -slope) : 0)),
    },
    secondOrder: strict.isDefinite ? 'minimum' : narrow.isIndefinite ? 'saddle' : 'undecided',
    independent: relaxed === 0,
    error,
  };
}
