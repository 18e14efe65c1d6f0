// What solvers do to arrays of numbers of the same length.

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export const length = (a: Float64Array): number => {
  let scale = 0;
  for (const value of a) scale = Math.max(scale, Math.abs(value));
  if (scale === 0 || !Number.isFinite(scale)) return scale;
  // Squares of what is very large or very small are no numbers.
  let sum = 0;
  for (const value of a) sum += (value / scale) ** 2;
  return scale * Math.sqrt(sum);
};

/** a + step·b, in a new array. */
export function along(a: Float64Array, step: number, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) sum[i] = a[i]! + step * b[i]!;
  return sum;
}

/** a − b, in a new array. */
export const difference = (a: Float64Array, b: Float64Array): Float64Array => along(a, -1, b);

export function addTo(a: Float64Array, step: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += step * b[i]!;
}
