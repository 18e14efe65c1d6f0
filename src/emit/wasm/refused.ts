// What a program has that WebAssembly functions have not.

import { domainOf, EVERYWHERE } from '../../graph/domain.js';
import { arity, type Graph, isLeaf, leafEntries, type Node, operationOf } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import { linearAlgebra } from '../../ops/linear.js';
import { ELEMENT, SIZE } from '../../ops/table.js';
import type { Refused } from '../target.js';
import { INSTRUCTIONS } from './body.js';

/** Of a function: https://webassembly.github.io/spec/js-api/#limits */
const MOST_PARAMETERS = 1000;

const tooMany = (callee: string, count: number): Refused => ({
  code: 'WG706',
  message: `${callee} of ${count} numbers: a WebAssembly function takes at most ${MOST_PARAMETERS}`,
  help: "use the target 'js'",
  because: 'it takes no call of so many numbers',
});

const ROWS_ALONE: Refused = {
  code: 'WG706',
  message: 'sizes that are known at run time: WebAssembly functions have those of data alone',
  help: "use the target 'js'",
  because: 'it has no sizes that are known at run time but those of data',
};

const FACTORS_OF_ROWS: Refused = {
  code: 'WG706',
  message: 'factors of matrices of each row: WebAssembly functions make those of parameters alone',
  help: "use the target 'js'",
  because: 'it has no factors of matrices of each row',
};

const isLinear = new Set(linearAlgebra);

/** True for what is placed by another index than that of the rows of data, or counted in another dimension. */
function isBesideRows(graph: Graph, node: Node): boolean {
  const operation = graph.operation[node];
  if (operation === SIZE) return leafEntries(graph, node)[0] !== ROWS;
  return operation === ELEMENT && graph.indices[leafEntries(graph, node)[1]!]?.dimension !== ROWS;
}

/** What a graph has that these functions have not: the first call of more numbers than that, or loops of other kinds. */
export function refuses(graph: Graph): Refused | null {
  if (graph.indices.some(({ dimension, height }) => dimension !== ROWS || height > 0)) return ROWS_ALONE;
  for (let node = 0; node < graph.size; node++) {
    if (isLeaf(graph, node)) {
      if (isBesideRows(graph, node)) return ROWS_ALONE;
      continue;
    }
    const row = operationOf(graph, node);
    if (isLinear.has(row) && domainOf(graph, node) !== EVERYWHERE) return FACTORS_OF_ROWS;
    const { form } = row;
    const count = arity(graph, node);
    if (count <= MOST_PARAMETERS || (form.kind !== 'call' && form.kind !== 'special')) continue;
    const callee = form.kind === 'call' ? form.callee : form.name;
    if (INSTRUCTIONS[callee] === undefined) return tooMany(callee, count);
  }
  return null;
}
