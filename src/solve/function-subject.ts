// A function of the user's own as what is minimised: f(theta, gradient?), as 'packed' is.

import { noBounds } from './bounds.js';
import { describe, flatten, isList } from './elements.js';
import type { Answer, Request } from './problem.js';
import { checkSubject, type Subject } from './subject.js';

/**
 * Returns the value at `theta`; writes the gradient where an array is given. Of a function that goes over rows, those that are
 * meant, from 0; all of them where it is not said.
 */
export type Packed = (theta: Float64Array, gradient?: Float64Array, rows?: Uint32Array) => number;

/** The same, but for a value that comes later. */
export type PackedLater = (
  theta: Float64Array,
  gradient?: Float64Array,
  rows?: Uint32Array,
) => number | PromiseLike<number>;

interface Given {
  readonly rows?: number | undefined;
  readonly start?: unknown;
  readonly lower?: unknown;
  readonly upper?: unknown;
}

/** @throws TypeError, RangeError */
export function functionSubject(
  packed: PackedLater,
  { start: given, lower, upper, rows = 0 }: Given,
  call: string,
): Subject {
  if (!isList(given))
    throw new TypeError(`${call}: a function of an array needs its start, start: [1, 1], got ${describe(given)}`);
  const start = flatten(given, `${call}: start`).slice();
  const bounds = noBounds(start.length);
  for (const [side, value] of Object.entries({ lower, upper })) {
    if (value === undefined) continue;
    const numbers = flatten(value, `${call}: ${side}`);
    if (numbers.length !== start.length && typeof value !== 'number')
      throw new TypeError(`${call}: ${side} has ${numbers.length} numbers where start has ${start.length}`);
    const target = side === 'lower' ? bounds.lower : bounds.upper;
    for (let i = 0; i < start.length; i++) target[i] = numbers[typeof value === 'number' ? 0 : i]!;
  }
  const subject: Subject = {
    start,
    bounds,
    rows,
    hasHessian: false,
    affordsHessian: () => false,
    variables: () => 0,
    answer({ theta, rows: chosen }: Request) {
      // What is not written stays what no gradient is.
      const gradient = new Float64Array(theta.length).fill(UNWRITTEN);
      const finish = (value: unknown): Answer => {
        if (typeof value !== 'number')
          throw new TypeError(`${call}: the function must return a number, got ${describe(value)}`);
        if (gradient.length > 0 && gradient.every(partial => Object.is(partial, UNWRITTEN)))
          throw new TypeError(`${call}: the function must write its gradient into its second argument`);
        return { value, gradient };
      };
      // A function that changes what it is given changes a copy.
      const value = chosen === undefined ? packed(theta.slice(), gradient) : packed(theta.slice(), gradient, chosen);
      return typeof value === 'number' || !isPromise(value) ? finish(value) : Promise.resolve(value).then(finish);
    },
    named: theta => Array.from(theta),
  };
  checkSubject(subject, i => `${call}: parameter ${i}`);
  return subject;
}

/** No gradient is the number nearest to 0. */
const UNWRITTEN = Number.MIN_VALUE;

const isPromise = (value: unknown): value is PromiseLike<number> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
