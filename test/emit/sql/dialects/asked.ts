// What is asked of dialects: the operations that formulas and derivatives are made of once composite ones are expanded.

import type { Operation } from '../../../../src/ops/operation.js';
import { operations } from '../../../../src/ops/table.js';
import type { Operand } from './queried.js';

const { MAX_VALUE: MAX, MIN_VALUE: MIN } = Number;
const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN];

/** Operands that are known, where guards are left out. */
const KNOWN = [0, -0, 1, -1, 2, 0.5, -3, 3, 1e-300, 1e300, MIN, MAX, INF, NAN];

/** The same of functions that are long formulas, of which guards are in the parts. */
const FEW_KNOWN = [2, -3];

/** Leading operands that are always constants: orders of derivatives. */
const ORDERS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  polygamma: [[1], [2]],
  atanDerivative: [[2], [3]],
  asecDerivative: [[2], [3]],
  acschDerivative: [[2], [3]],
  lognormcdfDerivative: [[1]],
  gaussian: [[0, 0.5], [0, 1], [1, 0.5], [2, 1]],
  siluDerivative: [[1], [2]],
  geluDerivative: [[1], [2], [3]],
  mishDerivative: [[1], [2]],
  lbetaDerivative: [[1, 0], [1, 1]],
  logCombinationsDerivative: [[1, 0], [0, 1], [1, 1]],
}; // biome-ignore format: one family a line

/** The same of the last two. */
const LAST_ORDERS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  powDerivative: [[1, 0], [2, 0], [1, 1], [0, 2]],
  nthRootDerivative: [[1, 0], [2, 0], [1, 1], [0, 2]],
}; // biome-ignore format: one family a line

/** Of lists, solvers and loops, which queries do not have; `expand` leaves no other operation that is left out here. */
const isAsked = ({ name, compute, form }: Operation): boolean =>
  compute !== undefined &&
  (form.kind === 'binary' || form.kind === 'logic' || form.kind === 'prefix' || form.kind === 'call' ||
    form.kind === 'special' || form.kind === 'square' || form.kind === 'conditional') &&
  !['zeroAmongZeros', 'held', 'solutionOfOne', 'overDeterminant', 'determinant3'].includes(name); // biome-ignore format: a condition

export const asked = operations.filter(isAsked);

/** Of each operand a column, and where there are two, a number that is known. */
export function variantsOf({ name, arity, variadic, form }: Operation): readonly (readonly Operand[])[] {
  const columns = (count: number): Operand[] => Array.from({ length: count }, (_, column) => ({ column }));
  const orders = ORDERS[name]?.map(given => [...given, ...columns(arity - given.length)]);
  const last = LAST_ORDERS[name]?.map(given => [...columns(arity - given.length), ...given]);
  if (orders !== undefined || last !== undefined) return orders ?? last!;
  const [x] = columns(1) as [Operand];
  const count = variadic ? 2 : arity;
  return [
    columns(count),
    ...(variadic ? [columns(3)] : []),
    ...(count === 2 ? (form.kind === 'special' ? FEW_KNOWN : KNOWN).flatMap(known => [[x, known], [known, x]]) : []),
  ]; // biome-ignore format: pairs
}
