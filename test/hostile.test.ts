// Input that means harm or makes no sense: a located error or a right result, never a crash or code.

import { parse as parseJavaScript } from 'acorn';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompileOptions, compile, emitSource, FormulaError } from '../src/index.js';

/** The formula's error codes, or the emitted module, which must be JavaScript. */
function outcome(formula: string): string[] {
  try {
    parseJavaScript(emitSource(formula), { ecmaVersion: 2022, sourceType: 'module' });
    return ['compiled'];
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.diagnostics.map(({ code }) => code);
  }
}

describe('hostile names', () => {
  it.each([
    'constructor',
    '__proto__',
    'prototype',
    'arguments',
    'eval',
    'await',
    'yield',
    'let',
    'static',
    'class',
    'return',
    'this',
    'undefined',
    'Math',
    'Float64Array',
    'Object',
    'TypeError',
    'valueAndGradient',
    'value',
    'gradient',
    'evaluate',
    'packed',
    'inputs',
    'wrt',
    'outputs',
    'sense',
    'refuse',
    'readPoint',
    'checkTheta',
    'describe',
    'out',
    'theta',
    'start',
    'point',
    't1',
    'hasOwnProperty',
    'toString',
    'exports',
    'module',
    'require',
    'x_bar',
    'π2',
    'ℏ',
    'gamma',
  ])('%s is an ordinary input', name => {
    const compiled = compile(`${name}^2 + y*gamma(y) + ${name}*y`);
    const { value, gradient } = compiled.evaluate(
      Object.fromEntries([
        [name, 3],
        ['y', 2],
      ]),
    );
    expect(value).toBe(9 + 2 + 6);
    expect(Object.getOwnPropertyDescriptor(gradient, name)?.value).toBe(8);
    expect(compiled.packedGradient([3, 2])[0]).toBe(8);
    expect(outcome(`${name} = x + 1\n${name}*y`)).toEqual(['compiled']);
  });
});

