// Negations and conditions are written inside the one expression that uses them. Decided after the order is known, because an
// `else` needs no condition.

import { arity, operandsOf, operationOf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import { eachRead } from './reads.js';
import {
  allResults,
  type Block,
  COMPUTE,
  type Line,
  type LinePass,
  type Step,
  stepKind,
  stepNode,
} from './sections.js';

/** Most logic operations in one condition. */
const LARGEST_CONDITION = 8;

const NEG = codeOf('neg');

/** Inlines what is small; statements of that, and of what nothing uses, go. */
export const inlineSmall: LinePass = (line, { keep }) => {
  const { graph, results } = line;
  const { uses, blocks } = sweep(line);
  const isStored = new Set(results.stored);
  const inlined = line.inlined.slice();
  const logic = new Uint8Array(graph.size);
  const isSmall = (node: Node): boolean => {
    if (uses[node] !== 1) return false;
    if (graph.operation[node] !== NEG && operationOf(graph, node).boolean !== true) return false;
    if (keep.has(node) || isStored.has(node)) return false;
    const start = graph.first[node]!;
    let inside = 1;
    for (let i = start; i < start + arity(graph, node); i++) inside += logic[graph.operands[i]!]!;
    if (inside > LARGEST_CONDITION) return false;
    logic[node] = inside;
    return true;
  };
  const remaining = (steps: readonly Step[]): Step[] =>
    steps.filter(step => {
      const node = stepNode(step);
      if (stepKind(step) !== COMPUTE || !isSmall(node)) return true;
      inlined[node] = 1;
      return false;
    });
  const left = blocks
    .map(block => ({ ...block, steps: remaining(block.steps), otherwise: remaining(block.otherwise) }))
    .filter(block => block.steps.length + block.otherwise.length > 0);
  return { ...line, blocks: left, inlined };
};

/** The blocks without what nothing uses, and how often their code reads each node. */
function sweep(line: Line): { readonly uses: Uint32Array; readonly blocks: Block[] } {
  const { graph, results, blocks, inlined } = line;
  const uses = new Uint32Array(graph.size);
  for (const node of allResults(results)) uses[node]!++;
  const use = (node: Node): void => {
    uses[node]!++;
    if (inlined[node] !== 1) return;
    const pending = operandsOf(graph, node);
    for (let inner = pending.pop(); inner !== undefined; inner = pending.pop()) {
      uses[inner]!++;
      if (inlined[inner] === 1) pending.push(...operandsOf(graph, inner));
    }
  };
  // From the last statement to the first, so that what only a dead statement uses is dead too.
  const live = (steps: readonly Step[]): Step[] => {
    const remaining: Step[] = [];
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i]!;
      if (uses[stepNode(step)] === 0) continue;
      eachRead(line, step, use);
      remaining.push(step);
    }
    return remaining.reverse();
  };
  const kept: Block[] = [];
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    const otherwise = live(block.otherwise);
    const steps = live(block.steps);
    if (steps.length + otherwise.length === 0) continue;
    if (block.condition !== null) use(block.condition);
    kept.push({ ...block, steps, otherwise });
  }
  return { uses, blocks: kept.reverse() };
}
