// Compilation → text of its module.

import type { Compilation } from './compilation.js';
import { bannerOf } from './emit/banner.js';
import type { SecondCore } from './emit/js/line/chunk-printer.js';
import type { Mapper } from './emit/js/print/source-map.js';
import type { OnStage } from './emit/target.js';
import { leftOut, nameOf } from './options.js';
import { withLimits } from './within-limits.js';

export interface TextOptions {
  /** Lines of the banner after the formula, such as the command that makes the file. */
  readonly banner?: readonly string[];
  readonly isPassedBy?: boolean;
  readonly mapper?: Mapper | null;
  /** What stands at the end. */
  readonly footer?: string | undefined;
  readonly onStage?: OnStage | undefined;
  readonly secondCore?: SecondCore | undefined;
}

/** What the banner says of what was compiled: a formula whole, of a module the function that it is. */
function shownText({ formula, options, model }: Compilation): string | null {
  if (typeof formula !== 'string') return null;
  if (options.from !== 'js') return formula;
  const { file, function: name } = options;
  const of = file === undefined ? '' : ` of ${file.replace(/^.*[\\/]/, '')}`;
  return `${name ?? 'function'}(${model.inputs.map(input => input.name).join(', ')})${of}`;
}

/** @throws FormulaError where a limit is reached */
export function moduleText(compilation: Compilation, text: TextOptions = {}): string {
  const { options, model, exports, target, choice } = compilation;
  const { banner = [], isPassedBy = false, mapper = null, footer = '', onStage, secondCore } = text;
  const shown = bannerOf(shownText(compilation), [...banner, ...choice], isPassedBy);
  const code = withLimits(model, () =>
    target.emit(model, compilation.members(exports, onStage), {
      ...{ format: options.format ?? 'esm', name: nameOf(options), banner: shown },
      ...{ exports, mapper, onStage, secondCore, ...leftOut(options) },
      ...(options.query !== undefined && { query: options.query }),
    }),
  );
  return code + footer;
}
