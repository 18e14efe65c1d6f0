// The step of Levenberg and Marquardt between bounds: the p that makes ‖R p + q‖² + λ‖D p‖² least where lower ≤ p ≤ upper.
//
// Which elements are at bounds is found as Lawson and Hanson do for bounds at zero (Solving Least Squares Problems, chapter
// 23): the others are solved for by a QR factorisation of what is theirs, a step that leaves the bounds stops at the first
// and holds it, and a held element is let go where the sum of squares falls inwards. The damping λ that makes ‖D p‖ a given
// radius is found by Moré's iteration (The Levenberg-Marquardt algorithm: implementation and theory, 1978, section 5), whose
// bounds on λ hold between bounds on p as well.

import { absorb, columnLengths, emptyFactor, lengthOf } from './householder.js';
import type { Bounds } from './problem.js';

/** A linear model of residuals about a point. */
export interface LinearModel {
  readonly n: number;
  /** (n + 1) × (n + 1), row-major, as in an answer. */
  readonly factor: Float64Array;
  /** Units of the parameters, n. */
  readonly units: Float64Array;
  /** Of steps, n. */
  readonly bounds: Bounds;
}

export interface Step {
  readonly p: Float64Array;
  readonly damping: number;
  /** ‖D p‖ */
  readonly length: number;
  /** By how much the sum of squares of the linear model falls. */
  readonly predicted: number;
  /** Elements that are not held at a bound. */
  readonly free: readonly number[];
}

/** How far a step's length may be off the radius, relatively: Moré's. */
const OFF = 0.1;
const MOST_DAMPINGS = 30;

/** The step within a radius: the undamped one where that is. @param damping where to start looking from */
export function stepWithin(model: LinearModel, radius: number, damping: number): Step {
  const undamped = dampedStep(model, 0);
  if (undamped.length <= radius * (1 + OFF)) return undamped;
  let low = 0;
  let high = lengthOf(scaledGradient(model)) / radius;
  let at = damping > low && damping < high ? damping : 0;
  at ||= Math.max(high / 1000, 0);
  let step = undamped;
  for (let i = 0; i < MOST_DAMPINGS; i++) {
    step = dampedStep(model, at);
    const excess = step.length - radius;
    if (Math.abs(excess) <= OFF * radius) break;
    if (excess > 0) low = Math.max(low, at);
    else high = Math.min(high, at);
    const next = at + excess / (radius * sensitivity(model, step) ** 2);
    at = next > low && next < high ? next : Math.max(high / 1000, Math.sqrt(low * high));
    if (high - low <= 1e-12 * high) break;
  }
  return step;
}

/** D⁻¹Rᵀq. */
function scaledGradient({ n, factor, units }: LinearModel): Float64Array {
  const width = n + 1;
  const gradient = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i <= j; i++) gradient[j]! += factor[i * width + j]! * factor[i * width + n]!;
    gradient[j]! /= units[j]!;
  }
  return gradient;
}

/** ‖L⁻¹D²p‖/‖D p‖ with LLᵀ = JᵀJ + λD² of the free elements: how the length changes with the damping. */
function sensitivity(model: LinearModel, { p, damping, free, length }: Step): number {
  const { triangle, width } = triangleOf(model, free, p, damping);
  const w = new Float64Array(free.length);
  for (const [k, j] of free.entries()) {
    let sum = (model.units[j]! ** 2 * p[j]!) / length;
    for (let i = 0; i < k; i++) sum -= triangle[i * width + k]! * w[i]!;
    w[k] = sum / triangle[k * width + k]!;
  }
  return lengthOf(w);
}

