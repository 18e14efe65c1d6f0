// Multipliers in C: those of statements of rows, and beside them numbers, with the bits of JavaScript.

import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../../src/files.js';
import { compile } from '../../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from './gcc.js';
import '../../../src/c.js';

const ROWS = 1500;
const x = Float64Array.from({ length: ROWS }, (_, i) => ((i * 37) % 101) / 50 - 1);
const y = Float64Array.from({ length: ROWS }, (_, i) => ((i * 53) % 89) / 40 - 1);

const emit = ['multipliers'] as const;

function filesOf(name: string, formula: string) {
  const { code, declarations } = emitFiles(formula, { emit: [...emit], format: 'c', name });
  return { [`${name}.c`]: code, [`${name}.h`]: declarations };
}

const MIXED = `param a = 1, b = 2
data x, y
c = a*b
z = [a*x, b*y + c]
r = z[1]^2 + z[2] - c
m = mean(r)
sum((r - m)^2*r) + c`;

const ALL_OF_ROWS = 'param a = 1, b = 2\ndata x, y\nz = a*x\nr = z - b*y\nsum(r^2)';

describe('multipliers of rows in C', () => {
  it('say in the header what is where', () => {
    expect(filesOf('m', MIXED)['m.h']).toContain(`// out[0]: c
// out_of_rows[0]: z[2], row after row
// out_of_rows[2*count]: r, row after row
// out[1]: m
void m_multipliers(const double *theta, const double *x, const double *y, size_t start, size_t count, double *out_of_rows, double *out);`);
    expect(filesOf('m', ALL_OF_ROWS)['m.h']).toContain(`// out_of_rows[0]: z, row after row
// out_of_rows[count]: r, row after row
void m_multipliers(const double *theta, const double *x, const double *y, size_t start, size_t count, double *out_of_rows);`);
  });
});

describe.skipIf(!hasCompiler)(`multipliers in C${whyNot}`, () => {
  it('have the bits of JavaScript, over some of the rows', () => {
    const ranges = [
      [0, ROWS],
      [3, 1100],
      [7, 1],
      [5, 0],
    ] as const;
    const data = `static const double x[] = {${Array.from(x)}}, y[] = {${Array.from(y)}};\n`;
    const found = runInC(
      { 'data.h': data, ...filesOf('m', MIXED), ...filesOf('r', ALL_OF_ROWS) },
      ranges.flatMap(([start, count]) => [
        `static double o[2], l[3*${ROWS}]; m_multipliers(${arrayIn([0.7, -1.3])}, x, y, ${start}, ${count}, l, o); put(o, 2); put(l, 3*${count});`,
        `static double l[2*${ROWS}]; r_multipliers(${arrayIn([0.7, -1.3])}, x, y, ${start}, ${count}, l); put(l, 2*${count});`,
      ]),
    );
    const mixed = compile(MIXED, { emit });
    const rows = compile(ALL_OF_ROWS, { emit });
    const expected = ranges.flatMap(([start, count]) => {
      const { c, z, r, m } = mixed.multipliers(0.7, -1.3, x, y, start, count);
      const ofRows = rows.multipliers(0.7, -1.3, x, y, start, count);
      return [c, m, ...z, ...r, ...ofRows.z, ...ofRows.r];
    });
    expect(found).toEqual(expected);
  });
});
