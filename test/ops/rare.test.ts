// Rare functions in programs: every export to third order against literal values, computed with mpmath 1.3 at 60 digits.

import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { derivativeOf } from '../../src/evaluate.js';
import { compile, emitSource, FormulaError } from '../../src/index.js';
import '../../src/special.js';
import '../../src/wasm.js';
import * as rare from '../../templates/rare.js';

/** Formula in x, x, and there the value and three derivatives. */
const ofOne: readonly [formula: string, x: number, derivatives: readonly number[]][] = [
  ['erfcx(x)', 3.5, [0.1552936556088943, -0.041323577833252495, 0.02132226638502115, -0.016038446637861917]],
  ['erfcx(x)', -2, [108.94090438997797, -436.8919967270074, 1965.4497956879854, -9609.367169659972]],
  ['erfcx(x)', 40, [0.014100335983377814, -0.0003522884252874839, 1.75979437569139e-5, -1.3182005968235873e-6]],
  ['erfcx(x)', 0, [1, -1.1283791670955126, 2, -4.51351666838205]],
  ['j0(x)', 2.3, [0.05553978444560206, -0.5398725326043137, 0.17918740364323, 0.35990966663385193]],
  ['j0(x)', 60, [-0.09147180408906187, -0.046598383758166315, 0.09224844381836464, 0.04504796569903853]],
  ['j0(x)', -1.5, [0.5118276717359181, 0.5579365079100996, -0.1398699997958517, -0.4032113931472898]],
  ['j0(x)', 0, [1, 0, -0.5, 0]],
  ['j1(x)', 2.3, [0.5398725326043137, -0.17918740364323, -0.35990966663385193, 0.1791804187271119]],
  ['j1(x)', -60, [-0.046598383758166315, -0.09224844381836464, 0.04504796569903853, 0.09294756264471102]],
  ['j1(x)', 0, [0, 0.5, 0, -0.375]],
  ['jn(4, x)', 3, [0.13203418392461222, 0.13301714368910203, 0.05835420626721993, -0.057698899757560054]],
  ['jn(4, x)', -2.5, [0.07378188005425523, -0.09854938295230516, 0.07567997970371611, 0.011872343554636296]],
  ['jn(4, x)', 300, [-0.03243940044703888, 0.03276110301013321, 0.03232442976581452, -0.03286262445430941]],
  ['jn(-3, x)', 5.5, [-0.256117865140107, 0.2570161353600731, 0.13318730214039246, -0.1685587762160967]],
  ['y0(x)', 0.5, [-0.44451873350670656, 1.471472392670243, -2.4984260518337797, 9.411269281678289]],
  ['y0(x)', 60, [0.0473589522094494, -0.09186960936986689, -0.04582779205328495, 0.09260788656815223]],
  ['y1(x)', 0.8, [-0.9781441766833588, 1.135877941197592, -1.970053525881379, 8.697183222565975]],
  ['y1(x)', 30, [0.08442557066174723, -0.12010991737538894, -0.08032810055961011, 0.12251435605390013]],
  ['i0(x)', 2.5, [3.289839144050123, 2.5167162452886984, 2.283152645934644, 2.0061297861610328]],
  ['i0(x)', -30, [781672297823.9775, -768532038938.957, 756054563192.679, -744184144653.5776]],
  ['i0(x)', 0, [1, 0, 0.5, 0]],
  ['i1(x)', 2.5, [2.5167162452886984, 2.283152645934644, 2.0061297861610328, 1.889169898772363]],
  ['i1(x)', -3, [-3.9533702174026093, 3.5630025133974876, -3.204966070425959, 2.9936165879066015]],
  ['i1(x)', 0, [0, 0.5, 0, 0.375]],
  ['lambertw(x)', 0.7, [0.447470259269655, 0.44162788384378915, -0.3297772914960572, 0.5336201972425467]],
  ['lambertw(x)', -0.35, [-0.7166388164560736, 7.225899645042155, -236.47889810461453, 20177.173263016022]],
  ['lambertw(x)', 0, [0, 1, -2, 9]],
  ['lambertw(x)', 1e10, [20.028685413304952, 9.524459099394157e-11, -9.502920568720985e-21, 1.8982400237463353e-30]],
];

