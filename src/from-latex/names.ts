// Names of TeX in formulas: letters with their scripts, words and accents, `\theta_{\text{max}}` is theta_max. What is written in
// two ways and would be one name is refused.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { accents } from './commands.js';
import type { Item, List } from './tree.js';

export interface KnownName {
  /** What it is called in the formula. */
  readonly name: string;
  /** What tells it from others in TeX: type and letters. */
  readonly spelling: string;
}

/** How a name is written in TeX first, and where. */
export type Spellings = Map<string, { readonly spelling: string; readonly at: Span }>;

const WORD = /^\p{L}[\p{L}\p{M}\p{Nd}_]*$/u;
const PART = /^[\p{L}\p{M}\p{Nd}_]+$/u;

/** What a letter, a word or one with an accent is called, without its scripts; null for what is no name. */
export function baseName(item: Item, parts: ReadonlyMap<List, KnownName | null>): KnownName | null {
  const { kind, text, style, inside } = item;
  if (kind === 'command' && Object.hasOwn(accents, text)) {
    const of = parts.get(inside[0]!) ?? null;
    const added = accents[text]!;
    return of === null ? null : { name: `${of.name}_${added}`, spelling: `${of.spelling}_${added}` };
  }
  if (kind === 'letter' || (kind === 'command' && style !== null)) {
    const type = style === null ? '' : `${style} `;
    return { name: text, spelling: `${type}${text.length > 1 ? '\\' : ''}${text}` };
  }
  if (kind !== 'word' || !WORD.test(text)) return null;
  // A word is the same in any upright type; a letter alone is not.
  const type = style !== null && (style !== 'upright' || text.length === 1) ? `${style} ` : '';
  return { name: text, spelling: `${type}${text}` };
}

/** What a list is as a name or a part of one: `1`, `max`, `1,2`; null for what is none. */
export function partName({ items }: List, parts: ReadonlyMap<List, KnownName | null>): KnownName | null {
  let name = '';
  let spelling = '';
  for (const item of items) {
    if (item.upper !== null || item.primes > 0) return null;
    const isComma = item.kind === 'sign' && item.text === ',';
    const isDigits = item.kind === 'number' && PART.test(item.text);
    const isExtreme = item.kind === 'command' && /^(?:max|min)$/.test(item.text);
    const isWord = isExtreme || (item.kind === 'word' && PART.test(item.text));
    const own =
      isComma || isDigits || isWord ? { name: isComma ? '_' : item.text, spelling: item.text } : baseName(item, parts);
    if (own === null) return null;
    // Letters stand beside each other; what is longer would run into the next.
    if (own.name.length > 1 && name !== '' && !name.endsWith('_') && !isDigits) name += '_';
    name += own.name;
    spelling += own.spelling;
    if (item.lower === null) continue;
    const lower = parts.get(item.lower) ?? null;
    if (lower === null) return null;
    name += `_${lower.name}`;
    spelling += `_${lower.spelling}`;
  }
  return name === '' ? null : { name, spelling };
}

/** Notes how a name is written, which is to be the same everywhere. */
export function noteSpelling(known: Spellings, { name, spelling }: KnownName, at: Span, report: Report): void {
  const first = known.get(name);
  if (first === undefined) known.set(name, { spelling, at });
  else if (first.spelling !== spelling) {
    const written = ({ start, end }: Span): string => report.source?.text.slice(start, end) ?? name;
    const message = `'${written(at)}' and '${written(first.at)}' would both be '${name}'`;
    report.error('WG253', at, message, 'write them in one way, or give one another letter');
  }
}
