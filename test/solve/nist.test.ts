// The nonlinear regressions of NIST's Statistical Reference Datasets (https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml),
// works of the United States' government: data, starts, and parameters with their standard deviations certified to 11 digits.
// The files are as lmfit ships them (github.com/lmfit/lmfit-py, NIST_STRD, BSD-3); models are restated in our language.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fit } from '../../src/solve.js';

interface Certified {
  readonly name: string;
  readonly equation: string;
  readonly starts: readonly (readonly number[])[];
  readonly parameters: readonly number[];
  readonly deviations: readonly number[];
  readonly sumOfSquares: number;
  readonly deviation: number;
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

const cases: readonly Certified[] = JSON.parse(readFileSync(new URL('nist.cases.json', import.meta.url), 'utf8'));

/** Significant digits in common. */
const digits = (found: number, certified: number): number =>
  found === certified ? 16 : -Math.log10(Math.abs(found / certified - 1));

/**
 * Digits that double precision leaves of deviations. The residuals of Lanczos1 are some 8e-14 where the values that they are
 * differences of are some 1, of which the last digit is 2e-16: three digits are left of the sum of their squares.
 */
const FEWER: Readonly<Record<string, number>> = { Lanczos1: 2.3 };
const WANTED = 8;

function fitted({ name, equation, columns, parameters }: Certified, start: readonly number[]) {
  const names = parameters.map((_, i) => `b${i + 1}`);
  const starts = Object.fromEntries(names.map((of, i) => [of, start[i]!]));
  const declared =
    name === 'Nelson' ? `param ${names.join(', ')}\ndata ${Object.keys(columns).join(', ')}\n${equation}` : equation;
  return { names, result: fit(declared, columns, { start: starts }) };
}

describe.each(cases)('$name', problem => {
  it.each([1, 2])('from start %i', which => {
    const { names, result } = fitted(problem, problem.starts[which - 1]!);
    const { parameters, deviations, deviation, sumOfSquares } = problem;
    expect(result.converged, result.message).toBe(true);
    const errors = result.standardErrors!;
    const found = names.map(name => [result.parameters[name], errors[name]] as [number, number]);
    const fewest = Math.min(...found.map(([of], i) => digits(of, parameters[i]!)));
    const fewestOfErrors = Math.min(
      ...found.map(([, of], i) => digits(of, deviations[i]!)),
      digits(result.residualStandardDeviation!, deviation),
      digits(result.value, sumOfSquares),
    );
    expect(fewest, 'digits of the parameters').toBeGreaterThan(WANTED);
    expect(fewestOfErrors, 'digits of their deviations').toBeGreaterThan(FEWER[problem.name] ?? WANTED);
    expect(result.degreesOfFreedom).toBe(problem.columns.y!.length - parameters.length);
  });
});

it('has all 27', () => {
  expect(cases).toHaveLength(27);
});
