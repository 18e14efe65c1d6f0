// `--emit model.js`: the fitted model as a module of its own. `value` and its derivatives are by the columns that it predicts
// from, one row at a time; `predict` takes whole columns.

import path from 'node:path';
import { emitFiles } from '../../files.js';
import type { Prediction } from '../../solve/prediction.js';
import type { FitResult } from '../../solve/result.js';
import { type OutputFile, slashes } from '../files/output.js';
import { toJSON } from '../terminal/json.js';

/** The module and its declarations. */
export function modelFiles(
  prediction: Prediction,
  result: FitResult,
  command: string,
  file: string,
  shown: string,
): OutputFile[] {
  const width = prediction.responses.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const emitted = emitFiles(prediction.text, { banner: [command], footer: footerOf(prediction, result, width) });
  const head = emitted.code.slice(0, emitted.code.indexOf('\n') + 1);
  const stem = (name: string): string => name.replace(/\.[^./\\]+$/, '');
  const ending = `.d${path.extname(file)}`.replace(/js$/, 'ts');
  return [
    {
      file: stem(file) + ending,
      shown: slashes(stem(shown) + ending),
      text: `${head}\n${emitted.declarations}${TYPES}`,
      option: '--emit',
    },
    { file, shown: slashes(shown), text: emitted.code, option: '--emit' },
  ];
}

/** Names stand in it as strings of JSON alone. */
function footerOf(
  { predictors }: Prediction,
  { parameters, standardErrors, names, covariance }: FitResult,
  width: number,
): string {
  const columns = predictors.map(({ name, shape, nodes }) => ({ name, width: shape.length === 0 ? 0 : nodes.length }));
  const json = (value: unknown): string => JSON.stringify(toJSON(value), (_, of) => (of === 'NaN' ? null : of));
  return `
/** What was fitted, by name. */
export const parameters = JSON.parse(${quoted(json(parameters))});

/** Standard errors by name; null for what has none. */
export const standardErrors = JSON.parse(${quoted(json(standardErrors))});

/** Of the elements that \`names\` names. */
export const covariance = JSON.parse(${quoted(json(covariance === null ? null : { names, matrix: covariance }))});

/** Columns that predictions are made from: names, and for vectors how long these are. */
const predictors = ${JSON.stringify(columns)};

/**
 * Predictions for rows of columns by name, each flat: of a vector a row after another.
 * @param {{ [name: string]: ArrayLike<number> }} columns
 */
export function predict(columns, out) {
  let rows = predictors.length === 0 ? 1 : -1;
  const given = predictors.map(({ name, width }) => {
    const column = columns === null || typeof columns !== 'object' ? undefined : columns[name];
    if (column === undefined || column === null || typeof column.length !== 'number')
      throw new TypeError(\`predict(columns): \${name} must be an array with \${width || 'a'} number\${width > 1 ? 's' : ''} for each row\`);
    const own = column.length / (width || 1);
    if (rows === -1) rows = own;
    if (own !== rows || !Number.isInteger(own)) throw new TypeError(\`predict(columns): \${name} has \${own} rows where there are \${rows}\`);
    return column;
  });
  const results = out ?? new Float64Array(rows${width > 1 ? ` * ${width}` : ''});
  for (let row = 0; row < rows; row++) {
    const args = given.map((column, i) => {
      const { width } = predictors[i];
      return width === 0 ? column[row] : Array.prototype.slice.call(column, row * width, (row + 1) * width);
    });
    ${width > 1 ? `results.set(value(...args), row * ${width});` : 'results[row] = value(...args);'}
  }
  return results;
}
`;
}

/** A string of JavaScript; JSON has two characters that older ones end lines with. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

const TYPES = `
type Fitted<T> = { readonly [name: string]: T | readonly T[] | readonly (readonly T[])[] };

/** What was fitted, by name. */
export declare const parameters: Fitted<number>;

/** Standard errors by name; null for what has none. */
export declare const standardErrors: Fitted<number | null> | null;

/** Of the elements that \`names\` names. */
export declare const covariance: { readonly names: readonly string[]; readonly matrix: readonly (readonly (number | null)[])[] } | null;

/** Predictions for rows of columns by name, each flat: of a vector a row after another. */
export declare function predict(columns: { readonly [name: string]: ArrayLike<number> }): Float64Array;
export declare function predict<T extends { length: number; [i: number]: number }>(columns: { readonly [name: string]: ArrayLike<number> }, out: T): T;
`;
