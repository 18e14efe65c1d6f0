// Values and derivatives of what equations determine. Expected values are solutions of the same equations with 40 digits (mpmath's
// findroot), and differences of those over 1e-14, unless another source is given.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/files.js';
import { compile } from '../../src/index.js';
import { readsData, sharedData } from '../data/shared.js';

interface Case {
  readonly formula: string;
  readonly point: readonly (number | number[])[];
  readonly value: number;
  readonly gradient: readonly number[];
  /** The lower triangle, row by row. */
  readonly hessian: readonly number[];
}

const five = `input g, b
implicit z[5] = 0.1
const A = [0, 0.3, -0.2, 0.1, 0.4; 0.2, 0.1, 0.3, -0.4, 0; -0.1, 0.2, 0, 0.3, 0.2; 0.4, 0, -0.3, 0.2, 0.1; 0.1, -0.2, 0.2, 0, 0.3]
z = tanh(g*A*z + b*[1, 2, 3, 4, 5]/5)
sum(z.^2 .* [1, 2, 3, 4, 5])`;

const cases: Readonly<Record<string, Case>> = {
  'Kepler, as a definition': {
    formula: 'input M, ecc; implicit E = M; E = M + ecc*sin(E); E',
    point: [1, 0.3],
    value: 1.2880913132118377,
    gradient: [1.0913293011504175, 1.0480083050499363],
    hessian: [-0.37445325532540397, -0.02735462554700662, 0.29277745367929686],
  },
  'Kepler, as an equation': {
    formula: 'input M, ecc; implicit E = M; constraint E - ecc*sin(E) == M; E',
    point: [1, 0.3],
    value: 1.2880913132118377,
    gradient: [1.0913293011504175, 1.0480083050499363],
    hessian: [-0.37445325532540397, -0.02735462554700662, 0.29277745367929686],
  },
  'Lambert W': {
    formula: 'input x; implicit w = 0.5; constraint w*exp(w) == x; w',
    point: [1],
    value: 0.5671432904097838,
    gradient: [0.3618962566348892],
    hessian: [-0.2145406462821437],
  },
  Colebrook: {
    formula: 'input Re, eD; implicit f = 0.02; constraint 1/sqrt(f) == -2*log10(eD/3.7 + 2.51/(Re*sqrt(f))); f',
    point: [1e5, 1e-4],
    value: 0.018513866077471644,
    gradient: [-3.460217939715006e-8, 5.069633533677355],
    hessian: [4.763463726454426e-13, 2.686468415103578e-5, -3241.891493936554],
  },
  'van der Waals': {
    formula:
      'const R = 8.31446261815324; input T, P, a, b; implicit v = R*T/P; constraint (P + a/v^2)*(v - b) == R*T; v',
    point: [300, 101325, 0.364, 4.267e-5],
    value: 0.02451358758928063,
    gradient: [8.254914400855867e-5, -2.4295656771474915e-7, -0.0004043103815127593, 1.0120071350906628],
    hessian: [
      -3.326139517494158e-9, -8.097898565112793e-10, 4.795518287902176e-12, 1.3754259826784569e-6,
      -3.397212515106862e-11, -1.339337282924657e-5, -8.128099699248197e-5, 1.2001278989090966e-7, 0.03358242626936311,
      -1.4930214753163615,
    ],
  },
  // √2, 1/(2√2), -1/(4·2√2)
  'a square root': {
    formula: 'input a; implicit x = 1; constraint x*x == a; x',
    point: [2],
    value: Math.SQRT2,
    gradient: [Math.SQRT2 / 4],
    hessian: [-Math.SQRT2 / 16],
  },
  'two equations in each other': {
    formula: `input a, b; implicit x = 0.6, y = 2.7
      constraint x^2 + y^2 == 4*a; constraint x*y == b + 1; x*exp(y*b/4)`,
    point: [2, 0.5],
    value: 0.7644280232516405,
    gradient: [-0.13460761651786965, 1.0532952817282597],
    hessian: [0.12131391407727966, -0.0589492342745742, 1.0947615352237723],
  },
  'five equations': {
    formula: five,
    point: [1.5, 0.7],
    value: 8.341330620580434,
    gradient: [3.9678704395573385, 8.220447543966753],
    hessian: [-0.6206270995694508, -3.8109708169936347, -12.006823794467799],
  },
  'a block that needs another': {
    formula: `input a, b; implicit x = 1, y = 0.5
      constraint exp(y) + y*x == b; constraint x^3 + x == a; x*y`,
    point: [3, 2],
    value: 0.4955724459374558,
    gradient: [0.04173297681385451, 0.4464619007815507],
    hessian: [-0.016539928066932188, 0.04445281019419035, -0.09093020308272667],
  },
  'a condition that holds': {
    formula: 'input a; implicit z = 2; constraint z + (z > 1 ? z^2 : sin(z)) == a; z',
    point: [7],
    value: 2.192582403567252,
    gradient: [0.18569533817705186],
    hessian: [-0.012806575046693231],
  },
  'a condition that does not hold': {
    formula: 'input a; implicit z = 2; constraint z + (z > 1 ? z^2 : sin(z)) == a; z',
    point: [1],
    value: 0.5109734293885692,
    gradient: [0.534111316130249],
    hessian: [0.07451227008169607],
  },
  // reference/golden.md; undamped steps go round in a circle: 0, 1, 0, 1.
  'a start from which steps have to be shortened': {
    formula: 'input a; implicit z = 0; constraint z^3 - 2*z + a == 0; z',
    point: [2],
    value: -1.7692923542386314,
    gradient: [-0.1352962784090529],
    hessian: [0.02629107857069687],
  },
};

