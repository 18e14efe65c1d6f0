// `wengert verify`: emitted derivatives against differences of emitted values, and forward against reverse mode.

import { compile } from '../index.js';
import { type DifferentiatedModel, elementName, type Input, nested, resultNodes, wrtNodes } from '../lower/model.js';
import { type CompileOptions, prepare } from '../options.js';
import { differenceOf } from './differences.js';
import { reportWarnings } from './errors.js';
import type { FormulaInput } from './inputs.js';
import { printJSON } from './json.js';
import { readPoint, toArguments } from './point.js';
import { DONE, INPUT_FAULT, type Streams } from './streams.js';
import { table } from './table.js';

export interface VerifyCommand {
  readonly at: readonly string[];
  readonly samples: number;
  readonly json: boolean;
  readonly options: CompileOptions;
}

interface Comparison {
  readonly output: string;
  readonly input: string;
  readonly derivative: number;
  readonly difference: number;
  /** |derivative - difference|, and how well differences know it. */
  readonly error: number;
  readonly uncertainty: number;
  readonly verdict: 'agrees' | 'differs' | 'kink' | 'undecided';
}

interface VerifiedPoint {
  readonly at: Record<string, number | number[] | number[][]>;
  readonly derivatives: readonly Comparison[];
  /** |ȳᵀ(J v) - (Jᵀȳ)ᵀ v| relative to the size of its terms. */
  readonly adjointIdentity: number;
}

const RELATIVE_TOLERANCE = 1e-6;
const IDENTITY_TOLERANCE = 1e-9;

export function verifyInput(input: FormulaInput, command: VerifyCommand, streams: Streams): number {
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const { model, warnings } = prepare(input.text, options);
  reportWarnings(warnings, streams);
  const compiled = compile(input.text, options);
  const values = (point: readonly number[]): ArrayLike<number> => {
    const value: number | Float64Array = compiled.value(...toArguments(model.inputs, point));
    return typeof value === 'number' ? [value] : value;
  };
  const points =
    command.at.length > 0 ? [readPoint(model, command.at, streams)] : samplePoints(model, command.samples, values);
  const verified = points.map(point => verifyPoint(model, compiled, values, point));
  const wrong = verified.some(
    ({ derivatives, adjointIdentity }) =>
      adjointIdentity > IDENTITY_TOLERANCE || derivatives.some(({ verdict }) => verdict === 'differs'),
  );
  if (command.json) streams.out(printJSON({ ok: !wrong, points: verified }));
  else streams.out(report(verified, wrong));
  return wrong ? INPUT_FAULT : DONE;
}

type Compiled = ReturnType<typeof compile>;
type Values = (point: readonly number[]) => ArrayLike<number>;

function verifyPoint(
  model: DifferentiatedModel,
  compiled: Compiled,
  values: Values,
  point: readonly number[],
): VerifiedPoint {
  const jacobian = compiled.jacobian(...toArguments(model.inputs, point)) as Float64Array;
  const columns = model.wrt.flatMap(input =>
    input.nodes.map((_, i) => ({ name: elementName(input, i), slot: input.slot + i })),
  );
  const rows = model.outputs.flatMap(output => output.nodes.map((_, i) => elementName(output, i)));
  const derivatives: Comparison[] = [];
  for (const [row, output] of rows.entries()) {
    for (const [column, { name, slot }] of columns.entries()) {
      const along = (x: number): number => values(point.map((value, i) => (i === slot ? x : value)))[row]!;
      derivatives.push(compare(output, name, jacobian[row * columns.length + column]!, along, point[slot]!));
    }
  }
  return {
    at: Object.fromEntries(
      model.inputs.map(({ name, shape, slot, nodes }) => [name, nested(shape, point.slice(slot, slot + nodes.length))]),
    ),
    derivatives,
    adjointIdentity: adjointIdentity(model, compiled, point),
  };
}

