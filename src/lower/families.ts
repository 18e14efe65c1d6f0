// Values whose length is known at run time: vectors and matrices as what any one of their entries is, and ranges that loops run
// through.

import { checkIndices, domainOf, isOfRange } from '../graph/domain.js';
import {
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  type Index,
  indexNode,
  type Node,
  operand,
  type Standing,
  sizeNode,
} from '../graph/graph.js';
import { substitute } from '../graph/substitute.js';
import { INDEX, SIZE } from '../ops/table.js';
import { knownValue } from './known.js';
import { type Bindings, type Lowering, ROW_INDEX } from './lowering.js';
import type { RunTimeSize } from './model.js';
import { isRunTime, nodesOf, runTimeSize, shaped, type Tensor, type Value } from './tensor.js';

/** Where a family's own index is among those of equal range; those of comprehensions count from 0. */
const OWN = -1;

/** The index of this range and depth. */
export function indexOf(graph: Graph, wanted: Graph['indices'][number]): number {
  const found = graph.indices.findIndex(of => isOfRange(of, wanted) && of.depth === wanted.depth);
  if (found !== -1) return found;
  // The first is that of data, whether there are any or not.
  if (graph.indices.length === 0) graph.indices.push(ROW_INDEX);
  checkIndices(graph.indices.length);
  return graph.indices.push(wanted) - 1;
}

/** A dimension as one that an argument says, and what is added to it. */
export const rootOf = ({ dimensions }: Pick<Lowering, 'dimensions'>, dimension: number) =>
  dimensions[dimension]!.of ?? { dimension, plus: 0 };

/** The index that families of a dimension depend on. */
export function ownIndex({ graph, dimensions }: Pick<Lowering, 'graph' | 'dimensions'>, wanted: number): number {
  const { dimension, plus } = rootOf({ dimensions }, wanted);
  return indexOf(graph, { name: 'k', dimension, lower: 1, upper: plus, depth: OWN, height: 0 });
}

/** The dimension of what is longer than another one by a number, or shorter. */
export function dimensionBy({ dimensions }: Lowering, dimension: number, plus: number): number {
  if (plus === 0) return dimension;
  const found = dimensions.findIndex(({ of }) => of?.dimension === dimension && of.plus === plus);
  if (found !== -1) return found;
  const name = ended(dimensions[dimension]!, plus);
  return dimensions.push({ name, least: 0, of: { dimension, plus } }) - 1;
}

/** The dimension that is 0 long: ranges of numbers end so far beyond it. */
export function numbersDimension({ graph, dimensions }: Lowering): number {
  const found = dimensions.findIndex(({ size }) => size === 0);
  if (found !== -1) return found;
  const dimension = dimensions.push({ name: '0', least: 0, size: 0 }) - 1;
  graph.sizes.set(dimension, 0);
  return dimension;
}

/** How long a dimension is. */
export function sizeOfDimension({ graph, build, dimensions }: Lowering, wanted: number): Node {
  const { dimension, plus } = rootOf({ dimensions }, wanted);
  const size = sizeNode(graph, dimension, build.origin);
  return plus === 0 ? size : build.add(size, build.constant(plus));
}

/** The dimension of a family. */
export const dimensionOf = ({ shape }: Tensor): number => -shape.find(isRunTime)!;

/** What a number is that says where something stands along a dimension; null for what is not known to be there. */
export type Position = Standing & {
  /** Of a position from the last element, or of an index. */
  readonly dimension: number | null;
};

