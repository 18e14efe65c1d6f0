// The scheduled program: what every target emits from.

import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import type { InitialArm } from './arms.js';

/** A statement: a node and how it gets its value, in one number, as long programs have millions of them. */
export type Step = number;

/**
 * COMPUTE gives a node its value. A conditional whose arms need code of their own is assigned in blocks instead: INITIAL gives
 * it the value of the arm that needs none, WHEN_TRUE and WHEN_FALSE, which are the arms' operands, the value of theirs.
 */
export const COMPUTE = 0;
export const WHEN_TRUE = 1;
export const WHEN_FALSE = 2;
export const INITIAL = 3;

export const stepOf = (node: Node, kind: number): Step => 4 * node + kind;
export const stepNode = (step: Step): Node => step >>> 2;
export const stepKind = (step: Step): number => step & 3;

export interface Block {
  /** Condition node of the `if`, or null for straight-line code. */
  readonly condition: Node | null;
  /** Nodes assigned in this block or a later one and used outside it: declared just before it. */
  readonly declared: readonly Node[];
  readonly steps: readonly Step[];
  readonly otherwise: readonly Step[];
}

/** What a program is for: nodes that its function returns, and nodes that it stores in arrays. */
export interface Results {
  readonly returned: readonly Node[];
  readonly stored: readonly Node[];
}

export const allResults = ({ returned, stored }: Results): Node[] => [...returned, ...stored];

/** A piece of a long program: a function of its own. */
export interface Chunk {
  readonly blocks: readonly Block[];
  /** Stored results, by position, that are written at its end; the others are written where they are computed. */
  readonly stores: readonly number[];
}

/** Pieces that are called in order; with a condition, one list of them or the other. */
export interface ChunkRun {
  readonly condition: Node | null;
  readonly chunks: readonly number[];
  readonly otherwise: readonly number[];
}

export interface Chunks {
  readonly chunks: readonly Chunk[];
  readonly runs: readonly ChunkRun[];
  /** Slot of a value that crosses from one piece to another, -1 for all others. */
  readonly slotOf: Int32Array;
  readonly slotCount: number;
  /** Values that cross. */
  readonly crossings: number;
}

export interface Schedule {
  readonly graph: Graph;
  readonly results: Results;
  readonly blocks: readonly Block[];
  /** 1 for a node that is written inside the one expression that uses it. */
  readonly inlined: Uint8Array;
  /** 1 for a node that gets its value by assignment to a variable declared before. */
  readonly reassigned: Uint8Array;
  /** The arm that an assigned conditional starts with, null where each arm has a block. */
  readonly initialArm: ReadonlyMap<Node, InitialArm>;
  /** Stored results, by position, that are written where their node is computed. */
  readonly storedWith: ReadonlyMap<Node, readonly number[]>;
  /** Pieces of a program that is too long for one function, otherwise null. */
  readonly chunks: Chunks | null;
}
