// Words of other languages are names as any other where the program says so, or where nothing stands beside them.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

const WORDS = [
  'if',
  'then',
  'else',
  'return',
  'let',
  'var',
  'def',
  'for',
  'while',
  'where',
  'times',
  'is',
  'end',
  'do',
  'AND',
  'subject',
  'double',
];

const codesOf = (formula: string): string[] => {
  try {
    return compile(formula).diagnostics.map(({ code }) => code);
  } catch (error) {
    if (error instanceof FormulaError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
};

describe.each(WORDS)('%s', word => {
  it.each([
    [`input ${word}, x; 2 ${word}*x`, []],
    [`param ${word} = 1\nminimize ${word}^2`, []],
    [`${word} = x^2; x ${word}`, []],
    [`f(${word}) = 2 ${word}; f(x)`, []],
    [`${word}*x`, []],
    [`x^2 + ${word}`, []],
    [`minimize ${word}^2`, []],
    [`sin(${word})`, []],
  ])('%j', (formula, codes) => {
    expect(codesOf(formula)).toEqual(codes);
  });
});
