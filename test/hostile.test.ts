// Input that means harm or makes no sense: a located error or a right result, never a crash or code.

import { parse as parseJavaScript } from 'acorn';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, emitSource, FormulaError } from '../src/index.js';

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
      { numRuns: 5000, seed: 11 },
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

describe('large text', () => {
  it('of 100,000 terms compiles', () => {
    const formula = Array.from({ length: 100_000 }, (_, i) => `x${i % 50}*${i}`).join('+');
    expect(compile(formula, { emit: ['value'] }).source.length).toBeGreaterThan(1_000_000);
  });
});
