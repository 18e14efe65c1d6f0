// Fits with known answers. Literal numbers are solutions of the normal, score or estimating equations by mpmath with 40 digits.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { type FitOptions, fit, fitLater } from '../../src/solve.js';

const x = [0, 1, 2, 3, 4, 5, 6, 7];
const y = [1.1, 2.9, 5.2, 7.1, 8.8, 11.3, 12.9, 15.2];
const LINE = 'y = a + b*x';
const ZERO = { start: { a: 0, b: 0 } };

/** Equal to so many significant digits. */
function close(found: unknown, wanted: number, digits = 12): void {
  expect(Math.abs((found as number) - wanted), `${found} is not ${wanted}`).toBeLessThanOrEqual(
    Math.abs(wanted) * 10 ** -digits,
  );
}

const failing = (model: string, columns: Record<string, ArrayLike<number>>, options?: FitOptions): string => {
  try {
    fit(model, columns, options);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
};

describe('least squares', () => {
  it('is linear regression for a line', () => {
    const result = fit(LINE, { x, y }, ZERO);
    expect(result.converged).toBe(true);
    close(result.parameters.a, 1.03333333333333);
    close(result.parameters.b, 2.00833333333333);
    close(result.value, 0.215833333333333);
    close(result.standardErrors!.a, 0.122427227061328);
    close(result.standardErrors!.b, 0.0292657048690354);
    close(result.covariance![0]![1], -0.00299768518518518);
    close(result.correlation![1]![0], -0.00299768518518518 / 0.122427227061328 / 0.0292657048690354);
    close(result.rSquared, 0.998727538474766);
    expect(result.degreesOfFreedom).toBe(6);
    expect(result.names).toEqual(['a', 'b']);
    // t of 6 degrees of freedom at 0.975, as scipy.stats.t.ppf has it.
    close(
      (result.intervals!.upper.a as number) - (result.parameters.a as number),
      2.4469118511449692 * 0.122427227061328,
    );
  });

  it.each(['sigma', 'y_err', 'stderr', 'sd'])('says of weights in a column %s that they are no deviations', name => {
    const notes = [
      `weights are 1/variance, and '${name}' is called as standard deviations are, whose weights are 1/${name}^2`,
    ];
    expect(fit(LINE, { x, y, [name]: x.map(() => 2) }, { ...ZERO, weights: name }).notes).toEqual(notes);
    expect(fit(LINE, { x, y, serial: x.map(() => 2) }, { ...ZERO, weights: 'serial' }).notes).toEqual([]);
  });

  it('takes weights, by name or as numbers', () => {
    const w = [1, 2, 1, 4, 1, 0.5, 1, 3];
    for (const weights of [w, Float32Array.from(w), 'w']) {
      const result = fit(LINE, { x, y, w }, { ...ZERO, weights });
      close(result.parameters.a, 0.995679012345679);
      close(result.parameters.b, 2.02037037037037);
      close(result.value, 0.228271604938271);
      close(result.standardErrors!.a, 0.0996107408879631);
      close(result.standardErrors!.b, 0.0229870940510684);
      close(result.rSquared, 0.999223895457165);
    }
  });

  it('does as if rows of weight 0 were not there', () => {
    const more = fit(LINE, { x: [...x, 50], y: [...y, -7] }, { ...ZERO, weights: [...x.map(() => 1), 0] });
    const { parameters, degreesOfFreedom } = fit(LINE, { x, y }, ZERO);
    expect([more.parameters, more.degreesOfFreedom]).toEqual([parameters, degreesOfFreedom]);
  });

  it('fits vectors to rows of vectors', () => {
    const rows = x.flatMap(of => [of, of * of]);
    const result = fit('param w[2] = 0, b = 0\ndata x[2], y\ny = dot(w, x) + b', {
      x: rows,
      y: x.map(of => 3 - of + 2 * of * of),
    });
    const [first, second] = result.parameters.w as number[];
    close(first, -1, 10);
    close(second, 2, 10);
    close(result.parameters.b, 3, 10);
    expect(result.names).toEqual(['w[1]', 'w[2]', 'b']);
  });

  it('counts a residual of no row once', () => {
    // Σ(y - a)² + (2(a - 10))² is least at (Σy + 40)/(3 + 4).
    const result = fit('param a = 0\ndata y\ny = a\nresidual 2*(a - 10)', { y: [1, 2, 3] });
    close(result.parameters.a, 46 / 7);
    expect(result.degreesOfFreedom).toBe(3);
  });

  it('has means of columns be those of all rows', () => {
    const columns = {
      x: Array.from({ length: 10_000 }, (_, i) => i),
      y: Array.from({ length: 10_000 }, (_, i) => 5 + 2 * i),
    };
    const result = fit('m = mean(x); y = a + b*(x - m)', columns, ZERO);
    close(result.parameters.a, 5 + 2 * 4999.5);
    close(result.parameters.b, 2);
  });
});

describe('an exact fit', () => {
  it.each([
    ['y = a + b*x', { x, y: x.map(of => 1 + 2 * of) }, { a: 1, b: 2 }],
    ['y = a*exp(-b*x)', { x, y: x.map(of => 3 * Math.exp(-0.5 * of)) }, { a: 3, b: 0.5 }],
    // A parameter that is 0, where what is left is rounding's.
    ['y = a*x + b*y', { x, y }, { a: 0, b: 1 }],
    ['y = a + b*x', { x, y: x.map(() => 0) }, { a: 0, b: 0 }],
  ] as const)('%s converges', (model, columns, expected) => {
    const { converged, message, parameters } = fit(model, columns, { start: { a: 1, b: 0.1 } });
    expect(converged, message).toBe(true);
    expect(parameters.a).toBeCloseTo(expected.a, 12);
    expect(parameters.b).toBeCloseTo(expected.b, 12);
  });
});

describe('parameters', () => {
  it('are held at a value', () => {
    // Σx(y - 1)/Σx² is what is left to find.
    const { parameters, standardErrors, fixed, degreesOfFreedom } = fit(
      LINE,
      { x, y },
      { start: { b: 0 }, fix: { a: 1 } },
    );
    const b = x.reduce((sum, of, i) => sum + of * (y[i]! - 1), 0) / 140;
    expect(parameters.a).toBe(1);
    close(parameters.b, b);
    expect(fixed).toEqual(['a']);
    expect(standardErrors!.a).toBeNaN();
    expect(degreesOfFreedom).toBe(7);
  });

  it('stay between bounds, and at one are taken as fixed', () => {
    const model = 'param a = 0.5 in [0, 0.8], b = 0\ndata x, y\ny = a + b*x';
    const result = fit(model, { x, y });
    expect(result.parameters.a).toBe(0.8);
    close(result.parameters.b, x.reduce((sum, of, i) => sum + of * (y[i]! - 0.8), 0) / 140);
    expect(result.atBounds).toEqual(['a']);
    expect(result.standardErrors!.a).toBeNaN();
    expect(result.standardErrors!.b).toBeGreaterThan(0);
    expect(result.converged).toBe(true);
  });

  it('are bounded by constraints of one parameter, and by no others', () => {
    const model = (constraint: string) => `param a = 0.5, b = 0\ndata x, y\nconstraint ${constraint}\ny = a + b*x`;
    expect(fit(model('a <= 0.8'), { x, y }).parameters.a).toBe(0.8);
    for (const other of ['a + b == 3', 'a >= b'])
      expect(failing(model(other), { x, y })).toContain('a fit holds no constraints but bounds');
  });

  it('let go of a bound where the value falls inwards', () => {
    const result = fit(LINE, { x, y }, { start: { a: 0, b: 0 }, bounds: { a: [0, 10], b: [0, 3] } });
    close(result.parameters.a, 1.03333333333333);
    expect(result.atBounds).toEqual([]);
  });

  it('are named where data do not determine them', () => {
    const product = fit('y = a*b*x + c', { x, y }, { start: { a: 1, b: 1, c: 0 } });
    expect(product.undetermined).toEqual([['a', 'b']]);
    expect(product.standardErrors!.a).toBeNaN();
    // a·b and c are those of the line.
    close((product.parameters.a as number) * (product.parameters.b as number), 2.00833333333333, 8);
    close(product.standardErrors!.c, 0.122427227061328, 9);
    expect(product.degreesOfFreedom).toBe(6);
    expect(product.notes.join()).toContain("'a' and 'b' are not determined");
    const unused = fit('y = a + 0*b', { y }, ZERO);
    expect(unused.undetermined).toEqual([['b']]);
  });

  it('find the lowest of several minima from several starts, the same ones each time', () => {
    const data = {
      x: Array.from({ length: 60 }, (_, i) => i / 10),
      y: Array.from({ length: 60 }, (_, i) => Math.sin(0.29 * i)),
    };
    const options = { start: { k: 1 }, bounds: { k: [0.1, 8] as const }, starts: 12, seed: 5 };
    const result = fit('y = sin(k*x)', data, options);
    close(result.parameters.k, 2.9, 9);
    expect(result.starts).toHaveLength(12);
    expect(new Set(result.starts.map(({ value }) => value.toFixed(6))).size).toBeGreaterThan(1);
    expect(fit('y = sin(k*x)', data, options)).toEqual(result);
    const given = fit('y = sin(k*x)', data, { start: [{ k: 0.5 }, { k: 3 }] });
    close(given.parameters.k, 2.9, 9);
  });
});

describe('losses', () => {
  it('of logistic regression are those of its likelihood', () => {
    const columns = { x: [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5], y: [0, 0, 1, 0, 0, 1, 0, 1, 1, 1] };
    const result = fit(LINE, columns, { ...ZERO, loss: 'logistic' });
    close(result.parameters.a, -0.27184835687692);
    close(result.parameters.b, 1.08739342750768);
    close(result.standardErrors!.a, 0.80490518310501, 10);
    close(result.standardErrors!.b, 0.672328595532039, 10);
    close(result.value, 9.8831599668686);
    // Normal: 1.959963984540054 standard errors.
    close(
      (result.intervals!.upper.b as number) - (result.parameters.b as number),
      1.959963984540054 * 0.672328595532039,
      10,
    );
    expect(result.residualStandardDeviation).toBeNull();
  });

  it('of Poisson regression too', () => {
    const result = fit(LINE, { x: [0, 1, 2, 3, 4, 5, 6], y: [2, 3, 6, 7, 8, 9, 14] }, { ...ZERO, loss: 'poisson' });
    close(result.parameters.a, 0.993235578378226);
    close(result.parameters.b, 0.270265607840719);
    close(result.standardErrors!.a, 0.344287914761307, 10);
    close(result.standardErrors!.b, 0.0779151502931791, 10);
    close(result.value, 1.00109428960661);
  });

  const outlier = { x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], y: [0.1, 1.2, 1.9, 3.2, 3.9, 20, 6.1, 6.8, 8.2, 9.1] };
  it('of huber and cauchy count outliers less', () => {
    const huber = fit(LINE, outlier, { ...ZERO, loss: 'huber', scale: 0.5 });
    close(huber.parameters.a, 0.113513513513514, 10);
    close(huber.parameters.b, 0.999459459459459, 10);
    const cauchy = fit(LINE, outlier, { ...ZERO, loss: 'cauchy', scale: 0.5 });
    close(cauchy.parameters.a, 0.0765171155932466, 10);
    close(cauchy.parameters.b, 0.997185373827844, 10);
    // Twice the cost that scipy.optimize.least_squares has.
    close(cauchy.value, 1.8681560962201118, 10);
    expect(huber.converged && cauchy.converged).toBe(true);
  });

  it('have the errors of plain squares where nothing is an outlier', () => {
    const { standardErrors } = fit(LINE, { x, y }, { ...ZERO, loss: 'huber', scale: 100 });
    close(standardErrors!.a, 0.122427227061328);
    expect(standardErrors!.b).toBeGreaterThan(0);
  });
});

