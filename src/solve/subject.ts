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
  /** Elements of the named statements of a program of which the Lagrangian is known; 0 where there is none. @throws FormulaError */
  variables(): number;
  /** A promise where the function of a user gives one. */
  answer(request: Request): Answer | Promise<Answer>;
  /** Parameters as their user knows them. */
  named(theta: Float64Array): Named;
}

/** By name, nested as the shapes are; an array for a function of an array. */
export type Named = Record<string, number | number[] | number[][]> | number[];

/** The same, turned over: what is a maximum of it is a minimum of this. */
export function negated(subject: Subject): Subject {
  const count = subject.start.length;
  const turn = (answer: Answer): Answer => ({
    value: -answer.value,
    // λ turns over with the value, and what statements miss stays.
    ...(answer.lagrangian && { lagrangian: turnedFirst(answer.lagrangian, (count + answer.lagrangian.length) / 2) }),
    ...(answer.gradient && { gradient: answer.gradient.map(minus) }),
    ...(answer.hessian && { hessian: answer.hessian.map(minus) }),
    ...(answer.product && { product: answer.product.map(minus) }),
  });
  return {
    ...subject,
    answer(request) {
      const { free } = request;
      const own = free === undefined ? request : { ...request, free: { ...free, lambda: free.lambda.map(minus) } };
      const answer = subject.answer(own);
      return answer instanceof Promise ? answer.then(turn) : turn(answer);
    },
  };
}

/** Turns over the first of some numbers. */
const turnedFirst = (all: Float64Array, some: number): Float64Array => all.map((of, i) => (i < some ? -of : of));

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
