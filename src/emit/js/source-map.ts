// Source maps, version 3, from emitted names to the formula.

import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { Location } from './estree.js';
import type { OnMapping } from './print.js';

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
  // One list for each line, used again and again: of lists made anew V8 finds that they live long, and then keeps what is in
  // them long too. The first is for where the segments before ended, which these are written relative to.
  const lists = Array.from({ length: LINES_AT_ONCE + 1 }, (): SourceMapSegment[] => []);
  /** Lines that are encoded, and those after them that have a list. */
  let before = 0;
  let count = 0;
  let last: Location = { line: 1, column: 0 };
  const origin = ({ line, column }: Location, at: number): SourceMapSegment => [at, 0, line - 1, column];
  lists[0]!.push(origin(last, 0));

  const flush = (): void => {
    const text = encode(lists.slice(0, count + 1));
    encoded.push(text.slice(text.indexOf(';') + 1));
    before += count;
    count = 0;
    // Their memory is kept, which it is not where the length is set.
    for (const list of lists) while (list.length > 0) list.pop();
    lists[0]!.push(origin(last, 0));
  };

  return {
    /** Mappings come in the order of the text. */
    add(original, line, column) {
      while (line - before > LINES_AT_ONCE) {
        count = LINES_AT_ONCE;
        flush();
      }
      count = line - before;
      const segments = lists[count]!;
      const isSame = original.line === last.line && original.column === last.column;
      if (isSame && segments.length > 0) return;
      segments.push(origin(original, column));
      last = original;
    },
    toJSON() {
      flush();
      const mappings = encoded.join(';');
      return JSON.stringify({ version: 3, file, names: [], sources: [source], sourcesContent: [content], mappings });
    },
  };
}