describe('what has no answer', () => {
  it('is said of classes that are separated, and of counts that are all 0', () => {
    for (const [loss, columns] of [
      ['logistic', { x: [-2, -1, 1, 2], y: [0, 0, 1, 1] }],
      ['poisson', { x: [0, 1, 2, 3], y: [0, 0, 0, 0] }],
    ] as const) {
      const { converged, reason, message } = fit(LINE, columns, { ...ZERO, loss });
      expect([converged, reason]).toEqual([false, 'unbounded']);
      expect(message).toContain('the likelihood has no maximum');
    }
  });

  it('is said of residuals whose squares are 0 though they are not', () => {
    const { converged, message } = fit(LINE, { x, y: x.map(of => of * 1e-180) }, ZERO);
    expect(converged).toBe(false);
    expect(message).toContain('scale the data');
  });

  it('is said of fewer residuals than parameters', () => {
    const { standardErrors, notes } = fit(LINE, { x: [1, 2], y: [2, 5] }, ZERO);
    expect(standardErrors).toEqual({ a: Number.NaN, b: Number.NaN });
    expect(notes).toEqual(['no standard errors: 2 residuals leave none for 2 parameters']);
  });

  it('is said of a value that has no derivative to go by', () => {
    const { undetermined, notes } = fit('y = floor(a)*x', { x, y }, { start: { a: 3.5 } });
    expect(undetermined).toEqual([['a']]);
    expect(notes.join()).toContain("'a' is not determined: the residuals do not depend on it here");
  });
});

