// Least squares: what response equations and `residual` leave, and the sum of its squares.

import type { Builder } from '../graph/build.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { indexNode, type Node, originOf } from '../graph/graph.js';
import type { Definition, Expression } from '../parse/program.js';
import type { Span } from '../source.js';
import { lowerExpression } from './expression.js';
import { type Lowering, ROW } from './lowering.js';
import { describeShape, elementwise, nodesOf, sameShape, shapeOf } from './tensor.js';
import { isWrittenOfRows } from './written-rows.js';

export interface Residuals {
  readonly nodes: readonly Node[];
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
  const responses = new Set<string>();
  let last: Span | null = null;
  const { graph, build, report, scope } = lowering;

  /** @param isOfRows by its text: there is one for each row, also where all rows have the same */
  function push(more: readonly Node[], span: Span, isOfRows: boolean): void {
    const own = build.at(span);
    for (const node of more) {
      const isRepeated = isOfRows && domainOf(graph, node) === EVERYWHERE;
      nodes.push(isRepeated ? own.mul(own.sqrt(own.count(indexNode(graph, ROW))), node) : node);
    }
    last = span;
  }

  return {
    nodes,
    get last() {
      return last;
    },
    add(expression, span) {
      const value = lowerExpression(lowering, expression);
      last = span;
      if (value !== null) push(nodesOf(value), span, isWrittenOfRows(lowering, expression));
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
      if (residual !== null) return push(nodesOf(residual), span, true);
      const [wanted, got] = [describeShape(shapeOf(observed)), describeShape(shapeOf(found))];
      report.error('WG302', value.span, `a row of '${name.name}' is a ${wanted}, this is a ${got}`);
    },
    sumOfSquares() {
      // What is made of a residual comes from where it stands.
      const at = (node: Node): Builder => build.at(originOf(graph, node));
      const sum = (of: readonly Node[]): Node =>
        of.map(node => at(node).square(node)).reduce((a, b) => at(b).add(a, b));
      const isShared = (node: Node): boolean => domainOf(graph, node) === EVERYWHERE;
      const shared = nodes.filter(isShared);
      const ofRows = nodes.filter(node => !isShared(node));
      const parts = [
        ...(ofRows.length === 0 ? [] : [at(ofRows[0]!).sumOver(sum(ofRows), indexNode(graph, ROW))]),
        ...(shared.length === 0 ? [] : [sum(shared)]),
      ];
      return parts.reduce((a, b) => at(b).add(a, b));
    },
  };
}
