// The graph of a formula as a drawing, for programs that draw it themselves.

import { createCompilation } from '../compilation.js';
import { refuseUnlisted } from '../explain/explanation.js';
import { linesOf } from '../explain/lines.js';
import { wengertList } from '../explain/list.js';
import { numbersOf } from '../explain/numbers.js';
import { type CompileOptions, checkCompileOptions, type Formula } from '../options.js';
import { withLimits } from '../within-limits.js';
import { drawDot } from './dot.js';

export interface GraphOptions
  extends Pick<CompileOptions, 'wrt' | 'algebraic' | 'stable' | 'limits' | 'file' | 'from' | 'function' | 'lengths'> {
  /** Inputs as the program's functions take them; with them nodes show their values and adjoints. */
  readonly at?: readonly (number | Float64Array)[];
  /** The graph of the adjoints beside it. */
  readonly adjoint?: boolean;
  /** Default: the formula's file, if it has one. */
  readonly title?: string;
}

/**
 * The graph of a formula in DOT, the language of Graphviz.
 * @throws FormulaError with every error of the formula
 */
export function graph(formula: Formula, { at, adjoint = false, title, ...options }: GraphOptions = {}): string {
  checkCompileOptions(options);
  const compilation = createCompilation(formula, options, true);
  refuseUnlisted(compilation.model);
  const list = withLimits(compilation.model, () => wengertList(compilation));
  const numbers = at === undefined ? null : numbersOf(list, at);
  return drawDot(list, { title: title ?? options.file ?? 'formula', numbers, adjoint, lineOf: linesOf(compilation) });
}
