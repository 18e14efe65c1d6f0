// What TeX means. Values are Python's (math, scipy.special), or worked out by hand.

import { describe, expect, it } from 'vitest';
import { formulaOf } from '../../src/from-latex/read-program.js';
import { compile } from '../../src/index.js';
import '../../src/latex.js';
import '../../src/special.js';

type Value = number | readonly number[];

/** At x = 0.7, y = 1.3, a = 2, b = 3, n = 5, k = 2 and whatever is given, by name; each in its place. */
const GIVEN: Readonly<Record<string, Value>> = { x: 0.7, y: 1.3, a: 2, b: 3, n: 5, k: 2 };

function valueAt(tex: string, given: Readonly<Record<string, Value>> = {}): unknown {
  const { value, inputs } = compile(tex, { from: 'latex' });
  const at: Readonly<Record<string, Value>> = { ...GIVEN, ...given };
  const found = value(...inputs.map(({ name }) => at[name] ?? expect.fail(`${tex} has an input ${name}`)));
  return typeof found === 'number' ? found : [...(found as Float64Array)];
}

describe('numbers, products, fractions and powers', () => {
  it.each<[string, number]>([
    ['xy', 0.91],
    ['2x', 1.4],
    ['2xy', 1.82],
    ['a b x', 4.2],
    ['x \\cdot y \\times 2', 1.82],
    ['x\\,y\\;a\\!b~k\\quad n', 54.6],
    ['\\frac{a}{b}', 2 / 3],
    ['\\dfrac ab + \\tfrac{1}{2}', 1.1666666666666667],
    ['\\frac12', 0.5],
    ['\\frac{1}{2} a b^2', 9],
    ['a/b', 2 / 3],
    ['a b/n', 1.2],
    ['\\frac{a+b}{b-n}\\frac{a}{b}', -5 / 3],
    ['a \\frac{1}{b}', 2 / 3],
    ['\\frac{a}{b}^2', 4 / 9],
    ['x^2', 0.49],
    ['x^{2}y', 0.637],
    ['2^{3^2}', 512],
    ['a^{-1}', 0.5],
    ['a^\\frac12', Math.SQRT2],
    ['-a^2', -4],
    ['(-a)^2', 4],
    ['{-a}^2', 4],
    ['a - -b', 5],
    ['a \\cdot -b', -6],
    ['{a+b}x', 3.5],
    ['(a+b)(a-b)', -5],
    ['\\left[a + b\\right]^2', 25],
    ['a(b + 1)', 8],
    ['6.02 \\cdot 10^{23}', 6.02e23],
    ['2 \\times 10^{-3} a', 0.004],
    ['10^{-7}', 1e-7],
    ['a / 2 \\cdot 10^{2}', 100],
    ['e^{-x^2/2}', 0.7827045382418681],
    ['\\mathrm{e}^{x} - \\mathrm{e}', -0.7045291209885683],
    ['\\pi a', 6.283185307179586],
    ['\\sqrt{a}', Math.SQRT2],
    ['\\sqrt2 \\sqrt[3]{27} \\sqrt[n]{32}', 8.485281374238571],
    ['a \\bmod b', 2],
  ])('%s', (tex, wanted) => expect(valueAt(tex)).toBeCloseTo(wanted, 12));
});

