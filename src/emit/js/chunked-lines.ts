// Lines that are too long for one function, as calls of their chunks: what these read of the line's surroundings crosses in slots.
// In a loop, what is the same in all turns crosses once, before it.

import type * as ESTree from 'estree';
import { type Chunk, type Chunks, type Line, linesOf, type Schedule } from '../../schedule/sections.js';
import type { Signature, Signed } from '../arguments.js';
import type { Access } from '../line/line-context.js';
import { specialsOf } from '../special.js';
import type { Stored } from '../stores.js';
import type { FunctionContext } from './function-context.js';
import type { Body } from './line/body.js';
import { type ChunkFunctions, type ChunkSource, createChunkFunctions } from './line/chunks.js';
import * as js from './print/estree.js';

export interface ChunkedLines {
  /** Functions of all chunks, once their lines have been asked for. */
  readonly made: readonly ChunkFunctions[];
  /** The line that ends a function, and what crosses to its chunks. */
  whole(line: LongLine, accesses: readonly Access[]): { functions: ChunkFunctions; crossed: ESTree.Statement[] };
  /**
   * A line in a loop: its code, and what comes before the loop.
   * @param accesses how its imports are read
   * @param isFixed which of them are the same in all turns
   */
  inLoop(
    line: Line,
    accesses: readonly Access[],
    isFixed: readonly boolean[],
  ): { body: Body; before: ESTree.Statement[] };
}

type LongLine = Line & { readonly chunks: Chunks };

interface Lines {
  readonly signed: Signed;
  readonly signature: Signature;
  readonly stored: Stored;
  /** Of the function. */
  readonly name: string;
  readonly schedule: Schedule;
}

export function createChunkedLines(
  { signed, signature, stored, name, schedule }: Lines,
  context: FunctionContext,
  reserve: (slots: number) => void,
): ChunkedLines {
  const made: ChunkFunctions[] = [];
  /** Lines in loops have slots of their own, beyond those in which values of other lines may wait. */
  let free = 0;
  for (const line of linesOf(schedule))
    if (line.chunks === null) free = Math.max(free, line.arrays.length + lengthOf(line));

  function chunksOf(line: LongLine, imports: readonly string[]): ChunkFunctions {
    const isMade = ({ blocks, stores }: Chunk): boolean => blocks.length > 0 || stores.some(stored.isWritten);
    const source: ChunkSource = {
      ...signed,
      line,
      wanted: line.links.names,
      specials: new Map(specialsOf({ sections: [line] }).map(of => [of, context.special(of)])),
      claimed: context.claimed,
      likeTemporaries: context.likeTemporaries,
      slots: context.slots.name,
      functions: line.chunks.chunks.map((chunk, i) => (isMade(chunk) ? context.claim(`${name}Part${i + 1}`) : null)),
      imports,
      starts: context.starts,
    };
    const functions = createChunkFunctions(source, context.temporaryNames, reserve);
    made.push(functions);
    return functions;
  }

  /** Numbers among the arguments, and imports. @param isWanted by name */
  function crossing(
    functions: ChunkFunctions,
    accesses: ReadonlyMap<string, Access>,
    isWanted: (name: string) => boolean,
  ): ESTree.Statement[] {
    const slots = js.identifier(context.slots.name);
    return [...functions.crossing.slotOf]
      .filter(([of]) => isWanted(of))
      .map(([of, slot]) => {
        const access = accesses.get(of);
        return js.assign(js.element(slots, slot), access === undefined ? js.identifier(of) : readAccess(access));
      });
  }

  return {
    made,
    whole(line, accesses) {
      const imports = importNames(accesses, signature);
      const functions = chunksOf(line, imports);
      return { functions, crossed: crossing(functions, byName(imports, accesses), () => true) };
    },
    inLoop(line, accesses, isFixed) {
      const imports = importNames(accesses, signature);
      // Only lines with chunks come here.
      const functions = chunksOf(shifted(line as LongLine, free), imports);
      free = functions.crossing.slotCount + lengthOf(line);
      const places = byName(imports, accesses);
      const moving = new Set(imports.filter((_, i) => !isFixed[i]));
      const caller = functions.caller();
      const each = crossing(functions, places, of => moving.has(of));
      return {
        body: { ...caller, statements: [...each, ...caller.statements] },
        before: crossing(functions, places, of => !moving.has(of)),
      };
    },
  };
}

/** How many values of a line may wait in slots. */
const lengthOf = ({ blocks }: Line): number =>
  blocks.reduce((sum, { steps, otherwise }) => sum + steps.length + otherwise.length, 0);

/** A line whose slots start at another one. */
function shifted(line: LongLine, by: number): LongLine {
  const { slotOf, slotCount, ...chunks } = line.chunks;
  return {
    ...line,
    arrays: { ...line.arrays, offsets: new Map([...line.arrays.offsets].map(([node, at]) => [node, at + by])) },
    chunks: { ...chunks, slotOf: slotOf.map(slot => (slot === -1 ? -1 : slot + by)), slotCount: slotCount + by },
  };
}

const byName = (names: readonly string[], accesses: readonly Access[]): Map<string, Access> =>
  new Map(names.map((name, i) => [name, accesses[i]!]));

const readAccess = ({ name, index, at }: Access): ESTree.Expression =>
  at === undefined ? js.read({ name, index }) : js.at(js.identifier(name), js.code(at));

/** Names for imports: none that a parameter has, nor another of them. */
function importNames(accesses: readonly Access[], { parameters }: Signature): string[] {
  const taken = new Set(parameters.map(({ name }) => name));
  return accesses.map(({ keep }) => {
    let name = keep;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  });
}
