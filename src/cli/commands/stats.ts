// `wengert stats`: how much the emitted functions execute.

import { stats as statsOf } from '../../index.js';
import type { CompileOptions } from '../../options.js';
import { shorten } from '../../source.js';
import { command } from '../command.js';
import { type FormulaInput, readOneInput } from '../files/inputs.js';
import { formulaOptions, optionsOf } from '../shared-options.js';
import { table } from '../terminal/columns.js';
import { printJSON } from '../terminal/json.js';
import { DONE, type Streams } from '../terminal/streams.js';

export const stats = command({
  name: 'stats',
  description: 'operations, nodes, bytes; by statement, largest first',
  options: formulaOptions,
  async action({ positionals, flags, streams }) {
    const input = await readOneInput(positionals, flags.formula, streams);
    // Of the module that `compile` writes.
    return statsInput(input, { target: 'auto', ...optionsOf(flags) }, flags.json === true, streams);
  },
});

const MOST_STATEMENTS = 20;

function statsInput(input: FormulaInput, options: CompileOptions, json: boolean, streams: Streams): number {
  const result = statsOf(input.text, { ...options, ...(input.file !== null && { file: input.file }) });
  if (json) {
    streams.out(printJSON(result));
    return DONE;
  }
  const functions = [['function', 'operations', 'nodes']];
  for (const [name, count] of Object.entries(result.operations))
    functions.push([name, String(count), String(result.nodes[name])]);
  const statements = [['line', 'value', '+ gradient', 'statement']];
  for (const { line, text, value, gradient } of result.byStatement.slice(0, MOST_STATEMENTS)) {
    statements.push([String(line), String(value), String(gradient), shorten(text, 60)]);
  }
  const classes = Object.entries(result.byClass)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`);
  const pieces =
    result.chunks === 1
      ? '1 chunk'
      : `${result.chunks} chunks, ${result.crossings} values cross them in ${result.slots} slots`;
  streams.out(
    `${table(functions, [1, 2])}\n${classes.join(', ')}; ${pieces}, ${result.bytes} bytes\n\n${table(statements, [0, 1, 2])}`,
  );
  return DONE;
}
