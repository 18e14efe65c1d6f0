// What a text declares: `x \in \mathbb{R}^{3}`, and lines of the language of formulas, `param \theta_0 = 1 in [0, 10]`.

import type { Report } from '../diagnostic.js';
import type { Token } from '../parse/tokens.js';
import type { Span } from '../source.js';
import { treeOf } from './build-tree.js';
import type { TeXToken } from './lexer.js';
import { partName } from './names.js';
import { name, number, operator } from './pieces.js';

/** A statement as tokens of formulas. */
export interface Line {
  readonly keyword: Token | null;
  /** After the keyword. */
  readonly tokens: readonly Token[];
  /** Of what says that names are elements of a set: other inputs are inferred all the same. */
  readonly isInferring?: true;
}

const isNone = (): boolean => false;

/** The name that tokens are, all of them; null for what is none. */
export function nameIn(
  tokens: readonly TeXToken[],
  report: Report,
  isName: (letters: string) => boolean = isNone,
): string | null {
  if (tokens.length === 0) return null;
  const tree = treeOf(tokens, tokens.length, { isName, isFunction: isNone }, report);
  if (tree === null) return null;
  const parts = new Map();
  for (const { list } of tree.lists) parts.set(list, partName(list, parts));
  const [item, ...more] = tree.top.items;
  return more.length > 0 || item?.kind === 'number' ? null : (parts.get(tree.top)?.name ?? null);
}

export const isMembership = (tokens: readonly TeXToken[]): boolean =>
  tokens.some(({ kind, text }) => kind === 'command' && text === 'in');

const HELP = 'write x \\in \\mathbb{R}^{3}, A \\in \\mathbb{R}^{2 \\times 3}';

/** `x, y \in \mathbb{R}^{n}` as a declaration of inputs; null for what is reported. */
export function membership(tokens: readonly TeXToken[], report: Report, silent: Report): Line | null {
  const at = tokens.findIndex(({ kind, text }) => kind === 'command' && text === 'in');
  const names = split(tokens.slice(0, at)).map(part => ({ part, name: nameIn(part, silent) }));
  const [set, power, ...rest] = tokens.slice(at + 1);
  const whole = { start: tokens[0]!.start, end: tokens.at(-1)!.end };
  const wrong = names.find(of => of.name === null);
  if (wrong !== undefined || names.length === 0) {
    report.error('WG153', wrong?.part[0] ?? whole, 'what is declared is no name', HELP);
    return null;
  }
  const isReal = set?.kind === 'words' && set.style === 'double' && set.text === 'R';
  const inside = rest[0]?.text === '{' && rest.at(-1)?.text === '}' ? rest.slice(1, -1) : rest;
  const sizes = inside.filter(({ text }) => text !== 'times');
  const isShape =
    power === undefined ? rest.length === 0 : power.text === '^' && sizes.length > 0 && sizes.every(isSize);
  if (!isReal || !isShape) {
    const isRange = set?.text === '[' || set?.text === '(';
    const help = isRange ? `declare it with bounds: param ${names[0]!.name} = 1 in [0, 10]` : HELP;
    report.error('WG153', set ?? whole, 'this set is not read', help);
    return null;
  }
  const shape = sizes.map(size => (size.kind === 'number' ? number(size.text, size) : name(size.text, size)));
  const first = names[0]!.part[0]!;
  const declared = names.flatMap(({ part, name: called }, i) => [
    ...(i > 0 ? [operator(',', part[0]!)] : []),
    name(called!, { start: part[0]!.start, end: part.at(-1)!.end }),
    ...bracketed(shape, whole),
  ]);
  return { keyword: name('input', first), tokens: declared, isInferring: true };
}

const isSize = ({ kind, text }: TeXToken): boolean => kind === 'number' || (kind === 'letters' && text !== '');

const bracketed = (shape: readonly Token[], at: Span): Token[] =>
  shape.length === 0
    ? []
    : [
        operator('[', at),
        ...shape.flatMap((size, i) => (i > 0 ? [operator(',', at), size] : [size])),
        operator(']', at),
      ];

function split(tokens: readonly TeXToken[]): TeXToken[][] {
  const parts: TeXToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '{') depth++;
    else if (token.text === '}') depth--;
    if (depth === 0 && token.kind === 'sign' && token.text === ',') parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts.filter(part => part.length > 0);
}

/** A declaration as the language of formulas has it, with names as TeX has them; null for what is reported. */
export function declarationTokens(tokens: readonly TeXToken[], report: Report): Token[] | null {
  const found: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const { kind, text, start } = token;
    if (kind === 'number') found.push(number(text, token));
    else if (kind === 'command' && text === 'in') found.push(name('in', token));
    else if (kind === 'letters' || kind === 'words' || (kind === 'command' && /^[a-zA-Z]+$/.test(text))) {
      let end = i + 1;
      // As formulas have names: theta_max.
      let plain = text;
      while (
        kind === 'letters' &&
        tokens[end]?.text === '_' &&
        /^(?:letters|number)$/.test(tokens[end + 1]?.kind ?? '')
      ) {
        plain += `_${tokens[end + 1]!.text}`;
        end += 2;
      }
      if (plain === text && tokens[end]?.text === '_') {
        end++;
        if (tokens[end]?.text === '{') while (end < tokens.length && tokens[end]!.text !== '}') end++;
        end++;
      }
      const part = tokens.slice(i, Math.max(i + 1, end));
      const isPlain = kind === 'letters' && (plain !== text || part.length === 1);
      const called = isPlain ? plain : nameIn(part, report, letters => letters === text);
      if (called === null) {
        report.error('WG153', token, 'this is no name', 'write param a = 1, or \\theta_{0}');
        return null;
      }
      found.push(name(called, { start, end: part.at(-1)!.end }));
      i = Math.max(i, end - 1);
    } else if (kind === 'sign' && /^[-+*/=,()[\]^]$/.test(text)) found.push(operator(text, token));
    else {
      report.error(
        'WG153',
        token,
        `'${text}' has no place in a declaration`,
        'declarations are those of formulas: param a = 1 in [0, 10]',
      );
      return null;
    }
  }
  return found;
}
