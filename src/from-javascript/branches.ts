// Ways that part and come together again: both are read, each in a layer of its own, and what they hold afterwards is chosen by the
// condition. What leaves a loop or a function is kept with the condition under which it does, and put together at its end: the
// first way out that is taken counts.

import { constantValue, type Node } from '../graph/graph.js';
import { type Exit, type Flow, type Machine, nameOfKind, number, type Target, truth } from './machine.js';
import { columnAt } from './rows.js';
import { apply, type Changes, changesSince, type Held, layerOver, read } from './store.js';
import { isContents, type Rows, UNDEFINED, type Value } from './values.js';

/** One of two values, as a condition says. */
export function choose(machine: Machine, condition: Node, a: Value, b: Value): Value {
  if (a === b) return a;
  const { build } = machine;
  if (a.kind === 'number' && b.kind === 'number')
    return a.node === b.node ? a : number(build.select(condition, a.node, b.node));
  if (a.kind === 'truth' && b.kind === 'truth') return truth(build.select(condition, a.node, b.node));
  if (a.kind === 'undefined' && b.kind === 'undefined') return UNDEFINED;
  if (a.kind === 'reference' && b.kind === 'reference' && a.cell === b.cell) return a;
  if (a.kind === 'function' && b.kind === 'function' && a.of === b.of && a.scope === b.scope) return a;
  if (a.kind === 'text' && b.kind === 'text' && a.text === b.text) return a;
  if (a.kind === 'builtIn' && b.kind === 'builtIn' && a.name === b.name) return a;
  const numbers = [a, b].map(of => ('node' in of ? of.node : null));
  const node = numbers.includes(null) ? null : build.select(condition, numbers[0]!, numbers[1]!);
  const [first, second] = [nameOfKind(machine, a), nameOfKind(machine, b)];
  const message =
    first === second
      ? `a condition decides which of two this is: ${first} each`
      : `a condition decides whether this is ${first} or ${second}`;
  const size = sizeOf(a) + sizeOf(b);
  const isKnown = [a, b].every(of => of.kind !== 'unclear' || of.choice !== null);
  const choice = isKnown && size <= MOST_CHOICES ? { condition, a, b, size } : null;
  return { kind: 'unclear', node, message, help: 'choose between numbers, or give it a value on both ways', choice };
}

/** Values that a choice goes between in the end are no more: reading goes through all of them. */
const MOST_CHOICES = 64;

const sizeOf = (value: Value): number => (value.kind === 'unclear' ? (value.choice?.size ?? 1) : 1);

function chooseHeld(machine: Machine, condition: Node, a: Held, b: Held): Held {
  if (a === b) return a;
  if (!isContents(a) && !isContents(b)) return choose(machine, condition, a, b);
  if (a.kind === 'list' && b.kind === 'list' && a.items.length === b.items.length)
    return { ...a, items: a.items.map((item, i) => choose(machine, condition, item, b.items[i]!)) };
  if (a.kind === 'fields' && b.kind === 'fields') {
    const keys = [...new Set([...a.items.keys(), ...b.items.keys()])];
    const chosen = (key: string): Value =>
      choose(machine, condition, a.items.get(key) ?? UNDEFINED, b.items.get(key) ?? UNDEFINED);
    return { ...a, items: new Map(keys.map(key => [key, chosen(key)])) };
  }
  if (a.kind === 'rows' && b.kind === 'rows') return chooseRows(machine, condition, a, b);
  const message = 'a condition decides how long this array is';
  return { kind: 'unclear', node: null, message, help: 'give it the same length on both ways', choice: null };
}

function chooseRows(machine: Machine, condition: Node, a: Rows, b: Rows): Rows {
  const { build } = machine;
  const nodes = a.nodes.map((node, i) => build.select(condition, node, b.nodes[i]!));
  const index = (a.pending ?? b.pending)?.index;
  if (index === undefined) return { ...a, nodes };
  const written = (of: Rows, i: number): Node =>
    of.pending?.values[i] ?? columnAt(machine, of, i, { index, offset: 0 });
  const isWritten = (i: number): boolean => a.pending?.values[i] != null || b.pending?.values[i] != null;
  const values = nodes.map((_, i) => (isWritten(i) ? build.select(condition, written(a, i), written(b, i)) : null));
  return { ...a, nodes, pending: { index, values } };
}

