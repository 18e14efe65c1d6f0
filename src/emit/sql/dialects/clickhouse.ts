// ClickHouse, whose arithmetic, comparisons and functions are those of IEEE 754. Its tanh is an approximation with ten digits, its
// remainder one that rounds, its pow wrong where exponents are
// beyond 2⁵³ and numbers denormal.

import { dialectOf, escaped, unitedRows } from '../dialect-of.js';
import { farthest } from '../farthest.js';
import { calls, type Known, type Rows } from '../forms.js';

const literals = { number: (value: number) => value.toExponential().replace('e+', 'e'), nan: 'nan', infinity: 'inf' };

const n = literals.number;

/** Beyond it every exponent is even, and its pow goes wrong, as it does of denormal numbers and where results are. */
const LARGEST_EXPONENT = 2 ** 53;
const SMALLEST_BASE = 2 ** -1022;
const LARGEST_LOGARITHM = 700;

const isOddPower = `{1} = trunc({1}) AND abs({1}) < ${n(LARGEST_EXPONENT)} AND {1} * 5e-1 <> trunc({1} * 5e-1)`;
const isNegative = '({0} < 0e0 OR 1e0 / {0} < 0e0)';
const byLogarithm = 'exp({1} * log(abs({0})))';

const power = ([, exponent]: Known): string => {
  if (exponent !== undefined && exponent !== 0 && Math.abs(exponent) < LARGEST_EXPONENT) {
    const isOrdinary = (x: number): boolean =>
      x >= SMALLEST_BASE && Math.abs(exponent * Math.log(x)) < LARGEST_LOGARITHM && x < Infinity;
    const [low, high] = [0, Infinity].map(to => n(farthest(isOrdinary, 1, to)));
    const isWhole = Number.isInteger(exponent);
    const odd = isWhole && Math.abs(exponent % 2) === 1 ? `WHEN ${isNegative} THEN -${byLogarithm} ` : '';
    const root = isWhole ? '' : 'WHEN {0} < 0e0 AND {0} > -inf THEN nan ';
    return `CASE WHEN abs({0}) BETWEEN ${low} AND ${high} THEN pow({0}, {1}) ${odd}${root}ELSE ${byLogarithm} END`;
  }
  return (
    `CASE WHEN {1} = 0e0 THEN 1e0 WHEN abs({0}) >= ${n(SMALLEST_BASE)} AND abs({1}) < ${n(LARGEST_EXPONENT)} ` +
    `AND abs({1} * log(abs({0}))) < ${n(LARGEST_LOGARITHM)} THEN pow({0}, {1}) WHEN abs({0}) = 1e0 AND abs({1}) = inf THEN nan ` +
    `WHEN {0} < 0e0 AND {0} > -inf AND {1} <> trunc({1}) THEN nan ` +
    `WHEN ${isNegative} AND ${isOddPower} THEN -${byLogarithm} ELSE ${byLogarithm} END`
  );
};

/** NaN at its poles, where it is infinite. */
const gamma = (callee: string): string => `${callee}(CASE WHEN {0} > 0e0 OR {0} <> floor({0}) THEN {0} ELSE nan END)`;

const rows: Rows = {
  ...calls({
    abs: 'abs', floor: 'floor', ceil: 'ceil', fix: 'trunc', exp: 'exp', log: 'log', log1p: 'log1p', log2: 'log2', log10: 'log10',
    sqrt: 'sqrt', cbrt: 'cbrt', sin: 'sin', cos: 'cos', tan: 'tan', asin: 'asin', acos: 'acos', atan: 'atan', sinh: 'sinh',
    cosh: 'cosh', asinh: 'asinh', acosh: 'acosh', atanh: 'atanh',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'atan2' }, 2),
  ...calls({ erf: 'erf', erfc: 'erfc' }),
  gamma: gamma('tgamma'),
  lgamma: gamma('lgamma'),
  reciprocalGamma: `(1e0 / ${gamma('tgamma')})`,
  ...Object.fromEntries(['pow', 'power'].map(name => [name, power])),
};

/** Backslashes are escapes in names too. */
const identifier = (name: string): string => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

export const clickhouse = dialectOf({
  name: 'clickhouse',
  title: 'ClickHouse',
  order: 'apart',
  // By default a query is at most a hundred sub-selects deep.
  most: 400,
  literals,
  rows,
  identifier,
  placeholder: name => `{${name}:Float64}`,
  cell: column => `ifNull(toFloat64(${column}), nan)`,
  missing: column => `isNull(${column})`,
  aggregates: {
    sum: 'sum({0})',
    prod: null,
    min: 'CASE WHEN count() = 0 THEN inf WHEN countIf(isNaN({0})) > 0 THEN nan ELSE min({0}) END',
    max: 'CASE WHEN count() = 0 THEN -inf WHEN countIf(isNaN({0})) > 0 THEN nan ELSE max({0}) END',
  },
  rowCount: 'toFloat64(count())',
  rowsWhere: condition => `toFloat64(countIf(${condition}))`,
  fence: '',
  sample: () => null,
  text: escaped,
  relation: unitedRows,
});
