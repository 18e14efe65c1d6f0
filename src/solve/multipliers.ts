// Training by constraints: every named statement is a variable z of its own, held to what the program says that it is by a
// multiplier λ, L = f − Σ λ·(z − f(x, z)). Blocks take turns: a forward sweep sets every z to what it is made of now, a backward
// sweep every λ to what uses it makes of it, and x goes down ∂L/∂x. Where sweeps go on until nothing changes, λ is what
// backpropagation computes and the method gradient descent; with one sweep values and multipliers travel by one statement for
// each step, and all meet where ∂L = 0. Y. LeCun, A theoretical framework for back-propagation (1988).

import { project } from './bounds.js';
import { type Asking, createCourse, type Point } from './course.js';
import type { Solver } from './problem.js';

export interface Sweeping {
  /** Elements of all named statements. */
  readonly variables?: number;
  /** Forward and backward before each step. */
  readonly sweeps?: number;
  /** How far a step goes down ∂L/∂x. */
  readonly rate?: number;
}

const RATE = 0.05;
const MOST_ITERATIONS = 100_000;

export const multipliers = ({ variables = 0, sweeps = 1, rate = RATE }: Sweeping): Solver =>
  function* (start, bounds, controls) {
    const course = createCourse(start, bounds, controls, { maxIterations: MOST_ITERATIONS });
    const begun = yield* course.begin();
    if (begun === null) return course.ended();
    const n = start.length;
    const z = new Float64Array(variables);
    const lambda = new Float64Array(variables);
    let point: Point = begun;
    let why = course.settled(point);

    /** ∂L/∂x, ∂L/∂z and ∂L/∂λ; null where no more may be asked. */
    function* slopes(): Asking<Float64Array | null> {
      const answer = yield* course.ask({ theta: point.theta, wants: 'lagrangian', free: { z, lambda } });
      return answer === null ? null : answer.lagrangian!;
    }

    /** Sets values, or multipliers, to what the others say. Returns whether any changes; null where no more may be asked. */
    function* sweep(block: Float64Array, first: number): Asking<boolean | null> {
      const found: Float64Array | null = yield* slopes();
      if (found === null) return null;
      let changes = false;
      for (let i = 0; i < variables; i++) {
        const next = block[i]! + found[first + i]!;
        // What is made of statements that are still unknown may be none; they are known after some sweeps.
        const kept = Number.isFinite(next) ? next : 0;
        changes ||= kept !== block[i];
        block[i] = kept;
      }
      return changes;
    }

    /** The values of a forward pass: those that k statements lead to are there after k sweeps. */
    for (let k = 0; k <= variables && why === null; k++) {
      const changes: boolean | null = yield* sweep(z, n + variables);
      if (changes === null) return course.ended();
      if (!changes) break;
    }
    while (why === null) {
      for (const [block, first] of [
        [z, n + variables],
        [lambda, n],
      ] as const)
        for (let k = 0; k < sweeps; k++) {
          const changes: boolean | null = yield* sweep(block, first);
          if (changes === null) return course.ended();
          if (!changes) break;
        }
      const down: Float64Array | null = yield* slopes();
      if (down === null) return course.ended();
      const theta = point.theta.map((x, i) => (bounds.lower[i] === bounds.upper[i] ? x : x - rate * down[i]!));
      project(theta, bounds);
      const reached: Point | null = yield* course.at(theta);
      if (reached === null) return course.ended();
      if (reached.value === Number.NEGATIVE_INFINITY) return course.fell({ point: reached });
      if (!Number.isFinite(reached.value) || !Number.isFinite(reached.norm))
        return course.end('not finite', 'a value on the way is not finite; a smaller rate may help');
      point = reached;
      course.moved(point);
      why = course.settled(point);
    }
    return course.end(why);
  };
