// Differentiation as textbooks teach it, graph → graph: each rule in terms of operands, (u·v)' = u'·v + u·v'. The baseline
// that `swell` counts: written out as a tree it is what symbolic differentiation prints, over shared nodes what common
// subexpression elimination makes of that. Kinks have no cases here, so it is for counting, not for emitted modules.

import { type Builder, type BuildMode, createBuilder } from '../graph/build.js';
import { type Graph, isLeaf, operandsOf, operationOf, originOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import type { Build, Node, OperationName } from '../ops/operation.js';
import { carries, contributionsOf, variesWith } from './dependence.js';

/** Operands and their derivatives (null: constant) → the derivative. At least one derivative is not null. */
type Rule = (g: Build, operands: readonly Node[], derivatives: readonly (Node | null)[]) => Node;

/** The chain rule for one operand: its factor times the inner derivative. */
const chain =
  (factor: (g: Build, u: Node) => Node): Rule =>
  (g, [u], [du]) =>
    g.mul(factor(g, u!), du!);

const oneMinusSquare = (g: Build, u: Node): Node => g.sub(g.constant(1), g.square(u));

const rules: Partial<Record<OperationName, Rule>> = {
  mul(g, [u, v], [du, dv]) {
    const left = du === null ? null : g.mul(du!, v!);
    const right = dv === null ? null : g.mul(u!, dv!);
    return left === null ? right! : right === null ? left : g.add(left, right);
  },
  div(g, [u, v], [du, dv]) {
    if (dv === null) return g.div(du!, v!);
    const right = g.mul(u!, dv!);
    const top = du === null ? g.neg(right) : g.sub(g.mul(du!, v!), right);
    return g.div(top, g.square(v!));
  },
  square: chain((g, u) => g.mul(g.constant(2), u)),
  pow(g, [u, v], [du, dv]) {
    if (dv === null) return g.mul(g.mul(v!, g.pow(u!, g.sub(v!, g.constant(1)))), du!);
    const exponential = g.mul(dv!, g.log(u!));
    if (du === null) return g.mul(g.pow(u!, v!), exponential);
    return g.mul(g.pow(u!, v!), g.add(exponential, g.mul(v!, g.div(du!, u!))));
  },
  sqrt: (g, [u], [du]) => g.div(du!, g.mul(g.constant(2), g.sqrt(u!))),
  exp: chain((g, u) => g.exp(u)),
  log: (g, [u], [du]) => g.div(du!, u!),
  sin: chain((g, u) => g.cos(u)),
  cos: (g, [u], [du]) => g.neg(g.mul(g.sin(u!), du!)),
  tan: chain((g, u) => g.square(g.sec(u))),
  asin: (g, [u], [du]) => g.div(du!, g.sqrt(oneMinusSquare(g, u!))),
  acos: (g, [u], [du]) => g.neg(g.div(du!, g.sqrt(oneMinusSquare(g, u!)))),
  atan: (g, [u], [du]) => g.div(du!, g.add(g.constant(1), g.square(u!))),
  tanh: chain((g, u) => oneMinusSquare(g, g.tanh(u))),
};

/** Derivatives of `results` with respect to one input; null where they do not depend on it. */
export function textbookDerivatives(
  graph: Graph,
  input: Node,
  results: readonly Node[],
  mode: Pick<BuildMode, 'algebraic'>,
): (Node | null)[] {
  const build = createBuilder(graph, { derivative: true, algebraic: mode.algebraic });
  const used = usedBy(graph, results);
  const varies = variesWith(graph, used.length, [input]);
  const derivative = new Int32Array(used.length).fill(-1);
  if (input < used.length) derivative[input] = build.constant(1);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || varies[node] !== 1 || isLeaf(graph, node)) continue;
    derivative[node] = ofNode(build.at(originOf(graph, node)), graph, node, derivative);
  }
  return results.map(node => (derivative[node] === -1 ? null : derivative[node]!));
}

function ofNode(build: Builder, graph: Graph, node: Node, derivative: Int32Array): Node {
  const operands = operandsOf(graph, node);
  const inner = operands.map(operand => (derivative[operand] === -1 ? null : derivative[operand]!));
  const row = operationOf(graph, node);
  // Rows are named as operations are.
  const rule = rules[row.name as OperationName];
  if (rule !== undefined) return rule(build, operands, inner);
  if (row.tangent !== undefined) return row.tangent(build, inner, operands, node);
  const contribution = contributionsOf(row, build, operands, node);
  let total: Node | null = null;
  for (const [index, tangent] of inner.entries()) {
    if (tangent === null || !carries(graph, node, index)) continue;
    const term = contribution(index, tangent);
    total = total === null ? term : build.add(total, term);
  }
  return total!;
}
