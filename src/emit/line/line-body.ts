// What the code of a straight line is written by: a whole line, one chunk of a long one, or the calls of all its chunks.

import type { Node } from '../../ops/operation.js';
import type { Chunk, Chunks, Line } from '../../schedule/sections.js';
import type { Language } from './language.js';
import type { LineContext } from './line-context.js';
import { createLineWriter, type LineSink, type LineWriter } from './line-writer.js';
import { type Memory, type Part, type Placement, placementOf, writeCalls } from './placement.js';

export interface BodyContext extends LineContext {
  readonly language: Language;
  /** False for a stored result that comes after the statements. */
  isEarly(position: number): boolean;
  /** Values that wait in the array; none where it is not said. */
  spills?(line: Line, part: Part, places: Int32Array): Memory['spills'];
  /** Text before a node's value in a call that tells of it; what `--trace` listens to. */
  observe?(node: Node): string;
}

/** For the numbering of the nodes of one piece of code after another. */
export const placesFor = ({ graph }: Line): Int32Array => new Int32Array(graph.size);

/** Code of a line that is one function. @param late results that are read where the statements have run. */
export function wholeWriter(line: Line, context: BodyContext, late: readonly Node[]): LineWriter {
  const { observe } = context;
  const part = { blocks: line.blocks, results: late };
  return writerOf(line, part, context, placesFor(line), true, (placement, sink) =>
    placement.write(
      observe === undefined ? sink : { ...sink, observe: node => sink.statement(observe(node), node, ')') },
    ),
  );
}

/** Code of one chunk of a long line. @param places shared by all that are emitted one after another */
export function chunkWriter(line: Line, chunk: Chunk, context: BodyContext, places: Int32Array): LineWriter {
  const late = chunk.stores.map(position => line.results.stored[position]!);
  const part = { blocks: chunk.blocks, results: late };
  return writerOf(line, part, context, places, false, (placement, sink) => {
    placement.write(sink);
    for (const [i, position] of chunk.stores.entries()) sink.storeResult(position, late[i]!, late[i]!);
  });
}

/** Code of the function that calls the chunks. @param call of one; null where it has no code */
export function callsWriter(
  line: Line,
  chunks: Chunks,
  context: BodyContext,
  call: (chunk: number) => string | null,
): LineWriter {
  const part = { blocks: [], results: [] };
  return writerOf(line, part, context, placesFor(line), false, (_placement, sink) =>
    writeCalls(
      chunks,
      sink,
      chunk => sink.statement(call(chunk)!),
      chunk => call(chunk) !== null,
    ),
  );
}

/** @param overlaps arguments may be overwritten */
function writerOf(
  line: Line,
  part: Part,
  context: BodyContext,
  places: Int32Array,
  overlaps: boolean,
  write: (placement: Placement, sink: LineSink) => void,
): LineWriter {
  const memory: Memory = {
    isInMemory(input) {
      const { index, at, isConditional } = context.argument(input);
      return isConditional !== true && (index !== null || at !== undefined);
    },
    isEarly: context.isEarly,
    overlaps,
    spills: context.spills?.(line, part, places) ?? null,
  };
  const placement = placementOf(line, part, memory, places);
  return createLineWriter(context.language, line, placement, context, sink => write(placement, sink));
}
