// `input x, A[2,3] = 0`, `param b = 0.5 in [0, 10]`, `output a, b` and their like.

import type { Report } from '../diagnostic.js';
import { checkEquals } from './equals.js';
import { parseExpression } from './expression.js';
import type { Declaration, DeclarationKeyword, Name, NameList } from './program.js';
import type { Token } from './tokens.js';

/** Splits at commas outside brackets. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'operator') {
      if (token.text === '(' || token.text === '[') depth++;
      else if (token.text === ')' || token.text === ']') depth--;
      else if (token.text === ',' && depth === 0) {
        parts.push([]);
        continue;
      }
    }
    parts.at(-1)!.push(token);
  }
  return parts;
}

/** Index of the token that closes the bracket at `open`. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]!.text === '(' || tokens[i]!.text === '[') depth++;
    else if (tokens[i]!.text === ')' || tokens[i]!.text === ']') depth--;
    if (depth === 0) return i;
  }
  return tokens.length - 1;
}

const nameOf = (token: Token): Name => ({ name: token.text, start: token.start, end: token.end });

export function parseDeclarations(keyword: Token, tokens: readonly Token[], report: Report): Declaration[] {
  const declarations: Declaration[] = [];
  for (const part of splitAtCommas(tokens)) {
    const declaration = parseDeclaration(keyword, part, report);
    if (declaration !== null) declarations.push(declaration);
  }
  return declarations;
}

function parseDeclaration(keyword: Token, tokens: readonly Token[], report: Report): Declaration | null {
  const [name, ...rest] = tokens;
  if (name === undefined || name.kind !== 'name') {
    report.error('WG108', name ?? keyword, `'${keyword.text}' needs a name here`, `write '${keyword.text} a, b'`);
    return null;
  }
  let at = 0;
  let shape: Declaration['shape'] = null;
  if (rest[at]?.text === '[') {
    const end = closing(rest, at);
    const sizes = splitAtCommas(rest.slice(at + 1, end)).map(size => parseExpression(size, rest[at]!, report));
    if (sizes.some(size => size === null)) return null;
    // null was ruled out in the line before.
    shape = {
      sizes: sizes as NonNullable<(typeof sizes)[number]>[],
      span: { start: rest[at]!.start, end: rest[end]!.end },
    };
    at = end + 1;
  }
  let depth = 0;
  const boundsAt = rest.findIndex((token, i) => {
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth--;
    return i >= at && depth === 0 && token.kind === 'name' && token.text === 'in' && rest[i + 1]?.text === '[';
  });
  const end = boundsAt === -1 ? rest.length : boundsAt;
  let value: Declaration['value'] = null;
  if (rest[at]?.text === '=') {
    const tokens = rest.slice(at + 1, end);
    value = checkEquals(tokens, report) ? parseExpression(tokens, rest[at]!, report) : null;
    if (value === null) return null;
    if (value.nodes.at(-1)!.kind === 'comparison') {
      const written = report.source?.text.slice(value.span.start, value.span.end) ?? '';
      report.error('WG108', value.span, 'a comparison is no start', startHelp(keyword, name, written));
      return null;
    }
    at = end;
  }
  if (at < end) {
    const help = declarationHelp(keyword, tokens, at + 1, report.source?.text ?? '');
    report.error('WG108', rest[at]!, `unexpected '${rest[at]!.text}' after '${name.text}'`, help);
    return null;
  }
  const bounds = boundsAt === -1 ? null : parseBounds(keyword, rest.slice(boundsAt), report);
  if (bounds === undefined) return null;
  const last = tokens.at(-1)!;
  // Checked by the caller: only these keywords get here.
  const kind = keyword.text as DeclarationKeyword;
  return {
    kind: 'declaration',
    keyword: kind,
    keywordSpan: keyword,
    name: nameOf(name),
    shape,
    value,
    bounds,
    span: { start: name.start, end: last.end },
  };
}

/** `param s = 1 > 0`. */
function startHelp({ text: keyword }: Token, name: Token, written: string): string {
  const [, start, sign, limit] = /^(.*?)\s*([<>])=?\s*(.*)$/.exec(written) ?? [];
  if (keyword !== 'param' || start === undefined) return `write '${keyword} ${name.text} = ${start ?? '1'}'`;
  return `write 'param ${name.text} = ${start} in [${sign === '>' ? `${limit}, Infinity` : `-Infinity, ${limit}`}]'`;
}

const TYPES = /^(?:float|double|real|int|integer|number|scalar|vector|matrix|array|Float64|Float64Array|ndarray)$/;

