// `wengert explain`: the forward list and the equations of the adjoints, side by side.

import { createCompilation } from '../../compilation.js';
import { adjointSaying, type ListNode, type WengertList, wengertList } from '../../explain/list.js';
import { latex, type Notation, plain } from '../../explain/notation.js';
import type { Numbers } from '../../explain/numbers.js';
import { hasData, unknownCount } from '../../lower/model.js';
import type { CompileOptions } from '../../options.js';
import { withLimits } from '../../within-limits.js';
import { command } from '../command.js';
import { type FormulaInput, readOneInput } from '../files/inputs.js';
import { numbersAt } from '../formula/numbers-at.js';
import { refuseRunTimeSizes } from '../formula/refused-sizes.js';
import { at, formulaOptions, optionsOf } from '../shared-options.js';
import { reportWarnings } from '../terminal/failure.js';
import { printJSON } from '../terminal/json.js';
import { LAYOUTS, type LayoutName } from '../terminal/layouts.js';
import { DONE, type Streams } from '../terminal/streams.js';

export const explain = command({
  name: 'explain',
  description: 'the list of operations and the equations of their adjoints',
  options: {
    ...formulaOptions,
    at: at('value of an input, or a JSON file of them; repeatable'),
    format: {
      flags: '--format <format>',
      description: 'how it is written',
      choices: ['text', 'markdown', 'latex'],
      initial: 'text',
    },
  },
  async action({ positionals, flags, streams }) {
    const input = await readOneInput(positionals, flags.formula, streams);
    const { at = [], format } = flags;
    return explainInput(input, { at, format, json: flags.json === true, options: optionsOf(flags) }, streams);
  },
});

interface ExplainCommand {
  readonly at: readonly string[];
  readonly format: LayoutName;
  readonly json: boolean;
  readonly options: CompileOptions;
}

function explainInput(input: FormulaInput, command: ExplainCommand, streams: Streams): number {
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const compilation = createCompilation(input.text, options, true);
  reportWarnings(compilation.warnings, streams);
  refuseRunTimeSizes(compilation, 'explain');
  const list = withLimits(compilation.model, () => wengertList(compilation));
  const notation = command.format === 'latex' ? latex : plain;
  // The equations first: adjoints make nodes of their own.
  const lines = list.nodes.map(entry => line(list, entry, list.inNames(notation)));
  const numbers = numbersAt(compilation, list, command.at, streams);
  if (command.json) {
    streams.out(printJSON(asRecord(lines, list, numbers)));
    return DONE;
  }
  const rows = lines.map((cells, i) => withNumbers(cells, list.nodes[i]!, numbers, notation));
  const head = [
    'node',
    'operation',
    ...(numbers ? ['value'] : []),
    'adjoint equation',
    ...(numbers ? ['adjoint'] : []),
  ];
  const results = list.nodes.filter(({ isResult }) => isResult).length;
  const isImplicit = unknownCount(compilation.model) + compilation.model.rowUnknowns.length > 0;
  const notes = [
    ...(isImplicit ? ['The adjoint of an implicit unknown is the multiplier of its equation.'] : []),
    ...(results > 1 ? [`Adjoints are those of the sum of the ${results} results.`] : []),
    ...(numbers && hasData(compilation.model)
      ? ["What each row has is without numbers: 'wengert eval --trace' lists the first rows."]
      : []),
  ];
  const note = notes.length === 0 ? null : notes.join(' ');
  const layout = LAYOUTS[command.format];
  const listing = layout.table(head, rows);
  if (note === null) streams.out(listing);
  // A comment of LaTeX comes first.
  else streams.out(command.format === 'latex' ? layout.note(note) + listing : `${listing}\n${layout.note(note)}`);
  return DONE;
}

interface Line {
  readonly name: string;
  readonly operation: string;
  /** The equation of its adjoint; empty without one. */
  readonly backward: string;
}

function line(list: WengertList, { node, name, kind, isActive, isZero }: ListNode, notation: Notation): Line {
  const operation = kind === 'input' ? '' : list.operation(node, notation).text;
  return {
    name: notation.name(name),
    operation: isZero ? `${operation} = ${notation.number(0)}` : operation,
    backward: isActive
      ? adjointSaying(list.adjoint(node, notation), list.equation(node, notation), isZero, notation)
      : '',
  };
}

function withNumbers(
  { name, operation, backward }: Line,
  { node }: ListNode,
  numbers: Numbers | null,
  notation: Notation,
): string[] {
  const shown = (value: number | undefined): string => (value === undefined ? '' : notation.number(value));
  if (numbers === null) return [name, operation, backward];
  return [name, operation, shown(numbers.value.get(node)), backward, shown(numbers.adjoint.get(node))];
}

/** The list as data; what has no adjoint, or is of rows, has none of its numbers. */
function asRecord(lines: readonly Line[], { nodes }: WengertList, numbers: Numbers | null) {
  const steps = lines.map(({ name, operation, backward }, i) => {
    const { node, kind, isResult } = nodes[i]!;
    return {
      ...{ name, kind, operation, isResult },
      ...(backward !== '' && { adjoint: { equation: backward, value: numbers?.adjoint.get(node) } }),
      value: numbers?.value.get(node),
    };
  });
  return { steps };
}
