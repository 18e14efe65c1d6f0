// The comparison as tables, sentences, JSON and CSV records.

import { type Growth, growthOf } from './growth.js';
import {
  type AnyRow,
  type Comparison,
  isStopped,
  isWritten,
  type Pipeline,
  pipelines,
  type Row,
  stoppedText,
} from './rows.js';
import { shortBytes, shortCount, shortTime } from './short-numbers.js';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  /** Columns of text, to be aligned to the left. */
  readonly left: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

/** Which rules simplified, in lines of a terminal. */
export function rulesText(algebraic: boolean): string[] {
  const more = algebraic
    ? ['With --algebraic also those that lose a NaN, an infinity or a few ulp: x/x, x-x, exp(log(x)), 1/x shared.']
    : [];
  return [
    'Rules, the same for all but the columns of mathjs (which has its own): constants folded, x+0, x-0, x·0, x·1, x·(-1), x/1,',
    '--x, x·x = x^2, operands of sums and products in one order; nothing expanded, collected or cancelled.',
    ...more,
  ];
}

export const LEGEND = [
  "Ways: mathjs is its derivative(), mathjs-simplified that after its simplify(); symbolic-tree is the textbook's rules, written out;",
  'symbolic-cse the same with equal parts once; forward and adjoint are code that carries derivatives along, forward or back.',
  'tree: operations of the derivative written out in full, a power being one, a sign none. nodes: distinct subexpressions.',
  'operations, bytes, ns, classes: value and derivative together; alone: the derivative. Σ c(op) bounds f and ∇f together.',
];

export const ordersOf = ({ rows }: Comparison): number[] => [...new Set(rows.map(row => row.order))];
export const sizesOf = ({ rows }: Comparison): (number | null)[] => [...new Set(rows.map(row => row.n))];

export function rowFor({ rows }: Comparison, n: number | null, order: number, pipeline: Pipeline): AnyRow | undefined {
  return rows.find(row => row.n === n && row.order === order && row.pipeline === pipeline);
}

/** What grows: the tree where the result is written out, the code's operations where it is shared. */
export const sizeOf = (row: Row): bigint => (isWritten(row.pipeline) ? row.tree : BigInt(row.operations));

export const derivativeName = (order: number): string => (order === 1 ? '∇f' : `∇${['²', '³', '⁴'][order - 2]}f`);

/** One row a size: how each pipeline grows. */
export function growthTable(comparison: Comparison, order: number): Table {
  const head = ['n', 'f tree', 'f', ...(order === 1 ? ['Σ c(op)'] : []), ...pipelines];
  const rows = sizesOf(comparison).map(n => {
    const formula = comparison.formulas.find(other => other.n === n);
    const own = formula ? [shortCount(formula.tree), String(formula.code.operations)] : ['–', '–'];
    if (order === 1) own.push(formula ? String(formula.bound) : '–');
    const counts = pipelines.map(pipeline => {
      const row = rowFor(comparison, n, order, pipeline);
      return row === undefined || isStopped(row) ? stoppedText(row) : shortCount(sizeOf(row));
    });
    return [String(n), ...own, ...counts];
  });
  const growth = growths(comparison, order);
  const empty = order === 1 ? ['', '', ''] : ['', ''];
  rows.push(['', ...empty, ...pipelines.map(pipeline => growthText(growth.get(pipeline) ?? null))]);
  return {
    title: `${derivativeName(order)} over n: operations written out, from symbolic-cse on those of code for f and ${derivativeName(order)}; last line: fitted growth`,
    head,
    left: [],
    rows,
  };
}

export function growths(comparison: Comparison, order: number): Map<Pipeline, Growth> {
  const found = new Map<Pipeline, Growth>();
  for (const pipeline of pipelines) {
    const points = comparison.rows.flatMap(row =>
      row.order !== order || row.pipeline !== pipeline || isStopped(row) || row.n === null
        ? []
        : [{ n: row.n, value: sizeOf(row) }],
    );
    const growth = growthOf(points);
    if (growth !== null) found.set(pipeline, growth);
  }
  return found;
}

export function growthText(growth: Growth | null): string {
  if (growth === null) return '';
  const rate = growth.rate.toFixed(2);
  return growth.kind === 'power' ? `~n^${rate}` : `~${rate}^n`;
}

/** Everything about one size. */
export function detailTable(comparison: Comparison, n: number | null, order: number): Table {
  const head = ['', 'tree', 'nodes', 'operations', 'alone', 'bytes', 'derive ms', 'ns', 'ns alone', 'by class'];
  const rows: string[][] = [];
  const formula = comparison.formulas.find(other => other.n === n);
  if (formula !== undefined && order === 1) {
    const { code } = formula;
    const sizes = [shortCount(formula.tree), String(formula.nodes), String(code.operations), ''];
    rows.push(['f', ...sizes, shortBytes(code.bytes), '', shortTime(code.nanoseconds), '', classText(code.byClass)]);
  }
  for (const pipeline of pipelines) {
    const row = rowFor(comparison, n, order, pipeline);
    if (row === undefined) continue;
    if (isStopped(row)) rows.push([pipeline, stoppedText(row), '', '', '', '', '', '', '', row.reason]);
    else rows.push(detail(row));
  }
  const size = n === null ? '' : `, n = ${n}`;
  return { title: `${derivativeName(order)}${size}`, head, left: [0, 9], rows };
}

