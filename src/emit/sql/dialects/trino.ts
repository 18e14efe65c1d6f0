// Trino, whose doubles are those of Java: nothing raises, comparisons with NaN are false, and pow is JavaScript's.

import { dialectOf } from '../dialect-of.js';
import { calls, type Rows } from '../forms.js';

const literals = {
  number: (value: number) => value.toExponential().replace('e+', 'E').replace('e', 'E'),
  nan: 'nan()',
  infinity: 'infinity()',
};

const rows: Rows = {
  ...calls({
    abs: 'abs', floor: 'floor', ceil: 'ceil', fix: 'truncate', exp: 'exp', log: 'ln', log10: 'log10', sqrt: 'sqrt', cbrt: 'cbrt',
    sin: 'sin', cos: 'cos', tan: 'tan', asin: 'asin', acos: 'acos', atan: 'atan', cosh: 'cosh', tanh: 'tanh',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'atan2', pow: 'pow', power: 'pow', remainder: 'mod' }, 2),
};

/** @param ofNone what it is of no rows */
const unlessNaN = (aggregate: string, ofNone: string): string =>
  `CASE WHEN bool_or(is_nan({0})) THEN nan() ELSE coalesce(${aggregate}({0}), ${ofNone}) END`;

export const trino = dialectOf({
  name: 'trino',
  title: 'Trino',
  order: 'apart',
  literals,
  rows,
  placeholder: () => 'CAST(? AS DOUBLE)',
  cell: column => `coalesce(TRY_CAST(${column} AS DOUBLE), nan())`,
  missing: column => `TRY_CAST(${column} AS DOUBLE) IS NULL`,
  aggregates: {
    sum: 'coalesce(sum({0}), 0E0)',
    prod: 'coalesce(reduce_agg({0}, 1E0, (a, b) -> a * b, (a, b) -> a * b), 1E0)',
    min: unlessNaN('min', 'infinity()'),
    max: unlessNaN('max', '-infinity()'),
  },
  rowCount: 'CAST(count(*) AS DOUBLE)',
  rowsWhere: condition => `CAST(count_if(${condition}) AS DOUBLE)`,
  fence: '',
  // Its samples are others each time.
  sample: () => null,
  isPositional: true,
});
