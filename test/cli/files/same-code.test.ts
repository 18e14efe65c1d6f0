// What is the same code, and what is not.

import { describe, expect, it } from 'vitest';
import { isSameCode } from '../../../src/cli/files/same-code.js';

describe('the same', () => {
  it.each([
    ['a.js', 'const a = 1;\nf(a);\n', 'const a = 1;\r\nf(a);\r\n'],
    ['a.js', "const a = { 'b': 1, c: c }; f((a), 1e3,)", 'const a = {\n  b: 1,\n  c\n};;\nf(a, 1000);'],
    ['a.js', '/**\n * one\n * two */\nconst t = `a\r\nb`;', '/** one two */ const t = `a\nb`'],
    ['a.cjs', "'use strict';\nreturn /a+/g;", '"use strict"\nreturn /a+/g'],
    [
      'a.d.ts',
      'export function f(a: number, b: "x"): { a: 1; b: 2 };',
      "export function f(\n  a: number,\n  b: 'x',\n): { a: 1, b: 2 }",
    ],
    ['a.d.ts', 'f(p: { "x": number; "y"?: 1 })', 'f(p: { x: number, y?: 1 })'],
    ['a.d.mts', 'type A = 1 | 2;', 'type A =\n  | 1\n  | 2;'],
    ['a.d.formula.ts', '/**\n * x\n */\nexport const a: number;', '\t/** x */ export const a: number'],
    ['a.js.map', '{"version":3,"sourcesContent":["a\\r\\nb"]}', '{\n  "version": 3,\n  "sourcesContent": ["a\\nb"]\n}'],
    [
      'a.c',
      '/* f of x */\ndouble f(double x) { return x * (x + 1); }',
      '/* f\n * of x */\ndouble\nf(double x)\n{\n\treturn x*(x+1);\n}',
    ],
  ])('%s: %j and %j', (name, a, b) => {
    expect(isSameCode(name, a, b)).toBe(true);
    expect(isSameCode(name, b, a)).toBe(true);
  });
});

describe('not the same', () => {
  it.each([
    ['a.js', 'a + b * c', '(a + b) * c'],
    ['a.js', 'f(1)', 'f(1.0000000000000002)'],
    ['a.js', 'f(0)', 'f(-0)'],
    ['a.js', 'const a = 1', 'let a = 1'],
    ['a.js', 'f(a?.b)', 'f(a.b)'],
    ['a.js', 'f({ a })', 'f({ [a]: a })'],
    ['a.js', 'f(`a  b`)', 'f(`a b`)'],
    ['a.js', 'f(/a/g)', 'f(/a/i)'],
    ['a.js', 'f(a)', 'f(a'],
    ['a.js', 'f(a); g(b)', 'f(a)'],
    ['a.js', 'f([, a])', 'f([a])'],
    ['a.js', '// x^2\nf(1)', '// x^3\nf(1)'],
    ['a.d.ts', '/** x^2 */ export const a: 1;', '/** x^3 */ export const a: 1;'],
    ['a.d.ts', 'export const a: 1 | 2;', 'export const a: 1;'],
    ['a.js.map', '{"version":3}', '{"version":3'],
    ['a.js.map', '{"mappings":"A"}', '{"mappings":"B"}'],
    ['a.c', 'return a + b * c;', 'return (a + b) * c;'],
    ['a.h', 'double f(double x);', 'double g(double x);'],
  ])('%s: %j and %j', (name, a, b) => {
    expect(isSameCode(name, a, b)).toBe(false);
    expect(isSameCode(name, b, a)).toBe(false);
  });

  it('nests as deep as a formula is long', () => {
    const chain = Array.from({ length: 3000 }, (_, i) => `x${i}`).join(' + ');
    expect(isSameCode('a.js', `f(${chain})`, `f(${chain});`)).toBe(true);
    expect(isSameCode('a.js', `f(${chain})`, `f(${chain} + 1);`)).toBe(false);
  });
});
