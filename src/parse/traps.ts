// What people write that the language does not have, or that means something else than they think.

import type { Code } from '../catalogue.js';
import { shorten } from '../source.js';
import {
  arrowHelp,
  assignHelp,
  braceHelp,
  convertHelp,
  endOfBraces,
  endOfPiece,
  LONGEST_PIECE,
  memberHelp,
  percentHelp,
  rangeHelp,
  stringHelp,
  suchThatHelp,
  withoutNamespace,
  written,
} from './advice.js';
import { NAMESPACES } from './elsewhere.js';
import { beginsTeX, readTeX } from './latex.js';
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

const quoted = (found: string): string => `'${found}' is not an operator of this language`;

/** The offset after a string: a pattern for it would run out of stack on a long one. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const character = text[end]!;
    if (character === text[at]) return end + 1;
    const next = character === '\\' ? text[end + 1] : character;
    if (next === '\n' || next === '\r' || next === undefined) return end;
    if (character === '\\') end++;
  }
  return text.length;
}

/** What is said about more is said about its beginning. */
const LONGEST_QUOTED = 40;

const rules: readonly Rule[] = [
  {
    pattern: /%\*%|%\/%|%%|%o%|%in%/y,
    code: 'WG110',
    message: found => `'${found}' is not an operator of this language`,
    help: found =>
      ({ '%*%': "write '*'", '%/%': "write 'floor(a/b)'", '%%': "write 'mod(a, b)'", '%o%': "write 'outer(u, v)'" })[
        found
      ] ?? "write comparisons, joined by 'or'",
  },
  {
    pattern: /%/y,
    code: 'WG110',
    message: () => "'%' has three meanings and is not used here",
    help: percentHelp,
  },
  {
    pattern: /"/y,
    end: endOfString,
    code: 'WG111',
    message: () => 'strings are not values here',
    help: stringHelp,
  },
  {
    pattern: /'/y,
    end: endOfString,
    code: 'WG111',
    message: () => 'strings are not values here',
    help: stringHelp,
    after: 'operator',
  },
  {
    pattern: /\{/y,
    end: endOfBraces,
    reported: 1,
    code: 'WG112',
    message: () => "'{' is not used here",
    help: braceHelp,
  },
  {
    pattern: /\}/y,
    code: 'WG112',
    message: () => "'}' is not used here",
    help: "group with '(' and ')', vectors are '[1, 2]'",
  },
  {
    pattern: /\|\|[^|\r\n]{1,100}\|\|/y,
    reported: 2,
    code: 'WG114',
    message: () => "'||' is not an operator of this language",
    help: found => written(`norm(${found.slice(2, -2).trim()})`),
    after: 'operator',
  },
  { pattern: /&&|\|\|/y, code: 'WG113', message: quoted, help: found => `write '${found === '&&' ? 'and' : 'or'}'` },
  {
    pattern: /!(?!=)/y,
    code: 'WG113',
    message: () => "'!' before an operand is not an operator of this language",
    help: "write 'not'",
    after: 'operator',
  },
  { pattern: /\|>/y, code: 'WG116', message: quoted, help: "write the call: 'f(x)'" },
  {
    pattern: /\|[^|\r\n]{1,100}\|(?!\|)/y,
    reported: 1,
    code: 'WG114',
    message: () => "'|' is not an operator of this language",
    help: found => `write 'abs(${found.slice(1, -1).trim()})', 'norm(v)' for a vector, 'or' for logic`,
  },
  {
    pattern: /\|/y,
    code: 'WG114',
    message: () => "'|' is not an operator of this language",
    help: "write 'abs(x)' for |x|, 'norm(v)' for a vector, 'or' for logic",
  },
  { pattern: /~=/y, code: 'WG116', message: quoted, help: "write '!='" },
  {
    pattern: /~(?!=)/y,
    code: 'WG115',
    message: () => "'~' works on bits, which real numbers do not have",
    help: "write '=': a model is 'data x, y' and 'y = a*x + b'",
    after: 'operand',
  },
  {
    pattern: /~\s*(?=[\p{L}(])/uy,
    reported: 1,
    code: 'WG115',
    message: () => "'~' works on bits, which real numbers do not have",
    help: "write 'not'",
  },
  {
    pattern: /<<|>>>?|&|~|\^\||xor(?![\p{L}\p{N}_])/uy,
    code: 'WG115',
    message: found => `'${found}' works on bits, which real numbers do not have`,
    help: "write 'and', 'or', 'not'; for xor of conditions 'a != b'",
  },
  { pattern: /===|!==/y, code: 'WG116', message: quoted, help: found => `write '${found.slice(0, 2)}'` },
  { pattern: /<>/y, code: 'WG116', message: quoted, help: "write '!='" },
  { pattern: /=[<>](?!=)/y, code: 'WG116', message: quoted, help: found => arrowHelp(found) },
  {
    pattern: /<-(?<=\s<-)(?=\s)/y,
    code: 'WG116',
    message: quoted,
    help: assignHelp,
  },
  { pattern: /->/y, code: 'WG116', message: quoted, help: "write 'f(x) = x^2' for a function" },
  {
    pattern: /[-+*/]=(?!=)|:=|\?\.|\?\?|\+\+/y,
    code: 'WG116',
    message: quoted,
    help: found => (found === ':=' ? "write '='" : 'write the operation out'),
  },
  {
    pattern: /\/\/(?=[^\S\r\n]*[\w(])/y,
    code: 'WG116',
    message: () => "'//' is not an operator of this language",
    help: "write 'floor(a/b)' for a whole quotient, '#' before a comment",
    after: 'operand',
  },
  { pattern: /\/\/[^\r\n]*|\/\*/y, code: 'WG116', message: () => 'comments start with #', help: "write '# …'" },
  {
    pattern: new RegExp(
      `(?:(?:${NAMESPACES})(?:\\.|::))+[\\p{L}_][\\p{L}\\p{N}_]{0,99}(?:(?:\\.|::)[\\p{L}_][\\p{L}\\p{N}_]{0,99}){0,3}`,
      'uy',
    ),
    code: 'WG117',
    message: found => `'${found}': functions and constants stand alone`,
    help: withoutNamespace,
  },
  {
    pattern: /::[\p{L}_][\p{L}\p{N}_]{0,99}/uy,
    code: 'WG117',
    message: found => `'${found}': functions and constants stand alone`,
    help: withoutNamespace,
    after: 'operand',
  },
  {
    pattern: /s\.\s?t\b\.?[^\r\n;]{0,200}/y,
    reported: 4,
    code: 'WG130',
    message: () => "'s.t.' is a word of other languages",
    help: suchThatHelp,
  },
  {
    pattern: /\$\d[\d.,]*/y,
    code: 'WG101',
    message: () => "unexpected character '$'",
    help: found => written(found.slice(1).replace(/,(?=\d{3}\b)/g, '')),
  },
  {
    pattern: /\.{2,}/y,
    code: 'WG128',
    message: found => `'${found}' is no range of this language`,
    help: rangeHelp,
  },
  {
    pattern: /\.(?=\()/y,
    code: 'WG117',
    message: () => "'.(' is not an operator of this language",
    help: "write '(': functions go element by element",
  },
  {
    pattern: /\.\s*[\p{L}_][\p{L}\p{N}_]{0,99}/uy,
    code: 'WG117',
    message: found => `'${found}': numbers have no properties`,
    help: memberHelp,
  },
  {
    // 'for i in', 'subject to' and the like are words, of which more is said.
    pattern:
      /(?:to|in)(?<!\b(?:for\s{1,9}[\p{L}_][\p{L}\p{N}_]{0,99}\s{1,9}in|subject\s{1,9}to|\blet\s[^\r\n;]{1,99}\sin))(?![\p{L}\p{N}_$(])(?=\s*[\p{L}_\d(])/uy,
    code: 'WG118',
    message: found => `'${found}' converts units, which this language does not have`,
    help: convertHelp,
    after: 'operand',
  },
  {
    pattern: /0[xXbBoO][0-9a-fA-F]+/y,
    code: 'WG105',
    message: found => `${found}: numbers are decimal here`,
    help: found => written(String(Number(found.toLowerCase()))),
  },
  {
    pattern: /\d{1,99}(?:_\d{1,99})+(?:\.\d{1,99})?/y,
    code: 'WG105',
    message: found => `${found}: digits stand without signs between them`,
    help: found => written(found.replaceAll('_', '')),
  },
  {
    pattern: /\$(?=[^$\r\n]{0,400}\$\s*(?:[\r\n]|$))(?=[^$\r\n]*[^$\p{L}\p{N}_\r\n])|\${2}/uy,
    end: endOfPiece,
    code: 'WG129',
    message: () => 'this is TeX',
    help: found => written(readTeX(found)),
    after: 'operator',
  },
  {
    pattern: /@\s*(?=\()/y,
    reported: 1,
    code: 'WG101',
    message: () => "unexpected character '@'",
    help: "write 'f(x) = x^2' for a function",
    after: 'operator',
  },
  {
    pattern: /@/y,
    code: 'WG101',
    message: () => "unexpected character '@'",
    help: "write 'A*B', or 'dot(u, v)' for vectors",
  },
  ...typographic,
];

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
    help: () => written(readTeX(`${around(text, at, at)[1]}${text.slice(at, end)}`)),
  };
}
