// C99 as a target: a file that needs nothing but <math.h>, and a header.

import { hasMultipliersOfRows } from '../../exports/multipliers.js';
import { isSolved } from '../../graph/block.js';
import { type Graph, isLeaf, operandsOf, operationOf } from '../../graph/graph.js';
import type { Refused, Target } from '../target.js';
import { emitFile, emitHeader } from './file.js';

/** True where what is not solved, which is NaN in C, decides about something, and might not be seen in what comes of it. */
function asksForRoots(graph: Graph): boolean {
  if (graph.blocks.size === 0) return false;
  const isOfRoots = new Uint8Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    if (isLeaf(graph, node)) continue;
    if (isSolved(graph, node) || operandsOf(graph, node).some(of => isOfRoots[of] === 1)) isOfRoots[node] = 1;
    if (isOfRoots[node] === 1 && operationOf(graph, node).boolean === true) return true;
  }
  return false;
}

/** Implicit blocks where there are loops, or where conditions ask for their unknowns. */
function refuses(graph: Graph): Refused | null {
  if (graph.blocks.size > 0 && graph.indices.length > 0) {
    const message = 'C does not solve implicit blocks yet in programs with loops';
    return { code: 'WG199', message, help: 'leave the format out: JavaScript solves them', because: message };
  }
  if (asksForRoots(graph)) {
    const message = 'C has no errors: a condition on an implicit unknown would hide that it is not solved';
    return { code: 'WG199', message, help: 'leave the format out: JavaScript says so', because: message };
  }
  return null;
}

export const c: Target = {
  name: 'c',
  brings: () => [],
  refuses,
  refusesExport(row, model) {
    if (row.passes)
      return {
        message: `'${row.name}' keeps what a function is at, and C does not have it`,
        help: 'leave the format out',
      };
    if (row.name === 'multipliers' && hasMultipliersOfRows(model))
      return { message: "C has no 'multipliers' of each row yet", help: 'leave the format out: JavaScript has them' };
    if (row.kind !== 'wrapper') return null;
    const instead = row.calls(model).map(({ name }) => `'${name}'`);
    return {
      message: `'${row.name}' rearranges arguments as JavaScript has them, and C does not have it`,
      help: instead.length === 0 ? 'the header says where inputs start' : `ask for ${instead.join(' or ')}`,
    };
  },
  emit: emitFile,
  declare: emitHeader,
};