describe('hostile text', () => {
  it.each([
    ['x.constructor("return process")()', 'WG117'],
    ['"*/ process.exit() /*"', 'WG111'],
    ['`\u0024{process.exit()}`', 'WG111'],
    [
      'x % 2 % 3 % 4 % 5 % 6 % 7 % 8 % 9 % 10 % 11 % 12 % 13 % 14 % 15 % 16 % 17 % 18 % 19 % 20 % 21 % 22 % 23',
      'WG110',
    ],
    [`${'-'.repeat(10_000)}x`, 'WG701'],
    [`${'2^'.repeat(10_000)}x`, 'WG701'],
    [`${'x ? 1 : '.repeat(10_000)}2`, 'WG701'],
    [`${'['.repeat(5_000)}`, 'WG107'],
    ['\u0000\u0001\u0002', 'WG109'],
    ['', 'WG100'],
    [' \n\n# only this', 'WG100'],
  ])('%j is refused', (formula, code) => {
    expect(outcome(formula)[0]).toBe(code);
  });

  it('in comments stays in comments of the module', () => {
    const source = emitSource('# */ globalThis.hacked = 1 /*\u2028 globalThis.hacked = 2\nx^2');
    expect(source).not.toMatch(/^\s*globalThis/m);
    parseJavaScript(source, { ecmaVersion: 2022, sourceType: 'module' });
  });

  it('of random tokens is refused or compiled', () => {
    const pieces = fc.constantFrom(
      'x',
      'y',
      'sin',
      '(',
      ')',
      '[',
      ']',
      '+',
      '-',
      '*',
      '/',
      '^',
      '=',
      ',',
      ';',
      '\n',
      ' ',
      '1',
      '2.5',
      '.',
      '?',
      ':',
      '<',
      '==',
      'not',
      'and',
      'or',
      'mod',
      'param ',
      'input ',
      'output ',
      'emit ',
      'minimize ',
      'in',
      '!',
      "'",
      '%',
      '"',
      '#',
      '{',
      '|',
      'é',
      '²',
      '1e400',
      'e',
      'f(x) = ',
      '\t',
      '\r',
      '\u2028',
      '💥',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 24 }), parts => {
        outcome(parts.join(''));
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('of functions after the result takes time that grows with the text', () => {
    const levels = Array.from({ length: 5000 }, (_, i) => `r${i + 1}() = r${i}()${` + r${i}()`.repeat(5)}`);
    for (const order of [levels, levels.toReversed()]) {
      expect(outcome(`r5000()\n${order.join('\n')}\nr0() = x`)).toEqual(['compiled']);
    }
  });

  it('of doubling functions ends at a limit or shares everything', () => {
    const doubling = [
      'f0(u) = u + u*v',
      ...Array.from({ length: 40 }, (_, i) => `f${i + 1}(u) = f${i}(u) + f${i}(u*2)`),
      'f40(x)',
    ];
    try {
      void compile(doubling.join('\n'), { limits: { nodes: 100_000 } }).source;
    } catch (error) {
      expect((error as FormulaError).diagnostics[0]?.code).toBe('WG703');
    }
  });
});

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** The first error, its place and how many there are. */
function firstError(formula: string, options: CompileOptions = {}) {
  try {
    void compile(formula, options).source;
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const { errors } = error.toJSON();
    const [{ code, message, line, column }] = errors as [(typeof errors)[number]];
    return { code, message, place: `${line}:${column}`, count: errors.length };
  }
  throw new Error('no error');
}

// What takes longer than it should ends at the test's own limit of time.
describe('large text', () => {
  it('of 100,000 terms compiles', () => {
    const formula = many(100_000, i => `x${i % 50}*${i}`).join('+');
    expect(compile(formula, { emit: ['value'] }).source.length).toBeGreaterThan(1_000_000);
  });

  it('of 20,000 inferred names compiles, and a name of them that is nearly another warns', () => {
    const names = many(20_000, i => `velocity${i}`);
    const { diagnostics, source } = compile(`${names.join('+')} + veloctiy7*2`, { emit: ['value'] });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "'velocity7' is used once and looks like 'veloctiy7'",
      "'veloctiy7' is used once and looks like 'velocity7'",
    ]);
    expect(source).toContain('veloctiy7');
  });

  it('of more inputs than a function takes is refused', () => {
    const { code, message } = firstError(many(33_000, i => `name${i}`).join('+'));
    expect(code).toBe('WG704');
    expect(message).toContain('33000 inputs');
  });

  it('of a cycle of 100,000 definitions or functions is one error', () => {
    const definitions = many(100_000, i => `a${i} = a${(i + 1) % 100_000} + 1`).join('\n');
    expect(firstError(`${definitions}\na0`)).toEqual({
      code: 'WG205',
      message:
        "'a1' is defined through itself: a0 → a1 → a2 → a3 → a4 → a5 → … (99989 more) → a99995 → a99996 → a99997 → a99998 → a99999 → a0",
      place: '1:6',
      count: 1,
    });
    const functions = many(100_000, i => `f${i}(u) = f${(i + 1) % 100_000}(u) + 1`).join('\n');
    expect(firstError(`${functions}\nf0(x)`)).toMatchObject({ code: 'WG205', place: '1:9', count: 1 });
  });

  it('of 100,000 misspelt names is twenty errors', () => {
    const names = many(100_000, i => `a${'bcdefghijk'[i % 10]!.repeat(40)}_${i}`);
    const text = `input ${names.join(', ')}\n${names.map(name => `${name}x`).join('+')}`;
    expect(firstError(text)).toEqual({
      code: 'WG203',
      message: `unknown name '${names[0]}x'`,
      place: '2:1',
      count: 20,
    });
  });

  it.each([
    ['strings', `x + "${'a'.repeat(2e7)}"`, 'WG111', '1:5'],
    ['strings that do not end', `x + '${'\\a'.repeat(1e7)}`, 'WG111', '1:5'],
    ['names', `x + ${'a'.repeat(2e7)}`, 'WG707', '1:5'],
    ['names beyond the first plane', `x + ${'𝒜'.repeat(1e7)}`, 'WG707', '1:5'],
    ['properties', `x.${'𝒜'.repeat(1e7)}`, 'WG117', '1:2'],
    ['exponents', `x${'²'.repeat(2e7)}`, 'WG119', '1:2'],
    ['integers', `x*${'1'.repeat(2e7)}`, 'WG105', '1:3'],
  ])('of millions of letters in %s has its diagnostic', (_what, formula, code, place) => {
    const found = firstError(formula);
    expect([found.code, found.place]).toEqual([code, place]);
    expect(found.message.length).toBeLessThan(200);
  });

  it('of digits that do not count, and of empty lines, compiles', () => {
    const { diagnostics } = compile(`x*1.${'0'.repeat(5e6)}1${'\n'.repeat(2e7)}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(['WG106']);
  });

  it('of ten comprehensions in one another ends at the limit of time, where it is at', () => {
    const nested = `${'sum('.repeat(10)}x${many(10, i => `, i${i} = 1:99)`).join('')}`;
    const { code, place } = firstError(nested, { limits: { seconds: 0 } });
    expect([code, place]).toEqual(['WG705', '1:41']);
    const flat = `sum(x${many(10, i => `, i${i} = 1:99`).join('')})`;
    expect(firstError(flat, { limits: { seconds: 0 } }).code).toBe('WG705');
    expect(firstError(flat, { limits: { nodes: 10_000 } })).toMatchObject({ code: 'WG706', place: '1:1' });
  });

  it('of 20,000 outputs compiles', () => {
    const names = many(20_000, i => `y${i}`);
    const text = `${names.map((name, i) => `${name} = x*${i}`).join('\n')}\noutput ${names.join(', ')}`;
    const value = compile(text).value(2);
    expect(value).toEqual(Float64Array.from(names, (_, i) => 2 * i));
  });

  it('of 50,000 colons in brackets is refused', () => {
    expect(firstError(`x + [${many(50_000, () => ':').join(',')}]`)).toMatchObject({ code: 'WG306', place: '1:6' });
  });
});
