// Commas between formulas: `f = a b, \quad a = x^2`.

import { createReport, type Report } from '../diagnostic.js';
import { isMembership, nameIn } from './declarations.js';
import type { TeXToken } from './lexer.js';

export const isOf = (token: TeXToken | undefined, kind: TeXToken['kind'], text: string): boolean =>
  token?.kind === kind && token.text === text;

/** 1 for what opens, -1 for what closes. */
export function opens({ kind, text }: TeXToken): number {
  if (kind === 'begin' || (kind === 'sign' && /^[{([]$/.test(text)) || (kind === 'command' && text === '{')) return 1;
  return kind === 'end' || (kind === 'sign' && /^[})\]]$/.test(text)) || (kind === 'command' && text === '}') ? -1 : 0;
}

const isPunctuation = ({ kind, text }: TeXToken): boolean => kind === 'sign' && /^[,.;:]$/.test(text);

export function withoutPunctuation(tokens: readonly TeXToken[]): readonly TeXToken[] {
  let from = 0;
  let to = tokens.length;
  while (from < to && isPunctuation(tokens[from]!)) from++;
  // `\right.` is no end of a sentence.
  while (to > from && isPunctuation(tokens[to - 1]!) && !isOf(tokens[to - 2], 'command', 'right')) to--;
  return tokens.slice(from, to);
}

interface Segment {
  /** What stands before it; null for the first. */
  readonly comma: TeXToken | null;
  readonly tokens: TeXToken[];
}

/** Tokens cut at all commas outside of brackets. */
export const atEveryComma = (tokens: readonly TeXToken[]): (readonly TeXToken[])[] =>
  segmentsOf(tokens)
    .map(of => withoutPunctuation(of.tokens))
    .filter(({ length }) => length > 0);

/** Tokens cut at commas before what says something of a name, and after what declares one. */
export function atCommas(tokens: readonly TeXToken[], report: Report): (readonly TeXToken[])[] {
  const segments = segmentsOf(tokens);
  if (segments.length === 1 || !segments.some(of => says(of.tokens))) return [tokens];
  const found: Segment[][] = [];
  for (const [i, segment] of segments.entries()) {
    const isNew = i === 0 || says(segment.tokens) || isMembership(segments[i - 1]!.tokens);
    if (!isNew) {
      found.at(-1)!.push(segment);
      continue;
    }
    // `x, y \in \mathbb{R}` is of both.
    const own = [segment];
    while (isMembership(segment.tokens) && found.length > 0 && isName(found.at(-1)!.at(-1)!, report)) {
      own.unshift(found.at(-1)!.pop()!);
      if (found.at(-1)!.length === 0) found.pop();
    }
    found.push(own);
  }
  const joined = found.map(own => own.flatMap(of => (of.comma === null ? of.tokens : [of.comma, ...of.tokens])));
  return joined.map(withoutPunctuation).filter(({ length }) => length > 0);
}

function segmentsOf(tokens: readonly TeXToken[]): Segment[] {
  const segments: Segment[] = [{ comma: null, tokens: [] }];
  let depth = 0;
  for (const token of tokens) {
    depth = Math.max(0, depth + opens(token));
    if (depth === 0 && isOf(token, 'sign', ',')) segments.push({ comma: token, tokens: [] });
    else segments.at(-1)!.tokens.push(token);
  }
  return segments;
}

const says = (tokens: readonly TeXToken[]): boolean => isMembership(tokens) || tokens.some(of => isOf(of, 'sign', '='));

const isName = ({ tokens }: Segment, report: Report): boolean => nameIn(tokens, createReport(report.source)) !== null;
