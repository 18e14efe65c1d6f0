// Where results go that are as many as rows, or as arrays, which arguments say: those of rows first, row after row, then all
// others, array after array. So what two ranges of rows have, one written behind the other, is what both have together.

import type { DeriveMode } from '../differentiate/derivatives.js';
import { lineOf } from '../differentiate/open.js';
import { createBuilder } from '../graph/build.js';
import { type Graph, indexNode, intern, leafEntries, type Node } from '../graph/graph.js';
import { ROW, ROWS } from '../lower/lowering.js';
import { type DifferentiatedModel, type Results, wrtNodes } from '../lower/model.js';
import { ELEMENT } from '../ops/table.js';
import { extentOf } from './gradient-store.js';
import type { Derived, Digit, Extent, Placed, Step, Store } from './plan.js';

/** What is where in an array of results. */
export interface Layout {
  readonly extent: Extent;
  /** How many results there are; null where arguments say it. */
  readonly length: number | null;
  /** For each element of each of the results. */
  readonly places: readonly Place[];
  /** True where loops write some of them. */
  readonly isOpen: boolean;
}

interface Place {
  readonly digits: readonly Digit[];
  /** Indices that it depends on, the outermost first. */
  readonly open: readonly number[];
}

const NOTHING: Extent = { fixed: 0, arrays: [] };

const fixedExtent = (fixed: number): Extent => ({ fixed, arrays: [] });

export function layoutOf(graph: Graph, all: readonly Results[]): Layout {
  const ofRows = all.filter(({ isOfRows }) => isOfRows);
  const each = ofRows.reduce((sum, of) => plus(sum, extentIn(graph, of)), NOTHING);
  let ofRow = NOTHING;
  let next: Extent = ofRows.length === 0 ? NOTHING : { ...NOTHING, rows: each };
  const places = all.flatMap((of): Place[] => {
    const before = of.isOfRows ? ofRow : next;
    if (of.isOfRows) ofRow = plus(ofRow, extentIn(graph, of));
    else next = plus(next, extentIn(graph, of));
    const open = [...(of.isOfRows ? [ROW] : []), ...(of.along === null ? [] : [of.along.index])];
    return of.nodes.map((_, element) => ({ digits: digitsOf(of, element, before, each), open }));
  });
  const isFixed = next.rows === undefined && next.arrays.length === 0;
  const isOpen = places.some(({ open }) => open.length > 0);
  return { extent: next, length: isFixed ? next.fixed : null, places, isOpen };
}

