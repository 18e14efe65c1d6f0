// Statements about elements: `z[1] = a`, which a recurrence starts from, and the rule of the others, `z[i] = f(z[i-1]) for i = 2:n`.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { splitAtCommas } from './declarations.js';
import { checkEquals } from './equals.js';
import { parseExpression } from './expression.js';
import type { Expression, Name, Range, Statement } from './program.js';
import type { Token } from './tokens.js';

/** True for a left side that is an element: `z[…]`. */
export const isElement = ([name, open, ...rest]: readonly Token[]): boolean =>
  name?.kind === 'name' && open?.text === '[' && rest.at(-1)?.text === ']';

/** Where in a right side the word `for` stands before `i = …`; -1 where it does not, or is a name as any other. */
export function forIn(right: readonly Token[]): number {
  let depth = 0;
  return right.findIndex((token, i) => {
    if (token.kind === 'operator') depth += DEEPER[token.text] ?? 0;
    const [name, equals] = [right[i + 1], right[i + 2]];
    const isFor = depth === 0 && token.kind === 'name' && token.text === 'for';
    return isFor && name?.kind === 'name' && equals?.kind === 'operator' && equals.text === '=';
  });
}

const DEEPER: Readonly<Record<string, number>> = { '(': 1, '[': 1, ')': -1, ']': -1 };

const HELP = "write 'z[1] = a' for what it starts from, and 'z[i] = f(z[i-1]) for i = 2:n'";

export function parseElements(
  left: readonly Token[],
  right: readonly Token[],
  equals: Token,
  span: Span,
  report: Report,
): Statement[] {
  const refuse = (at: Span, message: string, help = HELP): Statement[] => {
    report.error('WG127', at, message, help);
    return [];
  };
  const at = forIn(right);
  const whole = { start: left[0]?.start ?? equals.start, end: left.at(-1)?.end ?? equals.end };
  if (!isElement(left)) return refuse(whole, "with 'for' the left side of '=' is an element");
  const name = nameOf(left[0]!);
  const [position, columns, ...more] = splitAtCommas(left.slice(2, -1));
  const [pattern] = position ?? [];
  if (position?.length === 1 && pattern!.kind === 'name' && pattern!.text.endsWith('_')) {
    const parameters = [position, ...(columns === undefined ? [] : [columns, ...more])].map(part =>
      textOf(part).replace(/_$/, ''),
    );
    return refuse(whole, 'functions have parentheses', `write '${name.name}(${parameters.join(', ')}) = …'`);
  }
  const isRow = columns !== undefined;
  const isColon = columns?.length === 1 && columns[0]!.text === ':';
  if (position === undefined || position.length === 0) return refuse(whole, `'${name.name}[]' says no element`);
  if (more.length > 0 || (isRow && !isColon))
    return refuse(whole, 'a row is defined at once', `write '${name.name}[${textOf(position)},:] = [a, b]'`);
  const body = at === -1 ? right : right.slice(0, at);
  if (!checkEquals(body, report)) return [];
  const value = parseExpression(body, equals, report);
  if (value === null) return [];
  if (at === -1) {
    const place = parseExpression(position, left[1]!, report);
    return place === null ? [] : [{ kind: 'base', name, position: place, isRow, value, span }];
  }
  const index = nameOf(right[at + 1]!);
  const [own, ...others] = position;
  if (own!.text !== index.name || others.length > 0) {
    const wanted = `${name.name}[${index.name}${isRow ? ',:' : ''}]`;
    return refuse(whole, `the rule of '${name.name}' is that of '${wanted}'`, `write '${wanted} = …'`);
  }
  const over = parseFor(right, at, report);
  return over === null ? [] : [{ kind: 'recurrence', name, isRow, value, span, ...over }];
}

const nameOf = ({ text, start, end }: Token): Name => ({ name: text, start, end });

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('');

/** What stands behind the word `for`: `i = 2:n`. @param at where the word stands */
export function parseFor(
  tokens: readonly Token[],
  at: number,
  report: Report,
): { readonly index: Name; readonly range: Range } | null {
  const range = parseRange(tokens.slice(at + 3), tokens[at + 2]!, report);
  return range === null ? null : { index: nameOf(tokens[at + 1]!), range };
}

/** `2:n`, `n-1:-1:1`. */
function parseRange(tokens: readonly Token[], equals: Token, report: Report): Range | null {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'operator') depth += DEEPER[token.text] ?? 0;
    if (depth === 0 && token.text === ':') parts.push([]);
    else parts.at(-1)!.push(token);
  }
  const start = tokens[0]?.start ?? equals.start;
  const end = tokens.at(-1)?.end ?? equals.end;
  if (parts.length < 2 || parts.length > 3 || parts.some(part => part.length === 0)) {
    report.error('WG127', { start, end }, "after 'for' comes a range", "write 'for i = 2:n', or 'for i = n-1:-1:1'");
    return null;
  }
  if (!parts.every(part => checkEquals(part, report))) return null;
  const read = parts.map(part => parseExpression(part, equals, report));
  if (read.includes(null)) return null;
  const [from, ...rest] = read as [Expression, ...Expression[]];
  return { from, step: rest.length === 2 ? rest[0]! : null, to: rest.at(-1)!, start, end };
}
