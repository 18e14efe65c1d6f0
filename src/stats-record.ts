// What `stats` says, as a record; apart from how it is found, which the types of the library do not need.

import type { ByClass } from './schedule/count.js';

export interface StatementStats {
  readonly line: number;
  readonly text: string;
  /** Operations of `value`, and of `gradient` beyond them. */
  readonly value: number;
  readonly gradient: number;
}

export interface Stats {
  readonly operations: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, number>>;
  /** Of the largest function asked for. */
  readonly byClass: ByClass;
  /** Largest first. */
  readonly byStatement: readonly StatementStats[];
  /** Chunks of the largest function asked for, values that cross between them, and slots that these take. */
  readonly chunks: number;
  readonly crossings: number;
  readonly slots: number;
  /** Length of the emitted module. */
  readonly bytes: number;
}
