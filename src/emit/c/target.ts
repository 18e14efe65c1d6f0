// C99 as a target: a file that needs nothing but <math.h>, and a header.

import type { Refusal } from '../../exports/export.js';
import { isSolved } from '../../graph/block.js';
import { type Graph, isLeaf, operandsOf, operationOf } from '../../graph/graph.js';
import { isScan, scanOf, stateOf } from '../../graph/scan.js';
import { type DifferentiatedModel, hasRunTimeGradient } from '../../lower/model.js';
import type { Refused, Target } from '../target.js';
import { emitFile } from './file.js';
import { emitHeader } from './header.js';

/** True where what is not solved, which is NaN in C, decides about something, and might not be seen in what comes of it. */
function asksForRoots(graph: Graph): boolean {
  if (graph.blocks.size === 0) return false;
  const isOfRoots = new Uint8Array(graph.size);
  /** Recurrences in which roots are: turns read those before them. */
  const scans = new Set<number>();
  for (let before = -1; before < scans.size; ) {
    before = scans.size;
    for (let node = 0; node < graph.size; node++) {
      if (isLeaf(graph, node)) {
        const state = stateOf(graph, node);
        if (state !== null && scans.has(state.id)) isOfRoots[node] = 1;
        continue;
      }
      if (isSolved(graph, node) || operandsOf(graph, node).some(of => isOfRoots[of] === 1)) isOfRoots[node] = 1;
      if (isOfRoots[node] !== 1) continue;
      if (operationOf(graph, node).boolean === true) return true;
      if (isScan(graph, node)) scans.add(scanOf(graph, node).id);
    }
  }
  return false;
}

/** Conditions that ask for the unknowns of implicit blocks. */
function refuses(graph: Graph): Refused | null {
  if (asksForRoots(graph)) {
    const message = 'C has no errors: a condition on an implicit unknown would hide that it is not solved';
    return { code: 'WG199', message, help: 'leave the format out: JavaScript says so', because: message };
  }
  return null;
}

/** Of what is about data that arrive in parts. */
function refusesPasses(name: string, model: DifferentiatedModel): Refusal | null {
  if (name === 'partial' || name === 'combine')
    return {
      message: `C does not have '${name}'`,
      help: "leave the format out, or give all rows to one state of 'begin'",
    };
  if (!hasRunTimeGradient(model)) return null;
  return {
    message: `C has no '${name}' of programs whose gradient is as long as arguments say`,
    help: "leave the format out: JavaScript has it; or ask for 'valueAndGradient'",
  };
}

export const c: Target = {
  name: 'c',
  brings: () => [],
  refuses,
  refusesExport(row, model) {
    if (row.passes) return refusesPasses(row.name, model);
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
