// Unknowns of arrays whose size is known at run time: one for each index, and steps of implicit methods. Expected values are those of
// the same equations solved with 40 digits (mpmath's findroot), and differences of those over 1e-14 and 1e-10.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

type Argument = number | readonly number[];

interface Case {
  readonly formula: string;
  readonly point: readonly Argument[];
  readonly value: number;
  readonly gradient: readonly number[];
  /** Of the elements of the gradient at these places, row by row. */
  readonly hessian: readonly number[];
  readonly places: readonly number[];
}

const steps = [1, 1, 1, 1];

const pendulum = {
  value: 0.7023885422642873,
  gradient: [0.8011416500698909, -3.366045143171732, 0, 0, 0, 0],
  hessian: [0.2821096442885, -2.3968938657855, -2.3968938657855, -6.3757236262677],
  places: [0, 1],
};

const euler = {
  value: 0.7833588260794329,
  gradient: [0.6250745969155853, -1.582842291638475, 0, 0, 0, 0],
  hessian: [-0.23417862719807, -2.3417862719807, -2.3417862719807, 8.2389831129628],
  places: [0, 1],
};

const cases: Readonly<Record<string, Case>> = {
  'Kepler, of all elements at once': {
    formula: 'input M[n], ecc; implicit E[n] = M; E = M + ecc*sin(E); sum(E)',
    point: [[1, 2, 0.5], 0.3],
    value: 4.215373097978006,
    gradient: [1.091329301150418, 0.8437584954294263, 1.300618219039469, 2.54099893932605],
    hessian: [
      -0.3744532553254, 0, 0, -0.027354625547007, 0, -0.14178308874611, 0, -0.55098457082336, 0, 0, -0.42077662062416,
      1.0350529403643, -0.027354625547007, -0.55098457082336, 1.0350529403643, 1.0042457341694,
    ],
    places: [0, 1, 2, 3],
  },
  'Kepler, of which neighbours and one element are read': {
    formula: `input M[n], ecc; implicit E[n] = M; constraint E - ecc*sin(E) == M
      sum(E[i]*E[i+1], i = 1:n-1) + E[2]`,
    point: [[1, 2, 0.5], 0.3],
    value: 6.6619016587507796,
    gradient: [2.440246688976858, 2.513844788153522, 2.908223300967335, 6.175196552269115],
    hessian: [
      -0.83728927237745, 0.92081836915672, 0, 0.66330798391926, 0.92081836915672, -0.42242025487557, 1.0974076716248,
      -0.057706893689426, 0, 1.0974076716248, -0.94086977614784, 3.1778202189831, 0.66330798391926, -0.057706893689426,
      3.1778202189831, 4.1585924925935,
    ],
    places: [0, 1, 2, 3],
  },
  'Kepler, by a rule': {
    formula: 'input M[n], ecc; implicit E[n] = 1; E[i] = M[i] + ecc*sin(E[i]) for i = 1:n; sum(E[j]^2, j = 1:n)',
    point: [[1, 2, 0.5], 0.3],
    value: 7.136843041438296,
    gradient: [2.811463585330797, 3.773341140199011, 1.798105441123831, 6.814912579323487],
    hessian: [
      1.4173393163218, 0, 0, 2.2169738312134, 0, 0.78979389338038, 0, -1.3437875449004, 0, 0, 2.8014915816734,
      3.5877644388175, 2.2169738312134, -1.3437875449004, 3.5877644388175, 3.7833525392049,
    ],
    places: [0, 1, 2, 3],
  },
  "Euler's implicit rule": {
    formula: `input a, h, y[n]; implicit z[n]
      z[1] = a; z[i] = z[i-1] - h*z[i]^2 + 0*y[i] for i = 2:n; z[n]`,
    point: [1, 0.1, steps],
    ...euler,
  },
  "Euler's implicit rule, as a constraint": {
    formula: `input a, h, y[n]; implicit z[n] = a
      z[1] = a; constraint z[i] - z[i-1] == 0*y[i] - h*z[i]^2 for i = 2:n; z[n]`,
    point: [1, 0.1, steps],
    ...euler,
  },
  "Euler's implicit rule from the last element on": {
    formula: `input a, h, y[n]; implicit z[n]
      z[n] = a; z[i] = z[i+1] - h*z[i]^2 + 0*y[i] for i = n-1:-1:1; z[1]`,
    point: [1, 0.1, steps],
    ...euler,
  },
  'a pendulum, in two arrays that need each other': {
    formula: `input a, h, y[n]; implicit x[n], v[n]; x[1] = a; v[1] = 0
      x[i] = x[i-1] + h*v[i] for i = 2:n
      v[i] = v[i-1] - h*sin(x[i]) + 0*y[i] for i = 2:n
      x[n] + v[n]`,
    point: [1, 0.1, steps],
    ...pendulum,
  },
  'a pendulum, in the rows of a matrix': {
    formula: `input a, h, y[n]; implicit z[n,2]; z[1,:] = [a, 0]
      z[i,:] = [z[i-1,1] + h*z[i,2], z[i-1,2] - h*sin(z[i,1]) + 0*y[i]] for i = 2:n
      z[n,1] + z[n,2]`,
    point: [1, 0.1, steps],
    ...pendulum,
  },
  'the implicit midpoint rule, with steps of their own': {
    formula: `input a, w, h[n]; implicit x[n], v[n]; x[1] = a; v[1] = 0
      constraint x[i] - x[i-1] == h[i]*(v[i-1] + v[i])/2 for i = 2:n
      constraint v[i] - v[i-1] == -h[i]*w*sin((x[i-1] + x[i])/2) for i = 2:n
      x[n]^2/2 + v[n]`,
    point: [1, 1.5, [0, 0.1, 0.2, 0.15]],
    value: -0.16837212108189056,
    gradient: [0.4235675617912368, -0.4270474321018672, 0, -1.628972082203558, -1.619009819667924, -1.624714436816862],
    hessian: [
      1.4453148895821, -0.38383392989641, -1.7173076907453, -1.7217533092258, -1.7188837821604, -0.38383392989641,
      0.025001049719869, -0.94923235913403, -0.93675666018385, -0.94384023656111, -1.7173076907453, -0.94923235913403,
      -0.10563174337229, -0.17037715963273, -0.17059783093705, -1.7217533092258, -0.93675666018385, -0.17037715963273,
      -0.036404591059882, -0.16962098991772, -1.7188837821604, -0.94384023656111, -0.17059783093705, -0.16962098991772,
      -0.068236206297841,
    ],
    places: [0, 1, 3, 4, 5],
  },
  'two elements before, of which one is solved': {
    formula: `input b, h, y[n]; implicit z[n] = 0.7; z[1] = b*cos(z[1]); z[2] = b
      z[i] = z[i-1] - h*z[i]*z[i-2] + 0*y[i] for i = 3:n; z[n] + sum(z)`,
    point: [1, 0.1, [1, 1, 1, 1, 1]],
    value: 5.065616146220573,
    gradient: [4.28707726061733, -5.695552804722138, 0, 0, 0, 0, 0],
    hessian: [-1.1391405555073, -8.9799872383126, -8.9799872383126, 17.672758011141],
    places: [0, 1],
  },
  'elements for each row of the data': {
    formula: 'param a = 1, y[n]; data x; implicit z[n] = 1; constraint z.^3 + z == a*x*y; sum(sum(z))',
    point: [1, [1, 2, 0.5], [0.3, 0.4]],
    value: 2.051064322083161,
    gradient: [1.595640219252566, 0.5335728555282712, 0.3706255850700281, 0.6416323871684777],
    hessian: [
      -0.73445205717114, 0.32310378003611, 0.13369532536044, 0.54138746264885, 0.32310378003611, -0.21046907549216, 0,
      0, 0.13369532536044, 0, -0.11846512985479, 0, 0.54138746264885, 0, 0, -0.20048984903925,
    ],
    places: [0, 1, 2, 3],
  },
  'steps for each row of the data': {
    formula: `param a = 1; data x; input y[n]; implicit z[n] = 1
      z[1] = a*x; z[i] = z[i-1] - a*z[i]^2*x + 0*y[i] for i = 2:n; sum(z[n])`,
    point: [1, steps, [0.3, 0.4]],
    value: 0.5203038950563539,
    gradient: [0.2776888980469879],
    hessian: [-0.42945835713308],
    places: [0],
  },
};

