// What a fit asks of rows, as nodes: sums over all rows at a point, of which an engine makes one row of numbers. The forms are those
// of solve/answers.ts and solve/statistics.ts, where rows are at hand.

import { denseOf, gradientOf, hessianOfModel, resultOf } from '../../differentiate/derivatives.js';
import { summedOver } from '../../differentiate/sums.js';
import { tangentsOf } from '../../differentiate/tangent.js';
import { type Builder, createBuilder } from '../../graph/build.js';
import { domainOf, EVERYWHERE } from '../../graph/domain.js';
import { type Graph, indexNode } from '../../graph/graph.js';
import { ROW } from '../../lower/lowering.js';
import { type DifferentiatedModel, wrtNodes } from '../../lower/model.js';
import type { Build, Node } from '../../ops/operation.js';
import type { Fitted } from '../../solve/fitted.js';
import { losses } from '../../solve/losses.js';
import { type TermNodes, termOf } from './loss-nodes.js';

/** Beside the program's own inputs. */
export interface Extra {
  /** The weight of a row; null where all are 1. */
  readonly weight: Node | null;
  /** Of a query for prepared columns: the triangle that they are multiplied with, row by row, without what is below the diagonal. */
  readonly preparation: readonly Node[] | null;
}

/** A program that says its value: value, gradient and, where it is asked for, the Hessian. */
export function valueNodes(model: DifferentiatedModel, algebraic: boolean, withHessian: boolean): Node[] {
  const { gradient } = gradientOf(model, { algebraic });
  const hessian = withHessian ? denseOf(model, hessianOfModel(model, gradient, { algebraic })) : [];
  return [resultOf(model), ...gradient, ...hessian];
}

/** The cost, and [J r]ᵀ[J r] of prepared columns: its upper half, row by row. */
export function productNodes(fitted: Fitted, model: DifferentiatedModel, extra: Extra, algebraic: boolean): Node[] {
  const summing = createSumming(model, fitted, extra, algebraic);
  const { g, each, summed } = summing;
  const cost = summed(({ term }) => term.cost);
  const lines = each.map(({ term, slopes }) => prepared(g, [...slopes, term.residual], extra.preparation));
  return [
    cost,
    ...halfOf(wrtNodes(model).length + 1, (i, j) =>
      summed(({ term }, at) => times(g, lines[at]!, i, j, term.curvature)),
    ),
  ];
}

/**
 * What solve/statistics.ts knows of a fit: terms, cost, Σw·r², that of the deviations of responses, of a robust loss its influence
 * and steepness; and JᵀJ without what the loss does to residuals, the upper half of it with a column of zeros at its end.
 */
export function statisticNodes(fitted: Fitted, model: DifferentiatedModel, extra: Extra, algebraic: boolean): Node[] {
  const { g, each, summed } = createSumming(model, fitted, extra, algebraic);
  const one = g.constant(1);
  const { weight } = extra;
  const weightOf = ({ isOfRows }: Residual): Node => (isOfRows ? (weight ?? one) : one);
  const lines = each.map(({ slopes }) => prepared(g, [...slopes, null], extra.preparation));
  const curvatureOf = (residual: Residual): Node =>
    fitted.loss.isRobust ? weightOf(residual) : residual.term.curvature;
  return [
    summed(() => one),
    summed(({ term }) => term.cost),
    summed(residual => g.mul(weightOf(residual), g.square(residual.node))),
    deviations(g, model.graph, each, weight),
    summed(residual => g.mul(weightOf(residual), g.square(residual.term.influence))),
    summed(({ term }) => term.steepness),
    summed(({ term }) => g.square(term.steepness)),
    ...halfOf(wrtNodes(model).length + 1, (i, j) =>
      summed((residual, at) => times(g, lines[at]!, i, j, curvatureOf(residual))),
    ),
  ];
}

interface Residual {
  readonly node: Node;
  readonly term: TermNodes;
  /** A row of the Jacobian; null for what it does not depend on. */
  readonly slopes: readonly (Node | null)[];
  readonly response: Node | null;
  readonly isOfRows: boolean;
}

