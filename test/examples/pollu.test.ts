// The Jacobian of mass-action kinetics is stoichiometry times the derivatives of the rates.

import { describe, expect, it } from 'vitest';
import { example } from './example.js';

/** Rate constant, reactants, and products, species counted from 1; a bystander is on both sides. */
const reactions: readonly [number, readonly number[], readonly number[]][] = [
  [0.35, [1], [2, 3]],
  [26.6, [2, 4], [1]],
  [12300, [5, 2], [6, 1]],
  [0.00086, [7], [5, 5, 8]],
  [0.00082, [7], [8]],
  [15000, [7, 6], [8, 5]],
  [0.00013, [9], [10, 8, 5]],
  [24000, [9, 6], [11]],
  [16500, [11, 2], [1, 10, 12]],
  [9000, [11, 1], [13]],
  [0.022, [13], [11, 1]],
  [12000, [10, 2], [14, 1]],
  [1.88, [14], [7, 5]],
  [16300, [1, 6], [15]],
  [4.8e6, [3], [4]],
  [0.00035, [4], [16]],
  [0.0175, [4], [3]],
  [1e8, [16], [6, 6]],
  [4.44e11, [16], [3]],
  [1240, [17, 6], [18, 5]],
  [2.1, [19], [2]],
  [5.78, [19], [1, 3]],
  [0.0474, [1, 4], [19]],
  [1780, [19, 1], [20]],
  [3.12, [20], [1, 19]],
];

const n = 20;
const y = Array.from({ length: n }, (_, i) => 0.05 + 0.01 * ((7 * i) % 11));

function expected() {
  const rates = new Float64Array(n);
  const jacobian = new Float64Array(n * n);
  const pattern = new Set<number>();
  for (const [k, reactants, products] of reactions) {
    const change = new Map<number, number>();
    for (const species of reactants) change.set(species, (change.get(species) ?? 0) - 1);
    for (const species of products) change.set(species, (change.get(species) ?? 0) + 1);
    const rate = reactants.reduce((product, species) => product * y[species - 1]!, k);
    for (const [species, by] of change) {
      if (by === 0) continue;
      rates[species - 1]! += by * rate;
      for (const of of reactants) {
        jacobian[(species - 1) * n + of - 1]! += (by * rate) / y[of - 1]!;
        pattern.add((species - 1) * n + of - 1);
      }
    }
  }
  return { rates, jacobian, pattern: [...pattern].sort((a, b) => a - b) };
}

describe('pollu', () => {
  const { value, jacobian, jacobianSparse, jacobianPattern, stats } = example('pollu', {
    emit: ['value', 'jacobian', 'jacobianSparse'],
  });
  const { rates, jacobian: entries, pattern } = expected();
  const close = (found: number, wanted: number): void =>
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));

  it('has the rates and the Jacobian of its reactions', () => {
    for (const [i, rate] of (value(y) as Float64Array).entries()) close(rate, rates[i]!);
    for (const [i, entry] of (jacobian(y) as Float64Array).entries()) close(entry, entries[i]!);
  });

  it('computes its structural nonzeros only', () => {
    const { rows, cols } = jacobianPattern as unknown as { rows: number[]; cols: number[] };
    expect(rows.map((row, k) => row * n + cols[k]!)).toEqual(pattern);
    for (const [k, entry] of (jacobianSparse(y) as Float64Array).entries()) close(entry, entries[pattern[k]!]!);
    expect(stats.operations.jacobian).toBeLessThan(70);
  });
});