/** To so many units of what is expected, and of 1. */
const close = (found: number, wanted: number, tolerance: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));

describe.each(Object.entries(cases))('%s', (_name, { formula, point, value, gradient, hessian, places }) => {
  const program = compile(formula);
  const isOfData = formula.includes('data');
  const args = isOfData ? [...point, undefined, undefined] : point;

  it('has the value and the gradient', () => {
    close(program.value(...point), value, 1e-14);
    const found = [...program.gradient(...point)];
    expect(found).toHaveLength(gradient.length);
    for (const [i, wanted] of gradient.entries()) close(found[i]!, wanted, 1e-13);
  });

  it('has products with the Hessian, forwards and backwards', () => {
    // Data and inputs beside parameters are not differentiated.
    const directions = (place: number): (number | number[])[] => {
      let next = 0;
      return point
        .filter((_, k) => !isOfData || k < (formula.includes('param a = 1, y') ? 2 : 1))
        .map(of => {
          const list = typeof of === 'number' ? [of] : of;
          const direction = list.map(() => (next++ === place ? 1 : 0));
          return typeof of === 'number' ? direction[0]! : direction;
        });
    };
    for (const [j, place] of places.entries()) {
      const direction = directions(place);
      close(program.jvp(...args, ...direction)[0], gradient[place]!, 1e-13);
      const product = program.hvp(...args, ...direction) as Float64Array;
      for (const [i, row] of places.entries()) close(product[row]!, hessian[i * places.length + j]!, 1e-11);
    }
  });
});

