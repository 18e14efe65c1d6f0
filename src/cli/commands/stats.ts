// `wengert stats`: how much the emitted functions execute.

import { stats as statsOf } from '../../index.js';
import type { CompileOptions } from '../../options.js';
import { shorten } from '../../source.js';
import { command } from '../command.js';
import { type FormulaInput, readOneInput } from '../files/inputs.js';
import { emit, formulaOptions, optionsOf } from '../shared-options.js';
import { table } from '../terminal/columns.js';
import { printJSON } from '../terminal/json.js';
import { DONE, type Streams } from '../terminal/streams.js';

export const stats = command({
  name: 'stats',
  description: 'operations, nodes, bytes; by statement, largest first',
  options: { ...formulaOptions, emit },
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
  const { perRow, perIteration } = result;
  // Columns that only programs with data have.
  const ofRows = (...cells: readonly (string | number)[]): string[] => (perRow === undefined ? [] : cells.map(String));
  const ofBlocks = (cell: string | number): string[] => (perIteration === undefined ? [] : [String(cell)]);
  const functions = [['function', 'operations', ...ofRows('per row'), ...ofBlocks('per iteration'), 'nodes']];
  for (const [name, count] of Object.entries(result.operations)) {
    const repeated = [...ofRows(perRow?.operations[name] ?? 0), ...ofBlocks(perIteration?.operations[name] ?? 0)];
    functions.push([name, String(count), ...repeated, String(result.nodes[name])]);
  }
  const statements = [['line', 'value', '+ gradient', ...ofRows('per row', '+ gradient'), 'statement']];
  for (const { line, text, value, gradient, perRow: of } of result.byStatement.slice(0, MOST_STATEMENTS)) {
    const rows = ofRows(of?.value ?? 0, of?.gradient ?? 0);
    statements.push([String(line), String(value), String(gradient), ...rows, shorten(text, 60)]);
  }
  const classes =
    classesOf(result.byClass) +
    (perRow === undefined ? '' : `; per row ${classesOf(perRow.byClass)}`) +
    (perIteration === undefined ? '' : `; per iteration ${classesOf(perIteration.byClass)}`);
  const pieces =
    result.chunks === 1
      ? '1 chunk'
      : `${result.chunks} chunks, ${result.crossings} values cross them in ${result.slots} slots`;
  streams.out(
    `${table(functions, upTo(functions[0]!.length).slice(1))}\n${classes}; ${pieces}, ${result.bytes} bytes\n\n${table(statements, upTo(statements[0]!.length - 1))}`,
  );
  return DONE;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const classesOf = (byClass: Readonly<Record<string, number>>): string =>
  Object.entries(byClass)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';
