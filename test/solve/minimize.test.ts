// `minimize` and `maximize` as users call them: what they take, what they say, when they do not claim to have converged.

import { describe, expect, it } from 'vitest';
import { compile, emitSource, FormulaError } from '../../src/index.js';
import {
  type MinimizeOptions,
  maximize,
  maximizeLater,
  minimize,
  minimizeLater,
  type Packed,
  type Step,
} from '../../src/solve.js';

const METHODS = ['newton', 'newton-cg', 'l-bfgs-b', 'gradient-descent'] as const;

/** (x - 3)² + 2(y + 1)², with the array that it is given as its own. */
const bowl: Packed = (theta, gradient) => {
  const [x, y] = [theta[0]! - 3, theta[1]! + 1];
  if (gradient !== undefined) {
    gradient[0] = 2 * x;
    gradient[1] = 4 * y;
  }
  return x * x + 2 * y * y;
};

describe('what is minimised', () => {
  it('is a formula, by the names of its inputs', () => {
    const found = minimize('(x - 1)^2 + (y + 2)^2 + 5', { start: { x: 0, y: 0 } });
    expect(found).toMatchObject({
      x: { x: 1, y: -2 },
      value: 5,
      converged: true,
      reason: 'gradient',
      method: 'newton',
    });
    expect([...found.theta]).toEqual([1, -2]);
    expect([...found.gradient]).toEqual([0, 0]);
    expect(found.gradientNorm).toBe(0);
  });

  it('starts where params start, between their bounds', () => {
    const { x, gradient } = minimize('param a[2] = [1, 2] in [0.5, 3], b = 1\na[1]^2 + (a[2] - 5)^2 + (b - 7)^2');
    expect(x).toEqual({ a: [0.5, 3], b: 7 });
    expect([...gradient]).toEqual([1, -4, 0]);
  });

  it('is nested as its shapes are', () => {
    const { x } = minimize('param A[2,2] = 0\n(A[1,2] - 1)^2 + (A[2,1] - 2)^2 + A[1,1]^2 + A[2,2]^2');
    expect(x).toEqual({
      A: [
        [0, 1],
        [2, 0],
      ],
    });
  });

  it('has other inputs, and data', () => {
    expect(minimize('input k\nparam p = 0\n(p - k)^2', { at: { k: 4 } }).x).toEqual({ p: 4 });
    const line = minimize('param a = 0, b = 0\ndata x, y\ny = a*x + b', { data: { x: [0, 1, 2, 3], y: [1, 3, 5, 7] } });
    expect(line.x.a).toBeCloseTo(2, 12);
    expect(line.x.b).toBeCloseTo(1, 12);
  });

  it('may be as long as its start', () => {
    const { x } = minimize('param v[n] = 0\nsum((v[i] - i)^2, i = 1:n)', { start: { v: [0, 0, 0] } });
    expect(x).toEqual({ v: [1, 2, 3] });
  });

  it('has bounds by name, in one array, or the same for all', () => {
    const start = { x: 1, y: 1 };
    for (const lower of [{ x: 0.5, y: 0.5 }, [0.5, 0.5], 0.5])
      expect(minimize('x^2 + y^2', { start, lower }).x).toEqual({ x: 0.5, y: 0.5 });
    expect(minimize('x^2 + y^2', { start, lower: { y: 0.5 } }).x).toEqual({ x: 0, y: 0.5 });
  });

  it('is the module of one', async () => {
    const source = emitSource('param x = -1.2, y = 1\nminimize 100*(y - x^2)^2 + (1 - x)^2', {
      emit: ['valueAndGradient', 'hessian', 'hvp'],
    });
    const module = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
    for (const method of METHODS) expect(minimize(module, { method }).x.x).toBeCloseTo(1, 6);
  });

  it('takes L-BFGS-B for many parameters, and for long programs whose Hessian would take long to make', () => {
    expect(minimize('param v[21] = 1\ndot(v, v)').method).toBe('l-bfgs-b');
    const long = `param x = 1\n${Array.from({ length: 1500 }, (_, i) => `s${i} = sin(x)*${i}.5`).join('\n')}\nx^2 + 0*(${Array.from({ length: 1500 }, (_, i) => `s${i}`).join(' + ')})`;
    expect(minimize(long).method).toBe('l-bfgs-b');
    const limited = compile('param x[6] = 1\nsum(exp(x).*x) + prod(x)', { limits: { nodes: 75 } });
    expect(minimize(limited)).toMatchObject({ method: 'l-bfgs-b', converged: true });
  });

  it('is compiled before, with what is to be varied', () => {
    const compiled = compile('(x - y)^2 + y', { wrt: ['x'] });
    expect(minimize(compiled, { start: { x: 0 }, at: { y: 2 } }).x).toEqual({ x: 2 });
  });

  it('is a function of an array', () => {
    const { x, theta, method } = minimize(bowl, { start: [0, 0], upper: [2, Infinity] });
    expect(x[0]).toBe(2);
    expect(x[1]).toBeCloseTo(-1, 8);
    expect([...theta]).toEqual(x);
    expect(method).toBe('l-bfgs-b');
  });

  it('is maximised the same way, with value and gradient as they are written', () => {
    const found = maximize('x*exp(-x^2/2)', { start: { x: 0.5 } });
    expect(found.x.x).toBeCloseTo(1, 8);
    expect(found.value).toBeCloseTo(Math.exp(-0.5), 14);
    const atBound = maximize('param x = 1 in [0, 4]\nx^2');
    expect(atBound).toMatchObject({ x: { x: 4 }, value: 16, converged: true });
    expect([...atBound.gradient]).toEqual([8]);
    expect(maximize('maximize -(x - 2)^2', { start: { x: 0 } }).x).toEqual({ x: 2 });
  });
});