describe('arrays of unknowns', () => {
  it('are results', () => {
    const { value } = compile('input M[n], ecc; implicit E[n] = M; E = M + ecc*sin(E); E');
    expect([...value([1, 2], 0.3)]).toEqual([1.2880913132118377, 2.2360314951724365]);
    expect([...value([], 0.3)]).toEqual([]);
  });

  it('are those of the same size as a number', () => {
    const rule = 'z[1] = a; z[i] = z[i-1] - h[i]*z[i]^3*exp(z[i]) for i = 2:n; sum(z.^2)';
    const open = compile(`param a = 1; input h[n]; implicit z[n] = a; ${rule}`);
    const written = compile(`param a = 1; const n = 5; input h[5]; implicit z[5] = a; ${rule}`);
    const h = [0, 0.2, 0.1, 0.3, 0.05];
    close(open.value(1, h), written.value(1, h), 1e-15);
    close(open.gradient(1, h)[0], written.gradient(1, h)[0], 1e-15);
    close(open.hessian(1, h)[0], written.hessian(1, h)[0], 1e-14);
  });

  it('may be as short as what they start from', () => {
    const { value, gradient } = compile(
      'input a, h[n]; implicit z[n]; z[1] = a; z[i] = z[i-1] - h[i]*z[i]^2 for i = 2:n; z[n]',
    );
    expect(value(3, [1])).toBe(3);
    expect([...gradient(3, [1])]).toEqual([1, 0]);
    expect(() => value(3, [])).toThrow('n must be at least 1');
  });

  it('read others that are solved before them, and give them their values', () => {
    const { value } = compile(`input a, y[n]; implicit w[n] = 1, z[n]
      constraint w.*exp(w) == y
      z[1] = w[1]; z[i] = z[i-1] - a*w[i]*z[i]^2 for i = 2:n
      q[1] = z[1]; q[i] = q[i-1] + z[i] for i = 2:n; q[n]`);
    // w = 1 at y = e; z: 1, (√5 - 1)/2
    expect(value(1, [Math.E, Math.E])).toBeCloseTo(1 + (Math.sqrt(5) - 1) / 2, 14);
  });

  it('are solved as matrices whatever dimension it is', () => {
    const { value } = compile('input b[2,n]; implicit z[2,n] = 1; constraint z.^2 == b; sum(z[1,:]) + 10*sum(z[2,:])');
    expect(value([1, 4, 9, 16])).toBe(1 + 2 + 10 * (3 + 4));
  });
});

