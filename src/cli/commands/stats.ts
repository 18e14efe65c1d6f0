// `wengert stats`: how much the emitted functions execute.

import { stats } from '../../index.js';
import type { CompileOptions } from '../../options.js';
import { shorten } from '../../source.js';
import type { FormulaInput } from '../files/inputs.js';
import { table } from '../terminal/columns.js';
import { printJSON } from '../terminal/json.js';
import { DONE, type Streams } from '../terminal/streams.js';

const MOST_STATEMENTS = 20;

export function statsInput(input: FormulaInput, options: CompileOptions, json: boolean, streams: Streams): number {
  const result = stats(input.text, { ...options, ...(input.file !== null && { file: input.file }) });
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