/** What two ways have left, over what was there before them. */
function mergedChanges(machine: Machine, condition: Node, a: Changes, b: Changes): Changes {
  const merged = new Map<number, Held>();
  for (const cell of new Set([...a.keys(), ...b.keys()])) {
    const before = read(machine.store, cell);
    const [first, second] = [a.get(cell) ?? before, b.get(cell) ?? before];
    // What only one way has made, nothing means on the other.
    const made = first ?? second!;
    merged.set(
      cell,
      first === undefined || second === undefined ? made : chooseHeld(machine, condition, first, second),
    );
  }
  return merged;
}

interface Way {
  readonly changes: Changes;
  readonly flow: Flow;
}

function follow(machine: Machine, condition: Node, run: () => Flow): Way {
  const base = machine.store;
  machine.store = layerOver(base);
  machine.conditions.push(condition);
  const flow = run();
  const changes = changesSince(machine.store, base);
  machine.conditions.pop();
  machine.store = base;
  return { changes, flow };
}

/** Reads one of two ways where it is known which, else both. */
export function branch(machine: Machine, condition: Node, whenTrue: () => Flow, whenFalse: () => Flow): Flow {
  const value = constantValue(machine.graph, condition);
  if (value !== undefined) return value ? whenTrue() : whenFalse();
  const a = follow(machine, condition, whenTrue);
  const b = follow(machine, machine.build.not(condition), whenFalse);
  if (a.flow === 'leaves' && b.flow === 'leaves') return 'leaves';
  if (a.flow === 'leaves') apply(machine.store, b.changes);
  else if (b.flow === 'leaves') apply(machine.store, a.changes);
  else apply(machine.store, mergedChanges(machine, condition, a.changes, b.changes));
  return 'goes on';
}

/** The value of one of two expressions. */
export function branchValue(machine: Machine, condition: Node, whenTrue: () => Value, whenFalse: () => Value): Value {
  let [a, b]: [Value, Value] = [UNDEFINED, UNDEFINED];
  const value = constantValue(machine.graph, condition);
  if (value !== undefined) return value ? whenTrue() : whenFalse();
  branch(
    machine,
    condition,
    () => {
      a = whenTrue();
      return 'goes on';
    },
    () => {
      b = whenFalse();
      return 'goes on';
    },
  );
  return choose(machine, condition, a, b);
}

/** Opens what `break`, `continue` or `return` may leave. */
export function openTarget(
  machine: Machine,
  kind: Target['kind'],
  label: string | null = null,
  isRunTime = false,
): Target {
  const target: Target = { kind, label, base: machine.store, depth: machine.conditions.length, exits: [], isRunTime };
  machine.targets.push(target);
  machine.store = layerOver(target.base);
  return target;
}

export function leave(machine: Machine, target: Target, value: Value = UNDEFINED): 'leaves' {
  const { build, targets } = machine;
  // Who has left a turn, or a loop, inside of what is left here does not come here.
  const gone = targets
    .slice(targets.indexOf(target) + 1)
    .flatMap(({ exits }) => exits.map(({ condition }) => condition));
  const around = [
    ...machine.conditions.slice(target.depth),
    ...gone.filter(condition => condition !== null).map(condition => build.not(condition)),
  ];
  const condition = around.length === 0 ? null : around.reduce((a, b) => build.and(a, b));
  target.exits.push({ condition, changes: changesSince(machine.store, target.base), value });
  return 'leaves';
}

/** Puts together the ways that lead out. @param flow whether its end is reached */
export function closeTarget(machine: Machine, target: Target, flow: Flow): { flow: Flow; value: Value } {
  machine.targets.pop();
  const ends: Exit[] = [...target.exits];
  if (flow === 'goes on')
    ends.push({ condition: null, changes: changesSince(machine.store, target.base), value: UNDEFINED });
  machine.store = target.base;
  let last = ends.pop();
  if (last === undefined) return { flow: 'leaves', value: UNDEFINED };
  while (ends.length > 0) {
    const { condition, changes, value } = ends.pop()!;
    // What always leaves leaves nothing for those behind it.
    if (condition === null) last = { condition, changes, value };
    else
      last = {
        condition: null,
        changes: mergedChanges(machine, condition, changes, last.changes),
        value: choose(machine, condition, value, last.value),
      };
  }
  apply(machine.store, last.changes);
  return { flow: 'goes on', value: last.value };
}