const close = (found: number, wanted: number, tolerance: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.abs(wanted));

describe.each(Object.entries(cases))('%s', (_name, { formula, point, value, gradient, hessian }) => {
  const program = compile(formula);
  const n = gradient.length;

  it('has the value and the gradient', () => {
    close(program.value(...point), value, 1e-14);
    const found = new Float64Array(n);
    close(program.valueAndGradient(...point, found), value, 1e-14);
    for (const [i, wanted] of gradient.entries()) close(found[i]!, wanted, 1e-12);
    expect([...program.gradient(...point)]).toEqual([...found]);
    expect([...program.vjp(...point, 1)]).toEqual([...found]);
  });

  it('has the Hessian, and what products with it are', () => {
    const full = program.hessian(...point) as Float64Array;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const wanted = hessian[(i * (i + 1)) / 2 + j]!;
        close(full[i * n + j]!, wanted, 1e-10);
        close(full[j * n + i]!, wanted, 1e-10);
      }
      const direction = gradient.map((_, k) => (k === i ? 1 : 0));
      const product = program.hvp(...point, ...direction) as Float64Array;
      for (let j = 0; j < n; j++) close(product[j]!, full[j * n + i]!, 1e-10);
      close(program.jvp(...point, ...direction)[0], gradient[i]!, 1e-12);
    }
  });
});

describe('linear equations', () => {
  const A = [4, 1, 0.5, 1, 3, 1, -0.25, 1, 5];
  const b = [1, -2, 3];
  const implicit = compile('input A[3,3], b[3]; implicit z[3] = 0; constraint A*z == b; z');
  const solved = compile('input A[3,3], b[3]; solve(A, b)');

  it('are solved as solve does it, derivatives too', () => {
    const wanted = solved.value(A, b) as Float64Array;
    for (const [i, x] of (implicit.value(A, b) as Float64Array).entries()) close(x, wanted[i]!, 1e-15);
    const jacobian = solved.jacobian(A, b) as Float64Array;
    for (const [i, x] of (implicit.jacobian(A, b) as Float64Array).entries())
      expect(Math.abs(x - jacobian[i]!)).toBeLessThanOrEqual(1e-15);
  });

  // reference/golden.md: 16/7, 18/7; ∂z1/∂a = z2/(1 - a b) = 144/49.
  it('of two unknowns that are defined by each other', () => {
    const { value, jacobian } = compile(
      'input a, b; implicit z1 = 0, z2 = 0; z1 = a*z2 + 1; z2 = b*z1 + 2; output z1, z2',
    );
    const [z1, z2] = value(0.5, 0.25);
    close(z1, 16 / 7, 1e-15);
    close(z2, 18 / 7, 1e-15);
    close(jacobian(0.5, 0.25)[0], 2.93877551020408, 1e-14);
  });
});

