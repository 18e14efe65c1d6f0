// The barrier that keeps variables between their bounds, −µ Σ log(distance), and the multipliers of bounds that go with it: the
// product of each with its distance is µ. Wächter and Biegler (2006), sections 2.1, 3.5 and 3.7.

import type { Form } from './form.js';
import type { Iterate, Multipliers } from './iterate.js';

export interface Barrier {
  /** [µ]; 0 where there are no bounds. */
  readonly parameter: number;
  readonly least: number;
  lower(): void;
  /** A point moved away from the bounds. */
  inside(z: Float64Array): Float64Array;
  valueAt(z: Float64Array): number;
  /** Of the value with the barrier. */
  gradient(at: Iterate): Float64Array;
  /** [Σ] */
  diagonal(z: Float64Array, of: Multipliers): Float64Array;
  /** The greatest difference of a multiplier times its distance from a parameter. */
  complementarity(z: Float64Array, of: Multipliers, parameter: number): number;
  /** Those that a point has with the parameter. */
  multipliersAt(z: Float64Array, equations: Float64Array): Multipliers;
  /** By how much multipliers of bounds change along a step. */
  multiplierSteps(z: Float64Array, step: Float64Array, of: Multipliers): Pick<Multipliers, 'lower' | 'upper'>;
  /** How far a step goes, at most 1, that leaves some of each distance. */
  stepWithin(z: Float64Array, step: Float64Array): number;
  stepOfMultipliers(of: Multipliers, changes: Pick<Multipliers, 'lower' | 'upper'>): number;
  /** Multipliers held near what they are with the parameter. */
  kept(z: Float64Array, of: Multipliers): Multipliers;
}

/** How far from a bound work starts, absolute and as a share of what is between two. */
const AWAY = 0.01;
/** Keeps variables with one bound from going away from it for the barrier's sake. */
const DAMPING = 1e-5;
const NEAR = 1e10;
/** What a multiplier is at most to begin with. */
const LARGE = 1e3;

export function createBarrier(
  { lower, upper, size }: Form,
  options: { readonly tolerance: number; readonly barrier: number },
): Barrier {
  const hasLower = Array.from(lower, bound => bound !== Number.NEGATIVE_INFINITY);
  const hasUpper = Array.from(upper, bound => bound !== Number.POSITIVE_INFINITY);
  const hasBounds = hasLower.includes(true) || hasUpper.includes(true);
  const least = hasBounds ? options.tolerance / 11 : 0;
  let parameter = hasBounds ? options.barrier : 0;
  /** 1 for a lower bound alone, −1 for an upper one. */
  const oneSided = Float64Array.from(lower, (_, i) => Number(hasLower[i]!) - Number(hasUpper[i]!));
  const each = (of: (i: number) => number): Float64Array => Float64Array.from({ length: size }, (_, i) => of(i));
  const below = (z: Float64Array, i: number): number => Math.max(z[i]! - lower[i]!, Number.MIN_VALUE);
  const above = (z: Float64Array, i: number): number => Math.max(upper[i]! - z[i]!, Number.MIN_VALUE);
  /** [τ] */
  const share = (): number => Math.max(0.99, 1 - parameter);

  return {
    get parameter() {
      return parameter;
    },
    least,
    lower() {
      parameter = Math.max(least, Math.min(0.2 * parameter, parameter ** 1.5));
    },
    inside: z =>
      each(i => {
        const [low, high] = [lower[i]!, upper[i]!];
        const room = AWAY * (high - low);
        const from = hasLower[i] ? low + Math.min(AWAY * Math.max(1, Math.abs(low)), room) : low;
        const to = hasUpper[i] ? high - Math.min(AWAY * Math.max(1, Math.abs(high)), room) : high;
        return Math.min(Math.max(z[i]!, from), to);
      }),
    valueAt(z) {
      if (!hasBounds) return 0;
      let sum = 0;
      for (let i = 0; i < size; i++) {
        if (hasLower[i]) sum -= Math.log(below(z, i));
        if (hasUpper[i]) sum -= Math.log(above(z, i));
        if (oneSided[i] === 1) sum += DAMPING * below(z, i);
        else if (oneSided[i] === -1) sum += DAMPING * above(z, i);
      }
      return parameter * sum;
    },
    gradient: ({ z, gradient }) =>
      each(i => {
        const ofLower = hasLower[i] ? 1 / below(z, i) : 0;
        const ofUpper = hasUpper[i] ? 1 / above(z, i) : 0;
        return gradient[i]! + parameter * (ofUpper - ofLower + DAMPING * oneSided[i]!);
      }),
    diagonal: (z, of) =>
      each(i => (hasLower[i] ? of.lower[i]! / below(z, i) : 0) + (hasUpper[i] ? of.upper[i]! / above(z, i) : 0)),
    complementarity(z, of, to) {
      let most = 0;
      for (let i = 0; i < size; i++) {
        if (hasLower[i]) most = Math.max(most, Math.abs(below(z, i) * of.lower[i]! - to));
        if (hasUpper[i]) most = Math.max(most, Math.abs(above(z, i) * of.upper[i]! - to));
      }
      return most;
    },
    multipliersAt: (z, equations) => ({
      equations,
      lower: each(i => (hasLower[i] ? Math.min(LARGE, parameter / below(z, i)) : 0)),
      upper: each(i => (hasUpper[i] ? Math.min(LARGE, parameter / above(z, i)) : 0)),
    }),
    multiplierSteps: (z, step, of) => ({
      lower: each(i => (hasLower[i] ? (parameter - of.lower[i]! * step[i]!) / below(z, i) - of.lower[i]! : 0)),
      upper: each(i => (hasUpper[i] ? (parameter + of.upper[i]! * step[i]!) / above(z, i) - of.upper[i]! : 0)),
    }),
    stepWithin(z, step) {
      let most = 1;
      for (let i = 0; i < size; i++) {
        if (step[i]! < 0 && hasLower[i]) most = Math.min(most, (-share() * below(z, i)) / step[i]!);
        if (step[i]! > 0 && hasUpper[i]) most = Math.min(most, (share() * above(z, i)) / step[i]!);
      }
      return most;
    },
    stepOfMultipliers(of, changes) {
      let most = 1;
      for (const side of ['lower', 'upper'] as const)
        for (let i = 0; i < size; i++)
          if (changes[side][i]! < 0) most = Math.min(most, (-share() * of[side][i]!) / changes[side][i]!);
      return most;
    },
    kept(z, of) {
      const near = (multiplier: number, distance: number): number => {
        const exact = parameter / distance;
        return Math.max(Math.min(multiplier, NEAR * exact), exact / NEAR);
      };
      return {
        equations: of.equations,
        lower: each(i => (hasLower[i] ? near(of.lower[i]!, below(z, i)) : 0)),
        upper: each(i => (hasUpper[i] ? near(of.upper[i]!, above(z, i)) : 0)),
      };
    },
  };
}
