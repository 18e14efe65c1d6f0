// Determinants, inverses and solutions in formulas: their values, at the edges too, and what is refused.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

const valueAt = (formula: string, ...point: (number | readonly number[])[]): number | number[] => {
  const found = compile(formula).value(...point) as number | Float64Array;
  return typeof found === 'number' ? found : [...found];
};

const errorsOf = (formula: string): readonly { code: string; message: string; help?: string; column: number }[] => {
  try {
    compile(formula);
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors as never;
    throw error;
  }
  return [];
};

describe('values', () => {
  it.each<[string, number | number[]]>([
    ['solve([2, 1; 1, 3], [5, 10])', [1, 3]],
    ['[2, 1; 1, 3]\\[5, 10]', [1, 3]],
    ['solve([2, 1; 1, 3], [5, 2; 10, 1])', [1, 1, 3, 0]],
    ['2*[2, 1; 1, 3]\\[5, 10]*4', [2, 6]],
    ['logdet([2, 1; 1, 3])', Math.log(5)],
    ['logdet([1, 0, 2; 0, 4, 0; 0, 0, 2])', Math.log(8)],
    ['logdet([1, 2; 2, 1])', Number.NaN],
    ['logdet([1, 2; 2, 4])', Number.NEGATIVE_INFINITY],
    ['det([0, 0, 0, 1; 0, 0, 2, 0; 0, 3, 0, 0; 4, 0, 0, 0])', 24],
    ['det([0, 1, 0, 0; 1, 0, 0, 0; 0, 0, 1, 0; 0, 0, 0, 1])', -1],
    ['[2, 1; 1, 3]^-1*[5, 10]', [1, 3]],
  ])('%s', (formula, wanted) => {
    // Of constants, and at run time.
    const [folded, run] = [formula, formula.replace(/\d+(?=[,;\]])/g, '$&*z')];
    for (const found of [valueAt(folded), valueAt(`input z\n${run}`, 1)]) {
      if (typeof wanted === 'number') {
        if (Number.isFinite(wanted)) expect(found).toBeCloseTo(wanted, 13);
        else expect(found).toBe(wanted);
      } else for (const [i, x] of wanted.entries()) expect((found as number[])[i]).toBeCloseTo(x, 13);
    }
  });

  it('do not depend on the scale, as long as they are numbers', () => {
    for (const n of [2, 3, 4, 5]) {
      for (const scale of [1e-300, 1e-108, 1e108, 1e300]) {
        const A = Array.from({ length: n * n }, (_, i) => scale * ((i % (n + 1) === 0 ? 3 : 0) + (i % 3)));
        const product = valueAt(`input A[${n},${n}]\ninv(A)*A`, A) as number[];
        for (const [i, x] of product.entries()) expect(x).toBeCloseTo(i % (n + 1) === 0 ? 1 : 0, 12);
        expect(
          valueAt(
            `input A[${n},${n}], b[${n}]\nsolve(A, b)`,
            A,
            A.filter((_, i) => i % n === 0),
          ),
        ).toSatisfy((x: number[]) => x.every((of, i) => Math.abs(of - (i === 0 ? 1 : 0)) < 1e-12));
      }
    }
    // Each product of entries is too large or too small, the determinant is not.
    const sizes = [1e300, 1e-200, 1e-250, 1e250];
    for (const n of [2, 3, 4]) {
      const rows = sizes.slice(0, n).map((x, i) => sizes.slice(0, n).map((_, j) => (i === j ? x : 0)));
      const wanted = sizes.slice(0, n).reduce((a, b) => a * b);
      const found = valueAt(`input A[${n},${n}]\ndet(A)`, rows.flat()) as number;
      expect(found / wanted).toBeCloseTo(1, 14);
      expect(valueAt(`input A[${n},${n}]\nlogdet(A)`, rows.flat())).toBeCloseTo(
        sizes.slice(0, n).reduce((sum, x) => sum + Math.log(x), 0),
        10,
      );
    }
  });

  it('are NaN where a matrix is singular, has no inverse in numbers, or is none', () => {
    for (const n of [2, 3, 4]) {
      const singular = Array.from({ length: n * n }, (_, i) => 1 + Math.floor(i / n));
      const infinite = singular.map((x, i) => (i === 1 ? Number.POSITIVE_INFINITY : x + (i % (n + 1) === 0 ? 1 : 0)));
      const none = infinite.map((x, i) => (i === 1 ? Number.NaN : x));
      for (const A of [singular, infinite, none]) {
        expect(valueAt(`input A[${n},${n}]\ninv(A)`, A)).toEqual(A.map(() => Number.NaN));
        expect(valueAt(`input A[${n},${n}], b[${n}]\nA\\b`, A, A.slice(0, n))).toEqual(
          Array.from({ length: n }, () => Number.NaN),
        );
      }
      expect(valueAt(`input A[${n},${n}]\ndet(A)`, singular)).toBeCloseTo(0, 15);
      expect(valueAt(`input A[${n},${n}]\ndet(A)`, none)).toBeNaN();
      expect(valueAt(`input A[${n},${n}]\nlogdet(A)`, none)).toBeNaN();
    }
  });

  it('of logarithms do not depend on the determinant being a number', () => {
    const n = 60;
    const A = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1e-200 : 0));
    for (const formula of ['log(abs(det(A)))', 'log(det(A))', 'logdet(A)']) {
      const { value, gradient } = compile(`input A[${n},${n}]\n${formula}`);
      expect(value(A)).toBeCloseTo(-200 * n * Math.LN10, 8);
      expect((gradient(A) as Float64Array)[0]! / 1e200).toBeCloseTo(1, 14);
    }
    const negative = A.map((x, i) => (i === 0 ? -x : x));
    expect(valueAt(`input A[${n},${n}]\nlog(abs(det(A)))`, negative)).toBeCloseTo(-200 * n * Math.LN10, 8);
    const { value, gradient } = compile(`input A[${n},${n}]\nlogdet(A)`);
    expect(value(negative)).toBeNaN();
    expect([...(gradient(negative) as Float64Array)].every(Number.isNaN)).toBe(true);
  });

  it('keep their digits where a matrix is nearly singular', () => {
    // mpmath, 50 digits.
    const kernel = 'K = array(exp(-0.5*((i-j)/9/l)^2) + (i==j ? 1e-6 : 0), i=1:10, j=1:10)';
    for (const formula of ['log(abs(det(K)))', 'logdet(K)']) {
      const { value, gradient } = compile(`input l\n${kernel}\n${formula}`);
      expect(value(0.5)).toBeCloseTo(-70.09753113, 7);
      expect((gradient(0.5) as Float64Array)[0]).toBeCloseTo(-69.174968, 5);
    }
  });
});