describe('several roots', () => {
  // reference/golden.md: (3 ± √5)/2; ∂z/∂b = z/(2z - b), ∂z/∂c = -1/(2z - b).
  it.each([
    [5, 2.618033988749895],
    [0, 0.3819660112501052],
  ])('from %d the start picks %d', (start, root) => {
    const { value, gradient } = compile(`input b, c; implicit z = ${start}; constraint z^2 - b*z + c == 0; z`);
    close(value(3, 1), root, 1e-14);
    const [ofB, ofC] = gradient(3, 1);
    close(ofB, root / (2 * root - 3), 1e-13);
    close(ofC, -1 / (2 * root - 3), 1e-13);
  });

  it('have no derivative by what they start from', () => {
    const { gradient, hessian } = compile('input a, s; implicit z = s^2; constraint z^2 == a; z');
    expect([...gradient(4, 1.1)]).toEqual([0.25, 0]);
    expect([...hessian(4, 1.1)].slice(1)).toEqual([0, 0, 0]);
  });
});

describe('conditions around a block', () => {
  const { value, gradient } = compile('input a; implicit z = 1; constraint z*z == a; a > 0 ? z*a : -a');

  it('have it solved only where it is needed', () => {
    expect(value(-3)).toBe(3);
    expect([...gradient(-3)]).toEqual([-1]);
    // a^(3/2)
    close(value(4), 8, 1e-15);
    close(gradient(4)[0], 3, 1e-15);
  });
});

describe('conditions in equations', () => {
  it('pass no derivative to what they look at', () => {
    // x + sin x = b or x + tanh x = b, whichever a decides.
    const { value, gradient, jacobian, hessian } = compile(
      'input a, b; implicit x = 0; constraint x + (sin(x) > a ? sin(x) : tanh(x)) == b; x',
    );
    const root = value(-1, 0.8) as number;
    close(root + Math.sin(root), 0.8, 1e-15);
    const slope = 1 / (1 + Math.cos(root));
    for (const found of [gradient(-1, 0.8), jacobian(-1, 0.8)] as Float64Array[]) {
      expect(found[0]).toBe(0);
      close(found[1]!, slope, 1e-15);
    }
    const [aa, ab, ba, bb] = hessian(-1, 0.8) as Float64Array;
    expect([aa, ab, ba]).toEqual([0, 0, 0]);
    close(bb!, Math.sin(root) * slope ** 3, 1e-14);
  });
});

describe('what needs a block that only depends on an input by a condition', () => {
  it('has no derivative by it', () => {
    const { jacobian } = compile(`input a, b; implicit y = -0.3, z = 0.8
      constraint y + (y > a ? 2 : 3) - z^3 == 0; constraint z + exp(b)*y - b == 0
      x = sqrt(1 + y^2); output x, y, z`);
    const found = jacobian(1.27, 1.279) as Float64Array;
    expect([found[0], found[2], found[4]]).toEqual([0, 0, 0]);
  });
});

describe('multipliers', () => {
  // λ of E = M + ecc·sin E is f_E/(1 - ecc·cos E), as of any statement that u is added to.
  it('of a definition are the adjoint of the equation', () => {
    const program = compile('input M, ecc; implicit E = M; E = M + ecc*sin(E); f = E^2; f', {
      emit: ['value', 'multipliers'],
    });
    const E = 1.2880913132118377;
    const { E: ofE, f } = program.multipliers(1, 0.3);
    close(ofE, (2 * E) / (1 - 0.3 * Math.cos(E)), 1e-14);
    expect(f).toBe(1);
    close(program.value(1, 0.3), E * E, 1e-15);
  });
});