function compare(
  output: string,
  input: string,
  derivative: number,
  along: (x: number) => number,
  x: number,
): Comparison {
  const { derivative: difference, uncertainty, left, right } = differenceOf(along, x);
  const error = Math.abs(derivative - difference);
  const tolerance = Math.max(
    RELATIVE_TOLERANCE * Math.max(Math.abs(derivative), Math.abs(difference)),
    4 * uncertainty,
    1e-10,
  );
  const isKink = Math.abs(left - right) > 1e-3 * Math.max(Math.abs(left), Math.abs(right), 1e-3);
  let verdict: Comparison['verdict'] = 'differs';
  if (Object.is(derivative, difference) || error <= tolerance) verdict = 'agrees';
  else if (!Number.isFinite(difference) || !Number.isFinite(derivative)) verdict = 'undecided';
  else if (isKink) verdict = 'kink';
  return { output, input, derivative, difference, error, uncertainty, verdict };
}

/** Forward and reverse mode share the partials but not the way through the graph: ȳᵀ(J v) = (Jᵀȳ)ᵀ v. */
function adjointIdentity(model: DifferentiatedModel, compiled: Compiled, point: readonly number[]): number {
  const random = generator(7);
  const tangents = wrtNodes(model).map(() => random() - 0.5);
  const adjoints = resultNodes(model).map(() => random() - 0.5);
  const args = toArguments(model.inputs, point);
  const forward = compiled.jvp(...args, ...toArguments(model.wrt, tangents)) as Float64Array;
  const reverse = compiled.vjp(...args, model.scalar ? adjoints[0] : adjoints) as Float64Array;
  let difference = 0;
  let size = Number.MIN_VALUE;
  for (const [i, adjoint] of adjoints.entries()) {
    difference += adjoint * forward[i]!;
    size += Math.abs(adjoint * forward[i]!);
  }
  for (const [j, tangent] of tangents.entries()) {
    difference -= tangent * reverse[j]!;
    size += Math.abs(tangent * reverse[j]!);
  }
  return Number.isFinite(size) ? Math.abs(difference) / size : 0;
}

/** Deterministic pseudo-random numbers in [0, 1) (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MOST_TRIES = 50;

/** Points inside the bounds, near the starts, at which the values are finite where such are found. */
function samplePoints(model: DifferentiatedModel, count: number, values: Values): number[][] {
  const random = generator(1);
  const sample = ({ nodes, lower, upper, initial }: Input): number[] =>
    nodes.map((_, i) => {
      const [low, high, start] = [lower?.[i], upper?.[i], initial?.[i]];
      if (low !== undefined && high !== undefined && Number.isFinite(high - low))
        return low + (high - low) * (0.05 + 0.9 * random());
      if (start !== undefined) return start + (random() - 0.5) * Math.max(Math.abs(start), 1);
      return 0.25 + 2 * random();
    });
  return Array.from({ length: count }, () => {
    let point = model.inputs.flatMap(sample);
    for (let i = 0; i < MOST_TRIES && !Array.from(values(point)).every(Number.isFinite); i++)
      point = model.inputs.flatMap(sample);
    return point;
  });
}

function report(points: readonly VerifiedPoint[], wrong: boolean): string {
  const rows = [['output', 'input', 'derivative', 'difference', 'error', '']];
  for (const { derivatives } of points) {
    for (const { output, input, derivative, difference, error, verdict } of derivatives) {
      rows.push([
        output,
        input,
        derivative.toPrecision(12),
        difference.toPrecision(12),
        error.toExponential(1),
        verdict,
      ]);
    }
  }
  const count = points.reduce((total, { derivatives }) => total + derivatives.length, 0);
  const identity = Math.max(...points.map(({ adjointIdentity: of }) => of));
  const counted = (n: number, of: string): string => `${n} ${of}${n === 1 ? '' : 's'}`;
  const compared = `${counted(count, 'derivative')} at ${counted(points.length, 'point')}`;
  const head = `${compared}: ${wrong ? 'some DIFFER' : 'none differs'}`;
  return `${table(rows)}\n${head}; forward and reverse mode agree to ${identity.toExponential(1)}\n`;
}
