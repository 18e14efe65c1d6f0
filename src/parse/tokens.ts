// Text → tokens with spans. What the language does not have is recognised here, each with its way out, so that nothing
// unknown reaches the grammar behind.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { reportLiteral } from './literals.js';
import { findTrap } from './traps.js';

export type TokenKind = 'number' | 'name' | 'operator';

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
const SKIPPED = /(?:[ \t\f\v\u00a0\u2000-\u200a\u202f\u3000\ufeff]+|#[^\r\n]*)+/y;
const NEWLINE = /\r\n|\r|\n/y;

/** Words that are operators where an operator can stand: `mod(a, b)` is a call. */
const WORD_OPERATORS = new Set(['and', 'or', 'mod']);

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
  while (at < text.length) {
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
      report.error(trap.code, { start: at, end: at + trap.length }, trap.message, trap.help);
      add('operator', trap.length, false);
      continue;
    }
    const number = match(NUMBER);
    if (number > 0) {
      const span = { start: at, end: at + number };
      add('number', number, reportLiteral(text.slice(at, span.end), span, report));
      continue;
    }
    const name = match(NAME);
    if (name > 0) {
      const word = text.slice(at, at + name);
      const operator = word === 'not' || (WORD_OPERATORS.has(word) && before !== undefined && endsOperand(before));
      add(operator ? 'operator' : 'name', name, true, word);
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
