// What is said of TeX that is not read, or that has several meanings: a code, its place in the TeX, and a way out.

import { describe, expect, it } from 'vitest';
import { compile, type Diagnostic, FormulaError } from '../../src/index.js';
import '../../src/latex.js';

type Said = readonly [code: string, at: string, help: string];

const placed = (tex: string, { code, span, help }: Diagnostic): Said => [
  code,
  span === null ? '' : tex.slice(span.start, span.end),
  help ?? '',
];

function errorsOf(tex: string): Said[] {
  try {
    void compile(tex, { from: 'latex' });
    return [];
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.diagnostics.filter(({ severity }) => severity === 'error').map(of => placed(tex, of));
  }
}

const warningsOf = (tex: string): Said[] => compile(tex, { from: 'latex' }).diagnostics.map(of => placed(tex, of));

describe('what is not read', () => {
  it.each<[tex: string, at: string, help: string]>([
    ['1 + \\int_0^1 x dx', '\\int', 'antiderivative'],
    ['\\lim_{x \\to 0} \\frac{1}{x}', '\\lim', 'write what it is'],
    ['\\frac{\\partial f}{\\partial x}', '\\partial', "'wengert derivative' prints one"],
    ['y + \\frac{d}{dx} x^2', '\\frac{d}{dx}', "'wengert derivative' prints one"],
    ['\\frac{\\mathrm{d}y}{\\mathrm{d}x}', '\\mathrm{d}', "'wengert derivative' prints"],
    ['\\vec{x} y', '\\vec{x}', 'x \\in \\mathbb{R}^{3}'],
    ['\\mathbf{w}^\\top \\mathbf{w}', '\\mathbf{w}', 'w \\in \\mathbb{R}^{3}'],
    ["f'(x)", 'f', 'x_{\\text{new}}'],
    ['a \\pm b', '\\pm', 'two formulas'],
    ['1 + \\cdots + n', '\\cdots', '\\sum_{i=1}^{n}'],
    ['{x \\over y}', '\\over', '\\frac{a}{b}'],
    ['{n \\choose k}', '\\choose', '\\binom{n}{k}'],
    ['\\rm rate', '\\rm', '\\mathrm{name}'],
    ['\\foo x', '\\foo', '\\mathrm{name}'],
    ['\\alhpa x', '\\alhpa', "did you mean '\\alpha'?"],
    ['x^10', '10', 'x^{10}'.slice(1)],
    ['x_12', '12', '_{12}'],
    ['x^-1', '-', '^{-…}'],
    ['1e-5 x', '1e-5', '1 \\cdot 10^{-5}'],
    ['1{,}5 x', '1{,}5', 'write 1.5'],
    ['1\\,000 x', '1\\,000', 'one number'],
    ['x/2y', '/2y', '\\frac{a}{b c}'],
    ['sin(x)', 'sin', 'write \\sin'],
    ['2 erf(x)', 'erf', '\\operatorname{erf}'],
    ['rate = 3', 'rate', '\\mathrm{rate} = …'],
    ['n!!', '!', '(n!)!'],
    ['\\sum_{i=1}^{3} x^{(i)}', '(i)', 'x_i'],
    ['(X^\\top X)^{-1} y', 'X', 'X \\in \\mathbb{R}^{3}'],
    ['p V = n R T', 'p V', 'constraint'],
    ['5\\%', '\\%', '0.05'],
    ['45^\\circ', '\\circ', '\\frac{\\pi}{180}'],
    ['z^*', '*', 'no complex numbers'],
    ['\\mathrm{i} x', '\\mathrm{i}', '\\cos x'],
    ['f(x, y)', 'f(x, y)', 'f(x, y) = …'],
    ['\\sum_i x_i', '\\sum_i', '\\sum_{i=1}^{n} x_i'],
    ['\\sum_{i<j} x', '\\sum_{i<j}', '\\sum_{j=i+1}^{n} for i < j'],
    ['\\sum_{j \\neq i} x', '\\sum_{j \\neq i}', 'for j \\neq i'],
    ['\\sum_{i=1}^{n} x_i + y_i', 'i', '\\sum_{i=1}^{n} (x_i + y_i)'],
    ['\\sum_{\\substack{i=1 \\\\ i \\ne j}}^n x_i', '\\substack', '\\sum_{i=1}^{n} \\sum_{j=i+1}^{n}'],
    ['a = b = c', '=', 'a line of its own'],
    ['x = 3 \\quad y = 2x', '=', 'a line of its own'],
    ['x^2 + y^2 = 1', 'x^2 + y^2', 'constraint'],
    ['s^2 = x + 1', 's^2', 'leave the left side out'],
    ['\\ln L = 3x', '\\ln L', '\\mathrm{y}'],
    ['|H(\\omega)| = 3', '|H(\\omega)|', '\\mathrm{y}'],
    ['\\frac{1}{\\sqrt f} = 2x', '\\frac{1}{\\sqrt f}', 'constraint'],
    ['y = 2x \\qquad (3.1)', '(3.1)', '\\tag{3.1}'],
    ['y \\equiv 2x', '\\equiv', ':='],
    ['\\mathbb{E}[X]', '\\mathbb{E}', '\\operatorname{mean}'],
    ['\\mathbf{1}_{x>0}', '\\mathbf{1}', '\\begin{cases} 1'],
    ['\\mathbb{1}[x > 0]', '\\mathbb{1}', '\\begin{cases} 1'],
    ['\\mathbf{\\hat x} + 1', '\\mathbf{\\hat x}', '\\mathrm{name}'],
    ['1.5\\mathrm{e}{-3}', '1.5\\mathrm{e}{-3}', '1.5 \\cdot 10^{-3}'],
    ['(x)_+', '+', '\\max(0, x)'],
    ['x^*', '*', 'x_{\\text{opt}}'],
    ['x^+', '+', 'x_{\\text{plus}}'],
    ['A \\in \\mathbb{R}^{2 \\times 2}, x \\in \\mathbb{R}^2, |A x|', '|A x|', '\\|A x\\|'],
    ['\\sum_{i=0}^{3} c_i', '3', 'from 1'],
    ['\\sum_{i=1}^{n-1} x_{i+1}', 'x', 'x \\in \\mathbb{R}^{n}'],
    ['\\max_i x_i', '\\max', '\\max(a, b)'],
    ['x_{a+b}', 'a+b', 'x_{\\text{new}}'],
    ['\\left.x\\right|_{0}', '\\left.x\\right|', 'no evaluation'],
    ['x \\in [0, 1]', '[', 'param x = 1 in [0, 10]'],
    ['\\text{hello there} x', '\\text{hello there}', '\\mathrm{name}'],
    ['x + \\sin', '\\sin', '\\sin(x)'],
    ['\\frac{}{x}', '\\frac{}{x}', '\\frac{a}{b}'],
    ['x y$z$', 'x y', 'between $ and $'],
    ['\\newcommand{\\a}{x} \\a', '\\newcommand', 'write out'],
    ['\\newcommand{\\half}[1]{\\frac{#1}{2}} \\half{x}', '#', 'write out what macros stand for'],
    ['𝑥 + 1', '𝑥', "write 'x'"],
    ['x ? 1 : 2', '?', '\\begin{cases}'],
  ])('%s', (tex, at, help) => {
    const [[code, place, said] = expect.fail('is read')] = errorsOf(tex);
    expect([code, place]).toEqual(['WG153', at]);
    expect(said).toContain(help);
  });
});

