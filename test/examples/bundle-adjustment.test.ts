import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readsData, sharedData } from '../data/shared.js';
import { example, gradientOf } from './example.js';

const { value, jacobian, jacobianPattern, jacobianSparse } = example('bundle-adjustment');

describe.skipIf(sharedData === null)(`bundle adjustment against ADBench${readsData}`, () => {
  it('has the golden residuals and Jacobian', () => {
    const folder = path.join(sharedData!, 'adbench');
    const golden = JSON.parse(readFileSync(path.join(folder, 'ba_golden_test.json'), 'utf8'));
    const lines = readFileSync(path.join(folder, 'ba_test.txt'), 'utf8').trim().split('\n');
    const numbers = lines.slice(1).map(line => line.trim().split(/\s+/).map(Number));
    const [camera, X, weight, feat] = numbers;
    const w = weight![0];
    const [r, C, [f, u0, v0, k1, k2]] = [camera!.slice(0, 3), camera!.slice(3, 6), camera!.slice(6)] as const;
    const args = [feat, r, C, f, u0, v0, k1, k2, X, w];
    const close = (found: number, wanted: number): void =>
      expect(Math.abs(found - wanted) / Math.max(1, Math.abs(found) + Math.abs(wanted))).toBeLessThan(1e-8);
    const found = value(...args) as Float64Array;
    for (const [i, wanted] of [...golden.reproj_err_each_obs, golden.w_err_each_obs].entries())
      close(found[i]!, wanted);
    const rows = jacobian(...args) as Float64Array;
    for (const [i, wanted] of [...golden.J_row_u, ...golden.J_row_v].entries()) close(rows[i]!, wanted);
    close(rows[44]!, golden.J_w_err_dw);
  });
});

describe('bundle adjustment', () => {
  it('has 15 structural nonzeros a reprojection row, less the principal point of the other row, and one for the weight', () => {
    const { rows, cols } = jacobianPattern as unknown as { rows: number[]; cols: number[] };
    expect([0, 1, 2].map(row => rows.filter(at => at === row).length)).toEqual([14, 14, 1]);
    expect(cols.at(-1)).toBe(14);
  });

  it('is smooth where the camera does not turn', () => {
    const camera = [0, 0, 0, 0.1, 0.2, -5, 300, 2, -3, 0.01, 0.002];
    const point = [0.4, -0.3, 1];
    const at = (flat: readonly number[]): Float64Array => {
      const [f, u0, v0, k1, k2] = flat.slice(6, 11);
      return value([10, 20], flat.slice(0, 3), flat.slice(3, 6), f, u0, v0, k1, k2, flat.slice(11, 14), flat[14]);
    };
    const flat = [...camera, ...point, 0.8];
    const [f, u0, v0, k1, k2] = camera.slice(6);
    const found = jacobian([10, 20], [0, 0, 0], camera.slice(3, 6), f, u0, v0, k1, k2, point, 0.8) as Float64Array;
    for (const row of [0, 1, 2]) {
      const expected = gradientOf(x => at(x)[row]!, flat, 1e-3);
      for (const [j, wanted] of expected.entries()) {
        expect(Math.abs(found[row * 15 + j]! - wanted) / Math.max(1, Math.abs(wanted))).toBeLessThan(1e-6);
      }
    }
    expect([...jacobianSparse([10, 20], [0, 0, 0], camera.slice(3, 6), f, u0, v0, k1, k2, point, 0.8)]).toHaveLength(
      29,
    );
  });
});