/** a, x, and there of gammainc(a, x) the value and the derivatives by a, x, aa, ax, xx, aaa, aax, axx and xxx. */
const ofGamma: readonly [operands: readonly [number, number], derivatives: readonly number[]][] = [
  [
    [2.5, 1.7],
    [
      0.36143007689620493, -0.26654260855002465, 0.30460467401363456, 0.10987928786794805, -0.05255295386704924,
      -0.035835844001604056, 0.06061154352110069, -0.14029838794845384, 0.1853619204629673, -0.15388333012453512,
    ],
  ],
  [
    [1, 0.5],
    [
      0.3934693402873666, -0.48945757610237844, 0.6065306597126334, 0.40279151836059696, -0.0703160186737824,
      -0.6065306597126334, 0.10460385889609897, -0.989551102129323, 1.2833773380990492, 0.6065306597126334,
    ],
  ],
  [
    [0.3, 2],
    [
      0.977974019172853, -0.09925266010124012, 0.02784780805172049, -0.17897351352819282, 0.11684025187215552,
      -0.03759454086982266, -0.04707823375272531, 0.14921674206793611, -0.14381043600154972, 0.05562599658331168,
    ],
  ],
  [
    [50, 60],
    [
      0.9155933189063081, -0.02128499278634949, 0.019392664606901096, -0.0038864838466261134, 0.003730273843883843,
      -0.003555321844598534, -0.00028313164646247063, 0.00032577873053463684, -0.0003606724612636863,
      0.0003878532921380219,
    ],
  ],
  [
    [3, 0.001],
    [
      1.6654171665278076e-10, -1.3596358251998284e-9, 4.995002499166875e-7, 1.1052715961013492e-8,
      -3.911356494215784e-6, 0.0009985009995834584, -8.944862691914517e-8, 3.0430762307656823e-5, -0.007319301382020664,
      0.9970029983339581,
    ],
  ],
];

/** Within 2e-13 of the larger of the expected value and `scale`. */
function expectNear(actual: ArrayLike<number>, expected: readonly number[], scale = 0): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const bound = 2e-13 * Math.max(Math.abs(value), scale);
    expect(Math.abs(actual[i]! - value), `entry ${i}: ${actual[i]}, not ${value}`).toBeLessThanOrEqual(bound);
  }
}

const thirdOf = (formula: string, ...point: number[]): number[] =>
  derivativeOf(createCompilation(formula, {}), 3, point).map(({ value }) => value);

describe('a function of one operand', () => {
  it.each(ofOne)('%s at %d in every export', (formula, x, [value, first, second, third]) => {
    for (const target of ['js', 'wasm'] as const) {
      const compiled = compile(`input x\n${formula}`, { target });
      expectNear([compiled.value(x)], [value!]);
      expectNear(compiled.gradient(x), [first!]);
      expectNear(compiled.hessian(x), [second!]);
      expectNear([compiled.jvp(x, 3)], [3 * first!]);
      expectNear(compiled.hvp(x, 3), [3 * second!]);
    }
    expectNear(compile(`input x\n[${formula}; 2*x]`).jacobian(x), [first!, 2]);
    expectNear(thirdOf(`input x\n${formula}`, x), [third!]);
  });
});

