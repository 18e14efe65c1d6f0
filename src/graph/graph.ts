// The Wengert list: every elementary operation of a program and of its derivatives, once.
//
// Creation order is topological order: an operand's index is always smaller than its user's, so every pass is a loop and
// nothing recurses. Nodes are interned when they are made (hash-consing), so equal subexpressions are one node before
// anything is differentiated. The list is a struct of arrays that grow; a node is an integer.

import { type Budget, checkNodes } from '../limits.js';
import type { Operation } from '../ops/operation.js';
import { CONSTANT, ELEMENT, INDEX, INPUT, isLeafCode, operationAt, operations, SIZE } from '../ops/table.js';
import type { Span } from '../source.js';
import type { Sparse } from './sparse.js';

/** Index of a node in its graph. */
export type Node = number;

/** Which nodes belong to something. */
export interface NodeSet {
  has(node: Node): boolean;
}

/** A dimension whose length is known at run time, as a number. */
export type Dimension = number;

/** An index that operations close: it runs through the elements of a dimension, which are counted from 1. */
export interface Index {
  /** What emitted code calls it. */
  readonly name: string;
  readonly dimension: Dimension;
  /** The first element. */
  readonly lower: number;
  /** The last one, counted from the last of the dimension: 0 or less. */
  readonly upper: number;
  /** Indices of equal ranges that may be open together have different depths. */
  readonly depth: number;
  /** Of loops in which there are others, how many, one inside of another. */
  readonly height: number;
}

/** In the place of an index: an element that is counted from the first, or from the last. */
export const FROM_FIRST = -1;
export const FROM_LAST = -2;

/** An index, or FROM_FIRST or FROM_LAST, and what is added to it. */
export interface Standing {
  readonly index: number;
  readonly offset: number;
}

/** Equations that determine some unknowns together. */
export interface Block {
  /** Of no other block that the same module solves. */
  readonly number: number;
  /** What the unknowns are called, as the user writes them. */
  readonly names: readonly string[];
  /** Where each stands among all unknowns of the program. */
  readonly places: readonly number[];
  /** A graph of its own, whose inputs are what the equations are made of, and after these the unknowns. */
  readonly graph: Graph;
  /** How many inputs come before the unknowns. */
  readonly outside: number;
  /** What is 0 where the equations hold, as many as there are unknowns. */
  readonly residuals: readonly Node[];
  /** The entries of their Jacobian, where most are 0 and there are many; null where all places count. */
  readonly sparse: Sparse | null;
}

export interface Graph {
  /** Number of nodes. */
  size: number;
  /** Operation of each node, an index into the operations table. */
  operation: Uint8Array;
  /** Where each node's operands start; node `n` has `operands[first[n]] … operands[first[n + 1] - 1]`. */
  first: Uint32Array;
  /** Operands of all nodes; for a constant its index in `constants`, for an input its slot. */
  operands: Int32Array;
  constants: number[];
  /** Span (start, end) of the text that first made the node, or -1. */
  origin: Int32Array;
  /** Going beyond it throws LimitReached. */
  readonly budget: Budget;
  /** Open-addressing table of node + 1. */
  buckets: Int32Array;
  readonly constantIndex: Map<number | string, number>;
  /** What operations with several results make of constants; null for what is not known. */
  readonly folded: Map<Node, Float64Array | null>;
  /** What is known of the nodes' signs (see sign.ts); nothing beyond its end. */
  signs: Uint8Array;
  /** The indices that nodes may depend on. */
  readonly indices: Index[];
  /** Sizes of dimensions that are known. */
  readonly sizes: Map<Dimension, number>;
  /** Implicit blocks, by their numbers. */
  readonly blocks: Map<number, Block>;
  /** How many recurrences were made. */
  scans: number;
  /** Domains of the first nodes (see domain.ts). */
  domains: Int32Array;
  /** How many of them are known. */
  domainCount: number;
}

/** The origin of a node that no text made. */
export const NO_ORIGIN: Span = { start: -1, end: -1 };

/** @param capacity nodes that there is room for without growing. */
export function createGraph(budget: Budget, capacity = 256): Graph {
  return {
    size: 0,
    operation: new Uint8Array(capacity),
    first: new Uint32Array(capacity + 1),
    operands: new Int32Array(2 * capacity),
    constants: [],
    origin: new Int32Array(2 * capacity),
    budget,
    // A power of two, at most half full.
    buckets: new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity + 1))),
    constantIndex: new Map(),
    folded: new Map(),
    signs: new Uint8Array(0),
    indices: [],
    sizes: new Map(),
    blocks: new Map(),
    scans: 0,
    domains: new Int32Array(0),
    domainCount: 0,
  };
}

