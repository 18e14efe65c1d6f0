// Source maps, version 3, from emitted names to the formula.

import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { Mapping, OnMapping } from './print.js';

export interface MapNames {
  /** Name of the emitted file. */
  readonly file: string;
  readonly source: string;
}

export interface SourceMap {
  readonly add: OnMapping;
  toJSON(): string;
}

/** Lines encoded together: segments of a million lines are a hundred times larger than their text. */
const LINES_AT_ONCE = 1000;

/** @param content text of the formula. */
export function createSourceMap({ file, source }: MapNames, content: string): SourceMap {
  const encoded: string[] = [];
  /** Segments of the lines since the last that were encoded. */
  let lines: SourceMapSegment[][] = [];
  let before = 0;
  let last: Mapping['original'] = { line: 1, column: 0 };
  const origin = ({ line, column }: Mapping['original'], at: number): SourceMapSegment => [at, 0, line - 1, column];
  let start = last;

  const flush = (): void => {
    // Segments are written relative to the one before them: a line of its own repeats that, and goes again.
    const text = encode([[origin(start, 0)], ...lines]);
    encoded.push(text.slice(text.indexOf(';') + 1));
    before += lines.length;
    lines = [];
    start = last;
  };

  return {
    /** Mappings come in the order of the text. */
    add({ original, generated }) {
      const line = generated.line - 1;
      if (line - before >= LINES_AT_ONCE) flush();
      while (lines.length <= line - before) lines.push([]);
      const segments = lines[line - before]!;
      const isSame = original.line === last.line && original.column === last.column;
      if (isSame && segments.length > 0) return;
      segments.push(origin(original, generated.column));
      last = original;
    },
    toJSON() {
      flush();
      const mappings = encoded.join(';');
      return JSON.stringify({ version: 3, file, names: [], sources: [source], sourcesContent: [content], mappings });
    },
  };
}
