// Numbers that say how large they are by a power of ten: they are the language's own, to the last digit.

import { ATOM, number, type Read } from './pieces.js';
import { isSign } from './reading.js';
import type { Item } from './tree.js';

/** `6.02 \cdot 10^{23}`, `10^{-3}`, and how many items more than the first one it is; null for all else. */
export function powerOfTen(
  items: readonly Item[],
  at: number,
  isDivisor: boolean,
): { readonly read: Read; readonly more: number } | null {
  const first = items[at]!;
  if (first.kind !== 'number' || first.lower !== null || first.primes > 0) return null;
  const isPower = first.text === '10' && first.upper !== null;
  const times = items[at + 1];
  const isTimes = times?.kind === 'command' && (times.text === 'cdot' || times.text === 'times');
  const ten = isPower ? first : isTimes && first.upper === null && !isDivisor ? items[at + 2] : undefined;
  if (ten?.kind !== 'number' || ten.text !== '10' || ten.upper === null || ten.lower !== null || ten.primes > 0)
    return null;
  const [sign, digits = sign] = ten.upper.items;
  if (
    digits?.kind !== 'number' ||
    !/^\d{1,3}$/.test(digits.text) ||
    digits.upper !== null ||
    ten.upper.items.length > 2
  )
    return null;
  if (sign !== digits && !isSign(sign, '-')) return null;
  const exponent = `${sign === digits ? '' : '-'}${digits.text}`;
  const place = { start: first.start, end: ten.whole };
  return {
    read: { piece: number(`${isPower ? '1' : first.text}e${exponent}`, place), binding: ATOM, ...place },
    more: isPower ? 0 : 2,
  };
}
