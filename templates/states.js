// What the turns of recurrences leave for those after them: copied into modules as special functions are.

/** Arrays that are kept from call to call. */
export const states = [];

/** The array of this number, which has room for so many values. */
export function statesOf(number, length) {
  if (!(states[number]?.length >= length)) states[number] = new Float64Array(length);
  return states[number];
}
