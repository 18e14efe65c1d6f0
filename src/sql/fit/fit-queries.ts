// The queries of a fit: what it asks of rows (sum-nodes.ts) as one SELECT each, written when it is first asked for. Beside the
// program's own inputs they have weights, a column, and the triangle that prepares columns, which is bound.

import type { Compilation } from '../../compilation.js';
import { dialectNamed } from '../../emit/sql/dialects.js';
import { writeQuery } from '../../emit/sql/query.js';
import type { TableSettings } from '../../emit/sql/table.js';
import { planOf, scheduledPlan } from '../../exports/plan.js';
import { copyGraph, elementNode, inputNode } from '../../graph/graph.js';
import { ROW, ROWS } from '../../lower/lowering.js';
import { type DifferentiatedModel, type Input, slotCount, wrtNodes } from '../../lower/model.js';
import { remembered } from '../../once.js';
import type { Node } from '../../ops/operation.js';
import type { Fitted } from '../../solve/fitted.js';
import { withLimits } from '../../within-limits.js';
import { queryOf } from '../query.js';
import type { DialectName, Point, Query } from '../query-types.js';
import { type Extra, productNodes, statisticNodes, valueNodes } from './sum-nodes.js';

/** What a query of a fit gives back: see sum-nodes.ts. */
export type FitQueryName =
  | 'gradient'
  | 'hessian'
  | 'products'
  | 'preparedProducts'
  | 'statistics'
  | 'preparedStatistics';

export interface FitQueries {
  /** One, or several where there are more numbers than a row may have: these follow each other. @throws FormulaError for operations that the dialect has not */
  query(name: FitQueryName): readonly Query[];
  /** What is bound: parameters, other inputs and, where columns are prepared, what with. */
  pointAt(theta: ArrayLike<number>, preparation: ArrayLike<number> | null): Point;
}

/** Numbers of one row: PostgreSQL has 1664 columns at most, SQLite 2000 terms of aggregates; what is not here has no such limit. */
const MOST_NUMBERS: Readonly<Partial<Record<DialectName, number>>> = { postgres: 1000, sqlite: 400 };

/** @param weights the column that has them; null for none */
export function createFitQueries(
  fitted: Fitted,
  compilation: Compilation,
  settings: TableSettings,
  weights: string | null,
): FitQueries {
  const { model, algebraic, statements } = compilation;
  const dialect = dialectNamed(settings.dialect);
  const taken = new Set(model.inputs.map(({ name }) => name));
  const weightName = unusedName('weight', taken);
  const preparationName = unusedName('prepared', taken);
  const columns = weights === null ? settings.columns : { ...settings.columns, [weightName]: weights };
  const own = { ...settings, ...(columns !== undefined && { columns }) };
  const { inputs, constants } = fitted.parameters;

  function written(model: DifferentiatedModel, name: string, nodes: readonly Node[]): Query {
    const sums = { name: 'sums', shape: [nodes.length], nodes, along: null, axis: 0, isOfRows: false } as const;
    const summed: DifferentiatedModel = { ...model, outputs: [sums], scalar: false, sense: null };
    return withLimits(summed, () => {
      const mode = { algebraic, statements, blocks: new Map() };
      const plan = planOf(summed, name, { stores: [{ target: 'out', nodes }], isParted: true }, mode);
      return queryOf(summed, writeQuery(summed, ['value'], scheduledPlan(plan, mode), dialect, own), dialect, own);
    });
  }

  return {
    query: remembered((name: FitQueryName): readonly Query[] => {
      const isPrepared = name === 'preparedProducts' || name === 'preparedStatistics';
      const { model: wide, extra } = widened(model, weights && weightName, isPrepared ? preparationName : null);
      const nodes = withLimits(wide, () => nodesOf(name, fitted, wide, extra, algebraic));
      const most = MOST_NUMBERS[dialect.name] ?? nodes.length;
      const count = Math.ceil(nodes.length / most);
      const parts = Array.from({ length: count }, (_, i) => nodes.slice(i * most, (i + 1) * most));
      return parts.map(part => written(wide, name, part));
    }),
    pointAt(theta, preparation) {
      let next = 0;
      const point: Record<string, ArrayLike<number>> = {};
      for (const { name, nodes } of inputs) {
        point[name] = Array.prototype.slice.call(theta, next, next + nodes.length) as number[];
        next += nodes.length;
      }
      for (const [{ name }, value] of constants) point[name] = value;
      if (preparation !== null) point[preparationName] = preparation;
      return point;
    },
  };
}

function unusedName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}

function nodesOf(name: FitQueryName, fitted: Fitted, model: DifferentiatedModel, extra: Extra, algebraic: boolean) {
  switch (name) {
    case 'gradient':
    case 'hessian':
      return valueNodes(model, algebraic, name === 'hessian');
    case 'products':
    case 'preparedProducts':
      return productNodes(fitted, model, extra, algebraic);
    default:
      return statisticNodes(fitted, model, extra, algebraic);
  }
}

/** The model with more inputs, on a graph of its own. @param weight, preparation what they are called; null where they are not there */
function widened(
  model: DifferentiatedModel,
  weight: string | null,
  preparation: string | null,
): { readonly model: DifferentiatedModel; readonly extra: Extra } {
  const graph = copyGraph(model.graph);
  const first = slotCount(model);
  const input = (name: string, role: Input['role'], nodes: readonly Node[], slot: number): Input => {
    const isRows = role === 'data';
    const shape = isRows ? [] : [nodes.length];
    return {
      name,
      role,
      shape,
      nodes,
      slot,
      rows: isRows ? ROWS : null,
      axis: 0,
      initial: null,
      lower: null,
      upper: null,
    };
  };
  const width = wrtNodes(model).length + 1;
  const entries = preparation === null ? 0 : (width * (width + 1)) / 2;
  const prepared = Array.from({ length: entries }, (_, i) => inputNode(graph, first + 1 + i));
  const own = weight === null ? [] : [elementNode(graph, first, ROW)];
  const [plain, data] = [false, true].map(isData => model.inputs.filter(({ role }) => (role === 'data') === isData));
  const inputs = [
    ...plain!,
    ...(preparation === null ? [] : [input(preparation, 'input', prepared, first + 1)]),
    ...data!,
    ...(weight === null ? [] : [input(weight, 'data', own, first)]),
  ];
  const extra = { weight: own[0] ?? null, preparation: preparation === null ? null : prepared };
  return { model: { ...model, graph, inputs }, extra };
}
