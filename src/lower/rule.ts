// What one function of vectors and matrices is.

import type { Span } from '../source.js';
import type { Lowering } from './lowering.js';
import { describeShape, shapeOf, type Value } from './tensor.js';

export interface Call {
  readonly name: string;
  readonly span: Span;
  readonly argumentSpans: readonly Span[];
}

export interface ShapedRule {
  readonly least: number;
  readonly most: number;
  /** Arguments may be as long as is known at run time. */
  readonly takesFamilies?: true;
  /** The value, or null with a fault reported. */
  make(lowering: Lowering, args: readonly Value[], call: Call): Value | null;
}

export function refuse({ report }: Lowering, { name, span }: Call, values: readonly Value[], wanted: string): null {
  const shapes = values.map(value => describeShape(shapeOf(value))).join(' and ');
  report.error('WG304', span, `'${name}' does not go with ${shapes}`, wanted);
  return null;
}
