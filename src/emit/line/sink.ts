// What a target implements for straight lines: it is told what to write, and asks where the values are that it reads.

import type { Node } from '../../ops/operation.js';

/** Where a node's value is read. */
export const CONSTANT = 0;
/** A local of its own, which holds what was in memory. */
export const KEPT = 1;
/** The variable that its statement made; the only place, but for INLINED, where comparisons and logic may be no numbers. */
export const VARIABLE = 2;
export const SLOT = 3;
export const ARGUMENT = 4;
/** Nowhere: its operation is written in place. */
export const INLINED = 5;
export type Place = 0 | 1 | 2 | 3 | 4 | 5;

/** In place of the node whose value is copied: the value is what the node's own operation computes. */
export const COMPUTED = -1;

/** What a target writes when it is told to. A value is that of `source`, or COMPUTED. */
export interface Sink {
  /** A local for what is read again from where it stands, which is the node's place. */
  keep(node: Node): void;
  /** A variable that blocks assign, false or 0. */
  declare(node: Node): void;
  /** The same where it crosses. */
  clear(slot: number): void;
  /** A variable and its value; where the line says so it is assigned again. */
  define(node: Node, source: Node): void;
  assign(node: Node, source: Node): void;
  storeInSlot(slot: number, node: Node, source: Node): void;
  /** @param position of the result among those that are stored */
  storeResult(position: number, node: Node, source: Node): void;
  /** The call of an operation with several results. */
  callInArray(node: Node): void;
  /** Code under a condition; null for an arm without any. */
  branch(condition: Node, whenTrue: (() => void) | null, whenFalse: (() => void) | null): void;
  /** After a node has its value. */
  observe?(node: Node): void;
}
