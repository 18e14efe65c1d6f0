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
    at = end;
  }
  if (at < end) {
    report.error(
      'WG108',
      rest[at]!,
      `unexpected '${rest[at]!.text}' after '${name.text}'`,
      `write '${keyword.text} ${name.text} = 1'; commas separate names`,
    );
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
    report.error('WG108', span, message);
    return undefined;
  }
  const lo = parseExpression(lower, open!, report);
  const hi = parseExpression(upper, open!, report);
  return lo === null || hi === null ? undefined : { lower: lo, upper: hi, span };
}

export function parseNames(keyword: Token, tokens: readonly Token[], report: Report): NameList | null {
  const names: Name[] = [];
  for (const part of splitAtCommas(tokens)) {
    const [name, extra] = part;
    if (name === undefined || name.kind !== 'name' || extra !== undefined) {
      report.error(
        'WG108',
        extra ?? name ?? keyword,
        `'${keyword.text}' takes names separated by commas`,
        `write '${keyword.text} a, b'`,
      );
      return null;
    }
    names.push(nameOf(name));
  }
  // Checked by the caller: only these keywords get here.
  const kind = keyword.text as NameList['kind'];
  return { kind, keywordSpan: keyword, names, span: { start: keyword.start, end: tokens.at(-1)!.end } };
}
