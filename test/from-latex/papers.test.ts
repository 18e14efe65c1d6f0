// Formulas as papers and textbooks of six fields have them. Values were worked out by hand-written JavaScript of the same formulas.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import '../../src/latex.js';
import '../../src/special.js';

type Point = Readonly<Record<string, number | readonly number[] | readonly (readonly number[])[]>>;
type Case = readonly [tex: string, at: Point, value: number];

function isValue(tex: string, at: Point, value: number): void {
  const { evaluate } = compile(tex, { from: 'latex' });
  const found = evaluate(at as Parameters<typeof evaluate>[0]).value as number;
  expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
}

describe('finance and economics', () => {
  it.each<Case>([
    [
      '\\Phi(z) = \\tfrac12\\left[1 + \\operatorname{erf}\\left(\\tfrac{z}{\\sqrt2}\\right)\\right]\nd_1 = \\frac{\\ln(S_0/K) + (r + \\tfrac{1}{2}\\sigma^2)T}{\\sigma\\sqrt{T}}\nd_2 = d_1 - \\sigma\\sqrt{T}\nC = S_0\\,\\Phi(d_1) - K\\mathrm{e}^{-rT}\\,\\Phi(d_2)',
      { S_0: 100, K: 95, r: 0.03, sigma: 0.2, T: 0.7 },
      10.51210515028589,
    ],
    ['A = P\\left(1 + \\frac{r}{n}\\right)^{nt}', { P: 1000, r: 0.05, n: 12, t: 2 }, 1104.941335558327],
    [
      'w^\\top \\Sigma w - \\lambda \\mu^\\top w, \\quad w, \\mu \\in \\mathbb{R}^2, \\Sigma \\in \\mathbb{R}^{2\\times2}',
      {
        w: [0.4, 0.6],
        mu: [0.1, 0.2],
        lambda: 2,
        Sigma: [
          [1, 0.5],
          [0.5, 2],
        ],
      },
      0.8,
    ],
    ['U(c) = \\frac{c^{1-\\gamma} - 1}{1-\\gamma}', { c: 2, gamma: 3 }, 0.375],
    ['Y = A K^\\alpha L^{1-\\alpha}', { A: 1.5, K: 4, alpha: 0.3, L: 9 }, 10.58471120272206],
    [
      'q = \\left( \\alpha x_1^\\rho + (1-\\alpha) x_2^\\rho \\right)^{1/\\rho}',
      { alpha: 0.3, x_1: 2, x_2: 3, rho: 0.5 },
      2.6787856919689346,
    ],
  ])('%s', isValue);
});

describe('chemistry', () => {
  it.each<Case>([
    [
      'V_{\\mathrm{LJ}}(r) = 4\\varepsilon\\left[\\left(\\frac{\\sigma}{r}\\right)^{12} - \\left(\\frac{\\sigma}{r}\\right)^6\\right]',
      { varepsilon: 1.1, sigma: 1.2, r: 1.5 },
      -0.8510679023616003,
    ],
    ['V(r) = D_e\\left(1-e^{-a(r-r_e)}\\right)^2', { D_e: 4.7, a: 1.9, r: 1.1, r_e: 0.74 }, 1.1535047293411966],
    ['k = A\\exp\\left(-\\frac{E_a}{RT}\\right)', { A: 2, E_a: 50, R: 8.314, T: 3 }, 0.269414657303297],
    ['v = \\frac{V_{\\max} S}{K_{\\rm m} + S}', { V_max: 3, S: 2, K_m: 1 }, 2],
    [
      '\\left(P + \\frac{an^2}{V^2}\\right)(V - nb) - nRT',
      { P: 1, a: 0.5, n: 2, V: 3, b: 0.1, R: 8, T: 0.3 },
      -1.3777777777777773,
    ],
  ])('%s', isValue);
});

