// How counts are shown: short ones in full, long ones by their order of magnitude.

import { logOf } from './growth.js';

const LONGEST_IN_FULL = 1_000_000n;

/** `5048`, `3.5e9`, `1.2e301`. */
export function shortCount(value: bigint): string {
  if (value < LONGEST_IN_FULL) return String(value);
  const log = logOf(value);
  let exponent = Math.floor(log);
  let digits = (10 ** (log - exponent)).toFixed(1);
  if (digits === '10.0') {
    digits = '1.0';
    exponent++;
  }
  return `${digits}e${exponent}`;
}

/** Milliseconds or nanoseconds with three digits at most. */
export function shortTime(value: number | null): string {
  if (value === null) return '–';
  if (value >= 1e6) return value.toExponential(1).replace('e+', 'e');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Bytes as a whole number, which may be too large for one. */
export const shortBytes = (value: number): string =>
  value === Number.POSITIVE_INFINITY
    ? '> 1e308'
    : Number.isSafeInteger(value)
      ? shortCount(BigInt(value))
      : value.toExponential(1).replace('e+', 'e');