/** Where a function of one number is 0 between 0 and 1, by bisection. */
function solved(f: (t: number) => number): number {
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2;
    if (f(low) * f(middle) <= 0) high = middle;
    else low = middle;
  }
  return low;
}

describe('multipliers of what no definition says', () => {
  it('are not there, nor are they declared', () => {
    const formula = 'param a = 1; implicit z = 1, v = 1; constraint v^3 == a; constraint v*z^3 == a; w = z*v; w^2';
    const { multipliers } = compile(formula, { emit: ['multipliers'] });
    expect(multipliers(1)).toEqual({ w: 2 });
    const { declarations } = emitFiles(formula, { emit: ['multipliers'] });
    expect(declarations).toMatch(/function multipliers\(.*\): \{ "w": number \}/);
  });

  it('are those of each row where a definition is of rows', () => {
    // z = v·cos(a·x·z) with v = a = 1: λ = x/(1 + x·sin(x·z)), what Σ z·x gains for what is added to the right side.
    const { multipliers } = compile(
      'param a = 1; data x; implicit z = 1, v = 1; constraint v^3 == a; z = v*cos(a*x*z); w = z*x; sum(w)',
    );
    const { z, w } = multipliers(1, [0.5, 2]);
    const expected = [0.5, 2].map(x => x / (1 + x * Math.sin(x * solved(t => t - Math.cos(x * t)))));
    for (const [row, of] of expected.entries()) close(z[row], of, 1e-13);
    expect(w).toEqual(Float64Array.of(1, 1));
  });
});

describe('loops over rows', () => {
  it('take solutions as they take any number', () => {
    const { value, gradient } = compile(
      'param a = 2; data x, y; implicit z = 1; constraint z^3 + z == a; sum((z*x - y)^2)',
    );
    // z = 1, z' = 1/4; Σ 2(x - y)·x·z'
    expect(value(2, [1, 2, 3], [2, 4, 3])).toBe(5);
    close(gradient(2, [1, 2, 3], [2, 4, 3])[0], -2.5, 1e-15);
  });

  it('may make what equations are made of', () => {
    const { value, gradient } = compile('param a = 1; data y; implicit z = 1; constraint z^3 + z == a*mean(y); z');
    expect(value(1, [1, 2, 3])).toBe(1);
    close(gradient(1, [1, 2, 3])[0], 0.5, 1e-15);
  });
});

describe('unknowns that each row has its own of', () => {
  it('have lines of a Jacobian of their own', () => {
    // z₁ = x/(1 − vw) and z₂ = w·z₁: ∂z₁/∂v = w·x/(1 − vw)², ∂z₁/∂w = v·x/(1 − vw)².
    const { residualJacobian } = compile(
      'param v = 0.5, w = 0.25; data x, y; implicit z[2] = 0; z = [v*z[2] + x, w*z[1]]; y = z[1]',
      { emit: ['residualJacobian'] },
    );
    const [residuals, jacobian] = [new Float64Array(2), new Float64Array(4)];
    residualJacobian(0.5, 0.25, [1, 3], [0, 0], 0, 2, residuals, jacobian);
    const slope = 1 / 0.875 ** 2;
    const expected = [1, 3].flatMap(x => [-0.25 * x * slope, -0.5 * x * slope]);
    for (const [i, of] of expected.entries()) close(jacobian[i]!, of, 1e-14);
  });

  // z = (√(1 + 4ay) - 1)/(2a), for y = 2, 6, 12: z = 1, 2, 3 at a = 1; ∂z/∂a = -z²/(1 + 2az).
  const rows = 'param a = 1; data y; implicit z = y; constraint a*z^2 + z == y; sum(z)';

  it('are solved for each', () => {
    const { value, gradient, unknowns } = compile(rows);
    expect(value(1, [2, 6])).toBeCloseTo(3, 14);
    expect(value(1, [2, 6, 12], 1, 2)).toBeCloseTo(5, 14);
    expect(gradient(1, [2, 6])[0]).toBeCloseTo(-1 / 3 - 4 / 5, 14);
    // No state has them.
    expect(unknowns).toBeUndefined();
  });

  it('have second derivatives', () => {
    const z = (a: number, y: number): number => (Math.sqrt(1 + 4 * a * y) - 1) / (2 * a);
    const slope = (a: number, y: number): number => -(z(a, y) ** 2) / (1 + 2 * a * z(a, y));
    const bend = [2, 6].reduce((sum, y) => sum + (slope(1 + 1e-5, y) - slope(1 - 1e-5, y)) / 2e-5, 0);
    expect(compile(rows).hessian(1, [2, 6])[0]).toBeCloseTo(bend, 8);
  });

  it('may need what all rows share, and make what least squares are about', () => {
    const { value, gradient } = compile(`param a = 1; data y; implicit z = 1, w = 1
      constraint z^3 + z == a*w*y; constraint w^3 == a + 7; y = z`);
    // w = 2, w' = 1/12: z = 1 and 1.5 for y = 1 and y = 2.4375; z' = y (w + a w')/(1 + 3z²).
    const ys = [1, 2.4375];
    const slopes = [1, 1.5].map((z, i) => (ys[i]! * (2 + 1 / 12)) / (1 + 3 * z * z));
    expect(value(1, ys)).toBeCloseTo(0.9375 ** 2, 14);
    expect(gradient(1, ys)[0]).toBeCloseTo(-2 * 0.9375 * slopes[1]!, 13);
  });
});

