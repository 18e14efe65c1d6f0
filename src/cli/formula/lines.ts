// Where nodes come from in the formula's text.

import type { Compilation } from '../../compilation.js';
import { lineStarts, positionAt } from '../../source.js';

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

export function placesOf({ model: { source } }: Compilation): (span: Span | null) => Place {
  const starts = source === null ? [] : lineStarts(source.text);
  return span => {
    if (span === null || source === null) return { line: null, column: null, text: '' };
    const { line, column } = positionAt(starts, span.start);
    return { line, column, text: source.text.slice(span.start, span.end).replace(/\s+/g, ' ') };
  };
}
