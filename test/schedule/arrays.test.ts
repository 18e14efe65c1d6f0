// Operations with several results: where their stretches of the array are, and which results have statements.

import { describe, expect, it } from 'vitest';
import { compile, emitSource } from '../../src/index.js';

/** Statements of the function of this name that have to do with the array. */
function statementsOf(formula: string, name: 'value' | 'hvp' | 'hessian', statements?: number): string[] {
  const limits = statements === undefined ? {} : { limits: { statements } };
  const source = emitSource(formula, { emit: [name], ...limits });
  const start = source.indexOf(`export function ${name}(`);
  const end = source.indexOf('\n}\n', start);
  return source
    .slice(start, end)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.includes('slots'));
}

describe('results', () => {
  it('are read where they are, and have statements where they are named', () => {
    expect(statementsOf('input A[3,3], b[3]\nsum(solve(A, b))', 'value').slice(9)).toEqual([
      'factorise(slots, 0, 3);',
      'slots[27] = b[0];',
      'slots[28] = b[1];',
      'slots[29] = b[2];',
      'solveFactored(slots, 27, 0, 3, 0, 1);',
      'const t1 = slots[27] + slots[28];',
      'return slots[29] + t1;',
    ]);
    expect(statementsOf('input A[3,3], b[3]\nx = solve(A, b)\nx[1]', 'value').slice(-2)).toEqual([
      'solveFactored(slots, 27, 0, 3, 0, 1);',
      'const x_1 = slots[27];',
    ]);
  });

  it('are stored from there', () => {
    expect(statementsOf('input A[3,3], b[3]\nsolve(A, b)', 'value').slice(-3)).toEqual([
      'out[0] = slots[27];',
      'out[1] = slots[28];',
      'out[2] = slots[29];',
    ]);
  });

  it('are made under the condition that they are needed under', () => {
    const source = emitSource('input A[3,3], b[3], c\nc > 0 ? sum(solve(A, b)) : c', { emit: ['value'] });
    const [before, inside] = source
      .slice(source.indexOf('export function value'), source.indexOf('\n}\n'))
      .split('if (c > 0)');
    expect(before).not.toContain('slots');
    expect(inside).toContain('factorise(slots, 0, 3);');
  });
});

describe('stretches', () => {
  it('are used again: an array does not grow with the number of solutions', () => {
    const chain = (count: number): string =>
      `input A[3,3], b[3]\n${Array.from({ length: count }, (_, i) => `x${i + 1} = solve(A, ${i === 0 ? 'b' : `x${i}.*b`})`).join('\n')}\nsum(x${count})`;
    const lengthOf = (formula: string): number =>
      Number(/new Float64Array\((\d+)\);\n\nexport const inputs/.exec(emitSource(formula, { emit: ['value'] }))![1]);
    expect(lengthOf(chain(20))).toBe(lengthOf(chain(3)));
    // What is still read stays: each solution, through all that come after.
    const sum = (count: number): string =>
      `${chain(count)}${Array.from({ length: count }, (_, i) => ` + x${i + 1}[1]`).join('')}`;
    const { value } = compile(sum(4));
    const A = [2, 0, 0, 0, 4, 0, 0, 0, 5];
    expect(value(A, [2, 2, 2])).toBeCloseTo(1 + 1 / 16 + 0.0256 + 4, 14);
  });

  it('come before what crosses from chunk to chunk', () => {
    const calls = emitSource('input A[6,6]\nsum(inv(A).^2)', { emit: ['value'], limits: { statements: 20 } });
    const crossing = [...calls.matchAll(/slots\[(\d+)\] = t\d+;/g)].map(([, slot]) => Number(slot));
    expect(Math.min(...crossing)).toBeGreaterThanOrEqual(66 + 42);
  });
});

it('inputs and equal numbers are written by a loop where they are many', () => {
  const [loop] = statementsOf('input A[5,5]\ndet(A)', 'value');
  expect(loop).toBe('for (let i = 0; i < 25; i++) slots[i] = A[i];');
  // The user's own i stays what it is.
  expect(statementsOf('input A[5,5], i\ni*det(A)', 'value')[0]).toBe(
    'for (let i_2 = 0; i_2 < 25; i_2++) slots[i_2] = A[i_2];',
  );
});

it('large matrices are compiled: the text grows with their entries', () => {
  const lengthOf = (n: number): number => emitSource(`input A[${n},${n}]\nlogdet(A)`, { emit: ['value'] }).length;
  expect(lengthOf(200) - lengthOf(20)).toBeLessThan(50);
});