describe('degenerate problems', () => {
  it('without parameters have converged', () => {
    expect(minimize('3')).toMatchObject({ x: {}, value: 3, converged: true, message: 'there is nothing to vary' });
  });

  it.each(METHODS)('%s: that start at the minimum, or are flat, have converged at once', method => {
    const start = { x: 2 };
    expect(minimize('(x - 2)^2', { start, method })).toMatchObject({ x: { x: 2 }, converged: true, iterations: 0 });
    expect(minimize('7 + 0*x', { start, method })).toMatchObject({ value: 7, converged: true, iterations: 0 });
  });

  it.each(METHODS)('%s: fixed parameters stay, even where there is no derivative', method => {
    const found = minimize('(x - 3)^2 + sqrt(y)', { start: { x: 0, y: 0 }, lower: { y: 0 }, upper: { y: 0 }, method });
    expect(found.x.x).toBeCloseTo(3, 7);
    expect(found).toMatchObject({ x: { y: 0 }, converged: true });
    const all = minimize('x^2', { start: { x: 5 }, lower: { x: 5 }, upper: { x: 5 }, method });
    expect(all).toMatchObject({ value: 25, converged: true, message: 'there is nothing to vary' });
  });

  it('that start out of bounds are moved into them, and say so', () => {
    const { x, message } = minimize('x^2', { start: { x: 0 }, lower: { x: 3 } });
    expect(x).toEqual({ x: 3 });
    expect(message).toContain('the start was moved into the bounds');
  });

  it.each(METHODS)('%s: where a bound has no derivative it is a minimum all the same', method => {
    expect(minimize('param x = 1 in [0, 5]\nsqrt(x)', { method })).toMatchObject({ x: { x: 0 }, converged: true });
  });
});

describe('what has not converged', () => {
  it.each([
    ['1/x', 0, Infinity],
    ['log(x)', -1, Number.NaN],
  ])('%s has no value at its start', (text, x, value) => {
    for (const method of METHODS)
      expect(minimize(text, { start: { x }, method })).toMatchObject({
        value,
        converged: false,
        reason: 'not finite',
        iterations: 0,
      });
  });

  it('a gradient that is not finite at the start is said', () => {
    const found = minimize('sqrt(x) + x', { start: { x: 0 } });
    expect(found).toMatchObject({ value: 0, converged: false, reason: 'not finite' });
    expect(found.message).toContain('gradient');
  });

  it.each(METHODS)('%s: functions without a lower bound', method => {
    for (const text of ['x', '-x^2', 'x^3', '-exp(x)', '-x^4 + x^2', '-log(x)'])
      expect(minimize(text, { start: { x: 3 }, method }), text).toMatchObject({
        converged: false,
        reason: 'unbounded',
      });
    // Towards the end of its domain.
    expect(minimize('log(x)', { start: { x: 3 }, method }).converged).toBe(false);
    expect(maximize('x - y', { start: { x: 0, y: 0 }, method })).toMatchObject({
      converged: false,
      reason: 'unbounded',
    });
  });

  it.each(METHODS)('%s: a kink that is no minimum, or that cannot be shown to be one', method => {
    // Down the ridge where x = y it falls on; the gradient there is that of the rest.
    const { converged, x, value } = minimize('10*abs(x - y) + x^2 + y^2', { start: { x: 3, y: 1 }, method });
    expect(converged).toBe(Math.abs(x.x as number) < 1e-6);
    if (converged) expect(value).toBeLessThan(1e-6);
    const edge = minimize('sqrt(x)', { start: { x: 1 }, method });
    expect(edge).toMatchObject({ converged: false, reason: 'line search' });
  });

  it('limits end it with the best point', () => {
    const rosenbrock = '100*(y - x^2)^2 + (1 - x)^2';
    const start = { x: -1.2, y: 1 };
    for (const method of METHODS) {
      const few = minimize(rosenbrock, { start, method, maxIterations: 3 });
      expect(few).toMatchObject({ converged: false, reason: 'iterations', iterations: 3 });
      expect(few.value).toBeLessThan(24.2);
      const one = minimize(rosenbrock, { start, method, maxEvaluations: 7 });
      expect(one).toMatchObject({ converged: false, reason: 'evaluations', evaluations: 7 });
    }
  });

  it('NaN beyond the domain is a step that was too long', () => {
    for (const method of METHODS) {
      const { x, converged } = minimize('x - log(x - 0.5)', { start: { x: 1e3 }, method });
      expect(converged, method).toBe(true);
      expect(x.x, method).toBeCloseTo(1.5, 7);
    }
  });
});

