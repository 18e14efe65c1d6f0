// Matrices by their factors, P·A·Q = L·U with complete pivoting: the largest entry that is left is the next pivot. Where A is
// singular the pivots from its rank on are 0, so that cofactors are known there too.
//
// Every function works in an array: what it is given and what it gives back is at `o`, factors are at `f`. Functions that
// go along a vector in it are told where it starts, and by how much its elements are apart.

/** Half of the exponents of a double's square root: products of what lies between it and its inverse are exact in size. */
const FAR = 1.157920892373162e77;
const SCALE = 7.458340731200207e-155;
const ROUNDING = 1.1102230246251565e-16;

/** How often a number has to be multiplied by SCALE to be near 1. */
function scalesOf(x) {
  const size = Math.abs(x);
  if (!(size < Infinity) || size === 0) return 0;
  if (size > FAR) return size * SCALE > FAR ? 2 : 1;
  if (size * FAR < 1) return size * FAR * FAR * FAR < 1 ? -2 : -1;
  return 0;
}

/** x·SCALE^n, rounded once. */
function byScale(x, n) {
  let y = x;
  for (let i = 0; i < n; i++) y *= SCALE;
  for (let i = 0; i > n; i--) y /= SCALE;
  return y;
}

/** x/(a·d - b·c) where the products may be too large or too small; NaN where they are equal. */
export function overDeterminant(x, a, b, c, d) {
  if (Math.abs(b) > Math.abs(a) && Math.abs(b) >= Math.abs(d)) return overDeterminant(-x, b, a, d, c);
  if (Math.abs(c) > Math.abs(a) && Math.abs(c) >= Math.abs(d)) return overDeterminant(-x, c, d, a, b);
  if (Math.abs(d) > Math.abs(a)) return overDeterminant(x, d, c, b, a);
  const last = d - (b / a) * c;
  if (!(Math.abs(a) < Infinity) || !(Math.abs(last) > 2 * ROUNDING * Math.abs(d))) return NaN;
  const of = scalesOf(x);
  const first = scalesOf(a);
  const second = scalesOf(last);
  return byScale(byScale(x, of) / byScale(a, first) / byScale(last, second), first + second - of);
}

/** The determinant of three rows. */
export function determinant3(a, b, c, d, e, f, g, h, i) {
  if (Math.abs(d) > Math.abs(a) && Math.abs(d) >= Math.abs(g)) return -determinant3(d, e, f, a, b, c, g, h, i);
  if (Math.abs(g) > Math.abs(a)) return -determinant3(g, h, i, d, e, f, a, b, c);
  if (a === 0) return a * (b + c + d + e + f + g + h + i);
  const second = d / a;
  const third = g / a;
  const p = e - second * b;
  const q = f - second * c;
  const r = h - third * b;
  const s = i - third * c;
  const size = a * (p * s - q * r);
  if (Math.abs(size) > 1e-280 && Math.abs(size) < 1e300) return size;
  const own = scalesOf(a);
  const more = scalesOf(Math.max(Math.abs(p), Math.abs(q), Math.abs(r), Math.abs(s)));
  const minor = byScale(p, more) * byScale(s, more) - byScale(q, more) * byScale(r, more);
  return byScale(byScale(a, own) * minor, -own - 2 * more);
}

/** Writes the product of the first k pivots as a number near 1 and how often it has been scaled. */
function pivotProduct(slots, o, f, n, k) {
  const sign = slots[f + n * n + 2 * n];
  let product = sign;
  let isOrdinary = 1;
  for (let i = 0; i < k; i++) {
    product *= slots[f + i * n + i];
    if (!(Math.abs(product) > 1e-280 && Math.abs(product) < 1e280)) isOrdinary = 0;
  }
  slots[o] = product;
  slots[o + 1] = 0;
  if (isOrdinary > 0) return 0;
  let scales = 0;
  product = sign;
  for (let i = 0; i < k; i++) {
    const pivot = slots[f + i * n + i];
    const own = scalesOf(pivot);
    product *= byScale(pivot, own);
    const more = scalesOf(product);
    product = byScale(product, more);
    scales += own + more;
  }
  slots[o] = product;
  slots[o + 1] = scales;
  return 0;
}

/**
 * The factors of n² entries in their place; then the number of each row and of each column, the sign of these orders, the
 * determinant, the logarithm of its size, its logarithm, 1 where it has one, and 0 where A has an inverse; the other of both is
 * NaN. NaN throughout where an entry is not finite.
 */
