// Descent by the gradients of some rows at a time: SGD with momentum, and Adam, D. P. Kingma, J. Ba (2015), algorithm 1. An
// iteration is an epoch, a pass over all rows in a new order; after it value and gradient of the whole function are asked for,
// so that what is reported is of the function and not of the last few rows. Without rows each step is by the whole gradient.

import { project } from './bounds.js';
import { createCourse } from './course.js';
import { randomNumbers, shuffle } from './permutation.js';
import type { Solver } from './problem.js';

export interface Stochastic {
  /** Rows of the data; 0 for a function that goes over none. */
  readonly rows: number;
  /** Rows of one step. */
  readonly batch?: number;
  /** How far a step goes. */
  readonly rate?: number;
  /** In epoch k the rate is divided by 1 + k·decay. */
  readonly decay?: number;
  /** How much of the last step goes on, with SGD. */
  readonly momentum?: number;
  readonly seed?: number;
}

/** Changes the parameters by one gradient. */
type Rule = (theta: Float64Array, gradient: Float64Array, rate: number) => void;

const BATCH = 32;
const EPOCHS = 1_000;
const ADAM_RATE = 0.001;
const SGD_RATE = 0.01;
const MOMENTUM = 0.9;

export const adam = (settings: Stochastic): Solver =>
  stochastic({ rate: ADAM_RATE, ...settings }, count => {
    const FIRST = 0.9;
    const SECOND = 0.999;
    const TINY = 1e-8;
    const mean = new Float64Array(count);
    const square = new Float64Array(count);
    let step = 0;
    return (theta, gradient, rate) => {
      step++;
      const ofMean = 1 - FIRST ** step;
      const ofSquare = 1 - SECOND ** step;
      for (let i = 0; i < count; i++) {
        const partial = gradient[i]!;
        mean[i] = FIRST * mean[i]! + (1 - FIRST) * partial;
        square[i] = SECOND * square[i]! + (1 - SECOND) * partial * partial;
        theta[i]! -= (rate * (mean[i]! / ofMean)) / (Math.sqrt(square[i]! / ofSquare) + TINY);
      }
    };
  });

export const sgd = (settings: Stochastic): Solver =>
  stochastic({ rate: SGD_RATE, ...settings }, count => {
    const { momentum = MOMENTUM } = settings;
    const velocity = new Float64Array(count);
    return (theta, gradient, rate) => {
      for (let i = 0; i < count; i++) {
        velocity[i] = momentum * velocity[i]! - rate * gradient[i]!;
        theta[i]! += velocity[i]!;
      }
    };
  });

const stochastic = (settings: Stochastic & { readonly rate: number }, ruleOf: (count: number) => Rule): Solver =>
  function* (start, bounds, controls) {
    const { rows: count, batch = BATCH, rate, decay = 0, seed = 1 } = settings;
    const course = createCourse(start, bounds, controls, { maxIterations: EPOCHS });
    const begun = yield* course.begin();
    if (begun === null) return course.ended();
    let why = course.settled(begun);
    const apply = ruleOf(start.length);
    const theta = begun.theta.slice();
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    const random = randomNumbers(seed);
    for (let epoch = 0; why === null; epoch++) {
      shuffle(rows, random);
      for (let first = 0; first < Math.max(count, 1); first += batch) {
        const some = count === 0 ? {} : { rows: rows.slice(first, first + batch) };
        const answer = yield* course.ask({ theta, wants: 'gradient', ...some });
        if (answer === null) return course.ended();
        // Of what is fixed there may be no derivative.
        const gradient = answer.gradient!.map((partial, i) => (bounds.lower[i] === bounds.upper[i] ? 0 : partial));
        if (!gradient.every(Number.isFinite))
          return course.end('not finite', 'a gradient on the way is not finite; a smaller rate may help');
        apply(theta, gradient, rate / (1 + epoch * decay));
        project(theta, bounds);
      }
      const point = yield* course.at(theta.slice());
      if (point === null) return course.ended();
      if (point.value === Number.NEGATIVE_INFINITY) return course.fell({ point });
      course.moved(point, true);
      why = course.settled(point);
    }
    return course.end(why);
  };