describe('functions', () => {
  it.each<[string, number]>([
    ['\\sin x', 0.644217687237691],
    ['\\sin(x) y', 0.8374829934089985],
    ['\\sin 2x', 0.9854497299884601],
    ['\\sin^2 x', 0.4150164285498795],
    ['\\sin^{2}\\left(x\\right)', 0.4150164285498795],
    ['\\sin(x)^2', 0.4150164285498795],
    ['\\sin x^2', 0.470625888171158],
    ['\\sin x \\cos x', 0.49272486499423],
    ['\\sin x (1 + y)', 1.4817006806466895],
    ['\\sin x + y', 1.944217687237691],
    ['\\sin \\cos x', 0.6924231466313585],
    ['\\sin{x} y', 0.8374829934089985],
    ['\\sin\\frac{x}{2}', 0.3428978074554514],
    ['\\sin^{-1} x', 0.775397496610753],
    ['\\arctan y', 0.9151007005533605],
    ['\\tanh(x)', 0.6043677771171636],
    ['\\exp -x', 0.4965853037914095],
    ['\\ln x', -0.35667494393873245],
    ['\\log y', 0.26236426446749106],
    ['\\log_2 n', 2.321928094887362],
    ['\\log_{10} n', 0.6989700043360189],
    ['\\log_a b', 1.584962500721156],
    ['\\log^2 b', 1.206948960812582],
    ['\\operatorname{erf}(x)', 0.6778011938374185],
    ['\\operatorname{erf} x', 0.6778011938374185],
    ['\\operatorname{atan2}(y, x)', 1.0768549578753153],
    ['\\Gamma(n)', 24],
    ['\\max(a, b) - \\min\\{a, b\\}', 1],
    ['|a - b|', 1],
    ['||x| - |y|| |a|', 1.2],
    ['2|x|y', 1.82],
    ['\\left|x\\right|^2 + \\lvert y\\rvert', 1.79],
    ['\\lfloor y \\rfloor + \\lceil y \\rceil', 3],
    ['\\binom{n}{k}', 10],
    ['n! + 2 b!', 132],
    ['\\sum_{i=1}^{4} i^2 x + 1', 22],
    ['\\prod_{i=1}^{3} (x + i)', 16.983],
    ['\\sum_{i=1}^{2} \\sum_{j=1}^{3} i j', 18],
    ['\\sum_{i,j=1}^{2} i j', 9],
  ])('%s', (tex, wanted) => expect(valueAt(tex)).toBeCloseTo(wanted, 12));
});

describe('names', () => {
  it.each<[string, readonly string[]]>([
    ['x_1 + x_{12} + x_{1,2}', ['x_1', 'x_12', 'x_1_2']],
    ['\\theta_0 + \\theta_{\\text{max}} + \\varepsilon', ['theta_0', 'theta_max', 'varepsilon']],
    ['\\mathrm{rate} \\cdot t + \\text{offset}', ['rate', 't', 'offset']],
    ['\\bar{x} + \\hat{\\theta}_1 + \\dot x', ['x_bar', 'theta_hat_1', 'x_dot']],
    ['v_{\\mathrm{x}}^2 + v_y', ['v_x', 'v_y']],
    ['\\phi + \\tau + E', ['phi', 'tau', 'E']],
    ['α + \\beta', ['alpha', 'beta']],
    ['k_B T', ['k_B', 'T']],
    ['f(t, s) = A s + t', ['t', 's', 'A']],
    ['z y x', ['z', 'y', 'x']],
    ['\\frac{1}{2}m v^2', ['m', 'v']],
  ])('of %s', (tex, names) => expect(compile(tex, { from: 'latex' }).inputs.map(({ name }) => name)).toEqual(names));

  it('are those of statements', () => {
    const { statements } = compile('\\hat{y} = a x + b \\\\ r = y - \\hat{y} \\\\ r^2', {
      from: 'latex',
      emit: ['multipliers'],
    });
    expect(statements.map(({ name }) => name)).toEqual(['y_hat', 'r']);
  });

  it('of several letters are those that are declared', () => {
    expect(valueAt('input rate, x\nrate x', { rate: 4 })).toBe(2.8);
    expect(
      compile('param \\theta_0 = 1, rate = 2 in [0, 10]\ndata x\n\\sum_{\\text{rows}} \\theta_0 e^{-rate \\cdot x}', {
        from: 'latex',
      }).wrt,
    ).toMatchObject([
      { name: 'theta_0', start: 1 },
      { name: 'rate', start: 2, lower: 0, upper: 10 },
    ]);
  });
});

describe('several formulas', () => {
  it.each<[string, number]>([
    ['c = x^2\nd = c + y\nd^2', 3.2041],
    ['c = x^2 \\\\ c + 1', 1.49],
    ['\\begin{align} c &= x^2 \\\\ d &= c + y \\nonumber \\\\ &\\quad + 1 \\end{align}', 2.79],
    ['\\begin{equation}\\label{one}\n  f(x) = x^2 + 1.\n\\end{equation}', 1.49],
    ['\\begin{equation}\\begin{split} f &= x \\\\ &\\quad - y \\end{split}\\end{equation}', -0.6],
    ['$$c = x^2$$ % a comment\n$c + 1$', 1.49],
    ['\\[ f(x) = x^2 \\]', 0.49],
    ['\\(c = x\\), \\(2c\\)', 1.4],
    ['f = c d, \\quad \\text{where } c = x^2, d = y', 0.637],
    ['$f = c$ where $c = a$', 2],
    ['g(t) = t^2\nf(x) = g(x) + g(2)', 4.49],
    ['f(t) = t^2; f(3) + f^2(2)', 25],
    ['f = x\n+ y', 2],
    ['f = x +\ny', 2],
    ['f = x\n  - y', -0.6],
    ['n = 3\n\\sum_{i=1}^{n} x^i', 1.533],
  ])('%s', (tex, wanted) => expect(valueAt(tex)).toBeCloseTo(wanted, 12));

  it('say what is minimised, and under which constraints', () => {
    const { sense, source } = compile('\\min_{x, y} x^2 + y^2 \\quad \\text{subject to } x + y = 1, x \\le 2', {
      from: 'latex',
      emit: ['value', 'constraints'],
    });
    expect(sense).toBe('minimize');
    expect(source).toContain('export function constraints(x, y');
  });
});

