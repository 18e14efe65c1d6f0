// Another thread that makes pieces of long functions too: what it is given, and what it gives back.

import { createPieces, type PieceSource } from './pieces.js';
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

/** What prints the pieces of a source, in any order. */
export function piecePrinter(source: PieceSource, level: number) {
  let slots = 0;
  const pieces = createPieces(source, [], needed => {
    slots = Math.max(slots, needed);
  });
  const mappings = new Mappings(null);
  const onLocated = source.starts === null ? null : located(mappings, () => 0);
  return {
    count: pieces.count,
    print(piece: number): PrintedPiece {
      const lines = print(pieces.make(piece), level, onLocated);
      return { text: lines.join('\n'), mapped: mappings.take(lines.length), slots };
    },
  };
}
