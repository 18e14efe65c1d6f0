// Where results of doubles begin to overflow or to underflow, found by trying.

/**
 * The farthest positive number that a condition holds for, away from one that it holds for; it holds for all between these.
 * Looked for among the bits of doubles, whose order is that of the numbers.
 */
export function farthest(holds: (x: number) => boolean, from: number, to: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  const rankOf = (x: number): bigint => {
    bits.setFloat64(0, x);
    return bits.getBigUint64(0);
  };
  const at = (rank: bigint): number => {
    bits.setBigUint64(0, rank);
    return bits.getFloat64(0);
  };
  let [inside, outside] = [rankOf(from), rankOf(to)];
  while (inside - outside > 1n || outside - inside > 1n) {
    const middle = (inside + outside) / 2n;
    if (holds(at(middle))) inside = middle;
    else outside = middle;
  }
  return at(inside);
}