describe('rows held out', () => {
  const columns = {
    x: Array.from({ length: 100 }, (_, i) => i),
    y: Array.from({ length: 100 }, (_, i) => 3 + 2 * i + (i % 2)),
  };
  it('are the part that was asked for, with a loss of their own', () => {
    const result = fit(LINE, columns, { ...ZERO, split: 0.8 });
    expect([result.rows, result.heldOut!.rows]).toEqual([80, 20]);
    close(result.heldOut!.rootMeanSquare! ** 2 * 20, result.heldOut!.loss);
    expect(result.heldOut!.rootMeanSquare).toBeLessThan(0.7);
    expect(fit(LINE, columns, { ...ZERO, split: 0.8, seed: 2 }).parameters).not.toEqual(result.parameters);
  });
});

describe('what it refuses', () => {
  it.each([
    ['a start that is missing', LINE, { x, y }, { start: { a: 1 } }, "no start for 'b'"],
    ['a parameter that is none', LINE, { x, y }, { start: { a: 1, c: 1 } }, "there is no parameter 'c'"],
    ['columns that differ in length', LINE, { x, y: [1] }, ZERO, "'y' has 1 rows where 'x' has 8"],
    ['a value that is none', LINE, { x, y: [...y.slice(1), Number.NaN] }, ZERO, "'y', row 8: NaN is not a number"],
    ['a column that is missing', 'param a = 1\ndata x, yy\nyy = a*x', { x, y }, {}, "there is no column 'yy'"],
    ['no rows', LINE, { x: [], y: [] }, ZERO, 'there are no rows'],
    ['a loss without its scale', LINE, { x, y }, { ...ZERO, loss: 'huber' }, "'huber' needs a scale"],
    [
      'responses that are no probabilities',
      LINE,
      { x, y },
      { ...ZERO, loss: 'logistic' },
      "'y', row 1: 1.1 is not a response from 0 to 1",
    ],
    ['negative weights', LINE, { x, y }, { ...ZERO, weights: x.map(() => -1) }, 'the weight of row 1 is -1'],
    [
      'a start outside of its bounds',
      LINE,
      { x, y },
      { ...ZERO, bounds: { a: [1, 2] } },
      "the start 0 of 'a' is outside",
    ],
    ['weights that are all 0', LINE, { x, y }, { ...ZERO, weights: x.map(() => 0) }, 'all weights are 0'],
    ['a column that is no array', LINE, { x: 3, y } as never, ZERO, "'x' is no array"],
    ['no columns', LINE, null as never, ZERO, 'columns are missing'],
    ['columns of other names', LINE, { X: x, Y: y }, ZERO, 'these are X, Y'],
    ['all parameters fixed', LINE, { x, y }, { fix: { a: 1, b: 2 } }, 'all are fixed'],
    ['a model without data', 'param a = 1\na^2', { x }, {}, 'the model has no data'],
    ['a split that leaves nothing', LINE, { x, y }, { ...ZERO, split: 0.01 }, 'leaves no rows on one side'],
  ] as const)('%s', (_, model, columns, options, message) => {
    expect(failing(model, columns, options as FitOptions)).toContain(message);
  });

  it('points into the formula as it was written', () => {
    expect(failing('y = a*exp(-b*x', { x, y })).toContain('1:10');
    expect(failing('y = a*x\nz = 3*foo(x)', { x, y })).toContain('2:7');
  });

  it('says where it stopped for want of a number', () => {
    const { converged, reason } = fit('y = log(a)*x', { x, y }, { start: { a: -1 } });
    expect([converged, reason]).toEqual([false, 'not finite']);
  });
});

