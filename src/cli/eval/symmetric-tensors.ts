// Derivatives above the gradient: symmetric in their indices, whole or an entry for each set of indices.

export interface TensorEntry {
  readonly indices: readonly number[];
  readonly value: number;
}

/** Nested arrays of a symmetric tensor from its entries with increasing indices. */
export function fullTensor(entries: readonly TensorEntry[], n: number, order: number): unknown {
  const flat = new Float64Array(n ** order);
  for (const { indices, value } of entries) {
    for (const order_ of permutations(indices)) flat[order_.reduce((at, i) => at * n + i, 0)] = value;
  }
  let nestedRows: unknown[] = Array.from(flat);
  for (let level = 1; level < order; level++) {
    const rows = nestedRows;
    nestedRows = Array.from({ length: rows.length / n }, (_, i) => rows.slice(i * n, (i + 1) * n));
  }
  return nestedRows;
}

/** Of at most four indices. */
function permutations(indices: readonly number[]): number[][] {
  if (indices.length <= 1) return [[...indices]];
  return indices.flatMap((first, i) => permutations(indices.filter((_, k) => k !== i)).map(rest => [first, ...rest]));
}

/** The entries with decreasing indices of a symmetric tensor. */
export function tensorEntries(tensor: unknown): { readonly indices: readonly number[]; readonly of: number }[] {
  let level: { indices: readonly number[]; of: unknown }[] = [{ indices: [], of: tensor }];
  while (Array.isArray(level[0]?.of)) {
    level = level.flatMap(({ indices, of }) =>
      (of as unknown[]).flatMap((inner, i) =>
        i <= (indices.at(-1) ?? i) ? [{ indices: [...indices, i], of: inner }] : [],
      ),
    );
  }
  // What is no array any more is a number.
  return level as { indices: readonly number[]; of: number }[];
}
