// Every special function gives in C what its template gives, up to what the libraries' own functions differ by.

import { describe, expect, it } from 'vitest';
import { spelling } from '../../../src/emit/c/names.js';
import { specialTexts } from '../../../src/emit/c/special.js';
import { support } from '../../../src/emit/c/support.js';
import { createScope } from '../../../src/emit/names.js';
import { specialDeclarations } from '../../../src/emit/special.js';
import { operations } from '../../../src/ops/table.js';
import { determinant3, overDeterminant } from '../../../templates/linear.js';
import * as rare from '../../../templates/rare.js';
import * as special from '../../../templates/special.js';
import { hasCompiler, numberIn, runInC, whyNot } from './gcc.js';
import '../../../src/special.js';

const functions: Readonly<Record<string, (...operands: number[]) => number>> = {
  ...special,
  overDeterminant,
  determinant3,
  ...rare,
};

const REALS = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  0.1,
  2,
  -2,
  3,
  4.5,
  -3.7,
  12,
  30,
  -30,
  200,
  1e-9,
  1e300,
  Infinity,
  -Infinity,
  NaN,
];
const ORDERS = [0, 1, 2, 3, 4];

/** Operands that are orders of derivatives, by function. */
const ORDERED: Readonly<Record<string, readonly number[]>> = {
  polygamma: [0],
  powDerivative: [2, 3],
  nthRootDerivative: [2, 3],
  atanDerivative: [0],
  asecDerivative: [0],
  acschDerivative: [0],
  gaussian: [0],
  lognormcdfDerivative: [0],
  lbetaDerivative: [0, 1],
  logCombinationsDerivative: [0, 1],
  geluDerivative: [0],
  siluDerivative: [0],
  mishDerivative: [0],
  erfcxSlope: [0],
  jn: [0],
  yn: [0],
  besselIn: [0],
  gammaincSlope: [0],
  gammaDensity: [0, 1],
  lambertwSlope: [0],
};

const rowsWithSpecials = operations.flatMap(({ form, arity }) =>
  form.kind === 'special' ? [{ name: form.name, arity }] : [],
);

/** Of more there are too many lists. */
const MOST_OPERANDS = 5;

/** All the operands of some function, or as many of them as are enough. */
function operandsFor(name: string, arity: number): number[][] {
  if (arity > MOST_OPERANDS) {
    const operand = (k: number, i: number): number => REALS[(k * (2 * i + 3) + 7 * i) % REALS.length]!;
    return Array.from({ length: 250 }, (_, k) => Array.from({ length: arity }, (_unused, i) => operand(k, i)));
  }
  let lists: number[][] = [[]];
  for (let i = 0; i < arity; i++) {
    // The first orders are 1, as for some functions there is no derivative of the order 0.
    const values = ORDERED[name]?.includes(i)
      ? ORDERS.slice(arity > 2 ? 0 : 1, arity > 2 ? 3 : 5)
      : name === 'gaussian' && i === 1
        ? [0.5, 1]
        : REALS;
    lists = lists.flatMap(list => values.map(value => [...list, value]));
  }
  const step = Math.max(1, Math.floor(lists.length / 250));
  return lists.filter((_, i) => i % step === 0);
}

describe('special functions in C', () => {
  it.skipIf(!hasCompiler)(`are what their templates are${whyNot}`, () => {
    const claimed = new Set<string>();
    const top = createScope(spelling, claimed);
    const printed = new Map<string, string>();
    const called = (key: string): string => {
      if (!printed.has(key)) {
        printed.set(key, support[key]?.name === null ? '' : top.claim(support[key]?.name ?? key));
        claimed.add(printed.get(key)!);
        for (const used of support[key]?.uses ?? []) called(used);
      }
      return printed.get(key)!;
    };
    const declarations = specialDeclarations(rowsWithSpecials.map(({ name }) => name));
    const texts = specialTexts(declarations, { called, scope: () => createScope(spelling, claimed) });
    const helpers = Object.entries(support).flatMap(([key, { text }]) => (printed.has(key) ? [text(called)] : []));
    const calls = rowsWithSpecials.flatMap(({ name, arity }) =>
      operandsFor(name, arity).map(operands => ({ name, operands })),
    );
    const tables = rowsWithSpecials.map(({ name, arity }) => {
      const of = calls.filter(call => call.name === name);
      const rows = of.map(({ operands }) => `{${operands.map(numberIn).join(', ')}}`).join(',\n    ');
      const passed = Array.from({ length: arity }, (_, i) => `operands[i][${i}]`).join(', ');
      return `void run_${name}(double *out);
void run_${name}(double *out) {
  static const double operands[${of.length}][${arity}] = {\n    ${rows}};
  for (int i = 0; i < ${of.length}; i++) out[i] = ${called(name)}(${passed});
}`;
    });
    const found = runInC(
      {
        'special.h': rowsWithSpecials.map(({ name }) => `void run_${name}(double *out);`).join('\n'),
        'special.c': ['#include <math.h>', ...helpers, ...texts, ...tables].join('\n\n'),
      },
      rowsWithSpecials.map(({ name }) => {
        const { length } = calls.filter(call => call.name === name);
        return `double out[${length}]; run_${name}(out); put(out, ${length});`;
      }),
    );
    expect(found).toHaveLength(calls.length);
    const wrong = calls.flatMap(({ name, operands }, i) => {
      const wanted = functions[name]!(...operands);
      const got = found[i]!;
      const isSame = Object.is(wanted, got) || (wanted !== 0 && Math.abs(wanted - got) <= 1e-12 * Math.abs(wanted));
      return isSame ? [] : [`${name}(${operands.join(', ')}): ${got}, not ${wanted}`];
    });
    expect(wrong).toEqual([]);
  });
});
