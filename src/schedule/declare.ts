// Where each variable is declared: at its statement, or before the block that gives it a value other code reads.

import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import type { InitialArm } from './arms.js';
import { eachRead, throughInlined } from './inline.js';
import type { OrderedBlock } from './order.js';
import { type Block, type Step, stepNode } from './program.js';

export interface Declared {
  readonly blocks: Block[];
  /** 1 for a node whose value is assigned to a variable declared before. */
  readonly reassigned: Uint8Array;
}

export function placeDeclarations(
  graph: Graph,
  results: readonly Node[],
  blocks: readonly OrderedBlock[],
  inlined: Uint8Array,
  assigned: ReadonlyMap<Node, InitialArm>,
): Declared {
  const reassigned = new Uint8Array(graph.size);
  // The straight-line code is place 0; each arm of each `if` is a place of its own.
  const home = new Int32Array(graph.size).fill(-1);
  const firstBlock = new Int32Array(graph.size).fill(-1);
  const places: { place: number; steps: readonly Step[]; block: number; condition: Node | null }[] = [];
  for (const [index, block] of blocks.entries()) {
    const inside = block.condition === null ? 0 : 2 * index + 1;
    places.push({ place: inside, steps: block.steps, block: index, condition: block.condition });
    if (block.otherwise.length > 0) {
      places.push({ place: 2 * index + 2, steps: block.otherwise, block: index, condition: null });
    }
  }
  const leaves = (node: Node): void => {
    if (home[node] !== 0) reassigned[node] = 1;
  };
  let here = 0;
  const read = throughInlined({ graph, inlined }, node => {
    if (home[node] !== -1 && home[node] !== here) leaves(node);
  });
  for (const { place, steps, block, condition } of places) {
    here = 0;
    if (condition !== null) read(condition);
    here = place;
    for (const step of steps) {
      eachRead(graph, step, assigned, read);
      const node = stepNode(step);
      if (home[node] === -1) {
        home[node] = place;
        firstBlock[node] = block;
      }
      if (assigned.has(node)) reassigned[node] = 1;
    }
  }
  here = 0;
  for (const node of results) read(node);

  const declared: Node[][] = blocks.map(() => []);
  for (let node = 0; node < graph.size; node++) {
    // A conditional that starts with a value in straight-line code is declared there.
    const startsThere = home[node] === 0 && assigned.get(node) !== null;
    if (reassigned[node] === 1 && !startsThere) declared[firstBlock[node]!]!.push(node);
  }
  return { blocks: blocks.map((block, index) => ({ ...block, declared: declared[index]! })), reassigned };
}
