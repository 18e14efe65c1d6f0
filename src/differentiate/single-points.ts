// Conditionals whose condition is an equality of what is differentiated: `x == 0 ? 1 : sin(x)/x`. One arm is taken at single points,
// where its own derivatives are given. These need not be those of the function, which is the other arm all around.

import type { Graph, Node } from '../graph/graph.js';
import { operandsOf, operationOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { type DifferentiatedModel, resultNodes, wrtNodes } from '../lower/model.js';
import type { OperationName } from '../ops/operation.js';
import { variesWith } from './dependence.js';
import { wrtElements } from './derivatives.js';

/** The equalities, each once. */
export function equalitiesOfVariables(model: DifferentiatedModel): Node[] {
  const { graph } = model;
  const used = usedBy(graph, resultNodes(model));
  const varies = variesWith(graph, used.length, [...wrtNodes(model), ...wrtElements(model)]);
  const found = new Set<Node>();
  for (let node = 0; node < used.length; node++) {
    if (used[node] === 0 || varies[node] === 0 || !is(graph, node, 'select')) continue;
    const [condition] = operandsOf(graph, node);
    for (const equality of equalitiesIn(graph, condition!))
      if (operandsOf(graph, equality).some(operand => varies[operand] === 1)) found.add(equality);
  }
  return [...found];
}

const is = (graph: Graph, node: Node, ...names: readonly OperationName[]): boolean =>
  (names as readonly string[]).includes(operationOf(graph, node).name);

/** What has to hold, or not to hold, for an arm that is taken at single points. */
function equalitiesIn(graph: Graph, condition: Node): Node[] {
  const equalities: Node[] = [];
  // Of a conjunction with an equality the first arm, of a disjunction with an inequality the second.
  const pending: { node: Node; holds: boolean }[] = [
    { node: condition, holds: true },
    { node: condition, holds: false },
  ];
  for (let of = pending.pop(); of !== undefined; of = pending.pop()) {
    const { node, holds } = of;
    if (is(graph, node, holds ? 'eq' : 'ne')) equalities.push(node);
    else if (is(graph, node, 'not')) pending.push({ node: operandsOf(graph, node)[0]!, holds: !holds });
    else if (is(graph, node, holds ? 'and' : 'or'))
      pending.push(...operandsOf(graph, node).map(operand => ({ node: operand, holds })));
  }
  return equalities;
}
