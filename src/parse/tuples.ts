// Commas in parentheses that are no call's: tuples, which calls of other languages are full of.

import { written } from './advice.js';
import type { Token } from './tokens.js';

const isSign = (token: Token | undefined, text: string): boolean => token?.kind === 'operator' && token.text === text;

const depthOf = ({ kind, text }: Token): number =>
  kind !== 'operator' ? 0 : text === '(' || text === '[' ? 1 : text === ')' || text === ']' ? -1 : 0;

/** The bracket that a token stands in; -1 for none. */
function openBefore(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    depth -= depthOf(tokens[i]!);
    if (depth < 0) return i;
  }
  return -1;
}

/** What stands between a bracket and its end, at commas. */
function partsIn(tokens: readonly Token[], open: number, text: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, open + 1];
  for (let i = open + 1; i < tokens.length; i++) {
    const token = tokens[i]!;
    depth += depthOf(token);
    const ends = depth < 0;
    if (!ends && !(depth === 0 && isSign(token, ','))) continue;
    if (i > from) parts.push(text.slice(tokens[from]!.start, tokens[i - 1]!.end));
    if (ends) break;
    from = i + 1;
  }
  return parts;
}

const SUMS: Readonly<Record<string, string>> = {
  Sum: 'sum',
  sum: 'sum',
  summation: 'sum',
  Product: 'prod',
  product: 'prod',
  prod: 'prod',
};
const SIZED = new Set(['zeros', 'ones', 'eye', 'identity', 'full', 'empty']);

/** What to write for a tuple in a call that takes them elsewhere. @param at its comma */
export function tupleHelp(tokens: readonly Token[], at: number, text: string): string | undefined {
  const open = openBefore(tokens, at);
  const call = openBefore(tokens, open);
  const callee = tokens[call - 1];
  if (open < 0 || call < 1 || callee?.kind !== 'name') return undefined;
  const tuple = partsIn(tokens, open, text);
  const [first = '', ...others] = partsIn(tokens, call, text);
  const isFirst = open === call + 1;
  if (isFirst && SIZED.has(callee.text)) return written(`${callee.text}(${tuple.join(', ')})`);
  if (/^piecewise$/i.test(callee.text)) return pieces([first, ...others]);
  if (/^integra(?:l|te)$/i.test(callee.text)) return 'there is no integral here';
  const name = Object.hasOwn(SUMS, callee.text) ? SUMS[callee.text] : undefined;
  if (name === undefined) return undefined;
  const [index, from, to] = tuple;
  if (!isFirst) return tuple.length === 3 ? written(`${name}(${first}, ${index} = ${from}:${to})`) : undefined;
  // `sum((i,j), x(i,j))` of GAMS.
  const [body] = others;
  if (body === undefined || tuple.some(of => !/^\w+$/.test(of))) return undefined;
  const elements = body.replace(/(\w)\(([^()]*)\)/g, '$1[$2]');
  return written(`${name}(${elements}, ${tuple.map((of, i) => `${of} = 1:${'nmkl'[i] ?? 'n'}`).join(', ')})`);
}

/** `(x, x > 0), (0, True)` */
function pieces(parts: readonly string[]): string | undefined {
  const choices = parts.map(part => /^\(\s*([^,]+?)\s*,\s*([^,]+?)\s*\)$/.exec(part));
  if (choices.some(of => of === null)) return undefined;
  const written = choices.map(of => [of![1]!, of![2]!] as const);
  const isLast = /^(?:True|true)$/.test(written.at(-1)![1]);
  const whole = written.map(([value, when], i) =>
    isLast && i === written.length - 1 ? value : `${when} ? ${value} : `,
  );
  return `write '${whole.join('')}${isLast ? '' : 'NaN'}'`;
}
