// JSDoc of a declaration: beside what the emitted code says it shows the formula, which an editor has nowhere else at hand.

import type { DifferentiatedModel } from '../../lower/model.js';
import type { ExportName } from '../exports.js';
import type { Argument } from './check.js';
import { docOf, withShape } from './doc.js';
import { commentText } from './print.js';

/** What fits into an editor's tooltip. */
const MOST_LINES = 16;
const WIDEST = 160;
const MOST_INPUTS = 16;

/** @param parameters those to be described one by one; without them a line names the inputs. */
export function declaredDoc(
  name: ExportName,
  parameters: readonly Argument[],
  model: DifferentiatedModel,
): readonly string[] {
  const [summary = '', ...params] = docOf(name, parameters, model, null);
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
  const text = source.text.replace(/^\ufeff/, '');
  const lines = text.split(/\r\n|\r|\n|\u2028|\u2029/).map(line => line.trimEnd());
  const used = lines.slice(
    lines.findIndex(line => line !== ''),
    lines.findLastIndex(line => line !== '') + 1,
  );
  const shown = used.slice(0, MOST_LINES).map(line => (line.length > WIDEST ? `${line.slice(0, WIDEST)}…` : line));
  if (used.length > MOST_LINES) shown.push(`… ${used.length - MOST_LINES} more lines`);
  const longestRun = Math.max(0, ...(shown.join(' ').match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  return ['', fence, ...shown, fence];
}
