// The Wengert list: every elementary operation of a program and of its derivatives, once.
//
// Creation order is topological order: an operand's index is always smaller than its user's, so every pass is a loop and
// nothing recurses. Nodes are interned when they are made (hash-consing), so equal subexpressions are one node before
// anything is differentiated. The list is a struct of arrays that grow; a node is an integer.

import { type Budget, checkNodes } from '../limits.js';
import type { Operation } from '../ops/operation.js';
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
  /** Open-addressing table of node + 1. */
  buckets: Int32Array;
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
    constantIndex: new Map(),
  };
}

/** The node of a constant; -0 and 0 are different constants, all NaN are one. */
export function constantNode(graph: Graph, value: number): Node {
  const key = Object.is(value, -0) ? '-0' : value;
  let index = graph.constantIndex.get(key);
  if (index === undefined) {
    index = graph.constants.push(value) - 1;
    graph.constantIndex.set(key, index);
  }
  return intern(graph, CONSTANT, [index]);
}

export function inputNode(graph: Graph, slot: number): Node {
  return intern(graph, INPUT, [slot]);
}

/** The one constructor: the node with this operation and these operands, made if it is not there yet. */
export function intern(graph: Graph, operation: number, operands: readonly number[]): Node {
  const mask = graph.buckets.length - 1;
  let bucket = hash(operation, operands) & mask;
  for (let entry = graph.buckets[bucket]!; entry !== 0; entry = graph.buckets[bucket]!) {
    if (equals(graph, entry - 1, operation, operands)) return entry - 1;
    bucket = (bucket + 1) & mask;
  }
  const node = append(graph, operation, operands);
  graph.buckets[bucket] = node + 1;
  if (graph.size * 2 > graph.buckets.length) rehash(graph);
  return node;
}

function append(graph: Graph, operation: number, operands: readonly number[]): Node {
  const node = graph.size;
  checkNodes(node, graph.budget);
  const start = graph.first[node]!;
  const end = start + operands.length;
  if (node + 1 >= graph.operation.length) growNodes(graph);
  if (end > graph.operands.length) graph.operands = grown(graph.operands, Math.max(end, graph.operands.length * 2));
  graph.operation[node] = operation;
  for (let i = 0; i < operands.length; i++) graph.operands[start + i] = operands[i]!;
  graph.first[node + 1] = end;
  graph.origin[2 * node] = graph.currentOrigin.start;
  graph.origin[2 * node + 1] = graph.currentOrigin.end;
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
  graph.buckets = new Int32Array(graph.buckets.length * 4);
  const mask = graph.buckets.length - 1;
  for (let node = 0; node < graph.size; node++) {
    let h = graph.operation[node]! + 0x9e3779b9;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) h = mix(h, graph.operands[i]!);
    let bucket = finish(h) & mask;
    while (graph.buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    graph.buckets[bucket] = node + 1;
  }
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

/** True where the operation of some node is such a row of the table. */
export function hasOperation(graph: Graph, isWanted: (row: Operation) => boolean): boolean {
  return graph.operation.subarray(0, graph.size).some(code => isWanted(operationAt(code)));
}

export function operationOf(graph: Graph, node: Node) {
  return operationAt(graph.operation[node]!);
}
