// Finding a point that holds the constraints: equations may be missed, h − p + q = 0, and p + q is minimised, near the point
// where work on the problem itself stopped. Wächter and Biegler (2006), section 3.3.

import type { Form } from './form.js';

/** What missing an equation costs beside the distance from the reference point. */
export const PENALTY = 1000;
const LEAST = 1e-12;

/** @param equations what is missed at the reference point */
export function elasticForm(form: Form, reference: Float64Array, missed: Float64Array, barrier: number): Form {
  const { size, equations } = form;
  const whole = size + 2 * equations;
  const weights = reference.map(x => Math.min(1, 1 / Math.abs(x)) ** 2);
  let closeness = Math.sqrt(barrier);
  const more = Array.from({ length: equations }, (_, i) => i);
  const widened = (of: Float64Array, by: number): Float64Array =>
    Float64Array.from({ length: whole }, (_, i) => (i < size ? of[i]! : by));

  const start = widened(reference, 0);
  for (const i of more) {
    // What the barrier would have p and q be for this z.
    const middle = (barrier - PENALTY * missed[i]!) / (2 * PENALTY);
    const below = middle + Math.sqrt(middle ** 2 + (barrier * missed[i]!) / (2 * PENALTY));
    start[size + equations + i] = Math.max(below, -missed[i]!, 0) + LEAST;
    start[size + i] = missed[i]! + start[size + equations + i]!;
  }
  const own = (z: Float64Array): Float64Array => z.subarray(0, size);

  return {
    size: whole,
    equations,
    start,
    lower: widened(form.lower, 0),
    upper: widened(form.upper, Number.POSITIVE_INFINITY),
    jacobian: {
      rows: [...Array.from(form.jacobian.rows), ...more, ...more],
      cols: [...Array.from(form.jacobian.cols), ...more.map(i => size + i), ...more.map(i => size + equations + i)],
    },
    hessian: {
      rows: [...Array.from(form.hessian.rows), ...reference.keys()],
      cols: [...Array.from(form.hessian.cols), ...reference.keys()],
    },
    tightened(to) {
      closeness = Math.sqrt(to);
    },
    *values(z) {
      const { value, equations: found } = yield* form.values(own(z).slice());
      // What has no value is no point to stop at.
      if (!Number.isFinite(value)) return { value, equations: found };
      let total = 0;
      for (let i = 0; i < size; i++) total += 0.5 * closeness * weights[i]! * (z[i]! - reference[i]!) ** 2;
      for (let i = size; i < whole; i++) total += PENALTY * z[i]!;
      return { value: total, equations: found.map((of, i) => of - z[size + i]! + z[size + equations + i]!) };
    },
    *slopes(z) {
      const { jacobian } = yield* form.slopes(own(z).slice());
      const gradient = new Float64Array(whole).fill(PENALTY);
      for (let i = 0; i < size; i++) gradient[i] = closeness * weights[i]! * (z[i]! - reference[i]!);
      return { gradient, jacobian: Float64Array.from([...jacobian, ...more.map(() => -1), ...more.map(() => 1)]) };
    },
    *curvature(z, multipliers) {
      const ofEquations = yield* form.curvature(own(z).slice(), multipliers, 0);
      return Float64Array.from([...ofEquations, ...weights.map(weight => closeness * weight)]);
    },
  };
}
