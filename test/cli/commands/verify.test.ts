// `wengert verify`: what it says of right derivatives, of wrong ones, and where there is nothing to say. Wrong derivatives are
// those of modules with a function put in place of the emitted one.

import { describe, expect, it } from 'vitest';
import { subjectOf, verifyPoint } from '../../../src/cli/verify/verified.js';
import { createCompilation } from '../../../src/compilation.js';
import type { ExportName } from '../../../src/exports/table.js';
import { capture, runIn } from '../capture.js';

const verify = (...args: string[]) => runIn('.', ['verify', ...args]);
const at = (point: Record<string, number>): string[] =>
  Object.entries(point).flatMap(([name, value]) => ['--at', `${name}=${value}`]);

interface JSONRow {
  function: string;
  order: number;
  output: string;
  input: string;
  secondInput?: string;
  derivative: number | string;
  difference: number | string;
  verdict: string;
  reason: string | null;
}

async function rowsOf(formula: string, point: Record<string, number>, ...args: string[]) {
  const { exit, out } = await verify('--formula', formula, ...at(point), '--json', ...args);
  const { points, functions, ok } = JSON.parse(out);
  const rows: JSONRow[] = points[0].derivatives;
  expect(ok).toBe(exit === 0);
  return { exit, functions, rows: rows.filter(row => ![row.input, row.secondInput].includes('(direction)')), points };
}

/** Numbers of a matrix and a vector, in which every entry is another. */
const LINEAR = ['--at', 'A=[[2,1,0],[1,3,1],[0,-1,4]]', '--at', 'b=[1,2,3]'];

it('agrees with solutions, inverses and determinants', async () => {
  for (const result of ['sum(solve(A, b).^2)', 'logdet(A)*det(A)', 'sum(inv(A).^2)']) {
    const { exit, out } = await verify(
      '--formula',
      `input A[3,3], b[3]; ${result} + b[1]`,
      '--emit',
      'hessian',
      ...LINEAR,
    );
    expect(out).toContain('none differs');
    expect(exit).toBe(0);
  }
});

/** Verdicts of one function of a module that gives this in place of what is emitted. */
function verdictsOf(
  formula: string,
  functions: readonly ExportName[],
  fakes: Record<string, unknown>,
  point: number[],
) {
  const compilation = createCompilation(formula, { emit: functions });
  const subject = subjectOf(compilation, compilation.exports);
  const { rows } = verifyPoint({ ...subject, ...gradientOf(fakes), module: { ...subject.module, ...fakes } }, point, 1);
  return rows
    .filter(row => row.order > 0 && row.function in fakes && !row.inputs.includes('(direction)'))
    .map(({ judgement }) => judgement.verdict);
}

/** A wrong rule is wrong in the gradient too that second derivatives may be held against. */
function gradientOf({ gradient }: Record<string, unknown>) {
  if (gradient === undefined) return {};
  const f = gradient as (...x: readonly number[]) => Float64Array;
  return { gradient: (point: readonly number[]) => f(...point) };
}

describe('the table', () => {
  it('has a row for each derivative, however many functions give it', async () => {
    const { exit, out } = await verify('x^2*y', '--at', 'x=3', '--at', 'y=2');
    expect(exit).toBe(0);
    expect(out.replace(/\d\.\de[+-]\d+/g, '…').replace(/ +/g, ' ')).toBe(`output input derivative difference error
value x 12.0000000000 12.0000000000 … agrees
value y 9.00000000000 9.00000000000 … agrees

2 derivatives at 1 point: none differs (value, gradient, valueAndGradient, evaluate, packed, jvp, vjp, jacobian); forward and reverse mode agree to …
`);
  });

  it('names the functions where they do not say the same, and the points to look at', async () => {
    const { exit, out } = await verify('1/(1+exp(-x))', '--at', 'x=-800', '--emit', 'value,gradient');
    expect(exit).toBe(1);
    expect(out).toMatch(/value {3}x {6}NaN {9}0\.00000000000 +differs/);
    expect(out).toContain('1 derivative at 1 point: 1 DIFFERS (value, gradient)');
  });

  it('says of how many derivatives it is a sample', async () => {
    const { out } = await verify(
      'input x[20]\narray(x[i]*x[j], i = 1:20, j = 1:20)',
      '--samples',
      '1',
      '--emit',
      'jacobian',
    );
    expect(out).toMatch(/\n\d+ of 8000 derivatives at 1 point: none differs \(jacobian\)\n$/);
  });
});

