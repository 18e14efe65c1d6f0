// A dialect from its rows: what it has no form for is made of what it has.

import type { OperationName } from '../../ops/operation.js';
import type { Aggregate, Dialect } from './dialect.js';
import { conditionOf, formOf, type Literals, type Order, type Rows, sharedRows } from './forms.js';
import { rewritesOf } from './rewrites.js';
import { MOST_STEPS } from './special-nodes.js';
import { template } from './template.js';

export interface Description
  extends Pick<Dialect, 'name' | 'title' | 'placeholder' | 'cell' | 'missing' | 'rowsWhere' | 'fence' | 'sample'> {
  readonly order: Order;
  readonly literals: Literals;
  /** What it writes otherwise than others, and what others have not. */
  readonly rows: Rows;
  /** With `{0}` for the column. */
  readonly aggregates: Readonly<Record<Aggregate, string | null>>;
  readonly rowCount: string;
  /** How long templates may be that become formulas, in statements, where its queries cannot be as deep as others'. */
  readonly most?: number;
  /** What names stand in, where two of it in a name are one and nothing else is an escape. */
  readonly quote?: '"' | '`';
  /** How names are written where that is not all. */
  identifier?(name: string): string;
  /** Where texts of SQL have escapes of their own, and placeholders no names and no numbers. */
  readonly text?: Dialect['text'];
  readonly isPositional?: boolean;
  /** How rows of values stand; default: under a name that names the columns, too. */
  readonly relation?: Dialect['relation'];
}

export function dialectOf({
  order,
  literals,
  rows,
  aggregates,
  rowCount,
  quote = '"',
  most = MOST_STEPS,
  identifier = name => quote + name.replaceAll(quote, quote + quote) + quote,
  text = quoted,
  isPositional = false,
  relation = namedRows,
  ...description
}: Description): Dialect {
  const all: Rows = { ...sharedRows(order, literals), ...rows };
  const [zero, one] = [literals.number(0), literals.number(1)];
  return {
    ...{ ...description, identifier, text, isPositional, relation },
    form: ({ name }, count, known = []) => formOf(all[name as OperationName], known, count),
    rewritten: rewritesOf(name => all[name] !== undefined, most),
    number(value) {
      if (Number.isNaN(value)) return literals.nan;
      return value === Number.POSITIVE_INFINITY ? literals.infinity : literals.number(value);
    },
    conversions: {
      toNumber: template(`CASE WHEN {0?} THEN ${one} ELSE ${zero} END`),
      toCondition: conditionOf(order, literals),
    },
    aggregate: (combine, column) => aggregates[combine]?.replaceAll('{0}', column) ?? null,
    rows: rowCount,
  };
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Where backslashes begin escapes in texts, too. */
export const escaped = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

type Relation = Dialect['relation'];

const listed = (rows: readonly (readonly string[])[]): string => rows.map(row => `(${row.join(', ')})`).join(', ');

const namedRows: Relation = (columns, rows) => `SELECT * FROM (VALUES ${listed(rows)}) AS v (${columns.join(', ')})`;

/** Where columns of values are called column1, column2, … */
export const numberedRows: Relation = (columns, rows) =>
  `SELECT ${columns.map((name, i) => `column${i + 1} AS ${name}`).join(', ')} FROM (VALUES ${listed(rows)})`;

/** Where there are no lists of rows. */
export const unitedRows: Relation = (columns, rows) =>
  rows.map(row => `SELECT ${row.map((value, i) => `${value} AS ${columns[i]}`).join(', ')}`).join(' UNION ALL ');
