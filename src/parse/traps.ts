// What people write that the language does not have, or that means something else than they think.

import type { Code } from '../catalogue.js';
import { shorten } from '../source.js';

export interface Trap {
  readonly code: Code;
  readonly length: number;
  readonly message: string;
  readonly help: string;
}

interface Rule {
  readonly pattern: RegExp;
  /** Where what begins with the pattern ends. */
  readonly end?: (text: string, at: number) => number;
  readonly code: Code;
  readonly message: (found: string) => string;
  readonly help: string | ((found: string) => string);
  /** Only where an operand has just ended, or only where none has. */
  readonly after?: 'operand' | 'operator';
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
    pattern: /%/y,
    code: 'WG110',
    message: () => "'%' has three meanings and is not used here",
    help: "write 'mod(a, b)', or '/100' for per cent",
  },
  {
    pattern: /"/y,
    end: endOfString,
    code: 'WG111',
    message: () => 'strings are not values here',
    help: 'formulas are made of real numbers',
  },
  {
    pattern: /'/y,
    end: endOfString,
    code: 'WG111',
    message: () => 'strings are not values here',
    help: 'formulas are made of real numbers',
    after: 'operator',
  },
  {
    pattern: /[{}]/y,
    code: 'WG112',
    message: found => `'${found}' is not used here`,
    help: "group with '(' and ')', vectors are '[1, 2]'",
  },
  { pattern: /&&|\|\|/y, code: 'WG113', message: quoted, help: found => `write '${found === '&&' ? 'and' : 'or'}'` },
  {
    pattern: /!(?!=)/y,
    code: 'WG113',
    message: () => "'!' before an operand is not an operator of this language",
    help: "write 'not'",
    after: 'operator',
  },
  {
    pattern: /\|/y,
    code: 'WG114',
    message: () => "'|' is not an operator of this language",
    help: "write 'abs(x)' for |x|, 'or' for logic",
  },
  {
    pattern: /<<|>>>?|&|~|\^\||xor(?![\p{L}\p{N}_])/uy,
    code: 'WG115',
    message: found => `'${found}' works on bits, which real numbers do not have`,
    help: "write 'and', 'or', 'not'; for xor of conditions 'a != b'",
  },
  { pattern: /===|!==/y, code: 'WG116', message: quoted, help: found => `write '${found.slice(0, 2)}'` },
  {
    pattern: /[-+*/]=(?!=)|:=|=>|\?\.|\?\?|\+\+/y,
    code: 'WG116',
    message: quoted,
    help: found => (found === ':=' ? "write '='" : 'write the operation out'),
  },
  { pattern: /\/\/[^\r\n]*|\/\*/y, code: 'WG116', message: () => 'comments start with #', help: "write '# …'" },
  {
    pattern: /\.\s*[\p{L}_][\p{L}\p{N}_]{0,99}/uy,
    code: 'WG117',
    message: found => `'${found}': numbers have no properties`,
    help: "a name holds no '.'; write 'x_1' or 'x[1]'",
  },
  {
    pattern: /(?:to|in)(?![\p{L}\p{N}_(])(?=\s*[\p{L}_\d(])/uy,
    code: 'WG118',
    message: found => `'${found}' converts units, which this language does not have`,
    help: 'multiply by the factor instead',
    after: 'operand',
  },
  {
    pattern: /0[xXbBoO][0-9a-fA-F]+/y,
    code: 'WG105',
    message: found => `${found}: numbers are decimal here`,
    help: 'write the number in decimal digits',
  },
  {
    pattern: /[−–—]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic minus or dash`,
    help: "write '-'",
  },
  {
    pattern: /[·×∙⋅∗]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic multiplication sign`,
    help: "write '*'",
  },
  { pattern: /[÷∕]/y, code: 'WG119', message: found => `'${found}' is a typographic division sign`, help: "write '/'" },
  {
    pattern: /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic exponent`,
    help: found => `write '^${fromSuperscript(found)}'`,
  },
  {
    pattern: /[≤≥≠]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic comparison`,
    help: found => `write '${{ '≤': '<=', '≥': '>=' }[found] ?? '!='}'`,
  },
  { pattern: /√/y, code: 'WG119', message: () => "'√' is a typographic root", help: "write 'sqrt(x)'" },
  { pattern: /∞/y, code: 'WG119', message: () => "'∞' is a symbol", help: "write 'Infinity'" },
  {
    pattern: /[“”‘’`]/y,
    code: 'WG111',
    message: () => 'strings are not values here',
    help: 'formulas are made of real numbers',
  },
];

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function fromSuperscript(text: string): string {
  return Array.from(text, c => (SUPERSCRIPTS.includes(c) ? SUPERSCRIPTS.indexOf(c) : c === '⁻' ? '-' : c)).join('');
}

/** Any of them at all: one question for most tokens. */
const ANY = new RegExp(rules.map(({ pattern }) => pattern.source).join('|'), 'uy');

/** The trap at an offset, if there is one. */
export function findTrap(text: string, at: number, afterOperand: boolean): Trap | undefined {
  ANY.lastIndex = at;
  if (!ANY.test(text)) return undefined;
  for (const { pattern, end, code, message, help, after } of rules) {
    if (after !== undefined && (after === 'operand') !== afterOperand) continue;
    pattern.lastIndex = at;
    if (!pattern.test(text)) continue;
    const length = (end?.(text, at) ?? pattern.lastIndex) - at;
    const found = shorten(text.slice(at, at + length), LONGEST_QUOTED);
    return { code, length, message: message(found), help: typeof help === 'string' ? help : help(found) };
  }
  return undefined;
}
