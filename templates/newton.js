// Newton's method for the unknowns of a block. Where they stand the module's code writes residuals r, how large what they are made
// of is, and J = ∂r/∂z; then `lookAt` and `goOn` say where to go on.
//
// A step is shortened until a norm of r falls that every row is measured in by its own size. Where that leads no further, a long
// step leaves the valley. A block is solved where the step is at the rounding of the unknowns, or r at its own, unless J still
// changes along steps as small as these: then it is singular where it is solved, however small r is. NaN is never small.
//
// In the array, from `z` on: unknowns; r; sizes; the last unknowns, step and r; J, which becomes its factors; what the unknowns
// started from; a right side and what solving takes; scales of r; scalars.
import { factorise, solveFactored } from './linear.js';

/** What comes of it. */
const GO_ON = 0;
const SOLVED = 1;
const SINGULAR = 2;
const NOT_CONVERGED = 3;
const NOT_FINITE = 4;

/** Of these scalars the first is how often the equations were looked at. */
const LENGTH = 1;
const NORM = 2;
const CURVATURE = 3;
const DOUBTS = 4;
const LEAPS = 5;
const RATE = 6;
const FIRST = 7;
const BELOW = 8;
const ABOVE = 9;
const FREE = 10;
const SLOPE = 11;
/** How much of what J is made of is left of it, in its worst column. */
export const LEFT = 12;
/** The largest residual before. */
const LAST = 13;
/** How many iterations there may be. */
const UNTIL = 14;

const MOST_ITERATIONS = 200;
/** More after a step that is as long as the last one and makes r smaller by a third and more: so exp(z) leads far away. */
const MORE_ITERATIONS = 60;
const MOST_STEADY = 4000;
const MOST_LEAPS = 20;
/** Steps of several unknowns after which shortened ones have led to nothing. */
const PATIENCE = 80;
/** Steps that are as long as they are, whatever r does, where shortened ones have led to nothing. */
const MOST_FREE = 40;
const MOST_DOUBTS = 4;

/** Four units of the last place. */
const LAST_PLACES = 8.881784197001252e-16;
/** Relative change of J, along the last step or along what rounding makes of r, up to which derivatives are known. */
const MOST_CURVATURE = 1e-6;
/** What must be left of J where it is to say what derivatives are: the rest is rounding. */
const LEAST_LEFT = 1e-11;
/** From here on J is another one after a step. */
const LARGE_CURVATURE = 0.2;
/** What is left of r where unknowns converge, as slowly as it may be. */
const LITTLE = 1e-20;
/** Shortest part of a step that leads on, if r is not much larger there; where it is a step may be shorter. */
const SHORTEST = 1e-3;
const SHORTEST_OF_ALL = 1e-12;
/** How much larger the norm of r is where a step has gone too far. */
const TOO_FAR = 10;
/** Steps that are smaller than this part of the unknowns are at the end of what rounding allows. */
const SMALL = 1e-9;
/** Steps that are smaller than this part of them lead to what is near. */
const SHORT = 1e-6;

/** Where scalars are. */
export function scalarsAt(z, n) {
  return z + n * n + 14 * n + 6;
}

/** Clears what solving starts with; the unknowns are there. */
export function startSolving(slots, z, n) {
  const s = scalarsAt(z, n);
  for (let i = z + 6 * n; i < s; i++) slots[i] = 0;
  for (let i = s; i <= s + FIRST; i++) slots[i] = 0;
  for (let i = 0; i < n; i++) slots[s - 4 * n + i] = slots[z + i];
  slots[s + FREE] = 0;
  slots[s + LAST] = 0;
  slots[s + UNTIL] = MOST_ITERATIONS;
  slots[s + BELOW] = NaN;
  slots[s + ABOVE] = NaN;
  return 0;
}

