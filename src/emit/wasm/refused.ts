// What a program has that WebAssembly functions have not.

import { arity, type Graph, hasOperation, type Index, isLeaf, operationOf } from '../../graph/graph.js';
import type { Refused } from '../target.js';
import { INSTRUCTIONS } from './body.js';

/** Of a function: https://webassembly.github.io/spec/js-api/#limits */
const MOST_PARAMETERS = 1000;

/** Turns are counted with 32 bits, and a block more than there are. */
const MOST_TURNS = 2 ** 30;

const tooMany = (callee: string, count: number): Refused => ({
  code: 'WG706',
  message: `${callee} of ${count} numbers: a WebAssembly function takes at most ${MOST_PARAMETERS}`,
  help: "use the target 'js'",
  because: 'it takes no call of so many numbers',
});

const tooLong = (name: string): Refused => ({
  code: 'WG706',
  message: `the range of '${name}' goes beyond ${MOST_TURNS}: WebAssembly functions count up to that`,
  help: "make the range shorter, or use the target 'js'",
  because: 'it does not count so far',
});

/** Asked for by name they are made of functions of JavaScript without it. */
const IN_ORDER: Refused = {
  code: 'WG199',
  message: 'WebAssembly functions do not add up in the order of a loop of JavaScript yet',
  help: "use the target 'js'",
  because: 'it does not add up in the order of a loop of JavaScript yet',
};

/** True for a range whose ends are numbers that are not counted to. */
function isTooLong({ sizes }: Graph, { dimension, lower, upper }: Index): boolean {
  const last = (sizes.get(dimension) ?? 0) + upper;
  return Math.max(Math.abs(lower), Math.abs(last)) > MOST_TURNS;
}

/** What a graph has that these functions have not: the first range that is too long, or call of too many numbers. */
export function refuses(graph: Graph): Refused | null {
  if (hasOperation(graph, ({ name }) => name === 'foldOver')) return IN_ORDER;
  const range = graph.indices.find(index => isTooLong(graph, index));
  if (range !== undefined) return tooLong(range.name);
  for (let node = 0; node < graph.size; node++) {
    if (isLeaf(graph, node)) continue;
    const { form } = operationOf(graph, node);
    const count = arity(graph, node);
    if (count <= MOST_PARAMETERS || (form.kind !== 'call' && form.kind !== 'special')) continue;
    const callee = form.kind === 'call' ? form.callee : form.name;
    if (INSTRUCTIONS[callee] === undefined) return tooMany(callee, count);
  }
  return null;
}
