// DuckDB from 1.2 on, whose arithmetic is that of IEEE 754: what raises are functions outside of their domain. NaN is above all
// numbers and equal to itself.

import { dialectOf } from '../dialect-of.js';
import { calls, type Known, type Rows } from '../forms.js';

const NAN = "'NaN'::DOUBLE";
const INFINITY = "'Infinity'::DOUBLE";

const literals = { number: (value: number) => value.toExponential().replace('e+', 'e'), nan: NAN, infinity: INFINITY };

/** Where the condition does not hold the function is given NaN, of which it makes NaN. */
const within = (callee: string, condition: string): string =>
  `${callee}(CASE WHEN ${condition} THEN {0} ELSE ${NAN} END)`;

const logarithm = (callee: string): string =>
  `CASE WHEN {0} > 0e0 THEN ${callee}({0}) WHEN {0} = 0e0 THEN -${INFINITY} ELSE ${NAN} END`;

/** NaN at its poles, of which either is infinite at some and raises at others. */
const gamma = (callee: string): string => within(callee, '{0} > 0e0 OR {0} <> floor({0})');

const isNeverOne = (base: number | undefined): boolean => base !== undefined && Math.abs(base) !== 1;
const isFinitePower = (exponent: number | undefined): boolean => exponent !== undefined && Number.isFinite(exponent);

const rows: Rows = {
  ...calls({
    abs: 'abs', floor: 'floor', ceil: 'ceil', fix: 'trunc', round: 'round', exp: 'exp', cbrt: 'cbrt', atan: 'atan',
    sinh: 'sinh', cosh: 'cosh', tanh: 'tanh', asinh: 'asinh', acosh: 'acosh',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'atan2' }, 2),
  ...Object.fromEntries(['sin', 'cos', 'tan'].map(name => [name, within(name, `abs({0}) < ${INFINITY}`)])),
  ...Object.fromEntries(['asin', 'acos'].map(name => [name, within(name, 'abs({0}) <= 1e0')])),
  gamma: gamma('gamma'),
  lgamma: gamma('lgamma'),
  reciprocalGamma: `(1e0 / ${gamma('gamma')})`,
  sqrt: within('sqrt', '{0} >= 0e0'),
  log: logarithm('ln'),
  log2: logarithm('log2'),
  log10: logarithm('log10'),
  // 1 to the power of NaN, and of infinity, is 1 here.
  ...Object.fromEntries(
    ['pow', 'power'].map(name => [
      name,
      ([base, exponent]: Known) =>
        isNeverOne(base) || isFinitePower(exponent)
          ? 'pow({0}, {1})'
          : `CASE WHEN abs({0}) <> 1e0 OR abs({1}) < ${INFINITY} THEN pow({0}, {1}) ELSE ${NAN} END`,
    ]),
  ),
};

export const duckdb = dialectOf({
  name: 'duckdb',
  title: 'DuckDB',
  order: 'greatest',
  literals,
  rows,
  placeholder: name => `$${name}::DOUBLE`,
  cell: column => `coalesce(TRY_CAST(${column} AS DOUBLE), ${NAN})`,
  missing: column => `TRY_CAST(${column} AS DOUBLE) IS NULL`,
  aggregates: {
    sum: 'coalesce(sum({0}), 0e0)',
    prod: 'coalesce(product({0}), 1e0)',
    min: `coalesce(CASE WHEN max({0}) < ${NAN} THEN min({0}) ELSE max({0}) END, ${INFINITY})`,
    max: `coalesce(max({0}), -${INFINITY})`,
  },
  rowCount: 'count(*)::DOUBLE',
  rowsWhere: condition => `(count(*) FILTER (WHERE ${condition}))::DOUBLE`,
  fence: '',
  sample: (part, seed) => `TABLESAMPLE bernoulli(${100 * part} PERCENT) REPEATABLE (${seed})`,
});