describe('every function', () => {
  it('that is asked for is checked, by the command or by the program', async () => {
    const asked =
      'value,gradient,valueAndGradient,evaluate,packed,packedGradient,bindPacked,jvp,vjp,jacobian,jacobianSparse';
    const second = 'hessian,hessianSparse,hvp,valueGradientHessian,multipliers';
    const { exit, functions, rows, points } = await rowsOf(
      'a = x*y; exp(a)',
      { x: 1, y: 0.5 },
      '--emit',
      `${asked},${second}`,
    );
    expect(exit).toBe(0);
    expect([...functions].sort()).toEqual([...`${asked},${second},jacobianPattern,hessianPattern`.split(',')].sort());
    const checked = new Set([...rows, ...points[0].values].map(row => row.function));
    expect([...checked].sort()).toEqual([...`${asked},${second}`.split(',')].sort());
    expect((await rowsOf('emit hvp; x^3', { x: 2 })).rows).toMatchObject([
      { function: 'hvp', order: 2, input: 'x', secondInput: 'x', derivative: 12, verdict: 'agrees' },
    ]);
  });

  it('that is about residuals is held against each of them, and each of their derivatives', () => {
    // The last entry should be 1.
    const residualJacobian = (x: number, y: number, r: number[], jacobian: number[]): number => {
      Object.assign(r, [x * y, y]);
      Object.assign(jacobian, [y, x, 0, 2]);
      return (x * y) ** 2 + y ** 2;
    };
    const formula = 'param x, y\nresidual x*y\nresidual y';
    const verdicts = verdictsOf(formula, ['residualJacobian'], { residualJacobian }, [3, 2]);
    expect(verdicts).toEqual(['agrees', 'agrees', 'agrees', 'differs']);
  });

  it('that has no derivatives is said not to be checked', async () => {
    const { out } = await verify('param a = 1\n(a - 2)^2', '--emit', 'start,gradient', '--samples', '1');
    expect(out).toContain('none differs (gradient); not checked: start\n');
  });

  it('has its value held against the operations table', async () => {
    const { points } = await rowsOf('x^2', { x: 3 }, '--emit', 'value,packed');
    expect(points[0].values).toEqual(
      ['value', 'packed'].map(name => ({
        function: name,
        output: 'value',
        value: 9,
        expected: 9,
        error: 0,
        verdict: 'agrees',
      })),
    );
  });

  it('is taken from the module of the target', async () => {
    const { exit, rows } = await rowsOf('sin(x)*y', { x: 1, y: 2 }, '--target', 'wasm', '--emit', 'gradient,hessian');
    expect(exit).toBe(0);
    // cos(1)*2, sin(1); -2 sin(1), cos(1), cos(1), 0.
    expect(rows.map(({ derivative }) => Number(derivative).toFixed(10))).toEqual([
      '1.0806046117',
      '0.8414709848',
      '-1.6829419696',
      '0.5403023059',
      '0.5403023059',
      '0.0000000000',
    ]);
  });

  it('over vectors, under maximize, and with inputs that are not differentiated', async () => {
    const program = 'input a\nparam x[2] = [1, 2]\nmaximize a*x[1]*x[2]^2 - x[1]^2';
    const { exit, rows } = await rowsOf(program, { a: 3 }, '--emit', 'gradient,bindPacked,evaluate,vjp,hvp');
    expect(exit).toBe(0);
    // 3·4 - 2, 2·3·1·2.
    for (const name of ['gradient', 'bindPacked', 'evaluate', 'vjp'])
      expect(rows.filter(row => row.function === name).map(row => row.derivative)).toEqual([10, 12]);
  });

  it('multipliers against the program with a statement changed', async () => {
    const { rows } = await rowsOf('a = x^2; b = a*y; a + exp(b)', { x: 1, y: 0.5 }, '--emit', 'multipliers');
    // 1 + y·exp(b) and exp(b) at b = 0.5.
    expect(rows).toMatchObject([
      { input: 'a', derivative: 1.824360635350064, verdict: 'agrees' },
      { input: 'b', derivative: 1.6487212707001282, verdict: 'agrees' },
    ]);
    const wrong = verdictsOf('a = x^2; a + exp(a)', ['multipliers'], { multipliers: () => ({ a: 1 }) }, [1]);
    expect(wrong).toEqual(['differs']);
  });
});

