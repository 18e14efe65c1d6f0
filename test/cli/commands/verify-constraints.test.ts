// `wengert verify` of what is exported of constraints and of the Lagrangian: right functions agree, and of wrong ones the number that is
// wrong is the one that differs.

import { describe, expect, it } from 'vitest';
import { subjectOf, verifyPoint } from '../../../src/cli/verify/verified.js';
import { createCompilation } from '../../../src/compilation.js';
import type { ExportName } from '../../../src/exports/table.js';
import { runIn } from '../capture.js';

const CAN = `param radius = 3, height = 10
a = radius^2
minimize 2*pi*a + 2*pi*radius*height
constraint pi*radius^2*height == 330
constraint height <= 2.5*radius`;
const CIRCLE =
  'param a = 5, b = 2; implicit x = 1, y = 2.5; constraint x^2 + y^2 == a; constraint x*y == b; s = x + y; s^2';

const CONSTRAINTS = [
  'constraints',
  'constraintsJacobian',
  'constraintsJacobianSparse',
  'constrainedHessian',
  'constrainedHessianSparse',
] as const satisfies ExportName[];
const LAGRANGIAN = [
  'sweep',
  'residual',
  'lagrangian',
  'lagrangianGradient',
  'lagrangianHessianSparse',
] as const satisfies ExportName[];

/** Places of a function's numbers that differ where some are put in place of those that are emitted. */
function differing(
  formula: string,
  name: ExportName,
  wrong: (numbers: Float64Array) => void,
  point: number[],
): string[] {
  const compilation = createCompilation(formula, { emit: [name] });
  const subject = subjectOf(compilation, compilation.exports);
  const f = subject.module[name] as (...args: unknown[]) => Float64Array;
  const fake = (...args: unknown[]): unknown => {
    const result = f(...args);
    if (name !== 'sweep') wrong(result);
    else wrong(args.at(-1) as Float64Array);
    return result;
  };
  const { rows } = verifyPoint({ ...subject, module: { ...subject.module, [name]: fake } }, point, 1);
  return rows
    .filter(({ judgement }) => judgement.verdict === 'differs')
    .map(({ output, inputs }) => [output, ...inputs].join());
}

describe('right functions', () => {
  it.each([
    ['a program with constraints', CAN, [...CONSTRAINTS, ...LAGRANGIAN]],
    ['an implicit block', CIRCLE, LAGRANGIAN],
    ['sums over data', 'param a\ndata x, y\nm = mean(x)\ns = sum((y - a*(x - m))^2)\ns/2', LAGRANGIAN],
    ['a branch', 'param u = 2\nb = u - 1\nc = sqrt(b)\nb > 0 ? c : u^2', LAGRANGIAN],
    [
      'a constraint of implicit unknowns',
      'param p = 1, q = 2\nimplicit z = 1\nz = cos(p*z)\nminimize p^2 + q^2\nconstraint z*q >= 1\nconstraint [p, q] <= [2, 3*z]',
      CONSTRAINTS,
    ],
  ])('of %s agree', async (_what, formula, names) => {
    const { exit, out } = await runIn('.', ['verify', formula, '--emit', names.join(), '--json', '--samples', '2']);
    const { ok, unchecked, functions, points } = JSON.parse(out);
    expect([exit, ok, unchecked]).toEqual([0, true, []]);
    expect(functions).toEqual(expect.arrayContaining([...names]));
    const counted = new Set(
      points.flatMap((of: Record<'values' | 'derivatives', { function: string }[]>) =>
        [...of.values, ...of.derivatives].map(row => row.function),
      ),
    );
    expect([...counted].sort()).toEqual([...names].sort());
  });
});

describe('a wrong number', () => {
  const point = [3, 10];

  it.each([
    ['constraints', 1, ['c[2]']],
    ['constraintsJacobian', 2, ['c[2],radius']],
    ['constraintsJacobianSparse', 3, ['c[2],height']],
    ['constrainedHessian', 1, ['L,radius,height']],
    ['constrainedHessianSparse', 2, ['L,height,radius']],
    // The matrix of a and λ is among those of radius and height.
    ['lagrangianHessianSparse', 0, ['L,radius,radius']],
  ] as const)('of %s differs', (name, place, expected) => {
    const add = (numbers: Float64Array): void => {
      numbers[place]! += 1e-3 * (1 + Math.abs(numbers[place]!));
    };
    expect(differing(CAN, name, add, point)).toEqual(expected);
  });

  it.each([
    ['residual', 1, ['residual of y']],
    ['lagrangianGradient', 3, ['L,y']],
    ['lagrangianGradient', 6, ['L,λ of y']],
    // λ of the second equation.
    ['sweep', 1, ['value,y']],
  ] as const)('of %s of a block differs', (name, place, expected) => {
    const add = (numbers: Float64Array): void => {
      numbers[place]! += 1e-3;
    };
    expect(differing(CIRCLE, name, add, [5, 2])).toEqual(expected);
  });
});
