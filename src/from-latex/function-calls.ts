// Functions and what they are of: `\sin(x)`, `\sin^2 x`, `\log_2 x`, `f(x)` where the text defines f.

import type { Span } from '../source.js';
import { functionCommands, inverses } from './commands.js';
import { baseName } from './names.js';
import { ATOM, afterEnd, bound, call, operator, type Piece, POWER, type Read } from './pieces.js';
import { isArguments, isSign, type Reading, refuse, warn, wholeOf, written } from './reading.js';
import { raised } from './scripts.js';
import type { Item } from './tree.js';

export type Called =
  /** With its argument, of which so many items more are. */
  | { readonly read: Read; readonly more: number }
  /** Its argument stands after it without parentheses. */
  | { readonly read: null; readonly end: (inside: Read) => Read };

/** The function that is called at an item; null where none is. */
export function functionAt(reading: Reading, items: readonly Item[], at: number): Called | null {
  const item = items[at]!;
  const next = items[at + 1];
  const callee = calleeOf(reading, item, next);
  if (callee === null) return null;
  const make = (args: Piece, whole: Span): Read => powered(reading, item, callee, args, whole);
  const isApplied = next !== undefined && (isArguments(next) || (next.kind === 'group' && next.upper === null));
  if (!isApplied) return { read: null, end: inside => make(inside.piece, { start: item.start, end: inside.end }) };
  const inside = reading.reads.get(next.inside[0]!)!;
  const read = make(inside.piece, { start: item.start, end: next.end });
  return { read: raised(reading, read, next), more: 1 };
}

/** What is called, and with which arguments after its own; null where it is no function. */
function calleeOf(reading: Reading, item: Item, next: Item | undefined): string | null {
  const { kind, text, style, command } = item;
  const isCalled = next !== undefined && isArguments(next);
  if (kind === 'command' && style === null) return functionCommands.get(text) ?? null;
  const base = baseName(item, reading.parts);
  if (base === null) return null;
  const lower = item.lower === null ? null : (reading.parts.get(item.lower) ?? null);
  const name = lower === null ? base.name : `${base.name}_${lower.name}`;
  if (reading.functions.has(name)) return isCalled ? name : null;
  if (reading.variables.has(name)) return null;
  if (kind === 'letter') return text === 'Gamma' && isCalled && lower === null ? 'gamma' : null;
  if (kind !== 'word') return null;
  const isKnown = reading.isFunction(base.name) && (isCalled || command === 'operatorname');
  return isKnown || (isCalled && command === 'operatorname') ? base.name : null;
}

/** A call with what stands at the function's name: a base, a power or the -1 of an inverse. */
function powered(reading: Reading, item: Item, callee: string, args: Piece, whole: Span): Read {
  const { upper, lower } = item;
  const isOwn = reading.functions.has(callee);
  const name = upper !== null && isInverse(item) ? inverseOf(reading, item, callee) : null;
  const base = lower === null || isOwn ? [] : baseOf(reading, item, callee);
  const logarithm = base.length === 0 ? null : logarithmTo(base[0]!);
  const read = call(
    name ?? logarithm ?? callee,
    item,
    logarithm === null ? [args, ...base.map(of => bound(of, ATOM))] : [args],
    whole,
  );
  if (upper === null || name !== null) return read;
  if (item.primes > 0) return raised(reading, read, item);
  const exponent = reading.reads.get(upper)!;
  return { piece: [read.piece, operator('^', afterEnd(item)), bound(exponent, ATOM)], binding: POWER, ...whole };
}

const isInverse = ({ upper }: Item): boolean =>
  upper?.items.length === 2 &&
  isSign(upper.items[0], '-') &&
  upper.items[1]!.text === '1' &&
  upper.items[1]!.kind === 'number';

function inverseOf(reading: Reading, item: Item, callee: string): string {
  const inverse = Object.hasOwn(inverses, callee) ? inverses[callee] : undefined;
  const at = wholeOf(item);
  const what = written(reading, at);
  if (inverse === undefined)
    return refuse(
      reading,
      item,
      `'${what}' may be an inverse or a quotient`,
      'write \\frac{1}{…}, or the inverse itself',
    );
  warn(
    reading,
    at,
    `'${what}' is read as the inverse function`,
    `write \\operatorname{${inverse}}(x) for it, \\frac{1}{\\${item.text}(x)} for the quotient`,
  );
  return inverse;
}

function baseOf(reading: Reading, item: Item, callee: string): Read[] {
  if (callee === 'log') return [reading.reads.get(item.lower!)!];
  if (callee === 'max' || callee === 'min') {
    const help = `write \\${callee}(a, b); '${callee}imize f' on a line of its own is a goal`;
    return refuse(reading, item, `there is no '${callee}' over a set here`, help);
  }
  return refuse(reading, item, `'${written(reading, item)}' is no function here`, 'leave the subscript out');
}

/** Logarithms that are functions of their own. */
function logarithmTo({ piece }: Read): string | null {
  const [token] = [piece].flat(9) as { readonly text: string }[];
  const isOne = [piece].flat(9).length === 1;
  return isOne && (token!.text === '2' || token!.text === '10') ? `log${token!.text}` : null;
}
