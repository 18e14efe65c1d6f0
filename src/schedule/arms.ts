// How each conditional gets its value: as one expression where its arms are small, else assigned inside `if` blocks.

import { arity, hasSeveral, isLeaf, operand, operandsOf } from '../graph/graph.js';
import { type Guard, NEVER } from '../graph/guard.js';
import { useCounts } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import { type InitialArm, type LinePass, stepNode } from './sections.js';

/** Most operations written inside the arm of a conditional expression. */
const LARGEST_ARM = 5;

const SELECT = codeOf('select');

/** Small arms that nothing else uses become part of the expression; conditionals with others get an initial arm. */
export const chooseArms: LinePass = (line, { guards, keep }) => {
  if (guards === null) return line;
  const { graph, blocks } = line;
  const { demand, armGuard } = guards;
  const inlined = line.inlined.slice();
  const initialArm = new Map<Node, InitialArm>();
  const isListed = new Uint8Array(graph.size);
  for (const { steps } of blocks) for (const step of steps) isListed[stepNode(step)] = 1;
  const uses = useCounts(graph, isListed);

  const ownsArm = (node: Node, guard: Guard): boolean => !isLeaf(graph, node) && demand[node] === guard;

  /** Marks what can be written inside an arm under `guard`: a small tree that nothing else uses. */
  function inline(top: Node, guard: Guard): boolean {
    const tree: Node[] = [];
    const pending = [top];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (!ownsArm(node, guard)) continue;
      if (uses[node] !== 1 || keep.has(node) || graph.operation[node] === SELECT || hasSeveral(graph, node))
        return false;
      if (tree.push(node) > LARGEST_ARM || arity(graph, node) > LARGEST_ARM) return false;
      pending.push(...operandsOf(graph, node));
    }
    for (const node of tree) inlined[node] = 1;
    return true;
  }

  for (let node = 0; node < demand.length; node++) {
    if (graph.operation[node] !== SELECT || demand[node] === NEVER) continue;
    // A line may need a conditional only where its condition is known, as other lines need it elsewhere.
    const never = [1, 2].find(index => armGuard(node, index) === NEVER);
    if (never !== undefined) {
      initialArm.set(node, never === 1 ? 2 : 1);
      continue;
    }
    const arms = [1, 2].map(index => {
      const guard = armGuard(node, index);
      const arm = operand(graph, node, index);
      if (guard === demand[node] || !ownsArm(arm, guard)) return 'outside';
      return inline(arm, guard) ? 'inlined' : 'block';
    });
    if (!arms.includes('block')) continue;
    const outside = arms.indexOf('outside');
    initialArm.set(node, outside === 0 ? 1 : outside === 1 ? 2 : null);
  }
  const left = blocks.map(block => ({ ...block, steps: block.steps.filter(step => inlined[stepNode(step)] !== 1) }));
  return { ...line, inlined, initialArm, blocks: left };
};
