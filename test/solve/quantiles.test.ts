// Quantiles as scipy.stats has them: t.ppf((1 + confidence)/2, freedom), norm.ppf.

import { expect, it } from 'vitest';
import { normalQuantile, studentQuantile } from '../../src/solve/quantiles.js';

it.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 2, 4.302652729749462],
  [0.95, 3, 3.1824463052837078],
  [0.95, 10, 2.228138851986274],
  [0.999, 7, 5.407882520861828],
  [0.95, 1000, 1.9623390808264083],
  [0.95, 1001, 1.9623367052808798],
  [0.999, 5000, 3.2924737233708825],
  [0.95, 1e7, 1.959964221767205],
])('%f of %i degrees of freedom', (confidence, freedom, expected) => {
  expect(Math.abs(studentQuantile(confidence, freedom) / expected - 1)).toBeLessThan(1e-12);
});

it('are those of the normal distribution for infinitely many, and none for less than one', () => {
  expect(normalQuantile(0.95)).toBeCloseTo(1.959963984540054, 13);
  expect(studentQuantile(0.95, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959963984540054, 13);
  expect(studentQuantile(0.95, 0)).toBeNaN();
});
