// Linear algebra by factors: what is emitted is executed, in every target, whole and in pieces, against differences and
// against each other.

import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../src/cli/verify/differences.js';
import { createCompilation } from '../../src/compilation.js';
import { derivativeOf } from '../../src/evaluate.js';
import { emitFiles } from '../../src/files.js';
import { type Compiled, type CompileOptions, compile } from '../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from '../emit/c/gcc.js';
import '../../src/c.js';
import '../../src/wasm.js';

/** Formulas over the entries of matrices, with how many numbers they take. */
const formulas: readonly (readonly [formula: string, count: number])[] = [
  ['input A[2,2]\nexp(det(A))', 4],
  ['input A[3,3]\ndet(A)^2', 9],
  ['input A[4,4]\ndet(A)^2 + A[1,1]', 16],
  ['input A[5,5]\nexp(det(A))', 25],
  ['input A[2,2]\nX = inv(A)\nX[1,2]*X[2,2]', 4],
  ['input A[3,3]\nX = inv(A)\nsum(X.*X)', 9],
  ['input A[5,5]\nX = inv(A)\nsum(X.*X.*X)', 25],
  ["input A[4,4]\nlogdet(A*A')^2", 16],
  ["input A[2,2]\nlogdet(A*A' + identity(2))", 4],
  ['input A[2,2], b[2]\nx = solve(A, b)\nx[1]^3*x[2]', 6],
  ['input A[4,4], b[4]\nx = solve(A, b)\nsum(x.^3)', 20],
  ['input A[4,4], B[4,2]\nX = solve(A, B)\nsum(X.*X)*det(A)', 24],
  ["input A[3,3], b[3]\nx = solve(A', b)\ndot(x, solve(A, x))", 12],
  ['input A[3,3], b[3]\nx = A[1,1] > 0 ? sum(solve(A, b)) : det(A)*sum(inv(A))\nx*x', 12],
  ['input A[3,3], b[3]\nx = A[1,1] < 0 ? sum(solve(A, b)) : det(A)*sum(inv(A))\nx*x', 12],
  ['input A[3,3]\ntrace(A^-3)', 9],
  ['input A[1,1], b[1]\nsum(solve(A, b))*det(A)*logdet(A)/inv(A)[1,1]', 2],
];

/** Numbers without order between -1 and 1. */
const numbers = (count: number, seed = 1): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 17 * seed)) * 0.9 + (i % 6 === 0 ? 0.4 : 0));

/** A point, or a direction, as arguments of a function. */
function split(compiled: Compiled, point: readonly number[]): number[][] {
  let end = 0;
  return compiled.inputs.map(({ shape }) => {
    const start = end;
    end += (shape as number[]).reduce((a, b) => a * b);
    return point.slice(start, end);
  });
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);

const largest = (of: ArrayLike<number>): number => Math.max(...Array.from(of, Math.abs));

function expectNear(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  const size = largest(wanted);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(found[i]! - wanted[i]!)).toBeLessThanOrEqual(tolerance * size);
}

describe('derivatives', () => {
  it.each(formulas)('of %j, in every export', (formula, count) => {
    const c = compile(formula);
    const point = numbers(count);
    const along = numbers(count, 2);
    const at = (t: number): number[][] =>
      split(
        c,
        point.map((x, i) => x + t * along[i]!),
      );
    const [here, direction] = [at(0), split(c, along)];
    const gradient = c.gradient(...here) as Float64Array;
    const slope = differenceOf(t => c.value(...at(t)), 0).derivative;
    expectNear([dot(gradient, along)], [slope], 1e-8);
    expectNear(c.jvp(...here, ...direction), [dot(gradient, along)], 1e-12);
    expectNear(
      c.vjp(...here, 2),
      gradient.map(x => 2 * x),
      1e-12,
    );
    expectNear(c.jacobian(...here), gradient, 1e-12);
    const product = c.hvp(...here, ...direction) as Float64Array;
    const hessian = c.hessian(...here) as Float64Array;
    expectNear(
      product,
      point.map((_, i) => differenceOf(t => (c.gradient(...at(t)) as Float64Array)[i]!, 0).derivative),
      1e-7,
    );
    expectNear(
      point.map((_, i) => dot(hessian.subarray(i * count, (i + 1) * count), along)),
      product,
      1e-11,
    );
    for (let i = 0; i < count; i++)
      for (let j = 0; j < i; j++) expect(hessian[i * count + j]).toBe(hessian[j * count + i]);
  });

  it.each([
    ['input A[4,4]\ndet(A)^2', 16],
    ['input A[3,3]\nX = inv(A)\nX[1,2]*X[3,1]', 9],
    ['input A[4,4]\nlogdet(A)', 16],
    ['input A[3,3], b[3]\nx = solve(A, b)\nx[1]*x[3]', 12],
  ] as const)('of the third order: %j', (formula, count) => {
    const c = compile(formula);
    const point = numbers(count).map((x, i) => x + (i % 5 === 0 ? 1.5 : 0));
    const third = derivativeOf(
      createCompilation(formula, {}),
      3,
      split(c, point).map(of => Float64Array.from(of)),
    );
    const size = Math.max(...third.map(({ value }) => Math.abs(value)));
    expect(third.length).toBe((count * (count + 1) * (count + 2)) / 6);
    for (const { indices, value } of third.filter((_, i) => i % 7 === 0)) {
      const [i, j, k] = indices as [number, number, number];
      const second = (t: number): number => {
        const moved = point.map((x, at) => (at === k ? t : x));
        return (c.hessian(...split(c, moved)) as Float64Array)[i * count + j]!;
      };
      expect(Math.abs(value - differenceOf(second, point[k]!).derivative)).toBeLessThanOrEqual(1e-7 * size);
    }
  });
});

