// `wengert graph`: the list of a formula as a drawing.

import path from 'node:path';
import { createCompilation } from '../../compilation.js';
import { drawDot, wayOf } from '../../draw/dot.js';
import { renderSvg } from '../../draw/svg.js';
import { linesOf } from '../../explain/lines.js';
import { wengertList } from '../../explain/list.js';
import type { CompileOptions } from '../../options.js';
import { lineStarts, shorten } from '../../source.js';
import { withLimits } from '../../within-limits.js';
import { command } from '../command.js';
import { type FormulaInput, readOneInput } from '../files/inputs.js';
import { writeFiles } from '../files/output.js';
import { numbersAt } from '../formula/numbers-at.js';
import { refuseRunTimeSizes } from '../formula/refused-sizes.js';
import { at, force, formulaOptions, optionsOf } from '../shared-options.js';
import { reportWarnings, usageError } from '../terminal/failure.js';
import { DONE, type Streams } from '../terminal/streams.js';

const { json: _none, ...ownOptions } = formulaOptions;

export const graph = command({
  name: 'graph',
  description: 'the graph of a formula as a drawing',
  options: {
    ...ownOptions,
    at: at('shows values and adjoints at this point; repeatable'),
    adjoint: { flags: '--adjoint', description: 'the graph of the adjoints beside it' },
    whole: { flags: '--whole', description: 'every node, where that is wider than a screen, too' },
    output: {
      flags: '-o, --output <file>',
      description: 'dag.svg or dag.dot (default: DOT on standard output)',
    },
    force,
  },
  async action({ positionals, flags, streams }) {
    const input = await readOneInput(positionals, flags.formula, streams);
    const settings = {
      at: flags.at ?? [],
      adjoint: flags.adjoint === true,
      isWhole: flags.whole === true,
      force: flags.force === true,
    };
    return graphInput(input, { ...settings, output: flags.output, options: optionsOf(flags) }, streams);
  },
});

interface GraphCommand {
  readonly at: readonly string[];
  readonly adjoint: boolean;
  readonly isWhole: boolean;
  readonly output: string | undefined;
  readonly force: boolean;
  readonly options: CompileOptions;
}

/** Lines of a formula beyond which not even their summary can be read. */
const MOST_LINES = 1000;

async function graphInput(input: FormulaInput, command: GraphCommand, streams: Streams): Promise<number> {
  const { output } = command;
  const extension = output === undefined || output === '-' ? '.dot' : path.extname(output);
  if (extension !== '.svg' && extension !== '.dot')
    throw usageError(`cannot draw '${output}'`, "drawings end in '.svg' or '.dot'");
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const compilation = createCompilation(input.text, options, true);
  reportWarnings(compilation.warnings, streams);
  refuseRunTimeSizes(compilation, 'graph');
  const list = withLimits(compilation.model, () => wengertList(compilation));
  const starts = lineStarts(input.text);
  if (starts.length > MOST_LINES)
    throw usageError(`${starts.length} lines are too many to draw`, "'wengert stats' lists the largest");
  const numbers = numbersAt(compilation, list, command.at, streams);
  const title = input.file ?? shorten(input.text, 60);
  const { adjoint, isWhole } = command;
  const drawn = { title, numbers, adjoint, isWhole, lineOf: linesOf(compilation) };
  const dot = drawDot(list, drawn);
  if (!isWhole && wayOf(list, drawn) === 'summary')
    streams.say(
      `summed up by line: all ${list.nodes.length} nodes are more than a screen can show; --whole draws them\n`,
    );
  const text = extension === '.svg' ? await renderSvg(dot, title) : dot;
  if (output === undefined || output === '-') streams.out(text);
  else writeFiles([{ file: path.resolve(streams.directory, output), shown: output, text }], command.force);
  return DONE;
}
