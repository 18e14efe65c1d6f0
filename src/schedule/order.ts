// The order of statements under guards: Kahn's algorithm with a queue for each guard.
//
// Once unconditional work runs dry the block whose first ready statement is the oldest opens, and takes whatever becomes
// ready under its guard; then its complement follows as `else`. Ties go to the older node, so the order is the list's own
// wherever guards leave a choice.

import { type Graph, isLeaf, operand, operandsOf } from '../graph/graph.js';
import { ALWAYS, type Guard, NEVER } from '../graph/guard.js';
import type { Node } from '../ops/operation.js';
import type { Arms } from './arms.js';
import { type Heap, pop, push } from './heap.js';
import type { Step, StepKind } from './program.js';

export interface Placement extends Arms {
  readonly graph: Graph;
  /** Guard of every node. */
  readonly demand: Int32Array;
  armGuard(node: Node, index: number): Guard;
  complement(guard: Guard): Guard;
  /** Condition node of a guard that something is computed under. */
  condition(guard: Guard): Node;
}

/** Statements under one guard, and under its complement. */
export interface OrderedBlock {
  readonly condition: Node | null;
  readonly steps: Step[];
  readonly otherwise: Step[];
}

const ARM: readonly StepKind[] = ['compute', 'whenTrue', 'whenFalse'];

export function orderSteps(placement: Placement): OrderedBlock[] {
  const steps = createSteps(placement);
  const ready = new Map<Guard, Heap>();
  const guarded: Heap = [];
  const done = new Uint8Array(steps.guard.length);
  const enqueue = (step: number): void => {
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
      into.push(steps.at(step));
      steps.finish(step, enqueue);
    }
    return true;
  };

  const blocks: OrderedBlock[] = [];
  let last: { guard: Guard; block: OrderedBlock } | null = null;
  for (;;) {
    if (last !== null && drain(placement.complement(last.guard), last.block.otherwise)) {
      last = null;
      continue;
    }
    last = null;
    const straight: Step[] = [];
    if (drain(ALWAYS, straight)) {
      blocks.push({ condition: null, steps: straight, otherwise: [] });
      continue;
    }
    let next = pop(guarded);
    while (next !== undefined && done[next] === 1) next = pop(guarded);
    if (next === undefined) break;
    const guard = steps.guard[next]!;
    const block: OrderedBlock = { condition: placement.condition(guard), steps: [], otherwise: [] };
    drain(guard, block.steps);
    blocks.push(block);
    last = { guard, block };
  }
  if (steps.left() !== 0) throw new Error('internal error: order');
  return blocks;
}

interface Steps {
  /** Guard of step 3·node + arm, NEVER where there is no such step. */
  readonly guard: Int32Array;
  /** How much each step still waits for. */
  readonly waiting: Int32Array;
  at(step: number): Step;
  finish(step: number, enqueue: (step: number) => void): void;
  left(): number;
}

function createSteps(placement: Placement): Steps {
  const { graph, demand, inlined, assigned } = placement;
  const size = graph.size;
  const guard = new Int32Array(3 * size).fill(NEVER);
  /** Steps of each node that are not done. */
  const open = new Uint8Array(size);
  let left = 0;
  const add = (step: number, under: Guard): void => {
    guard[step] = under;
    open[Math.floor(step / 3)]!++;
    left++;
  };
  for (let node = 0; node < size; node++) {
    if (demand[node] === NEVER || isLeaf(graph, node) || inlined[node] === 1) continue;
    const initial = assigned.get(node);
    if (initial !== null) add(3 * node, demand[node]!);
    if (initial === undefined) continue;
    for (const arm of [1, 2]) if (arm !== initial) add(3 * node + arm, placement.armGuard(node, arm));
  }

  const waiting = new Int32Array(3 * size);
  const users: (number[] | undefined)[] = new Array(size);
  const waitFor = (step: number, needed: Node): void => {
    const pending = [needed];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (inlined[node] === 1) pending.push(...operandsOf(graph, node));
      else if (open[node] !== 0) {
        users[node] ??= [];
        users[node]!.push(step);
        waiting[step]!++;
      }
    }
  };
  for (let step = 0; step < guard.length; step++) {
    const under = guard[step]!;
    if (under === NEVER) continue;
    const node = Math.floor(step / 3);
    const arm = step % 3;
    const initial = assigned.get(node);
    if (under !== ALWAYS) waitFor(step, placement.condition(under));
    if (arm !== 0) {
      waitFor(step, operand(graph, node, arm));
      if (initial !== null) waiting[step]!++;
    } else if (initial === 1 || initial === 2) waitFor(step, operand(graph, node, initial));
    else for (const needed of operandsOf(graph, node)) waitFor(step, needed);
  }

  return {
    guard,
    waiting,
    left: () => left,
    at(step) {
      const node = Math.floor(step / 3);
      const kind = step % 3 === 0 && assigned.has(node) ? 'initial' : ARM[step % 3]!;
      return { kind, node };
    },
    finish(step, enqueue) {
      left--;
      const node = Math.floor(step / 3);
      open[node]!--;
      const release = (user: number): void => {
        waiting[user]!--;
        if (waiting[user] === 0) enqueue(user);
      };
      if (step % 3 === 0 && assigned.has(node)) {
        for (const arm of [1, 2]) if (guard[3 * node + arm] !== NEVER) release(3 * node + arm);
      }
      if (open[node] === 0) for (const user of users[node] ?? []) release(user);
    },
  };
}
