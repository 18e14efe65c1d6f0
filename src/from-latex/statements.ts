// Tokens of TeX → those of each formula: without what stands around formulas, at the ends of lines that do not go on, and at
// commas between formulas.

import type { Report } from '../diagnostic.js';
import { displays, signs } from './commands.js';
import { atCommas, atEveryComma, isOf, opens, withoutPunctuation } from './commas.js';
import type { TeXToken } from './lexer.js';

/** Words between formulas; what comes after some of them is of another kind. */
const BETWEEN = /^(?:let|and|then)[:,]?$/i;
const CONSTRAINING = /^(?:such that|subject to|s\.\s?t\.?)[:,]?$/i;
const DEFINING = /^(?:where|with|given|for)[:,]?$/i;

/** What comes after a word, where it says that. */
const kindAfter = (word: string): Written['after'] | null =>
  CONSTRAINING.test(word) ? 'constraints' : DEFINING.test(word) ? 'definitions' : null;

const isBetween = (word: string): boolean => kindAfter(word) !== null || BETWEEN.test(word);

export const DECLARING = new Set(['input', 'param', 'const', 'data', 'implicit', 'output', 'emit']);
export const GOALS = new Set(['minimize', 'maximize', 'residual', 'constraint']);

export interface Written {
  readonly tokens: readonly TeXToken[];
  /** After "subject to" it is a constraint, after "where" it defines what stands before it. */
  readonly after: 'formulas' | 'constraints' | 'definitions';
}

/** Signs at which a line begins or ends that goes on. */
function joins({ kind, text }: TeXToken, isFirst: boolean): boolean {
  if (kind === 'command') return Object.hasOwn(signs, text);
  return kind === 'sign' && (isFirst ? '+-*/=<>^_,!' : '+-*/=<>^_,').includes(text);
}

/** `$`, `\[`, `\(` and what closes them. */
const isDollar = ({ kind, text }: TeXToken): boolean =>
  (kind === 'sign' && text === '$') || (kind === 'command' && /^[[\]()]$/.test(text));

/** What closes what opens; null for what only closes. */
function closingOf({ kind, text }: TeXToken, isDouble: boolean): string | null {
  if (kind === 'begin') return `end ${text}`;
  if (text === '$') return isDouble ? 'sign $$' : 'sign $';
  return text === '[' ? 'command ]' : text === '(' ? 'command )' : null;
}

const isDisplay = ({ kind, text }: TeXToken): boolean => (kind === 'begin' || kind === 'end') && displays.has(text);

const isIndented = (token: TeXToken | undefined, line: TeXToken): boolean =>
  token !== undefined && token.start > line.end;

export function splitTeX(tokens: readonly TeXToken[], report: Report): Written[] {
  const found: Written[] = [];
  const isDocument = tokens.some(
    of => isDollar(of) || (isDisplay(of) && !/^(?:aligned|gathered|split|alignedat)$/.test(of.text)),
  );
  let current: TeXToken[] = [];
  let depth = 0;
  /** Environments and dollars that are open around formulas, and what closes them. */
  const around: { readonly token: TeXToken; readonly closes: string }[] = [];
  let isEnded: 'line' | 'row' | null = null;
  let after: Written['after'] = 'formulas';
  const flush = (): void => {
    const isOutside = isDocument && around.length === 0;
    const trimmed = withoutPunctuation(current);
    current = [];
    isEnded = null;
    depth = 0;
    const [first, second] = trimmed;
    if (first === undefined) return;
    const isStatement =
      first.kind === 'letters' && (DECLARING.has(first.text) || GOALS.has(first.text)) && second !== undefined;
    if (isOutside && !isStatement) {
      // Words of a sentence, of which some say what comes.
      for (const of of trimmed) if (of.kind === 'letters') after = kindAfter(of.text) ?? after;
      if (trimmed.every(of => of.kind === 'letters' && isBetween(of.text))) return;
      const place = { start: first.start, end: trimmed.at(-1)!.end };
      const help = "leave it out, put '%' before it, or set it between $ and $";
      report.error('WG153', place, 'this stands outside of the formulas', help);
      return;
    }
    const isDeclaration = first.kind === 'letters' && DECLARING.has(first.text);
    const parts = isDeclaration
      ? [trimmed]
      : after === 'constraints'
        ? atEveryComma(trimmed)
        : atCommas(trimmed, report);
    for (const part of parts) found.push({ tokens: part, after });
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const { kind, text } = token;
    if (depth === 0 && (isDollar(token) || isDisplay(token))) {
      const opened = around.at(-1);
      const next = tokens[i + 1];
      const isDouble = text === '$' && opened?.closes !== 'sign $' && next?.text === '$' && next.start === token.end;
      if (isDouble) i++;
      const closes = closingOf(token, isDouble);
      const isOpening = closes !== null && opened?.closes !== closes;
      // What is aligned in a display is all of it.
      if (around.length <= 1 || isOpening) flush();
      if (isOpening) around.push({ token, closes });
      else if (opened?.closes === (closes ?? `${kind} ${text}`)) around.pop();
      else reportUnmatched(token, report);
      continue;
    }
    if (kind === 'line') {
      if (isDocument && around.length === 0) flush();
      else if (around.length === 0 && depth === 0) isEnded = isIndented(tokens[i + 1], token) ? 'row' : 'line';
      continue;
    }
    if (depth === 0 && kind === 'row') {
      isEnded = 'row';
      continue;
    }
    if (depth === 0 && isOf(token, 'sign', '&')) continue;
    if (depth === 0 && isOf(token, 'sign', ';')) {
      flush();
      continue;
    }
    if (depth === 0 && kind === 'words') {
      if (isBetween(text)) {
        flush();
        after = kindAfter(text) ?? after;
        continue;
      }
    }
    if (isEnded !== null) {
      const last = current.at(-1);
      const isMinus = isEnded === 'line' && text === '-' && kind === 'sign';
      const goesOn = (joins(token, true) && !isMinus) || (last !== undefined && joins(last, false));
      if (isMinus && last !== undefined && !goesOn) {
        const help = 'write the sign at the end of the line before, or indent the line, where it goes on';
        report.warn('WG154', { start: token.start, end: token.end }, 'this line is read as a formula of its own', help);
      }
      if (!goesOn) flush();
      isEnded = null;
    }
    current.push(token);
    if (kind === 'command' && (text === 'left' || text === 'right')) {
      depth += text === 'left' ? 1 : -1;
      const next = tokens[i + 1];
      if (next !== undefined && next.kind !== 'line') {
        current.push(next);
        i++;
      }
    } else depth = Math.max(0, depth + opens(token));
  }
  flush();
  for (const { token } of around.slice(0, 1)) reportUnmatched(token, report);
  return found;
}

function reportUnmatched({ kind, start, end }: TeXToken, report: Report): void {
  const message = kind === 'end' ? 'this closes nothing' : 'this is never closed';
  report.error('WG155', { start, end }, message, 'dollars, brackets and environments stand in pairs');
}
