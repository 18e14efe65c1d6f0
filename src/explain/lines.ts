// The lines of the formula that nodes come from.

import type { Compilation } from '../compilation.js';
import { lineStarts, lineText, positionAt } from '../source.js';

/** A line of the formula, from 1 on, and its text without the space around it. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** The line of each node; null where none is known. A line's text is cut out once: one may hold all of a large formula. */
export function linesOf({ model: { graph, source } }: Compilation): (node: number) => Line | null {
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
