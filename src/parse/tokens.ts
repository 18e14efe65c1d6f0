// Text → tokens with spans. What the language does not have is recognised here, each with its way out, so that nothing
// unknown reaches the grammar behind.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { reportLiteral } from './literals.js';
import { findTrap } from './traps.js';

export type TokenKind = 'number' | 'name' | 'operator' | 'newline';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** Operators after aliases: `**` is `^`. */
  readonly text: string;
  /** False where an error was reported: its statement is not looked at further. */
  readonly valid: boolean;
}

const NAME = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/uy;
// A dot before * / ^ belongs to the elementwise operator, as in mathjs: `2.*x`.
const NUMBER = /(?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\*\*|\.\*|\.\/|\.\^|<=|>=|==|!=|[-+*/^<>=?:,;()[\]!']/y;
const SKIPPED = /[ \t\f\v\u00a0\u2000-\u200a\u202f\u3000\ufeff]+|#[^\r\n]*/y;
const NEWLINE = /\r\n|\r|\n/y;

/** Words that are operators where an operator can stand: `mod(a, b)` is a call. */
const WORD_OPERATORS = new Set(['and', 'or', 'mod']);

export function isName(text: string): boolean {
  NAME.lastIndex = 0;
  return NAME.exec(text)?.[0] === text;
}

export function tokenise(text: string, report: Report): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const add = (kind: TokenKind, length: number, written: string, valid = true): void => {
    tokens.push({ kind, text: written, start: at, end: at + length, valid });
    at += length;
  };
  while (at < text.length) {
    const skipped = match(SKIPPED);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const newline = match(NEWLINE);
    if (newline !== undefined) {
      add('newline', newline.length, '\n');
      continue;
    }
    const before = tokens.at(-1);
    const trap = findTrap(text, at, before !== undefined && endsOperand(before));
    if (trap !== undefined) {
      report.error(trap.code, { start: at, end: at + trap.length }, trap.message, trap.help);
      add('operator', trap.length, text.slice(at, at + trap.length), false);
      continue;
    }
    const literal = match(NUMBER);
    if (literal !== undefined) {
      const span = { start: at, end: at + literal.length };
      add('number', literal.length, literal, reportLiteral(literal, span, report));
      continue;
    }
    const name = match(NAME);
    if (name !== undefined) {
      const operator = name === 'not' || (WORD_OPERATORS.has(name) && before !== undefined && endsOperand(before));
      add(operator ? 'operator' : 'name', name.length, name);
      continue;
    }
    const operator = match(OPERATOR);
    if (operator !== undefined) {
      add('operator', operator.length, operator === '**' ? '^' : operator);
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at)!);
    report.error('WG101', { start: at, end: at + character.length }, `unexpected character '${character}'`);
    add('operator', character.length, character, false);
  }
  return tokens;
}

/** True for a token after which an operator, and not an operand, comes. */
export function endsOperand(token: Token): boolean {
  if (token.kind === 'number' || token.kind === 'name') return true;
  return token.kind === 'operator' && [')', ']', '!', "'"].includes(token.text);
}
