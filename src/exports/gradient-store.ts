// Where a number for each differentiated element goes.

import { wrtElements } from '../differentiate/derivatives.js';
import { type Builder, createBuilder } from '../graph/build.js';
import { type Domain, domainOf } from '../graph/domain.js';
import { type Graph, indexNode, leafEntries, type Node } from '../graph/graph.js';
import { ROW } from '../lower/lowering.js';
import { type DifferentiatedModel, hasRunTimeGradient, type Input } from '../lower/model.js';
import type { Extent, Placed, Store } from './plan.js';

/**
 * An array of which the plan knows every element, or one whose parts are as long as arguments say.
 * @param values for what is differentiated, as `gradientOf` and its like have them
 * @param rest numbers that stand after them
 */
export function gradientStore(
  model: DifferentiatedModel,
  target: Store['target'],
  values: readonly Node[],
  rest: readonly Node[] = [],
): { readonly stores: Store[]; readonly placed: Placed[] } {
  if (!hasRunTimeGradient(model)) return { stores: [{ target, nodes: [...values, ...rest] }], placed: [] };
  const { graph, wrt } = model;
  const build = createBuilder(graph, { derivative: true, algebraic: false });
  const befores = wrt.map((_, i) => extentOf(wrt.slice(0, i)));
  const fixed = wrt.flatMap(({ rows, nodes }, i) =>
    rows === null ? nodes.map((_node, k) => ({ ...befores[i]!, fixed: befores[i]!.fixed + k })) : [],
  );
  const numbers = fixed.map((before, i): Placed => ({ target, before, node: values[i]!, element: null }));
  const arrays = wrtElements(model).flatMap((element, i): Placed[] => {
    const [slot, index] = leafEntries(graph, element) as [number, number];
    const at = wrt.findIndex(of => of.slot <= slot && slot < of.slot + of.nodes.length);
    const value = values[fixed.length + i]!;
    const place = { target, before: befores[at]!, element };
    if (index < 0) return [{ ...place, node: value }];
    const scattered = (of: Node): Node => build.scatterOver(of, element, indexNode(graph, index));
    const { ofRows, rest: others } = termsOf(graph, build, value, 1 << index);
    // Rows are gone over once, and what each adds to all elements is added there.
    const each = ofRows.map(
      (term): Placed => ({ ...place, node: build.eachOver(scattered(term), indexNode(graph, ROW)) }),
    );
    return others === null ? each : [...each, { ...place, node: scattered(others) }];
  });
  const all = extentOf(wrt);
  const beyond = (k: number): Extent => ({ ...all, fixed: all.fixed + k });
  const after = rest.map((node, k): Placed => ({ target, before: beyond(k), node, element: null }));
  return {
    stores: [{ target, nodes: [], extent: beyond(rest.length) }],
    placed: [...numbers, ...after, ...arrays],
  };
}

/** The terms of a value that are summed over rows and differ from element to element, as they are in a row; and all others. */
function termsOf(graph: Graph, g: Builder, value: Node, index: Domain): { ofRows: Node[]; rest: Node | null } {
  const ofRows: Node[] = [];
  let rest: Node | null = null;
  const row = 1 << ROW;
  const isShared = (node: Node): boolean => (domainOf(graph, node) & row) === 0;
  const isSum = (node: Node): boolean =>
    g.is(node, 'sumOver') && g.operand(node, 1) === indexNode(graph, ROW) && (domainOf(graph, node) & index) !== 0;
  const pending: { readonly node: Node; readonly scaled: (of: Node) => Node }[] = [{ node: value, scaled: of => of }];
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const { node, scaled } = term;
    const [a, b] = g.operandsOf(node) as [Node, Node];
    if (isSum(node)) ofRows.push(scaled(a));
    else if (g.is(node, 'add')) pending.push({ node: b, scaled }, { node: a, scaled });
    else if (g.is(node, 'sub')) pending.push({ node: b, scaled: of => scaled(g.neg(of)) }, { node: a, scaled });
    else if (g.is(node, 'neg')) pending.push({ node: a, scaled: of => scaled(g.neg(of)) });
    else if (g.is(node, 'mul') && (isSum(a) || g.is(a, 'neg')) && isShared(b))
      pending.push({ node: a, scaled: of => scaled(g.mul(of, b)) });
    else if (g.is(node, 'mul') && (isSum(b) || g.is(b, 'neg')) && isShared(a))
      pending.push({ node: b, scaled: of => scaled(g.mul(of, a)) });
    else if (g.is(node, 'div') && isSum(a) && isShared(b))
      pending.push({ node: a, scaled: of => scaled(g.div(of, b)) });
    else {
      const other = scaled(node);
      rest = rest === null ? other : g.add(rest, other);
    }
  }
  // The array has zeros to begin with.
  return { ofRows, rest: rest !== null && g.constantValue(rest) === 0 ? null : rest };
}

/** How long inputs are together. */
export function extentOf(inputs: readonly Input[]): Extent {
  return {
    fixed: inputs.reduce((sum, { rows, nodes }) => sum + (rows === null ? nodes.length : 0), 0),
    arrays: inputs.flatMap(({ rows, nodes }) => (rows === null ? [] : [{ dimension: rows, width: nodes.length }])),
  };
}
