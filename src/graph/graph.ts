// The Wengert list: every elementary operation of a program and of its derivatives, once.
//
// Creation order is topological order: an operand's index is always smaller than its user's, so every pass is a loop and
// nothing recurses. Nodes are interned when they are made (hash-consing), so equal subexpressions are one node before
// anything is differentiated. The list is a struct of arrays that grow; a node is an integer.

import { type Budget, checkNodes } from '../limits.js';
import { CONSTANT, INPUT, operationAt } from '../ops/table.js';

/** Index of a node in its graph. */
export type Node = number;

/** Which nodes belong to something. */
export interface NodeSet {
  has(node: Node): boolean;
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
  /** Span given to the nodes made from now on. */
  currentOrigin: { start: number; end: number };
  /** Open-addressing table of node + 1, of the nodes below `hashed`: the others come in when a node is interned. */
  buckets: Int32Array;
  hashed: number;
  readonly constantIndex: Map<number | string, number>;
}

export const NO_ORIGIN = { start: -1, end: -1 };

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
    currentOrigin: NO_ORIGIN,
    // A power of two, at most half full.
    buckets: new Int32Array(2 ** Math.ceil(Math.log2(4 * capacity))),
    hashed: 0,
    constantIndex: new Map(),
  };
}

/** The node of a constant; -0 and 0 are different constants, all NaN are one. */
export function constantNode(graph: Graph, value: number): Node {
  return intern(graph, CONSTANT, [constantIndex(graph, value)]);
}

function constantIndex(graph: Graph, value: number): number {
  const key = Object.is(value, -0) ? '-0' : value;
  let index = graph.constantIndex.get(key);
  if (index === undefined) {
    index = graph.constants.push(value) - 1;
    graph.constantIndex.set(key, index);
  }
  return index;
}

export function inputNode(graph: Graph, slot: number): Node {
  return intern(graph, INPUT, [slot]);
}

/** The one constructor: the node with this operation and these operands, made if it is not there yet. */
export function intern(graph: Graph, operation: number, operands: readonly number[]): Node {
  if (graph.hashed < graph.size) hashRest(graph);
  const mask = graph.buckets.length - 1;
  let bucket = hash(operation, operands) & mask;
  for (let entry = graph.buckets[bucket]!; entry !== 0; entry = graph.buckets[bucket]!) {
    if (equals(graph, entry - 1, operation, operands)) return entry - 1;
    bucket = (bucket + 1) & mask;
  }
  const node = append(graph, operation, operands);
  graph.buckets[bucket] = node + 1;
  graph.hashed = graph.size;
  if (graph.size * 2 > graph.buckets.length) rehash(graph);
  return node;
}

/**
 * A node of another graph under other operands, its operation and its origin. The caller knows that it is not there yet: nothing
 * is looked up.
 */
export function copyNode(graph: Graph, from: Graph, node: Node, nodes: Int32Array): Node {
  const code = from.operation[node]!;
  const start = from.first[node]!;
  const end = from.first[node + 1]!;
  const copy = claimNode(graph, code, end - start);
  const first = graph.first[copy]! - start;
  if (code === CONSTANT) graph.operands[first + start] = constantIndex(graph, from.constants[from.operands[start]!]!);
  else if (code === INPUT) graph.operands[first + start] = from.operands[start]!;
  else for (let i = start; i < end; i++) graph.operands[first + i] = nodes[from.operands[i]!]!;
  graph.origin[2 * copy] = from.origin[2 * node]!;
  graph.origin[2 * copy + 1] = from.origin[2 * node + 1]!;
  return copy;
}

function append(graph: Graph, operation: number, operands: readonly number[]): Node {
  const node = claimNode(graph, operation, operands.length);
  const start = graph.first[node]!;
  for (let i = 0; i < operands.length; i++) graph.operands[start + i] = operands[i]!;
  graph.origin[2 * node] = graph.currentOrigin.start;
  graph.origin[2 * node + 1] = graph.currentOrigin.end;
  return node;
}

/** The next node, whose operands and origin are still to be filled in. */
function claimNode(graph: Graph, operation: number, arity: number): Node {
  const node = graph.size;
  checkNodes(node, graph.budget);
  const end = graph.first[node]! + arity;
  if (node + 1 >= graph.operation.length) growNodes(graph);
  if (end > graph.operands.length) graph.operands = grown(graph.operands, Math.max(end, graph.operands.length * 2));
  graph.operation[node] = operation;
  graph.first[node + 1] = end;
  graph.size = node + 1;
  return node;
}

function growNodes(graph: Graph): void {
  const capacity = graph.operation.length * 2;
  const operation = new Uint8Array(capacity);
  operation.set(graph.operation);
  graph.operation = operation;
  const first = new Uint32Array(capacity + 1);
  first.set(graph.first);
  graph.first = first;
  graph.origin = grown(graph.origin, capacity * 2);
}

function grown(array: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}

function rehash(graph: Graph): void {
  let { length } = graph.buckets;
  while (graph.size * 2 > length) length *= 4;
  graph.buckets = new Int32Array(length);
  graph.hashed = 0;
  hashRest(graph);
}

function hashRest(graph: Graph): void {
  if (graph.size * 2 > graph.buckets.length) return rehash(graph);
  const mask = graph.buckets.length - 1;
  for (let node = graph.hashed; node < graph.size; node++) {
    let h = graph.operation[node]! + 0x9e3779b9;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) h = mix(h, graph.operands[i]!);
    let bucket = finish(h) & mask;
    while (graph.buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    graph.buckets[bucket] = node + 1;
  }
  graph.hashed = graph.size;
}

function hash(operation: number, operands: readonly number[]): number {
  let h = operation + 0x9e3779b9;
  for (let i = 0; i < operands.length; i++) h = mix(h, operands[i]!);
  return finish(h);
}

function mix(h: number, value: number): number {
  return Math.imul(h ^ value, 0x85ebca6b) + (h >>> 13);
}

function finish(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 15)) >>> 0;
}

function equals(graph: Graph, node: Node, operation: number, operands: readonly number[]): boolean {
  if (graph.operation[node] !== operation) return false;
  const start = graph.first[node]!;
  if (graph.first[node + 1]! - start !== operands.length) return false;
  for (let i = 0; i < operands.length; i++) if (graph.operands[start + i] !== operands[i]) return false;
  return true;
}

/** True for constants and inputs, whose operand entries are not nodes. */
export function isLeaf(graph: Graph, node: Node): boolean {
  return graph.operation[node]! <= INPUT;
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

/** The value of a constant node, or undefined. */
export function constantValue(graph: Graph, node: Node): number | undefined {
  return graph.operation[node] === CONSTANT ? graph.constants[operand(graph, node, 0)] : undefined;
}

/** The slot of an input node, or undefined. */
export function inputSlot(graph: Graph, node: Node): number | undefined {
  return graph.operation[node] === INPUT ? operand(graph, node, 0) : undefined;
}

export function operationOf(graph: Graph, node: Node) {
  return operationAt(graph.operation[node]!);
}
