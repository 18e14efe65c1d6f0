// Where each variable is declared: at its statement, or before the block that gives it a value other code reads.

import { hasSeveral } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { eachRead, throughInlined } from './reads.js';
import { allResults, type LinePass, type Step, stepNode } from './sections.js';

export const declareVariables: LinePass = line => {
  const { graph, results, blocks, initialArm } = line;
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
  const read = throughInlined(line, node => {
    if (home[node] !== -1 && home[node] !== here) leaves(node);
  });
  for (const { place, steps, block, condition } of places) {
    here = 0;
    if (condition !== null) read(condition);
    here = place;
    for (const step of steps) {
      eachRead(line, step, read);
      const node = stepNode(step);
      if (home[node] === -1) {
        home[node] = place;
        firstBlock[node] = block;
      }
      if (initialArm.has(node)) reassigned[node] = 1;
    }
  }
  here = 0;
  for (const node of allResults(results)) read(node);

  const declared: Node[][] = blocks.map(() => []);
  for (let node = 0; node < graph.size; node++) {
    // A conditional that starts with a value in straight-line code is declared there.
    const startsThere = home[node] === 0 && initialArm.get(node) !== null;
    if (reassigned[node] === 1 && !startsThere && !hasSeveral(graph, node)) declared[firstBlock[node]!]!.push(node);
  }
  return { ...line, blocks: blocks.map((block, index) => ({ ...block, declared: declared[index]! })), reassigned };
};