describe('convergence', () => {
  it('does not depend on the unit of the value', () => {
    for (const method of METHODS) {
      const { x } = minimize('1e-12*(x - 3)^2', { start: { x: 0 }, method });
      expect(x.x).toBeCloseTo(3, 6);
    }
    // Lennard-Jones in joules and metres: the minimum is at 2^(1/6) of 3.4e-10.
    const argon = minimize('4*1.65e-21*((3.4e-10/r)^12 - (3.4e-10/r)^6)', { start: { r: 4.5e-10 } });
    expect((argon.x.r as number) / 3.4e-10).toBeCloseTo(2 ** (1 / 6), 6);
    expect(argon.converged).toBe(true);
  });

  it('comes down from where squares of gradients are no numbers', () => {
    for (const method of METHODS) {
      const { x, converged } = minimize('exp(x) + exp(-x)', { start: { x: 700 }, method });
      expect(converged, method).toBe(true);
      expect(x.x, method).toBeCloseTo(0, 7);
    }
  });

  it('goes on where values are equal to within rounding and gradients are not', () => {
    for (const method of METHODS)
      expect(minimize('1e20 + x^2', { start: { x: 1 }, method })).toMatchObject({ x: { x: 0 }, converged: true });
  });

  it('newton comes down to the end where nothing changes as all of it is turned', () => {
    const atoms = 'param x[n,3]; r2(i, j) = sum((x[i,k] - x[j,k])^2, k = 1:3)';
    const energy = compile(`${atoms}; sum(sum(1/r2(i, j)^6 - 2/r2(i, j)^3, j = i+1:n), i = 1:n)`);
    const tetrahedron = [0, 0, 0, 1.2, 0, 0, 0.5, 0.8, 0, 0.4, 0.3, 0.9];
    for (const far of [0, 50]) {
      for (const by of [0, 0.02, 0.04, 0.06, 0.08]) {
        const start = tetrahedron.map((of, i) => of + far + by * (i % 5));
        const { converged, value, gradientNorm } = minimize(energy, { start, method: 'newton' });
        expect(converged).toBe(true);
        expect(value).toBeCloseTo(-6, 12);
        expect(gradientNorm).toBeLessThan(1e-8);
      }
    }
  });

  it('newton knows a saddle and a maximum from a minimum', () => {
    for (const [text, start] of [
      ['x^4 - x^2', { x: 0 }],
      ['x^2 - y^2 + y^4', { x: 1, y: 0 }],
    ] as const) {
      const { value, converged } = minimize(text, { start, method: 'newton' });
      expect(value).toBeCloseTo(-0.25, 12);
      expect(converged).toBe(true);
    }
  });

  it('is by the tolerances that are given', () => {
    const start = { x: -1.2, y: 1 };
    const rosenbrock = '100*(y - x^2)^2 + (1 - x)^2';
    const coarse = minimize(rosenbrock, { start, method: 'l-bfgs-b', gradientTolerance: 0.1 });
    const fine = minimize(rosenbrock, { start, method: 'l-bfgs-b', gradientTolerance: 1e-12 });
    expect(coarse.gradientNorm).toBeLessThanOrEqual(0.1);
    expect(fine.gradientNorm).toBeLessThanOrEqual(1e-12);
    expect(coarse.evaluations).toBeLessThan(fine.evaluations);
    expect(minimize('(x - 3)^4', { start: { x: 0 }, valueTolerance: 0.9 }).reason).toBe('value');
    expect(minimize('(x - 3)^4', { start: { x: 0 }, stepTolerance: 0.5 }).reason).toBe('step');
  });
});