describe('a model that says its own value', () => {
  // The logistic regression from above, as its mean loss: a twentieth of the deviance of 10 rows.
  const columns = { x: [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5], y: [0, 0, 1, 0, 0, 1, 0, 1, 1, 1] };
  it('is minimised, without standard errors', () => {
    const result = fit('param a = 0, b = 0\ndata x, y\nz = a + b*x\nmean(softplus(z) - y*z)', columns);
    close(result.parameters.a, -0.27184835687692, 7);
    close(result.parameters.b, 1.08739342750768, 7);
    close(result.value, 9.8831599668686 / 20);
    expect(result.converged).toBe(true);
    expect([result.standardErrors, result.covariance, result.rSquared]).toEqual([null, null, null]);
    expect(result.notes.join()).toContain('no standard errors');
  });

  it('or maximised', () => {
    const result = fit('param a = 0, b = 0\ndata x, y\nz = a + b*x\nmaximize sum(y*z - softplus(z))', columns);
    close(result.parameters.b, 1.08739342750768, 7);
    close(result.value, -9.8831599668686 / 2);
  });

  it('between bounds, with parameters held, and with rows held out', () => {
    const model = 'param a = 0, b = 0 in [0, 1]\ndata x, y\nz = a + b*x\nmean(softplus(z) - y*z)';
    expect(fit(model, columns).parameters.b).toBe(1);
    expect(fit(model, columns, { fix: { a: 0 } }).parameters.a).toBe(0);
    const { heldOut, rows } = fit(model, columns, { split: 0.7 });
    expect([rows, heldOut!.rows]).toEqual([7, 3]);
    expect(heldOut!.loss).toBeGreaterThan(0);
  });

  it('takes no weights and no loss', () => {
    const model = 'param a = 1\ndata y\nsum((y - a)^2)';
    expect(failing(model, { y: [1, 2] }, { weights: [1, 1] })).toContain('weights are of residuals');
    expect(failing(model, { y: [1, 2] }, { loss: 'cauchy', scale: 1 })).toContain("'cauchy' is a loss of residuals");
  });
});