describe('the gradient of a determinant', () => {
  it('is the adjugate where the matrix is singular, too', () => {
    expect([...compile('det([x, 1; 1, 1])').gradient(1)]).toEqual([1]);
    for (const n of [2, 3, 4, 5]) {
      const { gradient, hessian } = compile(`input A[${n},${n}]\ndet(A)`);
      const diagonal = (rank: number): number[] =>
        Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 && i / (n + 1) < rank ? i + 1 : 0));
      const rest = (rank: number): number =>
        diagonal(rank)
          .filter(x => x > 0)
          .reduce((a, b) => a * b, 1);
      const last = n * n - 1;
      expect([...gradient(diagonal(n - 1))].map(Math.abs)).toEqual(
        diagonal(n - 1).map((_, i) => (i === last ? rest(n - 1) : 0)),
      );
      expect([...gradient(diagonal(n - 2))].every(x => x === 0)).toBe(true);
      // Its own derivative: of rank n - 2 only two products of two rows and columns are left.
      const second = [...hessian(diagonal(n - 2))].filter(x => x !== 0);
      expect(second.map(Math.abs)).toEqual([1, 1, 1, 1].map(() => rest(n - 2)));
    }
  });
});

describe('refused', () => {
  it.each([
    ['input A[2,3]\ndet(A)', 'WG304', "'det' does not go with matrix [2,3]"],
    ['input A[2,2]\nsolve(A, [1, 2, 3])', 'WG304', "'solve' does not go with matrix [2,2] and vector [3]"],
    ['input A[2,2]\nlogdet(A[1,:])', 'WG304', "'logdet' does not go with vector [2]"],
    ['input A[2,3], b[2]\nA\\b', 'WG302', "'\\' does not go with matrix [2,3] and vector [2]"],
    ['input x\n2\\x', 'WG302', "'\\' does not go with scalar and scalar"],
  ])('%s', (formula, code, message) => {
    expect(errorsOf(formula)).toMatchObject([{ code, message }]);
  });
});
