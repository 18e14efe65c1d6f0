// A straight line → code in a function, or functions of its chunks and the calls of them; and one function of it alone.

import { constantValue } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import { lateResults } from '../../schedule/reads.js';
import { allResults, type Block, type Line } from '../../schedule/sections.js';
import { writeCalls } from '../line/placement.js';
import { type BodyContext, BodyWriter } from './body.js';
import type { Bytes } from './bytes.js';
import { FunctionCode } from './function-code.js';

/** Zeros among the results beyond which they are written in one go. */
const MOST_ZEROS = 32;

export interface LineFunctionContext extends BodyContext {
  /** Adds a function of the program that calls none of it. @returns its number among those */
  addFunction(code: Bytes): number;
}

/** A line that has been written into a function. */
export interface WrittenLine {
  /** Leaves a node's value on the stack. */
  number(node: Node): void;
  /** Writes the results that are not in their places yet. */
  store(): void;
}

/**
 * Writes the line into a function.
 * @param first where the functions that are added start
 * @param around how that function reads, where it does so otherwise than chunks do
 */
export type LineCode = (own: FunctionCode, first: number, around?: BodyContext) => WrittenLine;

/** @param context for chunks, whose code is made at once */
export function lineCode(line: Line, context: LineFunctionContext): LineCode {
  const { graph, chunks, results } = line;
  const nodes = allResults(results);
  const returned = results.returned.length;
  const isZero = (node: Node): boolean => Object.is(constantValue(graph, node), 0);
  const zeros = nodes.filter(isZero).length > MOST_ZEROS;
  const places = new Int32Array(graph.size);
  /** Code of a part that is followed by the results at some positions. */
  function part(own: FunctionCode, of: BodyContext, blocks: readonly Block[], positions: readonly number[]) {
    const late = positions.filter(position => !zeros || !isZero(nodes[position]!));
    const writer = new BodyWriter(line, { blocks, results: late.map(position => nodes[position]!) }, of, places, own);
    const store = (): void => {
      for (const position of late) writer.result(position, nodes[position]!);
    };
    return { writer, store };
  }
  const stored = (positions: readonly number[]): number[] => positions.map(position => returned + position);
  const indices = (chunks?.chunks ?? []).map(({ blocks, stores }) => {
    const own = new FunctionCode();
    const { writer, store } = part(own, context, blocks, stored(stores));
    writer.write();
    store();
    return context.addFunction(own.finish());
  });
  const late = [...results.returned.keys(), ...(chunks === null ? stored(lateResults(line)) : [])];
  return (own, first, around = context) => {
    const { writer, store } = part(own, around, chunks === null ? line.blocks : [], late);
    if (zeros) writer.zeros(around.result(0), nodes.length);
    if (chunks === null) writer.write();
    else
      writeCalls(
        chunks,
        writer,
        chunk => writer.call(first + indices[chunk]!),
        () => true,
      );
    return { number: node => writer.number(node), store };
  };
}

const NOTHING = (_own: FunctionCode): void => undefined;

/**
 * @param before what the function does first
 * @param after what it does last
 * @returns what makes the function once it is known where those that are added start
 */
export function lineFunction(
  line: Line,
  context: LineFunctionContext,
  before: (own: FunctionCode) => void = NOTHING,
  after = NOTHING,
): (first: number) => Bytes {
  const write = lineCode(line, context);
  const make = (first: number): Bytes => {
    const own = new FunctionCode();
    before(own);
    write(own, first).store();
    after(own);
    return own.finish();
  };
  if (line.chunks !== null) return make;
  const whole = make(0);
  return () => whole;
}
