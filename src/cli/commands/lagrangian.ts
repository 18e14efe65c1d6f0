// `wengert lagrangian`: the program as constraints, the equations of its multipliers, its Lagrangian; at a point with their numbers,
// and with what the derivatives of the Lagrangian come to there.

import { type Compilation, createCompilation } from '../../compilation.js';
import { formulaError } from '../../diagnostic.js';
import { constraintsOf } from '../../explain/constraints.js';
import { refuseSeveral } from '../../exports/export.js';
import type { CompileOptions } from '../../options.js';
import { withLimits } from '../../within-limits.js';
import { command } from '../command.js';
import { warnIfNotFinite } from '../eval/not-finite.js';
import { type FormulaInput, readOneInput } from '../files/inputs.js';
import { readPoint } from '../formula/point.js';
import { refuseRunTimeSizes } from '../formula/refused-sizes.js';
import { ranAt } from '../formula/run-at.js';
import { kktAt } from '../lagrangian/kkt.js';
import { type Report, reportJSON, reportText } from '../lagrangian/report.js';
import { sensitivityOf } from '../lagrangian/sensitivity.js';
import { at, formulaOptions, optionsOf } from '../shared-options.js';
import { reportWarnings, usageError } from '../terminal/failure.js';
import { printJSON } from '../terminal/json.js';
import type { LayoutName } from '../terminal/layouts.js';
import { DONE, type Streams } from '../terminal/streams.js';

export const lagrangian = command({
  name: 'lagrangian',
  description: 'the program as constraints, their multipliers, and the Lagrangian',
  options: {
    ...formulaOptions,
    at: at('value of an input, or a JSON file of them; repeatable'),
    format: {
      flags: '--format <format>',
      description: 'how it is written',
      choices: ['text', 'markdown', 'latex', 'json'],
      initial: 'text',
    },
    sensitivity: {
      flags: '--sensitivity',
      description: 'rank variables by their multipliers and by what their rounding adds to the result',
    },
  },
  async action({ positionals, flags, streams }) {
    const input = await readOneInput(positionals, flags.formula, streams);
    const { at = [], format, json = false, sensitivity = false } = flags;
    const options = optionsOf(flags);
    return lagrangianOf(input, { at, format: json ? 'json' : format, sensitivity, options }, streams);
  },
});

interface LagrangianCommand {
  readonly at: readonly string[];
  readonly format: LayoutName | 'json';
  readonly sensitivity: boolean;
  readonly options: CompileOptions;
}

function lagrangianOf(input: FormulaInput, command: LagrangianCommand, streams: Streams): number {
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const compilation = createCompilation(input.text, options, true);
  reportWarnings(compilation.warnings, streams);
  refuseRunTimeSizes(compilation, 'lagrangian');
  refuseResults(compilation);
  const report = reportAt(compilation, command, streams);
  const { format } = command;
  streams.out(format === 'json' ? printJSON(reportJSON(report)) : reportText(report, format));
  return DONE;
}

/** @throws FormulaError for a program with several results, which has a Lagrangian for each */
function refuseResults({ model }: Compilation): void {
  const refused = refuseSeveral('lagrangian', model);
  if (refused === null) return;
  throw formulaError(
    'WG403',
    refused.message,
    "make one number of them: 'sum(…)', or a sum with weights",
    model.source,
  );
}

function reportAt(compilation: Compilation, { at, sensitivity }: LagrangianCommand, streams: Streams): Report {
  const of = withLimits(compilation.model, () => constraintsOf(compilation));
  const hasPoint = at.length > 0 || compilation.model.inputs.length === 0;
  if (!hasPoint && sensitivity) throw usageError("'--sensitivity' ranks numbers, and there is no point", '--at x=1');
  if (!hasPoint) return { of, kkt: null, sensitivity: null };
  const point = readPoint(compilation.model, at, streams);
  const kkt = ranAt(() => kktAt(of, compilation, point), compilation.model);
  const slopes = kkt.inputs.map(({ derivative }, i) => ({ row: 0, along: [i], value: derivative }));
  warnIfNotFinite([{ row: 0, along: [], value: kkt.value }, ...slopes], compilation, point, streams);
  return { of, kkt, sensitivity: sensitivity ? sensitivityOf(of.constraints, kkt) : null };
}