describe('physics', () => {
  it.each<Case>([
    ['\\frac12 m v^2 + m g h', { m: 2, v: 3, g: 9.8, h: 1 }, 28.6],
    ['E = \\sqrt{p^2c^2 + m^2c^4}', { p: 1, c: 2, m: 3 }, 12.165525060596439],
    [
      'B = \\frac{2h\\nu^3}{c^2}\\,\\frac{1}{e^{\\frac{h\\nu}{k_{\\mathrm B}T}}-1}',
      { h: 0.6, nu: 1.2, c: 1.5, k_B: 0.5, T: 2 },
      0.8740240640156113,
    ],
    [
      'x(t) = A e^{-\\gamma t}\\cos(\\omega t + \\varphi)',
      { A: 2, gamma: 0.3, t: 1.5, omega: 2, varphi: 0.1 },
      -1.2741533981781876,
    ],
    ['F = G\\frac{m_1 m_2}{r^2}', { G: 6, m_1: 2, m_2: 3, r: 4 }, 2.25],
    ['\\gamma = \\frac{1}{\\sqrt{1 - \\dfrac{v^2}{c^2}}}', { v: 1, c: 2 }, 1.1547005383792517],
    [
      'T = 2\\pi\\sqrt{\\frac{L}{g}}\\left(1 + \\tfrac{1}{16}\\theta_0^2\\right)',
      { L: 1, g: 9.8, theta_0: 0.2 },
      2.012107647962379,
    ],
    [
      'I = I_0 \\left( \\frac{\\sin \\beta}{\\beta} \\right)^2 \\cos^2 \\alpha',
      { I_0: 2, beta: 0.7, alpha: 0.4 },
      1.4370635894079167,
    ],
    ['n_1 \\sin\\theta_1 - n_2 \\sin\\theta_2', { n_1: 1, theta_1: 0.5, n_2: 1.5, theta_2: 0.3 }, 0.036145228612193714],
    ['\\hbar\\omega\\left(n + \\tfrac12\\right)', { hbar: 1.05, omega: 2, n: 3 }, 7.3500000000000005],
    ['U = \\frac{1}{4\\pi\\epsilon_0}\\frac{q_1q_2}{r}', { epsilon_0: 0.5, q_1: 2, q_2: 3, r: 4 }, 0.238732414637843],
    [
      'H = \\frac{p_1^2+p_2^2}{2} + \\frac12(q_1^2+q_2^2) + q_1^2 q_2 - \\frac{q_2^3}{3}',
      { p_1: 0.1, p_2: 0.2, q_1: 0.3, q_2: 0.4 },
      0.16466666666666666,
    ],
  ])('%s', isValue);
});

describe('machine learning', () => {
  it.each<Case>([
    ['L = -\\sum_{k=1}^{K} y_k \\log \\hat{y}_k', { y: [0.3, 0.7], y_hat: [0.4, 0.6] }, 0.63246515619844],
    ['-\\sum_{k=1}^K y_k \\log\\frac{e^{z_k}}{\\sum_{j=1}^K e^{z_j}}', { y: [0, 1], z: [1, 2] }, 0.3132616875182228],
    ['\\sigma(x) = \\frac{1}{1+e^{-x}}', { x: 0.3 }, 0.574442516811659],
    [
      '\\frac{1}{n}\\left\\lVert \\mathbf{y} - \\mathbf{X}\\boldsymbol{\\beta} \\right\\rVert_2^2 + \\lambda \\left\\lVert\\boldsymbol{\\beta}\\right\\rVert_1, \\quad \\mathbf{y} \\in \\mathbb{R}^2, \\mathbf{X} \\in \\mathbb{R}^{2\\times 2}, \\boldsymbol{\\beta} \\in \\mathbb{R}^2',
      {
        y: [1, 2],
        X: [
          [1, 0],
          [1, 1],
        ],
        beta: [0.5, -0.5],
        lambda: 0.1,
        n: 2,
      },
      2.225,
    ],
    [
      '\\mathrm{KL} = \\ln\\frac{\\sigma_2}{\\sigma_1} + \\frac{\\sigma_1^2 + (\\mu_1-\\mu_2)^2}{2\\sigma_2^2} - \\frac12',
      { sigma_1: 1, sigma_2: 2, mu_1: 0.5, mu_2: 1 },
      0.3493971805599453,
    ],
    ['\\max(0, 1 - y f)', { y: 1, f: 0.3 }, 0.7],
    [
      '\\begin{cases} \\frac{1}{2}a^2 & \\text{for } |a| \\le \\delta, \\\\ \\delta \\cdot \\left(|a| - \\frac{1}{2}\\delta\\right), & \\text{otherwise.} \\end{cases}',
      { a: 3, delta: 1 },
      2.5,
    ],
    ['\\operatorname{ReLU}(x) = \\max(0,x)', { x: 2 }, 2],
    [
      '\\mathrm{GELU}(x) = 0.5x\\left(1+\\tanh\\left[\\sqrt{2/\\pi}\\left(x+0.044715x^3\\right)\\right]\\right)',
      { x: 0.5 },
      0.34571400982514394,
    ],
    [
      '\\alpha_t = \\alpha \\frac{\\sqrt{1-\\beta_2^t}}{1-\\beta_1^t}',
      { alpha: 0.001, beta_1: 0.9, beta_2: 0.99, t: 3 },
      0.0006359401500589872,
    ],
    ['\\log\\sum_{i=1}^n e^{x_i}', { x: [1, 2] }, 2.3132616875182226],
  ])('%s', isValue);
});