function createSumming(model: DifferentiatedModel, fitted: Fitted, { weight }: Extra, algebraic: boolean) {
  const { graph } = model;
  const g = createBuilder(graph, { derivative: true, algebraic });
  const one = g.constant(1);
  const row = indexNode(graph, ROW);
  const all = model.residualResults.flatMap(({ nodes, isOfRows }) => nodes.map(node => ({ node, isOfRows })));
  const columns = wrtNodes(model).map(input =>
    tangentsOf(
      graph,
      new Map([[input, one]]),
      all.map(({ node }) => node),
      { algebraic },
    ),
  );
  const data = model.inputs.filter(({ role }) => role === 'data');
  let next = 0;
  const each = all.map(({ node, isOfRows }, at): Residual => {
    const of = isOfRows ? (fitted.responses[next++] ?? null) : null;
    const response = of === null ? null : data[of.column]!.nodes[of.element]!;
    const operands = { residual: node, response, weight: isOfRows ? weight : null };
    // What no row has is a term of its own, such as a prior: no observation.
    const term = termOf(g, isOfRows ? fitted.loss : losses.squares, fitted.scale, operands);
    return { node, term, response, isOfRows, slopes: columns.map(column => column[at]!) };
  });
  /** Over rows of those that each row has, where its weight is not 0; once of the others. */
  const summed = (of: (residual: Residual, at: number) => Node | null): Node => {
    let ofRows: Node | null = null;
    let ofNone: Node | null = null;
    for (const [at, residual] of each.entries()) {
      const value = of(residual, at);
      if (value === null) continue;
      if (residual.isOfRows) ofRows = ofRows === null ? value : g.add(ofRows, value);
      else ofNone = ofNone === null ? value : g.add(ofNone, value);
    }
    const total = ofRows === null ? null : overRows(g, graph, ofRows, weight, row);
    if (total === null) return ofNone ?? g.constant(0);
    return ofNone === null ? total : g.add(total, ofNone);
  };
  return { g, each, summed };
}

function overRows(g: Builder, graph: Graph, value: Node, weight: Node | null, row: Node): Node {
  const counted = weight === null ? value : g.select(g.eq(weight, g.constant(0)), g.constant(0), value);
  const domain = domainOf(graph, counted);
  // Every row has it, also where it is the same in all of them.
  return domain === EVERYWHERE ? g.mul(g.count(row), counted) : summedOver(graph, g, counted, domain);
}

/** Of each response of a row from its mean: stages of their own. */
function deviations(g: Builder, graph: Graph, each: readonly Residual[], weight: Node | null): Node {
  const row = indexNode(graph, ROW);
  const ofRows = each.filter(({ isOfRows }) => isOfRows);
  if (ofRows.some(({ response }) => response === null)) return g.constant(Number.NaN);
  const total = overRows(g, graph, weight ?? g.constant(1), null, row);
  return ofRows.reduce((sum, { response }) => {
    const own = weight === null ? response! : g.mul(weight, response!);
    const mean = g.div(overRows(g, graph, own, weight, row), total);
    const square = g.square(g.sub(response!, mean));
    return g.add(sum, overRows(g, graph, weight === null ? square : g.mul(weight, square), weight, row));
  }, g.constant(0));
}

/** Columns of a residual times a triangle; null for one that is 0. */
function prepared(g: Build, columns: readonly (Node | null)[], by: readonly Node[] | null): (Node | null)[] {
  if (by === null) return [...columns];
  const m = columns.length;
  const entry = (i: number, j: number): Node => by[i * m - (i * (i - 1)) / 2 + j - i]!;
  return columns.map((_, j) => {
    let sum: Node | null = null;
    for (let i = 0; i <= j; i++) {
      const column = columns[i]!;
      if (column === null) continue;
      const term = g.mul(column, entry(i, j));
      sum = sum === null ? term : g.add(sum, term);
    }
    return sum;
  });
}

/** `of` for all places in the upper half of a matrix, row by row. */
function halfOf(m: number, of: (i: number, j: number) => Node): Node[] {
  return Array.from({ length: m }, (_, i) => Array.from({ length: m - i }, (_unused, k) => of(i, i + k))).flat();
}

function times(g: Build, line: readonly (Node | null)[], i: number, j: number, curvature: Node): Node | null {
  const [left, right] = [line[i]!, line[j]!];
  if (left === null || right === null) return null;
  return g.mul(curvature, i === j ? g.square(left) : g.mul(left, right));
}