describe('choices', () => {
  const choice = '\\begin{cases} x^2 & \\text{if } x > 0 \\\\ -x & \\text{otherwise} \\end{cases}';
  it.each<[string, number, number]>([
    [choice, 3, 9],
    [choice, -3, 3],
    [`2 ${choice} + 1`, 3, 19],
    ['\\begin{cases} 1, & \\text{for $x > 0$ and } x < 2, \\\\ 0, & \\text{else.} \\end{cases}', 1, 1],
    ['\\begin{cases} 1 & 0 \\le x < 2 \\\\ 5 & x = 4 \\\\ 7 & x \\ne 4 \\end{cases}', 4, 5],
    ['\\begin{cases} x, \\text{ if } x > 0 \\\\ 0, \\text{ otherwise} \\end{cases}', 2, 2],
    ['\\left\\{\\begin{array}{ll} x & \\text{if } x > 1 \\\\ 2 & \\text{else} \\end{array}\\right.', 0, 2],
    ['\\begin{cases} 1 & x > 0 \\\\ -1 & x < 0 \\end{cases}', 0, Number.NaN],
  ])('%s at %d', (tex, x, wanted) => expect(valueAt(tex, { x })).toBe(wanted));
});

describe('vectors and matrices', () => {
  const shapes = 'u, v \\in \\mathbb{R}^2, A \\in \\mathbb{R}^{2 \\times 2}';
  const given = { u: [1, 2], v: [3, 4], A: [1, 2, 3, 5], x: [1, 2, 4], y: [2, 4, 7], a: 2, b: 1 };
  it.each<[string, number | readonly number[]]>([
    [`u^\\top v, ${shapes}`, 11],
    [`u^T A v, ${shapes}`, 69],
    [`\\mathbf{u}^{\\mathsf{T}} \\mathbf{v}, \\mathbf{u}, \\mathbf{v} \\in \\mathbb{R}^{2}`, 11],
    [`A^{-1} v, ${shapes}`, [-7, 5]],
    [`A^\\top u, ${shapes}`, [7, 12]],
    [`\\det A, ${shapes}`, -1],
    [`\\|u - v\\|^2, ${shapes}`, 8],
    [`\\|v\\|_1 + \\|v\\|_\\infty, ${shapes}`, 11],
    [`u_1 v_2 + A_{2,1}, ${shapes}`, 7],
    ['\\begin{pmatrix} a & b \\\\ 3 & 4 \\end{pmatrix} \\begin{bmatrix} 1 \\\\ 1 \\end{bmatrix}', [3, 7]],
    ['\\begin{vmatrix} a & b \\\\ 3 & 4 \\end{vmatrix}', 5],
    ['M = \\begin{pmatrix} a & b \\\\ 3 & 4 \\end{pmatrix} \\\\ M^{-1} M^T', [1.4, 1.6, -0.8, -0.2]],
    ['\\sum_{i=1}^{3} x_i^2', 21],
    ['\\frac{1}{n} \\sum_{i=1}^{n} (y_i - a x_i - b)^2', 2],
    ['\\sum_{i=1}^{2} \\sum_{j=1}^{2} A_{ij} u_i v_j', 69],
    ['x \\in \\mathbb{R}^n, \\sum_{i=2}^{n} (x_i - x_{i-1})^2', 5],
  ])('%s', (tex, wanted) => {
    const found = valueAt(tex, given);
    const list = typeof wanted === 'number' ? [wanted] : wanted;
    for (const [i, of] of list.entries()) expect(([found].flat() as number[])[i]).toBeCloseTo(of, 12);
  });
});

