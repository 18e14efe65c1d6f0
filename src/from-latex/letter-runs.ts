// Letters side by side without a command, which TeX sets as a product.

import type { Report } from '../diagnostic.js';
import { functionCommands } from './commands.js';
import type { TeXToken } from './lexer.js';

export interface Names {
  /** Whether letters without a command are a name of several letters. */
  readonly isName: (letters: string) => boolean;
  readonly isFunction: (name: string) => boolean;
}

/** Runs of letters from here on are more likely words. */
const LONG_RUN = 4;

const runOf = ({ text }: TeXToken): string => /^[\p{L}\p{M}]+/u.exec(text)![0];

/** What is wrong with a run that is a function's name; null for all others. */
export function functionFault(
  token: TeXToken,
  names: Names,
): { readonly message: string; readonly help: string } | null {
  const run = runOf(token);
  if (run.length === 1 || !names.isFunction(run)) return null;
  const written = functionCommands.has(run) ? `\\${run}` : `\\operatorname{${run}}`;
  return {
    message: `'${run}' is the product of its letters in TeX`,
    help: `write ${written}, or ${[...run].join(' \\cdot ')} for the product`,
  };
}

/** Each letter, and the digits after them. */
export function lettersOf(
  token: TeXToken,
  report: Report,
): { readonly each: readonly TeXToken[]; readonly rest: TeXToken | null } {
  const { text, start } = token;
  const run = runOf(token);
  const { length } = run;
  if (length >= LONG_RUN)
    report.warn(
      'WG154',
      { start, end: start + length },
      `'${run}' is read as the product of its letters`,
      `write \\mathrm{${run}} for a name`,
    );
  let at = start;
  const each: TeXToken[] = [];
  for (const [letter] of run.matchAll(/\p{L}\p{M}*/gu)) {
    const end = at + letter.length;
    each.push({ ...token, text: letter, start: at, end });
    at = end;
  }
  if (length === text.length) return { each, rest: null };
  const rest = text.slice(length);
  report.warn(
    'WG154',
    token,
    `'${text}' is read as a product with ${rest}`,
    `write ${run}_{${rest}} for a name, ${run}^{${rest}} for a power`,
  );
  return { each, rest: { ...token, kind: /^\d+$/.test(rest) ? 'number' : 'letters', text: rest, start: at } };
}
