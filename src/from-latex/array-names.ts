// What an expression is by the names of arrays in it. Shapes are known further on; in TeX the same signs mean other things of arrays:
// bars are lengths and determinants, a dot is the dot product, a cross the cross product.

import type { Token } from '../parse/tokens.js';
import { call, type Piece, type Read, tokensIn } from './pieces.js';
import type { Reading } from './reading.js';

/** Of these the value is a number whatever they are of. */
const OF_NUMBERS = /^(?:dot|norm|sum|det|frobenius|max|min|mean|prod|trace)$/;

/** Names of arrays, all of the array at once. */
const wholeArrays = ({ arrays }: Reading, tokens: readonly Token[]): Token[] =>
  tokens.filter((of, i) => of.kind === 'name' && arrays.has(of.text) && tokens[i + 1]?.text !== '[');

/** Whether it is made of arrays with so many indices by some signs alone. */
function isMadeOf(reading: Reading, piece: Piece, rank: 1 | 2, signs: RegExp): boolean {
  if (reading.arrays.size === 0) return false;
  const tokens = tokensIn(piece);
  const whole = new Set(wholeArrays(reading, tokens));
  return (
    whole.size > 0 &&
    [...whole].every(of => reading.arrays.get(of.text) === rank) &&
    tokens.every(of => whole.has(of) || (of.kind === 'operator' && signs.test(of.text)) || of.text === 'inv')
  );
}

/** A vector, a sum or a difference of some. */
export const isVectors = (reading: Reading, piece: Piece): boolean => isMadeOf(reading, piece, 1, /^[-+()]$/);

/** The same of matrices, with products, transposes and inverses. */
export const isMatrices = (reading: Reading, piece: Piece): boolean => isMadeOf(reading, piece, 2, /^[-+()*']$/);

/** Whether an array stands in it, and nothing makes a number of that. */
export function mayBeArray(reading: Reading, piece: Piece): boolean {
  if (reading.arrays.size === 0) return false;
  const tokens = tokensIn(piece);
  const isNumber = tokens.some(
    (of, i) => (of.kind === 'name' && OF_NUMBERS.test(of.text)) || (of.text === "'" && tokens[i + 1]?.text === '*'),
  );
  return !isNumber && wholeArrays(reading, tokens).length > 0;
}

export const holdsElements = (piece: Piece): boolean => tokensIn(piece).some(of => of.text === '[');

/** `a \cdot b` and `a \times b` of two vectors; null of all else. */
export function vectorProduct(reading: Reading, sign: string, left: Read, right: Read): Read | null {
  const callee = sign === 'cdot' ? 'dot' : sign === 'times' ? 'cross' : null;
  if (callee === null || !isVectors(reading, left.piece) || !isVectors(reading, right.piece)) return null;
  const whole = { start: left.start, end: right.end };
  return call(callee, whole, [left.piece, right.piece], whole);
}