describe('as a line of the language of formulas', () => {
  it.each<[string, string]>([
    ['\\frac{1}{2} m v^2', '1/2*m*v^2'],
    ['e^{-x^2/2}', 'e^(-x^2/2)'],
    ['\\sqrt{x^2+y^2}', 'sqrt(x^2 + y^2)'],
    ['\\sum_{i=1}^{n} i^2', 'sum(i^2, i = 1:n)'],
    ['a = \\begin{cases} 1 & x > 0 \\\\ 0 & \\text{else} \\end{cases}', 'a = (x > 0 ? 1 : 0)'],
    ['\\min_x (x - 1)^2', 'minimize (x - 1)^2'],
    ['\\frac{V_{\\max} S}{K_m + S}', 'V_max*S/(K_m + S)'],
    ['x_{\\min,1} + x_\\max', 'x_min_1 + x_max'],
    ['x \\in \\mathbb{R}^3, \\|x\\|', 'input x[3]; norm(x)'],
    ['rate*\\frac{x}{2} + sin(x1)', 'rate*(x/2) + sin(x1)'],
  ])('%s is %s', (tex, wanted) => expect(formulaOf(tex)).toBe(wanted));
});

describe('arrays by the signs of papers', () => {
  // By hand: (1, 2)·(3, 5) = 13; (1, 2) - (3, 5) is 13^(1/2) long; 1·4 - 2·3 = -2; e₁ × e₂ = e₃.
  it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    ['u, v \\in \\mathbb{R}^2, u \\cdot v', { u: [1, 2], v: [3, 5] }, 13],
    ['\\mathbf{u} \\cdot \\mathbf{v}, \\quad \\mathbf u, \\mathbf v \\in \\mathbb{R}^2', { u: [1, 2], v: [3, 5] }, 13],
    ['u, v \\in \\mathbb{R}^2, \\frac{2 u \\cdot (v - u)}{4} + u \\cdot u', { u: [1, 2], v: [3, 5] }, 9],
    ['u, v \\in \\mathbb{R}^2, |u - v|^2', { u: [1, 2], v: [3, 5] }, 13],
    ['u, v \\in \\mathbb{R}^2, |u^\\top v| + |u \\cdot v|', { u: [1, -2], v: [3, 5] }, 14],
    [
      'A \\in \\mathbb{R}^{2 \\times 2}, |A| + |A^{-1}|',
      {
        A: [
          [1, 2],
          [3, 4],
        ],
      },
      -2.5,
    ],
    [
      'A \\in \\mathbb{R}^{2 \\times 2}, \\ln|A^\\top A|',
      {
        A: [
          [1, 2],
          [3, 4],
        ],
      },
      Math.log(4),
    ],
    ['u, v \\in \\mathbb{R}^3, u \\times v', { u: [1, 0, 0], v: [0, 1, 0] }, [0, 0, 1]],
    ['\\sum_{i=1}^{n}\\sum_{j=i+1}^{n} x_i x_j', { x: [1, 2, 3] }, 11],
    ['\\sum_{i=1}^{n}\\sum_{j=1}^{i-1} x_i x_j', { x: [1, 2, 3] }, 11],
    ['\\sum_{i=2}^{n} (x_i - x_{i-1})^2', { x: [1, 2, 4] }, 5],
  ])('%s', (tex, at, value) => {
    const { evaluate } = compile(tex, { from: 'latex' });
    const found = evaluate(at as Parameters<typeof evaluate>[0]).value;
    expect(typeof found === 'number' ? Number(found.toFixed(12)) : found).toEqual(
      typeof value === 'number' ? Number(value.toFixed(12)) : value,
    );
  });
});

describe('older and rarer notation', () => {
  it.each<[string, number]>([
    ['{\\rm exp}(x) - \\mathop{\\mathrm{exp}}(x)', 0],
    ['V_{\\rm th} + 1', 8],
    ['\\begin{cases} x^2, x > 0 \\\\ 0, & \\text{otherwise} \\end{cases}', 0.49],
    ['\\begin{cases} x, \\quad 0 < x \\le 1 \\\\ y, & x > 1 \\end{cases}', 0.7],
    ['\\begin{cases} 1 & 0 < x, x < 1 \\\\ 0 & \\text{else} \\end{cases}', 1],
  ])('%s', (tex, value) => expect(valueAt(tex, { V_th: 7 })).toBeCloseTo(value, 12));
});
