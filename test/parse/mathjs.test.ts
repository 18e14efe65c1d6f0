// What a formula without our parentheses means, against mathjs's own evaluation of the same text.

import fc from 'fast-check';
import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

// Predictable: NaN where it would go on with complex numbers.
const math = create(all!, { predictable: true, relTol: 1e-16, absTol: 0 });
const RUNS = Number(process.env.WENGERT_RUNS ?? 2000);

const atom = fc.constantFrom('x', 'y', '2', '3', '0.5', '1e1', 'pi', '(x)', 'sin(y)', 'max(x, 2)', 'abs(x - y)');
const operator = fc.constantFrom(
  ' + ',
  ' - ',
  '*',
  '/',
  '^',
  ' - -',
  '^-',
  '.*',
  ' < ',
  ' >= ',
  ' == ',
  ' and ',
  ' or ',
);
const prefix = fc.constantFrom('', '', '', '-', '+', '--');
const joined = fc
  .tuple(fc.array(fc.tuple(prefix, atom, operator), { maxLength: 6 }), prefix, atom)
  .map(([parts, sign, last]) => parts.map(part => part.join('')).join('') + sign + last);
const bracketed = fc.tuple(joined, joined, joined).map(([a, b, c]) => `(${a})*(${b}) - ${c}`);
const chosen = fc.tuple(joined, joined, joined).map(([a, b, c]) => `(${a}) > 1 ? ${b} : ${c}`);
const implicit = fc.tuple(
  fc.constantFrom('2', '3', '0.5', '2 ', '(x + 1)'),
  fc.constantFrom('x', '(y)', ' y', 'sin(x)', 'x^2', 'pi'),
);
const text = fc.oneof(
  joined,
  bracketed,
  chosen,
  implicit.map(([a, b]) => a + b),
  fc.tuple(implicit, joined).map(([[a, b], c]) => `${a}${b} + ${c}`),
);

/** mathjs's result as ours is defined: numbers, logic as 1 and 0, complex as NaN. */
function byMathjs(formula: string, scope: Record<string, number>): number | null {
  let result: unknown;
  try {
    result = math.evaluate(formula, { ...scope });
  } catch {
    return null; // Complex numbers cannot be compared.
  }
  if (typeof result === 'number') return result;
  if (typeof result === 'boolean') return result ? 1 : 0;
  return null;
}

describe('precedence and association', () => {
  it('are those of mathjs', () => {
    let compared = 0;
    fc.assert(
      fc.property(text, formula => {
        const scope = { x: 1.25, y: 0.75 };
        const wanted = byMathjs(formula, scope);
        // mathjs goes on with complex numbers and cannot compare them; both have no value here.
        if (wanted === null || Number.isNaN(wanted)) return;
        let found: number;
        try {
          const { inputs, value } = compile(formula);
          // The names are those of the scope.
          found = value(...inputs.map(({ name }) => scope[name as 'x' | 'y']));
        } catch (error) {
          // Traps ask for parentheses; they do not guess.
          if (error instanceof FormulaError && /^WG1/.test(error.diagnostics[0]!.code)) return;
          throw error;
        }
        compared++;
        if (Number.isNaN(found) || found === wanted) return; // A complex intermediate, such as sqrt(-1)^2.
        expect(Math.abs(found - wanted) / Math.max(1, Math.abs(wanted))).toBeLessThan(1e-12);
      }),
      { numRuns: RUNS, seed: 7 },
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });
});

describe('statements', () => {
  const value = (formula: string, ...at: number[]): number => compile(formula).value(...at);

  it.each([
    ['semicolons', 'a = x; b = a*2; b + 1'],
    ['newlines', 'a = x\nb = a*2\nb + 1'],
    ['carriage returns', 'a = x\r\nb = a*2\rb + 1\r\n'],
    ['a byte order mark', '\uFEFFa = x\nb = a*2\nb + 1'],
    ['comments', '# first\na = x # second; c = 3\n\n# third\nb = a*2\nb + 1 # end'],
    ['a line that goes on after an operator', 'a = x\nb = a *\n  2\nb +\n1'],
    ['a line that goes on after = ? : and a comma', 'a =\nx\nb = max(a*2,\n -100)\nb > -100 ?\nb + 1 :\n0'],
    ['a line that goes on inside brackets', 'a = (x\n)\nb = (a\n*2)\nb + 1'],
    ['empty statements', ';;a = x;\n;b = a*2;;b + 1;;'],
    ['a function', 'f(u, v) = u*v; b = f(x, 2); b + 1'],
    ['keywords as names', 'input = x; data = input*2; data + 1'],
    ['a final assignment', 'b = x*2; c = b + 1'],
  ])('end at %s', (_what, formula) => {
    expect(value(formula, 3)).toBe(7);
  });

  it('start over at a line that begins with an operator', () => {
    expect(() => value('x\n- 2', 3)).toThrow(/WG/);
  });
});

describe('spans', () => {
  // Editors do not show a byte order mark, so columns do not count it.
  it('point at what is wrong in any line, after tabs, pairs of surrogates and carriage returns', () => {
    const at = (formula: string): string => {
      try {
        compile(formula);
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
        const { line, column, length } = error.toJSON().errors[0]!;
        return `${line}:${column}:${length}`;
      }
      return 'no error';
    };
    expect(at('a = x\r\nb = 2*sinn(a)\r\nb')).toBe('2:7:4');
    expect(at('\ta = x;\tsinn(a)')).toBe('1:9:4');
    expect(at('# 😀😀\nx + sinn(x)')).toBe('2:5:4');
    expect(at('x # 😀\rsinn(x)')).toMatch(/^\d+:\d+:\d+$/);
    expect(at('\uFEFFsinn(x)')).toBe('1:1:4');
  });
});
