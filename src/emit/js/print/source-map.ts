// Source maps, version 3, from emitted names to the formula.

import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { Location } from '../../line/line-context.js';

/** Is told where each name of the formula stands there and in the printed text. */
export type OnMapping = (original: Location, line: number, column: number) => void;

/** Is told where names of the formula go. */
export interface Mapper {
  readonly add: OnMapping;
  /** Takes those of lines that were printed elsewhere, which follow the first `line` ones; not needed where none are. */
  readonly append?: (part: MappedLines, line: number) => void;
}

export interface MapNames {
  /** Name of the emitted file. */
  readonly file: string;
  readonly source: string;
}

export interface SourceMap extends Mapper {
  readonly append: (part: MappedLines, line: number) => void;
  toJSON(): string;
}

/** Mappings of some lines, as a source map has them except that the first of them is relative to itself. */
export interface MappedLines {
  readonly lines: number;
  readonly text: string;
  readonly first: SourceMapSegment | null;
  /** The origin of the last, which the next is relative to. */
  readonly last: Location | null;
}

/** Lines encoded together: segments of a million lines are a hundred times larger than their text. */
const LINES_AT_ONCE = 1000;

const segmentOf = ({ line, column }: Location, at: number): SourceMapSegment => [at, 0, line - 1, column];

/** Mappings of lines one after another. */
export class Mappings {
  readonly #encoded: string[] = [];
  // One list for each line, used again and again: of lists made anew V8 finds that they live long, and then keeps what is in
  // them long too. The first is for where the segments before ended, which these are written relative to.
  readonly #lists = Array.from({ length: LINES_AT_ONCE + 1 }, (): SourceMapSegment[] => []);
  /** Lines that are encoded, and those after them that have a list. */
  #before = 0;
  #count = 0;
  #first: SourceMapSegment | null = null;
  #last: Location | null = null;

  /** @param last the place that the first is relative to; null for itself */
  constructor(last: Location | null) {
    if (last !== null) this.#begin(last);
  }

  /** Mappings come in the order of the text. */
  add: OnMapping = (original, line, column) => {
    if (this.#last === null) {
      this.#first = segmentOf(original, column);
      this.#begin(original);
    }
    this.#skipTo(line);
    const segments = this.#lists[this.#count]!;
    const isSame = original.line === this.#last!.line && original.column === this.#last!.column;
    if (isSame && segments.length > 0) return;
    segments.push(segmentOf(original, column));
    this.#last = original;
  };

  /** Adds mappings of lines that follow the first `line` ones. */
  append({ lines, text, first, last }: MappedLines, line: number): void {
    this.#encodeTo(line);
    let own = text;
    if (first !== null) {
      const lead = encode([this.#lists[0]!, [first]]).split(';')[1]!;
      own = text.replace(/^(;*)[^,;]*/, (_whole, before: string) => before + lead);
    }
    this.#encoded.push(own);
    this.#before += lines;
    if (last !== null) this.#begin(last);
  }

  /** Takes the mappings out, which are of so many lines. */
  take(lines: number): MappedLines {
    this.#encodeTo(lines);
    const taken = { lines, text: this.#encoded.join(';'), first: this.#first, last: this.#last };
    this.#encoded.length = 0;
    this.#before = 0;
    this.#first = null;
    this.#last = null;
    return taken;
  }

  /** All of them, without lines after the last. */
  get text(): string {
    this.#encodeTo(this.#before + this.#count);
    const text = this.#encoded.join(';');
    let end = text.length;
    while (text[end - 1] === ';') end--;
    return text.slice(0, end);
  }

  #skipTo(line: number): void {
    while (line - this.#before > LINES_AT_ONCE) {
      this.#count = LINES_AT_ONCE;
      this.#flush();
    }
    this.#count = line - this.#before;
  }

  #encodeTo(lines: number): void {
    this.#skipTo(lines);
    this.#flush();
  }

  /** What comes is relative to a place. */
  #begin(last: Location): void {
    this.#last = last;
    this.#lists[0]!.pop();
    this.#lists[0]!.push(segmentOf(last, 0));
  }

  #flush(): void {
    if (this.#count === 0) return;
    const text = encode(this.#lists.slice(0, this.#count + 1));
    this.#encoded.push(text.slice(text.indexOf(';') + 1));
    this.#before += this.#count;
    this.#count = 0;
    // Their memory is kept, which it is not where the length is set.
    for (const list of this.#lists) while (list.length > 0) list.pop();
    if (this.#last !== null) this.#lists[0]!.push(segmentOf(this.#last, 0));
  }
}

/** @param content text of the formula. */
export function createSourceMap({ file, source }: MapNames, content: string): SourceMap {
  const mappings = new Mappings({ line: 1, column: 0 });
  return {
    add: mappings.add,
    append: (part, line) => mappings.append(part, line),
    toJSON() {
      const sources = [source];
      return JSON.stringify({
        version: 3,
        file,
        names: [],
        sources,
        sourcesContent: [content],
        mappings: mappings.text,
      });
    },
  };
}
