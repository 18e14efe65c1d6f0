// Where a number for each differentiated element goes.

import { wrtElements } from '../differentiate/derivatives.js';
import { createBuilder } from '../graph/build.js';
import { indexNode, leafEntries, type Node } from '../graph/graph.js';
import { type DifferentiatedModel, hasRunTimeGradient, type Input } from '../lower/model.js';
import type { Extent, Placed, Store } from './plan.js';

/**
 * An array of which the plan knows every element, or one whose parts are as long as arguments say.
 * @param values for what is differentiated, as `gradientOf` and its like have them
 */
export function gradientStore(
  model: DifferentiatedModel,
  target: Store['target'],
  values: readonly Node[],
): { readonly stores: Store[]; readonly placed: Placed[] } {
  if (!hasRunTimeGradient(model)) return { stores: [{ target, nodes: values }], placed: [] };
  const { graph, wrt } = model;
  const build = createBuilder(graph, { derivative: true, algebraic: false });
  const befores = wrt.map((_, i) => extentOf(wrt.slice(0, i)));
  const fixed = wrt.flatMap(({ rows, nodes }, i) =>
    rows === null ? nodes.map((_node, k) => ({ ...befores[i]!, fixed: befores[i]!.fixed + k })) : [],
  );
  const numbers = fixed.map((before, i): Placed => ({ target, before, node: values[i]!, element: null }));
  const arrays = wrtElements(model).map((element, i): Placed => {
    const [slot, index] = leafEntries(graph, element) as [number, number];
    const at = wrt.findIndex(of => of.slot <= slot && slot < of.slot + of.nodes.length);
    const value = values[fixed.length + i]!;
    const node = index < 0 ? value : build.scatterOver(value, element, indexNode(graph, index));
    return { target, before: befores[at]!, node, element };
  });
  return { stores: [{ target, nodes: [], extent: extentOf(wrt) }], placed: [...numbers, ...arrays] };
}

/** How long inputs are together. */
export function extentOf(inputs: readonly Input[]): Extent {
  return {
    fixed: inputs.reduce((sum, { rows, nodes }) => sum + (rows === null ? nodes.length : 0), 0),
    arrays: inputs.flatMap(({ rows, nodes }) => (rows === null ? [] : [{ dimension: rows, width: nodes.length }])),
  };
}
