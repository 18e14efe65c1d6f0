// First attempts of people from six fields: either a formula means what its writer meant, or what is said names what to write.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, type Diagnostic, FormulaError } from '../../src/index.js';
import '../../src/latex.js';
import '../../src/special.js';

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43];

type Attempt = readonly [formula: string, outcome: string];

/** By field. */
const attempts = new Map<string, Attempt[]>();
const lines = readFileSync(new URL('./first-attempts.txt', import.meta.url), 'utf8').split('\n');
let field = '';
for (const line of lines) {
  if (line.startsWith('## ')) {
    field = line.slice(3);
    attempts.set(field, []);
  }
  const at = line.lastIndexOf('  →  ');
  if (at !== -1) attempts.get(field)!.push([line.slice(0, at), line.slice(at + 5)]);
}

/** What a formula is at the primes, and its first diagnostic. */
function outcomeOf(formula: string): { value: unknown; first: Diagnostic | undefined } {
  try {
    const compiled = compile(formula.replaceAll('⏎', '\n'));
    const rest = [...PRIMES];
    const at = compiled.inputs.map(({ shape, role }) => {
      const list = rest.splice(
        0,
        (shape as number[]).reduce((a, b) => a * b, 1),
      );
      return shape.length === 0 && role !== 'data' ? list[0] : list;
    });
    return { value: compiled.value(...at), first: compiled.diagnostics[0] };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return { value: null, first: error.diagnostics.find(({ severity }) => severity === 'error') };
  }
}

it('are many', () => {
  expect([...attempts.values()].flat().length).toBeGreaterThan(400);
});

describe.each([...attempts])('%s', (_field, list) => {
  it.each(list)('%s  →  %s', (formula, outcome) => {
    const [, values, code, help] = /^(\[.*?\]|-?[\d.e+-]+|NaN|-?Infinity)?(?:\s*(WG\d+) ?(.*))?$/.exec(outcome)!;
    const { value, first } = outcomeOf(formula);
    expect(first?.code).toBe(code);
    if (help !== undefined) expect(first?.help ?? '').toContain(help);
    if (values === undefined) return expect(value).toBeNull();
    const expected = values.startsWith('[') ? (JSON.parse(values) as number[]) : [Number(values)];
    const found = typeof value === 'number' ? [value] : [...(value as Float64Array)];
    expect(found.length).toBe(expected.length);
    for (const [i, one] of expected.entries()) {
      if (Number.isFinite(one))
        expect(Math.abs(found[i]! - one)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(one)));
      else expect(found[i]).toBe(one);
    }
  });
});