/** Looks at what was written: -1 where a step is to be made from there, 0 where the last one was too long, or what has failed. */
export function lookAt(slots, z, n) {
  const s = scalarsAt(z, n);
  const jacobian = z + 6 * n;
  let finite = 0;
  for (let i = 0; i < n; i++) {
    let along = slots[z + 5 * n + i];
    let size = Math.abs(slots[z + n + i]);
    for (let j = 0; j < n; j++) {
      const entry = slots[jacobian + i * n + j];
      const of = Math.abs(slots[z + j]);
      finite += 0 * entry;
      along += entry * slots[z + 4 * n + j];
      size += Math.abs(entry) * (of > 0 ? of : 1);
    }
    slots[s - 3 * n + i] = along;
    slots[s - 2 * n + i] = size;
  }
  return lookAtRows(slots, z, n, finite);
}

/**
 * The same where of each row it is known what the last step has left of r, if J is what it was, and how large what r is made of is:
 * in the places of the right side.
 * @param entries 0 where all entries of J are finite, else NaN
 */
export function lookAtRows(slots, z, n, entries) {
  const s = scalarsAt(z, n);
  const residual = z + n;
  const before = z + 5 * n;
  const scale = s - n;
  slots[s]++;
  const length = slots[s + LENGTH];
  let finite = entries;
  for (let i = 0; i < n; i++) finite += 0 * slots[z + i] + 0 * slots[residual + i];
  if (finite !== 0) return length === 0 ? NOT_FINITE : stepBack(slots, z, n, NaN);
  if (length > 0) {
    let norm = 0;
    let change = 0;
    let most = 0;
    let rounding = 0;
    for (let i = 0; i < n; i++) {
      const of = slots[scale + i];
      norm += (slots[residual + i] / of) ** 2;
      change = Math.max(change, Math.abs(slots[s - 3 * n + i]) / of);
      most = Math.max(most, Math.abs(slots[before + i]) / of);
      rounding = Math.max(rounding, (LAST_PLACES * slots[z + 2 * n + i]) / of);
    }
    slots[s + CURVATURE] = most > 0 ? change / most : 0;
    // Of steps that rounding has made nothing is to be learnt.
    if (most > 2 * rounding) slots[s + RATE] = ((change / most) * rounding) / most;
    // A leap goes where it goes.
    const isLower = length > 1 || slots[s + FREE] > 0 || norm <= (1 - 2e-4 * length) * slots[s + NORM];
    if (!isLower && !isSettled(slots, z, n)) return stepBack(slots, z, n, norm);
  }
  if (length === 0) slots[s + FIRST] = largestResidual(slots, z, n);
  if (n === 1) slots[s + (slots[residual] < 0 ? BELOW : ABOVE)] = slots[z];
  for (let i = 0; i < n; i++) slots[scale + i] = slots[s - 2 * n + i] > 0 ? slots[s - 2 * n + i] : 1;
  return -1;
}

export function largestResidual(slots, z, n) {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(slots[z + n + i]));
  return largest;
}

/** 1 where r is as small as rounding allows to tell. */
function isSettled(slots, z, n) {
  for (let i = 0; i < n; i++) {
    if (!(Math.abs(slots[z + n + i]) <= LAST_PLACES * slots[z + 2 * n + i])) return 0;
  }
  return 1;
}

