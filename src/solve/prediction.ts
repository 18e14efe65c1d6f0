// What a fitted model says of a row: the program with the parameters as constants, and of the columns those that it takes to
// say it. Equations of responses become definitions, and are the result.

import { formulaError } from '../diagnostic.js';
import type { Input } from '../lower/model.js';
import type { Declaration } from '../parse/program.js';
import type { Fitted } from './fitted.js';
import { listed } from './parameters.js';
import type { ReadModel } from './prepare.js';
import { freeNames } from './with-columns.js';

export interface Prediction {
  readonly text: string;
  /** Data that it takes, in its order of arguments. */
  readonly predictors: readonly Input[];
  readonly responses: readonly Input[];
}

const WITHOUT_VALUE = new Set(['residual', 'constraint', 'minimize', 'maximize', 'output', 'emit', 'expression']);

/**
 * @param values of params and of other inputs that are no data, by name, flat
 * @throws FormulaError where the model says of no column what it is
 */
export function predictionOf(
  read: ReadModel,
  { loss, isRowByRow }: Pick<Fitted, 'loss' | 'isRowByRow'>,
  values: ReadonlyMap<string, ArrayLike<number>>,
): Prediction {
  const { program, text, data, compilation } = read;
  const responses = data.filter(({ name }) => read.responses.includes(name));
  if (responses.length === 0)
    throw formulaError(
      'WG602',
      'the model has no prediction to write',
      "write 'y = …', where y is a column of the data",
    );
  if (!isRowByRow)
    throw formulaError(
      'WG602',
      'the model says of a row what depends on all of them, such as a mean, and has no prediction for one',
      'write the number in its place',
    );
  const isResponse = new Set(read.responses);
  const kept = program.statements.filter(of => !WITHOUT_VALUE.has(of.kind));
  const computing = kept.filter(of => of.kind !== 'declaration');
  const isRead = new Set(computing.flatMap(of => [...freeNames(of)]));
  const both = responses.filter(({ name }) => isRead.has(name));
  if (both.length > 0)
    throw formulaError(
      'WG602',
      `${listed(both.map(of => of.name))}: a response that stands on the right as well has no prediction of its own`,
      'use a column of another name there, with the same numbers',
    );
  const shapes = new Map(compilation.model.inputs.map(input => [input.name, input]));
  const lines = kept.flatMap((of): string[] => {
    if (of.kind === 'declaration') return declared(of, text, shapes, values, isRead, isResponse);
    if (of.kind === 'definition' && isResponse.has(of.name.name)) {
      const { start, end } = of.value.span;
      const value = text.slice(start, end);
      return [`${of.name.name} = ${loss.link === null ? value : `${loss.link}(${value})`}`];
    }
    return [text.slice(of.span.start, of.span.end)];
  });
  const last = computing.findLast(({ kind }) => kind !== 'function');
  const isLast = read.responses.length === 1 && last?.kind === 'definition' && isResponse.has(last.name.name);
  if (!isLast) lines.push(`output ${read.responses.join(', ')}`);
  return {
    text: lines.join('\n'),
    predictors: data.filter(({ name }) => isRead.has(name) && !isResponse.has(name)),
    responses,
  };
}

/** A param as what it was fitted to, a column as an input; neither where nothing reads it. */
function declared(
  of: Declaration,
  text: string,
  inputs: ReadonlyMap<string, Input>,
  values: ReadonlyMap<string, ArrayLike<number>>,
  isRead: ReadonlySet<string>,
  isResponse: ReadonlySet<string>,
): string[] {
  const { name } = of.name;
  if (of.keyword === 'const') return [`const ${text.slice(of.name.start, of.span.end)}`];
  if (!isRead.has(name) || isResponse.has(name)) return [];
  const value = values.get(name);
  if (value !== undefined) return [`${name} = ${written(inputs.get(name)!.shape, value)}`];
  return [`input ${text.slice(of.name.start, of.shape?.span.end ?? of.name.end)}`];
}

/** Numbers as the language has them. */
function written(shape: readonly number[], values: ArrayLike<number>): string {
  const [, width = values.length] = shape;
  if (shape.length === 0) return String(values[0]);
  const rows = Array.from({ length: values.length / width }, (_, i) =>
    Array.prototype.slice.call(values, i * width, (i + 1) * width).join(', '),
  );
  return `[${rows.join('; ')}]`;
}