describe('a wrong derivative', () => {
  const fill =
    (...numbers: number[]) =>
    () =>
      Float64Array.from(numbers);

  it('differs at first and at second order', () => {
    // f″(0) of (3+x)^x is 2/3 + log(3)²; without the derivative of a guard it was 1.5402823.
    expect(verdictsOf('(3+x)^x', ['hessian'], { hessian: fill(1.5402823) }, [0])).toEqual(['differs']);
    expect(verdictsOf('(3+x)^x', ['hessian'], { hessian: fill(1.8736156274) }, [0])).toEqual(['agrees']);
    expect(verdictsOf('d ? d : 0', ['jacobian'], { jacobian: fill(0) }, [1])).toEqual(['differs']);
    expect(verdictsOf('d ? d : 0', ['jacobian'], { jacobian: fill(1) }, [1])).toEqual(['agrees']);
    // Weibull density, k = 1, l = 2, x = 1.5: -0.0362616998 is right.
    const density = 'k/l*(x/l)^(k-1)*exp(-(x/l)^k)';
    const hvp = (scale: number) => (_k: number, _l: number, _x: number, dk: number) => fill(0, 0, scale * dk)();
    expect(verdictsOf(density, ['hvp'], { hvp: hvp(-0.0362616998) }, [1, 2, 1.5])[4]).toBe('agrees');
    expect(verdictsOf(density, ['hvp'], { hvp: hvp(-0.1937) }, [1, 2, 1.5])[4]).toBe('differs');
  });

  it('differs where gradient and Hessian are wrong alike', () => {
    const twice = (x: number) => Float64Array.of(2 * Math.exp(x));
    expect(verdictsOf('exp(x)', ['gradient', 'hessian'], { gradient: twice, hessian: twice }, [1])).toEqual([
      'differs',
      'differs',
    ]);
  });

  it('differs where it is the answer of a sparse matrix that has too few entries', () => {
    const jacobianPattern = { rows: [0], cols: [0] };
    const fakes = { jacobianPattern, jacobianSparse: fill(2) };
    expect(verdictsOf('x*y', ['jacobianSparse'], fakes, [3, 2])).toEqual(['agrees', 'differs']);
  });

  it('differs where it is one of few nonzeros among too many derivatives to compare all', () => {
    const hessianSparse = (x: readonly number[]) => Float64Array.from(x, (at, i) => (i === 137 ? 5 : 6) * at);
    const point = Array.from({ length: 300 }, (_, i) => 1 + i / 300);
    const found = verdictsOf('input x[300]\nsum(x[k]^3, k = 1:300)', ['hessianSparse'], { hessianSparse }, point);
    expect(found.length).toBeLessThan(45150);
    expect(found.filter(verdict => verdict === 'differs')).toHaveLength(1);
  });

  it('differs by a part in a thousand even where second differences drown, as the gradient is sound', () => {
    const sine = (by: number) => (x: number) => Float64Array.of(-by * Math.sin(x));
    expect(verdictsOf('1e9 + sin(x)', ['hessian'], { hessian: sine(1) }, [1])).toEqual(['agrees']);
    expect(verdictsOf('1e9 + sin(x)', ['hessian'], { hessian: sine(1.001) }, [1])).toEqual(['differs']);
  });

  it('differs where it is small next to the value', () => {
    expect(verdictsOf('1e-13*x + 1e-9', ['gradient'], { gradient: fill(2e-13) }, [1])).toEqual(['differs']);
    expect(verdictsOf('1e-13*x + 1e-9', ['gradient'], { gradient: fill(1e-13) }, [1])).toEqual(['agrees']);
  });

  it('differs where it is NaN or infinite and differences are finite', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(verdictsOf('x*y', ['gradient'], { gradient: fill(wrong, 3) }, [3, 2])).toEqual(['differs', 'agrees']);
  });

  it('is not excused by kinks of what lost or of the arm not taken', () => {
    const formula = 'max(1e-10, sqrt(x^2+y^2))';
    expect(verdictsOf(formula, ['gradient'], { gradient: fill(NaN, 0) }, [0, 0])).toEqual(['differs', 'agrees']);
    expect(verdictsOf('x < 5 ? x^2 : abs(x)', ['gradient'], { gradient: fill(1) }, [0])).toEqual(['differs']);
    expect(verdictsOf('max(3, abs(x)) + x', ['gradient'], { gradient: fill(0) }, [0])).toEqual(['differs']);
  });

  it('is not excused by a kink nearby, nor by one that has nothing to do with it', () => {
    expect(verdictsOf('abs(x - 1e-9)', ['gradient'], { gradient: fill(1) }, [0])).toEqual(['differs']);
    expect(verdictsOf('abs(x - 1e-9)', ['gradient'], { gradient: fill(-1) }, [0])).toEqual(['agrees']);
    expect(verdictsOf('abs(x) + y^2', ['gradient'], { gradient: fill(0, 3) }, [0, 1])).toEqual([
      'convention',
      'differs',
    ]);
    expect(verdictsOf('a = abs(x); b = x^2 + x; output a, b', ['jacobian'], { jacobian: fill(0, 2) }, [0])).toEqual([
      'convention',
      'differs',
    ]);
  });

  it('is not excused by the kink that it is at, where no rule gives it', () => {
    const first = (formula: string, slope: number) =>
      verdictsOf(formula, ['gradient'], { gradient: fill(slope) }, [0])[0];
    expect([-1.1, -1, 0, 1, 1.1, NaN].map(slope => first('abs(x)', slope))).toEqual([
      'differs',
      'convention',
      'convention',
      'convention',
      'differs',
      'differs',
    ]);
    expect([1, 0].map(slope => first('sign(x)', slope))).toEqual(['differs', 'convention']);
    expect([2, 5, 3].map(slope => first('x > 0 ? 3*x + 1 : 2*x', slope))).toEqual([
      'convention',
      'differs',
      'convention',
    ]);
    // The square of a length is smooth: its Hessian is 2.
    const second = (formula: string, bend: number) => verdictsOf(formula, ['hessian'], { hessian: fill(bend) }, [0])[0];
    expect([0, 2].map(bend => second('hypot(x, x)^2/2', bend))).toEqual(['differs', 'agrees']);
    expect([0, NaN].map(bend => second('hypot(x, x)', bend))).toEqual(['differs', 'convention']);
  });

  it('is found where the value is narrow, small or large', () => {
    const slopes = (formula: string, x: number, right: number) =>
      [right, 0].map(slope => verdictsOf(formula, ['gradient'], { gradient: fill(slope) }, [x])[0]);
    // -2x/1e-6·exp(-(x/1e-3)²).
    expect(slopes('exp(-(x/1e-3)^2)', 0.0005, -778.8007830714049)).toEqual(['agrees', 'differs']);
    expect(slopes('x*exp(-(x/1e-3)^2)', 0, 1)).toEqual(['agrees', 'differs']);
    expect(slopes('log(x)', 1e-9, 1e9)).toEqual(['agrees', 'differs']);
    expect(slopes('1/x', 1e-12, -1e24)).toEqual(['agrees', 'differs']);
    expect(slopes('x^2', 1e150, 2e150)).toEqual(['agrees', 'differs']);
  });
});