/** A graph of the same nodes, to make more in. */
export function copyGraph(graph: Graph): Graph {
  return {
    ...graph,
    operation: graph.operation.slice(),
    first: graph.first.slice(),
    operands: graph.operands.slice(),
    constants: graph.constants.slice(),
    origin: graph.origin.slice(),
    buckets: graph.buckets.slice(),
    constantIndex: new Map(graph.constantIndex),
    folded: new Map(graph.folded),
    signs: graph.signs.slice(),
    indices: graph.indices.slice(),
    blocks: new Map(graph.blocks),
    domains: graph.domains.slice(),
  };
}

/** The node of a constant; -0 and 0 are different constants, all NaN are one. */
export function constantNode(graph: Graph, value: number, origin = NO_ORIGIN): Node {
  const key = Object.is(value, -0) ? '-0' : value;
  let index = graph.constantIndex.get(key);
  if (index === undefined) {
    index = graph.constants.push(value) - 1;
    graph.constantIndex.set(key, index);
  }
  return intern(graph, CONSTANT, [index], origin);
}

export function inputNode(graph: Graph, slot: number, origin = NO_ORIGIN): Node {
  return intern(graph, INPUT, [slot], origin);
}

/** The element of an array that an index stands at. @param offset added to the index */
export function elementNode(graph: Graph, slot: number, index: number, offset = 0, origin = NO_ORIGIN): Node {
  return intern(graph, ELEMENT, [slot, index, offset], origin);
}

/** The node of an index, which operations close. */
export function indexNode(graph: Graph, index: number, origin = NO_ORIGIN): Node {
  return intern(graph, INDEX, [index], origin);
}

/** How long a dimension is: a number where that is known. */
export function sizeNode(graph: Graph, dimension: Dimension, origin = NO_ORIGIN): Node {
  const known = graph.sizes.get(dimension);
  return known !== undefined ? constantNode(graph, known, origin) : intern(graph, SIZE, [dimension], origin);
}

/**
 * The one constructor: the node with this operation and these operands, made if it is not there yet.
 * @param origin the text that makes it
 */
export function intern(graph: Graph, operation: number, operands: readonly number[], origin = NO_ORIGIN): Node {
  const bucket = bucketOf(graph, operation, operands, 0, operands.length);
  const entry = graph.buckets[bucket]!;
  if (entry !== 0) return entry - 1;
  const node = append(graph, operation, operands, origin);
  graph.buckets[bucket] = node + 1;
  if (graph.size * 2 > graph.buckets.length) rehash(graph);
  return node;
}

/** Buckets that are near those of other nodes with operands of the same age. */
const NEAR = 8;

/**
 * The bucket of a node, or the empty one that it goes to. Nodes are made next to their newest operand's other users, and so are
 * the first buckets to look into: a large table is then read in order and not all over memory. Where these are full, the hash
 * says where to go on, and how far to jump, as long rows of buckets may be full.
 */
