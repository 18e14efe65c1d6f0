// The text a user wrote, and places in it. Offsets are UTF-16 units into the text exactly as given: carriage returns and
// a byte order mark are never removed, only stepped over, so an offset always points at what the user sees.

export interface Source {
  /** File name as the user gave it, or null for a formula given as text. */
  readonly name: string | null;
  readonly text: string;
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
