// What `stats` says, as a record; apart from how it is found, which the types of the library do not need.

import type { ByClass } from './schedule/count.js';

export interface StatementStats {
  readonly line: number;
  readonly text: string;
  /** Operations of `value`, and of `gradient` beyond them. */
  readonly value: number;
  readonly gradient: number;
  /** The same of the bodies of loops, where there are any. */
  readonly perRow?: { readonly value: number; readonly gradient: number };
}

export interface Stats {
  /** Outside of loops. */
  readonly operations: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, number>>;
  /** Of the largest function asked for. */
  readonly byClass: ByClass;
  /** The same of the bodies of loops, each counted once; absent where there are none. */
  readonly perRow?: { readonly operations: Readonly<Record<string, number>>; readonly byClass: ByClass };
  /** The same of what is repeated to solve implicit blocks, each counted once; absent where there are none. */
  readonly perIteration?: { readonly operations: Readonly<Record<string, number>>; readonly byClass: ByClass };
  /** Largest first. */
  readonly byStatement: readonly StatementStats[];
  /** Chunks of the largest function asked for, values that cross between them, and slots that these take. */
  readonly chunks: number;
  readonly crossings: number;
  readonly slots: number;
  /** Length of the emitted module. */
  readonly bytes: number;
}
