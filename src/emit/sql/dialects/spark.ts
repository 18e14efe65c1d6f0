// Spark SQL from 3.4 on, whose doubles are those of Java. NaN is above all numbers and equal to itself. What is divided by 0 is
// NULL, or raises, and so are logarithms outside of their domain NULL; floor and ceil are of 64 bits.

import { dialectOf, escaped } from '../dialect-of.js';
import { calls, type Known, type Rows } from '../forms.js';

const NAN = "double('NaN')";
const INFINITY = "double('Infinity')";

const literals = {
  number: (value: number) => `${value.toExponential().replace('e+', 'E').replace('e', 'E')}D`,
  nan: NAN,
  infinity: INFINITY,
};

const logarithm = (callee: string, zero = '0E0D'): string =>
  `CASE WHEN {0} > ${zero} THEN ${callee}({0}) WHEN {0} = ${zero} THEN -${INFINITY} ELSE ${NAN} END`;

const below = 'CASE WHEN rint({0}) > {0} THEN rint({0}) - 1E0D ELSE rint({0}) END';
const above = 'CASE WHEN rint({0}) < {0} THEN rint({0}) + 1E0D ELSE rint({0}) END';

const rows: Rows = {
  ...calls({
    abs: 'abs', exp: 'exp', expm1: 'expm1', sqrt: 'sqrt', cbrt: 'cbrt', sin: 'sin', cos: 'cos', tan: 'tan', asin: 'asin',
    acos: 'acos', atan: 'atan', sinh: 'sinh', cosh: 'cosh', tanh: 'tanh',
  }), // biome-ignore format: one group a line
  ...calls({ pow: 'power', power: 'power' }, 2),
  // A power tells zeros apart.
  div: ([, divisor]: Known) =>
    divisor !== undefined && divisor !== 0
      ? '({0} / {1})'
      : 'CASE WHEN {1} <> 0E0D THEN {0} / {1} ELSE {0} * power({1}, -1E0D) END',
  // Exact, as Java's.
  remainder: ([, divisor]: Known) =>
    divisor !== undefined && divisor !== 0 ? '({0} % {1})' : `CASE WHEN {1} <> 0E0D THEN {0} % {1} ELSE ${NAN} END`,
  log: logarithm('ln'),
  log10: logarithm('log10'),
  log1p: logarithm('log1p', '-1E0D'),
  floor: below,
  ceil: above,
  fix: `CASE WHEN {0} < 0E0D THEN ${above} ELSE ${below} END`,
  // Its own adds 0 to its operands, and the sign of a zero is lost.
  atan2:
    `CASE WHEN {0} <> 0E0D OR {1} = ${NAN} THEN atan2({0}, {1}) WHEN {1} > 0E0D OR {1} = 0E0D AND power({1}, -1E0D) > 0E0D THEN {0} ` +
    `WHEN power({0}, -1E0D) > 0E0D THEN ${literals.number(Math.PI)} ELSE -${literals.number(Math.PI)} END`,
};

export const spark = dialectOf({
  name: 'spark',
  title: 'Spark SQL',
  order: 'greatest',
  literals,
  rows,
  quote: '`',
  placeholder: name => `CAST(:${name} AS DOUBLE)`,
  cell: column => `coalesce(try_cast(${column} AS DOUBLE), ${NAN})`,
  missing: column => `try_cast(${column} AS DOUBLE) IS NULL`,
  aggregates: {
    sum: 'coalesce(sum({0}), 0E0D)',
    prod: null,
    min: `coalesce(CASE WHEN max({0}) < ${NAN} THEN min({0}) ELSE max({0}) END, ${INFINITY})`,
    max: `coalesce(max({0}), -${INFINITY})`,
  },
  rowCount: 'CAST(count(*) AS DOUBLE)',
  rowsWhere: condition => `CAST(count_if(${condition}) AS DOUBLE)`,
  fence: '',
  sample: (part, seed) => `TABLESAMPLE (${100 * part} PERCENT) REPEATABLE (${seed})`,
  text: escaped,
});