/** Makes a step: 0 to look where it leads, 1 where the unknowns are found, 2 and more for what has failed. */
export function goOn(slots, z, n, isKnown) {
  const s = scalarsAt(z, n);
  const length = slots[s + LENGTH];
  const right = s - 3 * n;
  const settled = isSettled(slots, z, n);
  if (isKnown === 0) {
    // Short steps have led there.
    let isThere = slots[s + CURVATURE] > LARGE_CURVATURE ? 1 : 0;
    for (let i = 0; i < n; i++) {
      if (!(Math.abs(slots[z + i] - slots[z + 3 * n + i]) <= SHORT * Math.abs(slots[z + i]))) isThere = 0;
    }
    return length === 0 || settled + isThere > 0 ? SINGULAR : stepBack(slots, z, n, NaN);
  }
  let isSmall = 1;
  let isNear = 1;
  for (let i = 0; i < n; i++) {
    const of = Math.abs(slots[right + i]);
    if (!(of <= LAST_PLACES * Math.abs(slots[z + i]))) isSmall = 0;
    if (!(of <= SMALL * Math.abs(slots[z + i]))) isNear = 0;
  }
  if (isSmall + settled > 0) {
    const isSure = length > 0 ? isSureOf(slots, s) : isNear;
    if (isSure > 0) {
      if (!(slots[s + LEFT] >= LEAST_LEFT)) return SINGULAR;
      for (let i = 0; i < n; i++) slots[z + i] += slots[right + i];
      return SOLVED;
    }
    slots[s + DOUBTS]++;
    if (slots[s + DOUBTS] >= MOST_DOUBTS) return SINGULAR;
  }
  const largest = largestResidual(slots, z, n);
  let isSteady = largest < 0.67 * slots[s + LAST] && slots[s] < MOST_STEADY ? 1 : 0;
  for (let i = 0; i < n; i++) {
    if (!(Math.abs(slots[right + i]) >= 0.99 * Math.abs(slots[z + 4 * n + i]))) isSteady = 0;
  }
  slots[s + LAST] = largest;
  if (isSteady > 0) slots[s + UNTIL] = Math.max(slots[s + UNTIL], slots[s] + MORE_ITERATIONS);
  if (slots[s] >= slots[s + UNTIL]) {
    return slots[s + CURVATURE] > LARGE_CURVATURE && largest <= LITTLE * slots[s + FIRST] ? SINGULAR : NOT_CONVERGED;
  }
  let norm = 0;
  for (let i = 0; i < n; i++) {
    norm += (slots[z + n + i] / slots[s - n + i]) ** 2;
    slots[z + 3 * n + i] = slots[z + i];
    slots[z + 4 * n + i] = slots[right + i];
    slots[z + 5 * n + i] = slots[z + n + i];
  }
  slots[s + NORM] = norm;
  if (n > 1 && slots[s] >= PATIENCE && slots[s + LEAPS] === 0) return leap(slots, z, n);
  if (slots[s + FREE] > 0) slots[s + FREE]--;
  return stepTo(slots, z, n, 1);
}

/** 1 where J stays as it is when unknowns move as little as rounding moves them. */
function isSureOf(slots, s) {
  return Math.max(slots[s + CURVATURE], slots[s + RATE]) <= MOST_CURVATURE ? 1 : 0;
}

/** The step of one unknown: 0 where nothing is known of 1/J. */
export function slopeStep(slots, z) {
  const s = scalarsAt(z, 1);
  const slope = slots[z + 6];
  slots[s - 3] = -slots[z + 1] / slope;
  slots[s + LEFT] = slots[s + SLOPE] > 0 ? Math.abs(slope) / slots[s + SLOPE] : 1;
  return Math.abs(slope) > LAST_PLACES * slots[s + SLOPE] && Math.abs(slots[s - 3]) < Infinity ? 1 : 0;
}

/** The step of several unknowns, each row by its own size: 0 where nothing is known of J⁻¹. J is 0 afterwards. */
export function factoredStep(slots, z, n) {
  const s = scalarsAt(z, n);
  const jacobian = z + 6 * n;
  const right = s - 3 * n;
  let isKnown = 1;
  for (let i = 0; i < n; i++) {
    let largest = 0;
    for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(slots[jacobian + i * n + j]));
    if (!(largest > 0)) isKnown = 0;
    for (let j = 0; j < n; j++) slots[jacobian + i * n + j] /= largest;
    slots[right + i] = -slots[z + n + i] / largest;
  }
  for (let j = 0; j < n; j++) {
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(slots[jacobian + i * n + j]));
    slots[s - 2 * n + j] = largest;
  }
  factorise(slots, jacobian, n);
  let left = 1;
  for (let k = 0; k < n; k++) {
    const column = slots[jacobian + n * n + n + k];
    left = Math.min(left, Math.abs(slots[jacobian + k * n + k]) / slots[s - 2 * n + column]);
  }
  slots[s + LEFT] = left;
  solveFactored(slots, right, jacobian, n, 0, 1);
  for (let i = jacobian; i < right - n; i++) slots[i] = 0;
  for (let i = 0; i < n; i++) if (!(Math.abs(slots[right + i]) < Infinity)) isKnown = 0;
  return isKnown;
}

