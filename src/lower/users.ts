// Who uses an entry of an expression, and what it stands beside.

import type { ExpressionNode, Name } from '../parse/program.js';
import type { Span } from '../source.js';
import type { Place } from './lowering.js';

/** The entry that uses entry `index`. */
export function userOf(place: Place, index: number): ExpressionNode | undefined {
  place.users ??= usersIn(place.nodes);
  return place.users[index];
}

/** Of a range, only the index that it stands in. */
function usersIn(nodes: readonly ExpressionNode[]): (ExpressionNode | undefined)[] {
  const users = new Array<ExpressionNode | undefined>(nodes.length).fill(undefined);
  for (const node of nodes) {
    if (node.kind === 'binary') users[node.left] = users[node.right] = node;
    else if (node.kind === 'unary') users[node.operand] = node;
    else if (node.kind === 'index') for (const index of [node.object, ...node.indices]) users[index] = node;
  }
  return users;
}

/** True for an entry of which an element is looked at. */
export function isIndexed(place: Place, index: number): boolean {
  const user = userOf(place, index);
  return user?.kind === 'index' && user.object === index;
}

/** True for the base of a power. */
export function isBase(place: Place, index: number): boolean {
  const user = userOf(place, index);
  return user?.kind === 'binary' && user.operator === '^' && user.left === index;
}

/** Operators whose right operand a factor may end: `x*sin y`, `-exp -x`. */
const TIGHT: ReadonlySet<string> = new Set(['*', '/', '.*', './', '^', '.^']);

/**
 * True for a name that stands as a function's does where its argument has no parentheses: it is a factor without an operator,
 * it or its power, or a sign after it stands at what follows: `2 sin x`, `sin^2 x`, `exp -x`.
 */
export function standsAsCall(place: Place, index: number, name: Name, text: string): boolean {
  let [at, end] = [index, name.end];
  for (let user = userOf(place, at); user !== undefined; user = userOf(place, at)) {
    if (user.kind === 'binary' && user.implicit) return at === index || user.right === at || user.operatorStart === end;
    if (user.kind === 'binary' && user.left === at && (user.operator === '-' || user.operator === '+')) {
      const right = place.nodes[user.right]!;
      const isApart = user.operatorStart > end && text.slice(end, user.operatorStart).trim() === '';
      return isApart && right.start === user.operatorEnd;
    }
    const isRight = user.kind === 'binary' && user.right === at && TIGHT.has(user.operator);
    const isRaised = user.kind === 'binary' && user.operator === '^' && user.left === at;
    if (isRaised) end = user.end;
    else if (!isRight && !(user.kind === 'unary' && user.operator === '-')) return false;
    at = place.nodes.indexOf(user, at);
  }
  return false;
}

/** A number that a name stands right of, without an operator. */
export interface NumberBefore {
  readonly number: Span;
  /** With space between. */
  readonly isApart: boolean;
  /** Nothing follows as another such factor. */
  readonly isLast: boolean;
  /** A number follows, or a power of one: `6.022 x 10^23`, `3 x 4`. */
  readonly isBeforeNumber: boolean;
}

/** `5 cm`, `2i`, `9.81 m/s^2`; null for a name that stands otherwise. */
export function numberBefore(place: Place, index: number): NumberBefore | null {
  let at = index;
  let user = userOf(place, at);
  if (isBase(place, index)) {
    at = place.nodes.indexOf(user!, at);
    user = userOf(place, at);
  }
  if (user?.kind !== 'binary' || !user.implicit || user.right !== at) return null;
  const number = place.nodes[user.left]!;
  if (number.kind !== 'number') return null;
  const outer = userOf(place, place.nodes.indexOf(user, at));
  const isLast = !(outer?.kind === 'binary' && outer.implicit);
  const next = outer?.kind === 'binary' && outer.implicit ? place.nodes[outer.right]! : undefined;
  const following = next?.kind === 'binary' && next.operator === '^' ? place.nodes[next.left] : next;
  const isBeforeNumber = following?.kind === 'number';
  return { number, isApart: place.nodes[index]!.start > number.end, isLast, isBeforeNumber };
}
