// What a cell of a text says: a number, nothing, or something else.

/** Ways to say that there is no value, as files have them; here in letters of any case. */
export const missingCells = ['', 'NA', 'na', 'N/A', 'n/a', '#N/A', 'NaN', 'nan', 'NULL', 'null', 'None', 'none'];
const MISSING = new Set(missingCells.map(cell => cell.toLowerCase()));

export interface Fault {
  readonly message: string;
  readonly help: string;
}

/** NaN where the value is missing. */
export function cellNumber(cell: string, decimal: '.' | ','): number | Fault {
  const text = decimal === ',' ? cell.replace(',', '.') : cell;
  const number = +text;
  // A blank is 0 to JavaScript, and numbers may be hexadecimal.
  if (Number.isFinite(number) && isDecimal(text)) return number;
  const trimmed = cell.trim();
  const lower = trimmed.toLowerCase();
  if (MISSING.has(lower)) return Number.NaN;
  if (lower === 'true') return 1;
  if (lower === 'false') return 0;
  return { message: `'${shortened(trimmed)}' is not a number`, help: adviceOn(trimmed, decimal) };
}

/** Of what JavaScript takes for a number. */
function isDecimal(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Blanks around a number mean nothing.
    if (code <= 32 || code === 0xa0) continue;
    const next = text.charCodeAt(i + 1) | 32;
    return !(code === 48 && (next === 120 || next === 98 || next === 111));
  }
  return false;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function adviceOn(text: string, decimal: '.' | ','): string {
  if (/^[+-]?\d+,\d+(e[+-]?\d+)?$/i.test(text) && decimal === '.') return "a decimal comma? add --decimal ','";
  if (/^[+-]?\d{1,3}([ ,.'\u202f\u00a0]\d{3})+/.test(text)) return 'write numbers without separators of thousands';
  if (/^[+-]?[\d.,]+\s*%$/.test(text)) return 'write 12.5 % as 0.125';
  if (/^[+-]?[\d.]+d[+-]?\d+$/i.test(text)) return "exponents are written with 'e', as in 1.5e-3";
  if (/^[+-]?inf(inity)?$/i.test(text)) return 'values are finite; --drop-missing takes rows out whose cell is empty';
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text)) return 'dates are given as numbers, such as days since the first';
  if (/^[-.?]+$/.test(text)) return "a missing value is an empty cell or 'NA', and --drop-missing leaves such rows out";
  return "numbers are written as 12.5 or 1.25e1; an empty cell or 'NA' is a missing one";
}