describe.skipIf(sharedData === null)(`shared/data/implicit${readsData}`, () => {
  interface SharedCase {
    readonly case: string;
    readonly residual: string | readonly string[];
    readonly unknown: string | readonly string[];
    readonly constants?: Readonly<Record<string, string>>;
    readonly inputs: Readonly<Record<string, string>>;
    readonly value: string | readonly string[];
    readonly grad?: Readonly<Record<string, string>>;
    readonly hess?: Readonly<Record<string, string>>;
    readonly jac?: Readonly<Record<string, readonly string[]>>;
  }
  const list = <T>(of: T | readonly T[]): readonly T[] => (Array.isArray(of) ? of : [of as T]);
  const starts: Readonly<Record<string, string>> = { colebrook: '0.02', van_der_waals_CO2_gas_root: 'R*T/P' };
  const text =
    sharedData === null ? '{"cases":[]}' : readFileSync(path.join(sharedData, 'implicit/implicit.json'), 'utf8');
  const all = (JSON.parse(text) as { cases: SharedCase[] }).cases;

  it.each(all.map(of => [of.case, of] as const))('%s', (name, of) => {
    const names = list<string>(of.unknown);
    const inputs = Object.keys(of.inputs);
    const text = [
      ...Object.entries(of.constants ?? {}).map(([constant, value]) => `const ${constant} = ${value}`),
      `input ${inputs.join(', ')}`,
      ...names.map(unknown => `implicit ${unknown} = ${starts[name] ?? '0.5'}`),
      ...list<string>(of.residual).map(residual => `constraint ${residual} == 0`),
      `output ${names.join(', ')}`,
    ].join('\n');
    const { value, jacobian } = compile(text);
    const ofFirst = compile(text.replace(/output .*$/, names[0]!));
    const point = Object.values(of.inputs).map(Number);
    const values = names.length === 1 ? [value(...point) as number] : [...(value(...point) as Float64Array)];
    for (const [i, wanted] of list<string>(of.value).entries()) close(values[i]!, Number(wanted), 1e-14);
    const flat = jacobian(...point) as Float64Array;
    const wanted = of.jac ?? Object.fromEntries(Object.entries(of.grad!).map(([input, x]) => [input, [x]]));
    for (const [j, input] of inputs.entries())
      for (const [i, x] of wanted[input]!.entries()) close(flat[i * inputs.length + j]!, Number(x), 1e-12);
    for (const [pair, x] of Object.entries(of.hess ?? {})) {
      const j = inputs.findIndex(input => pair === input + input);
      close(ofFirst.hessian(...point)[j * inputs.length + j], Number(x), 1e-10);
    }
  });
});
