// `wengert eval`: value and derivatives at a point.

import { type Compilation, createCompilation } from '../../compilation.js';
import { derivativeOf } from '../../evaluate.js';
import { linesOf } from '../../explain/lines.js';
import { wengertList } from '../../explain/list.js';
import { numbersOf } from '../../explain/numbers.js';
import { functionsOf } from '../../functions.js';
import { hasData, hasRunTimeSizes, type Input } from '../../lower/model.js';
import type { CompileOptions } from '../../options.js';
import { withLimits } from '../../within-limits.js';
import { command } from '../command.js';
import { type Entry, warnIfNotFinite } from '../eval/not-finite.js';
import { type Observed, observed, statementNames } from '../eval/observed.js';
import { fullTensor, tensorEntries } from '../eval/symmetric-tensors.js';
import { type FormulaInput, readOneInput } from '../files/inputs.js';
import { elementNames, flatten, named } from '../formula/elements.js';
import { placesOf } from '../formula/lines.js';
import { type ArgumentValue, argumentsAt, type Point, readPoint } from '../formula/point.js';
import { ranAt } from '../formula/run-at.js';
import { inputsOf, outputsAt, writtenOut, writtenSize } from '../formula/written-out.js';
import { wholeNumber } from '../option-values.js';
import { at, formulaOptions, optionsOf } from '../shared-options.js';
import { table } from '../terminal/columns.js';
import { reportWarnings, usageError } from '../terminal/failure.js';
import { printJSON } from '../terminal/json.js';
import { DONE, type Streams } from '../terminal/streams.js';

export const evaluate = command({
  name: 'eval',
  description: 'value and derivatives at a point',
  options: {
    ...formulaOptions,
    at: at('value of an input, or a JSON file of them; repeatable'),
    order: {
      flags: '--order <n>',
      description: 'highest order of derivatives, 0 to 4',
      read: wholeNumber,
      initial: 1,
    },
    trace: { flags: '--trace', description: 'every intermediate value' },
  },
  async action({ positionals, flags, streams }) {
    const { at = [], order, trace = false, json = false } = flags;
    const input = await readOneInput(positionals, flags.formula, streams);
    return evaluateInput(input, { at, order, trace, json, options: optionsOf(flags) }, streams);
  },
});

interface EvaluateCommand {
  readonly at: readonly string[];
  readonly order: number;
  readonly trace: boolean;
  readonly json: boolean;
  readonly options: CompileOptions;
}

const HIGHEST_ORDER = 4;

/** Keys of the derivatives above the Hessian, and how the text names them. */
const HIGHER = [
  { order: 3, key: 'third', power: '³' },
  { order: 4, key: 'fourth', power: '⁴' },
] as const;

type Result = Record<string, unknown>;

function evaluateInput(input: FormulaInput, command: EvaluateCommand, streams: Streams): number {
  if (command.order > HIGHEST_ORDER)
    throw usageError(`--order ${command.order} is too high`, `orders are 0 to ${HIGHEST_ORDER}`);
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const compilation = createCompilation(input.text, options, command.trace);
  reportWarnings(compilation.warnings, streams);
  const point = readPoint(compilation.model, command.at, streams);
  const inputs = argumentsAt(compilation.model, point);
  const result = ranAt(() => resultAt(compilation, point, command.order), compilation.model);
  if (!command.trace) streams.out(command.json ? printJSON(result) : resultText(result, compilation, point));
  else {
    const trace = traceAt(compilation, point);
    const adjoints = hasRunTimeSizes(compilation.model) ? [] : ranAt(() => largestAdjoints(compilation, inputs));
    if (command.json)
      streams.out(printJSON({ ...result, trace: traceRows(trace, compilation), largestAdjoints: adjoints }));
    else
      streams.out(
        `${traceText(trace, compilation)}${restText(point)}\n${adjointsText(adjoints)}${resultText(result, compilation, point)}`,
      );
  }
  warnIfNotFinite(entriesOf(result), compilation, point, streams);
  return DONE;
}

/** Rows of the data whose values are listed. */
const LISTED_ROWS = 3;
/** Values beyond which none are listed. */
const MOST_TRACED = 300_000;

/** All values outside of rows, and those of the first rows. */
function traceAt(compilation: Compilation, { values, sizes }: Point): Observed[] {
  const size = writtenSize(compilation.model, sizes);
  if (size > MOST_TRACED)
    throw usageError(
      `--trace computes every value of every row, and ${size} are too many`,
      'give fewer rows; without --trace there is no limit to them',
    );
  const written = writtenOut(compilation, sizes);
  const all = observed(written, statementNames(compilation.model), values);
  return all.filter(({ row }) => (row ?? 0) <= LISTED_ROWS);
}

function resultAt(compilation: Compilation, point: Point, order: number): Result {
  const { model } = compilation;
  const functions = functionsOf(compilation);
  const args = argumentsAt(model, point);
  const wrt = wrtAt(model, point.sizes);
  const n = wrt.reduce((total, { nodes }) => total + nodes.length, 0);
  if (!model.scalar) {
    if (order > 1) throw usageError(`--order ${order} needs one number as the result`, 'reduce it: sum(…), dot(…)');
    const value = named(outputsAt(model, point.sizes), functions.get('value')(...args) as Float64Array);
    const only = model.outputs.length === 1 ? Object.values(value)[0] : value;
    return order === 0 ? { value: only } : { value: only, jacobian: rowsOf(functions.get('jacobian')(...args), n) };
  }
  if (order === 0) return { value: functions.get('value')(...args) };
  const flat = new Float64Array(n);
  const allRows = hasData(model) ? [undefined, undefined] : [];
  const value = functions.get('valueAndGradient')(...args, ...allRows, flat) as number;
  const gradient = named(wrt, flat);
  if (order === 1) return { value, gradient };
  const result: Result = { value, gradient, hessian: rowsOf(functions.get('hessian')(...args), n) };
  for (const higher of HIGHER) {
    if (higher.order <= order)
      result[higher.key] = fullTensor(derivativeOf(compilation, higher.order, args), n, higher.order);
  }
  return result;
}

