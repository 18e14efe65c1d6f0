// Scheduled line → JavaScript statements: one operation a statement, under the names that the user chose. They are nodes that
// the generator has printed here as it comes to them.

import type * as ESTree from 'estree';
import type { Node } from '../../ops/operation.js';
import type { Chunk, Chunks, Line } from '../../schedule/sections.js';
import type { LineContext } from '../line-context.js';
import { createLineWriter, type LineSink } from '../line-writer.js';
import { type Memory, type Part, type Placement, placementOf, writeCalls } from '../placement.js';
import { lineValue, straightLine } from './generator.js';
import { javascript } from './language.js';
import { LONGEST_WAIT, spillsOf } from './spill.js';

export interface BodyContext extends LineContext {
  /** False for a stored result that comes after the statements. */
  isEarly(position: number): boolean;
  /** Takes elements of the array of slots for values that wait long; returns the first. */
  spill?(elements: number): number;
  /** Text before a node's value in a call that tells of it; what `--trace` listens to. */
  observe?(node: Node): string;
}

export interface Body {
  readonly statements: ESTree.Statement[];
  /** A node as a number, where the statements have run. */
  numeric(node: Node): ESTree.Expression;
}

/** An entry for every node, for numberings that are used one after another. */
export const placesFor = ({ graph }: Line): Int32Array => new Int32Array(graph.size);

/** Code of a line that is one function. @param late results that are read where the statements have run. */
export function emitBody(line: Line, context: BodyContext, late: readonly Node[]): Body {
  const { observe } = context;
  const part = { blocks: line.blocks, results: late };
  return bodyOf(line, part, context, placesFor(line), true, (placement, sink) =>
    placement.write(
      observe === undefined ? sink : { ...sink, observe: node => sink.statement(observe(node), node, ')') },
    ),
  );
}

/** Code of one chunk of a long line. @param places shared by all that are emitted one after another */
export function emitChunk(line: Line, chunk: Chunk, context: BodyContext, places: Int32Array): ESTree.Statement[] {
  const late = chunk.stores.map(position => line.results.stored[position]!);
  const part = { blocks: chunk.blocks, results: late };
  const { statements } = bodyOf(line, part, context, places, false, (placement, sink) => {
    placement.write(sink);
    for (const [i, position] of chunk.stores.entries()) sink.storeResult(position, late[i]!, late[i]!);
  });
  return statements;
}

/** Code of the function that calls the chunks. @param call of one; null where it has no code */
export function emitCalls(
  line: Line,
  chunks: Chunks,
  context: BodyContext,
  call: (chunk: number) => string | null,
): Body {
  const part = { blocks: [], results: [] };
  return bodyOf(line, part, context, placesFor(line), false, (_placement, sink) =>
    writeCalls(
      chunks,
      sink,
      chunk => sink.statement(call(chunk)!),
      chunk => call(chunk) !== null,
    ),
  );
}

/** @param overlaps arguments may be overwritten */
function bodyOf(
  line: Line,
  part: Part,
  context: BodyContext,
  places: Int32Array,
  overlaps: boolean,
  write: (placement: Placement, sink: LineSink) => void,
): Body {
  const memory: Memory = {
    isInMemory: input => context.argument(input).index !== null,
    isEarly: context.isEarly,
    overlaps,
    spills: spillsIn(line, part, context, places),
  };
  const placement = placementOf(line, part, memory, places);
  const writer = createLineWriter(javascript, line, placement, context, sink => write(placement, sink));
  return { statements: [straightLine(writer)], numeric: node => lineValue(writer, node) };
}

/** Values of straight-line code that wait in the array; what crosses is in it already. */
function spillsIn(line: Line, { blocks }: Part, { spill }: BodyContext, places: Int32Array): Memory['spills'] {
  const [only] = blocks;
  if (spill === undefined || blocks.length !== 1 || only!.condition !== null) return null;
  const spilled = spillsOf(line, only!.steps, places);
  if (spilled === null) return null;
  const first = spill(spilled.size);
  const slotOf = (node: Node): number => line.chunks?.slotOf[node] ?? -1;
  const slots = [...spilled].map(([node, element]): [Node, number] => [
    node,
    slotOf(node) === -1 ? first + element : slotOf(node),
  ]);
  return { slots: new Map(slots), longest: LONGEST_WAIT };
}
