// Text → tokens with spans. What the language does not have is recognised here, each with its way out, so that nothing
// unknown reaches the grammar behind.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { reportLiteral } from './literals.js';
import { findTrap } from './traps.js';
import { typographicName } from './typographic.js';

export type TokenKind = 'number' | 'name' | 'operator';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** Operators after aliases: `**` is `^`. */
  readonly text: string;
  /** False where an error was reported: its statement is not looked at further. */
  readonly valid: boolean;
}

/** Longer names are refused: code has each a dozen times. */
const LONGEST_NAME = 1000;
// Long ones are taken in parts, as a pattern that goes on for millions of such characters runs out of stack.
const NAME = /[\p{L}_$][\p{L}\p{M}\p{Nd}_$]{0,999}/uy;
const NOT_ASCII = /[^\0-\x7f]/;
const NAME_PART = /[\p{L}\p{M}\p{Nd}_$]{1,1000}/uy;
// A dot before * / ^ belongs to the elementwise operator, as in mathjs: `2.*x`; two dots are no decimal point.
const NUMBER = /(?:\d+(?:\.(?![*/^.])\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\*\*|\.\*|\.\/|\.\^|<=|>=|==|!=|[-+*/\\^<>=?:,;()[\]!']/y;
const SKIPPED = /(?:[ \t\f\v\u00a0\u2000-\u200a\u202f\u3000\ufeff]+|#[^\r\n]*)+/y;
const NEWLINE = /\r\n|\r|\n/y;

/** What ASCII characters are, where no pattern has to be asked. */
const [SPACE, LETTER, DIGIT, BRACKET, SIGN, LINE] = [1, 2, 3, 4, 5, 6];
const CLASS = new Uint8Array(128);
for (const [kind, characters] of [
  [SPACE, ' \t'],
  [LETTER, '_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  [DIGIT, '0123456789'],
  [BRACKET, '()[],;'],
  [SIGN, '+-*/^<>=:?'],
  [LINE, '\r\n'],
] as const)
  for (const character of characters) CLASS[character.charCodeAt(0)] = kind;

/** Class of the character at an offset; 0 for all others and at the end. */
const classAt = (text: string, at: number): number => CLASS[text.charCodeAt(at)] ?? 0;

/** Letters that words begin with which are traps, with what comes next then. */
const TRAPS: Readonly<Record<string, string>> = { t: 'o', i: 'n', x: 'o' };

/**
 * The end of a token that is of ASCII characters alone and is no trap, which nearly all are; 0 where this is not so certain.
 * The character after it must not change what it is.
 */
function plainEnd(text: string, at: number): number {
  const kind = classAt(text, at);
  let end = at + 1;
  let next = classAt(text, end);
  if (kind === BRACKET) return end;
  // Of two characters, and of traps, the second is another sign.
  if (kind === SIGN) return next !== 0 && next !== SIGN ? end : 0;
  if (kind === LETTER) {
    if (TRAPS[text[at]!] === text[end]) return 0;
    while (next === LETTER || next === DIGIT) next = classAt(text, ++end);
  } else if (kind === DIGIT) {
    while (next === DIGIT) next = classAt(text, ++end);
    if (text[end] === '.' && classAt(text, end + 1) === DIGIT) {
      end++;
      for (next = DIGIT; next === DIGIT; ) next = classAt(text, ++end);
    }
    // An exponent, or another radix.
    if (next === LETTER) return 0;
  } else return 0;
  return next === 0 ? 0 : end;
}

/** Words that are operators where an operator can stand: `mod(a, b)` is a call. */
const WORD_OPERATORS = new Set(['and', 'or', 'mod']);

/** Words that statements begin with and that an expression follows. */
export const BEFORE_EXPRESSIONS = new Set(['constraint', 'residual', 'minimize', 'maximize']);

export function isName(text: string): boolean {
  NAME.lastIndex = 0;
  return NAME.exec(text)?.[0] === text;
}

/** The tokens of each line, one line at a time: those of a large text need not exist together. */
export function* tokenise(text: string, report: Report): Generator<readonly Token[]> {
  let tokens: Token[] = [];
  let at = 0;
  /** Length of what stands here, 0 where it is something else. */
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex - at : 0;
  };
  const add = (kind: TokenKind, length: number, valid = true, written = text.slice(at, at + length)): void => {
    tokens.push({ kind, text: written, start: at, end: at + length, valid });
    at += length;
  };
  const number = (length: number): void => {
    const written = text.slice(at, at + length);
    add('number', length, reportLiteral(written, { start: at, end: at + length }, report), written);
  };
  const name = (length: number): void => {
    if (length > LONGEST_NAME) {
      const message = `this name has ${length} characters, more than ${LONGEST_NAME}`;
      report.error('WG707', { start: at, end: at + length }, message, 'shorten it');
      add('name', length, false);
      return;
    }
    const word = text.slice(at, at + length);
    const form = NOT_ASCII.test(word) ? typographicName(word) : undefined;
    if (form !== undefined) {
      const start = at + form.at;
      report.error('WG119', { start, end: start + form.length }, form.message, form.help);
      add('name', length, false);
      return;
    }
    const before = tokens.at(-1);
    // What follows the word that a statement begins with, as in `constraint mod(z, 1) == p`.
    const isCall = tokens.length === 1 && BEFORE_EXPRESSIONS.has(before!.text) && text[at + length] === '(';
    const operator =
      word === 'not' || (WORD_OPERATORS.has(word) && before !== undefined && endsOperand(before) && !isCall);
    add(operator ? 'operator' : 'name', length, true, word);
  };
  /** Length of the name that stands here, 0 for anything else. */
  const nameLength = (): number => {
    const start = at;
    for (let part = match(NAME); part > 0; part = match(NAME_PART)) at += part;
    const length = at - start;
    at = start;
    return length;
  };
  while (at < text.length) {
    const first = classAt(text, at);
    // Lines without tokens end nothing.
    if (first === SPACE || (first === LINE && tokens.length === 0)) {
      at++;
      continue;
    }
    const end = plainEnd(text, at);
    if (end !== 0) {
      if (first === LETTER) name(end - at);
      else if (first === DIGIT) number(end - at);
      else add('operator', 1);
      continue;
    }
    at += match(SKIPPED);
    if (at === text.length) break;
    const newline = match(NEWLINE);
    if (newline > 0) {
      at += newline;
      yield tokens;
      tokens = [];
      continue;
    }
    const before = tokens.at(-1);
    const trap = findTrap(text, at, before !== undefined && endsOperand(before));
    if (trap !== undefined) {
      report.error(trap.code, { start: at, end: at + trap.reported }, trap.message, trap.help);
      add('operator', trap.length, false);
      continue;
    }
    const digits = match(NUMBER);
    if (digits > 0) {
      number(digits);
      continue;
    }
    const letters = nameLength();
    if (letters > 0) {
      name(letters);
      continue;
    }
    const operator = match(OPERATOR);
    if (operator > 0) {
      const written = text.slice(at, at + operator);
      add('operator', operator, true, written === '**' ? '^' : written);
      continue;
    }
    const { length } = String.fromCodePoint(text.codePointAt(at)!);
    report.error('WG101', { start: at, end: at + length }, `unexpected character '${text.slice(at, at + length)}'`);
    add('operator', length, false);
  }
  yield tokens;
}

/** True for a token after which an operator, and not an operand, comes. */
export function endsOperand(token: Token): boolean {
  if (token.kind === 'number' || token.kind === 'name') return true;
  return token.kind === 'operator' && [')', ']', '!', "'"].includes(token.text);
}
