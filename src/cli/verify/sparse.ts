// Matrices as functions give them, in full.

interface Pattern {
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

/** Row-major; of a function whose name ends in `Sparse` its values are where the pattern of that name says. */
export function denseOf(
  module: Readonly<Record<string, unknown>>,
  name: string,
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): ArrayLike<number> {
  if (!name.endsWith('Sparse')) return values;
  // A module with the function has its pattern.
  const pattern = module[name.replace(/Sparse$/, 'Pattern')] as Pattern;
  const dense = new Float64Array(rows * columns);
  for (const [i, row] of pattern.rows.entries()) dense[row * columns + pattern.cols[i]!] = values[i]!;
  return dense;
}

export function whereNot0(flat: ArrayLike<number>): number[] {
  const places: number[] = [];
  for (let i = 0; i < flat.length; i++) if (flat[i] !== 0) places.push(i);
  return places;
}
