// An array in the rule of its own elements: only those before the one that is being made have values.

import type { Span } from '../source.js';
import { type Position, positionOf } from './families.js';
import type { Lowering } from './lowering.js';
import { isTensor, type Tensor, type Value } from './tensor.js';

/** What stands at a position before the turn at hand; null where that is none of those that the rule may read. */
export type Earlier = (position: Position) => Value | null;

/** An array of which a rule is being read. */
export interface Unfinished extends Tensor {
  readonly name: string;
  readonly earlier: Earlier;
}

const UNFINISHED: readonly number[] = [Number.NEGATIVE_INFINITY];

export const unfinished = (name: string, earlier: Earlier): Unfinished => ({
  shape: UNFINISHED,
  nodes: [],
  name,
  earlier,
});

/** True for an array in its own rule: only elements of it have values. */
export const isUnfinished = (value: Value | null): value is Unfinished =>
  value !== null && isTensor(value) && value.shape === UNFINISHED;

export function reportUnfinished({ report }: Lowering, { name }: Unfinished, span: Span): null {
  report.error('WG314', span, `'${name}' is not there yet`, `its rule reads elements before its own: '${name}[i-1]'`);
  return null;
}

/** An element, or a row, that a rule reads of its own array. */
export function earlierElement(lowering: Lowering, object: Unfinished, at: Value | 'all', span: Span): Value | null {
  const position = at === 'all' || isTensor(at) ? null : positionOf(lowering, at);
  const value = position === null ? null : object.earlier(position);
  if (value !== null) return value;
  const { name } = object;
  const message = `the rule of '${name}' reads an element that is not before its own`;
  const help = `it reads '${name}[i-1]', and as many elements before that as it starts from`;
  lowering.report.error('WG314', span, message, help);
  return null;
}
