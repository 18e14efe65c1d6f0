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
import { nestOf, type PlainLine, type PlainSection } from './nest.js';
import { orderSteps } from './order.js';
import { inlineResults } from './results.js';
import {
  allResults,
  type Line,
  type LinePass,
  type Links,
  lastLine,
  listedLine,
  type Results,
  type Schedule,
  type Section,
} from './sections.js';
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
 * @param names what the formula calls nodes
 * @param isParted how many rows there are is known after a loop over them
 */
export function schedule(
  source: Graph,
  wanted: Results,
  keep: NodeSet,
  most: number,
  names: Links['names'] = [],
  isParted = false,
): Schedule {
  const scheduled = (section: PlainSection): Section =>
    section.kind === 'line' ? scheduledLine(section, most) : { ...section, sections: section.sections.map(scheduled) };
  const nest = nestOf({ graph: source, results: wanted, keep, names }, isParted);
  const sections = nest.sections.map(scheduled);
  const { graph, results } = nest;
  return {
    graph: graph.indices.length === 0 ? lastLine({ sections }).graph : graph,
    results,
    names: nest.names,
    sources: nest.sources,
    sections,
  };
}

function scheduledLine({ graph: source, results, links, keep }: PlainLine, most: number): Line {
  const { graph, needed, guards } = guardsOf(source, allResults(results));
  const context = { guards, keep, most };
  return passes.reduce((before, pass) => pass(before, context), listedLine(graph, results, needed, links));
}
