// Another thread that makes pieces of long functions too: what it is given, and what it gives back.

import type { PieceSource, Pieces } from './pieces.js';
import { located, type PrintedPiece } from './print.js';
import { print } from './printer.js';
import { Mappings } from './source-map.js';

export interface Helper {
  /**
   * Starts with the pieces; null where it cannot help. For each piece, asked in order, the function returns what became of it
   * there, or null for one that is to be made here.
   * @param level of indentation
   */
  share(source: PieceSource, count: number, level: number): ((piece: number) => PrintedPiece | null) | null;
}

/** What prints pieces, in any order. @param slots tells of the slots that were needed so far */
export function piecePrinter(pieces: Pieces, level: number, slots: () => number): (piece: number) => PrintedPiece {
  const mappings = new Mappings(null);
  const onLocated = pieces.source.starts === null ? null : located(mappings, () => 0);
  return piece => {
    const lines = print(pieces.make(piece), level, onLocated);
    return { text: lines.join('\n'), mapped: mappings.take(lines.length), slots: slots() };
  };
}
