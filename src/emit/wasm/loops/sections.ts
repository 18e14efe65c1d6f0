// Sections → instructions: straight lines, and loops around them, in the order of JavaScript (js/loops.ts). What one section makes
// and another reads is in a local.

import { isScattered, type Placed, type ScheduledFunction, scatterIn } from '../../../exports/plan.js';
import { constantValue, inputSlot, type Node } from '../../../graph/graph.js';
import { ROWS } from '../../../lower/lowering.js';
import type { Line, Loop, Section, Total } from '../../../schedule/sections.js';
import type { BodyContext, Read } from '../body.js';
import { F64, type FunctionCode, I32 } from '../function-code.js';
import type { LineCode } from '../line-function.js';
import { type CombineInOrder, combinations } from '../rows/loop.js';
import {
  addNumbers,
  asNumber,
  difference,
  either,
  get,
  isLess,
  loadNumber,
  number,
  repeatWhile,
  sequence,
  set,
  storeNumber,
  sum,
  whole,
} from '../rows/scalar.js';
import { finishBlocks, type SumPlaces, startBlocks } from '../rows/sums.js';
import type { Value } from '../vector/instructions.js';
import type { ArrayPlaces } from './arrays.js';
import { createReads } from './reads.js';
import { turnSums } from './sums.js';

/** Turns whose sums are made before they are added to others. */
const BLOCK = 1024;

/** Inputs that loops read and have a local. */
const MOST_KEPT = 100;

const START = whole(0);

/** A line, and what is known of it before the function is written. */
export interface PlacedLine {
  /** Where its imports cross to its chunks. */
  readonly crossing: number;
  readonly code: LineCode;
  readonly own: BodyContext;
}

export interface SectionsContext {
  readonly places: ArrayPlaces;
  /** Place of the first input. */
  readonly inputs: number;
  /** Where sums of loops are made, one loop after another, and of those that have many their lanes. */
  readonly sums: Omit<SumPlaces, 'width'>;
  readonly lanes: number;
  readonly lines: ReadonlyMap<Line, PlacedLine>;
  /** The function that the code becomes part of. */
  readonly own: FunctionCode;
  /** Where the functions of chunks start. */
  readonly first: number;
}

/** The sums of a loop outside of all others; in others numbers are added one by one. */
export const sumsOf = ({ totals }: Loop): Total[] => totals.filter(({ combine }) => combine === 'sum');

