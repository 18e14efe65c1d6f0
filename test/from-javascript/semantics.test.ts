// What JavaScript does and is easily read as something else: the order in which keys and values are evaluated, arrays that change while
// a method goes through them, holes, ends of loops that move, who has left a loop and does not come to its end, halves of indices,
// choices of arrays and functions, functions that call themselves.
//
// The functions and numbers are in semantics.json: values as Node gives them; gradients and Hessians by mpmath, as central differences
// at 60 digits of the same function on an interpreter of its own (Python over ESTree), which knows nothing of ours.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import '../../src/javascript.js';
import { executed } from './executed.js';

type Argument = number | readonly number[];

interface Row {
  readonly at: readonly Argument[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly hessian?: readonly (readonly number[])[];
}

interface Case {
  readonly name: string;
  readonly code: string;
  readonly lengths?: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
}

const file = new URL('./semantics.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];

const flat = (given: readonly Argument[]): number[][] => given.map(one => [one].flat(2) as number[]);

function expectClose(got: Iterable<number>, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-300);
  const numbers = [...got];
  expect(numbers.length).toBe(expected.length);
  for (const [i, number] of numbers.entries()) {
    // The sums of a function cancel by some digits.
    const isClose = Math.abs(number - expected[i]!) <= 1e-10 * Math.max(Math.abs(expected[i]!), 1e-2 * scale);
    expect(isClose, `${i}: ${number}, not ${expected[i]}`).toBe(true);
  }
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** Some direction, cut into pieces as the arguments are. */
function directionAt(at: readonly Argument[]): { readonly all: number[]; readonly pieces: Argument[] } {
  const count = flat(at).flat().length;
  const all = Array.from({ length: count }, (_, i) => [0.5, -1.25, 2, 0.75, -0.3][i % 5]!);
  let next = 0;
  const pieces = flat(at).map((one, i) => {
    const piece = all.slice(next, next + one.length);
    next += one.length;
    return Array.isArray(at[i]) ? piece : piece[0]!;
  });
  return { all, pieces };
}

describe('a function of JavaScript means what it does', () => {
  it('in as many ways as are listed', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
  });

  it.each(cases.map(one => [one.name, one] as const))('%s', (_name, { code, lengths, rows }) => {
    const compiled = compile(code, { from: 'js', ...(lengths && { lengths }) });
    const itself = executed(code);
    expect(rows.length).toBeGreaterThan(0);
    for (const { at, value, gradient, hessian } of rows) {
      const given = (): Argument[] => structuredClone([...at]) as Argument[];
      const flatly = at.map((one, i) => (Array.isArray(one) ? flat(at)[i]! : one)) as never[];
      const own = itself(...given()) as number;
      // Engines differ in the last bits of powers and exponentials.
      expectClose([own], [value]);
      expect(compiled.value(...flatly)).toBe(own);
      expectClose(compiled.gradient(...flatly), gradient);
      const { all, pieces } = directionAt(at);
      expectClose(compiled.jvp(...flatly, ...(pieces as never[])), [dot(gradient, all)]);
      if (hessian === undefined) continue;
      expectClose(compiled.hessian(...flatly), hessian.flat());
      expectClose(
        compiled.hvp(...flatly, ...(pieces as never[])),
        hessian.map(row => dot(row, all)),
      );
    }
  });
});

describe('what a function refuses', () => {
  const guarded = `export function f(x, s) {
    if (!(s > 0)) throw new RangeError('s');
    const root = v => { if (v < 0) throw new Error('v'); return Math.sqrt(v); };
    return root(x)*s**2;
  }`;

  it('is NaN, derivatives as well', () => {
    const { value, gradient, hessian, jvp } = compile(guarded, { from: 'js' });
    expect(value(4, 3)).toBe(18);
    // By hand: s²/(2√x), 2s√x.
    expect([...gradient(4, 3)]).toEqual([2.25, 12]);
    for (const at of [
      [4, -1],
      [-4, 3],
    ] as const) {
      expect(value(...at)).toBeNaN();
      expect([...gradient(...at)]).toEqual([Number.NaN, Number.NaN]);
      expect([...hessian(...at)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
      expect([...jvp(...at, 1, 1)]).toEqual([Number.NaN]);
    }
  });

  it('is lengths that the module asks for', () => {
    const code =
      'export function f(x, y) { if (x.length !== y.length || x.length < 2) throw new Error(); return x.reduce((s, v, i) => s + v*y[i], 0); }';
    const { value } = compile(code, { from: 'js' });
    expect(value([1, 2], [3, 4])).toBe(11);
    expect(() => value([1, 2], [3])).toThrow('n is 2 by the length of x, but 1 by that of y');
    expect(() => value([1], [3])).toThrow('n must be at least 2');
  });
});
