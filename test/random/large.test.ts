// Programs of hundreds of statements with values that wait for long, which are scheduled in other ways than short ones.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import '../../src/wasm.js';

const INPUTS = 10;

interface Statement {
  readonly text: string;
  /** Value and derivative out of those of the statements before. */
  run(values: readonly number[], tangents: readonly number[]): [number, number];
}

/** Numbers from 0 to 1, the same for the same seed (Park and Miller, CACM 31, 1988). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Statements on anything before them, of values that stay near 1; branches only where asked for. */
function randomStatements(seed: number, length: number, withBranches: boolean): Statement[] {
  const random = randomNumbers(seed);
  const statements: Statement[] = [];
  for (let i = 0; i < length; i++) {
    // Half of the operands are new, the others may be as old as the program.
    const pick = (): number =>
      Math.floor(random() < 0.5 ? Math.max(i - 6, 0) + random() * Math.min(i, 6) : random() * i);
    const operand = (k: number): string => (k < INPUTS ? `x[${k + 1}]` : `v${k}`);
    const [j, k] = [pick() + INPUTS - 1, pick() + INPUTS - 1].map(of => Math.max(Math.min(of, i + INPUTS - 1), 0)) as [
      number,
      number,
    ];
    const [a, b] = [operand(j), operand(k)];
    const c = 0.25 + Math.floor(random() * 8) / 16;
    const choices: Statement[] = [
      { text: `${a}*${b}*${c}`, run: (v, t) => [v[j]! * v[k]! * c, (t[j]! * v[k]! + v[j]! * t[k]!) * c] },
      { text: `sin(${a}) + ${b}`, run: (v, t) => [Math.sin(v[j]!) + v[k]!, Math.cos(v[j]!) * t[j]! + t[k]!] },
      {
        text: `tanh(${a}) - ${c}*${b}`,
        run: (v, t) => [Math.tanh(v[j]!) - c * v[k]!, t[j]! / Math.cosh(v[j]!) ** 2 - c * t[k]!],
      },
      {
        text: `${a}/(1 + ${b}^2)`,
        run(v, t) {
          const below = 1 + v[k]! ** 2;
          return [v[j]! / below, t[j]! / below - (2 * v[j]! * v[k]! * t[k]!) / below ** 2];
        },
      },
      { text: `${c}*(${a} + ${b})`, run: (v, t) => [c * (v[j]! + v[k]!), c * (t[j]! + t[k]!)] },
      {
        text: `exp(-${a}^2) + ${c}`,
        run: (v, t) => [Math.exp(-(v[j]! ** 2)) + c, -2 * v[j]! * t[j]! * Math.exp(-(v[j]! ** 2))],
      },
      {
        text: `${a} > ${b} ? ${a}*${c} : ${b}*${a}`,
        run: (v, t) => (v[j]! > v[k]! ? [v[j]! * c, t[j]! * c] : [v[k]! * v[j]!, t[k]! * v[j]! + v[k]! * t[j]!]),
      },
    ];
    statements.push(choices[Math.floor(random() * (withBranches ? 7 : 6))]!);
  }
  return statements;
}

const textOf = (statements: readonly Statement[]): string => {
  const lines = statements.map(({ text }, i) => `v${i + INPUTS} = ${text}`);
  const last = statements.length + INPUTS - 1;
  return `input x[${INPUTS}]\n${lines.join('\n')}\n${Array.from({ length: 12 }, (_, i) => `v${last - i}`).join(' + ')}`;
};

