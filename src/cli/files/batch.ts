// Several formulas in one command: the faults of one do not keep the others from being done.

import { type Diagnostic, FormulaError } from '../../diagnostic.js';
import type { FormulaInput } from './inputs.js';

export interface Outcome<T> {
  readonly results: readonly T[];
  /** Every fault of every input; null without any. */
  readonly failure: FormulaError | null;
}

/** Does the same with every input. */
export function everyInput<T>(inputs: readonly FormulaInput[], work: (input: FormulaInput) => T): Outcome<T> {
  const results: T[] = [];
  const faults: { readonly file: string | null; readonly diagnostic: Diagnostic }[] = [];
  for (const input of inputs) {
    try {
      results.push(work(input));
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      for (const diagnostic of error.diagnostics) faults.push({ file: input.file, diagnostic });
    }
  }
  if (faults.length === 0) return { results, failure: null };
  if (inputs.length === 1) return { results, failure: new FormulaError(faults.map(({ diagnostic }) => diagnostic)) };
  // Frames name their file; a fault of the options is the same for many files, and is told once.
  const withoutPlace = new Map<string, { diagnostic: Diagnostic; files: (string | null)[] }>();
  const told: Diagnostic[] = [];
  for (const { file, diagnostic } of faults) {
    if (diagnostic.span !== null) told.push(diagnostic);
    else {
      const known = withoutPlace.get(diagnostic.message);
      if (known === undefined) withoutPlace.set(diagnostic.message, { diagnostic, files: [file] });
      else known.files.push(file);
    }
  }
  for (const { diagnostic, files } of withoutPlace.values()) {
    const others = files.length === 1 ? '' : ` and ${files.length - 1} more`;
    told.push({ ...diagnostic, message: `${files[0]}${others}: ${diagnostic.message}` });
  }
  return { results, failure: new FormulaError(told) };
}
