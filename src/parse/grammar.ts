// How tightly operators bind, and what their operands are to them: mathjs's grammar, which test/parse/grammar.test.ts holds
// against mathjs's own parser. What it has besides is kept out by tokens.ts; what it has not is `\`, which binds as `/` does.

import type { Token } from './tokens.js';

/** From what binds least. Operators of one level group to the left, except conditionals and powers. */
export const LEVEL = {
  bracket: 0,
  conditional: 1,
  or: 2,
  and: 3,
  comparison: 4,
  range: 5,
  sum: 6,
  product: 7,
  /** A product without an operator: `2 x`. */
  implicit: 8,
  /** `1/2` in `1/2 x`, which is (1/2)·x. */
  fraction: 9,
  prefix: 10,
  power: 11,
} as const;

/** Operators between two operands; comparisons, which form chains, are all of one level. */
export const LEVELS: ReadonlyMap<string, number> = new Map([
  ['or', LEVEL.or],
  ['and', LEVEL.and],
  ...['<', '<=', '>', '>=', '==', '!='].map((operator): [string, number] => [operator, LEVEL.comparison]),
  ...['+', '-'].map((operator): [string, number] => [operator, LEVEL.sum]),
  ...['*', '/', '\\', '.*', './', 'mod'].map((operator): [string, number] => [operator, LEVEL.product]),
  ...['^', '.^'].map((operator): [string, number] => [operator, LEVEL.power]),
]);

export const PREFIX = new Set(['-', '+', 'not']);
export const POSTFIX = new Set(['!', "'"]);

/** What stands after a range whose end is left out. */
export const ENDS_RANGE = new Set<string | undefined>([',', ']', ')', undefined]);

/** What an operand is where it is not in brackets. */
export type Form =
  /** A name, a call, an element, an array; anything in brackets. */
  | 'primary'
  | 'number'
  /** A number with one sign. */
  | 'signed'
  | 'element'
  | 'factorial'
  | 'not'
  /** A product without an operator. */
  | 'implicit'
  | 'operation';

/** Forms that a number may follow as a factor: `x 2`. */
export const BEFORE_A_NUMBER = new Set<Form>(['primary', 'element', 'factorial']);

export const isOperator = (token: Token | undefined, text: string): boolean =>
  token !== undefined && token.text === text && token.kind === 'operator';
