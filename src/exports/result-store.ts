// Where results go that are as many as rows, or as arrays, which arguments say: those of rows first, row after row, then all
// others, array after array. So what two ranges of rows have, one written behind the other, is what both have together.

import { createBuilder } from '../graph/build.js';
import { type Graph, indexNode, intern, type Node } from '../graph/graph.js';
import { ROW } from '../lower/lowering.js';
import type { Results } from '../lower/model.js';
import { ELEMENT } from '../ops/table.js';
import type { Digit, Extent, Placed, Step, Store } from './plan.js';

/** What is where in an array of results. */
export interface Layout {
  readonly extent: Extent;
  /** How many results there are; null where arguments say it. */
  readonly length: number | null;
  /** For each element of each of the results. */
  readonly places: readonly Place[];
}

interface Place {
  readonly digits: readonly Digit[];
  /** Indices that it depends on, the outermost first. */
  readonly open: readonly number[];
}

const NOTHING: Extent = { fixed: 0, arrays: [] };

export const fixedExtent = (fixed: number): Extent => ({ fixed, arrays: [] });

export function layoutOf(graph: Graph, all: readonly Results[]): Layout {
  const ofRows = all.filter(({ isOfRows }) => isOfRows);
  const each = ofRows.reduce((sum, of) => plus(sum, extentIn(graph, of)), NOTHING);
  let ofRow = NOTHING;
  let next: Extent = ofRows.length === 0 ? NOTHING : { ...NOTHING, rows: each };
  const places = all.flatMap((of): Place[] => {
    const before = of.isOfRows ? ofRow : next;
    if (of.isOfRows) ofRow = plus(ofRow, extentIn(graph, of));
    else next = plus(next, extentIn(graph, of));
    const open = [...(of.isOfRows ? [ROW] : []), ...(of.index === null ? [] : [of.index])];
    return of.nodes.map((_, element) => ({ digits: digitsOf(graph, of, element, before, each), open }));
  });
  const isFixed = next.rows === undefined && next.arrays.length === 0;
  return { extent: next, length: isFixed ? next.fixed : null, places };
}

/** How many results are together, in one row where they are of rows. */
function extentIn({ indices, sizes }: Graph, { nodes, index }: Results): Extent {
  const width = nodes.length;
  if (index === null) return fixedExtent(width);
  const { dimension, upper } = indices[index]!;
  const known = sizes.get(dimension);
  if (known !== undefined) return fixedExtent((known + upper) * width);
  return { fixed: upper * width, arrays: [{ dimension, width }] };
}

function plus(a: Extent, b: Extent): Extent {
  const arrays = [...a.arrays];
  for (const { dimension, width } of b.arrays) {
    const at = arrays.findIndex(of => of.dimension === dimension);
    if (at === -1) arrays.push({ dimension, width });
    else arrays[at] = { dimension, width: arrays[at]!.width + width };
  }
  return { ...a, fixed: a.fixed + b.fixed, arrays };
}

function digitsOf(graph: Graph, of: Results, element: number, before: Extent, each: Extent): Digit[] {
  const { isOfRows, index, axis, nodes } = of;
  const row: Step = { along: 0, dimension: graph.indices[ROW]?.dimension ?? 0, isAcross: false, width: 1, element: 0 };
  // A row that is as long as is known is a digit with what stands in it.
  if (isOfRows && index === null && each.arrays.length === 0)
    return [{ before: NOTHING, step: { ...row, width: each.fixed, element: before.fixed + element } }];
  const rows: Digit[] = isOfRows ? [{ before: NOTHING, step: row }] : [];
  const times = isOfRows ? { times: each } : {};
  if (index === null) return [...rows, { ...times, before: plus(before, fixedExtent(element)), step: null }];
  const { dimension } = graph.indices[index]!;
  const step: Step = { along: rows.length, dimension, isAcross: axis === 1, width: nodes.length, element };
  return [...rows, { ...times, before, step }];
}

/** One value for each place, and what stands behind it: of a matrix where in its line. */
export interface Placing {
  readonly target: Store['target'];
  readonly layout: Layout;
  readonly values: readonly Node[];
  readonly behind: readonly Digit[];
}

/** How results are written where arguments say how many they are. */
export function placing(graph: Graph, all: readonly Placing[]): Placed[] {
  const build = createBuilder(graph, { derivative: true, algebraic: false });
  let count = 0;
  return all.flatMap(({ target, layout, values, behind }) =>
    layout.places.map(({ digits, open }, i): Placed => {
      const place = { target, before: NOTHING, digits: [...digits, ...behind], isAlone: true } as const;
      if (open.length === 0) return { ...place, node: values[i]!, element: null };
      // No argument has its slot: equal values of different places are told apart by it.
      const element = intern(graph, ELEMENT, [--count, ...open.flatMap(index => [index, 0])]);
      const [last, ...around] = open.map(index => indexNode(graph, index)).reverse() as [Node, ...Node[]];
      const written = build.scatterOver(values[i]!, element, last);
      return { ...place, node: around.reduce((of, index) => build.eachOver(of, index), written), element };
    }),
  );
}
