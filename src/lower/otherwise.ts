// What compiles and may be meant otherwise, where that shows from values or from the whole of the names.

import type { Report } from '../diagnostic.js';
import type { ExpressionNode } from '../parse/program.js';
import type { Lowering, Place } from './lowering.js';
import type { Scope } from './scope.js';
import { isTensor, rankOf, sameShape, shapeOf, type Value } from './tensor.js';
import { userOf } from './users.js';

type CallNode = ExpressionNode & { kind: 'call' };
type BinaryNode = ExpressionNode & { kind: 'binary' };

/** Of all elements, which of a product of matrices is seldom meant. */
const OF_ELEMENTS: ReadonlySet<string> = new Set(['sum', 'mean', 'prod']);

/** `sum(A*B)` and `mean(A^2)` of square matrices, which libraries of arrays have element by element. */
export function warnAboutElements({ report }: Lowering, { nodes, values }: Place, name: string, node: CallNode): void {
  const product = nodes[node.arguments[0]!]!;
  if (!OF_ELEMENTS.has(name) || product.kind !== 'binary' || isDoubleStar(report, product)) return;
  const [left, right] = [values[product.left]!, values[product.right]!];
  if (left === null || right === null || rankOf(left) !== 2) return;
  const isProduct = product.operator === '*' && isTensor(right) && sameShape(shapeOf(left), shapeOf(right));
  if (isProduct || (product.operator === '^' && !isTensor(right))) warnOf(report, product);
}

/** `A**2`, which is of Python, where it takes the power of every element. */
export function warnAboutStars({ report }: Lowering, node: BinaryNode, left: Value): void {
  if (rankOf(left) === 2 && isDoubleStar(report, node)) warnOf(report, node);
}

function isDoubleStar({ source }: Report, { operator, operatorStart, operatorEnd }: BinaryNode): boolean {
  return operator === '^' && source?.text.slice(operatorStart, operatorEnd) === '**';
}

function warnOf({ source, warn }: Report, { operator, operatorStart, operatorEnd, start, end }: BinaryNode): void {
  const text = source?.text ?? '';
  const elements = `${text.slice(start, operatorStart).trim()}.${operator}${text.slice(operatorEnd, end).trim()}`;
  const message = `this is a ${operator === '*' ? 'product' : 'power'} of matrices`;
  warn('WG317', { start, end }, message, `write '${elements}' to go element by element`);
}

/** `sum (x - m)^2` and `sum(x - m)^2`, which are squares of a sum. */
export function warnAboutSpacedPower({ report }: Lowering, place: Place, node: CallNode): void {
  const text = report.source?.text;
  if (text === undefined) return;
  const { name, end } = node.callee;
  const [argument, ...others] = node.arguments.map(index => place.nodes[index]!);
  const isDifference =
    name === 'sum' && others.length === 0 && argument?.kind === 'binary' && argument.operator === '-';
  if (text[end] === '(' && !isDifference) return;
  const user = userOf(place, place.values.length);
  if (user?.kind !== 'binary' || !(user.operator === '^' || user.operator === '.^')) return;
  // In parentheses it is what it looks like.
  if (user.operatorStart < node.end || text.slice(node.end, user.operatorStart).trim() !== '') return;
  const power = text.slice(user.operatorStart, user.end).replace(/\s+/g, '');
  if (text[end] === '(' && !/^(?:\.?\^|\*\*)2$/.test(power)) return;
  const inside = text.slice(end, node.end).trim();
  const help = `write '${name}(${inside}${power})', or '(${name}${inside})${power}' to have this`;
  report.warn('WG132', user, `'${name}${text.slice(end, node.end)}${power}' is '(${name}${inside})${power}'`, help);
}

/** `log(2, x)`, of which the base comes first in Julia. */
export function warnAboutBase({ report }: Lowering, { nodes }: Place, node: CallNode): void {
  const [of, base] = node.arguments.map(index => nodes[index]!);
  if (node.arguments.length !== 2 || of!.kind !== 'number' || base!.kind === 'number') return;
  const text = report.source?.text;
  if (text === undefined) return;
  const [first, second] = [of!, base!].map(({ start, end }) => text.slice(start, end));
  const message = `'${second}' is the base of this logarithm`;
  const help = `write 'log(${second}, ${first})' for that to base ${first}, 'log(${first})/log(${second})' to have this`;
  report.warn('WG228', node, message, help);
}

/** `dy/dx` of names that nothing declares. */
export function warnAboutQuotients({ variables }: Scope, report: Report): void {
  const isInferred = (name: string): boolean => variables.get(name)?.kind === 'inferred';
  for (const [whole, above, below] of (report.source?.text ?? '').matchAll(QUOTIENT)) {
    if (!isInferred(above!) || !isInferred(below!)) continue;
    const help = `derivatives are functions of the module, such as 'gradient'; declare 'input ${above}, ${below}' if they are two`;
    report.warn('WG227', variables.get(above!)!.name, `'${whole}' is a quotient of two inputs`, help);
    return;
  }
}

const QUOTIENT = /(?<![\p{L}\p{N}_.])(d(?:\p{L}{1,9}\p{N}?)?)\s?\/\s?(d\p{L}{1,9}\p{N}?)(?![\p{L}\p{N}_])/gu;
