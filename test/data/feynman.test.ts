// 100 physics formulas (AI Feynman, via vepsalai/synthics, MIT), as written there, against differences in 64 digits.

import { readFileSync } from 'node:fs';
import { all, type BigNumber, create, type MathJsInstance } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { readsData, sharedData } from './shared.js';

interface Formula {
  readonly name: string;
  readonly text: string;
  readonly ranges: readonly { readonly name: string; readonly low: number; readonly high: number }[];
}

function readFormulas(folder: string): Formula[] {
  const [, ...rows] = readFileSync(`${folder}/feynman/FeynmanEquations.csv`, 'utf8').trim().split(/\r?\n/);
  return rows
    .map(row => row.split(','))
    .filter(cells => cells[3] !== undefined && cells[3] !== '')
    .map(cells => {
      const ranges = [];
      for (let i = 5; i + 2 < cells.length && cells[i] !== ''; i += 3) {
        ranges.push({ name: cells[i]!, low: Number(cells[i + 1]), high: Number(cells[i + 2]) });
      }
      return { name: cells[0]!, text: cells[3]!, ranges };
    });
}

/** f at a point in 64 digits, and its partials by central differences of step 1e-20. */
function reference(math: MathJsInstance, text: string, point: Readonly<Record<string, number>>) {
  const written = text
    .replaceAll('**', '^')
    .replace(/\bln\b/g, 'log')
    .replace(/\barcsin\b/g, 'asin')
    .replace(/\barccos\b/g, 'acos');
  const code = math.compile(written);
  const scope = Object.fromEntries(Object.entries(point).map(([name, value]) => [name, math.bignumber(value)]));
  const step = math.bignumber('1e-20');
  const at = (name: string, by: BigNumber): BigNumber =>
    math.bignumber(code.evaluate({ ...scope, [name]: scope[name]!.plus(by) }) as BigNumber);
  const gradient = Object.fromEntries(
    Object.keys(point).map(name => [name, at(name, step).minus(at(name, step.neg())).div(step.times(2)).toNumber()]),
  );
  return { value: math.bignumber(code.evaluate({ ...scope }) as BigNumber).toNumber(), gradient };
}

describe.skipIf(sharedData === null)(`Feynman formulas${readsData}`, () => {
  it('compile as written, with every partial right to 1e-9', () => {
    const math = create(all!, { number: 'BigNumber', precision: 64 });
    const formulas = readFormulas(sharedData!);
    expect(formulas.length).toBe(100);
    const wrong: string[] = [];
    for (const { name, text, ranges } of formulas) {
      for (const fraction of [0.23, 0.71]) {
        const point = Object.fromEntries(
          ranges.map((range, i) => [range.name, range.low + (range.high - range.low) * ((fraction + 0.137 * i) % 1)]),
        );
        const wanted = reference(math, text, point);
        if (!Number.isFinite(wanted.value)) continue;
        const found = compile(text).evaluate(point);
        const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(b), 1e-9);
        if (!close(found.value, wanted.value)) wrong.push(`${name}: ${found.value} for ${wanted.value}`);
        for (const { name: of } of ranges) {
          if (!close(found.gradient[of], wanted.gradient[of]!))
            wrong.push(`${name} by ${of}: ${found.gradient[of]} for ${wanted.gradient[of]}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
