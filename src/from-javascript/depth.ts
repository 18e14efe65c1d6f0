// How deep expressions are in one another, calls among them: reading goes as deep.

import type { AnyNode } from 'acorn';
import { LimitReached } from '../limits.js';
import type { Machine } from './machine.js';

/** Of what is read inside of a bracket of the text. */
const PER_BRACKET = 3;

export function checkDepth({ depth, lowering: { limits } }: Machine, { start, end }: AnyNode): void {
  if (depth <= PER_BRACKET * limits.nesting) return;
  const message = `expressions and calls are nested more than ${PER_BRACKET * limits.nesting} deep`;
  throw new LimitReached('WG702', message, 'give parts of them names, or raise the limit (nesting)', { start, end });
}