/** The differentiated inputs at a point, where all sizes are known. */
function wrtAt({ inputs, wrt }: Compilation['model'], sizes: Point['sizes']): Input[] {
  return inputsOf({ inputs }, sizes).filter((_, i) => wrt.includes(inputs[i]!));
}

function rowsOf(flat: Float64Array, columns: number): number[][] {
  const count = columns === 0 ? 0 : flat.length / columns;
  return Array.from({ length: count }, (_, row) => Array.from(flat.subarray(row * columns, (row + 1) * columns)));
}

function resultText(result: Result, { model }: Compilation, { sizes }: Point): string {
  const rows: string[][] = [];
  const { value, gradient, hessian, jacobian } = result;
  const outputs = elementNames(outputsAt(model, sizes));
  const names = elementNames(wrtAt(model, sizes));
  if (model.scalar) rows.push(['value', String(value)]);
  else for (const [i, of] of flatten(value).entries()) rows.push([outputs[i]!, String(of)]);
  for (const [i, of] of flatten(gradient ?? []).entries()) rows.push([`∂/∂${names[i]}`, String(of)]);
  for (const [i, row] of ((hessian ?? []) as number[][]).entries()) {
    for (const [j, of] of row.entries()) if (j <= i) rows.push([`∂²/∂${names[i]}∂${names[j]}`, String(of)]);
  }
  for (const { key, power } of HIGHER) {
    if (result[key] !== undefined) rows.push(...tensorRows(result[key], names, power));
  }
  for (const [i, row] of ((jacobian ?? []) as number[][]).entries()) {
    for (const [j, of] of row.entries()) rows.push([`∂${outputs[i]}/∂${names[j]}`, String(of)]);
  }
  return table(rows);
}

/** Rows of the entries with decreasing indices, as for the Hessian. */
function tensorRows(tensor: unknown, names: readonly string[], power: string): string[][] {
  return tensorEntries(tensor).map(({ indices, of }) => [
    `∂${power}/${indices.map(i => `∂${names[i]}`).join('')}`,
    String(of),
  ]);
}

/** Every number of a result with what it is. */
function entriesOf(result: Result): Entry[] {
  const { value, gradient, jacobian, ...higher } = result;
  const values = flatten(value).map((of, row) => ({ row, along: [], value: of }));
  const slopes = flatten(gradient ?? []).map((of, i) => ({ row: 0, along: [i], value: of }));
  const rows = ((jacobian ?? []) as number[][]).flatMap((row, i) =>
    row.map((of, j) => ({ row: i, along: [j], value: of })),
  );
  const tensors = Object.values(higher).flatMap(tensor =>
    tensorEntries(tensor).map(({ indices, of }) => ({ row: 0, along: indices, value: of })),
  );
  return [...values, ...slopes, ...rows, ...tensors];
}

function traceRows(trace: readonly Observed[], compilation: Compilation) {
  const placeOf = placesOf(compilation);
  const hasRows = trace.some(({ row }) => row !== null);
  return trace.map(({ name, span, value, row }) => {
    const { line, column, text } = placeOf(span);
    return { name, line, column, text, value, ...(hasRows && { row }) };
  });
}

function traceText(trace: readonly Observed[], compilation: Compilation): string {
  return table(
    traceRows(trace, compilation).map(({ line, name, text, value, row }) => [
      `${line ?? ''}`,
      ...(row === undefined ? [] : [row === null ? '' : `row ${row}`]),
      name ?? '',
      text,
      String(value),
    ]),
    [0],
  );
}

function restText({ sizes }: Point): string {
  const rows = sizes.reduce((most, size) => Math.max(most, size), 0);
  return rows > LISTED_ROWS ? `and so on for ${rows} rows\n` : '';
}

interface LineAdjoint {
  readonly line: number;
  readonly name: string;
  readonly adjoint: number;
}

/** For every line that computes something, the node to which the result is most sensitive. */
function largestAdjoints(compilation: Compilation, inputs: readonly ArgumentValue[]): LineAdjoint[] {
  const list = withLimits(compilation.model, () => wengertList(compilation));
  const { adjoint } = numbersOf(list, inputs);
  const lineOf = linesOf(compilation);
  const lines = new Map<number, LineAdjoint>();
  for (const { node, name, kind } of list.nodes) {
    const line = lineOf(node)?.line;
    const found = adjoint.get(node);
    if (kind === 'input' || found === undefined || line === undefined) continue;
    const known = lines.get(line);
    if (known === undefined || Math.abs(found) > Math.abs(known.adjoint))
      lines.set(line, { line, name, adjoint: found });
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

function adjointsText(adjoints: readonly LineAdjoint[]): string {
  if (adjoints.length === 0) return '';
  const rows = adjoints.map(({ line, name, adjoint }) => [String(line), name, String(adjoint)]);
  return `${table([['line', 'largest', 'adjoint'], ...rows], [0])}\n`;
}
