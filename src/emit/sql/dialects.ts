import {
  ANY,
  ATOM,
  CHOICE,
  COMPARISON,
  call,
  type Form,
  form,
  hole,
  infix,
  PRODUCT,
  prefix,
  SUM,
} from '../line/language.js';
import type { Dialect } from './dialect.js';
import { usage } from './table.js';

const INFIX: Record<string, Form> = {
  '+': infix('+', SUM),
  '-': infix('-', SUM),
  '*': infix('*', PRODUCT),
  '/': infix('/', PRODUCT),
  '<': infix('<', COMPARISON, { left: SUM, right: SUM }),
  '<=': infix('<=', COMPARISON, { left: SUM, right: SUM }),
  '>': infix('>', COMPARISON, { left: SUM, right: SUM }),
  '>=': infix('>=', COMPARISON, { left: SUM, right: SUM }),
  '===': infix('=', COMPARISON, { left: SUM, right: SUM }),
  '!==': infix('<>', COMPARISON, { left: SUM, right: SUM }),
  '&&': infix('AND', 3, { kind: 'truth' }),
  '||': infix('OR', 2, { kind: 'truth' }),
};
const duckdb: Dialect = {
  name: 'duckdb',
  title: 'DuckDB',
  form({ form: of }, count) {
    switch (of.kind) {
      case 'binary':
      case 'logic':
        return INFIX[of.operator]!;
      case 'prefix':
        return of.operator === '!' ? prefix('NOT ', 4, 'condition') : prefix('-');
      case 'square':
        return { ...infix('*', PRODUCT), holes: [hole(0, PRODUCT), hole(0, PRODUCT + 1)] };
      case 'conditional':
        return {
          binding: ATOM,
          texts: ['CASE WHEN ', ' THEN ', ' ELSE ', ' END'],
          holes: [hole(0, ANY, 'condition'), hole(1, ANY), hole(2, ANY)],
        };
      case 'call': {
        if (of.callee === 'Math.log1p') return form(ATOM, ['ln(1 + ', ')'], SUM);
        const n = (
          {
            exp: 'exp',
            log: 'ln',
            sin: 'sin',
            cos: 'cos',
            sqrt: 'sqrt',
            abs: 'abs',
            max: 'greatest',
            min: 'least',
            floor: 'floor',
            ceil: 'ceil',
            atan: 'atan',
            atan2: 'atan2',
            tanh: 'tanh',
          } as Record<string, string>
        )[of.callee.slice(5)];
        return n === undefined ? null : call(n, count);
      }
      default:
        return null;
    }
  },
  rewritten: {},
  choice: (c, a, b) => `CASE WHEN ${c} THEN ${a} ELSE ${b} END`,
  number: v =>
    Number.isNaN(v)
      ? "'NaN'::DOUBLE"
      : v === Infinity
        ? "'Infinity'::DOUBLE"
        : /e/.test(String(v))
          ? String(v)
          : `${v}e0`,
  conversions: {
    toNumber: form(ATOM, ['CASE WHEN ', ' THEN 1e0 ELSE 0e0 END'], CHOICE),
    toCondition: form(COMPARISON, ['', ' <> 0'], SUM),
  },
  identifier: name => `"${name.replaceAll('"', '""')}"`,
  text: v => `'${v.replaceAll("'", "''")}'`,
  relation: (c, r) => `SELECT * FROM (VALUES ${r.map(row => `(${row.join(', ')})`).join(', ')}) AS v(${c.join(', ')})`,
  placeholder: name => `$${name}`,
  isPositional: false,
  cell: c => `CAST(${c} AS DOUBLE)`,
  missing: c => `${c} IS NULL`,
  aggregate: (k, c) =>
    ({ sum: `COALESCE(SUM(${c}), 0)`, min: `MIN(${c})`, max: `MAX(${c})`, prod: `COALESCE(PRODUCT(${c}), 1)` })[k],
  rows: 'CAST(COUNT(*) AS DOUBLE)',
  rowsWhere: c => `CAST(COUNT(*) FILTER (${c}) AS DOUBLE)`,
  fence: '',
  dual: '',
  sample: (p, s) => `TABLESAMPLE ${100 * p}% (BERNOULLI, ${s})`,
};
export const dialectNames = [
  'duckdb',
  'postgres',
  'sqlite',
  'spark',
  'bigquery',
  'snowflake',
  'clickhouse',
  'trino',
] as const;
export function dialectNamed(name = 'duckdb'): Dialect {
  if (name !== 'duckdb') throw usage(`dialect '${name}'`, 'duckdb');
  return duckdb;
}
