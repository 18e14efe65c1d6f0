// Numbers as users give them, by name and in nested arrays, and as solvers have them, all in one array.

/** A number, or the elements of a vector or a matrix. */
export type Values = number | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/** What has a name and a shape, in which a size that arguments say stands by its name. */
export interface Shaped {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return isList(value) ? `an array of length ${value.length}` : 'an object';
}

export const isList = (value: unknown): value is ArrayLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { length?: unknown }).length === 'number';

/** The numbers of nested arrays, row after row; a flat array stands for itself. @throws TypeError */
export function flatten(value: unknown, where: string): Float64Array {
  if (value instanceof Float64Array) return value;
  const flat: number[] = [];
  const take = (of: unknown, depth: number): void => {
    if (typeof of === 'number') flat.push(of);
    else if (isList(of) && depth < 3) for (let i = 0; i < of.length; i++) take(of[i], depth + 1);
    else throw new TypeError(`${where} must be a number or an array of numbers, got ${describe(of)}`);
  };
  take(value, 0);
  return Float64Array.from(flat);
}

/** As many numbers as a shape has; 1 for a scalar, null where a size is not known. */
export function sizeOf({ shape }: Shaped): number | null {
  let size = 1;
  for (const extent of shape) {
    if (typeof extent === 'string') return null;
    size *= extent;
  }
  return size;
}

/** Elements as a number or nested arrays. */
export function nested({ shape }: Shaped, flat: Float64Array): number | number[] | number[][] {
  if (shape.length === 0) return flat[0]!;
  if (shape.length === 1) return Array.from(flat);
  const [rows, columns] = shape;
  const width = typeof columns === 'number' ? columns : typeof rows === 'number' ? flat.length / rows : 1;
  const height = width === 0 ? 0 : flat.length / width;
  return Array.from({ length: height }, (_, row) => Array.from(flat.subarray(row * width, (row + 1) * width)));
}
