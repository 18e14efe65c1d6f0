// Languages other than that of formulas. The package holds what reads them apart from its root, and a subpath brings each:
// `wengert/javascript`.
//
// As with targets (emit/targets.ts), an import only adds what is the same each time; without it the language is an error that
// names the import.

import type { Report } from '../diagnostic.js';
import type { Limits } from '../limits.js';
import type { Source } from '../source.js';
import type { Model } from './model.js';

export interface ReadOptions {
  /** Which of several functions. */
  readonly function?: string | undefined;
  /** Of arrays among the arguments, by name; the others are as long as what they are given. */
  readonly lengths?: Readonly<Record<string, number>> | undefined;
  readonly algebraic: boolean;
  /** Numbers in a range from which it is a loop. */
  readonly many: number;
  /** Sums are added up in the order of the text, to the bit; otherwise as those of formulas are. */
  readonly isInOrder: boolean;
}

export interface Reader {
  readonly name: 'js';
  /** @throws FormulaError with what is wrong with the text */
  read(source: Source, report: Report, limits: Limits, options: ReadOptions): Model;
}

const brought = new Map<string, Reader>();

/** Called by a subpath when it is loaded. */
export function bringReader(reader: Reader): void {
  brought.set(reader.name, reader);
}

/** Null where nothing has imported what brings it. */
export const readerNamed = (name: string): Reader | null => brought.get(name) ?? null;
