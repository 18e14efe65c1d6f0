// Snowflake. NaN is above all numbers and equal to itself. Divisions by 0 raise, and functions outside of their domain and where
// they overflow. Arms of CASE may be computed where they are not taken: operands are guarded as well.

import { dialectOf, escaped, numberedRows } from '../dialect-of.js';
import { calls, type Known, type Row, type Rows } from '../forms.js';

const NAN = "'NaN'::FLOAT";
const INFINITY = "'inf'::FLOAT";

const number = (value: number): string => `${String(value).replace('e+', 'e')}::FLOAT`;
const literals = { number, nan: NAN, infinity: INFINITY };
const n = number;

/** A call where the condition holds; elsewhere it is made with 1, and another value is taken. */
const guarded = (callee: string, condition: string, otherwise: string): string =>
  `CASE WHEN ${condition} THEN ${callee}(CASE WHEN ${condition} THEN {0} ELSE ${n(1)} END) ${otherwise} END`;

const logarithm = (callee: string): string =>
  guarded(
    callee,
    `{0} > ${n(0)} AND {0} < ${INFINITY}`,
    `WHEN {0} >= ${INFINITY} THEN {0} WHEN {0} = ${n(0)} THEN -${INFINITY} ELSE ${NAN}`,
  );

/** Beyond it hyperbolic functions overflow; of numbers next to it they may be infinite too soon, by a part in 10¹¹. */
const LARGEST_HYPERBOLIC = n(710.4758600739);

const isKnownNonZero = (value: number | undefined): boolean => value !== undefined && value !== 0;

const isOdd = `{1} = TRUNC({1}) AND ABS({1}) < ${n(2 ** 53)} AND {1} * ${n(0.5)} <> TRUNC({1} * ${n(0.5)})`;
const logarithmOfPower = `{1} * LN(CASE WHEN {0} <> ${n(0)} AND ABS({0}) < ${INFINITY} THEN ABS({0}) ELSE ${n(1)} END)`;
const isOrdinary =
  `{0} <> ${n(0)} AND ABS({0}) < ${INFINITY} AND ABS({1}) < ${INFINITY} AND ({0} > ${n(0)} OR {1} = TRUNC({1})) ` +
  `AND ABS(${logarithmOfPower}) < ${n(709.7827128933)}`;
const inside = (operand: string): string => `CASE WHEN ${isOrdinary} THEN ${operand} ELSE ${n(1)} END`;

/** As PostgreSQL's, with the power of operands which are 1 where they are not in its domain. */
const power: Row =
  `CASE WHEN {1} = ${n(0)} THEN ${n(1)} WHEN {0} = ${NAN} OR {1} = ${NAN} OR ABS({0}) = ${n(1)} AND ABS({1}) = ${INFINITY} THEN ${NAN} ` +
  `WHEN ${isOrdinary} THEN POW(${inside('{0}')}, ${inside('{1}')}) ` +
  `WHEN {0} < ${n(0)} AND {0} > -${INFINITY} AND {1} <> TRUNC({1}) THEN ${NAN} ` +
  `WHEN (ABS({0}) > ${n(1)}) = ({1} > ${n(0)}) THEN CASE WHEN ATAN2({0}, -${n(1)}) < ${n(0)} AND ${isOdd} THEN -${INFINITY} ELSE ${INFINITY} END ` +
  `WHEN ATAN2({0}, -${n(1)}) < ${n(0)} AND ${isOdd} THEN -${n(0)} ELSE ${n(0)} END`;

const rows: Rows = {
  ...calls({
    abs: 'ABS', floor: 'FLOOR', ceil: 'CEIL', fix: 'TRUNC', cbrt: 'CBRT', atan: 'ATAN', tanh: 'TANH', asinh: 'ASINH',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'ATAN2' }, 2),
  ...Object.fromEntries(
    ['sin', 'cos', 'tan'].map(name => [name, guarded(name.toUpperCase(), `ABS({0}) < ${INFINITY}`, `ELSE ${NAN}`)]),
  ),
  ...Object.fromEntries(
    ['asin', 'acos'].map(name => [name, guarded(name.toUpperCase(), `ABS({0}) <= ${n(1)}`, `ELSE ${NAN}`)]),
  ),
  atanh: guarded('ATANH', `ABS({0}) < ${n(1)}`, `WHEN ABS({0}) = ${n(1)} THEN {0} * ${INFINITY} ELSE ${NAN}`).replace(
    `ELSE ${n(1)} END`,
    `ELSE ${n(0)} END`,
  ),
  acosh: guarded('ACOSH', `{0} >= ${n(1)}`, `ELSE ${NAN}`),
  sqrt: guarded('SQRT', `{0} >= ${n(0)}`, `ELSE ${NAN}`),
  log: logarithm('LN'),
  exp: guarded(
    'EXP',
    `{0} BETWEEN -${n(745.1332191019411)} AND ${n(709.782712893384)}`,
    `WHEN {0} < ${n(0)} THEN ${n(0)} ELSE {0} * ${INFINITY}`,
  ),
  sinh: guarded('SINH', `ABS({0}) < ${LARGEST_HYPERBOLIC}`, `ELSE {0} * ${INFINITY}`),
  cosh: guarded('COSH', `ABS({0}) < ${LARGEST_HYPERBOLIC}`, `ELSE ABS({0}) * ${INFINITY}`),
  div: ([, divisor]: Known) =>
    isKnownNonZero(divisor)
      ? '({0} / {1})'
      : `CASE WHEN {1} <> ${n(0)} THEN {0} / CASE WHEN {1} <> ${n(0)} THEN {1} ELSE ${n(1)} END ` +
        `ELSE {0} * ${INFINITY} * ATAN2({1}, -${n(1)}) END`,
  pow: power,
  power,
};

export const snowflake = dialectOf({
  name: 'snowflake',
  title: 'Snowflake',
  order: 'greatest',
  literals,
  rows,
  placeholder: (_name, position) => `:${position}::FLOAT`,
  cell: column => `COALESCE(${column}::FLOAT, ${NAN})`,
  missing: column => `${column} IS NULL`,
  aggregates: {
    sum: `COALESCE(SUM({0}), ${n(0)})`,
    prod: null,
    min: `COALESCE(CASE WHEN MAX({0}) < ${NAN} THEN MIN({0}) ELSE MAX({0}) END, ${INFINITY})`,
    max: `COALESCE(MAX({0}), -${INFINITY})`,
  },
  rowCount: 'COUNT(*)::FLOAT',
  rowsWhere: condition => `COUNT_IF(${condition})::FLOAT`,
  fence: '',
  sample: (part, seed) => `SAMPLE BERNOULLI (${100 * part}) SEED (${seed})`,
  text: escaped,
  relation: numberedRows,
});
