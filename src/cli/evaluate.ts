// `wengert eval`: value and derivatives at a point.

import { type Observation, observe } from '../evaluate.js';
import { compile } from '../index.js';
import { type CompileOptions, type Prepared, prepare } from '../options.js';
import { lineStarts, positionAt } from '../source.js';
import { reportWarnings, usageError } from './errors.js';
import type { FormulaInput } from './inputs.js';
import { printJSON } from './json.js';
import { readPoint } from './point.js';
import { DONE, type Streams } from './streams.js';
import { table } from './table.js';

export interface EvaluateCommand {
  readonly at: readonly string[];
  readonly order: number;
  readonly trace: boolean;
  readonly json: boolean;
  readonly options: CompileOptions;
}

const HIGHEST_ORDER = 2;

type Result = Record<string, unknown>;

export function evaluateInput(input: FormulaInput, command: EvaluateCommand, streams: Streams): number {
  if (command.order > HIGHEST_ORDER)
    throw usageError(`--order ${command.order} is not supported yet`, 'orders are 0, 1 and 2');
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const prepared = prepare(input.text, options);
  reportWarnings(prepared.warnings, streams);
  const point = readPoint(prepared.model, command.at, streams);
  const result = evaluate(input.text, options, prepared, point, command.order);
  const trace = command.trace ? observe(prepared, point) : null;
  if (command.json) streams.out(printJSON({ ...result, ...(trace && { trace: traceRows(trace, prepared) }) }));
  else streams.out(`${trace ? `${traceText(trace, prepared)}\n` : ''}${resultText(result, prepared)}`);
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
  const byName = (values: ArrayLike<number>): Record<string, number> =>
    Object.fromEntries(model.wrt.map((input, i) => [input.name, values[i]!]));
  if (!model.scalar) {
    if (order > 1) throw usageError(`--order ${order} needs one result, but the program has ${model.outputs.length}`);
    const values = compiled.value(...point) as Float64Array;
    const value = Object.fromEntries(model.outputs.map(({ name }, i) => [name, values[i]]));
    return order === 0 ? { value } : { value, jacobian: rowsOf(compiled.jacobian(...point), model.wrt.length) };
  }
  if (order === 0) return { value: compiled.value(...point) };
  const gradient = new Float64Array(model.wrt.length);
  const value = compiled.valueAndGradient(...point, gradient) as number;
  if (order === 1) return { value, gradient: byName(gradient) };
  return { value, gradient: byName(gradient), hessian: rowsOf(compiled.hessian(...point), model.wrt.length) };
}

function rowsOf(flat: Float64Array, columns: number): number[][] {
  const count = columns === 0 ? 0 : flat.length / columns;
  return Array.from({ length: count }, (_, row) => Array.from(flat.subarray(row * columns, (row + 1) * columns)));
}

function resultText(result: Result, { model }: Prepared): string {
  const rows: string[][] = [];
  const { value, gradient, hessian, jacobian } = result;
  if (typeof value === 'number') rows.push(['value', String(value)]);
  else for (const [name, of] of Object.entries(value as Record<string, number>)) rows.push([name, String(of)]);
  for (const [name, of] of Object.entries((gradient ?? {}) as Record<string, number>))
    rows.push([`∂/∂${name}`, String(of)]);
  const names = model.wrt.map(input => input.name);
  for (const [i, row] of ((hessian ?? []) as number[][]).entries()) {
    for (const [j, of] of row.entries()) if (j <= i) rows.push([`∂²/∂${names[i]}∂${names[j]}`, String(of)]);
  }
  for (const [i, row] of ((jacobian ?? []) as number[][]).entries()) {
    for (const [j, of] of row.entries()) rows.push([`∂${model.outputs[i]!.name}/∂${names[j]}`, String(of)]);
  }
  return table(rows);
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

/** Says which statement first made a NaN or an infinity. */
function warnIfNotFinite(result: Result, prepared: Prepared, point: readonly number[], streams: Streams): void {
  const isBad = (of: unknown): boolean =>
    typeof of === 'number'
      ? !Number.isFinite(of)
      : typeof of === 'object' && of !== null && Object.values(of).some(isBad);
  if (!isBad(result)) return;
  const inputs = prepared.model.inputs.filter((_, i) => !Number.isFinite(point[i]!)).map(input => input.name);
  if (inputs.length > 0) {
    streams.err(`not finite: the input ${inputs.join(', ')} is not\n`);
    return;
  }
  const first = observe(prepared, point).find(({ value }) => !Number.isFinite(value));
  if (first === undefined) {
    streams.err('not finite: the values are, a derivative is not\n');
    return;
  }
  const [row] = traceRows([first], prepared);
  streams.err(`not finite: line ${row!.line}, column ${row!.column}: '${row!.text}' is ${first.value}\n`);
}