describe('several results', () => {
  it.each([
    ['input A[4,4], b[4]\nA\\b', 20, 4],
    ['input A[3,3], B[3,2]\nA\\B', 15, 6],
    ['input A[3,3]\ninv(A)', 9, 9],
    ['input A[2,2]\ninv(A)', 4, 4],
    ["input A[4,4]\n[det(A); logdet(A*A'); trace(inv(A))]", 16, 3],
  ] as const)('pass as much forward as back: %j', (formula, count, results) => {
    const c = compile(formula);
    const [here, along] = [split(c, numbers(count)), numbers(count, 2)];
    const adjoint = numbers(results, 3);
    const forward = c.jvp(...here, ...split(c, along)) as Float64Array;
    const back = c.vjp(...here, adjoint) as Float64Array;
    const jacobian = c.jacobian(...here) as Float64Array;
    expectNear([dot(forward, adjoint)], [dot(back, along)], 1e-12);
    expectNear(
      adjoint.map((_, i) => dot(jacobian.subarray(i * count, (i + 1) * count), along)),
      forward,
      1e-12,
    );
  });

  it('have multipliers: those of the statements that they are in', () => {
    const { multipliers } = compile('input A[2,2], b[2]\nx = A\\b\nd = det(A)\nd*dot(x, x)', { emit: ['multipliers'] });
    // x = (1, 3), d = 5.
    const { x, d } = multipliers([2, 1, 1, 3], [5, 10]) as { x: Float64Array; d: number };
    expectNear(x, [10, 30], 1e-14);
    expect(d).toBeCloseTo(10, 13);
  });
});

describe('targets', () => {
  /** What is exported of a formula at a point. */
  function results(c: Compiled, count: number): number[] {
    const here = split(c, numbers(count));
    const direction = split(c, numbers(count, 2));
    return [
      c.value(...here),
      ...(c.gradient(...here) as Float64Array),
      ...(c.jvp(...here, ...direction) as Float64Array),
      ...(c.vjp(...here, 3) as Float64Array),
      ...(c.hvp(...here, ...direction) as Float64Array),
      ...(c.hessian(...here) as Float64Array),
      ...(c.jacobian(...here) as Float64Array),
    ];
  }

  const variants: readonly CompileOptions[] = [
    { target: 'wasm' },
    { limits: { statements: 5 } },
    { limits: { statements: 5 }, target: 'wasm' },
    { limits: { statements: 40 } },
  ];

  it.each(formulas)('give the same bits, whole and in pieces: %j', (formula, count) => {
    const wanted = results(compile(formula, { target: 'js' }), count);
    for (const options of variants) expect(results(compile(formula, options), count)).toEqual(wanted);
  });

  it.skipIf(!hasCompiler)(`agree with C${whyNot}`, () => {
    const emit = ['value', 'valueAndGradient', 'hessian', 'hvp'] as const;
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    for (const [i, [formula, count]] of formulas.entries()) {
      for (const [j, limits] of [{}, { statements: 12 }].entries()) {
        const name = `f${i}_${j}`;
        const { code, declarations } = emitFiles(formula, { format: 'c', name, emit: [...emit], limits });
        files[`${name}.c`] = code;
        files[`${name}.h`] = declarations;
        const [point, direction] = [arrayIn(numbers(count)), arrayIn(numbers(count, 2))];
        statements.push(
          `double v[1] = {${name}_value(${point})}; put(v, 1);`,
          `double g[${count}]; ${name}_value_and_gradient(${point}, g); put(g, ${count});`,
          `double h[${count * count}]; ${name}_hessian(${point}, h); put(h, ${count * count});`,
          `double p[${count}]; ${name}_hvp(${point}, ${direction}, p); put(p, ${count});`,
        );
        const c = compile(formula);
        const here = split(c, numbers(count));
        wanted.push(
          c.value(...here),
          ...(c.gradient(...here) as Float64Array),
          ...(c.hessian(...here) as Float64Array),
        );
        wanted.push(...(c.hvp(...here, ...split(c, numbers(count, 2))) as Float64Array));
      }
    }
    const found = runInC(files, statements);
    expect(found).toHaveLength(wanted.length);
    for (const [i, x] of wanted.entries())
      expect(Math.abs(found[i]! - x)).toBeLessThanOrEqual(1e-12 * Math.max(1e-3, Math.abs(x)));
  });
});
