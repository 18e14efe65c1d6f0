// What has been read, as tokens of formulas at their places in the TeX. Pieces hold each other, so that what stands inside of much
// else is not copied level by level.

import type { Token } from '../parse/tokens.js';
import type { Span } from '../source.js';

export type Piece = Token | readonly Piece[];

/** How tightly what is read holds together, from what needs parentheses nearly everywhere. */
export const [LIST, SUM, PRODUCT, POWER, ATOM] = [0, 1, 2, 3, 4] as const;

export interface Read extends Span {
  readonly piece: Piece;
  readonly binding: number;
}

export const operator = (text: string, { start, end }: Span): Token => ({
  kind: 'operator',
  text,
  start,
  end,
  valid: true,
});
export const name = (text: string, { start, end }: Span): Token => ({ kind: 'name', text, start, end, valid: true });
export const number = (text: string, { start, end }: Span): Token => ({
  kind: 'number',
  text,
  start,
  end,
  valid: true,
});

export const startOf = ({ start }: Span): Span => ({ start, end: start });
/** Of operators that TeX does without: those of formulas without a place are products that are not written. */
export const firstOf = ({ start }: Span): Span => ({ start, end: start + 1 });
export const afterEnd = ({ end }: Span): Span => ({ start: end, end: end + 1 });
export const endOf = ({ end }: Span): Span => ({ start: end, end });

export const inParentheses = (piece: Piece, at: Span): Piece => [
  operator('(', startOf(at)),
  piece,
  operator(')', endOf(at)),
];

/** In parentheses unless it holds together as tightly as is needed. */
export const bound = (read: Read, least: number): Piece =>
  read.binding >= least ? read.piece : inParentheses(read.piece, read);

export function call(callee: string, at: Span, args: readonly Piece[], whole: Span): Read {
  const inside = args.flatMap((arg, i) => (i === 0 ? [arg] : [operator(',', endOf(at)), arg]));
  const piece = [name(callee, at), operator('(', endOf(at)), inside, operator(')', endOf(whole))];
  return { piece, binding: ATOM, start: whole.start, end: whole.end };
}

/** The tokens of a piece, in order. */
export function tokensIn(piece: Piece): Token[] {
  const found: Token[] = [];
  const pending: Piece[] = [piece];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // Read-only arrays are arrays, which the types do not know.
    if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i--) pending.push(next[i] as Piece);
    else found.push(next as Token);
  }
  return found;
}

const APART = new Set(['=', '==', '!=', '<', '<=', '>', '>=', '?', 'and', 'or', 'mod']);

/** Tokens as a line of a formula. */
export function textOf(tokens: readonly Token[]): string {
  let text = '';
  let before: Token | undefined;
  for (const [i, token] of tokens.entries()) {
    const isSign = token.kind === 'operator' && (token.text === '+' || token.text === '-');
    const isBinary = isSign && before !== undefined && (before.kind !== 'operator' || /^[)\]!']$/.test(before.text));
    const isRange = token.text === ':' && !tokens.slice(0, i).some(of => of.text === '?');
    if (isBinary || (token.kind === 'operator' && APART.has(token.text)) || (token.text === ':' && !isRange))
      text += ` ${token.text} `;
    else if (token.kind === 'operator' && /^[,;]$/.test(token.text)) text += `${token.text} `;
    else if (before !== undefined && before.kind !== 'operator' && token.kind !== 'operator') text += ` ${token.text}`;
    else text += token.text === 'not' ? 'not ' : before?.text === 'in' ? ` ${token.text}` : token.text;
    before = token;
  }
  return text;
}
