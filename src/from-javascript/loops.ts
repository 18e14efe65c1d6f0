// Loops whose turns are counted: one after another where their ends are numbers, as loops of the graph where these are known at
// run time, and where they are many.

import type { AnyNode } from 'acorn';
import { checkTime, LimitReached } from '../limits.js';
import { affineOf, plus, whole } from './affine.js';
import { closeTarget, openTarget } from './branches.js';
import { BeyondEdge } from './edges.js';
import { cannot, Fault } from './fault.js';
import { affineNumber, constant, type Flow, known, type Machine } from './machine.js';
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
  /** Looks at the end and the step again, after a turn. @throws Fault where they are others */
  readonly stays?: () => void;
}

/** A loop between numbers as one of the graph, where its turns are many and it goes as one; else null. */
export function loopOfMany(machine: Machine, counted: Counted, at: AnyNode, turn: Turn): Flow | null {
  const [from, to] = [known(machine, counted.first), known(machine, counted.end)];
  if (from === undefined || to === undefined) return null;
  const count = turnsBetween(from, to, counted.step);
  const isPlain = Number.isInteger(from) && Math.abs(counted.step) === 1 && Number.isInteger(to);
  if (count < machine.lowering.many || !isPlain || !Number.isFinite(count)) return null;
  const done = tried(machine, () => runTimeLoop(machine, rangeOf(machine, counted, at), counted, at, turn));
  return typeof done === 'string' ? done : null;
}

const turnsBetween = (from: number, to: number, step: number): number =>
  Math.max(0, step > 0 ? Math.ceil((to - from) / step) : Math.floor((from - to) / -step) + 1);

export function countedLoop(machine: Machine, counted: Counted, at: AnyNode, turn: Turn): Flow {
  const { first, end, step } = counted;
  const [from, to] = [known(machine, first), known(machine, end)];
  if (from === undefined || to === undefined) return alongLengths(machine, counted, at, turn);
  const count = turnsBetween(from, to, step);
  if (!Number.isFinite(count)) throw cannot(at, 'this loop does not end');
  const done = loopOfMany(machine, counted, at, turn);
  if (done !== null) return done;
  let i = 0;
  return writtenOut(
    machine,
    counted.label,
    at,
    () => i < count,
    () => turn(constant(machine, from + step * i++)),
  );
}

/** A loop whose first or last turns are others than the rest is one with these apart. */
function alongLengths(machine: Machine, counted: Counted, at: AnyNode, turn: Turn): Flow {
  const range = rangeOf(machine, counted, at);
  const done = tried(machine, () => runTimeLoop(machine, range, counted, at, turn));
  if (typeof done === 'string') return done;
  const { index } = range.opened;
  const { dimension, lower, upper } = machine.graph.indices[index]!;
  const isPlain = counted.step === 1 && range.turns.length === 1 && range.opened.condition === null;
  if (!(done instanceof BeyondEdge) || done.index !== index || done.by === 0 || !isPlain) throw done;
  const { side, by } = done;
  const size = machine.lowering.dimensions[dimension]!;
  size.least = Math.max(size.least, by + lower - 1 - upper);
  const { first, end } = counted;
  const moved = (value: NumberValue, steps: number): NumberValue => {
    const affine = plus(affineOf(machine.graph, value)!, whole(steps), 1);
    return affineNumber(machine, affine, () => machine.build.add(value.node, machine.build.constant(steps)));
  };
  const apart = (start: NumberValue): Flow => {
    let i = 0;
    return writtenOut(
      machine,
      counted.label,
      at,
      () => i < by,
      () => turn(moved(start, i++)),
    );
  };
  if (side === 'first') {
    const flow = apart(first);
    return flow === 'leaves' ? flow : countedLoop(machine, { ...counted, first: moved(first, by) }, at, turn);
  }
  const rest = countedLoop(machine, { ...counted, end: moved(end, -by) }, at, turn);
  return rest === 'leaves' ? rest : apart(moved(end, -by));
}

/** What a loop of the graph comes to; where it does not go as one the fault, with everything as before. */
function tried(machine: Machine, run: () => Flow): Flow | Fault | LimitReached {
  const { store, depth, build } = machine;
  const held = new Map(store.held);
  const lists = [machine.conditions, machine.targets, machine.loops, machine.calls, machine.thrown] as const;
  const lengths = lists.map(list => list.length);
  const exits = machine.targets.map(target => target.exits.length);
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Fault || error instanceof LimitReached)) throw error;
    Object.assign(machine, { store, depth, build });
    store.held.clear();
    for (const [cell, value] of held) store.held.set(cell, value);
    for (const [i, list] of lists.entries()) list.length = lengths[i]!;
    for (const [i, target] of machine.targets.entries()) target.exits.length = exits[i]!;
    return error;
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
