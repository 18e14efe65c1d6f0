// What is known of a text of TeX while its formulas are read.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { baseName, type KnownName, type Spellings } from './names.js';
import type { Piece, Read } from './pieces.js';
import type { Item, List, Listed } from './tree.js';

/** An element of an array as it is written: for each of its indices the name or the number that it is, null for all else. */
export interface ElementUse {
  readonly array: string;
  readonly indices: readonly (string | null)[];
  readonly at: Span;
}

/** The range of an index. */
export interface Bound {
  readonly from: Piece;
  readonly to: Piece;
  readonly at: Span;
}

export interface Reading {
  readonly report: Report;
  /** Names that the text declares or defines, functions apart. */
  readonly variables: ReadonlySet<string>;
  /** Names that it defines as functions. */
  readonly functions: ReadonlySet<string>;
  /** Arrays and how many indices they have; null where that is not declared. */
  readonly arrays: ReadonlyMap<string, number | null>;
  /** Indices of sums and products. */
  readonly indices: ReadonlySet<string>;
  readonly isFunction: (name: string) => boolean;
  readonly spellings: Spellings;
  readonly elements: ElementUse[];
  readonly bounds: Map<string, Bound[]>;
  /** Names in bold type or under an arrow, and those that are transposed, which are those of arrays. */
  readonly bold: Map<string, Span>;
  /** Lists as parts of names. */
  readonly parts: Map<List, KnownName | null>;
  readonly reads: Map<List, Read>;
  /** Cells of choices. */
  readonly choices: Map<List, ChoiceCell>;
}

/** What stands in a cell of `\begin{cases}`. */
export interface ChoiceCell {
  readonly value: Read | null;
  readonly condition: Read | null;
  readonly isOtherwise: boolean;
}

/** What is written in digits, a constant that is known, and all else. */
export type Sort = 'digits' | 'constant' | 'other';

export interface Operand {
  /** Null where there is nothing. */
  readonly read: Read | null;
  /** Items after the first that belong to it. */
  readonly more: number;
  readonly sort: Sort;
}

/** Reads items side by side. */
export type ReadItems = (reading: Reading, items: readonly Item[], at: Span) => Read;

/** Thrown to leave a formula whose fault is reported. */
export const STOPPED = new Error('stopped');

export function refuse({ report }: Reading, { start, end }: Span, message: string, help: string): never {
  report.error('WG153', { start, end }, message, help);
  throw STOPPED;
}

export function warn({ report }: Reading, { start, end }: Span, message: string, help: string): void {
  report.warn('WG154', { start, end }, message, help);
}

/** An item with its scripts. */
export const wholeOf = ({ start, whole }: Item): Span => ({ start, end: whole });

/** The TeX of a place. */
export const written = ({ report }: Reading, { start, end }: Span): string =>
  report.source?.text.slice(start, end) ?? '';

/** Brackets that a function's arguments may stand in. */
export const isArguments = ({ kind, text }: Item): boolean => kind === 'delimited' && /^(?:\(|\[|\\\{)$/.test(text);

export const isSign = (item: Item | undefined, text: string): boolean => item?.kind === 'sign' && item.text === text;

/** Whether a subscript says which element, and is no part of the name. */
export function isIndex(reading: Reading, owner: Item, list: List): boolean {
  const base = baseName(owner, reading.parts);
  if (base === null) return false;
  return reading.arrays.has(base.name) || list.items.some(of => of.kind === 'letter' && reading.indices.has(of.text));
}

/** `^\top`, `^{\mathsf{T}}`. */
export function isTransposition({ items }: List): boolean {
  const [item] = items;
  if (items.length !== 1 || item === undefined) return false;
  return /^(?:top|intercal|t?r?ansp)$/.test(item.text) || (item.kind === 'word' && item.text === 'T');
}

/** Scripts that are no formulas. */
export const isRead = (reading: Reading, { list, owner, slot }: Listed): boolean => {
  if (slot === 'upper')
    return !isTransposition(list) && !/^(?:circ|dagger|ast|star|prime)$/.test(list.items[0]?.text ?? '');
  if (slot !== 'lower' || owner === null) return owner === null || !isNamed(owner);
  return isIndex(reading, owner, list) || /^(?:log|lg)$/.test(owner.text);
};

/** What takes a name, and no formula. */
const isNamed = ({ kind, text }: Item): boolean =>
  kind === 'command' &&
  /^(?:bar|overline|hat|widehat|tilde|widetilde|d?dot|breve|check|vec|overrightarrow)$/.test(text);