describe('a convention', () => {
  it.each<[string, Record<string, number>, number | string, string]>([
    ['abs(x)', { x: 0 }, 0, 'abs at a kink, slopes -1 and 1'],
    ['max(x, 2*x, 3*x) + y', { x: 0, y: 1 }, 2, 'max at a kink, slopes 1 and 3'],
    ['relu(x)', { x: 0 }, 0, 'relu at a kink, slopes 0 and 1'],
    ['floor(x)*x', { x: 2 }, 2, 'floor at a kink, slopes 1 and 2'],
    ['mod(x, 2)', { x: 4 }, 1, 'mod at a kink, slopes 1 and 1'],
    ['norm([x, 0])', { x: 0 }, 0, 'hypot at a kink, slopes -1 and 1'],
    ['x > 0 ? x^2 : 5', { x: 0 }, 0, 'gt, select at a kink, slopes 0 and 0'],
    ['atan2(y, x)', { y: 0, x: 0 }, 'NaN', 'atan2 at a kink'],
    ['atan2(y, x)', { y: 0, x: -2 }, -0.5, 'atan2 at a kink, slopes -0.5 and -0.5'],
  ])('of %s at %j', async (formula, point, derivative, reason) => {
    const { exit, rows } = await rowsOf(formula, point, '--emit', 'gradient');
    expect(rows[0]!.derivative).toBe(derivative);
    expect([rows[0]!.verdict, rows[0]!.reason]).toEqual(['convention', reason]);
    expect(exit).toBe(0);
  });

  it('is not needed where differences know', async () => {
    for (const [formula, derivative] of [
      ['sqrt(x)', 'Infinity'],
      ['cbrt(x)', 'Infinity'],
      ['x^3', 0],
    ] as const) {
      const { rows } = await rowsOf(formula, { x: 0 }, '--emit', 'gradient');
      expect(rows).toMatchObject([{ derivative, verdict: 'agrees' }]);
    }
    const { rows } = await rowsOf('x^y', { x: 0, y: 0 }, '--emit', 'gradient');
    expect(rows.map(row => [row.derivative, row.verdict])).toEqual([
      [0, 'agrees'],
      ['-Infinity', 'agrees'],
    ]);
  });
});

describe('undecided', () => {
  it('is what has no differences, as the value is not finite', async () => {
    const { exit, rows } = await rowsOf('log(x)*0 + y', { x: 0, y: 1 }, '--emit', 'gradient');
    expect(rows[1]).toMatchObject({ verdict: 'undecided', reason: 'the value is NaN, which has no differences' });
    expect(exit).toBe(0);
  });
});

describe('long work', () => {
  it('says on a terminal at which point it is', async () => {
    const { streams, err } = capture('.', { progress: true });
    const { run } = await import('../../../src/cli/main.js');
    const terms = Array.from({ length: 12_000 }, (_, i) => `x*${i}.5`).join(' + ');
    await run(
      ['verify', '--formula', terms, '--samples', '1', '--emit', 'gradient'],
      streams,
      new AbortController().signal,
    );
    expect(err()).toContain('verifying at point 1 of 1 …');
    expect(err().endsWith('\r\u001b[K')).toBe(true);
  });
});