/** Writes all that a function does. */
export function writeSections({ plan, schedule }: Omit<ScheduledFunction, 'blocks'>, context: SectionsContext): void {
  const { graph, sections } = schedule;
  const { places, inputs, sums, lanes, lines, own, first } = context;
  const scattered = new Map(
    plan.placed
      .filter(of => isScattered(plan.graph, of))
      .map((of, i) => [scatterIn(graph, schedule.results.scattered![i]!), of]),
  );
  const reads = createReads(graph, places, own);
  /** Locals of what sections have made. */
  const known = new Map<Node, number>();
  /** Locals of inputs. */
  const kept = new Map<number, number>();
  let depth = 0;
  const run = (statement: Value): void => statement(own.code);

  function inLoop(slot: number): Read | null {
    if (depth === 0) return null;
    const local = kept.get(slot) ?? (kept.size < MOST_KEPT ? own.lasting(F64) : null);
    if (local === null) return null;
    kept.set(slot, local);
    return { value: get(local), isSlow: false };
  }

  function readNode(node: Node): Read {
    const local = known.get(node);
    return local === undefined ? reads.read(node) : { value: get(local), isSlow: false };
  }

  /** A value that another section made, or a leaf. */
  function read(node: Node): Value {
    const value = constantValue(graph, node);
    if (value !== undefined) return number(value);
    const slot = inputSlot(graph, node);
    if (slot === undefined) return readNode(node).value;
    return inLoop(slot)?.value ?? loadNumber(START, 8 * (inputs + slot));
  }

  function line(section: Line) {
    const { links } = section;
    const { crossing, code, own: around } = lines.get(section)!;
    if (section.chunks !== null)
      for (const [i, node] of links.imports.entries())
        run(storeNumber(START, 8 * (crossing + i), readNode(node).value));
    return code(own, first, {
      ...around,
      isRepeated: depth > 0,
      read: slot => (slot < links.first ? inLoop(slot) : readNode(links.imports[slot - links.first]!)),
    });
  }

  function section(of: Section): void {
    if (of.kind === 'loop') return loop(of);
    const { exports } = of.links;
    const made = exports.map(() => own.local(F64));
    own.temporarily(() => {
      const written = line(of);
      for (const [i, local] of made.entries()) run(set(local, () => written.number(of.results.returned[i]!)));
    });
    for (const [i, node] of exports.entries()) known.set(node, made[i]!);
  }

  function loop(of: Loop): void {
    const numbers = of.totals.filter(({ combine }) => combine !== 'scatter' && combine !== 'each');
    const locals = new Map(numbers.map(({ node }) => [node, own.local(F64)]));
    own.temporarily(() => turns(of, locals));
    for (const [node, local] of locals) known.set(node, local);
  }

  function turns(of: Loop, locals: ReadonlyMap<Node, number>): void {
    const { index, direction, totals, recurrences } = of;
    const { dimension, lower, upper } = graph.indices[index]!;
    const isOfRows = dimension === ROWS;
    const from = isOfRows ? 0 : lower;
    const added = depth > 0 ? [] : sumsOf(of);
    const others = totals.filter(total => !added.includes(total));
    const [turn, end] = [own.local(I32), own.local(I32)];
    run(set(end, reads.size(dimension, isOfRows ? 0 : upper + 1)));
    for (const { node, combine } of others) if (locals.has(node)) run(set(locals.get(node)!, number(emptyOf(combine))));
    for (const recurrence of recurrences) run(reads.start(recurrence, of, read));
    depth++;
    reads.turn(index, turn);
    reads.open(of);
    const blocks = added.length === 0 ? null : blocksOf(added.length, from, turn, end);
    const told = places.turns.find(({ loop }) => loop === of);
    const tell = (value: Value): void => {
      if (told !== undefined) run(storeNumber(START, 8 * told.place, value));
    };
    const body = own.apart(() => {
      tell(asNumber(isOfRows ? sum(get(turn), whole(1)) : get(turn)));
      of.sections.forEach(section);
      for (const total of others) run(another(total, locals));
      if (blocks !== null) run(blocks.added(added.map(({ value }) => read(value))));
      for (const recurrence of recurrences) run(reads.keep(recurrence, read));
      run(set(turn, sum(get(turn), whole(direction))));
    });
    reads.turn(index, null);
    depth--;
    const once: Value = code => void code.append(body);
    if (blocks !== null) {
      run(blocks.around(once));
      for (const [i, { node }] of added.entries()) run(set(locals.get(node)!, loadNumber(START, 8 * (sums.sums + i))));
    } else if (direction === 1) run(sequence(set(turn, whole(from)), repeatWhile(isLess(get(turn), get(end)), once)));
    else {
      const isLeft = isLess(whole(from - 1), get(turn));
      run(sequence(set(turn, difference(get(end), whole(1))), repeatWhile(isLeft, once)));
    }
    tell(number(0));
  }

  /** Turns in blocks, for their sums. */
  function blocksOf(width: number, from: number, turn: number, end: number) {
    const places = { ...sums, width };
    const [first, last] = [own.local(I32), own.local(I32)];
    const made = turnSums(places, lanes, own);
    const finish = finishBlocks(places, own);
    const next = sum(get(first), whole(BLOCK));
    return {
      added: (values: readonly Value[]): Value => made.added(values, difference(get(turn), get(first))),
      around: (body: Value): Value =>
        sequence(
          set(first, whole(from)),
          startBlocks(places),
          repeatWhile(
            isLess(get(first), get(end)),
            sequence(
              set(last, either(next, get(end), isLess(next, get(end)))),
              made.reset,
              set(turn, get(first)),
              repeatWhile(isLess(get(turn), get(last)), body),
              made.gather,
              set(first, next),
            ),
          ),
          finish,
        ),
    };
  }

  /** What a turn does with a value that is not of a sum in blocks. */
  function another({ node, value, combine, place }: Total, locals: ReadonlyMap<Node, number>): Value {
    // What it repeats is in the loop already.
    if (combine === 'each') return sequence();
    if (combine === 'scatter') return addTo(scattered.get(node)!, place, read(value));
    if (combine === 'fold') throw new Error('internal error: what is added up in an order of its own is refused');
    const local = locals.get(node)!;
    return set(local, combinedOf(combine, get(local), read(value)));
  }

  /** @param element whose place it is, as it stands in the program; null for a number */
  function addTo({ target, before }: Placed, element: Node | null, value: Value): Value {
    const output = plan.stores.findIndex(store => store.extent !== undefined && store.target === target);
    return reads.add(output, before, element, value);
  }

  const body = own.apart(() => {
    // What was thrown has left them as they were.
    for (const { place } of places.turns) run(storeNumber(START, 8 * place, number(0)));
    for (const [output, place] of places.outputs.entries()) if (place !== null) run(reads.clear(output));
    sections.slice(0, -1).forEach(section);
    const last = sections.at(-1) as Line;
    const written = line(last);
    written.store();
    const numbers = plan.placed.filter(of => !isScattered(plan.graph, of));
    const nodes = last.results.returned.slice(last.results.returned.length - numbers.length);
    for (const [i, of] of numbers.entries()) run(addTo(of, of.element, () => written.number(nodes[i]!)));
  });
  run(reads.first);
  for (const [slot, local] of kept) run(set(local, loadNumber(START, 8 * (inputs + slot))));
  own.code.append(body);
}

type Reduced = CombineInOrder | 'sum';

const emptyOf = (combine: Total['combine']): number =>
  combine === 'sum' ? 0 : combinations[combine as CombineInOrder].empty;

const combinedOf = (combine: Reduced, before: Value, value: Value): Value =>
  combine === 'sum' ? addNumbers(before, value) : combinations[combine].combined(before, value);
