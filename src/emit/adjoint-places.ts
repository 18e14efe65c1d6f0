// Where the adjoints of results stand, all in one array, where arguments say how many results there are.

import type { Extent } from '../exports/plan.js';
import type { Dimension } from '../graph/graph.js';
import { type DifferentiatedModel, elementVariable, slotCount } from '../lower/model.js';
import type { Column } from './column.js';
import type { Access } from './line/line-context.js';
import { extentText } from './subscripts.js';

/** How long results are together. */
export function extentOfResults(outputs: DifferentiatedModel['outputs']): Extent {
  const ofArrays = outputs.flatMap(({ along, nodes }) => (along === null ? [] : [{ ...along, width: nodes.length }]));
  return {
    fixed: outputs.reduce((sum, { along, nodes }) => sum + nodes.length * (along === null ? 1 : along.plus), 0),
    arrays: ofArrays.map(({ dimension, width }) => ({ dimension, width })),
  };
}

/** Where the adjoints of results stand in one array, some of which are as long as is known at run time. */
export interface AdjointPlaces {
  column(slot: number): Column;
  /** Null for a slot of something else. */
  number(slot: number): Access | null;
}

export function adjointPlaces(
  model: Pick<DifferentiatedModel, 'inputs' | 'outputs'>,
  array: string,
  sizeName: (dimension: Dimension) => string,
): AdjointPlaces {
  let next = slotCount(model);
  const places = model.outputs.map((output, i) => {
    next += output.nodes.length;
    const before = extentOfResults(model.outputs.slice(0, i));
    const isFirst = before.fixed === 0 && before.arrays.length === 0;
    return { output, slot: next - output.nodes.length, base: isFirst ? null : extentText(before, sizeName) };
  });
  const placeOf = (slot: number) => places.find(of => of.slot <= slot && slot < of.slot + of.output.nodes.length);
  return {
    column(slot) {
      // Only those of such results are asked for.
      const { output, slot: first, base } = placeOf(slot)!;
      const { along, axis, nodes, shape } = output;
      const element = slot - first;
      const place = { dimension: along!.dimension, plus: along!.plus, isAcross: axis === 1, element };
      const keep = elementVariable({ name: array, shape }, element);
      return { name: array, width: nodes.length, ...place, keep, ...(base !== null && { base }) };
    },
    number(slot) {
      const found = placeOf(slot);
      if (found === undefined) return null;
      const { output, slot: first, base } = found;
      const at = `${base ?? '0'}${slot === first ? '' : ` + ${slot - first}`}`;
      return { name: array, index: null, at, keep: elementVariable({ ...output, name: array }, slot - first) };
    },
  };
}
