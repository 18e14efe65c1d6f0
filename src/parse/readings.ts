// Tokens that are read otherwise than they look: everything is of this language, and said to be read as it is.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import type { Token } from './tokens.js';

interface Reading {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

type Rule = (tokens: readonly Token[], at: number, text: string) => Reading | undefined;

/** Warns of what in a statement probably means something else to who wrote it. */
export function warnAboutReadings(tokens: readonly Token[], report: Report): void {
  const text = report.source?.text;
  if (text === undefined) return;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind !== 'operator' || !Object.hasOwn(RULES, token.text)) continue;
    const reading = RULES[token.text]!(tokens, at, text);
    if (reading !== undefined) report.warn('WG132', reading.span, reading.message, reading.help);
  }
}

const isSign = (token: Token | undefined, text: string): boolean => token?.kind === 'operator' && token.text === text;

/** True for tokens without a space between them. */
const touch = (before: Token | undefined, after: Token | undefined): boolean =>
  before !== undefined && after !== undefined && before.end === after.start;

const isName = (token: Token | undefined): token is Token => token?.kind === 'name';
const isNumber = (token: Token | undefined): token is Token => token?.kind === 'number';

/** `1/2π` and `1/1+exp(-x)`; `1/2x` is a half of x to everybody. */
const division: Rule = (tokens, at, text) => {
  const [power, before, below, after] = [tokens[at - 2], tokens[at - 1], tokens[at + 1], tokens[at + 2]];
  if (before === undefined || !isNumber(below) || after === undefined) return undefined;
  const isRaised = isSign(power, '^') || isSign(power, '.^');
  if (isNumber(before) && isName(after) && /^(?:π|pi)/.test(after.text) && touch(below, after) && !isRaised) {
    if (isSign(tokens[at + 3], '(')) return undefined;
    const factor = text.slice(below.start, after.end);
    return {
      span: { start: before.start, end: after.end },
      message: `'${before.text}/${factor}' is '(${before.text}/${below.text})*${after.text}'`,
      help: `write '${before.text}/(${factor})', or '(${before.text}/${below.text})*${after.text}' to have this`,
    };
  }
  const isSum = isSign(after, '+') || isSign(after, '-');
  if (Number(below.text) !== 1 || !isSum || isRaised) return undefined;
  const end = endOfTerms(tokens, at + 2);
  const terms = text.slice(below.start, tokens[end]!.end);
  return {
    span: { start: tokens[at]!.start, end: tokens[end]!.end },
    message: 'this divides by 1 alone',
    help: `write '/(${terms})' to divide by all of it, or leave '/1' out`,
  };
};

/** The last token of what goes on as a sum inside of the same brackets. */
function endOfTerms(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const { kind, text } = tokens[at]!;
    if (kind !== 'operator') continue;
    if (text === '(' || text === '[') depth++;
    else if (text === ')' || text === ']') depth--;
    if (depth < 0 || (depth === 0 && ENDS_SUM.has(text))) return at - 1;
  }
  return tokens.length - 1;
}

const ENDS_SUM = new Set([',', ';', '?', ':', '=', '==', '!=', '<', '<=', '>', '>=', 'and', 'or']);

/** `Sheet1!A1`, and a comment of Fortran's. */
const factorial: Rule = (tokens, at, text) => {
  const [before, sign, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1]];
  if (before === undefined || !isName(after)) return undefined;
  const span = { start: before.start, end: after.end };
  const message = `'${text.slice(span.start, span.end)}' is the factorial of '${before.text}' times '${after.text}'`;
  if (isName(before) && touch(before, sign) && touch(sign, after))
    return { span, message, help: `write '${after.text}' for a cell, '${before.text}!*${after.text}' to have this` };
  if (touch(before, sign) || touch(sign, after)) return undefined;
  return { span, message, help: `comments start with '#'; write '${before.text}!*${after.text}' to have this` };
};

/** A comment of SQL's or Lua's. */
const minus: Rule = (tokens, at) => {
  const [before, sign, second, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (before === undefined || !isSign(second, '-') || !touch(sign, second) || !isName(after)) return undefined;
  if (touch(before, sign) || touch(second, after)) return undefined;
  return {
    span: { start: sign.start, end: after.end },
    message: `'-- ${after.text}' is added: it is minus minus '${after.text}'`,
    help: `comments start with '#'; write '+ ${after.text}' to have this`,
  };
};

/** `e^-r*T` and `e^-k t`: the exponent is `-r` alone. Nobody writes e to the power of a name for a factor that stands so close. */
const power: Rule = (tokens, at, text) => {
  const decibel = decibels(tokens, at, text);
  if (decibel !== undefined) return decibel;
  const [base, , sign, exponent, next, other] = tokens.slice(at - 1, at + 5);
  if (base?.text !== 'e' || !isName(base) || !isSign(sign, '-') || !isName(exponent) || next === undefined)
    return undefined;
  const operator = isSign(next, '*') || isSign(next, '/') ? next.text : '';
  const last = operator === '' ? next : other;
  const isClose = operator === '' || (touch(exponent, next) && touch(next, last));
  const afterLast = tokens[at + (operator === '' ? 4 : 5)];
  if (last === undefined || !isClose || isSign(afterLast, '(') || last.text === exponent.text) return undefined;
  if (!isName(last) && !(operator === '/' && isNumber(last))) return undefined;
  const product = text.slice(sign!.start, last.end);
  const own = `(e^-${exponent.text})${operator || '*'}${last.text}`;
  return {
    span: { start: base.start, end: last.end },
    message: `'e^${product}' is '${own}'`,
    help: `write 'e^(${product})', or '${own}' to have this`,
  };
};

/** `10^x/20`, `10^-x/10`: decibels. */
function decibels(tokens: readonly Token[], at: number, text: string): Reading | undefined {
  const base = tokens[at - 1];
  const first = isSign(tokens[at + 1], '-') ? at + 2 : at + 1;
  const [exponent, over, below] = tokens.slice(first, first + 3);
  if (base?.text !== '10' || !isName(exponent) || !isSign(over, '/') || !/^[12]0$/.test(below?.text ?? ''))
    return undefined;
  if (!touch(exponent, over) || !touch(over, below)) return undefined;
  const [whole, own] = [below!, exponent].map(({ end }) => text.slice(tokens[at + 1]!.start, end));
  return {
    span: { start: base.start, end: below!.end },
    message: `'10^${whole}' is '(10^${own})/${below!.text}'`,
    help: `write '10^(${whole})', or '(10^${own})/${below!.text}' to have this`,
  };
}

const RULES: Readonly<Record<string, Rule>> = { '/': division, '!': factorial, '-': minus, '^': power };
