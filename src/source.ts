// The text a user wrote, and places in it. Offsets are UTF-16 units into the text exactly as given: carriage returns and
// a byte order mark are never removed, only stepped over, so an offset always points at what the user sees.

export interface Source {
  /** File name as the user gave it, or null for a formula given as text. */
  readonly name: string | null;
  readonly text: string;
  /** Number of its first line, where the text is a part of a file; otherwise 1. */
  readonly line?: number;
}

/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 1-based, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Offsets where lines start; `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [text.startsWith('\ufeff') ? 1 : 0];
  const end = /\r\n?|\n/g;
  while (end.test(text)) starts.push(end.lastIndex);
  return starts;
}

/** Line and column of an offset; a byte order mark takes no column. */
export function positionAt(starts: readonly number[], offset: number): Position {
  const line = indexAt(starts, offset);
  return { line: line + 1, column: Math.max(offset - starts[line]!, 0) + 1 };
}

/** Index of the last of the sorted starts that is not above an offset; 0 where all are. */
export function indexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Text of a 1-based line, without its end. */
export function lineText(text: string, starts: readonly number[], line: number): string {
  const start = starts[line - 1] ?? text.length;
  let end = starts[line] ?? text.length;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return text.slice(start, end);
}

/** Text of at most `most` UTF-16 units, for a title or a cell; an ellipsis is the last of them where more was cut off. */
export function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
