// Languages other than that of formulas. The package holds what reads them apart from its root, and a subpath brings each:
// `wengert/javascript`, `wengert/latex`.
//
// As with targets (emit/targets.ts), an import only adds what is the same each time; without it the language is an error that
// names the import.

import { formulaError, type Report } from '../diagnostic.js';
import type { Limits } from '../limits.js';
import type { Program } from '../parse/program.js';
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

/** What reads a language, each function throws a FormulaError with what is wrong with the text. */
interface Readers {
  /** A function of a module, which is read as if it ran. */
  readonly js: (source: Source, report: Report, limits: Limits, options: ReadOptions) => Model;
  /** Statements as those of formulas are, and the same as text of formulas, without what is inferred. */
  readonly latex: {
    readonly program: (source: Source, report: Report, limits: Limits) => Program;
    readonly formulas: (source: Source, report: Report, limits: Limits) => string;
  };
}

export type Language = keyof Readers;

/** Of each what is said where it is missing, and what brings it. */
const languages: Readonly<Record<Language, readonly [message: string, subpath: string]>> = {
  js: ['functions of JavaScript need their reader', 'wengert/javascript'],
  latex: ['TeX needs its reader', 'wengert/latex'],
};

export const languageNames = Object.keys(languages) as readonly Language[];

const brought: Partial<Readers> = {};

/** Called by a subpath when it is loaded. */
export function bringReader<Name extends Language>(name: Name, read: Readers[Name]): void {
  Object.assign(brought, { [name]: read });
}

/** @throws FormulaError where nothing has imported what brings it */
export function readerOf<Name extends Language>(name: Name): Readers[Name] {
  const reader = brought[name];
  if (reader !== undefined) return reader;
  const [message, subpath] = languages[name];
  throw formulaError('WG610', message, `import '${subpath}'`);
}