describe('what does not close', () => {
  it.each<[tex: string, at: string]>([
    ['\\frac{x}{2', '{'],
    ['x}', '}'],
    ['(x + 1', '('],
    ['x + 1)', ')'],
    ['(x + 1]', ']'],
    ['\\left( x \\right]', '\\right]'],
    ['\\left( x', '\\left('],
    ['x \\right)', '\\right)'],
    ['\\sqrt[3{x}', '['],
    ['\\begin{cases} x', '\\begin{cases}'],
    ['\\begin{pmatrix} x \\end{cases}', '\\end{cases}'],
    ['\\begin{align} x', '\\begin{align}'],
    ['x + \\text{rate', '\\text{'],
    ['$x + 1', '$'],
    ['\\[ x', '\\['],
  ])('%s', (tex, at) => {
    const [[code, place] = expect.fail('is read')] = errorsOf(tex);
    expect([code, place]).toEqual(['WG155', at]);
  });

  it('bars', () => expect(errorsOf('1 + |x')[0]).toEqual(['WG153', '|', 'write \\left| and \\right|']));
});

describe('what has several meanings', () => {
  it.each<[tex: string, code: string, at: string, help: string]>([
    ['a + f(x)', 'WG154', 'f(x)', 'f \\cdot (…)'],
    ['\\sin \\omega t', 'WG154', '\\sin \\omega t', '\\sin(\\omega t)'],
    ['\\log_2 x y', 'WG154', '\\log_2 x y', '\\log_2(x y)'],
    ['e^{-\\ln 2 \\, t}', 'WG154', '\\ln 2 \\, t', '\\ln(2 \\, t)'],
    ['2\\frac{1}{2} + x', 'WG154', '2\\frac{1}{2}', '2 + \\frac{1}{2} for a mixed number'],
    ['3\\frac12 x', 'WG154', '3\\frac12', '3 \\cdot \\frac12'],
    ['\\sin^{-1} x', 'WG154', '\\sin^{-1}', '\\frac{1}{\\sin(x)}'],
    ['\\ln 2(1 + x)', 'WG154', '\\ln 2(1 + x)', '\\ln(2(1 + x))'],
    ['\\sin 2(x + 1)', 'WG154', '\\sin 2(x + 1)', '\\sin(2(x + 1))'],
    ['3\\text{ m}x', 'WG154', '3\\text{ m}', 'leave units out'],
    ['9.8\\,\\mathrm{kg} x', 'WG154', '9.8\\,\\mathrm{kg}', 'leave units out'],
    ['\\frac{\\Delta x}{t}', 'WG154', '\\Delta x', '\\Delta_{x} for a name'],
    ['\\log x + \\ln x', 'WG154', '\\log', '\\log_{10} x'],
    ['x \\in \\mathbb{R}^2, |x|', 'WG154', '|x|', '\\|x\\|'],
    ['\\|x\\| + 1', 'WG154', '\\|x\\|', 'x \\in \\mathbb{R}^{3}'],
    ['\\sin x / 2', 'WG154', '\\sin x /', 'parentheses'],
    ['x^n!', 'WG154', 'x^n!', '(x^n)!'],
    ['1/2x', 'WG154', '/2x', '\\frac{a}{b} c'],
    ['rate x', 'WG154', 'rate', '\\mathrm{rate}'],
    ['x2 + 1', 'WG154', 'x2', 'x_{2}'],
    ['i x', 'WG154', 'i', '\\cos x'],
    ['A^T x', 'WG154', 'A^T', '^\\top'],
    ['c = x\n-c', 'WG154', '-', 'indent'],
    ['e x', 'WG209', 'e', 'exp(x)'],
  ])('%s', (tex, code, at, help) => {
    const [first = expect.fail('no warning')] = warningsOf(tex);
    expect(first.slice(0, 2)).toEqual([code, at]);
    expect(first[2]).toContain(help);
  });

  it.each([
    '\\sin 2x',
    '\\ln 2x',
    'x^{n!}',
    '(x^n)!',
    'k!^2',
    '2 \\cdot \\frac{1}{2}',
    '\\sin 2\\pi x',
    'a(b + c)',
    '(a + b)(a - b)',
    'e^{x}',
    'xyz',
    '\\log x',
    '(1 + r)^T',
    '2(x)',
    '\\sqrt{\\Delta} + \\Delta \\cdot x',
  ])('not %s', tex => expect(warningsOf(tex)).toEqual([]));

  it('is no name that two spellings share', () => {
    expect(errorsOf('x + \\mathrm{x}')[0]).toEqual([
      'WG253',
      '\\mathrm{x}',
      'write them in one way, or give one another letter',
    ]);
    expect(errorsOf('x_1 + x_{1} + \\theta + \\theta')).toEqual([]);
  });
});

describe('faults that are found further on', () => {
  it.each<[tex: string, code: string, at: string]>([
    ['x +', 'WG103', '+'],
    ['\\operatorname{foo}(x)', 'WG201', '\\operatorname{foo}'],
    ['u, v \\in \\mathbb{R}^2, u v', 'WG302', 'v'],
    ['\\begin{pmatrix} a & b \\\\ c \\end{pmatrix}', 'WG305', ''],
    ['c = x \\\\ c = y', 'WG202', 'c'],
    ['c = d \\\\ d = x \\\\ c d', 'WG204', 'd'],
    ['', 'WG100', ''],
    ['% nothing', 'WG100', ''],
  ])('%s', (tex, code, at) => expect(errorsOf(tex)[0]?.slice(0, 2)).toEqual([code, at]));

  it('stand at their lines of the TeX', () => {
    const tex = '\\begin{align}\n  c &= x^2 \\\\\n  d &= \\operatorname{tanhh}(c)\n\\end{align}';
    expect(() => compile(tex, { from: 'latex', file: 'model.tex' })).toThrow(
      /model\.tex:3:8[\s\S]*did you mean 'tanh'/,
    );
  });
});