function bucketOf(graph: Graph, operation: number, operands: ArrayLike<number>, start: number, end: number): number {
  const { buckets } = graph;
  let h = operation + 0x9e3779b9;
  for (let i = start; i < end; i++) h = (Math.imul(h ^ operands[i]!, 0x85ebca6b) + (h >>> 13)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  h ^= h >>> 15;
  const near = 2 * Math.max(operands[start]!, operands[end - 1]!) + (h & 15);
  for (let i = 0; ; i++) {
    const bucket = (i < NEAR ? near + i : h + Math.imul(i, h | 1)) & (buckets.length - 1);
    const entry = buckets[bucket]!;
    if (entry === 0 || equals(graph, entry - 1, operation, operands, start, end)) return bucket;
  }
}

function append(graph: Graph, operation: number, operands: readonly number[], origin: Span): Node {
  const node = graph.size;
  checkNodes(node, graph.budget, origin);
  const start = graph.first[node]!;
  const end = start + operands.length;
  if (node + 1 >= graph.operation.length) growNodes(graph);
  if (end > graph.operands.length) graph.operands = grown(graph.operands, Math.max(end, graph.operands.length * 2));
  graph.operation[node] = operation;
  for (let i = 0; i < operands.length; i++) graph.operands[start + i] = operands[i]!;
  graph.first[node + 1] = end;
  graph.origin[2 * node] = origin.start;
  graph.origin[2 * node + 1] = origin.end;
  graph.size = node + 1;
  return node;
}

function growNodes(graph: Graph): void {
  const capacity = graph.operation.length * 2;
  graph.operation = grown(graph.operation, capacity);
  graph.first = grown(graph.first, capacity + 1);
  graph.origin = grown(graph.origin, capacity * 2);
}

function grown<T extends Uint8Array | Uint32Array | Int32Array>(array: T, length: number): T {
  // Its constructor makes arrays of its own kind.
  const copy = new (array.constructor as new (length: number) => T)(length);
  copy.set(array);
  return copy;
}

function rehash(graph: Graph): void {
  const { operation, first, operands } = graph;
  graph.buckets = new Int32Array(graph.buckets.length * 4);
  for (let node = 0; node < graph.size; node++)
    graph.buckets[bucketOf(graph, operation[node]!, operands, first[node]!, first[node + 1]!)] = node + 1;
}

function equals(
  graph: Graph,
  node: Node,
  operation: number,
  operands: ArrayLike<number>,
  start: number,
  end: number,
): boolean {
  if (graph.operation[node] !== operation) return false;
  const first = graph.first[node]!;
  if (graph.first[node + 1]! - first !== end - start) return false;
  for (let i = start; i < end; i++) if (graph.operands[first + i - start] !== operands[i]) return false;
  return true;
}

/** True for constants, inputs and their like, whose operand entries are not nodes. */
export function isLeaf(graph: Graph, node: Node): boolean {
  return isLeafCode(graph.operation[node]!);
}

export function arity(graph: Graph, node: Node): number {
  return graph.first[node + 1]! - graph.first[node]!;
}

export function operand(graph: Graph, node: Node, index: number): Node {
  return graph.operands[graph.first[node]! + index]!;
}

/** Operand nodes; empty for a leaf. */
export function operandsOf(graph: Graph, node: Node): Node[] {
  if (isLeaf(graph, node)) return [];
  const { operands } = graph;
  const start = graph.first[node]!;
  const end = graph.first[node + 1]!;
  // V8 gives a list that grows room for 17 to begin with; nearly all are of one or two.
  if (end === start + 1) return [operands[start]!];
  if (end === start + 2) return [operands[start]!, operands[start + 1]!];
  return Array.from(operands.subarray(start, end));
}

/** The entries of a leaf, which are not nodes. */
export function leafEntries(graph: Graph, leaf: Node): number[] {
  return Array.from(graph.operands.subarray(graph.first[leaf]!, graph.first[leaf + 1]!));
}

export function isConstant(graph: Graph, node: Node): boolean {
  return graph.operation[node] === CONSTANT;
}

/** The value of a constant node, or undefined. */
export function constantValue(graph: Graph, node: Node): number | undefined {
  return isConstant(graph, node) ? graph.constants[operand(graph, node, 0)] : undefined;
}

/** The slot of an input node, or undefined. */
export function inputSlot(graph: Graph, node: Node): number | undefined {
  return graph.operation[node] === INPUT ? operand(graph, node, 0) : undefined;
}

/** The text that first made the node; it starts at -1 where none did. */
export function originOf(graph: Graph, node: Node): Span {
  return { start: graph.origin[2 * node]!, end: graph.origin[2 * node + 1]! };
}

/** True where the operation of some node is such a row of the table. */
export function hasOperation(graph: Graph, isWanted: (row: Operation) => boolean): boolean {
  return graph.operation.subarray(0, graph.size).some(code => isWanted(operationAt(code)));
}

const HAS_SEVERAL = Uint8Array.from(operations, ({ results }) => (results === undefined ? 0 : 1));
const IS_ELEMENT = Uint8Array.from(operations, ({ form }) => (form.kind === 'element' ? 1 : 0));

/** True for a node with several results: no value, but a stretch of an array. */
export function hasSeveral(graph: Graph, node: Node): boolean {
  return HAS_SEVERAL[graph.operation[node]!] === 1;
}

/** True for one of several results. */
export function isElement(graph: Graph, node: Node): boolean {
  return IS_ELEMENT[graph.operation[node]!] === 1;
}

export function operationOf(graph: Graph, node: Node) {
  return operationAt(graph.operation[node]!);
}
