// What an operation with several results computes, on numbers.

import { functionInArray } from './interpret.js';
import type { Operation } from './operation.js';

/** The array that a call leaves. @param operands for an operand with several results its array */
export function resultsOf({ form, results }: Operation, operands: readonly (number | Float64Array)[]): Float64Array {
  // Of a list they are its operands.
  if (form.kind !== 'several') return Float64Array.from(operands as readonly number[]);
  const lead = operands.slice(0, form.lead);
  const length = results!(lead.map(operand => (typeof operand === 'number' ? operand : Number.NaN)));
  const array: number[] = new Array<number>(length).fill(0);
  for (const [i, operand] of operands.slice(form.lead).entries()) array[i] = operand as number;
  const told = lead.map(operand => {
    if (typeof operand === 'number') return operand;
    const place = array.length;
    for (const value of operand) array.push(value);
    return place;
  });
  const whole = Float64Array.from(array);
  functionInArray(form.name)(whole, 0, ...told);
  return whole.subarray(0, length);
}