describe('gammainc', () => {
  it.each(ofGamma)('at %j in every export, by both operands', ([a, x], expected) => {
    const [value, da, dx, daa, dax, dxx, daaa, daax, daxx, dxxx] = expected as [
      number, number, number, number, number, number, number, number, number, number,
    ]; // biome-ignore format: ten of them
    const formula = 'input a, x\ngammainc(a, x)';
    for (const target of ['js', 'wasm'] as const) {
      const compiled = compile(formula, { target });
      expectNear([compiled.value(a, x)], [value]);
      expectNear(compiled.gradient(a, x), [da, dx]);
      expectNear(compiled.hessian(a, x), [daa, dax, dax, dxx]);
      expectNear([compiled.jvp(a, x, 1, 0), compiled.jvp(a, x, 0, 1)], [da, dx]);
      expectNear(compiled.hvp(a, x, 1, 0), [daa, dax]);
      expectNear(compiled.hvp(a, x, 0, 1), [dax, dxx]);
    }
    expectNear(compile('input a, x\n[gammainc(a, x); x]').jacobian(a, x), [da, dx, 0, 1]);
    expectNear(thirdOf(formula, a, x), [daaa, daax, daxx, dxxx]);
  });

  it('has the same mixed derivatives in either order of its operands', () => {
    const forward = thirdOf('input a, x\ngammainc(a, x)', 2.5, 1.7);
    const backward = thirdOf('input x, a\ngammainc(a, x)', 1.7, 2.5);
    expect(backward).toEqual([...forward].reverse());
  });

  it('has the limits of its derivatives at x = 0', () => {
    const at0 = (a: number) => {
      const { gradient, hessian } = compile('input a, x\ngammainc(a, x)');
      return [...gradient(a, 0), ...hessian(a, 0)];
    };
    expect(at0(1)).toEqual([0, 1, 0, -Infinity, -Infinity, -1]);
    expect(at0(0.5)).toEqual([0, Infinity, 0, -Infinity, -Infinity, -Infinity]);
    expect(at0(2)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(at0(3)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('outside of their domain and for NaN', () => {
  it.each([
    ['y0(x)', -1],
    ['y1(x)', -1],
    ['lambertw(x)', -0.5],
    ['gammainc(2, x)', -1],
    ['gammainc(x, 2)', -1],
    ...['erfcx(x)', 'j0(x)', 'j1(x)', 'jn(3, x)', 'y0(x)', 'y1(x)', 'i0(x)', 'i1(x)', 'lambertw(x)'].map(
      formula => [formula, NaN] as const,
    ),
    ['gammainc(2, x)', NaN],
    ['gammainc(x, 2)', NaN],
  ] as const)('value and derivatives of %s at %d are NaN', (formula, x) => {
    const { value, gradient, hessian, hvp } = compile(`input x\n${formula}`);
    expect([value(x), ...gradient(x), ...hessian(x), ...hvp(x, 1), ...thirdOf(`input x\n${formula}`, x)]).toEqual(
      Array(5).fill(NaN),
    );
  });

  it('the slope of lambertw is infinite at its branch point', () => {
    const { gradient, hessian } = compile('lambertw(x)');
    expect([...gradient(-Math.exp(-1)), ...hessian(-Math.exp(-1))]).toEqual([Infinity, -Infinity]);
  });
});

describe('jn', () => {
  it.each([
    ['1 + jn(k, x)', '1:5:8'],
    ['jn(2.5, x)', '1:1:10'],
    ['jn(1001, x)', '1:1:11'],
    ['input k\nf(n) = jn(n, 2)\nf(k)', '2:8:8'],
    ['input x\nsum(jn([1, 0.5], x))', '2:5:15'],
  ])('%s is an error: its order must be a constant integer', (formula, place) => {
    try {
      compile(formula);
      expect.unreachable();
    } catch (error) {
      const [first] = (error as FormulaError).toJSON().errors;
      expect([first!.code, `${first!.line}:${first!.column}:${first!.length}`]).toEqual(['WG221', place]);
      expect(first!.message).toContain('must be a constant integer between -1000 and 1000');
      expect(first!.help).toContain('jn(2, x)');
    }
  });

  it('takes an order that a constant, an index or a function gives', () => {
    const expected = rare.jn(2, 1.5) + rare.jn(3, 1.5);
    expect(compile('const n = 2\ninput x\njn(n, x) + jn(n + 1, x)').value(1.5)).toBe(expected);
    expect(compile('input x\nsum(jn(i, x), i = 2:3)').value(1.5)).toBe(expected);
    expect(compile('f(n, u) = jn(n, u)\nf(2, x) + f(3, x)').value(1.5)).toBe(expected);
    expect(compile(g => g.jn(g.constant(2), g.input('x'))).value(1.5)).toBe(rare.jn(2, 1.5));
    expect(() => compile(g => g.jn(g.input('n'), g.input('x')))).toThrow(FormulaError);
  });
});

describe('a program built by calls', () => {
  it('has the functions, not the operations that only their derivatives use', () => {
    compile(g => {
      for (const name of ['erfcx', 'j0', 'jn', 'gammainc', 'lambertw'] as const) expect(g[name]).toBeTypeOf('function');
      for (const name of ['erfcxSlope', 'yn', 'besselIn', 'gammaincSlope', 'gammaDensity', 'lambertwSlope'] as const)
        expect(name in g, name).toBe(false);
      return g.lambertw(g.input('x'));
    });
  });
});

describe('emitted code', () => {
  const calls: readonly [keyof typeof rare, readonly number[]][] = [
    ['erfcx', []], ['j0', []], ['j1', []], ['jn', [5]], ['y0', []], ['y1', []], ['i0', []], ['i1', []], ['lambertw', []],
    ['gammainc', [2.5]], ['gammainc', [300]],
  ]; // biome-ignore format: one group a line
  const points = [-3, -0.4, -0, 1e-9, 0.3, 0.9, 2.6, 24, 26, 299, 310, 1e5];

  it.each(calls)('of %s after %j gives what the template gives, as folded constants do', (name, before) => {
    const direct = (x: number): number => (rare[name] as (...operands: number[]) => number)(...before, x);
    const call = (x: string): string => `${name}(${[...before, x].join(', ')})`;
    const { value } = compile(`input x\n${call('x')}`);
    for (const x of points) {
      expect(value(x), `at ${x}`).toBe(direct(x));
      if (!Object.is(x, -0))
        expect(compile(`input z\nz + ${call(`${x}`)}`).value(0), `folded at ${x}`).toBe(0 + direct(x));
    }
  });

  it('holds what it uses, under names that give way to those of the program', () => {
    const used = emitSource('input besselFirstOrders\nj0(besselFirstOrders)');
    expect(used).toContain('function besselByRecurrence(');
    expect(used).not.toMatch(/function (?:gamma|erf|lambertw|besselFirstOrders)\(/);
    expect(emitSource('exp(x)')).not.toContain('bessel');
  });

  it("calls Math's functions where the program has their names", () => {
    // Γ(-5/2) = -8√π/15.
    expect(compile('input round, log\ngamma(round)*log').value(-2.5, 1)).toBeCloseTo(-0.9453087204829419, 15);
    expect(compile('input log, exp\nlambertw(log)*exp').value(Math.E, 2)).toBeCloseTo(2, 15);
    expect(emitSource('gamma(x)', { emit: ['value'] })).not.toContain('function round');
  });

  it('runs where pieces of a long function call them', () => {
    const terms = Array.from({ length: 60 }, (_, i) => `j0(${i + 1}*x)*gammainc(${i + 1}, x)`).join(' + ');
    for (const target of ['js', 'wasm'] as const) {
      const whole = compile(terms).gradient(1.5);
      expect(compile(terms, { target, limits: { statements: 20 } }).gradient(1.5)).toEqual(whole);
    }
  });
});
