// A model in another language as a formula: which names are columns of data is said in formulas, in front of it.

import { createReport, type Diagnostic, formulaError } from '../diagnostic.js';
import { defaultLimits } from '../limits.js';
import { readerOf } from '../lower/readers.js';
import type { CompileOptions } from '../options.js';

export interface ModelText {
  readonly text: string;
  /** Of the other language. */
  readonly warnings: readonly Diagnostic[];
}

/** @throws FormulaError with what is wrong with the text, and for a language that has no formulas */
export function modelText(text: string, { from, file, limits }: CompileOptions): ModelText {
  if (from === undefined) return { text, warnings: [] };
  if (from === 'js')
    throw formulaError(
      'WG602',
      'a fit takes formulas, and no functions of modules',
      "write the model as 'y = a*x + b', or TeX with from latex; minimize takes functions",
    );
  const source = { name: file ?? null, text };
  const report = createReport(source);
  const formulas = readerOf(from).formulas(source, report, { ...defaultLimits, ...limits });
  return { text: formulas, warnings: report.warnings };
}
