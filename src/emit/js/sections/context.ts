// What the code of sections is told by the function that they are of.

import type * as ESTree from 'estree';
import type { Placed } from '../../../exports/plan.js';
import type { Node } from '../../../graph/graph.js';
import type { Line, Total } from '../../../schedule/sections.js';
import type { Signature } from '../../arguments.js';
import type { Names } from '../../line/line-context.js';
import type { ChunkedLines } from '../chunked-lines.js';
import type { ScriptContext } from '../line/body.js';

export interface SectionContext {
  readonly signature: Signature;
  readonly names: Names;
  readonly wanted: (node: Node) => string | undefined;
  /** Is told what the variable of a node is called. */
  named(node: Node, name: string): void;
  /** Where what loops write goes. */
  readonly scattered: ReadonlyMap<Node, Placed>;
  /** What the code of a line is told, but for the line's own names. */
  lineContext(line: Line): Omit<ScriptContext, 'argument' | 'wanted' | 'given'>;
  /** The code of a line that is too long for one function. */
  readonly chunked: ChunkedLines['inLoop'];
  /** A free name for the function of a loop. */
  claim(): string;
  special(name: string): string;
  /** How the function is called, for what it throws. */
  readonly call: string;
  /** True where the program has no value without rows, as it is made of an extremum of them. */
  needsRows(total: Total): boolean;
  /** The module's array that sums are made in. @param length that is needed */
  sums(length: number): string;
  /** Statements after which blocks start from what the formula says. */
  cold(): ESTree.Statement[];
  /** Where rows arrive in parts; null where all are there. */
  readonly passes: Passes | null;
}

/** A function that stops for each part of the rows, in each of its loops over them. */
export interface Passes {
  /** Variable that says how many rows there are. */
  readonly total: string;
  /** Whether that is known from the beginning, as a pass of its own has counted them. */
  readonly isCounted: boolean;
  /** Passes that there are so far. */
  stages: number;
  /** Whether the number of rows was wanted before a pass had told it. */
  isEarly: boolean;
}