describe('what is not solved', () => {
  const thrown = (run: () => unknown): object => {
    try {
      run();
    } catch (error) {
      const { name, message, cycle, turn } = error as Error & { cycle: string[]; turn: object };
      return { name, message, cycle, turn };
    }
    return {};
  };

  it('says in which row', () => {
    const { value } = compile('param a = 1; data y; implicit z = 1; constraint a*z^2 == y; sum(z)');
    expect(thrown(() => value(1, [2, 3, -6, 3], 1, 3))).toMatchObject({
      name: 'NoConvergence',
      message: expect.stringMatching(/^row 3: the block of z /),
      turn: { row: 3 },
    });
  });

  it('says in which turn of a recurrence, and of the row that it is in', () => {
    const steps = compile('input a, h[n]; implicit z[n]; z[1] = a; z[i] = z[i-1] - h[i]*z[i]^2 for i = 2:n; z[n]');
    const of = thrown(() => steps.value(1, [0, 1, -3, 1]));
    expect(of).toMatchObject({ message: expect.stringMatching(/^i = 3: the block of z\[i\] /), cycle: ['z[i]'] });
    const both = compile('param a = 1; data x; input y[n]; implicit z[n] = 1; constraint z.^2 == a*x*y; sum(sum(z))');
    expect(thrown(() => both.value(1, [1, 2, -3], [1, 2]))).toMatchObject({ turn: { row: 1, k: 3 } });
  });

  it('says in which row of parts of the data', () => {
    const { begin, rows, finish } = compile('param a = 1; data y; implicit z = 1; constraint a*z^2 == y; sum(z)', {
      emit: ['begin', 'rows', 'finish'],
    });
    const state = begin(null, 1);
    rows(state, 0, [1, 4]);
    expect(thrown(() => rows(state, 0, [9, -1]))).toMatchObject({ turn: { row: 4 } });
    const other = begin(null, 1);
    rows(other, 0, [1, 4]);
    rows(other, 0, [9]);
    expect(finish(other)).toBe(6);
  });
});

describe('data that arrive in parts', () => {
  it('have solutions of rows, and of what all rows share', () => {
    const { begin, rows, finish, valueAndGradient } = compile(
      `param a = 1; data y; implicit z = y, w = 1
      constraint a*z^2 + z == y*w; constraint w^3 + w == a*mean(y); sum(z)`,
      { emit: ['begin', 'rows', 'finish', 'valueAndGradient'] },
    );
    const y = [2, 6, 12, 5];
    const whole = new Float64Array(1);
    const parts = new Float64Array(1);
    const value = valueAndGradient(1, y, 0, 4, whole);
    const state = begin(null, 1);
    for (let stage = 0; stage < state.stages; stage++) {
      rows(state, stage, y, 0, 3);
      // Another call in between has a start of its own, which is that of this call alone.
      valueAndGradient(1, y, 0, 4, new Float64Array(1), [-50]);
      rows(state, stage, y, 3, 1);
    }
    expect(finish(state, parts)).toBe(value);
    expect(parts).toEqual(whole);
  });
});
