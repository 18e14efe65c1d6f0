// The chunks of a long line, each a function of its own. What they are made from is plain data, so that another thread can
// print some of them.

import type * as ESTree from 'estree';
import type { Argument } from '../../../exports/declared.js';
import type { FunctionPlan } from '../../../exports/plan.js';
import type { Graph, Node } from '../../../graph/graph.js';
import type { Chunks, Line } from '../../../schedule/sections.js';
import { positionAt } from '../../../source.js';
import { type Reader, type Signature, type Signed, signatureIn } from '../../arguments.js';
import { placesFor } from '../../line/line-body.js';
import type { Access, Location, Names } from '../../line/line-context.js';
import { storedResults } from '../../stores.js';
import { createNames } from '../names.js';
import * as js from '../print/estree.js';
import { type Body, emitCalls, emitChunk, type ScriptContext } from './body.js';

/** What chunks are made from; no functions in it. */
export interface ChunkSource extends Signed {
  readonly line: Line & { readonly chunks: Chunks };
  /** What the formula calls nodes. */
  readonly wanted: FunctionPlan['names'];
  /** Names at the top level of the module that functions refer to. */
  readonly claimed: ReadonlySet<string>;
  /** Names of the formula that temporaries leave to it. */
  readonly likeTemporaries: ReadonlySet<string>;
  /** Names of the special functions that are called. */
  readonly specials: ReadonlyMap<string, string>;
  /** The array that values cross in. */
  readonly slots: string;
  /** Name of each chunk's function; null for one without code, which is not made. */
  readonly functions: readonly (string | null)[];
  /** What the imports of the line are called; they cross in slots. */
  readonly imports: readonly string[];
  /** Where the formula's lines start; null where no places are asked for. */
  readonly starts: readonly number[] | null;
}

export interface ChunkFunctions {
  readonly source: ChunkSource;
  readonly count: number;
  readonly crossing: Crossing;
  /** In any order: one at a time, as together they can be larger than memory. */
  make(chunk: number): ESTree.FunctionDeclaration;
  /** Code of the function that calls them. */
  caller(): Body;
}

/** Place in the formula that a node came from. @param starts where its lines start */
export function locationOf(starts: readonly number[] | null, graph: Graph, node: Node): Location | undefined {
  const offset = graph.origin[2 * node]!;
  if (starts === null || offset < 0) return undefined;
  const { line, column } = positionAt(starts, offset);
  return { line, column: column - 1 };
}

/** What numbers among the arguments need of the array of slots: passed, they would be allocated for every call. */
interface Crossing {
  /** Parameters that are passed to every chunk. */
  readonly arrays: ESTree.Identifier[];
  /** The others, with the slot of each. */
  readonly slotOf: ReadonlyMap<string, number>;
  /** Slots that are taken, these among them. */
  readonly slotCount: number;
}

function crossingOf({ parameters }: Signature, { slotCount }: Chunks, imports: readonly string[]): Crossing {
  const isScalar = ({ length, isArray }: Argument): boolean => length === null && isArray !== true;
  const scalars = [...parameters.filter(isScalar).map(({ name }) => name), ...imports];
  const slotOf = new Map(scalars.map((name, i) => [name, slotCount + i]));
  const arrays = parameters.filter(argument => !isScalar(argument)).map(({ name }) => js.identifier(name));
  return { arrays, slotOf, slotCount: slotCount + scalars.length };
}

/** Names inside a chunk, or inside the function that calls them. */
const scopeOf = ({ claimed, likeTemporaries }: ChunkSource, temporaryNames: string[]): Names =>
  createNames(claimed, temporaryNames, likeTemporaries);

/**
 * @param temporaryNames shared with other functions of the module
 * @param reserve is told of slots that are needed
 */
export function createChunkFunctions(
  source: ChunkSource,
  temporaryNames: string[],
  reserve: (slots: number) => void,
): ChunkFunctions {
  const { line, wanted, specials, slots, functions, imports, starts } = source;
  const { first } = line.links;
  const { graph } = line;
  const { chunks } = line.chunks;
  const crossing = crossingOf(signatureIn(scopeOf(source, temporaryNames), source), line.chunks, imports);
  const { arrays, slotOf, slotCount } = crossing;
  reserve(slotCount);
  const results = storedResults(source, graph, line.results.stored);
  const places = placesFor(line);
  const inSlot = (name: string): Access => ({ name: slots, index: slotOf.get(name)!, keep: name });
  const withImports =
    (read: Reader): Reader =>
    input =>
      imports.length > 0 && input >= first ? inSlot(imports[input - first]!) : read(input);
  const fromSlots = (read: Reader): Reader =>
    withImports(input => {
      const access = read(input);
      return access.index === null ? inSlot(access.name) : access;
    });
  const contextIn = (names: Names, reading: (read: Reader) => Reader): ScriptContext => {
    const { reader, outputs } = signatureIn(names, source);
    return {
      wanted,
      special: name => specials.get(name)!,
      location: node => locationOf(starts, graph, node),
      names,
      argument: reading(reader),
      slots,
      isEarly: () => true,
      result: position => results.target(position, outputs),
      spill(elements) {
        reserve(slotCount + elements);
        return slotCount;
      },
    };
  };
  const made = functions.flatMap((name, i) => (name === null ? [] : [i]));
  const passed = arrays.map(({ name }) => name).join(', ');
  return {
    source,
    count: made.length,
    crossing,
    make(chunk) {
      const at = made[chunk]!;
      const whole = chunks[at]!;
      const context = contextIn(scopeOf(source, temporaryNames), fromSlots);
      const written = { ...whole, stores: whole.stores.filter(results.isWritten) };
      const body = js.block(emitChunk(line, written, context, places));
      return { type: 'FunctionDeclaration', id: js.identifier(functions[at]!), params: arrays, body };
    },
    caller() {
      const context = contextIn(scopeOf(source, temporaryNames), withImports);
      const call = (chunk: number): string | null => {
        const name = functions[chunk]!;
        return name === null ? null : `${name}(${passed})`;
      };
      return emitCalls(line, line.chunks, context, call);
    },
  };
}
