// What is minimised, as those who run solvers see it: something that answers requests, where it starts, and between what bounds.

import type { Constrained } from './constrained/subject.js';
import type { Answer, Bounds, Request } from './problem.js';

export interface Subject {
  readonly start: Float64Array;
  readonly bounds: Bounds;
  /** Rows of its data; 0 where it goes over none. */
  readonly rows: number;
  /** True where it answers `hessian` and `product`. */
  readonly hasHessian: boolean;
  /** True where making the Hessian is not likely to take longer than to do without; may make it. */
  affordsHessian(): boolean;
  /** Where it is held by constraints. */
  readonly constrained?: Constrained;
  /** A promise where the function of a user gives one. */
  answer(request: Request): Answer | Promise<Answer>;
  /** Parameters as their user knows them. */
  named(theta: Float64Array): Named;
}

/** By name, nested as the shapes are; an array for a function of an array. */
export type Named = Record<string, number | number[] | number[][]> | number[];

/** The same, turned over: what is a maximum of it is a minimum of this. */
export function negated(subject: Subject): Subject {
  const turn = (answer: Answer): Answer => ({
    value: -answer.value,
    ...(answer.gradient && { gradient: answer.gradient.map(minus) }),
    ...(answer.hessian && { hessian: answer.hessian.map(minus) }),
    ...(answer.product && { product: answer.product.map(minus) }),
  });
  return {
    ...subject,
    answer(request) {
      const answer = subject.answer(request);
      return answer instanceof Promise ? answer.then(turn) : turn(answer);
    },
  };
}

const minus = (value: number): number => -value;

/** @throws TypeError, RangeError */
export function checkSubject({ start, bounds }: Subject, nameOf: (i: number) => string): void {
  for (let i = 0; i < start.length; i++) {
    if (!Number.isFinite(start[i]!))
      throw new RangeError(`${nameOf(i)} starts at ${start[i]}, which is no finite number`);
    const [lower, upper] = [bounds.lower[i]!, bounds.upper[i]!];
    if (!(lower <= upper) || lower === Number.POSITIVE_INFINITY || upper === Number.NEGATIVE_INFINITY)
      throw new RangeError(`${nameOf(i)} has no values between the bounds ${lower} and ${upper}`);
  }
}
