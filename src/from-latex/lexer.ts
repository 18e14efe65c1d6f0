// TeX → its tokens: what is of the look alone is gone, characters of Unicode are the commands that they are drawn by.

import type { Report } from '../diagnostic.js';
import { findTrap } from '../parse/traps.js';
import type { Span } from '../source.js';
import { invisible, invisibleWithBraces, oldFonts, sized, styles, unicode } from './commands.js';

export interface TeXToken extends Span {
  /** `line` is the end of one, `row` what `\\` is; `words` stand in `\text` and its like. */
  readonly kind: 'command' | 'letters' | 'number' | 'sign' | 'words' | 'begin' | 'end' | 'line' | 'row';
  readonly text: string;
  /** Of words: the type that they are set in. */
  readonly style?: string;
  /** Of words: the command. */
  readonly command?: string;
}

const SPACE = /(?:[ \t\f\v\u00a0\u2000-\u200a\u202f\u3000\ufeff~]+|%[^\r\n]*)+/y;
const LINE = /\r\n|\r|\n/y;
const COMMAND = /\\(?:([a-zA-Z]+)\*?|([^\r\n]))/uy;
const NUMBER = /\d+(?:\.\d*)?|\.\d+/y;
const EXPONENT = /[eE][+-]?\d/y;
const LETTERS = /\p{L}[\p{L}\p{M}\p{Nd}]{0,999}/uy;
const SPACES = /[ \t\r\n]*/y;
const BRACES = /\s*\{([^{}]{0,200})\}/y;
const BRACKETS = /[ \t]*\[[^\]\r\n]{0,40}\]/y;
/** `{\rm th}`: what stands in a type in braces of its own. */
const OLD_FONT = /\{\s*\\(rm|bf|it|sf|tt|cal)(?![a-zA-Z])\s*(\\[a-zA-Z]+|[\p{L}\p{M}\p{Nd}]+)\s*\}/uy;
/** `\mathop{\mathrm{erf}}`. */
const OPERATOR = /\\mathop\s*\{\s*\\(?:mathrm|operatorname|text|rm|mathit|mathsf)\s*\{?\s*(\p{L}+)\s*\}?\s*\}/uy;
/** Names of environments, without the star of those that have no numbers. */
const ENVIRONMENT = /\s*\{([a-zA-Z]{1,40})\*?\}/y;
/** A decimal comma, or one between thousands. */
const BRACED_COMMA = /\{,\}\d*/y;