export function factorise(slots, o, n) {
  const rows = o + n * n;
  const columns = rows + n;
  const end = columns + n;
  let left = 0;
  for (let i = 0; i < n * n; i++) left += 0 * slots[o + i];
  for (let i = 0; i < n * n; i++) slots[o + i] += left;
  for (let i = 0; i < n; i++) {
    slots[rows + i] = i;
    slots[columns + i] = i;
  }
  let sign = 1;
  for (let k = 0; k < n; k++) {
    let largest = 0;
    let row = k;
    let column = k;
    for (let i = k; i < n; i++) {
      for (let j = k; j < n; j++) {
        const size = Math.abs(slots[o + i * n + j]);
        if (size > largest) {
          largest = size;
          row = i;
          column = j;
        }
      }
    }
    if (row > k) {
      sign = -sign;
      for (let j = 0; j < n; j++) exchange(slots, o + k * n + j, o + row * n + j);
      exchange(slots, rows + k, rows + row);
    }
    if (column > k) {
      sign = -sign;
      for (let i = 0; i < n; i++) exchange(slots, o + i * n + k, o + i * n + column);
      exchange(slots, columns + k, columns + column);
    }
    if (largest > 0) {
      const pivot = slots[o + k * n + k];
      for (let i = k + 1; i < n; i++) {
        const multiple = slots[o + i * n + k] / pivot;
        slots[o + i * n + k] = multiple;
        for (let j = k + 1; j < n; j++) slots[o + i * n + j] -= multiple * slots[o + k * n + j];
      }
    }
  }
  slots[end] = sign;
  pivotProduct(slots, end + 1, o, n, n);
  const product = slots[end + 1];
  const scales = slots[end + 2];
  const unsure = doubt(slots, end + 6, o, n);
  const logarithm = Math.log(Math.abs(product)) + scales * 354.891356446692 + (product === 0 ? 0 : unsure);
  slots[end + 1] = byScale(product, -scales);
  slots[end + 2] = logarithm;
  slots[end + 3] = product < 0 ? NaN : logarithm;
  slots[end + 4] = product > 0 ? 1 : NaN;
  slots[end + 5] = unsure;
  return 0;
}

/**
 * NaN where the last pivot is no larger than what rounding in all others may make of it: then nothing is known of A⁻¹. The
 * bound is |w|·|L|·|U|·|z|, where w is the last row of L⁻¹ and z, but for its last, what U⁻¹ makes of the last column.
 */
function doubt(slots, w, f, n) {
  const last = Math.abs(slots[f + n * n - 1]);
  if (!(last > 0)) return NaN;
  const z = w + n;
  for (let i = 0; i < n; i++) {
    slots[w + i] = i < n - 1 ? 0 : 1;
    slots[z + i] = i < n - 1 ? slots[f + i * n + n - 1] : 0;
  }
  byLowerTransposed(slots, w, 1, f, n, n);
  byUpper(slots, z, 1, f, n, n - 1);
  slots[z + n - 1] = 1;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = i; j < n; j++) sum += Math.abs(slots[f + i * n + j] * slots[z + j]);
    slots[z + i] = sum;
  }
  let bound = 0;
  for (let i = 0; i < n; i++) {
    let sum = slots[z + i];
    for (let j = 0; j < i; j++) sum += Math.abs(slots[f + i * n + j]) * slots[z + j];
    bound += Math.abs(slots[w + i]) * sum;
  }
  return last > 2 * ROUNDING * bound ? 0 : NaN;
}

function exchange(slots, a, b) {
  const first = slots[a];
  slots[a] = slots[b];
  slots[b] = first;
  return 0;
}

/** y by L⁻¹ of the first k columns of L; the others are those of the identity. */
function byLower(slots, y, by, f, n, k) {
  for (let i = 1; i < n; i++) {
    let sum = slots[y + i * by];
    for (let j = 0; j < i && j < k; j++) sum -= slots[f + i * n + j] * slots[y + j * by];
    slots[y + i * by] = sum;
  }
  return 0;
}

/** y by U⁻¹ of the first k rows of U; the others are those of the identity. */
function byUpper(slots, y, by, f, n, k) {
  for (let i = k - 1; i >= 0; i--) {
    let sum = slots[y + i * by];
    for (let j = i + 1; j < n; j++) sum -= slots[f + i * n + j] * slots[y + j * by];
    slots[y + i * by] = sum / slots[f + i * n + i];
  }
  return 0;
}

/** y by the transposed matrix of byLower. */
function byLowerTransposed(slots, y, by, f, n, k) {
  for (let i = n - 1; i > 0; i--) {
    const known = slots[y + i * by];
    for (let j = 0; j < i && j < k; j++) slots[y + j * by] -= slots[f + i * n + j] * known;
  }
  return 0;
}

/** y by the transposed matrix of byUpper. */
function byUpperTransposed(slots, y, by, f, n, k) {
  for (let i = 0; i < k; i++) {
    const known = slots[y + i * by] / slots[f + i * n + i];
    slots[y + i * by] = known;
    for (let j = i + 1; j < n; j++) slots[y + j * by] -= slots[f + i * n + j] * known;
  }
  return 0;
}

/** X of A·X = B, or of Aᵀ·X = B, in place of B with m columns; NaN where A has no inverse, or none that is known. */
export function solveFactored(slots, o, f, n, transposed, m) {
  const rows = f + n * n;
  const from = transposed ? rows + n : rows;
  const to = transposed ? rows : rows + n;
  const y = o + n * m;
  const singular = slots[rows + 2 * n + 5];
  for (let c = 0; c < m; c++) {
    for (let i = 0; i < n; i++) slots[y + i] = slots[o + slots[from + i] * m + c] + singular;
    if (transposed) {
      byUpperTransposed(slots, y, 1, f, n, n);
      byLowerTransposed(slots, y, 1, f, n, n);
    }
    if (!transposed) {
      byLower(slots, y, 1, f, n, n);
      byUpper(slots, y, 1, f, n, n);
    }
    for (let i = 0; i < n; i++) slots[o + slots[to + i] * m + c] = slots[y + i];
  }
  return 0;
}

