// Results that are written where they are returned: used once, by that alone, and not named.

import { useCounts } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { eachRead } from './reads.js';
import { allResults, COMPUTE, isLong, type LinePass, stepKind, stepNode } from './sections.js';

/** Inlines such results of a line that is one function; those that are stored with a statement keep it. */
export const inlineResults: LinePass = (line, context) => {
  const { graph, blocks, storedWith } = line;
  const last = blocks.at(-1);
  if (last === undefined || last.condition !== null || isLong(line, context)) return line;
  const results = allResults(line.results);
  const uses = useCounts(graph, line.inlined);
  for (const node of results) uses[node]!++;
  const use = (node: Node): void => {
    uses[node]!++;
  };
  for (const { condition, steps, otherwise } of blocks) {
    if (condition !== null) use(condition);
    for (const step of [...steps, ...otherwise]) eachRead(line, step, use);
  }
  const ends = new Set(results);
  const inlined = line.inlined.slice();
  const steps = last.steps.filter(step => {
    const node = stepNode(step);
    if (stepKind(step) !== COMPUTE || !ends.has(node) || uses[node] !== 1) return true;
    if (context.keep.has(node) || storedWith.has(node)) return true;
    inlined[node] = 1;
    return false;
  });
  const before = blocks.slice(0, -1);
  return { ...line, inlined, blocks: steps.length > 0 ? [...before, { ...last, steps }] : before };
};
