// Rows that arrive in parts give what they give all at once, bit by bit, wherever they are cut, and whoever calls in between.

import { describe, expect, it } from 'vitest';
import { compile, emitSource, FormulaError } from '../../src/index.js';

/** Numbers between -1 and 1, the same each time. */
const column = (length: number, seed: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const W = [0.3, -0.7];
const P = Array.from(column(14, 3));

/** Programs, a point, and how many passes they take. */
const programs: readonly (readonly [program: string, at: readonly unknown[], stages: number])[] = [
  ['param w[2], b; data u[2], y; z = dot(w, u) + b; mean(softplus(z) - y*z)', [W, 0.2], 1],
  ['param w[2], b; data u[2], y; y = dot(w, u)*exp(b)', [W, 0.2], 1],
  ['param w[2], b; data u[2], y; z = dot(w, (u - mean(u[1]))/std(u[1])) + b; mean(softplus(z) - y*z)', [W, 0.2], 4],
  [
    'param w[2], b; data u[2], y; sum(y*w[1]/count(y)*exp(u[2]*b)) + max(u[1]*w[2]) + b^2 + prod(1 + 0.001*u[1]*b)',
    [W, 0.2],
    3,
  ],
  ['param w[2], b; data u[2], y; b^2*count(y) + w[1]*w[2] + sum(u[1] + y)', [W, 0.2], 1],
  [
    'param p[14], b; data u[2], y; mean((sum(p)*u[1] + dot(p, p)*b*y - p[3]*u[2]^2 + sum(p[i]*u[1]^i, i=1:14))^2)',
    [P, 0.2],
    1,
  ],
  [
    'param a, b; input x[n]; data u[2], y; z[1] = b*u[1]; z[i] = z[i-1]*x[i] + a for i=2:n; y = z[n]*u[2] + sum(z)',
    [0.4, 0.2, W],
    1,
  ],
];

describe('begin, rows and finish', () => {
  it.each(programs)('%s', (program, at, stages) => {
    const compiled = compile(program);
    for (const count of [1, 5, 1024, 2500]) {
      const [u, y] = [column(2 * count, 1), column(count, 2)];
      const length = at.filter((_, i) => compiled.inputs[i]!.role === 'param').flat().length;
      const [whole, parted] = [new Float64Array(length), new Float64Array(length)];
      const value = compiled.valueAndGradient(...at, u, y, undefined, undefined, whole);
      for (const part of [1, 7, 1000, 5000]) {
        if (part === 1 && count > 1024) continue;
        const state = compiled.begin(null, ...at);
        expect(state.stages).toBe(stages);
        for (let stage = 0; stage < stages; stage++)
          for (let first = 0; first < count; first += part) {
            compiled.rows(state, stage, u, y, first, Math.min(part, count - first));
            if (first === 0) compiled.gradient(...at, column(20, 9), column(10, 8));
          }
        expect(compiled.finish(state, parted)).toBe(value);
        expect(Array.from(parted)).toEqual(Array.from(whole));
      }
    }
  });

  it('take no rows, and say where passes differ or are none', () => {
    const compiled = compile('param a; data x; sum((x - mean(x))^2)*a');
    const none = compiled.begin({}, 2);
    expect(compiled.finish(none)).toBe(0);
    const state = compiled.begin(null, 2);
    compiled.rows(state, 0, [1, 2]);
    compiled.rows(state, 0, [5]);
    expect(() => compiled.rows(state, 9, [1])).toThrow('rows: stage 9 is not one of 0 … 1');
    compiled.rows(state, 1, [1, 2]);
    expect(() => compiled.rows(state, 0, [1])).toThrow('rows: stage 0 is not one of 1 … 1');
    expect(() => compiled.finish(state)).toThrow('rows: a pass has had 2 rows where the first had 3');
    expect(() => compiled.begin(null, 'x')).toThrow('begin(a)');
    const other = compiled.begin(null, 2);
    expect(() => compiled.rows(other, 0, 3)).toThrow(TypeError);
    const least = compile('param a; data x; min(a*x)');
    expect(() => least.finish(least.begin(null, 1))).toThrow("finish: 'min' needs rows, got none");
    const wrong = compiled.begin(null, 2);
    expect(() => compiled.finish(wrong, new Float64Array(3))).toThrow('gradient must be an array of length 1');
  });

  /** Rows in parts of so many, each with a state of its own, and what every state comes to. */
  function inParts(program: string, at: readonly unknown[], count: number, length: number) {
    const compiled = compile(program);
    const [u, y] = [column(2 * count, 1), column(count, 2)];
    const starts = Array.from({ length: Math.ceil(count / length) }, (_, i) => i * length);
    const states = starts.map(() => compiled.begin(null, ...at));
    for (let stage = 0; stage < states[0].stages; stage++) {
      const parts = states.map((state, i) => {
        compiled.rows(state, stage, u, y, starts[i], Math.min(length, count - starts[i]!));
        return JSON.parse(
          JSON.stringify(compiled.partial(state), (_, of) =>
            ArrayBuffer.isView(of) ? Array.from(of as Float64Array) : of,
          ),
        );
      });
      for (const state of states) compiled.combine(state, parts);
    }
    const size = at.filter((_, i) => compiled.inputs[i]!.role === 'param').flat().length;
    const found = states.map(state => {
      const gradient = new Float64Array(size);
      return [compiled.finish(state, gradient), ...gradient];
    });
    const whole = new Float64Array(size);
    return { found, whole: [compiled.valueAndGradient(...at, u, y, undefined, undefined, whole), ...whole] };
  }

  it.each(programs)('in several places: %s', (program, at) => {
    for (const [count, length] of [
      [5000, 1024],
      [9000, 2048],
      [2500, 4096],
    ] as const) {
      const { found, whole } = inParts(program, at, count, length);
      // Products are of numbers in another order.
      const digits = program.includes('prod') ? 13 : 16;
      for (const each of found) {
        expect(each).toEqual(found[0]);
        if (digits === 16) expect(each).toEqual(whole);
        else for (const [i, value] of each.entries()) expect(value).toBeCloseTo(whole[i]!, digits);
      }
    }
    // Parts of other lengths: other roundings, the same in all states.
    const { found, whole } = inParts(program, at, 2500, 700);
    for (const each of found) {
      expect(each).toEqual(found[0]);
      for (const [i, value] of each.entries())
        expect(Math.abs(value - whole[i]!)).toBeLessThan(1e-12 * (1 + Math.abs(whole[i]!)));
    }
  });

  it('say what no parts are, and when they are wanted', () => {
    const compiled = compile('param a; data x; sum((x - mean(x))^2)*a');
    const other = compile('param a; data x; sum(x*a) + max(x)');
    const state = compiled.begin(null, 2);
    compiled.rows(state, 0, [1, 2]);
    const part = compiled.partial(state);
    expect(part).toMatchObject({ stage: 0, rows: 2 });
    expect(compiled.partial(state)).toEqual(part);
    expect(() => compiled.rows(state, 0, [3])).toThrow("rows: stage 0 waits for 'combine'");
    const wrong = other.begin(null, 2);
    expect(() => compiled.combine(state, [other.partial(wrong)])).toThrow(
      "combine(state, parts): parts must be what 'partial' has given in stage 0",
    );
    expect(() => compiled.combine(state, [null])).toThrow(TypeError);
    compiled.combine(state, [part, part]);
    expect(() => compiled.combine(state, [part])).toThrow('in stage 1');
    compiled.rows(state, 1, [1, 2]);
    const second = compiled.partial(state);
    compiled.combine(state, [second, second]);
    expect(() => compiled.partial(state)).toThrow('partial: all passes are over');
    expect(() => compiled.combine(state, [])).toThrow('combine: all passes are over');
    expect(compiled.finish(state)).toBe(2);
    // What no rows come to is a part as well, unless all are.
    const [some, none] = [other.begin(null, 2), other.begin(null, 2)];
    other.rows(some, 0, [3, 4]);
    const parts = [other.partial(some), other.partial(none)];
    other.combine(none, parts);
    expect(other.finish(none)).toBe(18);
    expect(() => other.combine(wrong, [parts[1]])).toThrow("'max' needs rows, got none");
  });

  it('are refused without data', () => {
    const codes = (program: string): string[] => {
      try {
        emitSource(program, { emit: ['begin', 'rows', 'finish'] });
      } catch (error) {
        if (error instanceof FormulaError) return error.diagnostics.map(({ code }) => code);
      }
      return [];
    };
    expect(codes('x^2')).toEqual(['WG403', 'WG403', 'WG403']);
  });

  it('are refused where rows are inside of another loop, which a short range is not', () => {
    const program = (range: string): string =>
      `param a, w[n]; data x; minimize sum(sum((x-a*i)^2)^2, i=1:${range})+w[1]`;
    const emitted = (range: string): string => emitSource(program(range), { emit: ['begin', 'rows', 'finish'] });
    for (const range of ['n', '200']) expect(() => emitted(range)).toThrow('one would be inside of another');
    expect(emitted('50')).toContain('function begin(');
  });
});
