// C99 as a target: a file that needs nothing but <math.h>, and a header.

import { type Graph, hasOperation, isLeaf, leafEntries, type Node } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import { linearAlgebra } from '../../ops/linear.js';
import { ELEMENT, INDEX, SIZE } from '../../ops/table.js';
import type { Refused, Target } from '../target.js';
import { emitFile, emitHeader } from './file.js';

/** What there is of sizes known at run time but the rows of data, gone over once. */
function refuses(graph: Graph): Refused | null {
  const isOfRows = (node: Node): boolean => {
    const [slot, index] = leafEntries(graph, node) as [number, number];
    switch (graph.operation[node]) {
      case ELEMENT:
        return index === 0;
      case SIZE:
        return slot === ROWS;
      default:
        return graph.operation[node] !== INDEX || slot === 0;
    }
  };
  const [rows, ...others] = graph.indices;
  const isPlain = others.length === 0 && (rows === undefined || rows.dimension === ROWS);
  let isKnown = isPlain;
  for (let node = 0; node < graph.size && isKnown; node++) if (isLeaf(graph, node)) isKnown = isOfRows(node);
  if (rows !== undefined && hasOperation(graph, row => linearAlgebra.includes(row))) {
    const message = 'C has no factors of matrices yet in programs with data';
    return { code: 'WG199', message, help: 'leave the format out: JavaScript has them', because: message };
  }
  if (isKnown) return null;
  const message = 'C has no arrays yet whose sizes are known at run time, but those of data';
  return { code: 'WG199', message, help: 'leave the format out: JavaScript has them', because: message };
}

export const c: Target = {
  name: 'c',
  brings: () => [],
  refuses,
  refusesExport(row, model) {
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
