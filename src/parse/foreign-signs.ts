// Operators, brackets and quotes of other languages.

import {
  assignHelp,
  braceHelp,
  choiceHelp,
  endOfBraces,
  endOfPiece,
  percentHelp,
  stringHelp,
  written,
} from './advice.js';
import { endOfGroup } from './calls-elsewhere.js';
import { arrowHelp, assignmentHelp, barHelp, endOfArrow, functionOf, normHelp } from './foreign-functions.js';
import { STAN_HELP, tildeHelp } from './models.js';
import type { Rule } from './trap-rule.js';

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

export const foreignSigns: readonly Rule[] = [
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
    pattern: /%>%/y,
    code: 'WG110',
    message: quoted,
    help: (_found, rest, before) => {
      const [callee] = /^\s*[\p{L}_]\w*/u.exec(rest) ?? [];
      return callee === undefined
        ? "write the call: 'f(x)'"
        : `write the call: '${callee.trim()}(${before.trim() || 'x'})'`;
    },
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
    pattern: /\{(?<=(?:data|parameters|model|functions|quantities)\s{0,9}\{)/y,
    end: (text, at) => Math.max(at + 1, endOfGroup(text, at)),
    reported: 1,
    code: 'WG112',
    message: () => 'this is a program of Stan or BUGS',
    help: STAN_HELP,
  },
  {
    pattern: /\{[^{}\r\n]{0,100}\}\s{0,9}else\s{0,9}\{[^{}\r\n]{0,100}\}/y,
    reported: 1,
    code: 'WG112',
    message: () => "'{' is not used here",
    help: choiceHelp,
  },
  {
    pattern: /\{/y,
    end: endOfBraces,
    reported: 1,
    code: 'WG112',
    message: () => "'{' is not used here",
    help: (found, rest, before) => functionOf(found, rest, before) ?? braceHelp(found, rest, before),
  },
  {
    pattern: /\}/y,
    code: 'WG112',
    message: () => "'}' is not used here",
    help: "group with '(' and ')', vectors are '[1, 2]'",
  },
  {
    pattern: /\|\|[^|\r\n]{1,100}\|\|(?:_\w|_\{\w{1,9}\})?/y,
    reported: 2,
    code: 'WG114',
    message: () => "'||' is not an operator of this language",
    help: normHelp,
    after: 'operator',
  },
  {
    pattern: /&&|\|\|/y,
    code: 'WG113',
    message: quoted,
    help: (found, rest, before) => {
      if (found === '&&') return "write 'and'";
      const [first] = /[RZ][\p{L}\p{N}_]*\s*$/u.exec(before) ?? [];
      const [second] = /^\s*[RZ][\p{L}\p{N}_]*/u.exec(rest) ?? [];
      if (first !== undefined && second !== undefined)
        return `write '1/(1/${first.trim()} + 1/${second.trim()})' for what is parallel, 'or' for conditions`;
      if (/(?:KL|kl)\s*\([^()]*$/.test(before)) return "write 'sum(p.*log(p./q))'";
      return `write 'or'${rest.includes('||') ? ", 'norm(v)' for the length of a vector" : ''}`;
    },
  },
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
    help: (found, _rest, before) => {
      const callee = /(?<![\p{L}_])(log|ln|log10|log2|sqrt|exp|sin|cos|tan)\s*$/u.exec(before)?.[1];
      const inner = `abs(${found.slice(1, -1).trim()})`;
      const determinant = callee === 'log' || callee === 'ln' ? 'logdet(A)' : 'det(A)';
      return `write '${callee === undefined ? inner : `${callee}(${inner})`}', 'norm(v)' for a vector, '${determinant}' for a matrix, 'or' for logic`;
    },
  },
  {
    pattern: /\|/y,
    code: 'WG114',
    message: () => "'|' is not an operator of this language",
    help: barHelp,
  },
  { pattern: /~=/y, code: 'WG116', message: quoted, help: "write '!='" },
  {
    pattern: /~(?!=)/y,
    end: endOfPiece,
    reported: 1,
    code: 'WG116',
    message: () => "'~' is not an operator of this language",
    help: (found, _rest, before) => tildeHelp(found.slice(1), before),
    after: 'operand',
  },
  {
    pattern: /~~/y,
    code: 'WG115',
    message: () => "'~~' works on bits, which real numbers do not have",
    help: "write 'fix(x)', which drops what is after the point",
  },
  {
    pattern: /~\s*(?=[\p{L}(])/uy,
    reported: 1,
    code: 'WG115',
    message: () => "'~' works on bits, which real numbers do not have",
    help: "write 'not'",
  },
  {
    pattern: /<<|>>>?/y,
    code: 'WG115',
    message: found => `'${found}' works on bits, which real numbers do not have`,
    help: found => (found === '<<' ? "write 'x*2^n'" : "write 'floor(x/2^n)'"),
  },
  {
    pattern: /&|~|\^\||xor(?![\p{L}\p{N}_])/uy,
    code: 'WG115',
    message: found => `'${found}' works on bits, which real numbers do not have`,
    help: "write 'and', 'or', 'not'; for xor of conditions 'a != b'",
  },
  { pattern: /===|!==/y, code: 'WG116', message: quoted, help: found => `write '${found.slice(0, 2)}'` },
  { pattern: /<>/y, code: 'WG116', message: quoted, help: "write '!='" },
  {
    pattern: /=[<>](?!=)/y,
    end: endOfArrow,
    reported: 2,
    code: 'WG116',
    message: found => quoted(found.slice(0, 2)),
    help: arrowHelp,
  },
  {
    pattern: /<-(?<=\s<-)(?=\s)/y,
    code: 'WG116',
    message: quoted,
    help: assignHelp,
  },
  {
    pattern: /\.[+-]/y,
    code: 'WG116',
    message: quoted,
    help: found => `write '${found[1]}': arrays of one shape go element by element, and a number with every element`,
    after: 'operand',
  },
  {
    pattern: /->/y,
    end: endOfArrow,
    reported: 2,
    code: 'WG116',
    message: () => quoted('->'),
    help: (found, rest, before) =>
      /\blim(?:it)?\b/i.test(before) ? 'there is no limit here' : arrowHelp(found, rest, before),
  },
  {
    pattern: /\.'/y,
    code: 'WG116',
    message: quoted,
    help: (_found, _rest, before) =>
      `write '${/[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? 'A'}'' for the transpose`,
    after: 'operand',
  },
  {
    pattern: /\.(?=\s*\[)/y,
    code: 'WG101',
    message: () => "unexpected character '.'",
    help: "write 'dot(u, v)'",
    after: 'operand',
  },
  {
    pattern: /\.(?=[^\S\r\n]*(?:$|[\r\n]))/y,
    code: 'WG101',
    message: () => "unexpected character '.'",
    help: 'leave it out: a statement ends with its line',
    after: 'operand',
  },
  { pattern: /[-+*/]=(?!=)|:=|\?\.|\?\?|\+\+/y, code: 'WG116', message: quoted, help: assignmentHelp },
  {
    pattern: /⟨([^⟨⟩,|;\r\n]{1,60}),([^⟨⟩,|;\r\n]{1,60})⟩/uy,
    reported: 1,
    code: 'WG101',
    message: found => `unexpected character '${found[0]}'`,
    help: found => written(`dot(${found.slice(1, -1).trim()})`),
    after: 'operator',
  },
  {
    pattern: /\/\/(?=[^\S\r\n]*[\w(])/y,
    code: 'WG116',
    message: () => "'//' is not an operator of this language",
    help: "write 'floor(a/b)' for a whole quotient, '#' before a comment",
    after: 'operand',
  },
  { pattern: /\/\/[^\r\n]*|\/\*/y, code: 'WG116', message: () => 'comments start with #', help: "write '# …'" },
];
