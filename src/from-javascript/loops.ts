// Loops whose turns are counted: one after another where their ends are numbers, as loops of the graph where these are known at
// run time, and where they are many.

import type { AnyNode } from 'acorn';
import { checkTime, LimitReached } from '../limits.js';
import { affineOf, isWhole } from './affine.js';
import { closeTarget, openTarget } from './branches.js';
import { cannot, Fault } from './fault.js';
import { constant, type Flow, known, type Machine } from './machine.js';
import { rangeOf } from './ranges.js';
import { runTimeLoop, type Turn } from './run-time-loops.js';
import type { NumberValue } from './values.js';

/** `for (let i = first; i < end; i += step)`; downwards `i >= end`. */
export interface Counted {
  readonly first: NumberValue;
  readonly end: NumberValue;
  readonly step: number;
  readonly name: string;
  readonly label: string | null;
}

export function countedLoop(machine: Machine, counted: Counted, at: AnyNode, turn: Turn): Flow {
  const { first, end, step } = counted;
  const [from, to] = [known(machine, first), known(machine, end)];
  if (from === undefined || to === undefined)
    return runTimeLoop(machine, rangeOf(machine, counted, at), counted, at, turn);
  const count = Math.max(0, step > 0 ? Math.ceil((to - from) / step) : Math.floor((from - to) / -step) + 1);
  if (!Number.isFinite(count)) throw cannot(at, 'this loop does not end');
  const isPlain = Number.isInteger(from) && Math.abs(step) === 1 && Number.isInteger(to);
  if (count >= machine.lowering.many && isPlain) {
    const done = tried(machine, () => runTimeLoop(machine, rangeOf(machine, counted, at), counted, at, turn));
    if (done !== null) return done;
  }
  let i = 0;
  return writtenOut(
    machine,
    counted.label,
    at,
    () => i < count,
    () => turn(constant(machine, from + step * i++)),
  );
}

/** What a loop of the graph comes to; null, with everything as before, where it does not go as one. */
function tried(machine: Machine, run: () => Flow): Flow | null {
  const { store, depth, build } = machine;
  const lists = [machine.conditions, machine.targets, machine.loops, machine.calls] as const;
  const lengths = lists.map(list => list.length);
  const exits = machine.targets.map(target => target.exits.length);
  try {
    // What is written is in a layer of its own until it is known to be right.
    return run();
  } catch (error) {
    if (!(error instanceof Fault || error instanceof LimitReached)) throw error;
    Object.assign(machine, { store, depth, build });
    for (const [i, list] of lists.entries()) list.length = lengths[i]!;
    for (const [i, target] of machine.targets.entries()) target.exits.length = exits[i]!;
    return null;
  }
}

/** Turns as long as a condition that is known says. */
export function writtenOut(
  machine: Machine,
  label: string | null,
  at: AnyNode,
  goesOn: () => boolean,
  turn: () => Flow,
): Flow {
  const loop = openTarget(machine, 'break', label);
  let flow: Flow = 'goes on';
  while (flow === 'goes on' && goesOn()) {
    checkTime(machine.graph.budget, { start: at.start, end: at.end });
    const one = openTarget(machine, 'continue', label);
    flow = closeTarget(machine, one, turn()).flow;
  }
  return closeTarget(machine, loop, flow).flow;
}

/** True for a number that is known at run time only, as a length is. */
export const isOfLengths = (machine: Machine, value: NumberValue): boolean => {
  const affine = affineOf(machine.graph, value);
  return affine !== null && !isWhole(affine);
};
