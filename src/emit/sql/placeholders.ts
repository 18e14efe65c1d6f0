// A query's text with something in its holes: placeholders of a dialect, or numbers.

import type { Dialect } from './dialect.js';
import type { QueryParameter, WrittenQuery } from './written.js';

/** @param inHole what stands for a parameter, by its number */
export function filled({ texts, holes }: WrittenQuery, inHole: (parameter: number) => string): string {
  return texts.map((text, i) => (i === 0 ? text : inHole(holes[i - 1]!) + text)).join('');
}

export function placeholderText(written: WrittenQuery, dialect: Dialect): string {
  return filled(written, at => dialect.placeholder(written.parameters[at]!.name, at + 1));
}

/** The parameters in the order in which they are bound: where placeholders have no names, each as often as it is there. */
export const boundInOrder = ({ parameters, holes }: WrittenQuery, { isPositional }: Dialect): QueryParameter[] =>
  isPositional ? holes.map(at => parameters[at]!) : [...parameters];