/** What to write for a declaration as others write it: `param w(3)`, `data x y`, `param w >= 0`. @param at what is not expected */
function declarationHelp({ text: keyword }: Token, tokens: readonly Token[], at: number, text: string): string {
  const slice = (from: number, to: number): string => text.slice(tokens[from]!.start, tokens[to - 1]!.end);
  const [name, sign, after] = [tokens[0]!, tokens[at]!, tokens[at + 1]];
  const declared = slice(0, at);
  const whole = slice(0, tokens.length);
  if (TYPES.test(name.text) && sign.kind === 'name') return `write '${keyword} ${slice(at, tokens.length)}'`;
  // Names and numbers alone.
  if (tokens.length <= MOST_NAMES && tokens.every(({ kind }) => kind === 'name'))
    return `write '${keyword} ${tokens.map(of => of.text).join(', ')}': commas separate names`;
  if (sign.text === '(' && at === 1) {
    const [, sizes] = /^[^(]*\(([\w\s,]*)\)$/.exec(whole) ?? [];
    if (sizes !== undefined && sizes.trim() !== '') return `write '${keyword} ${name.text}[${sizes}]'`;
  }
  if (sign.text === '[' && /^[^[]*\[\w+\]\s*\[\w+\]$/.test(whole))
    return `write '${keyword} ${whole.replace(/\]\s*\[/, ', ')}'`;
  const [, rows, columns] = /^[^\d]*\s(\d+)\s*x\s*(\d+)$/.exec(whole) ?? [];
  if (rows !== undefined) return `write '${keyword} ${name.text}[${rows}, ${columns}]'`;
  if (/^[<>]=?$/.test(sign.text)) {
    const limit = after === undefined ? '0' : slice(at + 1, tokens.length);
    if (keyword !== 'param') return `only a 'param' has bounds: write '${keyword} ${declared}'`;
    return `write 'param ${declared} in [${sign.text.startsWith('>') ? `${limit}, Infinity` : `-Infinity, ${limit}`}]'`;
  }
  if (sign.text === ':' && after?.kind === 'number') return `write '${keyword} ${declared} = ${after.text}'`;
  if (sign.text === ':')
    return `leave the type out: write '${keyword} ${declared}'${at === 1 ? `, or '${keyword} ${name.text}[3]' for an array` : ''}`;
  return `write '${keyword} ${name.text} = 1'; commas separate names`;
}

/** More are no list that someone forgot the commas of. */
const MOST_NAMES = 12;

function parseBounds(keyword: Token, tokens: readonly Token[], report: Report): Declaration['bounds'] | undefined {
  const [word, open] = tokens;
  const end = closing(tokens, 1);
  const span = { start: word!.start, end: tokens.at(-1)!.end };
  const [lower, upper, ...more] = splitAtCommas(tokens.slice(2, end));
  if (
    keyword.text !== 'param' ||
    end !== tokens.length - 1 ||
    lower === undefined ||
    upper === undefined ||
    more.length > 0
  ) {
    const message = keyword.text === 'param' ? "bounds are two numbers: 'in [lo, hi]'" : `only a 'param' has bounds`;
    const [, lo, hi] =
      /^in\s*\[([^\];]+);([^\];]+)\]$/.exec(report.source?.text.slice(span.start, span.end) ?? '') ?? [];
    report.error('WG108', span, message, hi === undefined ? undefined : `write 'in [${lo!.trim()}, ${hi.trim()}]'`);
    return undefined;
  }
  const lo = parseExpression(lower, open!, report);
  const hi = parseExpression(upper, open!, report);
  return lo === null || hi === null ? undefined : { lower: lo, upper: hi, span };
}

/** `output y = x^2`, `output x^2`, `output x y`. */
function namesHelp({ text: keyword }: Token, tokens: readonly Token[], text: string): string {
  const rest = text.slice(tokens[0]!.start, tokens.at(-1)!.end);
  if (tokens.length <= MOST_NAMES && tokens.every(({ kind }) => kind === 'name'))
    return `write '${keyword} ${tokens.map(of => of.text).join(', ')}'`;
  if (keyword !== 'output' || rest.length > LONGEST_SHOWN || /[\r\n]/.test(rest)) return `write '${keyword} a, b'`;
  return outputHelp(splitAtCommas(tokens), text);
}

/** Each output that is no name gets one, its own where it is a definition. */
function outputHelp(outputs: readonly (readonly Token[])[], text: string): string {
  const textOf = (tokens: readonly Token[]): string => text.slice(tokens[0]?.start, tokens.at(-1)?.end);
  const isName = ([first, second]: readonly Token[]): boolean => first?.kind === 'name' && second === undefined;
  const isDefinition = ([first, second]: readonly Token[]): boolean => first?.kind === 'name' && second?.text === '=';
  const nameless = outputs.filter(tokens => tokens.length > 0 && !isName(tokens) && !isDefinition(tokens));
  const base = ['y', 'z', 'result'].find(name => !new RegExp(`\\b${name}\\d*\\b`).test(text)) ?? 'y';
  const nameOfResult = (tokens: readonly Token[]): string =>
    nameless.includes(tokens)
      ? nameless.length === 1
        ? base
        : `${base}${nameless.indexOf(tokens) + 1}`
      : tokens[0]!.text;
  const given = outputs.filter(tokens => tokens.length > 0);
  const lines = given
    .filter(tokens => !isName(tokens))
    .map(tokens => (isDefinition(tokens) ? textOf(tokens) : `${nameOfResult(tokens)} = ${textOf(tokens)}`));
  const output = `'output ${given.map(nameOfResult).join(', ')}'`;
  if (lines.length === 0) return `write ${output}`;
  return `write ${lines.map(line => `'${line}'`).join(', ')} and ${output} on lines of their own`;
}

const LONGEST_SHOWN = 80;

export function parseNames(keyword: Token, tokens: readonly Token[], report: Report): NameList | null {
  const names: Name[] = [];
  for (const part of splitAtCommas(tokens)) {
    const [name, extra] = part;
    if (name === undefined || name.kind !== 'name' || extra !== undefined) {
      const help = namesHelp(keyword, tokens, report.source?.text ?? '');
      report.error('WG108', extra ?? name ?? keyword, `'${keyword.text}' takes names separated by commas`, help);
      return null;
    }
    names.push(nameOf(name));
  }
  // Checked by the caller: only these keywords get here.
  const kind = keyword.text as NameList['kind'];
  return { kind, keywordSpan: keyword, names, span: { start: keyword.start, end: tokens.at(-1)!.end } };
}
