// `wengert eval`: value and derivatives at a point.

import { withLimits } from '../emit/limits.js';
import { derivativeOf, type Observation, observe } from '../evaluate.js';
import { wengertList } from '../explain/list.js';
import { numbersOf } from '../explain/numbers.js';
import { compile } from '../index.js';
import { elementName, type Input, nested, wrtNodes } from '../lower/model.js';
import { type CompileOptions, type Prepared, prepare } from '../options.js';
import { lineStarts, positionAt } from '../source.js';
import { reportWarnings, usageError } from './errors.js';
import type { FormulaInput } from './inputs.js';
import { printJSON } from './json.js';
import { linesOf } from './lines.js';
import { readPoint, toArguments } from './point.js';
import { DONE, type Streams } from './streams.js';
import { table } from './table.js';

export interface EvaluateCommand {
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

export function evaluateInput(input: FormulaInput, command: EvaluateCommand, streams: Streams): number {
  if (command.order > HIGHEST_ORDER)
    throw usageError(`--order ${command.order} is too high`, `orders are 0 to ${HIGHEST_ORDER}`);
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const prepared = prepare(input.text, options);
  reportWarnings(prepared.warnings, streams);
  const point = readPoint(prepared.model, command.at, streams);
  const result = evaluate(input.text, options, prepared, point, command.order);
  if (!command.trace) streams.out(command.json ? printJSON(result) : resultText(result, prepared));
  else {
    const inputs = toArguments(prepared.model.inputs, point);
    const trace = observe(prepared, inputs);
    const adjoints = largestAdjoints(prepared, inputs);
    if (command.json)
      streams.out(printJSON({ ...result, trace: traceRows(trace, prepared), largestAdjoints: adjoints }));
    else streams.out(`${traceText(trace, prepared)}\n${adjointsText(adjoints)}${resultText(result, prepared)}`);
  }
  warnIfNotFinite(result, prepared, point, streams);
  return DONE;
}

function evaluate(
  text: string,
  options: CompileOptions,
  prepared: Prepared,
  point: readonly number[],
  order: number,
): Result {
  const { model } = prepared;
  const compiled = compile(text, options);
  const args = toArguments(model.inputs, point);
  const n = wrtNodes(model).length;
  if (!model.scalar) {
    if (order > 1) throw usageError(`--order ${order} needs one number as the result`, 'reduce it: sum(…), dot(…)');
    const value = named(model.outputs, compiled.value(...args) as Float64Array);
    const only = model.outputs.length === 1 ? Object.values(value)[0] : value;
    return order === 0 ? { value: only } : { value: only, jacobian: rowsOf(compiled.jacobian(...args), n) };
  }
  if (order === 0) return { value: compiled.value(...args) };
  const flat = new Float64Array(n);
  const value = compiled.valueAndGradient(...args, flat) as number;
  const gradient = named(model.wrt, flat);
  if (order === 1) return { value, gradient };
  const result: Result = { value, gradient, hessian: rowsOf(compiled.hessian(...args), n) };
  for (const higher of HIGHER) {
    if (higher.order <= order)
      result[higher.key] = fullTensor(derivativeOf(prepared, higher.order, args), n, higher.order);
  }
  return result;
}

interface Entry {
  readonly indices: readonly number[];
  readonly value: number;
}

/** Nested arrays of a symmetric tensor from its entries with increasing indices. */
function fullTensor(entries: readonly Entry[], n: number, order: number): unknown {
  const flat = new Float64Array(n ** order);
  for (const { indices, value } of entries) {
    for (const order_ of permutations(indices)) flat[order_.reduce((at, i) => at * n + i, 0)] = value;
  }
  let nestedRows: unknown[] = Array.from(flat);
  for (let level = 1; level < order; level++) {
    const rows = nestedRows;
    nestedRows = Array.from({ length: rows.length / n }, (_, i) => rows.slice(i * n, (i + 1) * n));
  }
  return nestedRows;
}

/** Of at most four indices. */
function permutations(indices: readonly number[]): number[][] {
  if (indices.length <= 1) return [[...indices]];
  return indices.flatMap((first, i) => permutations(indices.filter((_, k) => k !== i)).map(rest => [first, ...rest]));
}

/** Flat values of several items by name, shaped like them. */
function named(items: readonly Pick<Input, 'name' | 'shape' | 'nodes'>[], flat: Float64Array): Record<string, unknown> {
  let next = 0;
  return Object.fromEntries(
    items.map(({ name, shape, nodes }) => {
      next += nodes.length;
      return [name, nested(shape, flat.subarray(next - nodes.length, next))];
    }),
  );
}

const elementNames = (items: readonly Pick<Input, 'name' | 'shape' | 'nodes'>[]): string[] =>
  items.flatMap(item => item.nodes.map((_, i) => elementName(item, i)));

function rowsOf(flat: Float64Array, columns: number): number[][] {
  const count = columns === 0 ? 0 : flat.length / columns;
  return Array.from({ length: count }, (_, row) => Array.from(flat.subarray(row * columns, (row + 1) * columns)));
}

function resultText(result: Result, { model }: Prepared): string {
  const rows: string[][] = [];
  const { value, gradient, hessian, jacobian } = result;
  const outputs = elementNames(model.outputs);
  const names = elementNames(model.wrt);
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
  let level: { indices: number[]; of: unknown }[] = [{ indices: [], of: tensor }];
  while (Array.isArray(level[0]?.of)) {
    level = level.flatMap(({ indices, of }) =>
      (of as unknown[]).flatMap((inner, i) =>
        i <= (indices.at(-1) ?? i) ? [{ indices: [...indices, i], of: inner }] : [],
      ),
    );
  }
  return level.map(({ indices, of }) => [`∂${power}/${indices.map(i => `∂${names[i]}`).join('')}`, String(of)]);
}

/** The numbers of nested arrays and records, in order. */
function flatten(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Object.values(value as object).flatMap(flatten);
}

function traceRows(trace: readonly Observation[], { model }: Prepared) {
  const starts = model.source === null ? [] : lineStarts(model.source.text);
  return trace.map(({ name, span, value }) => {
    const place = span === null ? null : positionAt(starts, span.start);
    return {
      name,
      line: place?.line ?? null,
      column: place?.column ?? null,
      text: textOf(span, model.source?.text),
      value,
    };
  });
}

function textOf(span: Observation['span'], text: string | undefined): string {
  return span === null || text === undefined ? '' : text.slice(span.start, span.end).replace(/\s+/g, ' ');
}

function traceText(trace: readonly Observation[], prepared: Prepared): string {
  return table(
    traceRows(trace, prepared).map(row => [`${row.line ?? ''}`, row.name ?? '', row.text, String(row.value)]),
    [0],
  );
}

interface LineAdjoint {
  readonly line: number;
  readonly name: string;
  readonly adjoint: number;
}

/** For every line that computes something, the node to which the result is most sensitive. */
function largestAdjoints(prepared: Prepared, inputs: Parameters<typeof observe>[1]): LineAdjoint[] {
  const list = withLimits(prepared.model, () => wengertList(prepared));
  const { adjoint } = numbersOf(prepared, list, inputs);
  const lineOf = linesOf(prepared);
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

/** Says which statement first made a NaN or an infinity. */
function warnIfNotFinite(result: Result, prepared: Prepared, point: readonly number[], streams: Streams): void {
  const isBad = (of: unknown): boolean =>
    typeof of === 'number'
      ? !Number.isFinite(of)
      : typeof of === 'object' && of !== null && Object.values(of).some(isBad);
  if (!isBad(result)) return;
  const inputs = elementNames(prepared.model.inputs).filter((_, i) => !Number.isFinite(point[i]!));
  if (inputs.length > 0) {
    streams.err(`not finite: the input ${inputs.join(', ')} is not\n`);
    return;
  }
  const first = observe(prepared, toArguments(prepared.model.inputs, point)).find(
    ({ value }) => !Number.isFinite(value),
  );
  if (first === undefined) {
    streams.err('not finite: the values are, a derivative is not\n');
    return;
  }
  const [row] = traceRows([first], prepared);
  streams.err(`not finite: line ${row!.line}, column ${row!.column}: '${row!.text}' is ${first.value}\n`);
}
