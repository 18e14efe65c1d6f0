/** What the functions work in: one array for all matrices, read at `f` and written at `o`. */
type Slots = { [index: number]: number };

/** The factors of n² entries, in their place, and what follows from them. */
export function factorise(slots: Slots, o: number, n: number): number;
/** X of A·X = B, or of Aᵀ·X = B, in place of B with m columns. */
export function solveFactored(slots: Slots, o: number, f: number, n: number, transposed: number, m: number): number;
/** A⁻¹. */
export function invertFactored(slots: Slots, o: number, f: number, n: number): number;
/** The transposed matrix of the cofactors. */
export function adjugateFactored(slots: Slots, o: number, f: number, n: number): number;
/** The derivative of the adjugate along the n² entries that are given, in their place. */
export function adjugateAlong(slots: Slots, o: number, f: number, n: number): number;
/** After the entries of an n×m and an m×p matrix their product. */
export function matrixProduct(slots: Slots, o: number, n: number, m: number, p: number): number;
/** x/(a·d - b·c), NaN where that is x/0. */
export function overDeterminant(x: number, a: number, b: number, c: number, d: number): number;
/** The determinant of three rows. */
export function determinant3(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
  i: number,
): number;
