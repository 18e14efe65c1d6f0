// The order of statements under guards: Kahn's algorithm with a queue for each guard.
//
// Once unconditional work runs dry the block whose first ready statement is the oldest opens, and takes whatever becomes
// ready under its guard; then its complement follows as `else`. Ties go to the older node, so the order is the list's own
// wherever guards leave a choice.

import { isLeaf, operand } from '../graph/graph.js';
import { ALWAYS, type Guard, NEVER } from '../graph/guard.js';
import type { Node } from '../ops/operation.js';
import type { Guards } from './guards.js';
import { type Heap, pop, push } from './heap.js';
import { eachRead, throughInlined } from './reads.js';
import {
  type Block,
  COMPUTE,
  INITIAL,
  type Line,
  type Step,
  stepKind,
  stepNode,
  stepOf,
  WHEN_FALSE,
  WHEN_TRUE,
} from './sections.js';

/** A block that takes more steps. */
interface OpenBlock extends Block {
  readonly steps: Step[];
  readonly otherwise: Step[];
}

const openBlock = (condition: Block['condition'], steps: Step[] = []): OpenBlock => ({
  condition,
  declared: [],
  steps,
  otherwise: [],
});

const ARMS: readonly number[] = [WHEN_TRUE, WHEN_FALSE];

/** The blocks of a line whose conditionals have their arms. */
export function guardedOrder(line: Line, guards: Guards): Block[] {
  const steps = createSteps(line, guards);
  const ready = new Map<Guard, Heap>();
  const guarded: Heap = [];
  const done = new Uint8Array(steps.guard.length);
  const enqueue = (step: Step): void => {
    const guard = steps.guard[step]!;
    const queue = ready.get(guard) ?? [];
    ready.set(guard, queue);
    push(queue, step);
    if (guard !== ALWAYS) push(guarded, step);
  };
  for (let step = 0; step < steps.guard.length; step++) {
    if (steps.guard[step] !== NEVER && steps.waiting[step] === 0) enqueue(step);
  }
  const drain = (guard: Guard, into: Step[]): boolean => {
    const queue = ready.get(guard);
    if (queue === undefined || queue.length === 0) return false;
    for (let step = pop(queue); step !== undefined; step = pop(queue)) {
      done[step] = 1;
      into.push(step);
      steps.finish(step, enqueue);
    }
    return true;
  };

  const blocks: OpenBlock[] = [];
  let last: { guard: Guard; block: OpenBlock } | null = null;
  for (;;) {
    if (last !== null && drain(guards.complement(last.guard), last.block.otherwise)) {
      last = null;
      continue;
    }
    last = null;
    const straight: Step[] = [];
    if (drain(ALWAYS, straight)) {
      blocks.push(openBlock(null, straight));
      continue;
    }
    let next = pop(guarded);
    while (next !== undefined && done[next] === 1) next = pop(guarded);
    if (next === undefined) break;
    const guard = steps.guard[next]!;
    const block = openBlock(guards.condition(guard));
    drain(guard, block.steps);
    blocks.push(block);
    last = { guard, block };
  }
  if (steps.left() !== 0) throw new Error('internal error: order');
  return withInitialsLate(line, blocks);
}

/** Moves what gives a conditional its initial value, where that is a leaf, to just before the block that may give it another. */
function withInitialsLate({ graph, initialArm }: Line, blocks: readonly OpenBlock[]): Block[] {
  const isLate = (step: Step): boolean => {
    const initial = initialArm.get(stepNode(step));
    return stepKind(step) === INITIAL && isLeaf(graph, operand(graph, stepNode(step), initial!));
  };
  const late = new Set(blocks.flatMap(({ condition, steps }) => (condition === null ? steps.filter(isLate) : [])));
  const moved: OpenBlock[] = [];
  for (const block of blocks) {
    if (block.condition === null) {
      const steps = block.steps.filter(step => !late.has(step));
      if (steps.length > 0) moved.push({ ...block, steps });
      continue;
    }
    const initials = [...block.steps, ...block.otherwise]
      .filter(step => ARMS.includes(stepKind(step)))
      .map(step => stepOf(stepNode(step), INITIAL))
      .filter(step => late.has(step));
    const last = moved.at(-1);
    if (last?.condition === null) for (const step of initials) last.steps.push(step);
    else if (initials.length > 0) moved.push(openBlock(null, initials));
    moved.push(block);
  }
  return moved;
}

interface Steps {
  /** Guard of each step, NEVER where there is none of this number. */
  readonly guard: Int32Array;
  /** How much each still waits for. */
  readonly waiting: Int32Array;
  finish(step: Step, enqueue: (step: Step) => void): void;
  left(): number;
}

function createSteps(line: Line, { demand, armGuard, condition }: Guards): Steps {
  const { graph, inlined, initialArm } = line;
  const { size } = graph;
  const guard = new Int32Array(stepOf(size, 0)).fill(NEVER);
  /** Steps of each node that are not done. */
  const open = new Uint8Array(size);
  let left = 0;
  const add = (node: Node, kind: number, under: Guard): void => {
    guard[stepOf(node, kind)] = under;
    open[node]!++;
    left++;
  };
  for (let node = 0; node < size; node++) {
    if (demand[node] === NEVER || isLeaf(graph, node) || inlined[node] === 1) continue;
    const initial = initialArm.get(node);
    if (initial !== null) add(node, initial === undefined ? COMPUTE : INITIAL, demand[node]!);
    if (initial === undefined) continue;
    for (const arm of ARMS) {
      const under = arm === initial ? NEVER : armGuard(node, arm);
      if (under !== NEVER) add(node, arm, under);
    }
  }

  const waiting = new Int32Array(guard.length);
  const users: (Step[] | undefined)[] = new Array(size);
  let step = 0;
  const waitFor = throughInlined(line, needed => {
    if (open[needed] === 0) return;
    users[needed] ??= [];
    users[needed]!.push(step);
    waiting[step]!++;
  });
  for (; step < guard.length; step++) {
    const under = guard[step]!;
    if (under === NEVER) continue;
    if (under !== ALWAYS) waitFor(condition(under));
    eachRead(line, step, waitFor);
    // Arms wait for the value that the conditional starts with.
    if (ARMS.includes(stepKind(step)) && initialArm.get(stepNode(step)) !== null) waiting[step]!++;
  }

  return {
    guard,
    waiting,
    left: () => left,
    finish(step, enqueue) {
      left--;
      const node = stepNode(step);
      open[node]!--;
      const release = (user: Step): void => {
        waiting[user]!--;
        if (waiting[user] === 0) enqueue(user);
      };
      if (stepKind(step) === INITIAL)
        for (const arm of ARMS) if (guard[stepOf(node, arm)] !== NEVER) release(stepOf(node, arm));
      if (open[node] === 0) for (const user of users[node] ?? []) release(user);
    },
  };
}