describe('statistics', () => {
  it.each<Case>([
    [
      '\\frac{1}{\\sigma\\sqrt{2\\pi}}\\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right)',
      { sigma: 2, x: 1, mu: 0.5 },
      0.19333405840142465,
    ],
    [
      'f(x) = \\frac{1}{\\sqrt{2\\pi\\sigma^2}} e^{-\\frac{(x-\\mu)^2}{2\\sigma^2}}',
      { sigma: 2, x: 1, mu: 0.5 },
      0.19333405840142465,
    ],
    ['\\binom{n}{k} p^k (1-p)^{n-k}', { n: 5, k: 2, p: 0.3 }, 0.3087],
    ['\\frac{\\lambda^k e^{-\\lambda}}{k!}', { lambda: 2, k: 3 }, 0.1804470443154836],
    ['\\hat y = \\hat\\beta_0 + \\hat\\beta_1 x', { beta_hat_0: 1, beta_hat_1: 2, x: 3 }, 7],
    ['\\bar{x} = \\frac1n\\sum_{i=1}^n x_i', { x: [1, 2, 6] }, 3],
    [
      '\\frac{\\Gamma(\\alpha+\\beta)}{\\Gamma(\\alpha)\\Gamma(\\beta)} x^{\\alpha-1}(1-x)^{\\beta-1}',
      { alpha: 2, beta: 3, x: 0.4 },
      1.7280000000000002,
    ],
    ['\\operatorname{logit}(p) = \\ln\\frac{p}{1-p}', { p: 0.3 }, -0.8472978603872036],
    [
      '-\\frac12 (x-\\mu)^\\mathsf{T} \\Sigma^{-1} (x-\\mu) - \\frac12 \\ln|\\Sigma|, \\quad x,\\mu\\in\\mathbb{R}^2, \\Sigma\\in\\mathbb{R}^{2\\times 2}',
      {
        x: [1, 2],
        mu: [0, 0],
        Sigma: [
          [2, 0],
          [0, 4],
        ],
      },
      -1.7897207708399179,
    ],
    [
      'p = \\frac{\\exp(\\beta_0+\\beta_1 x)}{1+\\exp(\\beta_0+\\beta_1 x)}',
      { beta_0: 0.1, beta_1: 0.2, x: 3 },
      0.6681877721681662,
    ],
  ])('%s', isValue);
});