describe('fitLater', () => {
  it('finds the same, and stops at the best point where a signal says so', async () => {
    expect(await fitLater(LINE, { x, y }, ZERO)).toEqual(fit(LINE, { x, y }, ZERO));
    expect(fit(compile('param a = 0, b = 0\ndata x, y\ny = a + b*x'), { x, y }).value).toBeCloseTo(
      0.215833333333333,
      12,
    );
    const stopped = new AbortController();
    const onIteration = () => stopped.abort();
    const { reason, converged, parameters } = await fitLater(
      'y = exp(a*x) + b',
      { x, y },
      { ...ZERO, signal: stopped.signal, onIteration },
    );
    expect([reason, converged]).toEqual(['interrupted', false]);
    expect(parameters.a).not.toBe(0);
  });
});

describe('names', () => {
  it('of constants are params where options set them', () => {
    const columns = { x, y: x.map(of => 3 * Math.exp(-of / 2)) };
    const { parameters } = fit('y = a*exp(-x/tau)', columns, { start: { a: 1, tau: 1 } });
    close(parameters.tau, 2, 9);
    expect(fit('y = a*e^(-x/2)', columns, { start: { a: 1 } }).names).toEqual(['a']);
  });

  it('of several responses are told', () => {
    const columns = { x, y, z: x.map(of => 2 * of) };
    const { responses, degreesOfFreedom } = fit('z = a*x; y = z + b', columns, ZERO);
    expect([responses, degreesOfFreedom]).toEqual([['z', 'y'], 14]);
  });
});