/** Value, and derivative along one input, by dual numbers. */
function dual(statements: readonly Statement[], x: Float64Array, along: number): { value: number; tangent: number } {
  const values = [...x];
  const tangents = values.map((_, i): number => (i === along ? 1 : 0));
  for (const { run } of statements) {
    const [value, tangent] = run(values, tangents);
    values.push(value);
    tangents.push(tangent);
  }
  const sum = (of: readonly number[]): number => of.slice(-12).reduceRight((total, value) => total + value);
  return { value: sum(values), tangent: sum(tangents) };
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-10 * Math.max(1, Math.abs(a), Math.abs(b));

describe.each([
  ['without branches', false],
  ['with branches', true],
])('large random programs %s', (_title, withBranches) => {
  it.each([
    [1, 90],
    [2, 150],
    [3, 220],
    [4, 300],
    [5, 450],
    [6, 900],
  ])('seed %i, %i statements: gradients as by dual numbers, alike in pieces and in WebAssembly', (seed, length) => {
    const statements = randomStatements(seed, length, withBranches);
    const text = textOf(statements);
    const whole = compile(text);
    const others = [compile(text, { limits: { statements: 350 } }), compile(text, { target: 'wasm' })];
    for (const shift of [0, 0.3]) {
      const x = Float64Array.from({ length: INPUTS }, (_, i) => shift + Math.sin(2.3 * i + seed));
      const gradient = new Float64Array(INPUTS);
      const value = whole.valueAndGradient(x, gradient) as number;
      for (let i = 0; i < INPUTS; i++) {
        const wanted = dual(statements, x, i);
        expect(close(value, wanted.value), `${value}, wanted ${wanted.value}`).toBe(true);
        expect(close(gradient[i]!, wanted.tangent), `${i}: ${gradient[i]}, wanted ${wanted.tangent}`).toBe(true);
      }
      for (const other of others) {
        const again = new Float64Array(INPUTS);
        expect(other.valueAndGradient(x, again)).toBe(value);
        expect(again).toEqual(gradient);
      }
    }
  });
});

describe('dense matrix programs, whose values wait in an array', () => {
  const n = 5;
  const matrix = (seed: number): Float64Array => {
    const random = randomNumbers(seed);
    return Float64Array.from({ length: n * n }, (_, i) => random() - 0.5 + (i % (n + 1) === 0 ? 2 : 0));
  };

  it.each(['A*B*A', '(A + B)*(A - B)*A', 'inv(A)*B', 'A*B + det(B)*A*A', "A'*B*A*B'"])('%s', product => {
    const text = `input A[${n},${n}], B[${n},${n}]\nC = ${product}\nsum(C[i,j]^2*sin(i + 2*j), i = 1:${n}, j = 1:${n})`;
    const compiled = compile(text);
    expect(compile(text, { emit: ['valueAndGradient'] }).source).toMatch(/^ {2}slots\[\d+\] = \w+;$/m);
    const others = [compile(text, { limits: { statements: 500 } }), compile(text, { target: 'wasm' })];
    for (const seed of [11, 12]) {
      const [A, B, dA, dB] = [seed, seed + 10, seed + 20, seed + 30].map(matrix) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const gradient = new Float64Array(2 * n * n);
      const value = compiled.valueAndGradient(A, B, gradient);
      expect(value).toBe(compiled.value(A, B));
      for (const other of others) {
        const again = new Float64Array(2 * n * n);
        expect(other.valueAndGradient(A, B, again)).toBe(value);
        expect(again).toEqual(gradient);
      }
      // Against forward mode, and that against differences of the value.
      const along = (compiled.jvp(A, B, dA, dB) as Float64Array)[0]!;
      const dot = gradient.reduce((sum, x, i) => sum + x * [...dA, ...dB][i]!, 0);
      expect(Math.abs(dot - along)).toBeLessThanOrEqual(1e-12 * Math.abs(along) + 1e-12);
      const at = (h: number): number =>
        compiled.value(
          A.map((x, i) => x + h * dA[i]!),
          B.map((x, i) => x + h * dB[i]!),
        );
      const h = 1e-3;
      const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      expect(Math.abs(difference - along)).toBeLessThanOrEqual(1e-5 * Math.max(Math.abs(along), 1));
    }
  });
});
