// Where code reads arrays that are as long as is known at run time.

import type { Dimension } from '../graph/graph.js';

/** Where an array is read that is as long as is known at run time. */
export interface Column {
  readonly name: string;
  readonly dimension: Dimension;
  /** How much longer it is than that. */
  readonly plus?: number;
  /** True where an element of all entries stands together, and not all elements of an entry. */
  readonly isAcross: boolean;
  /** Numbers for each entry, and which of them. */
  readonly width: number;
  readonly element: number;
  readonly keep: string;
  /** What stands before it in the same array, if anything does. */
  readonly base?: string;
}
