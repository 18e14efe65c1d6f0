// The pieces of a long function, each a function of its own. What they are made from is plain data, so that another thread
// can make some of them.

import type * as ESTree from 'estree';
import type { Argument } from '../../exports/declared.js';
import type { FunctionPlan } from '../../exports/plan.js';
import type { Graph, Node } from '../../graph/graph.js';
import type { Chunks, Line } from '../../schedule/sections.js';
import { positionAt } from '../../source.js';
import { type Reader, type Signature, type Signed, signatureIn } from './arguments.js';
import { type ChunkContext, emitChunk, placesFor } from './body.js';
import * as js from './estree.js';
import { createNames, type Names } from './names.js';
import { storedResults } from './stores.js';

/** What pieces are made from; no functions in it. */
export interface PieceSource extends Signed {
  readonly line: Line & { readonly chunks: Chunks };
  /** What the formula calls nodes. */
  readonly wanted: FunctionPlan['names'];
  /** Names at the top level of the module that functions refer to. */
  readonly claimed: ReadonlySet<string>;
  /** Names of the special functions that are called. */
  readonly specials: ReadonlyMap<string, string>;
  /** The array that values cross in. */
  readonly slots: string;
  /** Name of each piece's function; null for a piece without code, which is not made. */
  readonly functions: readonly (string | null)[];
  /** Where the formula's lines start; null where no places are asked for. */
  readonly starts: readonly number[] | null;
}

export interface Pieces {
  readonly source: PieceSource;
  readonly count: number;
  readonly crossing: Crossing;
  /** In any order: one at a time, as together they can be larger than memory. */
  make(piece: number): ESTree.FunctionDeclaration;
  /** For the code of the function that calls them. */
  calling(): ChunkContext;
}

/** Place in the formula that a node came from. @param starts where its lines start */
export function locationOf(starts: readonly number[] | null, graph: Graph, node: Node): js.Location | undefined {
  const offset = graph.origin[2 * node]!;
  if (starts === null || offset < 0) return undefined;
  const { line, column } = positionAt(starts, offset);
  return { line, column: column - 1 };
}

/** What numbers among the arguments need of the array of slots: passed, they would be allocated for every call. */
interface Crossing {
  /** Parameters that are passed to every piece. */
  readonly arrays: ESTree.Identifier[];
  /** The others, with the slot of each. */
  readonly slotOf: ReadonlyMap<string, number>;
  /** Slots that are taken, these among them. */
  readonly slotCount: number;
}

function crossingOf({ parameters }: Signature, { slotCount }: Chunks): Crossing {
  const isScalar = ({ length, isArray }: Argument): boolean => length === null && isArray !== true;
  const scalars = parameters.filter(isScalar);
  const slotOf = new Map(scalars.map(({ name }, i) => [name, slotCount + i]));
  const arrays = parameters.filter(argument => !isScalar(argument)).map(({ name }) => js.identifier(name));
  return { arrays, slotOf, slotCount: slotCount + scalars.length };
}

/** Names inside a piece, or inside the function that calls them. */
const scopeOf = ({ claimed }: PieceSource, temporaryNames: string[]): Names => createNames(claimed, temporaryNames);

/**
 * @param temporaryNames shared with other functions of the module
 * @param reserve is told of slots that are needed
 */
export function createPieces(source: PieceSource, temporaryNames: string[], reserve: (slots: number) => void): Pieces {
  const { line, wanted, specials, functions, starts } = source;
  const { graph } = line;
  const { chunks } = line.chunks;
  const crossing = crossingOf(signatureIn(scopeOf(source, temporaryNames), source), line.chunks);
  const { arrays, slotOf, slotCount } = crossing;
  reserve(slotCount);
  const slots = js.identifier(source.slots);
  const results = storedResults(source, graph);
  const places = placesFor(line);
  const fromSlots =
    (read: Reader): Reader =>
    slot => {
      const access = read(slot);
      if (access.keep !== null || access.expression.type !== 'Identifier') return access;
      const { name } = access.expression;
      return { expression: js.element(slots, slotOf.get(name)!), keep: name };
    };
  const contextIn = (names: Names, reading: (read: Reader) => Reader): ChunkContext => {
    const { reader, outputs } = signatureIn(names, source);
    return {
      wanted,
      special: name => specials.get(name)!,
      location: node => locationOf(starts, graph, node),
      names,
      argument: reading(reader),
      slots,
      places,
      stored: position => results.target(position, outputs),
      spill(elements) {
        reserve(slotCount + elements);
        return element => js.element(slots, slotCount + element);
      },
    };
  };
  const made = functions.flatMap((name, i) => (name === null ? [] : [i]));
  return {
    source,
    count: made.length,
    crossing,
    make(piece) {
      const at = made[piece]!;
      const chunk = { ...chunks[at]!, stores: chunks[at]!.stores.filter(results.isWritten) };
      const body = js.lazyBlock(into =>
        emitChunk(line, chunk, contextIn(scopeOf(source, temporaryNames), fromSlots), into),
      );
      return { type: 'FunctionDeclaration', id: js.identifier(functions[at]!), params: arrays, body };
    },
    calling: () => contextIn(scopeOf(source, temporaryNames), read => read),
  };
}
