// 1,800 antiderivatives whose derivative is known (RuleBasedIntegration/MathematicaSyntaxTestSuite, MIT).

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { readsData, sharedData } from './shared.js';

interface Pair {
  readonly id: number;
  readonly var: string;
  readonly antiderivative: string;
  readonly at: Record<string, number>;
  readonly f: string;
  readonly F: string;
}

describe.skipIf(sharedData === null)(`Rubi pairs${readsData}`, () => {
  it('differentiates every antiderivative to its integrand within 1e-8', () => {
    const lines = readFileSync(`${sharedData}/rubi/rubi_public_1800.jsonl`, 'utf8').trim().split('\n');
    const wrong: string[] = [];
    for (const line of lines) {
      const pair = JSON.parse(line) as Pair;
      try {
        const compiled = compile(pair.antiderivative, { wrt: [pair.var] });
        const known = new Set(compiled.inputs.map(input => input.name));
        const point = Object.fromEntries(Object.entries(pair.at).filter(([name]) => known.has(name)));
        const { value, gradient } = compiled.evaluate(point);
        const derivative = Math.abs(gradient[pair.var] - Number(pair.f)) / Math.max(Math.abs(Number(pair.f)), 1e-3);
        // Where terms cancel to less than 1e-3, doubles keep no nine digits of the sum (mathjs's value is the same).
        const primal = Math.abs(value - Number(pair.F)) / Math.max(Math.abs(Number(pair.F)), 1e-3);
        if (!(derivative <= 1e-8 && primal <= 1e-9))
          wrong.push(`${pair.id}: derivative off by ${derivative}, value by ${primal}`);
      } catch (error) {
        wrong.push(`${pair.id}: ${String(error)}`);
      }
    }
    expect(lines.length).toBe(1800);
    expect(wrong).toEqual([]);
  });
});
