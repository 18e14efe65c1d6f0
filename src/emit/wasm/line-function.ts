// A straight line → one function, or functions of its chunks and one that calls them.

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
  const { graph, chunks, results } = line;
  const nodes = allResults(results);
  const returned = results.returned.length;
  const isZero = (node: Node): boolean => Object.is(constantValue(graph, node), 0);
  const zeros = nodes.filter(isZero).length > MOST_ZEROS;
  const places = new Int32Array(graph.size);
  /** Code of a part that is followed by the results at some positions. */
  const code = (
    blocks: readonly Block[],
    positions: readonly number[],
    start: (writer: BodyWriter, own: FunctionCode) => void,
    end = NOTHING,
  ): Bytes => {
    const own = new FunctionCode();
    const late = positions.filter(position => !zeros || !isZero(nodes[position]!));
    const part = { blocks, results: late.map(position => nodes[position]!) };
    const writer = new BodyWriter(line, part, context, places, own);
    start(writer, own);
    writer.write();
    for (const position of late) writer.result(position, nodes[position]!);
    end(own);
    return own.finish();
  };
  const start = (writer: BodyWriter, own: FunctionCode): void => {
    before(own);
    if (zeros) writer.zeros(context.result(0), nodes.length);
  };
  if (chunks === null) {
    const late = lateResults(line).map(position => returned + position);
    const whole = code(line.blocks, [...results.returned.keys(), ...late], start, after);
    return () => whole;
  }
  const indices = chunks.chunks.map(({ blocks, stores }) => {
    const late = stores.map(position => returned + position);
    return context.addFunction(code(blocks, late, () => undefined));
  });
  const call = (writer: BodyWriter, first: number): void =>
    writeCalls(
      chunks,
      writer,
      chunk => writer.call(first + indices[chunk]!),
      () => true,
    );
  return first =>
    code(
      [],
      [...results.returned.keys()],
      (writer, own) => {
        start(writer, own);
        call(writer, first);
      },
      after,
    );
}
