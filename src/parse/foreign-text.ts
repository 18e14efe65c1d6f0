// Names, numbers and words as other languages put them together: with dots, dollars, underscores and prefixes.

import { convertHelp, endOfPiece, macroHelp, rangeHelp, suchThatHelp, written } from './advice.js';
import { NAMESPACES } from './elsewhere.js';
import { adviceOnTeX } from './latex.js';
import { memberHelp, withoutNamespace } from './members.js';
import type { Rule } from './trap-rule.js';

export const foreignText: readonly Rule[] = [
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
    pattern: /\.(?=\s{1,3}[([]|\[)/y,
    code: 'WG117',
    message: () => "'.' is not an operator of this language",
    help: "write 'dot(u, v)' for vectors, '*' for numbers",
    after: 'operand',
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
      /(?:to|in)(?<!\b(?:for\s{1,9}[\p{L}_][\p{L}\p{N}_]{0,99}\s{1,9}in|subject\s{1,9}to|for\s{0,9}\(\s{0,9}[\p{L}_][\p{L}\p{N}_]{0,99}\s{1,9}in|\blet\s[^\r\n;]{1,99}\sin))(?![\p{L}\p{N}_$(])(?=\s*[\p{L}_\d(])/uy,
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
    pattern: /\d{1,3}(?:'\d{3})+(?![\p{L}\p{N}_'])/uy,
    code: 'WG105',
    message: found => `${found}: digits stand without signs between them`,
    help: found => written(found.replaceAll("'", '')),
    after: 'operator',
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
    help: adviceOnTeX,
    after: 'operator',
  },
  {
    pattern: /@[A-Za-z]+[^\r\n;]{0,400}/y,
    code: 'WG130',
    message: () => 'this is a line of another language',
    help: macroHelp,
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
    pattern: /@\.\s*/y,
    reported: 2,
    code: 'WG101',
    message: () => "unexpected character '@'",
    help: "leave it out: functions and '.*', './', '.^' go element by element",
    after: 'operator',
  },
  {
    pattern: /@/y,
    code: 'WG101',
    message: () => "unexpected character '@'",
    help: "write 'A*B', or 'dot(u, v)' for vectors",
  },
];
