// Scheduled line → JavaScript statements: one operation a statement, under the names that the user chose. They are nodes that
// the generator has printed here as it comes to them.

import type * as ESTree from 'estree';
import type { Node } from '../../../ops/operation.js';
import type { Chunk, Chunks, Line } from '../../../schedule/sections.js';
import { type BodyContext, callsWriter, chunkWriter, wholeWriter } from '../../line/line-body.js';
import type { LineWriter } from '../../line/line-writer.js';
import type { Memory, Part } from '../../line/placement.js';
import { lineValue, straightLine } from '../print/generator.js';
import { javascript } from './language.js';
import { LONGEST_WAIT, spillsOf } from './spill.js';

export interface ScriptContext extends Omit<BodyContext, 'language' | 'spills'> {
  /** Takes elements of the array of slots for values that wait long; returns the first. */
  spill?(elements: number): number;
}

export interface Body {
  readonly statements: ESTree.Statement[];
  /** A node as a number, where the statements have run. */
  numeric(node: Node): ESTree.Expression;
}

/** Code of a line that is one function. @param late results that are read where the statements have run. */
export const emitBody = (line: Line, context: ScriptContext, late: readonly Node[]): Body =>
  bodyOf(wholeWriter(line, inScript(context), late));

/** Code of one chunk of a long line. @param places shared by all that are emitted one after another */
export const emitChunk = (line: Line, chunk: Chunk, context: ScriptContext, places: Int32Array): ESTree.Statement[] =>
  bodyOf(chunkWriter(line, chunk, inScript(context), places)).statements;

/** Code of the function that calls the chunks. @param call of one; null where it has no code */
export const emitCalls = (
  line: Line,
  chunks: Chunks,
  context: ScriptContext,
  call: (chunk: number) => string | null,
): Body => bodyOf(callsWriter(line, chunks, inScript(context), call));

const bodyOf = (writer: LineWriter): Body => ({
  statements: [straightLine(writer)],
  numeric: node => lineValue(writer, node),
});

const inScript = (context: ScriptContext): BodyContext => ({
  ...context,
  language: javascript,
  spills: (line, part, places) => spillsIn(line, part, context, places),
});

/** Values of straight-line code that wait in the array; what crosses is in it already. */
function spillsIn(line: Line, { blocks }: Part, { spill }: ScriptContext, places: Int32Array): Memory['spills'] {
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