function detail(row: Row): string[] {
  const { pipeline, tree, nodes, milliseconds, nanoseconds, derivativeNanoseconds } = row;
  const counts = [row.operations, row.derivativeOperations].map(shortBytes);
  const times = [milliseconds, nanoseconds, derivativeNanoseconds].map(shortTime);
  return [
    pipeline,
    shortCount(tree),
    String(nodes),
    ...counts,
    shortBytes(row.bytes),
    ...times,
    classText(row.byClass),
  ];
}

const classText = (byClass: Row['byClass']): string =>
  Object.entries(byClass)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${shortBytes(count)} ${name}`)
    .join(', ');

/** Whether the smallest result is a formula or code, said for the largest size where all that count are known. */
export function winnerText(comparison: Comparison, order: number): string | null {
  for (const n of sizesOf(comparison).toReversed()) {
    const rows = comparison.rows.filter((row): row is Row => row.n === n && row.order === order && !isStopped(row));
    const code = rows.find(row => row.pipeline === 'adjoint');
    const formula = best(rows.filter(row => isWritten(row.pipeline)));
    if (code === undefined || formula === undefined) continue;
    const at = n === null ? '' : ` at n = ${n}`;
    // The same sizes as in tables, charts and the summary.
    const [a, b] = [Number(sizeOf(formula)), Number(sizeOf(code))];
    const pair = `${shortCount(sizeOf(formula))} operations (${formula.pipeline}) against ${b}`;
    if (a < b) return `${derivativeName(order)}${at}: the symbolic formula is smaller, ${pair} (adjoint)`;
    if (a === b) return `${derivativeName(order)}${at}: no difference, ${pair}`;
    return `${derivativeName(order)}${at}: the code is smaller, ${pair} (adjoint), ${(a / b).toPrecision(2).replace('e+', 'e')} times`;
  }
  return null;
}

const best = (rows: readonly Row[]): Row | undefined => rows.toSorted((a, b) => (sizeOf(a) < sizeOf(b) ? -1 : 1))[0];

/** The one sentence that is left: how large the gradient is as a formula and as code, where both are known. */
export function summaryText(comparison: Comparison): string {
  const order = Math.min(...ordersOf(comparison));
  const name = order === 1 ? 'gradient' : `derivative of order ${order}`;
  let codeAlone: string | null = null;
  for (const n of sizesOf(comparison).toReversed()) {
    const formula = rowFor(comparison, n, order, 'symbolic-tree');
    const code = rowFor(comparison, n, order, 'adjoint');
    if (formula === undefined || code === undefined || isStopped(code)) continue;
    if (isStopped(formula)) {
      codeAlone ??= `${name}: uncounted as a formula (${formula.reason}), ${code.operations} operations as code`;
      continue;
    }
    const from = formula.mostFrom === undefined ? '' : `; most from line ${formula.mostFrom}`;
    return `${name}: ${shortCount(formula.tree)} operations as a formula, ${code.operations} as code${from}`;
  }
  return codeAlone ?? `${name}: stopped before it was counted`;
}

/** A row as `--json` and `--csv` have it. */
export function rowRecord(row: AnyRow) {
  const { n, order, pipeline } = row;
  if (isStopped(row)) {
    const nothing = { tree: null, nodes: null, operations: null, bytes: null };
    return { n, order, pipeline, ...nothing, status: 'stopped', reason: row.reason };
  }
  return {
    n,
    order,
    pipeline,
    tree: String(row.tree),
    nodes: row.nodes,
    operations: row.operations,
    bytes: row.bytes,
    status: 'ok',
    derivativeOperations: row.derivativeOperations,
    byClass: row.byClass,
    deriveMilliseconds: row.milliseconds,
    nanoseconds: row.nanoseconds,
    derivativeNanoseconds: row.derivativeNanoseconds,
  };
}

/** A flat record: the classes are columns of their own, and every row has every column. */
export function csvRecord(row: AnyRow): Record<string, string | number> {
  const { byClass, ...rest } = { byClass: {}, ...rowRecord(row) };
  const flat = { ...rest, ...byClass };
  return Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, value ?? '']));
}

export const csvColumns = [
  ...['n', 'order', 'pipeline', 'tree', 'nodes', 'operations', 'bytes', 'status', 'reason', 'derivativeOperations'],
  ...['add', 'mul', 'div', 'pow', 'transcendental', 'compare'],
  ...['deriveMilliseconds', 'nanoseconds', 'derivativeNanoseconds'],
];

export function comparisonRecord(comparison: Comparison) {
  return {
    rows: comparison.rows.map(rowRecord),
    formulas: comparison.formulas.map(({ n, tree, nodes, code, bound }) => ({
      n,
      tree: String(tree),
      nodes,
      ...code,
      bound,
    })),
    growth: ordersOf(comparison).flatMap(order =>
      Array.from(growths(comparison, order), ([pipeline, { kind, rate }]) => ({ order, pipeline, kind, rate })),
    ),
  };
}