describe('engineering and notation', () => {
  it.each<Case>([
    ['h_f = f\\frac{L}{D}\\frac{v^2}{2g}', { f: 0.02, L: 10, D: 0.1, v: 2, g: 9.8 }, 0.4081632653061224],
    ['I_D = I_S\\left(e^{V_D/(nV_T)} - 1\\right)', { I_S: 0.001, V_D: 0.5, n: 1.2, V_T: 0.26 }, 0.003965748803617761],
    ['\\theta = \\tan^{-1}\\frac{y}{x}', { y: 1, x: 2 }, 0.4636476090008061],
    ['\\sin^{-1} x + \\arcsin x', { x: 0.4 }, 0.8230336921349761],
    ['\\sin 2x', { x: 0.4 }, 0.7173560908995228],
    ['\\sin x^2', { x: 0.4 }, 0.15931820661424598],
    ['\\sin x \\cos y', { x: 0.4, y: 0.3 }, 0.3720255519422596],
    ['20\\log_{10} x', { x: 3 }, 9.542425094393248],
    ['x_i^2 + x^2_i', { x_i: 3 }, 18],
    ['\\prod_{i=1}^{n} (1 - x_i)', { x: [0.1, 0.2] }, 0.72],
    ['\\begin{equation}\\label{eq:a}\n  f(x) = x^2 + 1 \\tag{3}\n\\end{equation}', { x: 2 }, 5],
    ['\\[ y = 3x \\]', { x: 2 }, 6],
    ['$y = 3x$', { x: 2 }, 6],
    ['$$\ny = 3x^{2} % comment\n$$', { x: 2 }, 12],
    ['y = \\begin{cases} x, & \\mbox{if } x \\geq 0, \\\\ -x, & \\mbox{if } x < 0. \\end{cases}', { x: -2 }, 2],
    ['y = \\left\\{\\begin{array}{ll} x^2 & x > 0 \\\\ 0 & \\text{otherwise} \\end{array}\\right.', { x: 2 }, 4],
    [
      'y = \\left\\{ \\begin{array}{rl} x^2 & \\text{if } 0 < x \\le 1 \\\\ 0 & \\text{else} \\end{array} \\right.',
      { x: 0.5 },
      0.25,
    ],
    ['\\frac{a}{b}/c', { a: 6, b: 2, c: 3 }, 1],
    ['a/b\\cdot c', { a: 6, b: 2, c: 3 }, 9],
    ['a/(bc)', { a: 6, b: 2, c: 3 }, 1],
    ['x^{y^z}', { x: 2, y: 3, z: 2 }, 512],
    ['{x^y}^z', { x: 2, y: 3, z: 2 }, 64],
    ['-x^2', { x: 3 }, -9],
    ['2^{-x}', { x: 3 }, 0.125],
    ['e^{-x}', { x: 3 }, 0.049787068367863944],
    ['x(1-x)', { x: 3 }, -6],
    ['r(1 - \\frac{N}{K})N', { r: 0.5, N: 3, K: 10 }, 1.0499999999999998],
    ['\\exp{-x^2}', { x: 0.3 }, 0.9139311852712282],
    ['x \\times 10^{-3}', { x: 3 }, 0.003],
    ['3\\times10^{8}', {}, 300000000],
    ['\\mathbf{a}\\cdot\\mathbf{b}, \\quad \\mathbf a, \\mathbf b \\in\\mathbb{R}^2', { a: [1, 2], b: [3, 4] }, 11],
    ['\\sum_{i=1}^{n}\\sum_{j=i+1}^{n} x_i x_j', { x: [1, 2, 3] }, 11],
    ['V_{\\rm th} x', { V_th: 2, x: 3 }, 6],
    ['\\displaystyle\\sum_{i=0}^{3} x^i', { x: 2 }, 15],
    ['\\sum\\limits_{i=1}^{3} i x', { x: 2 }, 12],
    ['\\mathop{\\mathrm{erf}}(x)', { x: 0.5 }, 0.5204998778130465],
    ['\\sqrt x y', { x: 4, y: 3 }, 6],
    ['\\frac1{x}', { x: 4 }, 0.25],
    ['\\frac xy', { x: 4, y: 2 }, 2],
    ['\\frac{1}{x}y', { x: 4, y: 2 }, 0.5],
    ['x^{1/2}y^{3/4}', { x: 4, y: 16 }, 16],
    ['\\max\\{0, x\\} + \\min(1, x)', { x: 2 }, 3],
    ['\\sinh^{-1} x', { x: 0.3 }, 0.29567304756342244],
    ['\\cot x + \\sec x + \\csc x', { x: 0.3 }, 7.663343107128036],
    ['\\operatorname{atan2}(y,x)', { y: 1, x: -2 }, 2.677945044588987],
    ['\\tanh\\frac{x}{2}', { x: 0.3 }, 0.14888503362331798],
    ['\\cos\\theta\\sin\\phi', { theta: 0.3, phi: 0.4 }, 0.3720255519422596],
    ['\\cos a + b', { a: 0.3, b: 0.4 }, 1.3553364891256061],
    ['a b^2 c', { a: 2, b: 3, c: 4 }, 72],
    ['a_{1}b_{2}', { a_1: 2, b_2: 3 }, 6],
    ['a_1b_2', { a_1: 2, b_2: 3 }, 6],
    ['x^2y', { x: 2, y: 3 }, 12],
    ['y = 2x.', { x: 3 }, 6],
    ['y = 2x,', { x: 3 }, 6],
    ['y = 2x \\nonumber', { x: 3 }, 6],
    ['y := 2x', { x: 3 }, 6],
    ['y \\coloneqq 2x', { x: 3 }, 6],
    ['\\mathit{abc} x', { abc: 2, x: 3 }, 6],
    ['{\\rm erf}(x)', { x: 0.5 }, 0.5204998778130465],
    ['a \\div b', { a: 6, b: 3 }, 2],
    ['x\\cdot-1', { x: 2 }, -2],
    ['2\\cdot 3 x', { x: 2 }, 12],
    ['(a+b)(c+d)', { a: 1, b: 2, c: 3, d: 4 }, 21],
    ['\\bigl(a+b\\bigr)\\Bigl[c+d\\Bigr]', { a: 1, b: 2, c: 3, d: 4 }, 21],
    ['a^{b}_{c}', { a_c: 2, b: 3 }, 8],
    ['x\\!y\\;z\\:w\\ v~u', { x: 1, y: 2, z: 3, w: 4, v: 5, u: 6 }, 720],
    ['.5x', { x: 2 }, 1],
  ])('%s', isValue);
});
