// The identities that tie values, jvp, vjp, Jacobian, Hessian and their sparse forms together, over random programs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import {
  argumentsOf,
  type Dual,
  environment,
  type Matrix,
  numbers,
  program,
  type Scalar,
  SIZE,
  trees,
  type Vector,
} from './shaped.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 150);

function expectClose(found: ArrayLike<number>, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  for (const [i, value] of wanted.entries()) {
    if (Number.isFinite(value) && Number.isFinite(scale))
      expect(Math.abs(found[i]! - value) / scale).toBeLessThan(1e-9);
  }
}

describe('random programs of vectors and matrices', () => {
  it('have the values and tangents of dual numbers', () => {
    const results = fc.oneof(trees.scalar, trees.vector, trees.matrix) as fc.Arbitrary<Scalar | Vector | Matrix>;
    fc.assert(
      fc.property(results, numbers, numbers, (tree, point, tangent) => {
        const { value, jvp } = compile(program(tree.text));
        const result = [tree.at(environment(point, tangent))].flat(2) as Dual[];
        const found = value(...argumentsOf(point));
        expectClose(
          typeof found === 'number' ? [found] : found,
          result.map(({ v }) => v),
        );
        expectClose(
          jvp(...argumentsOf(point), ...argumentsOf(tangent)),
          result.map(({ d }) => d),
        );
      }),
      { numRuns: RUNS, seed: 11 },
    );
  });

  it('satisfy the adjoint identity, and every form of the Jacobian agrees', () => {
    fc.assert(
      fc.property(trees.vector, numbers, numbers, (tree, point, tangent) => {
        const compiled = compile(program(tree.text));
        const args = argumentsOf(point);
        const adjoint = [0.5, -1.25, 2];
        const forward = [...compiled.jvp(...args, ...argumentsOf(tangent))] as number[];
        const reverse = [...compiled.vjp(...args, adjoint)] as number[];
        const jacobian = compiled.jacobian(...args) as Float64Array;
        const rows = adjoint.map((_, i) => jacobian.subarray(i * SIZE, (i + 1) * SIZE));
        expectClose(
          forward,
          rows.map(row => row.reduce((total, entry, j) => total + entry * tangent[j]!, 0)),
        );
        expectClose(
          reverse,
          tangent.map((_, j) => rows.reduce((total, row, i) => total + row[j]! * adjoint[i]!, 0)),
        );
        const values = compiled.jacobianSparse(...args) as Float64Array;
        const { rows: at, cols } = compiled.jacobianPattern as unknown as { rows: number[]; cols: number[] };
        const scattered = new Float64Array(jacobian.length);
        for (const [k, entry] of values.entries()) scattered[at[k]! * SIZE + cols[k]!] = entry;
        expect([...scattered].map(entry => entry + 0)).toEqual([...jacobian].map(entry => entry + 0));
      }),
      { numRuns: RUNS, seed: 12 },
    );
  });

  it('have Hessians that are symmetric and differentiate the gradient', () => {
    fc.assert(
      fc.property(trees.scalar, numbers, numbers, (tree, point, tangent) => {
        const compiled = compile(program(tree.text));
        const args = argumentsOf(point);
        const hessian = compiled.hessian(...args) as Float64Array;
        const scale = hessian.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1);
        if (!Number.isFinite(scale)) return;
        for (let i = 0; i < SIZE; i++)
          for (let j = 0; j < i; j++) expect(hessian[i * SIZE + j]).toBe(hessian[j * SIZE + i]);
        const product = compiled.hvp(...args, ...argumentsOf(tangent)) as Float64Array;
        for (const [i, entry] of product.entries()) {
          const wanted = tangent.reduce((total, t, j) => total + hessian[i * SIZE + j]! * t, 0);
          expect(Math.abs(entry - wanted) / scale).toBeLessThan(1e-9);
        }
        const h = 1e-4;
        const along = (t: number): Float64Array =>
          compiled.gradient(...argumentsOf(point.map((p, i) => p + t * tangent[i]!)));
        const [far, near] = [
          [along(2 * h), along(-2 * h)],
          [along(h), along(-h)],
        ] as const;
        const third = [...product].map(
          (_, i) => (8 * (near[0][i]! - near[1][i]!) - (far[0][i]! - far[1][i]!)) / (12 * h),
        );
        for (const [i, entry] of third.entries()) expect(Math.abs(product[i]! - entry) / scale).toBeLessThan(1e-4);
        const { rows, cols } = compiled.hessianPattern as unknown as { rows: number[]; cols: number[] };
        const values = compiled.hessianSparse(...args) as Float64Array;
        for (const [k, entry] of values.entries()) expect(entry + 0).toBe(hessian[rows[k]! * SIZE + cols[k]!]! + 0);
      }),
      { numRuns: RUNS / 2, seed: 13 },
    );
  });
});