/** The step of a given damping. */
export function dampedStep(model: LinearModel, damping: number): Step {
  const { n, units, bounds } = model;
  const { lower, upper } = bounds;
  const p = new Float64Array(n);
  const isHeld = new Uint8Array(n);
  const gradient = gradientAt(model, p, damping);
  for (let j = 0; j < n; j++) if (pushesOut(gradient[j]!, p[j]!, lower[j]!, upper[j]!)) isHeld[j] = 1;
  const isFree = (j: number): boolean => isHeld[j] === 0;
  const all = Array.from({ length: n }, (_, j) => j);
  let free: number[] = all.filter(isFree);
  // Each turn holds or lets go of one; more turns than these are rounding's.
  for (let turn = 0; turn < 3 * n + 10; turn++) {
    const wanted = freeSolution(model, free, p, damping);
    let part = 1;
    let first = -1;
    for (const [k, j] of free.entries()) {
      const limit = wanted[k]! < lower[j]! ? lower[j]! : wanted[k]! > upper[j]! ? upper[j]! : null;
      if (limit === null) continue;
      const reached = wanted[k] === p[j] ? 0 : (limit - p[j]!) / (wanted[k]! - p[j]!);
      if (reached < part || first === -1) [part, first] = [Math.min(reached, part), j];
    }
    for (const [k, j] of free.entries()) p[j]! += part * (wanted[k]! - p[j]!);
    if (first !== -1) {
      p[first] = wanted[free.indexOf(first)]! < lower[first]! ? lower[first]! : upper[first]!;
      isHeld[first] = 1;
      free = free.filter(isFree);
      continue;
    }
    for (const [k, j] of free.entries()) p[j] = wanted[k]!;
    const slope = gradientAt(model, p, damping);
    let worst = -1;
    for (const j of all) {
      if (isHeld[j] === 0 || lower[j] === upper[j] || pushesOut(slope[j]!, p[j]!, lower[j]!, upper[j]!)) continue;
      const steep = Math.abs(slope[j]!) / units[j]!;
      if (slope[j] !== 0 && (worst === -1 || steep > Math.abs(slope[worst]!) / units[worst]!)) worst = j;
    }
    if (worst === -1) break;
    isHeld[worst] = 0;
    free = all.filter(isFree);
  }
  return { p, damping, free, length: lengthOf(p.map((of, j) => of * units[j]!)), predicted: fall(model, p) };
}

/** True at a bound that the sum of squares falls beyond. */
const pushesOut = (slope: number, p: number, lower: number, upper: number): boolean =>
  lower === upper || (p <= lower && slope > 0) || (p >= upper && slope < 0);

/** Half the gradient of ‖R p + q‖² + λ‖D p‖². */
function gradientAt({ n, factor, units }: LinearModel, p: Float64Array, damping: number): Float64Array {
  const width = n + 1;
  const gradient = p.map((of, j) => damping * units[j]! ** 2 * of);
  for (let i = 0; i < n; i++) {
    let residual = factor[i * width + n]!;
    for (let j = i; j < n; j++) residual += factor[i * width + j]! * p[j]!;
    for (let j = i; j < n; j++) gradient[j]! += factor[i * width + j]! * residual;
  }
  return gradient;
}

/** ‖q‖² - ‖R p + q‖². */
function fall({ n, factor }: LinearModel, p: Float64Array): number {
  const width = n + 1;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let change = 0;
    for (let j = i; j < n; j++) change += factor[i * width + j]! * p[j]!;
    sum -= change * (2 * factor[i * width + n]! + change);
  }
  return sum;
}

/** The triangle of the free columns of [R; √λ D], and in its last column what the held ones leave of -q. */
function triangleOf({ n, factor, units }: LinearModel, free: readonly number[], p: Float64Array, damping: number) {
  const width = free.length + 1;
  const isFree = new Uint8Array(n);
  for (const j of free) isFree[j] = 1;
  const rows = n + (damping > 0 ? free.length : 0);
  const block = new Float64Array(rows * width);
  for (let i = 0; i < n; i++) {
    for (const [k, j] of free.entries()) if (j >= i) block[i * width + k] = factor[i * (n + 1) + j]!;
    let rest = -factor[i * (n + 1) + n]!;
    for (let j = i; j < n; j++) if (isFree[j] === 0) rest -= factor[i * (n + 1) + j]! * p[j]!;
    block[i * width + free.length] = rest;
  }
  if (damping > 0) for (const [k, j] of free.entries()) block[(n + k) * width + k] = Math.sqrt(damping) * units[j]!;
  const triangle = emptyFactor(width);
  absorb(triangle, width, block, rows);
  return { triangle, width };
}

/** Damping of what is not determined: of columns of length 1 it takes out what less than its root is left of. */
const LEAST_DAMPING = 1e-15;

/** The free elements, while the others stay where they are. */
function freeSolution(model: LinearModel, free: readonly number[], p: Float64Array, damping: number): Float64Array {
  const { triangle, width } = triangleOf(model, free, p, damping);
  const lengths = columnLengths(model.factor, model.n);
  const solution = new Float64Array(free.length);
  for (let k = free.length - 1; k >= 0; k--) {
    const diagonal = triangle[k * width + k]!;
    const isDetermined = Math.abs(diagonal) > 1e-15 * free.length * lengths[free[k]!]!;
    if (!isDetermined && damping < LEAST_DAMPING)
      return freeSolution({ ...model, units: lengths.map(of => of || 1) }, free, p, LEAST_DAMPING);
    let sum = triangle[k * width + free.length]!;
    for (let j = k + 1; j < free.length; j++) sum -= triangle[k * width + j]! * solution[j]!;
    solution[k] = sum / diagonal;
  }
  return solution;
}