/** `3`, `i`, `i + 1`, `n`, `n - 1`; null for everything else. */
export function positionOf({ graph, build }: Lowering, node: Node): Position | null {
  let offset = 0;
  let at = node;
  for (;;) {
    const value = knownValue(graph, at);
    if (value !== undefined) {
      const total = value + offset;
      return Number.isInteger(total) ? { index: FROM_FIRST, offset: total, dimension: null } : null;
    }
    if (graph.operation[at] === INDEX) {
      const index = operand(graph, at, 0);
      return { index, offset, dimension: graph.indices[index]!.dimension };
    }
    if (graph.operation[at] === SIZE) return { index: FROM_LAST, offset, dimension: operand(graph, at, 0) };
    const isSum = build.is(at, 'add');
    if (!isSum && !build.is(at, 'sub')) return null;
    const [a, b] = build.operandsOf(at) as [Node, Node];
    const [left, right] = [knownValue(graph, a), knownValue(graph, b)];
    const step = right ?? (isSum ? left : undefined);
    if (step === undefined || !Number.isInteger(step)) return null;
    offset += isSum ? step : -step;
    at = right === undefined ? b : a;
  }
}

/** What is wrong with looking at an element of a dimension there; null where it exists. Notes how long the dimension has to be. */
export function faultAt(
  { graph, dimensions }: Lowering,
  wanted: number,
  { index, offset, dimension: of }: Position,
): string | null {
  const { dimension, plus } = rootOf({ dimensions }, wanted);
  const { name: whole } = dimensions[wanted]!;
  const size = dimensions[dimension]!;
  if (of !== null && of !== dimension) return `that is not known to be one of 1 … ${whole}`;
  if (index === FROM_FIRST) {
    const isOutside = offset < 1 || (size.size !== undefined && offset > size.size + plus);
    if (isOutside) return `index ${offset} is not one of 1 … ${whole}`;
    size.least = Math.max(size.least, offset - plus);
    return null;
  }
  if (index === FROM_LAST) {
    if (offset > plus) return `index ${ended(size, offset)} is not one of 1 … ${whole}`;
    size.least = Math.max(size.least, 1 - offset);
    return null;
  }
  const { name, lower, upper } = graph.indices[index]!;
  if (lower + offset < 1) return `'${name}' starts at ${lower}: there is no element ${lower + offset}`;
  if (upper + offset > plus)
    return `'${name}' ends at ${ended(size, upper)}: there is no element ${ended(size, upper + offset)}`;
  return null;
}