/** How many results are together, in one row where they are of rows. */
function extentIn({ sizes }: Pick<Graph, 'sizes'>, { nodes, along }: Results): Extent {
  const width = nodes.length;
  if (along === null) return fixedExtent(width);
  const { dimension, plus: more } = along;
  const known = sizes.get(dimension);
  if (known !== undefined) return fixedExtent((known + more) * width);
  return { fixed: more * width, arrays: [{ dimension, width }] };
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

function digitsOf(of: Results, element: number, before: Extent, each: Extent): Digit[] {
  const { isOfRows, along, axis, nodes } = of;
  const row: Step = { along: 0, dimension: ROWS, plus: 0, isAcross: false, width: 1, element: 0 };
  // A row that is as long as is known is a digit with what stands in it.
  if (isOfRows && along === null && each.arrays.length === 0)
    return [{ before: NOTHING, step: { ...row, width: each.fixed, element: before.fixed + element } }];
  const rows: Digit[] = isOfRows ? [{ before: NOTHING, step: row }] : [];
  const times = isOfRows ? { times: each } : {};
  if (along === null) return [...rows, { ...times, before: plus(before, fixedExtent(element)), step: null }];
  const { dimension, plus: more } = along;
  const place = { dimension, plus: more, isAcross: axis === 1, width: nodes.length, element };
  return [...rows, { ...times, before, step: { ...place, along: rows.length } }];
}

/** A value for each place of an array. */
export function resultStore(
  graph: Graph,
  target: Store['target'],
  layout: Layout,
  values: readonly Node[],
): Pick<Derived, 'stores' | 'placed'> {
  if (!layout.isOpen) return { stores: [{ target, nodes: values }] };
  const placed = placing(graph, [{ target, layout, values, behind: [] }]);
  return { stores: [{ target, nodes: [], extent: layout.extent }], placed };
}

/** A matrix with a line for each place. @param entries row-major, of as many columns */
export function matrixStore(
  graph: Graph,
  target: Store['target'],
  layout: Layout,
  entries: readonly Node[],
  columns: number,
): Pick<Derived, 'stores' | 'placed'> {
  if (!layout.isOpen) return { stores: [{ target, nodes: entries }] };
  const columnAt = (k: number): Digit[] => [{ times: fixedExtent(columns), before: fixedExtent(k), step: null }];
  const placed = placing(
    graph,
    Array.from({ length: columns }, (_, k) => ({
      target,
      layout,
      values: layout.places.map((_place, i) => entries[i * columns + k]!),
      behind: columnAt(k),
    })),
  );
  return { stores: [{ target, nodes: [], extent: { ...layout.extent, times: columns } }], placed };
}

/**
 * Columns one behind the other, each with some numbers for each row.
 * @param width of all together
 */
export function columnStore(
  graph: Graph,
  target: Store['target'],
  columns: readonly { readonly nodes: readonly Node[]; readonly before: number }[],
  width: number,
): Pick<Derived, 'stores' | 'placed'> {
  const placed = columns.flatMap(({ nodes, before }) =>
    nodes.map((node, element): Placed => {
      const step = { along: 0, dimension: ROWS, plus: 0, isAcross: false, width: nodes.length, element };
      const digit = { before: before === 0 ? NOTHING : { ...NOTHING, rows: fixedExtent(before) }, step };
      return writtenAt(graph, { target, before: NOTHING, digits: [digit], isAlone: true }, node, [ROW, 0], [ROW]);
    }),
  );
  return { stores: [{ target, nodes: [], extent: { ...NOTHING, rows: fixedExtent(width) } }], placed };
}

/** The same as `matrixStore` of entries that are found on the way back. */
export function backwardStore(
  model: DifferentiatedModel,
  target: Store['target'],
  layout: Layout,
  values: readonly Node[],
  mode: DeriveMode,
): Pick<Derived, 'stores' | 'placed'> {
  const { graph } = model;
  const inputs = wrtNodes(model);
  const [slots, renamed] = [slotsOf(model), new Map<number, number>()];
  const lines = layout.places.map(({ open }, i) => lineOf(graph, values[i]!, open, slots, mode, renamed));
  const zero = createBuilder(graph, { derivative: true, algebraic: false }).constant(0);
  const entries = lines.flatMap(({ slopes }) => {
    const found = new Map(slopes.map(({ leaf, node }) => [leaf, node]));
    return inputs.map(input => found.get(input) ?? zero);
  });
  const places = layout.places.map((place, i) => ({ ...place, open: lines[i]!.open }));
  return matrixStore(graph, target, { ...layout, places }, entries, inputs.length);
}

const slotsOf = ({ wrt }: DifferentiatedModel): Set<number> =>
  new Set(wrt.flatMap(({ slot, nodes }) => nodes.map((_, i) => slot + i)));

/** What each place has as its derivatives, in a row of a matrix with a column for each element that is differentiated. */
export function slopeStore(
  model: DifferentiatedModel,
  target: Store['target'],
  layout: Layout,
  values: readonly Node[],
  mode: DeriveMode,
): Pick<Derived, 'stores' | 'placed'> {
  const { graph, wrt } = model;
  const columns = extentOf(wrt);
  const [slots, renamed] = [slotsOf(model), new Map<number, number>()];
  const placed = layout.places.flatMap(({ digits, open }, i) => {
    const line = lineOf(graph, values[i]!, open, slots, mode, renamed);
    return line.slopes.map(({ leaf, node }): Placed => {
      const [slot, ...standing] = leafEntries(graph, leaf) as [number, ...number[]];
      const indices = [...new Set([...line.open, ...standing.filter((at, k) => k % 2 === 0 && at >= 0)])];
      const column = columnOf(wrt, slot, line.open.length);
      const place = { target, before: NOTHING, digits: [...digits, { times: columns, ...column }] };
      const entries = [...line.open.flatMap(index => [index, 0]), ...standing];
      return writtenAt(graph, place, node, entries, indices);
    });
  });
  return { stores: [{ target, nodes: [], extent: { ...layout.extent, times: columns } }], placed };
}

/** The column of an element, which its leaf says after as many indices. */
function columnOf(wrt: DifferentiatedModel['wrt'], slot: number, indices: number): Omit<Digit, 'times'> {
  const at = wrt.findIndex(of => of.slot <= slot && slot < of.slot + of.nodes.length);
  const { rows, axis, nodes, slot: first } = wrt[at]!;
  const before = extentOf(wrt.slice(0, at));
  const element = slot - first;
  if (rows === null) return { before: plus(before, fixedExtent(element)), step: null };
  const step = { along: indices, dimension: rows, plus: 0, isAcross: axis === 1, width: nodes.length, element };
  return { before, step };
}

/** One value for each place, and what stands behind it: of a matrix where in its line. */
interface Placing {
  readonly target: Store['target'];
  readonly layout: Layout;
  readonly values: readonly Node[];
  readonly behind: readonly Digit[];
}

/** How results are written where arguments say how many they are. */
function placing(graph: Graph, all: readonly Placing[]): Placed[] {
  return all.flatMap(({ target, layout, values, behind }) =>
    layout.places.map(({ digits, open }, i): Placed => {
      const place = { target, before: NOTHING, digits: [...digits, ...behind], isAlone: true } as const;
      const entries = open.flatMap(index => [index, 0]);
      return writtenAt(graph, place, values[i]!, entries, open);
    }),
  );
}

/**
 * @param entries indices and what is added to them, as the digits of the place have them
 * @param indices all of them, the outermost first: loops go over them
 */
function writtenAt(
  graph: Graph,
  place: Omit<Placed, 'node' | 'element'>,
  value: Node,
  entries: readonly number[],
  indices: readonly number[],
): Placed {
  if (indices.length === 0 && entries.length === 0) return { ...place, node: value, element: null };
  const build = createBuilder(graph, { derivative: true, algebraic: false });
  // No argument has its slot: equal values of different places are told apart by it.
  const element = intern(graph, ELEMENT, [-graph.size, ...entries]);
  const [last, ...around] = indices.map(index => indexNode(graph, index)).reverse();
  if (last === undefined) return { ...place, node: value, element };
  const written = build.scatterOver(value, element, last);
  return { ...place, node: around.reduce((of, index) => build.eachOver(of, index), written), element };
}
