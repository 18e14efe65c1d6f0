// What the braces, brackets and commands of one formula of TeX hold, with scripts at what they belong to.

import type { Span } from '../source.js';

/** What stands side by side: in braces, in brackets, in a cell, or in all of the formula. */
export interface List extends Span {
  readonly items: Item[];
}

export interface Item extends Span {
  readonly kind: 'number' | 'letter' | 'word' | 'command' | 'sign' | 'group' | 'delimited' | 'environment';
  /** What it is called; of what is delimited how it opens. */
  readonly text: string;
  /** Of letters and words in another type: which. */
  readonly style: string | null;
  /** Of words: the command that they stand in. */
  readonly command: string | null;
  /** Of a command what stands in its braces, of a group or of brackets what is inside. */
  readonly inside: List[];
  /** Of an environment. */
  readonly rows: List[][];
  /** `[3]` of a root. */
  option: List | null;
  lower: List | null;
  upper: List | null;
  primes: number;
  /** Without its scripts. */
  end: number;
  /** With them. */
  whole: number;
}

export interface Tree {
  readonly top: List;
  /** All lists, each after those inside of it. */
  readonly lists: readonly Listed[];
}

export type Slot = 'argument' | 'option' | 'lower' | 'upper' | 'cell';

/** A list as what it is of which item. */
export interface Listed {
  readonly list: List;
  readonly owner: Item | null;
  readonly slot: Slot;
}
