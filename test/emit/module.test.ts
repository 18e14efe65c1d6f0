import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/files.js';
import { compile, emitSource } from '../../src/index.js';

/** Large enough that a caller does not inline it, so `packed` has code of its own. */
const many = Array.from({ length: 12 }, (_, i) => `(x${i} - ${i})^2*(x${(i + 1) % 12} + 1)`).join(' + ');
const at = Float64Array.from({ length: 12 }, (_, i) => 0.3 * i - 1);

/** Closed form of the gradient of `many` at `at`, for the variable with this number. */
function partial(k: number): number {
  const before = (k + 11) % 12;
  return 2 * (at[k]! - k) * (at[(k + 1) % 12]! + 1) + (at[before]! - before) ** 2;
}

describe.each([
  ['few operations', 'x0^2*x1', [3, 2], [12, 9], 18],
  ['many operations', many, null, null, null],
] as const)('packed with %s', (_what, formula, point, gradient, value) => {
  const { packed, packedGradient, wrt, valueAndGradient, gradient: unpacked } = compile(formula);
  const names = wrt.map(({ name }) => Number(name.slice(1)));
  const theta = point ?? names.map(k => at[k]!);
  const expected = gradient ?? names.map(k => partial(k));

  it('is the function of all inputs', () => {
    const into = new Float64Array(theta.length);
    const result = packed(theta, into);
    if (value !== null) expect(result).toBe(value);
    expect(valueAndGradient(...theta, new Float64Array(theta.length))).toBe(result);
    expect(packed(theta)).toBe(result);
    expect(packed(theta, null)).toBe(result);
    expect([...unpacked(...theta)]).toEqual([...into]);
    expect([...packedGradient(theta)]).toEqual([...into]);
    for (const [i, wanted] of expected.entries()) expect(into[i]).toBeCloseTo(wanted, 10);
  });

  it('checks theta', () => {
    expect(() => packed([1])).toThrow(/theta must be an array of length/);
    expect(() => packed(theta, [])).toThrow(/gradient must be an array of length/);
    expect(() => valueAndGradient(theta, [])).toThrow("an optimiser that calls f(theta, gradient) wants 'packed'");
  });

  it('says where values by name belong', () => {
    const byName = { x: 1, y: 2 } as unknown as number;
    const call = compile('x*y').gradient as (...args: number[]) => unknown;
    expect(() => call(byName)).toThrow("x must be a number, got an object; values by name are for 'evaluate'");
    const ofArray = compile('input x[2]; x[1]*x[2]').gradient as (...args: unknown[]) => unknown;
    expect(() => ofArray({ x: [1, 2] })).toThrow("got an object; values by name are for 'evaluate'");
  });

  it('is negated under maximize, and value is not', () => {
    const most = compile(`maximize ${formula}`);
    const into = new Float64Array(theta.length);
    expect(most.packed(theta, into)).toBe(-packed(theta));
    for (const [i, wanted] of expected.entries()) expect(into[i]).toBeCloseTo(-wanted, 10);
    expect(most.value(...theta)).toBe(packed(theta));
    expect(most.sense).toBe('maximize');
  });
});

describe('bindPacked', () => {
  it.each([
    ['few operations', 'input s, u = 2\nparam p, q\ns*p^2 + u*q'],
    [
      'many operations',
      `input s, u = 2\nparam p, q\ns*p^2 + u*q + 0*(${'sin(p)*q + '.repeat(3)}${many.replaceAll(/x\d+/g, 'p')})`,
    ],
  ])('takes the other inputs first, with %s', (_what, formula) => {
    const packed = compile(formula).bindPacked({ s: 3 });
    const gradient = [0, 0];
    expect(packed([5, 7], gradient)).toBe(89);
    expect(gradient).toEqual([30, 2]);
    expect(() => compile(formula).bindPacked({})).toThrow(/s must be a number/);
    expect(() => compile(formula).bindPacked({ s: 1, p: 1 })).toThrow(/unknown input 'p'/);
    expect(() => compile(formula).packed).toThrow(/bindPacked/);
  });
});

