// Unknowns and their equations, as they are read.

import { type Graph, leafEntries, type Node, type Standing } from '../graph/graph.js';
import type { Name } from '../parse/program.js';
import type { Span } from '../source.js';
import type { Unknown } from './model.js';

export interface Element {
  readonly name: string;
  readonly leaf: Node;
  /** Null where that is left to the equations of a recurrence. */
  readonly start: Node | null;
  readonly declared: Name;
  /** The index that an array's depends on whose size is known at run time; null for others. */
  readonly index: number | null;
  /** Of an element of such an array that has an equation of its own, the array's; null for others. */
  readonly of: number | null;
}

export interface Equation {
  readonly residual: Node;
  readonly span: Span;
  /** The unknown that it is written for; -1 for none. */
  readonly of: number;
  /** For which elements of arrays of a size that is known at run time it holds; null for others. */
  readonly over: Turns | null;
}

export interface System {
  readonly elements: readonly Element[];
  readonly unknowns: readonly Unknown[];
  readonly equations: readonly Equation[];
  /** Elements of arrays of a size that is known at run time that have equations of their own, by where they stand. */
  readonly bases: ReadonlyMap<string, number>;
}

/** For which indices an equation of an array holds, and in which order. */
export interface Turns {
  readonly index: number;
  readonly direction: 1 | -1;
}

/** Entries of the leaf of an unknown that has an index, from where it stands on; those of others end with their domain. */
const STANDING = 2;

/** Which unknown a leaf is, and where in its array it stands; null for what is in none. */
export function unknownOf(graph: Graph, leaf: Node): { readonly number: number; readonly at: Standing | null } {
  const entries = leafEntries(graph, leaf);
  const isPlaced = entries.length > STANDING + 1;
  const at = isPlaced ? { index: entries[STANDING]!, offset: entries[STANDING + 1]! } : null;
  return { number: entries[1]!, at };
}

/** Where an element of an array that has an equation of its own stands. */
export const placeKey = (number: number, { index, offset }: Standing): string => `${number} ${index} ${offset}`;
