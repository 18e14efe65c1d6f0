// What a loop of the graph leaves: of variables that are only added to the sum of what is added, of all others the last value of a
// recurrence; of arrays what each turn has written.

import type { AnyNode } from 'acorn';
import { coneOf, type Domain, domainOf, EVERYWHERE, INSIDE } from '../graph/domain.js';
import { FROM_FIRST, FROM_LAST, indexNode, type Node, sizeNode } from '../graph/graph.js';
import { entryNode, scanNode, stateOf } from '../graph/scan.js';
import { substitute } from '../graph/substitute.js';
import { ownIndex, rootOf } from '../lower/families.js';
import { pendingNode, valueIn, writerInto } from './carried.js';
import { cannot } from './fault.js';
import { type Machine, number, truth } from './machine.js';
import { leafOf, type Reading } from './reading.js';
import { type Changes, type Held, read, type Store } from './store.js';
import { sumOf, termsOf } from './sums.js';
import type { Cell, Rows } from './values.js';

type Outcome =
  | { readonly kind: 'done'; readonly changes: Changes }
  | { readonly kind: 'again'; readonly coupled: readonly number[]; readonly around: Domain };

export function settle(machine: Machine, reading: Reading, base: Store, changes: Changes, at: AnyNode): Outcome {
  const { graph, build } = machine;
  const { range, carried, written, ids } = reading;
  const { opened } = range;
  const masked = (node: Node, otherwise: Node): Node =>
    opened.condition === null ? node : build.select(opened.condition, node, otherwise);
  const leaves = carried.map(({ isCoupled }, k) => leafOf(machine, reading, isCoupled, k, 1));
  const made = carried.map(({ slot }, k) => {
    const held = changes.get(slot.cell);
    const value = held === undefined ? null : valueIn(machine, held, slot);
    return value === null || !('node' in value) || value.node === null ? leaves[k]! : value.node;
  });
  const rows = written.map(({ cell, column }) => {
    const before = read(base, cell) as Rows;
    const after = changes.get(cell) as Rows | undefined;
    const old = pendingNode(machine, { ...before, pending: null }, column, opened.index);
    return { before, old, node: masked(after?.pending?.values[column] ?? old, old) };
  });

  // Which leaves each is made of.
  const leavesIn = (node: Node): Set<Node> => {
    const found = new Set<Node>();
    if ((domainOf(graph, node) & INSIDE) === 0) return found;
    for (const of of coneOf(graph, node, INSIDE, new Map())) if (stateOf(graph, of) !== null) found.add(of);
    return found;
  };
  const readsOf = made.map(leavesIn);
  const readsOfRows = rows.map(({ node }) => leavesIn(node));
  const isOwn = (leaf: Node): boolean => {
    const { id } = stateOf(graph, leaf)!;
    return id === ids.coupled || id === ids.added;
  };
  const ownReads = (reads: ReadonlySet<Node>): Node[] => [...reads].filter(isOwn);
  const terms = made.map((node, k) => (carried[k]!.isCoupled ? null : termsOf(graph, build, node, leaves[k]!)));
  const isCoupled = carried.map((of, k) => of.isCoupled || terms[k] === null);
  // What is added must not be made of what turns hand on, nor must others look at the sum.
  const others = (k: number): boolean =>
    readsOf.some((reads, other) => other !== k && reads.has(leaves[k]!)) ||
    readsOfRows.some(reads => reads.has(leaves[k]!));
  const isPure = (k: number): boolean => terms[k]!.every(term => ownReads(leavesIn(term)).length === 0);
  for (const k of carried.keys()) if (!isCoupled[k] && (others(k) || !isPure(k))) isCoupled[k] = true;
  const coupled = [...carried.keys()].filter(k => isCoupled[k] && !carried[k]!.isCoupled);
  const looksBack = readsOfRows.map(reads => ownReads(reads).length > 0);
  const hasScan = isCoupled.includes(true) || looksBack.includes(true);

  const bodies = [
    ...made.map((node, k) => (isCoupled[k] ? masked(node, leaves[k]!) : build.constant(0))),
    ...rows.map(({ node }, k) => (looksBack[k] ? node : build.constant(0))),
  ];
  const bases = basesOf(machine, reading, base, isCoupled);
  const outside = [...bodies, ...bases].reduce((domain, node) => domain | domainOf(graph, node), EVERYWHERE);
  const around = hasScan ? outside & ~(INSIDE | (1 << opened.index)) : reading.around;
  if (coupled.length > 0 || around !== reading.around) return { kind: 'again', coupled, around };
  if (hasScan) {
    const foreign = [...bodies, ...bases].some(node => [...leavesIn(node)].some(leaf => !isOwn(leaf)));
    if (foreign)
      throw cannot(
        at,
        'a loop in which a value is made from the one before is inside of another such loop',
        'let the inner loop add up, or run to a number',
      );
  }
  const scan = hasScan
    ? scanNode(graph, build, { index: opened.index, id: ids.coupled, direction: range.direction, bodies, bases })
    : null;

  const left = new Map<Cell, Held>();
  const heldIn = (cell: Cell): Held => left.get(cell) ?? read(base, cell)!;
  const put = writerInto(machine, heldIn, (cell, held) => void left.set(cell, held));
  for (const [k, { slot, start, isTruth }] of carried.entries()) {
    const node = isCoupled[k]
      ? lastOf(machine, reading, scan!, k, start)
      : sumOf(machine, reading, start, terms[k]!, made[k]!, leaves[k]!);
    const called = machine.variables.get(slot.cell);
    if (called !== undefined && slot.key === null && slot.within === undefined) machine.named.set(called, node);
    put(slot, isTruth ? truth(node) : number(node));
  }
  for (const [k, { cell, column }] of written.entries()) {
    const { before, node } = rows[k]!;
    const own = ownIndex(machine.lowering, before.dimension);
    const there = looksBack[k]
      ? entryNode(graph, build, scan!, carried.length + k, { index: own, offset: 0 })
      : substitute(graph, build, node, opened.index, { index: own, offset: 0 });
    const held = heldIn(cell) as Rows;
    const nodes = held.nodes.map((of, i) => (i === column ? inRange(machine, reading, before, there, of) : of));
    left.set(cell, { ...held, nodes, pending: null, isUnfilled: false });
  }
  return { kind: 'done', changes: left };
}

