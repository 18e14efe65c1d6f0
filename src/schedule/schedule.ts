// Graph → schedule: which statement computes which node, in what order, under which `if`.
//
// It starts as the list itself, one statement a node; each pass decides one thing more. The emitters read what comes out.

import type { Graph, NodeSet } from '../graph/graph.js';
import { chooseArms } from './arms.js';
import { placeArrays, readFromArrays } from './arrays.js';
import { cutIntoChunks } from './chunks.js';
import { declareVariables } from './declare.js';
import { guardsOf } from './guards.js';
import { inlineSmall } from './inline.js';
import { orderSteps } from './order.js';
import { inlineResults } from './results.js';
import { allResults, type LinePass, listedLine, type Results, type Schedule } from './sections.js';
import { storeEarly } from './stores.js';

/** In order. */
export const passes: readonly LinePass[] = [
  chooseArms,
  orderSteps,
  readFromArrays,
  inlineSmall,
  storeEarly,
  inlineResults,
  declareVariables,
  placeArrays,
  cutIntoChunks,
];

/**
 * Schedules what `results` need.
 * @param keep nodes that must stay statements of their own, because the user named them.
 * @param most statements of one function; longer programs are cut into chunks.
 */
export function schedule(source: Graph, results: Results, keep: NodeSet, most: number): Schedule {
  const { graph, needed, guards } = guardsOf(source, allResults(results));
  const context = { guards, keep, most };
  const line = passes.reduce((before, pass) => pass(before, context), listedLine(graph, results, needed));
  return { graph, results, sections: [line] };
}
