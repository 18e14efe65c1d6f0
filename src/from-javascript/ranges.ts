// Where a loop of the graph begins and ends: as an index of the graph that counts rows from 1, whose turns are one or more turns of
// the user's loop.

import type { AnyNode } from 'acorn';
import { type OpenIndex, openIndex, openNumbers } from '../lower/families.js';
import type { Value as Lowered } from '../lower/tensor.js';
import { type Affine, affineNode, affineOf, ofTerm, plus, whole } from './affine.js';
import { Fault } from './fault.js';
import { demandScale } from './layout.js';
import { affineNumber, type Machine } from './machine.js';
import type { NumberValue } from './values.js';

export interface Range {
  readonly opened: OpenIndex;
  readonly direction: 1 | -1;
  /** What the user's index is in each of the turns that one of the graph's has, in order. */
  readonly turns: readonly NumberValue[];
}

interface Ends {
  readonly first: NumberValue;
  readonly end: NumberValue;
  readonly step: number;
  readonly name: string;
}

const unknown = (at: AnyNode, what: string): Fault =>
  new Fault(
    'WG352',
    at,
    `where this loop ${what} is not known`,
    "a loop runs between numbers, lengths and other loops' indices: 'i < x.length'; make a number that is always the same a constant: 'const n = 4'",
  );

/** What stands in front of the one term that an end has, and the rest; the term is null for a number. */
function termOf(machine: Machine, value: NumberValue, at: AnyNode, what: string) {
  const affine = affineOf(machine.graph, value);
  if (affine === null || affine.terms.size > 1) throw unknown(at, what);
  if (affine.over > 1) {
    for (const [term] of affine.terms) if (term < 0) throw demandScale(machine.layout, -1 - term, affine.over);
    throw unknown(at, what);
  }
  const [only] = affine.terms;
  return { term: only?.[0] ?? null, factor: only?.[1] ?? 0, constant: affine.constant };
}

/** @throws Fault, or Relaid where more elements go together than was known */
export function rangeOf(machine: Machine, { first, end, step, name }: Ends, at: AnyNode): Range {
  const isUp = step > 0;
  const [from, to] = [termOf(machine, first, at, 'begins'), termOf(machine, end, at, 'ends')];
  const by = Math.abs(step);
  // Elements that a row of the loop's dimension has.
  const stride = Math.max(from.factor, to.factor, from.term === null && to.term === null ? by : 1);
  for (const { term, factor } of [from, to])
    if (term !== null && factor !== stride) throw unknown(at, term === from.term ? 'begins' : 'ends');
  if (stride % by !== 0) {
    const length = [from, to].find(({ term }) => term !== null && term < 0);
    if (length === undefined || by % stride !== 0) throw unknown(at, 'ends');
    throw demandScale(machine.layout, -1 - length.term!, by / stride);
  }
  const mod = (value: number, of: number): number => ((value % of) + of) % of;
  // Turns of one row begin here, and have the rest in common.
  const rest = mod(from.constant, by);
  const count = stride / by;
  if (
    count > 1 &&
    (mod(from.constant - (isUp ? rest : stride - by + rest), stride) !== 0 ||
      mod(to.constant - (isUp ? 0 : rest), stride) !== 0)
  )
    throw new Fault('WG352', at, `this loop begins or ends inside of ${stride} elements that go together`);
  /** The row that an element is in, from 1 on, in front of a term. */
  const row = (constant: number): number => Math.floor(constant / stride) + 1;
  const lowest = isUp
    ? { ...from, row: row(from.constant) }
    : { ...to, row: Math.ceil((to.constant - rest) / stride) + 1 };
  const highest = isUp
    ? { ...to, row: Math.ceil((to.constant - rest) / stride) }
    : { ...from, row: row(from.constant) };
  const opened = openRange(machine, name, lowest, highest, at);
  const offsets = Array.from({ length: count }, (_, t) => rest + by * (isUp ? t : count - 1 - t));
  const turns = offsets.map(offset =>
    affineNumber(machine, ofTerm(opened.index, stride, offset - stride), () => opened.node),
  );
  return { opened, direction: isUp ? 1 : -1, turns };
}

interface End {
  readonly term: number | null;
  readonly row: number;
}

function openRange(machine: Machine, name: string, lowest: End, highest: End, at: AnyNode): OpenIndex {
  const { lowering, graph, build } = machine;
  const bindings = new Map<string, Lowered>(machine.loops.map(({ node }, i) => [String(i), node]));
  const own = { ...lowering, build };
  if (lowest.term === null && highest.term === null) return openNumbers(own, name, [lowest.row, highest.row], bindings);
  const node = ({ term, row }: End) => {
    const affine: Affine | null = term === null ? whole(row) : plus(ofTerm(term), whole(row), 1);
    return affineNode(graph, build, affine!)!;
  };
  const opened = openIndex(own, name, { from: node(lowest), to: node(highest) }, bindings);
  if (typeof opened === 'string') throw unknown(at, 'ends');
  return opened;
}
