// Loops of the graph. A turn is read once, for any index: what earlier turns have left in variables are leaves there, and what the
// turn makes of them says what the loop is – a sum where it adds to a variable that nothing else looks at, else a recurrence.
//
// Which variables a turn changes is found out by reading it. It is then read again with leaves in their place, until no more of
// them are found: a variable that stays what it was is no leaf, so that lengths and indices are known for what they are.

import type { AnyNode } from 'acorn';
import { type Domain, EVERYWHERE } from '../graph/domain.js';
import { nextScan } from '../graph/scan.js';
import { closeTarget, openTarget } from './branches.js';
import { changedSlots, sameSlot, writerInto } from './carried.js';
import { cannot, Fault } from './fault.js';
import type { Counted } from './loops.js';
import { type Flow, type Machine, number, truth } from './machine.js';
import type { Range } from './ranges.js';
import { type Carried, leafOf, type Reading, type Written } from './reading.js';
import { settle } from './settle.js';
import { apply, type Changes, changesSince, layerOver, read, type Store, write } from './store.js';
import type { NumberValue } from './values.js';

export type Turn = (index: NumberValue) => Flow;

/** Times that a turn is read until it is known what it changes. */
const MOST_READINGS = 50;

export function runTimeLoop(
  machine: Machine,
  range: Range,
  loop: Pick<Counted, 'label' | 'stays'>,
  at: AnyNode,
  turn: Turn,
): Flow {
  const base = machine.store;
  let carried: Carried[] = [];
  let written: Written[] = [];
  let around: Domain = EVERYWHERE;
  let reach = 1;
  for (let readings = 0; readings < MOST_READINGS; readings++) {
    const ids = { coupled: nextScan(machine.graph), added: nextScan(machine.graph) };
    const reading: Reading = { range, carried, written, ids, around, reach };
    const inside = layerOver(base);
    machine.store = inside;
    const put = writerInto(
      machine,
      cell => read(inside, cell)!,
      (cell, held) => write(inside, cell, held),
    );
    for (const [k, { slot, isTruth, isCoupled }] of carried.entries()) {
      const leaf = leafOf(machine, reading, isCoupled, k, 1);
      put(slot, isTruth ? truth(leaf) : number(leaf));
    }
    const changes = readTurn(machine, reading, inside, loop, at, turn);
    const found = changedSlots(machine, inside, changes, range.opened.index, at);
    const more = found.carried.filter(of => !carried.some(({ slot }) => sameSlot(slot, of.slot)));
    const columns = found.written.filter(
      of => !written.some(({ cell, column }) => cell === of.cell && column === of.column),
    );
    if (more.length > 0 || columns.length > 0 || reading.reach > reach) {
      carried = [...carried, ...more];
      written = [...written, ...columns];
      reach = reading.reach;
      continue;
    }
    const outcome = settle(machine, reading, base, changes, at);
    if (outcome.kind === 'again') {
      for (const k of outcome.coupled) carried[k] = { ...carried[k]!, isCoupled: true };
      around = outcome.around;
      continue;
    }
    machine.store = base;
    apply(base, outcome.changes);
    return 'goes on';
  }
  throw cannot(at, 'what the turns of this loop hand on is not found out');
}

/** One turn in a layer of its own, and what it changes. */
function readTurn(
  machine: Machine,
  reading: Reading,
  inside: Store,
  { label, stays }: Pick<Counted, 'label' | 'stays'>,
  at: AnyNode,
  turn: Turn,
): Changes {
  const { range, written, carried } = reading;
  const { index, node } = range.opened;
  machine.store = layerOver(inside);
  const opened = machine.store;
  machine.loops.push({
    index,
    node,
    writes: (cell, column) => written.some(of => of.cell === cell && of.column === column),
    earlier(cell, column, offset) {
      const place = written.findIndex(of => of.cell === cell && of.column === column);
      const lag = -range.direction * offset;
      // What is ahead has not been written yet.
      if (place === -1 || lag < 1) return null;
      reading.reach = Math.max(reading.reach, lag);
      return leafOf(machine, reading, true, carried.length + place, lag);
    },
  });
  const loop = openTarget(machine, 'break', label, true);
  let flow: Flow = 'goes on';
  for (const value of range.turns) {
    if (flow === 'leaves') break;
    const one = openTarget(machine, 'continue', label);
    flow = closeTarget(machine, one, turn(value)).flow;
  }
  if (flow === 'leaves') throw new Fault('WG352', at, 'this loop ends in its first turn');
  closeTarget(machine, loop, flow);
  stays?.();
  machine.loops.pop();
  return changesSince(opened, inside);
}
