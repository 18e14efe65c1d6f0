// The straight line of a loop's turn: in the function of the loop, or in chunks that this calls.

import { inputSlot } from '../../../graph/graph.js';
import type { Chunks, Line } from '../../../schedule/sections.js';
import { writeCalls } from '../../line/placement.js';
import type { Bytes } from '../bytes.js';
import { FunctionCode } from '../function-code.js';
import { loadVector, store, type Value } from '../vector/instructions.js';
import { type VectorContext, VectorWriter } from '../vector/writer.js';
import { whole } from './scalar.js';
import { TurnWriter } from './turn.js';

export interface LineContext extends VectorContext {
  /** Address of where vectors cross between chunks. */
  readonly vectors: number;
  /** Adds a function of the program that calls none of it. @returns its number among those */
  addFunction(code: Bytes): number;
}

/** Bytes of a vector. */
const SIZE = 16;

/** Slots of the inputs of a line. */
export function inputsOf({ graph }: Line): number[] {
  const slots: number[] = [];
  for (let node = 0; node < graph.size; node++) {
    const slot = inputSlot(graph, node);
    if (slot !== undefined) slots.push(slot);
  }
  return slots;
}

/** How many vectors cross: inputs, then slots, then the lanes that take a chunk. */
export const vectorsOf = (line: Line): number =>
  line.chunks === null ? 0 : inputsOf(line).length + line.chunks.slotCount + 1;

/**
 * Writes the line into the function of its loop.
 * @param inputs of each pair of rows, what the slot of an input holds
 * @returns an export by its position, in each pair
 */
export type LineCode = (
  own: FunctionCode,
  inputs: readonly ((slot: number) => Value)[],
  first: number,
) => (position: number) => Value[];

export function lineCode(line: Line, context: LineContext): LineCode {
  const { chunks, graph, blocks, results } = line;
  const places = new Int32Array(graph.size);
  const { returned } = results;
  if (chunks !== null) return chunkedLine({ ...line, chunks }, context, places);
  return (own, inputs) => {
    const turn = new TurnWriter(
      line,
      { blocks, results: returned },
      { ...context, inputs, slots: 0, lanes: 0 },
      places,
      own,
    );
    turn.write();
    return position => turn.values(returned[position]!);
  };
}

function chunkedLine(line: Line & { readonly chunks: Chunks }, context: LineContext, places: Int32Array): LineCode {
  const { chunks, runs, slotCount } = line.chunks;
  const { returned } = line.results;
  const inputs = inputsOf(line);
  const addressOf = new Map(inputs.map((slot, i) => [slot, context.vectors + SIZE * i]));
  const slots = context.vectors + SIZE * inputs.length;
  const inMemory = {
    ...context,
    slots,
    lanes: slots + SIZE * slotCount,
    inputs: [(slot: number): Value => loadVector(whole(0), addressOf.get(slot)!)],
  };
  const conditional = new Set(
    runs.flatMap(({ condition, chunks, otherwise }) => (condition === null ? [] : [...chunks, ...otherwise])),
  );
  const functions = chunks.map(({ blocks }, chunk) => {
    const own = new FunctionCode();
    new TurnWriter(line, { blocks, results: [] }, inMemory, places, own).write(conditional.has(chunk));
    return context.addFunction(own.finish());
  });
  return (own, [input], first) => {
    const writer = new VectorWriter(context, own);
    for (const slot of inputs) writer.do(store(whole(0), addressOf.get(slot)!, input!(slot)));
    const turn = new TurnWriter(line, { blocks: [], results: returned }, inMemory, places, own);
    writeCalls(
      line.chunks,
      turn,
      chunk => turn.call(first + functions[chunk]!),
      () => true,
    );
    return position => turn.values(returned[position]!);
  };
}
