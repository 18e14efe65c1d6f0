// A dialect from its rows: what it has no form for is made of what it has.

import type { OperationName } from '../../ops/operation.js';
import type { Aggregate, Dialect } from './dialect.js';
import { conditionOf, formOf, type Literals, type Order, type Rows, sharedRows } from './forms.js';
import { rewritesOf } from './rewrites.js';
import { template } from './template.js';

export interface Description
  extends Pick<
    Dialect,
    'name' | 'title' | 'placeholder' | 'cell' | 'missing' | 'rowsWhere' | 'fence' | 'dual' | 'sample'
  > {
  readonly order: Order;
  readonly literals: Literals;
  /** What it writes otherwise than others, and what others have not. */
  readonly rows: Rows;
  /** With `{0}` for the column. */
  readonly aggregates: Readonly<Record<Aggregate, string | null>>;
  readonly rowCount: string;
  /** What names stand in, where two of it in a name are one and nothing else is an escape. */
  readonly quote?: '"' | '`';
  /** How names are written where that is not all. */
  identifier?(name: string): string;
}

export function dialectOf({
  order,
  literals,
  rows,
  aggregates,
  rowCount,
  quote = '"',
  ...description
}: Description): Dialect {
  const all: Rows = { ...sharedRows(order, literals), ...rows };
  const [zero, one] = [literals.number(0), literals.number(1)];
  return {
    identifier: name => quote + name.replaceAll(quote, quote + quote) + quote,
    ...description,
    form: ({ name }, count, known = []) => formOf(all[name as OperationName], known, count),
    rewritten: rewritesOf(name => all[name] !== undefined),
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
