// Which rows are a part, and which parts a thread has. Parts do not depend on the number of threads, and so neither do results.

/** Rows of a block, within which sums are made: of templates/sums.js. */
const BLOCK = 1024;

/** Parts that many rows have at least, so that threads which are not equally fast can have equally much to do. */
const LEAST_PARTS = 64;

/** Row that each part starts at, with the end: 1,024·2^k rows in each but the last, which is how sums are those of all rows. */
export function partsOf(rows: number): number[] {
  let length = BLOCK;
  while (rows / (2 * length) >= LEAST_PARTS) length *= 2;
  const starts = [0];
  for (let start = length; start < rows; start += length) starts.push(start);
  return [...starts, rows];
}

/** Parts of each of at most so many threads, as first and end: none has nothing to do. */
export function sharesOf(parts: number, threads: number): [first: number, end: number][] {
  const count = Math.min(parts, threads);
  return Array.from({ length: count }, (_, i) => [
    Math.floor((i * parts) / count),
    Math.floor(((i + 1) * parts) / count),
  ]);
}
