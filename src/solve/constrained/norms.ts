// How large the elements of an array are.

/** The sum of the sizes of all elements. */
export const total = (of: Float64Array): number => of.reduce((sum, value) => sum + Math.abs(value), 0);

/** The size of the largest element; NaN where one is. */
export const largest = (of: Float64Array): number => of.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
