// JSDoc of a declaration: beside what the emitted code says it shows the formula, which an editor has nowhere else at hand.

import type { Argument } from '../../../exports/declared.js';
import type { Export } from '../../../exports/export.js';
import { withShape } from '../../../exports/said.js';
import type { DifferentiatedModel } from '../../../lower/model.js';
import { shorten } from '../../../source.js';
import { docOf } from '../doc.js';
import { commentText } from '../print/print.js';

/** What fits into an editor's tooltip. */
const MOST_LINES = 16;
const WIDEST = 160;
const MOST_INPUTS = 16;

/** @param parameters those to be described one by one; without them a line names the inputs. */
export function declaredDoc(
  row: Export,
  parameters: readonly Argument[],
  model: DifferentiatedModel,
): readonly string[] {
  const [summary = '', ...params] = docOf(row, parameters, model, null);
  const inputs = params.length > 0 || model.inputs.length === 0 ? [] : [`Inputs: ${inputsOf(model)}.`];
  const lines = [summary, ...inputs, ...formulaLines(model), ...(params.length > 0 ? ['', ...params] : [])];
  return ['/**', ...lines.map(line => ` * ${commentText(line)}`.trimEnd()), ' */'];
}

function inputsOf({ inputs }: DifferentiatedModel): string {
  const shown = inputs.slice(0, MOST_INPUTS).map(withShape);
  return [...shown, ...(inputs.length > MOST_INPUTS ? [`${inputs.length - MOST_INPUTS} more`] : [])].join(', ');
}

/** The formula as Markdown code, cut where it is long. */
function formulaLines({ source }: DifferentiatedModel): string[] {
  if (source === null) return [];
  const { text } = source;
  // From the first line that is not empty to the last. A text of millions of lines is not cut into them for each export.
  let start = text.length - text.trimStart().length;
  while (start > 0 && !/[\r\n\u2028\u2029\ufeff]/.test(text[start - 1]!)) start--;
  const used = text.slice(start).trimEnd();
  const shown: string[] = [];
  const add = (line: string): number => shown.push(shorten(line.trimEnd(), WIDEST + 1));
  let more = 0;
  let from = 0;
  for (const end = /\r\n|[\r\n\u2028\u2029]/g; end.test(used); from = end.lastIndex) {
    if (shown.length === MOST_LINES) more++;
    else add(used.slice(from, end.lastIndex));
  }
  if (shown.length === MOST_LINES) shown.push(`… ${more + 1} more lines`);
  else add(used.slice(from));
  const longestRun = Math.max(0, ...(shown.join(' ').match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  return ['', fence, ...shown, fence];
}