/** What stands before the first turn, the nearest first. */
function basesOf(
  machine: Machine,
  { range, carried, written, reach }: Reading,
  base: Store,
  isCoupled: readonly boolean[],
): Node[] {
  const { graph, build } = machine;
  const { lower, upper } = graph.indices[range.opened.index]!;
  const zero = build.constant(0);
  const bases: Node[] = [];
  for (let lag = 1; lag <= reach; lag++) {
    for (const [k, { start }] of carried.entries()) bases.push(isCoupled[k] ? start : zero);
    for (const { cell, column } of written) {
      const rows = read(base, cell) as Rows;
      const own = ownIndex(machine.lowering, rows.dimension);
      const at =
        range.direction === 1 ? { index: FROM_FIRST, offset: lower - lag } : { index: FROM_LAST, offset: upper + lag };
      const isThere =
        range.direction === 1 ? at.offset >= 1 : at.offset <= rootOf(machine.lowering, rows.dimension).plus;
      bases.push(isThere ? substitute(graph, build, rows.nodes[column]!, own, at) : zero);
    }
  }
  return bases;
}

/** What the last turn has left; what it starts from where there is none. */
function lastOf({ graph, build }: Machine, { range }: Reading, scan: Node, component: number, start: Node): Node {
  const { opened, direction } = range;
  const { lower, upper } = graph.indices[opened.index]!;
  const at = direction === 1 ? { index: FROM_LAST, offset: upper } : { index: FROM_FIRST, offset: lower };
  const last = entryNode(graph, build, scan, component, at);
  // A range of that many elements or more has its start in front of it, whatever the size is.
  if (direction === 1 && upper - lower + 1 >= 0) return last;
  return build.select(build.gt(build.count(opened.node), build.constant(0)), last, start);
}

/** What an array has at any row: what the loop has written where its range goes, else what was there. */
function inRange(machine: Machine, { range }: Reading, rows: Rows, there: Node, before: Node): Node {
  const { graph, build, lowering } = machine;
  const { dimension, lower, upper } = graph.indices[range.opened.index]!;
  const root = rootOf(lowering, rows.dimension);
  const own = indexNode(graph, ownIndex(lowering, rows.dimension));
  const conditions: Node[] = [];
  if (lower > 1) conditions.push(build.ge(own, build.constant(lower)));
  if (upper < root.plus || dimension !== root.dimension)
    conditions.push(build.le(own, build.add(sizeNode(graph, dimension), build.constant(upper))));
  if (conditions.length === 0) return there;
  return build.select(
    conditions.reduce((a, b) => build.and(a, b)),
    there,
    before,
  );
}
