// JSDoc of emitted functions and of their declarations: what comes back, and the shape of every argument.

import type { Argument } from '../../exports/declared.js';
import type { Export } from '../../exports/export.js';
import type { MatrixPlan } from '../../exports/plan.js';
import { ROWS } from '../../lower/lowering.js';
import type { DifferentiatedModel, Shape } from '../../lower/model.js';
import { extentText } from '../subscripts.js';

const MOST_PARAMETERS = 16;

export function docOf(
  row: Export,
  args: readonly Argument[],
  model: DifferentiatedModel,
  matrix: MatrixPlan | null,
): string[] {
  const shapes = new Map(model.inputs.map(input => [input.name, input.shape]));
  const params = args.length > MOST_PARAMETERS ? [] : args.map(argument => paramLine(argument, shapes, model));
  return [row.summary(model, matrix), ...params];
}

function paramLine(
  { name, label, length, width, range, dimension, extent, isState }: Argument,
  shapes: ReadonlyMap<string, Shape>,
  { dimensions }: Pick<DifferentiatedModel, 'dimensions'>,
): string {
  if (range !== undefined)
    return `@param {number} [${name}] ${range === 'start' ? 'the first row, from 0' : 'how many rows; all of them'}`;
  if (isState === true)
    return `@param {ArrayLike<number>} [${name}] length ${length}: what unknowns start from, NaN for the formula's own start; then the solution`;
  const sizeName = (of: number): string => dimensions[of]!.name;
  if (width !== undefined) {
    const each = dimension === undefined || dimension === ROWS ? 'for each row' : `for each of ${sizeName(dimension)}`;
    return `@param {ArrayLike<number>} ${name} ${width === 1 ? 'a number' : `${width} numbers`} ${each}`;
  }
  if (extent !== undefined) return `@param {ArrayLike<number>} ${name} length ${extentText(extent, sizeName)}`;
  if (length === null) return `@param {number} ${name}`;
  const [rows, columns] = shapes.get(label) ?? shapes.get(label.replace(/^d/, '')) ?? [];
  const what = columns === undefined ? `length ${length}` : `${rows}×${columns}, row-major: length ${length}`;
  return `@param {ArrayLike<number>} ${name} ${what}`;
}