describe('rows at a time', () => {
  const data = {
    x: Array.from({ length: 100 }, (_, i) => i / 50 - 1),
    y: Array.from({ length: 100 }, (_, i) => 2 * (i / 50 - 1) + 1),
  };
  const line = 'param a = 0, b = 0\ndata x, y\nmean((y - a*x - b)^2)';

  it.each([
    { method: 'adam', rate: 0.05 },
    { method: 'sgd', rate: 0.05 },
  ] as const)('$method fits a line', ({ method, rate }) => {
    const { x, converged } = minimize(line, { data, method, rate, batch: 10 });
    expect(x.a).toBeCloseTo(2, 6);
    expect(x.b).toBeCloseTo(1, 6);
    expect(converged).toBe(true);
  });

  it('the seed decides the order, and nothing else does', () => {
    const run = (seed: number) => minimize(line, { data, method: 'sgd', batch: 7, maxIterations: 3, seed }).theta;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('reports the function of all rows and the best epoch, and that it has not converged', () => {
    const { value, x, reason, iterations } = minimize(line, {
      data,
      method: 'adam',
      rate: 0.01,
      batch: 32,
      maxIterations: 5,
    });
    expect(reason).toBe('iterations');
    expect(iterations).toBe(5);
    const { a, b } = x as { a: number; b: number };
    const residuals = data.x.map((t, i) => data.y[i]! - a * t - b);
    expect(value).toBeCloseTo(residuals.reduce((sum, r) => sum + r * r, 0) / 100, 12);
  });

  it('a rate that is too large ends with the best point', () => {
    const found = minimize(line, { data, method: 'sgd', rate: 1e6, batch: 10 });
    expect(found).toMatchObject({ converged: false, reason: 'not finite' });
    expect(found.message).toContain('smaller rate');
    expect(found.x).toEqual({ a: 0, b: 0 });
  });

  it('leaves alone what is fixed, where there is no derivative', () => {
    const text = 'param a = 0, b = 0, c = 0 in [0, 0]\ndata x, y\nmean((y - a*x - b)^2) + sqrt(c)';
    expect(minimize(text, { data, method: 'adam', rate: 0.05, batch: 10 })).toMatchObject({
      x: { c: 0 },
      converged: true,
    });
  });

  it('gives a function of rows those of each step, and none for all of them', () => {
    const seen: (number[] | undefined)[] = [];
    const f = (theta: Float64Array, gradient?: Float64Array, rows?: Uint32Array): number => {
      seen.push(rows && [...rows]);
      gradient![0] = 2 * (theta[0]! - 3);
      return (theta[0]! - 3) ** 2;
    };
    minimize(f, { start: [0], method: 'sgd', rows: 5, batch: 2, maxIterations: 1 });
    expect(seen.map(rows => rows?.length)).toEqual([undefined, 2, 2, 1, undefined]);
    expect(seen.flatMap(rows => rows ?? []).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(() => minimize(line, { data, rows: 5 })).toThrow('rows are of a function; a formula has its own, in data');
  });

  it('keeps to bounds', () => {
    expect(minimize(line, { data, method: 'adam', rate: 0.05, upper: { a: 1.5 } }).x.a).toBe(1.5);
  });
});

describe('on the way', () => {
  it('the path goes from the start to the end', () => {
    const steps: Step[] = [];
    const { path, iterations, value } = maximize('-(x - 3)^4', {
      start: { x: 0 },
      path: true,
      onIteration: step => steps.push(step),
    });
    expect(path).toEqual(steps);
    expect(path![0]).toMatchObject({ iteration: 0, value: -81, gradientNorm: 108 });
    expect(path!.at(-1)).toMatchObject({ iteration: iterations, value });
  });

  it('a signal ends it with the best point', () => {
    const controller = new AbortController();
    const found = minimize('100*(y - x^2)^2 + (1 - x)^2', {
      start: { x: -1.2, y: 1 },
      signal: controller.signal,
      onIteration: ({ iteration }) => iteration === 4 && controller.abort(),
    });
    expect(found).toMatchObject({ converged: false, reason: 'interrupted', iterations: 4 });
    expect(found.value).toBeLessThan(24.2);
  });
});

describe('later', () => {
  it.each([...METHODS, 'adam', 'sgd'] as const)('%s: the same bits', async method => {
    const options: MinimizeOptions = { start: { x: -1.2, y: 1 }, method, maxIterations: 50 };
    const text = '100*(y - x^2)^2 + (1 - x)^2';
    expect(await minimizeLater(text, options)).toEqual(minimize(text, options));
  });

  it('takes functions whose values come later', async () => {
    const later = async (theta: Float64Array, gradient?: Float64Array) => {
      await Promise.resolve();
      return bowl(theta, gradient);
    };
    expect(await minimizeLater(later, { start: [0, 0] })).toEqual(minimize(bowl, { start: [0, 0] }));
    // What is not typed as such is told where to go.
    expect(() => minimize(later as unknown as Packed, { start: [0, 0] })).toThrow('call minimizeLater');
    const hill = async (theta: Float64Array, gradient?: Float64Array) => {
      const value = await later(theta, gradient);
      if (gradient !== undefined) for (let i = 0; i < 2; i++) gradient[i] = -gradient[i]!;
      return -value;
    };
    const up = await maximizeLater(hill, { start: [0, 0] });
    expect(up.x[0]).toBeCloseTo(3, 7);
  });

  it('others have a turn: a signal that comes from elsewhere is heard', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const endless = 'sin(1000*x)*1e-9*x^2 + exp(-y)*1e-5 + (y - x^2)^2*1e-9';
    const options = {
      start: { x: 1, y: 1 },
      method: 'gradient-descent',
      gradientTolerance: 0,
      maxIterations: 1e9,
    } as const;
    expect(await minimizeLater(endless, { ...options, signal: controller.signal })).toMatchObject({
      reason: 'interrupted',
    });
  });
});

describe('wrong calls', () => {
  it.each<[string, () => unknown, string]>([
    ['no start', () => minimize('x^2 + y', { start: { x: 1 } }), 'minimize: y needs a start: start: { y: 1 }'],
    ['a name that is none', () => minimize('x^2', { start: { z: 1 } }), "unknown name 'z'; there are x"],
    [
      'a start of another length',
      () => minimize('x^2 + y', { start: [1, 2, 3] }),
      'start must have the numbers of x, y',
    ],
    [
      'a start of another shape',
      () => minimize('param v[2] = 0\ndot(v, v)', { start: { v: [1] } }),
      'the numbers of v[2]',
    ],
    ['a start that is no number', () => minimize('x^2', { start: { x: Number.NaN } }), 'x starts at NaN'],
    ['a start that is text', () => minimize('x^2', { start: { x: '1' as unknown as number } }), 'got "1"'],
    [
      'bounds that cross',
      () => minimize('x^2', { start: { x: 1 }, lower: { x: 2 }, upper: { x: 1 } }),
      'no values between',
    ],
    ['a missing input', () => minimize('input k\nparam p = 1\n(p - k)^2'), 'k is missing: at: { k: … }'],
    ['a missing column', () => minimize('param p = 1\ndata y\nsum((y - p)^2)'), 'y is missing: data: { y: … }'],
    [
      'columns of other lengths',
      () => minimize('param p = 1\ndata x, y\ny = p*x', { data: { x: [1, 2], y: [1] } }),
      'y has 1 rows where x has 2',
    ],
    [
      'the other sense',
      () => minimize('maximize -x^2', { start: { x: 1 } }),
      'the formula says maximize: call maximize',
    ],
    [
      'a method that is none',
      () => minimize('x^2', { start: { x: 1 }, method: 'bfgs' as 'newton' }),
      'there are newton, newton-cg, l-bfgs-b',
    ],
    ['a method that needs more', () => minimize(bowl, { start: [0, 0], method: 'newton' }), "'newton' needs 'hessian'"],
    [
      'an option below 0',
      () => minimize('x^2', { start: { x: 1 }, gradientTolerance: -1 }),
      'gradientTolerance must be a number that is not negative',
    ],
    [
      'half an iteration',
      () => minimize('x^2', { start: { x: 1 }, maxIterations: 0.5 }),
      'maxIterations must be a whole number',
    ],
    ['a function without its start', () => minimize(bowl, {} as { start: number[] }), 'needs its start'],
    ['a function without a gradient', () => minimize(([x]) => x! ** 2, { start: [1] }), 'must write its gradient'],
    [
      'what is no formula',
      () => minimize(7 as unknown as string),
      'a formula, a compiled one or a function is wanted, got 7',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('formulas have diagnostics', () => {
    expect(() => minimize('sinn(x)', { start: { x: 1 } })).toThrow(FormulaError);
    expect(() => minimize('[x, y]', { start: [1, 1] })).toThrow(/WG403/);
  });
});