/** A⁻¹; NaN where there is none, or none that is known. */
export function invertFactored(slots, o, f, n) {
  for (let i = 0; i < n * n; i++) slots[o + i] = i % (n + 1) === 0 ? 1 : 0;
  return solveFactored(slots, o, f, n, 0, n);
}

/**
 * The adjugate of A, the transposed matrix of its cofactors. With k pivots taken out of it A is diag(I, S) between matrices
 * that have an inverse; here S is the last pivot, and the adjugate of the middle diag(S·I, 1).
 */
export function adjugateFactored(slots, o, f, n) {
  const rows = f + n * n;
  const columns = rows + n;
  const k = n - 1;
  const y = o + n * n;
  const last = slots[rows - 1];
  pivotProduct(slots, y, f, n, k);
  const product = slots[y];
  const scales = slots[y + 1];
  for (let c = 0; c < n; c++) {
    for (let i = 0; i < n; i++) slots[y + i] = slots[rows + i] === c ? 1 : 0;
    byLower(slots, y, 1, f, n, k);
    for (let i = 0; i < k; i++) slots[y + i] *= last;
    // Of a rank below n - 1 all cofactors are 0.
    if (product !== 0) byUpper(slots, y, 1, f, n, k);
    for (let i = 0; i < n; i++) slots[o + slots[columns + i] * n + c] = byScale(slots[y + i] * product, -scales);
  }
  return 0;
}

/**
 * The derivative of the adjugate of A, which has more than two rows, along the n² entries that are given, in their place. S has
 * two rows here, and with the direction G in the place of the middle N = diag(I, S) the derivative is
 * tr(adj(N)·G)·N⁻¹ - adj(N)·G·N⁻¹, without what is divided by.
 */
export function adjugateAlong(slots, o, f, n) {
  const rows = f + n * n;
  const columns = rows + n;
  const k = n - 2;
  const g = o + n * n;
  pivotProduct(slots, g, f, n, k);
  const product = slots[g];
  const scales = slots[g + 1];
  const p = slots[f + k * n + k];
  const q = slots[f + k * n + k + 1];
  const l = slots[rows - 2];
  const d = l * q + slots[rows - 1];
  const r = l * p;
  const size = p * slots[rows - 1];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) slots[g + i * n + j] = slots[o + slots[rows + i] * n + slots[columns + j]];
  }
  // Of a rank below n - 2 the derivative is 0.
  if (product !== 0) {
    for (let j = 0; j < n; j++) byLower(slots, g + j, n, f, n, k);
    for (let i = 0; i < n; i++) byUpperTransposed(slots, g + i * n, 1, f, n, k);
  }
  let trace = 0;
  for (let i = 0; i < k; i++) trace += slots[g + i * n + i];
  const a = g + k * n + k;
  const c = a + n;
  const both = d * slots[a] - q * slots[c] - r * slots[a + 1] + p * slots[c + 1];
  for (let i = 0; i < k; i++) {
    const above = slots[g + i * n + k];
    const beside = slots[g + i * n + k + 1];
    slots[g + i * n + k] = r * beside - d * above;
    slots[g + i * n + k + 1] = q * above - p * beside;
    const left = slots[g + k * n + i];
    const below = slots[g + (k + 1) * n + i];
    slots[g + k * n + i] = q * below - d * left;
    slots[g + (k + 1) * n + i] = r * left - p * below;
  }
  for (let i = 0; i < k; i++) {
    let others = 0;
    for (let j = 0; j < k; j++) {
      if (j !== i) others += slots[g + j * n + j];
    }
    slots[o + i] = others * size + both;
  }
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) slots[g + i * n + j] = i === j ? slots[o + i] : -size * slots[g + i * n + j];
  }
  const corner = slots[a];
  slots[a] = trace * d + slots[c + 1];
  slots[a + 1] = -trace * q - slots[a + 1];
  slots[c] = -trace * r - slots[c];
  slots[c + 1] = trace * p + corner;
  if (product !== 0) {
    for (let i = 0; i < n; i++) byLowerTransposed(slots, g + i * n, 1, f, n, k);
    for (let j = 0; j < n; j++) byUpper(slots, g + j, n, f, n, k);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      slots[o + slots[columns + i] * n + slots[rows + j]] = byScale(slots[g + i * n + j] * product, -scales);
    }
  }
  return 0;
}

/** After the entries of an n×m and an m×p matrix their product. */
export function matrixProduct(slots, o, n, m, p) {
  const b = o + n * m;
  const c = b + m * p;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += slots[o + i * m + k] * slots[b + k * p + j];
      slots[c + i * p + j] = sum;
    }
  }
  return 0;
}
