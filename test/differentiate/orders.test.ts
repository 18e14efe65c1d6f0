// Derivatives up to the fourth order where rules have guards, operands tie or lose, and doubles end. The numbers were computed with
// 50 digits and more, apart from this code (limits and conventions as the documentation states them), for every export that is named.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { derivativeOf } from '../../src/evaluate.js';
import { compile } from '../../src/index.js';

type Written = number | string;

interface Case {
  readonly program: string;
  /** Arguments; what JSON has no number for is a text. */
  readonly at: readonly (Written | Written[])[];
  readonly value?: Written;
  readonly gradient?: Written[];
  readonly jacobian?: Written[];
  readonly hessian?: Written[];
  /** Elements of the gradient, and entries of the Hessian, row and column. */
  readonly gradientAt?: [number, Written][];
  readonly hessianAt?: [number, number, Written][];
  /** What the true Hessian is, where NaN is right as well. */
  readonly hessianNotFiniteUnless?: Written[];
  readonly jvp?: [(Written | Written[])[], Written[]][];
  readonly hvp?: [(Written | Written[])[], Written[]][];
  readonly vjp?: [Written, Written[]][];
  /** By the increasing numbers of the inputs. */
  readonly third?: Readonly<Record<string, number>>;
  readonly fourth?: Readonly<Record<string, number>>;
  readonly digits?: number;
  /** Below it numbers count as equal. */
  readonly abs?: number;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./orders.cases.json', import.meta.url), 'utf8'));

const numbers = (list: readonly Written[]): number[] => list.map(Number);
const flat = (value: Written | Written[]): number | number[] => (Array.isArray(value) ? numbers(value) : Number(value));

describe('derivatives', () => {
  it.each(cases)('of $program at $at', given => {
    const { program, digits = 11, abs = 0 } = given;
    const at = given.at.map(flat);
    const c = compile(program);
    const isClose = (found: number, wanted: number): boolean =>
      Number.isNaN(wanted)
        ? Number.isNaN(found)
        : found === wanted || Math.abs(found - wanted) <= Math.max(abs, 10 ** -digits * Math.abs(wanted));
    const check = (what: string, found: ArrayLike<number>, wanted: readonly Written[]): void => {
      const matches = found.length === wanted.length && numbers(wanted).every((of, i) => isClose(found[i]!, of));
      expect(matches, `${what} is ${Array.from(found)}, not ${wanted}`).toBe(true);
    };
    const spread = (name: 'jacobian' | 'hessian', columns: number): Float64Array => {
      const { rows, cols } = c[`${name}Pattern`] as unknown as { rows: number[]; cols: number[] };
      const dense = new Float64Array(c[name](...at).length);
      for (const [k, value] of (c[`${name}Sparse`](...at) as Float64Array).entries())
        dense[rows[k]! * columns + cols[k]!] = value;
      return dense;
    };
    const count = c.wrt.reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * Number(b), 1), 0);
    const { value, gradient, jacobian, hessian } = given;
    if (value !== undefined) check('value', [c.value(...at)], [value]);
    if (gradient !== undefined) {
      check('gradient', c.gradient(...at), gradient);
      check('vjp', c.vjp(...at, 1), gradient);
      const filled = new Float64Array(count);
      c.valueAndGradient(...at, filled);
      check('valueAndGradient', filled, gradient);
    }
    const rows = jacobian ?? gradient;
    if (rows !== undefined) {
      check('jacobian', c.jacobian(...at), rows);
      check('jacobianSparse', spread('jacobian', count), rows);
    }
    if (hessian !== undefined) {
      check('hessian', c.hessian(...at), hessian);
      check('hessianSparse', spread('hessian', count), hessian);
      const filled = new Float64Array(count ** 2);
      c.valueGradientHessian(...at, new Float64Array(count), filled);
      check('valueGradientHessian', filled, hessian);
    }
    for (const [i, wanted] of given.gradientAt ?? []) check(`gradient ${i}`, [c.gradient(...at)[i]], [wanted]);
    for (const [i, j, wanted] of given.hessianAt ?? []) {
      const full = c.hessian(...at);
      check(`hessian ${i}, ${j}`, [full[i * count + j], full[j * count + i]], [wanted, wanted]);
    }
    for (const [seed, wanted] of given.jvp ?? []) check('jvp', c.jvp(...at, ...seed.map(flat)), wanted);
    for (const [seed, wanted] of given.hvp ?? []) check('hvp', c.hvp(...at, ...seed.map(flat)), wanted);
    for (const [seed, wanted] of given.vjp ?? []) check('vjp', c.vjp(...at, Number(seed)), wanted);
    if (given.hessianNotFiniteUnless !== undefined) {
      const full: Float64Array = c.hessian(...at);
      for (const [i, wanted] of numbers(given.hessianNotFiniteUnless).entries())
        if (Number.isFinite(full[i])) check(`hessian ${i}`, [full[i]!], [wanted]);
    }
    for (const [order, wanted] of [
      [3, given.third],
      [4, given.fourth],
    ] as const) {
      if (wanted === undefined) continue;
      const args = at.map(x => (typeof x === 'number' ? x : Float64Array.from(x)));
      const found = new Map(
        derivativeOf(createCompilation(program, {}), order, args).map(of => [`${of.indices}`, of.value]),
      );
      for (const [indices, of] of Object.entries(wanted)) check(indices, [found.get(indices) ?? 0], [of]);
    }
  });
});