/** @returns null where something is reported that leaves nothing to be read */
export function lexTeX(text: string, report: Report): TeXToken[] | null {
  const tokens: TeXToken[] = [];
  let at = 0;
  let fine = true;
  /** Depths of braces at which words go on after mathematics in them. */
  const texts: { readonly style: string; readonly command: string; readonly start: number }[] = [];
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const add = (kind: TeXToken['kind'], length: number, written: string): void => {
    tokens.push({ kind, text: written, start: at, end: at + length });
    at += length;
  };
  const fault = (code: 'WG153' | 'WG155', start: number, message: string, help?: string): void => {
    report.error(code, { start, end: Math.max(at, start + 1) }, message, help);
    fine = false;
  };
  /** Words up to the closing brace, or to `$`. @param first where their command stands, if they are the first after it */
  const words = (first?: number): void => {
    const { style, command } = texts.at(-1)!;
    const start = at;
    let depth = 0;
    for (; at < text.length; at++) {
      const c = text[at]!;
      if (c === '\\') at++;
      else if (c === '{') depth++;
      else if (c === '}' && depth-- === 0) break;
      else if (c === '$') break;
    }
    const written = text
      .slice(start, at)
      .replace(/\\([_$%&#])/g, '$1')
      .replaceAll(/[{}]/g, '')
      .trim();
    const isClosed = text[at] === '}';
    if (written !== '')
      tokens.push({ kind: 'words', text: written, start: first ?? start, end: isClosed ? at + 1 : at, style, command });
    if (isClosed) texts.pop();
    at = Math.min(at + 1, text.length);
  };
  const command = (found: RegExpExecArray): void => {
    const [{ length }, name = found[2]!] = found as unknown as [string, string | undefined];
    const start = at;
    if (name === 'begin' || name === 'end') {
      at += length;
      const environment = match(ENVIRONMENT);
      if (environment === null)
        return fault('WG155', start, `'\\${name}' is of no environment`, `write \\${name}{cases}`);
      at += environment[0].length;
      tokens.push({ kind: name, text: environment[1]!, start, end: at });
      if (name === 'begin' && /^(?:array|tabular|alignat|alignedat)$/.test(environment[1]!)) {
        at += match(BRACKETS)?.[0].length ?? 0;
        at += match(BRACES)?.[0].length ?? 0;
      }
      return;
    }
    if (name === '\\' || name === 'cr') {
      add('row', length, '\\');
      at += match(BRACKETS)?.[0].length ?? 0;
      return;
    }
    const style = Object.hasOwn(styles, name) ? styles[name] : undefined;
    if (style !== undefined) {
      at += length;
      at += match(SPACES)![0].length;
      if (text[at] === '{') {
        at++;
        texts.push({ style, command: name, start });
        return words(start);
      }
      const one = match(LETTERS) ?? match(COMMAND);
      if (one === null) return fault('WG153', start, `'\\${name}' is of nothing`, `write \\${name}{x}`);
      const written = one[0].startsWith('\\') ? one[0] : one[0][0]!;
      tokens.push({ kind: 'words', text: written, start, end: at + written.length, style, command: name });
      at += written.length;
      return;
    }
    if (invisibleWithBraces.has(name)) {
      at += length;
      at += match(BRACES)?.[0].length ?? 0;
      return;
    }
    const [, side] = sized.exec(name) ?? [];
    if (side !== undefined) {
      at += length;
      at += match(SPACES)![0].length;
      const bar = /^(?:\||\\\||\\[vV]ert(?![a-zA-Z]))/.exec(text.slice(at, at + 6));
      if (bar === null || side === '' || side === 'm') return;
      return add('command', bar[0].length, `${side}${/^(?:\||\\vert)$/.test(bar[0]) ? 'vert' : 'Vert'}`);
    }
    if (invisible.has(name) || name === ' ' || name === '\t') {
      at += length;
      return;
    }
    add('command', length, name);
  };

  while (at < text.length) {
    const space = match(SPACE);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const line = match(LINE);
    if (line !== null) {
      add('line', line[0].length, '\n');
      continue;
    }
    const c = text[at]!;
    const old = c === '{' ? match(OLD_FONT) : null;
    if (old !== null) {
      const [whole, font, written] = old as unknown as [string, string, string];
      const place = { start: at, end: at + whole.length };
      tokens.push({ kind: 'words', text: written, ...place, style: oldFonts[font]!, command: font });
      at += whole.length;
      continue;
    }
    const operator = match(OPERATOR);
    if (operator !== null) {
      const place = { start: at, end: at + operator[0].length };
      tokens.push({ kind: 'words', text: operator[1]!, ...place, style: 'upright', command: 'operatorname' });
      at += operator[0].length;
      continue;
    }
    if (c === '\\') {
      const found = match(COMMAND);
      if (found !== null) command(found);
      else {
        fault('WG153', at, 'a backslash stands alone', "write '\\\\' between lines");
        at++;
      }
      continue;
    }
    if (c === '$' && texts.length > 0) {
      at++;
      words();
      continue;
    }
    const number = match(NUMBER);
    if (number !== null) {
      numberAt(number[0]);
      continue;
    }
    const point = String.fromCodePoint(text.codePointAt(at)!);
    const drawn = unicode.get(point);
    if (drawn !== undefined) {
      add('command', point.length, drawn);
      continue;
    }
    if (text.startsWith(':=', at)) {
      add('command', 2, 'coloneqq');
      continue;
    }
    if (point === '−') {
      add('sign', 1, '-');
      continue;
    }
    const trap = c > '\x7f' ? findTrap(text, at, true) : undefined;
    if (trap !== undefined) {
      report.error(trap.code, { start: at, end: at + trap.reported }, trap.message, trap.help);
      fine = false;
      at += trap.length;
      continue;
    }
    const found = match(LETTERS);
    const styled = found === null ? -1 : found[0].search(/[\u{10000}-\u{10ffff}]/u);
    if (found !== null && styled !== -1) {
      at += found[0].length;
      const plain = found[0].normalize('NFKC');
      fault('WG153', at - found[0].length, `'${found[0]}' is of typographic letters`, `write '${plain}'`);
      continue;
    }
    if (found !== null) {
      add('letters', found[0].length, found[0]);
      continue;
    }
    if (c < ' ' || c > '\x7e' || '"#@`?'.includes(c)) {
      at += point.length;
      fault(
        'WG153',
        at - point.length,
        `'${point}' is no sign of formulas`,
        c === '?' ? 'write \\begin{cases}' : c === '#' ? 'write out what macros stand for' : 'leave it out',
      );
      continue;
    }
    add('sign', 1, c);
  }

  function numberAt(digits: string): void {
    const start = at;
    // A dot that ends a sentence is none of the number.
    const isSentence =
      digits.endsWith('.') && !/^[\p{L}(]/u.test(text.slice(at + digits.length, at + digits.length + 2));
    add('number', digits.length - (isSentence ? 1 : 0), digits.replace(/\.$/, ''));
    const comma = match(BRACED_COMMA);
    if (comma !== null) {
      at += comma[0].length;
      const after = comma[0].slice(3);
      fault(
        'WG153',
        start,
        `'${text.slice(start, at)}' has a comma`,
        `write ${digits}.${after} for a decimal point${after.length === 3 ? `, ${digits}${after} for thousands` : ''}`,
      );
      return;
    }
    const exponent = match(EXPONENT);
    if (exponent === null) return;
    const whole = /^[eE][+-]?\d+/.exec(text.slice(at, at + 20))![0];
    at += whole.length;
    fault(
      'WG153',
      start,
      `'${digits}${whole}' is a number of programs: in TeX e is a letter`,
      `write ${digits} \\cdot 10^{${Number(whole.slice(1))}}, or ${digits} \\cdot e for a product`,
    );
  }
  const [unclosed] = texts;
  if (unclosed !== undefined) {
    const { start, command } = unclosed;
    report.error(
      'WG155',
      { start, end: start + command.length + 2 },
      `'\\${command}{' is never closed`,
      "close it with '}'",
    );
  }
  return fine && unclosed === undefined ? tokens : null;
}
