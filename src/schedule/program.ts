// The scheduled program: what every target emits from.

import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import type { InitialArm } from './arms.js';

/**
 * `compute` gives a node its value. A conditional whose arms need code of their own is assigned in blocks instead:
 * `initial` gives it the value of the arm that needs none, `whenTrue` and `whenFalse` the value of theirs.
 */
export type StepKind = 'compute' | 'initial' | 'whenTrue' | 'whenFalse';

export interface Step {
  readonly kind: StepKind;
  readonly node: Node;
}

export interface Block {
  /** Condition node of the `if`, or null for straight-line code. */
  readonly condition: Node | null;
  /** Nodes assigned in this block or a later one and used outside it: declared just before it. */
  readonly declared: readonly Node[];
  readonly steps: readonly Step[];
  readonly otherwise: readonly Step[];
}

export interface Schedule {
  readonly graph: Graph;
  readonly results: readonly Node[];
  readonly blocks: readonly Block[];
  /** 1 for a node that is written inside the one expression that uses it. */
  readonly inlined: Uint8Array;
  /** 1 for a node that gets its value by assignment to a variable declared before. */
  readonly reassigned: Uint8Array;
  /** The arm that an assigned conditional starts with, null where each arm has a block. */
  readonly initialArm: ReadonlyMap<Node, InitialArm>;
}
