// A fit as people read it.

import type { FitResult } from '../../solve/result.js';
import { flatten } from '../formula/elements.js';
import { table } from '../terminal/columns.js';

/** Parameters of which matrices are shown; JSON has them of any number. */
const MOST_IN_MATRIX = 12;

/** A number in few digits. */
export const short = (value: number, digits: number): string => {
  if (!Number.isFinite(value)) return String(value);
  const text = value.toPrecision(digits);
  return text.includes('e') ? String(Number(text)) : text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
};

export interface About {
  readonly file: string;
  readonly dropped: number;
}

export function reportText(result: FitResult, { file, dropped }: About): string {
  const { converged, message, iterations, evaluations, rows, heldOut, starts, responses } = result;
  const of =
    responses.length === 0 ? '' : `; ${responses.length === 1 ? 'response' : 'responses'} ${responses.join(', ')}`;
  const lines = [
    `${converged ? 'converged' : 'NOT converged'} after ${counted(iterations, 'iteration')}, ${counted(evaluations, 'evaluation')}: ${message}`,
    `${counted(rows, 'row')} of ${file}${of}${heldOut === null ? '' : `, and ${heldOut.rows} held out`}${dropped === 0 ? '' : `; ${dropped} left out, with missing values`}`,
    ...(starts.length > 1 ? [startsText(result)] : []),
    '',
    parameterTable(result),
    ...summary(result),
  ];
  const { correlation, covariance, names } = result;
  if (correlation !== null && covariance !== null && names.length > 1 && names.length <= MOST_IN_MATRIX)
    lines.push('', triangle('covariance', names, covariance, 4), triangle('correlation', names, correlation, 3));
  for (const note of result.notes) lines.push(`note: ${note}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function startsText({ starts, value }: FitResult): string {
  const reached = starts.filter(of => Math.abs(of.value - value) <= 1e-6 * Math.abs(value)).length;
  return `${starts.length} starts: the lowest value was found from ${reached} of them`;
}

function parameterTable(result: FitResult): string {
  const { parameters, standardErrors, intervals, names, confidence, fixed, atBounds } = result;
  const values = flatten(parameters);
  const errors = standardErrors === null ? null : flatten(standardErrors);
  const [lower, upper] = intervals === null ? [null, null] : [flatten(intervals.lower), flatten(intervals.upper)];
  const head = [
    'parameter',
    'value',
    ...(errors === null ? [] : ['standard error', `${short(100 * confidence, 6)} % interval`]),
  ];
  const rows = names.map((name, i) => {
    const cells = [name, short(values[i]!, 10)];
    if (errors === null)
      return [...cells, fixed.includes(name) ? 'fixed' : atBounds.includes(name) ? 'at a bound' : ''];
    if (fixed.includes(name)) return [...cells, 'fixed', ''];
    if (atBounds.includes(name)) return [...cells, 'at a bound', ''];
    if (!Number.isFinite(errors[i]!)) return [...cells, '–', ''];
    return [...cells, short(errors[i]!, 4), `${short(lower![i]!, 6)} … ${short(upper![i]!, 6)}`];
  });
  return table([head, ...rows]);
}

function summary(result: FitResult): string[] {
  const { loss, value, residualStandardDeviation: deviation, degreesOfFreedom: freedom, rSquared, heldOut } = result;
  const lines: string[] = [];
  const degrees = freedom === null ? '' : `, ${counted(freedom, 'degree')} of freedom`;
  lines.push(`${LOSSES[loss] ?? 'value'} ${short(value, 10)}${degrees}`);
  if (deviation !== null) lines.push(`residual standard deviation ${short(deviation, 8)}`);
  if (rSquared !== null) lines.push(`R² ${short(rSquared, 8)}`);
  if (heldOut !== null) {
    const each = heldOut.meanLoss === null ? '' : `, ${short(heldOut.meanLoss, 6)} a residual`;
    const root = heldOut.rootMeanSquare === null ? '' : `, root mean square ${short(heldOut.rootMeanSquare, 6)}`;
    const part = heldOut.rSquared === null ? '' : `, R² ${short(heldOut.rSquared, 6)}`;
    lines.push(`held out: loss ${short(heldOut.loss, 8)}${each}${root}${part}`);
  }
  return lines;
}

const LOSSES: Readonly<Record<string, string>> = {
  squares: 'sum of squares',
  huber: 'huber loss',
  cauchy: 'cauchy loss',
  logistic: 'deviance',
  poisson: 'deviance',
};

function triangle(
  title: string,
  names: readonly string[],
  matrix: readonly (readonly number[])[],
  digits: number,
): string {
  const rows = names.map((name, i) => [
    name,
    ...matrix[i]!.slice(0, i + 1).map(of => (Number.isNaN(of) ? '–' : short(of, digits))),
  ]);
  return table([[title, ...names], ...rows]);
}
