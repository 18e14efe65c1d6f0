// What people write that the language does not have, or that means something else than they think.

import type { Code } from '../catalogue.js';
import { shorten } from '../source.js';
import { endOfPiece, LONGEST_PIECE } from './advice.js';
import { foreignSigns } from './foreign-signs.js';
import { foreignText } from './foreign-text.js';
import { adviceOnTeX, beginsTeX } from './latex.js';
import type { Rule } from './trap-rule.js';
import { typographic } from './typographic.js';

export interface Trap {
  readonly code: Code;
  readonly length: number;
  /** Length of what is pointed at. */
  readonly reported: number;
  readonly message: string;
  /** Found where it is shown: a text may be nothing but traps. */
  readonly help: () => string;
}

/** What is said about more is said about its beginning. */
const LONGEST_QUOTED = 40;

const rules: readonly Rule[] = [...foreignSigns, ...foreignText, ...typographic];

/** Any of them at all: one question for most tokens. */
const ANY = new RegExp(rules.map(({ pattern }) => pattern.source).join('|'), 'uy');

/** The trap at an offset, if there is one. */
export function findTrap(text: string, at: number, afterOperand: boolean): Trap | undefined {
  if (text[at] === '\\') return texAt(text, at, afterOperand);
  ANY.lastIndex = at;
  if (!ANY.test(text)) return undefined;
  for (const { pattern, end, reported, code, message, help, after } of rules) {
    if (after !== undefined && (after === 'operand') !== afterOperand) continue;
    pattern.lastIndex = at;
    if (!pattern.test(text)) continue;
    const length = (end?.(text, at) ?? pattern.lastIndex) - at;
    const whole = text.slice(at, at + length);
    return {
      code,
      length,
      reported: reported ?? length,
      message: message(shorten(whole, LONGEST_QUOTED)),
      help: () =>
        typeof help === 'string' ? help : help(whole.slice(0, LONGEST_PIECE), ...around(text, at, at + length)),
    };
  }
  return undefined;
}

/** What stands on the same line after something, and before it. */
function around(text: string, start: number, end: number): [rest: string, before: string] {
  const before = text.slice(Math.max(0, start - LONGEST_PIECE), start);
  const line = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'), before.lastIndexOf(';')) + 1;
  return [text.slice(end, endOfPiece(text, end)), before.slice(line)];
}

/** A backslash and all that is TeX after it. */
function texAt(text: string, at: number, afterOperand: boolean): Trap | undefined {
  if (!beginsTeX(text, at, afterOperand)) return undefined;
  const end = endOfPiece(text, at);
  return {
    code: 'WG129',
    length: end - at,
    reported: /^\\(?:[a-zA-Z]+|.)/.exec(text.slice(at, at + 40))![0].length,
    message: 'this is TeX',
    help: () => adviceOnTeX(`${around(text, at, at)[1]}${text.slice(at, end)}`),
  };
}
