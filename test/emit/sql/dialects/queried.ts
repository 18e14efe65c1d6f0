// What an operation comes to in a query: the operands are columns of a table, every node is a column of a sub-select, so that
// all arms of conditionals are computed in every row.

import { ATOM, atom, type Form, fillForm, SIGN, type Written } from '../../../../src/emit/line/language.js';
import type { Dialect } from '../../../../src/emit/sql/dialect.js';
import { type Builder, createBuilder } from '../../../../src/graph/build.js';
import {
  constantValue,
  createGraph,
  type Graph,
  inputSlot,
  operandsOf,
  operationOf,
} from '../../../../src/graph/graph.js';
import { usedBy } from '../../../../src/graph/use.js';
import { createBudget, defaultLimits } from '../../../../src/limits.js';
import type { Node, OperationName } from '../../../../src/ops/operation.js';
import { INPUT } from '../../../../src/ops/table.js';
import type { Engine } from '../../../sql/engines.js';

/** Of each operand a number, or the column of the points that it is. */
export type Operand = number | { readonly column: number };

const literal = (dialect: Dialect, value: number): Written => {
  const isNegative = value < 0 || Object.is(value, -0);
  return { text: (isNegative ? '-' : '') + dialect.number(Math.abs(value)), binding: isNegative ? SIGN : ATOM };
};

interface Column {
  readonly name: string;
  readonly text: string;
  readonly level: number;
  /** The level that reads it last. */
  last: number;
}

/** A form with operands that are texts; conditions are columns of numbers here. */
function fill(dialect: Dialect, form: Form, operands: readonly Written[], isTruth: boolean): string {
  const converted = form.holes.map(({ operand, kind }) =>
    kind === 'condition' ? fillForm(dialect.conversions.toCondition, [operands[operand]!]) : operands[operand]!,
  );
  const whole = fillForm({ ...form, holes: form.holes.map((of, operand) => ({ ...of, operand })) }, converted);
  return (isTruth ? fillForm(dialect.conversions.toNumber, [whole]) : whole).text;
}

/** The query of a node for all rows of a table of points, in their order; null where there is no form. */
export function queryOf(dialect: Dialect, { graph, output }: Made, table: string): string | null {
  const columns = new Map<Node, Column>();
  const written = (node: Node): Written => {
    const constant = constantValue(graph, node);
    return constant === undefined ? atom(columns.get(node)!.name) : literal(dialect, constant);
  };
  const used = usedBy(graph, [output]);
  for (const [node, isUsed] of used.entries()) {
    if (isUsed !== 1 || constantValue(graph, node) !== undefined) continue;
    if (graph.operation[node] === INPUT) {
      columns.set(node, { name: `x${inputSlot(graph, node)}`, text: '', level: -1, last: -1 });
      continue;
    }
    const row = operationOf(graph, node);
    const operands = operandsOf(graph, node);
    const known = operands.map(of => constantValue(graph, of));
    const form = dialect.form(row, operands.length, known);
    if (form === null) return null;
    const below = operands.flatMap(of => columns.get(of) ?? []);
    const level = Math.max(-1, ...below.map(column => column.level)) + 1;
    for (const column of below) column.last = Math.max(column.last, level);
    const text = fill(dialect, form, operands.map(written), row.boolean === true);
    columns.set(node, { name: `n${node}`, text, level, last: level });
  }
  const all = [...columns.values()];
  let from = table;
  for (let level = 0; level <= Math.max(...all.map(column => column.level)); level++) {
    const before = all.filter(column => column.level < level && column.last >= level).map(({ name }) => name);
    const made = all.filter(column => column.level === level).map(({ name, text }) => `${text} AS ${name}`);
    from = `(SELECT ${['id', ...before, ...made].join(', ')} FROM ${from} ${dialect.fence}) AS s${level}`;
  }
  return `SELECT ${written(output).text} AS r FROM ${from} ORDER BY id`;
}

export interface Made {
  readonly graph: Graph;
  readonly output: Node;
}

/** A node of the operation, as it is or rewritten; null where the dialect has not got it. */
export function nodeFor(dialect: Dialect, name: OperationName, operands: readonly Operand[]): Made | null {
  const graph = createGraph(createBudget(defaultLimits));
  const build: Builder = createBuilder(graph, { derivative: false, algebraic: false, settled: true });
  const nodes = operands.map(of => (typeof of === 'number' ? build.constant(of) : build.intern(INPUT, [of.column])));
  const row = { name, form: undefined as never };
  const known = operands.map(of => (typeof of === 'number' ? of : undefined));
  if (dialect.form(row, operands.length, known) !== null) return { graph, output: build.kept(name, ...nodes) };
  const output = dialect.rewritten[name]?.(build, nodes);
  return output === undefined ? null : { graph, output };
}

/** A table of points with a column for each operand. */
export async function insert(
  engine: Engine,
  dialect: Dialect,
  table: string,
  points: readonly (readonly number[])[],
): Promise<void> {
  const columns = points[0]!.map((_, i) => `x${i} DOUBLE PRECISION`).join(', ');
  await engine.query(`CREATE TABLE ${table} (id INTEGER, ${columns})`);
  for (let start = 0; start < points.length; start += 500) {
    const rows = points
      .slice(start, start + 500)
      .map((point, i) => `(${start + i}, ${point.map(value => literal(dialect, value).text).join(', ')})`);
    await engine.query(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
  }
}