/** `n - 1`, `3`. */
export function ended({ name, size }: RunTimeSize, offset: number): string {
  if (size !== undefined) return String(size + offset);
  return offset === 0 ? name : `${name} ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;
}

/** A family's entry at a position along its dimension: a scalar, or a vector of what it has there. */
export function entryAt({ graph, build, dimensions }: Lowering, family: Tensor, to: Standing): Value {
  const from = ownIndex({ graph, dimensions }, dimensionOf(family));
  const nodes = family.nodes.map(node => substitute(graph, build, node, from, to));
  return shaped(
    family.shape.filter(size => !isRunTime(size)),
    nodes,
  );
}

/** The elements of a family from one to another, which is counted from the last of its size. */
export function slice(lowering: Lowering, family: Tensor, first: number, last: number): Tensor {
  const { graph, build } = lowering;
  const { dimension: root } = rootOf(lowering, dimensionOf(family));
  const from = ownIndex(lowering, dimensionOf(family));
  const dimension = dimensionBy(lowering, root, last - first + 1);
  const to = { index: ownIndex(lowering, dimension), offset: first - 1 };
  const nodes = family.nodes.map(node => substitute(graph, build, node, from, to));
  return { shape: family.shape.map(size => (isRunTime(size) ? runTimeSize(dimension) : size)), nodes };
}

/** The values of a body that depends on an index that counts from 1, as a family of the index's range. */
export function familyOf(lowering: Lowering, body: Value, index: number): Tensor {
  const { graph, build } = lowering;
  const { dimension: root, upper } = graph.indices[index]!;
  const dimension = dimensionBy(lowering, root, upper);
  const own = ownIndex(lowering, dimension);
  const nodes = nodesOf(body).map(node => substitute(graph, build, node, index, { index: own, offset: 0 }));
  const inner = typeof body === 'number' ? [] : body.shape;
  return { shape: [runTimeSize(dimension), ...inner], nodes };
}

/** Ends of a range of which one is known at run time. */
export interface RunTimeRange {
  readonly from: Node;
  readonly to: Node;
}

const RANGE: readonly number[] = [Number.NEGATIVE_INFINITY];

/** As a value that only a comprehension takes; every other use refuses it as it does a family. */
export const rangeValue = ({ from, to }: RunTimeRange): Tensor => ({ shape: RANGE, nodes: [from, to] });

export function runTimeRange(value: Value): RunTimeRange | null {
  if (typeof value === 'number' || value.shape !== RANGE) return null;
  const [from, to] = value.nodes as [Node, Node];
  return { from, to };
}

/** An index that a comprehension opens. */
export interface OpenIndex {
  readonly index: number;
  readonly node: Node;
  /** Which of the index's values the range has; null for all of them. */
  readonly condition: Node | null;
}

/**
 * Opens an index for a range. Ends that depend on other indices become conditions on a range that holds all of theirs.
 * @param bindings what the body can name: an index that is open already is not taken again
 * @returns what is wrong, as a sentence
 */
export function openIndex(
  lowering: Lowering,
  name: string,
  { from, to }: RunTimeRange,
  bindings: Bindings,
): OpenIndex | string {
  const { graph, build } = lowering;
  const [first, last] = [positionOf(lowering, from), positionOf(lowering, to)];
  if (first === null || last === null)
    return 'the ends of a range are numbers, sizes or indices, and whole numbers added to them';
  const dimension = last.dimension ?? first.dimension;
  if (dimension === null) return 'one end of this range has to be a size or an index';
  if (first.dimension !== null && last.dimension !== null && first.dimension !== last.dimension)
    return 'the ends of this range are of different sizes';
  // A range that ends at a number may end beyond any size.
  const isNumber = last.index === FROM_FIRST;
  const lower = lowest(lowering, first);
  const upper = isNumber ? last.offset : highest(graph, last);
  const range = { name, dimension: isNumber ? numbersDimension(lowering) : dimension, lower, upper };
  const opened = openedIndex(lowering, range, bindings);
  const { node } = opened;
  const conditions = [
    ...(first.index >= 0 || first.index === FROM_LAST ? [build.ge(node, from)] : []),
    ...(last.index >= 0 ? [build.le(node, to)] : []),
  ];
  const condition = conditions.length === 0 ? null : conditions.reduce((a, b) => build.and(a, b));
  return { ...opened, condition };
}

/** Opens an index for a range of numbers. */
export function openNumbers(
  lowering: Lowering,
  name: string,
  [lower, upper]: readonly [number, number],
  bindings: Bindings,
): OpenIndex {
  return openedIndex(lowering, { name, dimension: numbersDimension(lowering), lower, upper }, bindings);
}

/** One that is not open. */
function openedIndex(
  { graph, build }: Lowering,
  range: Omit<Index, 'depth' | 'height'>,
  bindings: Bindings,
): OpenIndex & { readonly condition: null } {
  let open = 0;
  for (const value of bindings.values()) for (const node of nodesOf(value)) open |= domainOf(graph, node);
  for (let depth = 0; ; depth++) {
    const index = indexOf(graph, { ...range, depth, height: 0 });
    if (((open >> index) & 1) === 0) return { index, node: indexNode(graph, index, build.origin), condition: null };
  }
}

/** The least that a start of a range can be, counted from the first element. */
function lowest({ graph, dimensions }: Lowering, { index, offset, dimension }: Position): number {
  if (index === FROM_FIRST) return offset;
  if (index === FROM_LAST) {
    // From the last one on: the whole range, under a condition; it does not start before the first.
    const size = dimensions[dimension!]!;
    size.least = Math.max(size.least, 1 - offset);
    return 1;
  }
  return graph.indices[index]!.lower + offset;
}

/** The most that an end can be, counted from the last element. */
function highest(graph: Graph, { index, offset }: Position): number {
  return index === FROM_LAST ? offset : graph.indices[index]!.upper + offset;
}
