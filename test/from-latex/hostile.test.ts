// TeX that means harm or makes no sense: a located error or a right result, soon, never a crash.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import '../../src/latex.js';

/** The codes of its errors; none where it is read. */
function codesOf(tex: string, limits = {}): string[] {
  try {
    void compile(tex, { from: 'latex', limits });
    return [];
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const wrong = error.diagnostics.find(
      ({ span }) => span !== null && (span.start < 0 || span.end > tex.length || span.end < span.start),
    );
    expect(wrong).toBeUndefined();
    return error.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  }
}

const many = 30_000;

describe('nesting', () => {
  const deep: readonly [name: string, text: (n: number) => string][] = [
    ['braces', n => `${'{'.repeat(n)}x${'}'.repeat(n)}`],
    ['parentheses', n => `${'('.repeat(n)}x${')'.repeat(n)}`],
    ['\\left', n => `${'\\left('.repeat(n)}x${'\\right)'.repeat(n)}`],
    ['fractions', n => `${'\\frac{1}{1+'.repeat(n)}x${'}'.repeat(n)}`],
    ['fractions without braces', n => `${'\\frac1'.repeat(n)}x`],
    ['roots without braces', n => `${'\\sqrt'.repeat(n)} x`],
    ['powers', n => `${'x^{'.repeat(n)}x${'}'.repeat(n)}`],
    ['subscripts', n => `${'x_{'.repeat(n)}x${'}'.repeat(n)}`],
    ['functions', n => `${'\\sin'.repeat(n)} x`],
    ['sums', n => `${'\\sum_{i=1}^{2}'.repeat(n)} x`],
    ['signs', n => `${'-'.repeat(n)}x`],
    ['negations', n => `${'\\lnot'.repeat(n)} x`],
    ['bars', n => `${'|-'.repeat(n)}x${'|'.repeat(n)}`],
    ['accents', n => `${'\\bar{'.repeat(n)}x${'}'.repeat(n)}`],
    ['environments', n => `${'\\begin{pmatrix}'.repeat(n)}x${'\\end{pmatrix}'.repeat(n)}`],
    ['factorials', n => `${'('.repeat(n)}x${')!'.repeat(n)}`],
  ];

  it.each(deep)('of %s has a limit', (_, text) => {
    expect(codesOf(text(5000))).toContain('WG701');
  });

  it.each(deep.filter(([name]) => !['sums', 'subscripts', 'accents', 'factorials', 'environments'].includes(name)))(
    'of %s is read up to a limit that is raised',
    (_, text) => {
      for (const code of codesOf(text(3000), { nesting: 1e6 })) expect(code).toMatch(/^WG7/);
    },
  );

  it.each([
    '{',
    '}',
    '(',
    ')',
    '[',
    '\\left(',
    '\\right)',
    '^',
    '_',
    '|',
    '\\frac',
    '\\sqrt',
    '\\begin{cases}',
    '\\end{cases}',
    '$',
    '\\text{',
    '&',
    '\\\\',
    "'",
    '!',
    '.',
    '\\sum',
    '\\sin',
    '%',
    '\\{',
    '\\bar',
  ])('of nothing but %s ends', sign => {
    expect(codesOf(sign.repeat(many)).length).toBeGreaterThan(0);
  });
});

describe('length', () => {
  it.each<[string, string]>([
    ['a sum', Array.from({ length: 5000 }, (_, i) => `x_{${i % 50}}`).join(' + ')],
    ['a product', 'x y '.repeat(5000)],
    ['lines', `${Array.from({ length: 1500 }, (_, i) => `c_{${i + 1}} = x + ${i}`).join(' \\\\\n')} \\\\ c_{1500}`],
    ['spaces', `x${'\\, ~ '.repeat(many)}y`],
    ['comments', `x${'% a\n'.repeat(many)}+ y`],
    ['declarations', `${Array.from({ length: 2000 }, (_, i) => `x_{${i}}`).join(', ')} \\in \\mathbb{R}, x_1`],
  ])('%s is no matter', (_, tex) => expect(codesOf(tex)).toEqual([]));

  it('of the text has a limit', () => expect(codesOf('x', { textLength: 0 })).toEqual(['WG702']));
});

describe('characters', () => {
  it.each<[string, string]>([
    ['x\u200by', 'WG101'],
    ['x\u2062y', 'WG101'],
    ['\ufeffx\u00ad', 'WG101'],
    ['x²', 'WG119'],
    ['½ x', 'WG119'],
    ['x\u0000', 'WG153'],
    ['x \u202e y', 'WG101'],
  ])('%j', (tex, code) => expect(codesOf(tex)).toEqual([code]));

  it('that are drawn as commands are these', () => {
    const { value } = compile('α·x − π', { from: 'latex' });
    expect(value(2, 5)).toBe(10 - Math.PI);
  });
});

it('any pieces of TeX are read or refused', () => {
  const pieces = [
    'x',
    'y_1',
    '2',
    '10',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '^',
    '_',
    '|',
    '\\|',
    '+',
    '-',
    '/',
    '=',
    ',',
    '&',
    '\\\\',
    '\n',
    '$',
    '!',
    "'",
    '.',
    ';',
    '%',
    ' ',
    '\\frac',
    '\\sqrt',
    '\\sum_{i=1}^{3}',
    '\\sin',
    '\\log_2',
    '\\left(',
    '\\right)',
    '\\left|',
    '\\right|',
    '\\begin{cases}',
    '\\end{cases}',
    '\\begin{pmatrix}',
    '\\end{pmatrix}',
    '\\begin{align}',
    '\\end{align}',
    '\\text{if }',
    '\\mathrm{a}',
    '\\in \\mathbb{R}^2',
    '\\cdot',
    '\\le',
    '\\pi',
    'e',
    'f(x)',
    '\\bar',
    '\\top',
    'param a = 1',
    'output x',
    '\\min_x',
    '\\lnot',
    '\\max\\{',
    '\\}',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), parts => void codesOf(parts.join(' '))),
    { numRuns: Number(process.env.WENGERT_RUNS ?? 800), seed: 7 },
  );
});
