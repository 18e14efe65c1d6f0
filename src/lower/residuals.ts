// Least squares: what response equations and `residual` leave, and the sum of its squares.

import type { Builder } from '../graph/build.js';
import { type Domain, domainOf, EVERYWHERE, indicesIn } from '../graph/domain.js';
import { indexNode, type Node, originOf } from '../graph/graph.js';
import type { Definition, Expression } from '../parse/program.js';
import type { Span } from '../source.js';
import { lowerExpression } from './expression.js';
import { dimensionOf, ownIndex, rootOf } from './families.js';
import { isOfRows, type Lowering, ROW } from './lowering.js';
import type { Results } from './model.js';
import {
  describeShape,
  elementwise,
  isFamily,
  isRunTime,
  nodesOf,
  sameShape,
  shapeOf,
  type Tensor,
  type Value,
} from './tensor.js';
import { isWrittenOfRows } from './written-rows.js';

export interface Residuals {
  readonly nodes: readonly Node[];
  /** Those of each statement, as they are for one row. */
  readonly results: readonly Results[];
  /** Where the last one is written; null without any. */
  readonly last: Span | null;
  add(expression: Expression, span: Span): void;
  /** Adds what an equation leaves whose left side is a column of the data. */
  ofResponse(equation: Definition): void;
  /** Over rows of those that depend on them, once of the others. */
  sumOfSquares(): Node;
}

export function createResiduals(lowering: Lowering): Residuals {
  const nodes: Node[] = [];
  const results: Results[] = [];
  /** Squares of what there is for one row, by the indices that they are summed over. */
  const squares = new Map<Domain, Node[]>();
  const responses = new Set<string>();
  let last: Span | null = null;
  const { graph, build, report, scope } = lowering;

  /** @param isWritten of rows by its text: there is one for each row, also where all rows have the same */
  function push(value: Value, span: Span, isWritten: boolean): void {
    const own = build.at(span);
    const { along, axis } = placeOf(lowering, value);
    const ofRows = isWritten || isOfRows(lowering, value);
    const all = [...(ofRows ? [ROW] : []), ...(along === null ? [] : [along.index])];
    for (const node of nodesOf(value)) {
      const domain = domainOf(graph, node);
      const repeated = all.filter(of => (domain & (1 << of)) === 0);
      const often = (term: Node, of: number): Node => own.mul(own.sqrt(own.count(indexNode(graph, of))), term);
      nodes.push(repeated.reduce(often, node));
      const over = all.reduce((indices, of) => indices | (1 << of), domain);
      const square = own.at(originOf(graph, node)).square(node);
      const same = squares.get(over);
      if (same === undefined) squares.set(over, [square]);
      else same.push(square);
    }
    results.push({ nodes: nodesOf(value), along, axis, isOfRows: ofRows });
    last = span;
  }

  return {
    nodes,
    results,
    get last() {
      return last;
    },
    add(expression, span) {
      const value = lowerExpression(lowering, expression);
      last = span;
      if (value !== null) push(value, span, isWrittenOfRows(lowering, expression));
    },
    ofResponse({ name, value, span }) {
      if (responses.has(name.name)) {
        report.error('WG202', name, `'${name.name}' has two equations`, 'add the second as a residual');
        return;
      }
      responses.add(name.name);
      last = span;
      // The caller has found the column.
      const column = scope.variables.get(name.name)!;
      column.uses++;
      const found = lowerExpression(lowering, value);
      const observed = column.value;
      if (found === null || observed === null) return;
      const fits = sameShape(shapeOf(found), shapeOf(observed));
      const own = build.at(span);
      const residual = fits ? elementwise([observed, found], ([a, b]) => own.sub(a!, b!)) : null;
      if (residual !== null) return push(residual, span, true);
      const [wanted, got] = [describeShape(shapeOf(observed)), describeShape(shapeOf(found))];
      report.error('WG302', value.span, `a row of '${name.name}' is a ${wanted}, this is a ${got}`);
    },
    sumOfSquares() {
      // What is made of a residual comes from where it stands.
      const at = (node: Node): Builder => build.at(originOf(graph, node));
      const added = (of: readonly Node[]): Node => of.reduce((a, b) => at(b).add(a, b));
      const summed = (of: Node, over: Domain): Node =>
        indicesIn(over).reduceRight((sum, index) => at(of).sumOver(sum, indexNode(graph, index)), of);
      const row = 1 << ROW;
      const ofRows: Node[] = [];
      const others: Node[] = [];
      for (const [domain, of] of squares) {
        const isShared = (domain & row) === 0;
        if (domain !== EVERYWHERE) (isShared ? others : ofRows).push(summed(added(of), domain & ~row));
      }
      const shared = squares.get(EVERYWHERE) ?? [];
      return added([
        ...(ofRows.length === 0 ? [] : [summed(added(ofRows), row)]),
        ...others,
        ...(shared.length === 0 ? [] : [added(shared)]),
      ]);
    },
  };
}

/** The size of a value that is known at run time, and which of its sizes that is. Notes what it needs to be none below 0. */
export function placeOf(lowering: Lowering, value: Value): Pick<Results, 'along' | 'axis'> {
  if (!isFamily(value)) return { along: null, axis: 0 };
  // Only arrays have sizes.
  const family = value as Tensor;
  const own = dimensionOf(family);
  const along = { ...rootOf(lowering, own), index: ownIndex(lowering, own) };
  const size = lowering.dimensions[along.dimension]!;
  size.least = Math.max(size.least, -along.plus);
  return { along, axis: family.shape.findIndex(isRunTime) === 0 ? 0 : 1 };
}
