// SQLite from 3.44 on, with the functions of mathematics that most builds have. NULL is what is no number: what would be NaN
// becomes it, also where IEEE 754 has an infinity, for 1/0 and the logarithm of 0.

import { dialectOf, numberedRows } from '../dialect-of.js';
import { calls, type Known, type Rows } from '../forms.js';

const NULL = 'NULL';
const INFINITY = '9e999';

const numberText = (value: number): string => {
  const text = String(value).replace('e+', 'e');
  return /[.e]/.test(text) ? text : `${text}.0`;
};

const literals = { number: numberText, nan: NULL, infinity: INFINITY };

const isNeverOne = (base: number | undefined): boolean => base !== undefined && Math.abs(base) !== 1;

const logarithm = (callee: string): string => `CASE WHEN {0} = 0.0 THEN -${INFINITY} ELSE ${callee}({0}) END`;

const rows: Rows = {
  ...calls({
    floor: 'floor', ceil: 'ceil', fix: 'trunc', exp: 'exp', sin: 'sin', cos: 'cos', tan: 'tan', asin: 'asin', acos: 'acos',
    atan: 'atan', sinh: 'sinh', cosh: 'cosh', tanh: 'tanh', asinh: 'asinh', acosh: 'acosh', atanh: 'atanh', sqrt: 'sqrt',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'atan2', remainder: 'mod' }, 2),
  // The sign of a zero is kept otherwise.
  abs: '(abs({0}) + 0.0)',
  log: logarithm('ln'),
  log2: logarithm('log2'),
  log10: logarithm('log10'),
  div: ([, divisor]: Known) =>
    divisor !== undefined && divisor !== 0
      ? '({0} / {1})'
      : `CASE WHEN {1} = 0.0 THEN {0} * ${INFINITY} * atan2({1}, -1.0) ELSE {0} / {1} END`,
  ...Object.fromEntries(
    ['pow', 'power'].map(name => [
      name,
      ([base, exponent]: Known) =>
        exponent !== undefined && exponent !== 0 && Number.isFinite(exponent)
          ? 'pow({0}, {1})'
          : `CASE WHEN {1} = 0.0 THEN 1.0 ${isNeverOne(base) ? '' : `WHEN abs({0}) = 1.0 AND abs({1}) = ${INFINITY} THEN NULL `}ELSE pow({0}, {1}) END`,
    ]),
  ),
};

export const sqlite = dialectOf({
  name: 'sqlite',
  title: 'SQLite',
  order: 'null',
  literals,
  rows,
  placeholder: name => `CAST(:${name} AS REAL)`,
  cell: column => `CASE typeof(${column}) WHEN 'real' THEN ${column} WHEN 'integer' THEN CAST(${column} AS REAL) END`,
  missing: column => `typeof(${column}) NOT IN ('real', 'integer')`,
  aggregates: {
    sum: 'CASE WHEN count({0}) = count(*) THEN total({0}) END',
    prod: null,
    min: `CASE WHEN count(*) = 0 THEN ${INFINITY} WHEN count({0}) = count(*) THEN min({0}) END`,
    max: `CASE WHEN count(*) = 0 THEN -${INFINITY} WHEN count({0}) = count(*) THEN max({0}) END`,
  },
  rowCount: 'CAST(count(*) AS REAL)',
  rowsWhere: condition => `CAST(count(*) FILTER (WHERE ${condition}) AS REAL)`,
  fence: 'LIMIT -1 OFFSET 0',
  sample: () => null,
  relation: numberedRows,
});
