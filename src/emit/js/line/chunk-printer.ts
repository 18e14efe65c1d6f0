// Chunks of long lines as text, one at a time: what the second core is given, and what it gives back.

import { print } from '../print/generator.js';
import { located, type PrintedChunk } from '../print/print.js';
import { Mappings } from '../print/source-map.js';
import { type ChunkSource, createChunkFunctions } from './chunks.js';

/** The second core, which prints chunks too. */
export interface SecondCore {
  /**
   * Starts with the chunks; null where it cannot. For each chunk, asked in order, the function returns what became of it there,
   * or null for one that is to be printed here.
   * @param level of indentation
   */
  share(source: ChunkSource, count: number, level: number): ((chunk: number) => PrintedChunk | null) | null;
}

/** What prints the chunks of a source, in any order. */
export function chunkPrinter(source: ChunkSource, level: number) {
  let slots = 0;
  const functions = createChunkFunctions(source, [], needed => {
    slots = Math.max(slots, needed);
  });
  const mappings = new Mappings(null);
  const onLocated = source.starts === null ? null : located(mappings, () => 0);
  return {
    count: functions.count,
    print(chunk: number): PrintedChunk {
      const { text, lines } = print(functions.make(chunk), level, onLocated);
      return { text, mapped: mappings.take(lines), slots };
    },
  };
}
