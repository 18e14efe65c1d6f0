// Brackets and bars as TeX has them.

import type { TeXToken } from './lexer.js';

/** What closes what opens. */
export const OPENING: Readonly<Record<string, string>> = {
  '(': ')', '[': ']', '\\{': '\\}', '\\lvert': '\\rvert', '\\lVert': '\\rVert', '\\lfloor': '\\rfloor', '\\lceil': '\\rceil',
  '\\lbrace': '\\rbrace', '\\lbrack': '\\rbrack', '\\lparen': '\\rparen',
}; // biome-ignore format: a table
export const CLOSING: ReadonlySet<string> = new Set(Object.values(OPENING));

/** How brackets and bars are called, however they are written. */
export const DELIMITERS: Readonly<Record<string, string>> = {
  '\\lbrace': '\\{', '\\rbrace': '\\}', '\\lbrack': '[', '\\rbrack': ']', '\\lparen': '(', '\\rparen': ')', '\\lvert': '|',
  '\\rvert': '|', '\\vert': '|', '\\lVert': '\\|', '\\rVert': '\\|', '\\Vert': '\\|',
}; // biome-ignore format: a table

/** What stands after `\left` and `\right`; null for what is no bracket. */
export function delimiterOf({ kind, text }: TeXToken): string | null {
  if (kind === 'sign') return '()[]|./'.includes(text) ? text : null;
  if (kind !== 'command') return null;
  const name = `\\${text}`;
  return DELIMITERS[name] ?? (CLOSING.has(name) || Object.hasOwn(OPENING, name) || name === '\\|' ? name : null);
}

/** Whether one closes the other: a dot is none, and goes with all. */
export const isPair = (opened: string, closed: string): boolean =>
  opened === '.' || closed === '.' || opened === closed || OPENING[opened] === closed;

/** Commands that are no argument of others. */
export const isNoArgument = (name: string): boolean =>
  name === 'left' || name === 'right' || CLOSING.has(`\\${name}`) || Object.hasOwn(OPENING, `\\${name}`);
