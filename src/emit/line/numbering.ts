// Small numbers for the nodes that a chunk's code has to do with, so that what is known of them goes in short lists. A program
// of a million nodes has hundreds of chunks: maps for each would cost as much as all the rest of printing.

import type { Node } from '../../ops/operation.js';

export interface Numbering {
  /** The node's number, the next one if it has none yet. */
  numberOf(node: Node): number;
}

/**
 * @param places an entry for every node of the graph, whatever is in them; numberings that are used one after another may
 *   share them
 */
export function createNumbering(places: Int32Array): Numbering {
  const nodes: Node[] = [];
  return {
    numberOf(node) {
      const place = places[node]!;
      if (nodes[place] === node) return place;
      places[node] = nodes.length;
      return nodes.push(node) - 1;
    },
  };
}
