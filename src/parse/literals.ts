// Number literals that do not mean what they say.

import type { Report } from '../diagnostic.js';
import { type Span, shorten } from '../source.js';

/** A double always keeps 15 significant digits; beyond that a literal is compared with what it becomes. */
const SAFE_DIGITS = 15;

/** Reports a literal that overflows, underflows or loses digits; false for an error. */
export function reportLiteral(text: string, span: Span, report: Report): boolean {
  if (text.length <= SAFE_DIGITS && !/e/i.test(text)) return true;
  const shown = shorten(text, LONGEST_SHOWN);
  const value = Number(text);
  if (!Number.isFinite(value)) {
    report.error(
      'WG105',
      span,
      `${shown} is larger than the largest number, 1.8e308`,
      "write 'Infinity' if that is meant",
    );
    return false;
  }
  const digits = significantDigits(text);
  if (value === 0 && digits !== '') {
    report.warn('WG106', span, `${shown} is smaller than the smallest number and becomes 0`);
  } else if (digits.length > SAFE_DIGITS && digits.length > significantDigits(String(value)).length + 1) {
    // Constants are often pasted with a few digits too many, which changes nothing; integers are meant exactly.
    const integer = /^\d+$/.test(text);
    if (integer || digits.length > MOST_PASTED)
      report.warn('WG106', span, `${shown} loses digits: it becomes ${value}`);
  } else if (/^\d+$/.test(text) && digits.length > SAFE_DIGITS && BigInt(text) !== BigInt(value)) {
    report.warn('WG106', span, `${shown} loses digits: it becomes ${BigInt(value)}`);
  }
  return true;
}

const MOST_PASTED = 21;
const LONGEST_SHOWN = 60;

function significantDigits(text: string): string {
  const digits = text.split(/[eE]/)[0]!.replace('.', '');
  let [start, end] = [0, digits.length];
  while (digits[start] === '0') start++;
  // By hand: a pattern for the end would begin at each of the zeros inside.
  while (end > start && digits[end - 1] === '0') end--;
  return digits.slice(start, end);
}