/** Unknowns so many steps from the last ones. */
function stepTo(slots, z, n, length) {
  slots[scalarsAt(z, n) + LENGTH] = length;
  for (let i = 0; i < n; i++) slots[z + i] = slots[z + 3 * n + i] + length * slots[z + 4 * n + i];
  return GO_ON;
}

/** A shorter step, where one was too long. @param norm of r there, NaN where it is not known */
function stepBack(slots, z, n, norm) {
  const s = scalarsAt(z, n);
  for (let i = z + 6 * n; i < s - 4 * n; i++) slots[i] = 0;
  if (slots[s] >= slots[s + UNTIL]) return NOT_CONVERGED;
  let isNear = 1;
  for (let i = 0; i < n; i++) {
    if (!(Math.abs(slots[z + 4 * n + i]) <= SMALL * Math.abs(slots[z + 3 * n + i]))) isNear = 0;
  }
  if (isNear) {
    stepTo(slots, z, n, 0);
    return isSureOf(slots, s) > 0 && slots[s + LEFT] >= LEAST_LEFT ? SOLVED : SINGULAR;
  }
  const length = slots[s + LENGTH];
  let part = 0.25;
  if (norm < Infinity && length <= 1) {
    const wanted = (length * slots[s + NORM]) / (norm + (2 * length - 1) * slots[s + NORM]);
    part = Math.max(0.1, Math.min(0.5, wanted));
  }
  if (length > 1) part = 0.5 / length;
  const isTooFar = !(norm <= TOO_FAR * slots[s + NORM]);
  if (part * length >= (isTooFar ? SHORTEST_OF_ALL : SHORTEST)) return stepTo(slots, z, n, part * length);
  return leap(slots, z, n);
}

/**
 * Leaves a valley in which r is not 0: to between two unknowns where it has two signs, or along the step, farther each time, and
 * back and forth in turn.
 */
function leap(slots, z, n) {
  const s = scalarsAt(z, n);
  slots[s + LEAPS]++;
  const leaps = slots[s + LEAPS];
  if (leaps > MOST_LEAPS) return NOT_CONVERGED;
  slots[s + FREE] = 0;
  if (n > 1 && leaps === 1) {
    // Before that: from the start again, with steps as they are.
    slots[s + FREE] = MOST_FREE;
    for (let i = 0; i < n; i++) {
      slots[z + 3 * n + i] = slots[s - 4 * n + i];
      slots[z + 4 * n + i] = 0;
    }
    return stepTo(slots, z, n, 2);
  }
  const middle = 0.5 * (slots[s + BELOW] + slots[s + ABOVE]);
  if (n === 1 && Math.abs(middle) < Infinity) {
    slots[z + 4] = 0.5 * (middle - slots[z + 3]);
    // A length of 2 says that it is a leap.
    return slots[z + 4] === 0 ? NOT_CONVERGED : stepTo(slots, z, n, 2);
  }
  let most = 0;
  for (let i = 0; i < n; i++) {
    most = Math.max(most, Math.abs(slots[z + 4 * n + i]) / Math.max(1, Math.abs(slots[z + 3 * n + i])));
  }
  const part = (leaps % 2 === 0 ? -0.5 : 0.5) * Math.min(1, 4 ** leaps / most);
  for (let i = 0; i < n; i++) slots[z + 4 * n + i] *= part;
  return stepTo(slots, z, n, 2);
}
