// Every function gives the same bits whatever it is emitted as: JavaScript or WebAssembly, whole or in pieces of any length.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compiled, type CompileOptions, compile, type ExportName } from '../../src/index.js';
import '../../src/wasm.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 15);

/** More than five, so that a Hessian may have enough zeros for a loop to write them. */
const N = 6;

const UNARY = ['-', 'not ', 'abs', 'sqrt', 'square', 'exp', 'log', 'sin', 'cos', 'tanh', 'atan', 'sign', 'floor'];
const SPECIAL = ['relu', 'round', 'cbrt', 'sigmoid', 'softplus', 'gamma', 'expm1', 'log1p', 'asinh', 'sec', 'erf'];
const INFIX = ['+', '-', '*', '/', '^', '<', '<=', '==', 'and', 'or'];
const CALLED = ['min', 'max', 'hypot', 'atan2', 'mod', 'logsumexp'];

const { formula } = fc.letrec<{ formula: string }>(tie => {
  const one = tie('formula');
  const two = fc.tuple(one, one);
  return {
    formula: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: N }).map(i => `v[${i}]`) },
      { weight: 2, arbitrary: fc.constantFrom('0', '1', '2', '0.5', '(-1)', '(-0)', 'Infinity', 'NaN') },
      {
        weight: 4,
        arbitrary: fc.tuple(fc.constantFrom(...UNARY, ...SPECIAL), one).map(([of, a]) => `(${of}(${a}))`),
      },
      { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...INFIX), two).map(([of, [a, b]]) => `(${a} ${of} ${b})`) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...CALLED), two).map(([of, [a, b]]) => `${of}(${a}, ${b})`) },
      // Zeros whose sign is that of nothing in the formula.
      { weight: 2, arbitrary: one.map(a => `(${a} - ${a})`) },
      { weight: 2, arbitrary: fc.tuple(one, two).map(([a, [b, c]]) => `(${a} ? ${b} : ${c})`) },
    ),
  };
});

const points = fc.array(fc.constantFrom(0, -0, 1, -1, 0.5, 2, Infinity, -Infinity, NaN), {
  minLength: N,
  maxLength: N,
});

const variants: readonly CompileOptions[] = [undefined, 8, 3, 1].flatMap(statements => {
  const limits = statements === undefined ? {} : { limits: { statements } };
  return [limits, { ...limits, target: 'wasm' as const }];
});

/** Everything that a scalar formula exports at a point, by the name of the export. */
function numbersOf(
  compiled: Compiled,
  point: readonly number[],
  tangent: readonly number[],
): Map<ExportName, number[]> {
  const [gradient, hessian] = [new Float64Array(N), new Float64Array(N * N)];
  const calls: Partial<Record<ExportName, () => unknown>> = {
    value: () => compiled.value(point),
    gradient: () => compiled.gradient(point),
    valueAndGradient: () => [compiled.valueAndGradient(point, gradient), ...gradient],
    packed: () => [compiled.packed(point, gradient), ...gradient],
    jvp: () => compiled.jvp(point, tangent),
    vjp: () => compiled.vjp(point, tangent[0]),
    jacobian: () => compiled.jacobian(point),
    jacobianSparse: () => compiled.jacobianSparse(point),
    hessian: () => compiled.hessian(point),
    hessianSparse: () => compiled.hessianSparse(point),
    hvp: () => compiled.hvp(point, tangent),
    valueGradientHessian: () => [compiled.valueGradientHessian(point, gradient, hessian), ...gradient, ...hessian],
  };
  return new Map(
    Object.entries(calls).map(([name, call]) => {
      const found = call();
      // The keys are those of the record.
      return [name as ExportName, typeof found === 'number' ? [found] : Array.from(found as ArrayLike<number>)];
    }),
  );
}

function expectSame(text: string, at: readonly (readonly number[])[], tangent: readonly number[]): void {
  const [first, ...others] = variants.map(options => {
    const compiled = compile(`input v[${N}]\n${text}`, options);
    return at.map(point => numbersOf(compiled, point, tangent));
  });
  // Equality of maps and lists is that of Object.is.
  for (const [i, other] of others.entries()) expect(other, JSON.stringify(variants[i + 1])).toEqual(first);
}

describe('every export at special points', () => {
  it('of random formulas', () => {
    fc.assert(
      fc.property(formula, points, points, points, (text, point, other, tangent) => {
        expectSame(text, [point, other], tangent);
      }),
      { numRuns: RUNS, seed: 8 },
    );
  });

  // A partial of -0 among more than 32 zeros, in a Hessian that a loop fills.
  it.each([
    'sin((1 - v[1]) - (1 - v[1]))',
    'v[6]*0 + cos(v[2] - v[2])*v[3]',
    'max(atan(v[1]), v[2]/log(v[3] - v[3], v[4] != v[5]))',
    '-(0*v[1]*v[2])',
  ])('of %s', text => {
    expectSame(
      text,
      [
        [0, -0, 1, -1, 0.5, 2],
        [-0, 0, Infinity, NaN, 1, 1],
      ],
      [1, -0, 0, -1, 2, NaN],
    );
  });
});
