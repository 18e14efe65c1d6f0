// BigQuery. Comparisons are those of IEEE 754. Arithmetic and functions raise where a finite result overflows and outside of
// their domain; SAFE functions are NULL there. IEEE_DIVIDE raises nothing: x over 0 is the infinity of the sign of x.

import { dialectOf, escaped, unitedRows } from '../dialect-of.js';
import { calls, type Known, type Rows } from '../forms.js';

const NAN = "CAST('NaN' AS FLOAT64)";
const INFINITY = "CAST('Infinity' AS FLOAT64)";

const literals = { number: (value: number) => value.toExponential().replace('e+', 'e'), nan: NAN, infinity: INFINITY };

const within = (callee: string, condition: string): string =>
  `CASE WHEN ${condition} THEN ${callee}({0}) ELSE ${NAN} END`;

const logarithm = (callee: string): string =>
  `CASE WHEN {0} > 0e0 THEN ${callee}({0}) WHEN {0} = 0e0 THEN -${INFINITY} ELSE ${NAN} END`;

/** Sums with what is below half a unit in the last place of the largest double do not overflow. */
const isSmall = (value: number | undefined): boolean => value !== undefined && Math.abs(value) < 2 ** 970;

const isOdd = '{1} = TRUNC({1}) AND ABS({1}) < 9007199254740992e0 AND {1} * 5e-1 <> TRUNC({1} * 5e-1)';

const power = ([base, exponent]: Known): string => {
  const safe = 'SAFE.POW({0}, {1})';
  // What is NULL is a power of 0 below 0, a root of what is negative, or too large.
  const others =
    `CASE WHEN {0} < 0e0 AND {1} <> TRUNC({1}) THEN ${NAN} ` +
    `WHEN IEEE_DIVIDE(1e0, {0}) < 0e0 AND ${isOdd} THEN -${INFINITY} ELSE ${INFINITY} END`;
  const whole = `COALESCE(${safe}, ${others})`;
  if ((base !== undefined && Math.abs(base) !== 1) || (exponent !== undefined && Number.isFinite(exponent)))
    return whole;
  return `CASE WHEN ABS({0}) <> 1e0 OR ABS({1}) < ${INFINITY} OR {1} = 0e0 THEN ${whole} ELSE ${NAN} END`;
};

const rows: Rows = {
  ...calls({
    abs: 'ABS', floor: 'FLOOR', ceil: 'CEIL', fix: 'TRUNC', sin: 'SIN', cos: 'COS', atan: 'ATAN', tanh: 'TANH', asinh: 'ASINH',
    cbrt: 'CBRT',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'ATAN2', div: 'IEEE_DIVIDE' }, 2),
  add: known => (known.some(isSmall) ? '({0} + {1})' : 'COALESCE(SAFE_ADD({0}, {1}), IEEE_DIVIDE({0}, 0e0))'),
  sub: known => (known.some(isSmall) ? '({0} - {1})' : 'COALESCE(SAFE_SUBTRACT({0}, {1}), IEEE_DIVIDE({0}, 0e0))'),
  mul: known =>
    known.some(value => value !== undefined && Math.abs(value) <= 1)
      ? '({0} * {1})'
      : 'COALESCE(SAFE_MULTIPLY({0}, {1}), IEEE_DIVIDE(SIGN({0}) * {1}, 0e0))',
  square: `COALESCE(SAFE_MULTIPLY({0}, {0}), ${INFINITY})`,
  exp: `COALESCE(SAFE.EXP({0}), ${INFINITY})`,
  sinh: 'COALESCE(SAFE.SINH({0}), IEEE_DIVIDE({0}, 0e0))',
  cosh: `COALESCE(SAFE.COSH({0}), ${INFINITY})`,
  tan: within('TAN', `ABS({0}) < ${INFINITY}`),
  asin: within('ASIN', 'ABS({0}) <= 1e0'),
  acos: within('ACOS', 'ABS({0}) <= 1e0'),
  acosh: within('ACOSH', '{0} >= 1e0'),
  atanh: `CASE WHEN ABS({0}) < 1e0 THEN ATANH({0}) WHEN ABS({0}) = 1e0 THEN IEEE_DIVIDE({0}, 0e0) ELSE ${NAN} END`,
  sqrt: within('SQRT', '{0} >= 0e0'),
  log: logarithm('LN'),
  log10: logarithm('LOG10'),
  pow: power,
  power,
};

const isWord = (name: string): boolean => /^[A-Za-z_][A-Za-z_0-9]*$/.test(name);

/** Backslashes are escapes in names too. */
const identifier = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

export const bigquery = dialectOf({
  name: 'bigquery',
  title: 'BigQuery',
  order: 'apart',
  literals,
  rows,
  identifier,
  placeholder: (name, position) => `CAST(@${isWord(name) ? name : `p${position}`} AS FLOAT64)`,
  cell: column => `COALESCE(SAFE_CAST(${column} AS FLOAT64), ${NAN})`,
  missing: column => `SAFE_CAST(${column} AS FLOAT64) IS NULL`,
  aggregates: {
    // Of larger terms the sum is infinite, or NaN: it raises where they overflow.
    sum: `COALESCE(SUM(CASE WHEN ABS({0}) < ${literals.number(2 ** 960)} THEN {0} ELSE IEEE_DIVIDE({0}, 0e0) END), 0e0)`,
    prod: null,
    min: `CASE WHEN LOGICAL_OR(IS_NAN({0})) THEN ${NAN} ELSE COALESCE(MIN({0}), ${INFINITY}) END`,
    max: `CASE WHEN LOGICAL_OR(IS_NAN({0})) THEN ${NAN} ELSE COALESCE(MAX({0}), -${INFINITY}) END`,
  },
  rowCount: 'CAST(COUNT(*) AS FLOAT64)',
  rowsWhere: condition => `CAST(COUNTIF(${condition}) AS FLOAT64)`,
  fence: '',
  // Its samples are others each time.
  sample: () => null,
  text: escaped,
  relation: unitedRows,
});
