// Faults are shown where the library is called, and not at a place inside of it.

import path from 'node:path';
import { expect, it } from 'vitest';
import { compile, emitSource, FormulaError, formula, stats } from '../src/index.js';
import * as solve from '../src/solve.js';
import { query } from '../src/sql.js';

const calls: Readonly<Record<string, () => unknown>> = {
  compile: () => compile('2*tanhh(x)'),
  'a built program': () => compile(g => g.input('1')),
  emitSource: () => emitSource('2*tanhh(x)'),
  stats: () => stats('2*tanhh(x)'),
  formula: () => formula`2*tanhh(x)`,
  'a member': () => compile('[x, x]').hessian,
  'a member, again': () => {
    const compiled = compile('[x, x]');
    expect(() => compiled.hessian).toThrow(FormulaError);
    return compiled.hessian;
  },
  fit: () => solve.fit('y = tanhh(a*x)', { x: [1], y: [2] }),
  minimize: () => solve.minimize('tanhh(x)', { start: { x: 1 } }),
  maximize: () => solve.maximize('tanhh(x)', { start: { x: 1 } }),
  query: () => query('tanhh(x)'),
};

it.each(Object.entries(calls))('%s', (_, call) => {
  let caught: unknown = null;
  try {
    call();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(FormulaError);
  const { stack, message } = caught as FormulaError;
  expect(stack!.startsWith(`FormulaError: ${message}\n    at `)).toBe(true);
  const [first] = stack!.slice(stack!.indexOf('\n    at ') + 1).split('\n');
  expect(first).toContain(path.basename(import.meta.filename));
});