describe('parameters of ours', () => {
  it('give way to inputs of the same name', () => {
    const formula = 'gradient*out + start*theta + scratch*value + valueAndGradient*refuse + fixed';
    const { valueAndGradient, gradient, packed } = compile(formula);
    const into = new Float64Array(9);
    expect(valueAndGradient(1, 2, 3, 4, 5, 6, 7, 8, 9, into)).toBe(2 + 12 + 30 + 56 + 9);
    expect([...into]).toEqual([2, 1, 4, 3, 6, 5, 8, 7, 1]);
    expect([...gradient(1, 2, 3, 4, 5, 6, 7, 8, 9)]).toEqual([...into]);
    expect(packed([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(109);
  });
});

describe('the text of a module', () => {
  it.each(['x*y', many, 'a = gamma(x); b = x > 0 ? a : sqrt(a); b^y'])('has the same bytes every time', formula => {
    expect(emitSource(formula)).toBe(emitSource(formula));
  });

  it('says what its functions do', () => {
    const code = emitSource('sin(x)*y');
    expect(code).toContain('Returns the value and writes the gradient (x, y); allocates nothing.');
    expect(code).toContain('@param {number} x');
  });
});

describe('declarations', () => {
  it('type every export, in strict mode', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const folder = mkdtempSync(path.join(tmpdir(), 'wengert-types-'));
    const scalar = [
      'value',
      'gradient',
      'valueAndGradient',
      'evaluate',
      'packed',
      'packedGradient',
      'jvp',
      'vjp',
    ] as const;
    const more = ['jacobian', 'hessian', 'hvp', 'valueGradientHessian', 'multipliers', 'start'] as const;
    const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
    try {
      const one = emitFiles('param x = 1, y = 2\na = x*y\na^2', { emit: [...scalar, ...more] });
      const two = emitFiles('input out, y\nd = out*y\ne = out + y\noutput d, e', {
        emit: ['value', 'jacobian', 'evaluate', 'vjp'],
      });
      const fixed = emitFiles('input s\nparam p\ns*p', { emit: ['bindPacked'] });
      const shaped = emitFiles(
        'input x[3], A[2,2], s\nu = s*x\noutput u, t\nt = sum(A)'.replace(/(output.*)\n(.*)/, '$2\n$1'),
        {
          emit: ['value', 'jacobianSparse', 'jvp', 'evaluate'],
        },
      );
      const rows = emitFiles('param a = 1, b = 0\ndata x[2], y\ny = a*x[1] + b*x[2]', {
        emit: ['value', 'gradient', 'valueAndGradient', 'gaussNewton', 'evaluate', 'bindPacked', 'jvp', 'hessian'],
      });
      write('rows.js', rows.code);
      write('rows.d.ts', rows.declarations);
      write('shaped.js', shaped.code);
      write('shaped.d.ts', shaped.declarations);
      write('one.js', one.code);
      write('one.d.ts', one.declarations);
      write('two.js', two.code);
      write('two.d.ts', two.declarations);
      write('fixed.js', fixed.code);
      write('fixed.d.ts', fixed.declarations);
      write(
        'use.ts',
        `import * as one from './one.js';
import * as two from './two.js';
import * as fixed from './fixed.js';
import * as shaped from './shaped.js';
import * as rows from './rows.js';
const [x, y] = [Float64Array.of(1, 2, 3, 4), [1, 2]];
const sums: number = rows.value(1, 2, x, y) + rows.value(1, 2, x, y, 1) + rows.value(1, 2, x, y, 0, 1);
const slope: Float32Array = rows.gradient(1, 2, x, y, undefined, undefined, new Float32Array(2));
const both: number = rows.valueAndGradient(1, 2, x, y, 0, undefined, slope) + rows.gaussNewton(1, 2, x, y, 0, 2, slope, new Float32Array(4));
const along: Float64Array = rows.jvp(1, 2, x, y, undefined, undefined, 1, 0);
const named: number = rows.evaluate({ x: [[1, 2], [3, 4]], y }).gradient.a + rows.bindPacked({ x, y })([1, 2], slope);
const role: 'input' | 'param' | 'data' = rows.inputs[0]!.role;
// @ts-expect-error columns are arrays
rows.value(1, 2, 3, 4);
// @ts-expect-error a column is missing
rows.evaluate({ x });
// @ts-expect-error which rows stands before what is filled
rows.valueAndGradient(1, 2, x, y, slope);
console.log(sums, both, along, named, role);
const f: Float64Array = shaped.value([1, 2, 3], new Float32Array(4), 2);
const sparse: Float32Array = shaped.jacobianSparse([1, 2, 3], [1, 2, 3, 4], 2, new Float32Array(7));
const places: number[] = shaped.jacobianPattern.rows;
const tangent: Float64Array = shaped.jvp([1, 2, 3], [1, 2, 3, 4], 2, [1, 0, 0], [0, 0, 0, 0], 0);
const u: number[] = shaped.evaluate({ x: Float64Array.of(1, 2, 3), A: [[1, 2], [3, 4]], s: 1 }).value.u;
// @ts-expect-error A is nested by name
shaped.evaluate({ x: [1, 2, 3], A: [1, 2, 3, 4], s: 1 });
const n: number = one.value(1, 2) + one.valueAndGradient(1, 2, [0, 0]) + one.packed([1, 2], null) + one.packed([1, 2]);
const g: Float64Array = one.gradient(1, 2);
const h: number[] = one.hessian(1, 2, [0, 0, 0, 0]);
const t: Float64Array = one.jvp(1, 2, 0, 1);
const v: number = one.evaluate({ x: 1 }).gradient.y + one.multipliers(1, 2).a;
const m: number[][] = two.evaluate({ out: 1, y: 2 }).jacobian;
const d: number = two.evaluate({ out: 1, y: 2 }).value.d + two.vjp(1, 2, [1, 0])[0]!;
const p: number = fixed.bindPacked({ s: 1 })([2], new Float32Array(1));
const s: Float64Array = one.start();
const shape: number[] = one.wrt[0]!.shape;
// @ts-expect-error an array is wanted
one.valueAndGradient(1, 2, 3);
// @ts-expect-error a number is wanted
one.value('1', 2);
// @ts-expect-error y has no default
two.evaluate({ out: 1 });
console.log(n, g, h, t, v, m, d, p, s, shape, f, sparse, places, tangent, u);
`,
      );
      const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
      const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
      let report = '';
      try {
        execFileSync(process.execPath, [tsc, ...options, 'use.ts'], { cwd: folder, encoding: 'utf8' });
      } catch (error) {
        report = (error as { stdout: string }).stdout;
      }
      expect(report).toBe('');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
