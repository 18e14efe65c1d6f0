// Where nodes come from in the formula's text.

import type { Prepared } from '../../options.js';
import { lineStarts, lineText, positionAt } from '../../source.js';

/** A line of the formula, from 1 on, and its text without the space around it. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Offsets in the formula's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Line and column, from 1 on, and the text on one line; null where there is none. */
export interface Place {
  readonly line: number | null;
  readonly column: number | null;
  readonly text: string;
}

export function placesOf({ model: { source } }: Prepared): (span: Span | null) => Place {
  const starts = source === null ? [] : lineStarts(source.text);
  return span => {
    if (span === null || source === null) return { line: null, column: null, text: '' };
    const { line, column } = positionAt(starts, span.start);
    return { line, column, text: source.text.slice(span.start, span.end).replace(/\s+/g, ' ') };
  };
}

/** The line of each node; null where none is known. A line's text is cut out once: one may hold all of a large formula. */
export function linesOf({ model: { graph, source } }: Prepared): (node: number) => Line | null {
  if (source === null) return () => null;
  const starts = lineStarts(source.text);
  const known = new Map<number, Line>();
  return node => {
    const offset = graph.origin[2 * node]!;
    if (offset < 0) return null;
    const { line } = positionAt(starts, offset);
    let found = known.get(line);
    if (found === undefined) {
      found = { line, text: lineText(source.text, starts, line).trim() };
      known.set(line, found);
    }
    return found;
  };
}
