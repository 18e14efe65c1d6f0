// What sections make and others read: variables, elements of arrays, what recurrences have left; and which of it a loop reads from
// outside, which are arguments where the loop is a function of its own.

import type * as ESTree from 'estree';
import { constantValue, inputSlot, leafEntries, type Node } from '../../../graph/graph.js';
import { ROWS } from '../../../lower/lowering.js';
import { ELEMENT, INDEX, SIZE } from '../../../ops/table.js';
import { type Line, linesOf, loopsOf, type Schedule } from '../../../schedule/sections.js';
import type { Access } from '../../line/line-context.js';
import { createSubscripts, keptBy, type Stored, type Subscripts } from '../../subscripts.js';
import { roomOf } from '../before-loops.js';
import * as js from '../print/estree.js';
import type { SectionContext } from './context.js';

/** Elements that are kept in locals around loops. */
const MOST_KEPT = 100;

export interface Reading {
  readonly subscripts: Subscripts;
  /** Variables of the loops around, by index. */
  readonly turns: Map<number, string>;
  /** Says which variable has a value. */
  know(node: Node, name: string): void;
  /** The same of a leaf, which has no name of its own. */
  hand(leaf: Node, name: string): void;
  /** The variable of a value that has one. */
  nameOf(node: Node): string | undefined;
  /** How the imports of a line are read where it stands. */
  accessesOf(line: Line): Access[];
  /** How a line's inputs are read where it stands; found at once, as it is printed when all of it is settled. */
  argumentsOf(line: Line, accesses: readonly Access[]): (slot: number) => Access;
  /** A value that another section made, or a leaf. */
  read(node: Node): ESTree.Expression;
  /** Keeps a value of a recurrence where those after it find it. */
  store(stored: Stored): ESTree.Statement;
  /** Arrays for what recurrences leave. */
  statesIn(): ESTree.Statement[];
  /** Locals for the elements of arrays that loops read, unless they are so many that they would be on the stack. */
  keepElements(): ESTree.Statement[];
  /** Makes a loop as a function of its own. @returns with the variables of what is outside that it reads */
  fromOutside<T>(make: () => T): { readonly made: T; readonly outside: readonly string[] };
}

export function createReading({ graph, sections }: Schedule, context: SectionContext): Reading {
  const { signature, names, passes } = context;
  const known = new Map<Node, string>();
  const turns = new Map<number, string>();
  /** Elements that loops read are read once. */
  const kept = new Map<number, Access>();
  /** Arrays that recurrences leave. */
  const stateNames: string[] = [];
  /** Locals outside of the loop that is being made, and those of them that it reads. */
  let outside = new Set<string>();
  const readOutside = new Set<string>();

  const mark = (name: string): string => {
    if (outside.has(name)) readOutside.add(name);
    return name;
  };

  function sizeName(dimension: number): string {
    if (dimension !== ROWS) return mark(signature.sizes.get(dimension)!.name);
    if (passes === null) return signature.rows!.count;
    passes.isEarly ||= passes.stages === 0;
    return passes.total;
  }

  const subscripts = createSubscripts(
    graph,
    sizeName,
    index => turns.get(index)!,
    () => signature.rows!.start,
  );

  function access(node: Node): Access {
    const name = known.get(node);
    if (name !== undefined) return { name: mark(name), index: null, keep: name };
    const entries = leafEntries(graph, node);
    switch (graph.operation[node]) {
      case ELEMENT: {
        const [slot, index, offset] = entries as [number, number, number];
        const column = signature.column(slot);
        const at = subscripts.element(column, { index, offset });
        return { name: column.name, index: null, at, keep: subscripts.keep(column, { index, offset }) };
      }
      case INDEX: {
        const name = turns.get(entries[0]!)!;
        return { name, index: null, keep: name };
      }
      case SIZE: {
        const name = sizeName(entries[0]!);
        return { name, index: null, keep: name };
      }
      default: {
        const state = subscripts.state(node);
        return { ...state, name: mark(state.name), index: null };
      }
    }
  }

  function inputAt(slot: number): Access {
    const local = kept.get(slot);
    return local === undefined ? signature.reader(slot) : { ...local, name: mark(local.name) };
  }

  function read(node: Node): ESTree.Expression {
    const value = constantValue(graph, node);
    if (value !== undefined) return js.number(value);
    const slot = inputSlot(graph, node);
    const { name, index, at } = slot === undefined ? access(node) : inputAt(slot);
    return at === undefined ? js.read({ name, index }) : js.at(js.identifier(name), js.code(at));
  }

  return {
    subscripts,
    turns,
    know(node, name) {
      known.set(node, name);
      context.named(node, name);
    },
    hand: (leaf, name) => void known.set(leaf, name),
    nameOf: node => known.get(node),
    accessesOf: ({ links }) => links.imports.map(access),
    argumentsOf(line, accesses) {
      const { first } = line.links;
      const inputs = new Map([...inputsOf([line])].map(slot => [slot, inputAt(slot)]));
      return slot => (slot < first ? inputs.get(slot)! : accesses[slot - first]!);
    },
    read,
    store: ({ place: { name, at }, value }) => js.assign(js.at(js.identifier(mark(name)), js.code(at)), read(value)),
    statesIn() {
      const arrays = keptBy(graph, loopsOf({ sections }), context.wanted, names.claim);
      subscripts.keepStates(arrays);
      return arrays.map((array, k) => {
        const { states: of } = array;
        stateNames.push(of.name);
        const room = roomOf(graph, subscripts, array);
        // Others may use those of the module where a pass waits for rows.
        const made =
          passes === null
            ? js.call(js.identifier(context.special('statesOf')), [js.number(k), js.code(room)])
            : js.made('Float64Array', [js.code(room)]);
        return js.declare('const', js.identifier(of.name), made);
      });
    },
    keepElements() {
      const inner = sections.flatMap(section => (section.kind === 'loop' ? [...linesOf(section)] : []));
      const inMemory = [...inputsOf(inner)].sort((a, b) => a - b).filter(slot => signature.reader(slot).index !== null);
      if (inMemory.length > MOST_KEPT) return [];
      return inMemory.map(slot => {
        const element = signature.reader(slot);
        const name = names.claim(element.keep);
        kept.set(slot, { name, index: null, keep: name });
        return js.declare('const', js.identifier(name), js.read(element));
      });
    },
    fromOutside(make) {
      outside = new Set([...known.values(), ...[...kept.values()].map(({ name }) => name), ...stateNames]);
      for (const { name } of signature.sizes.values()) outside.add(name);
      readOutside.clear();
      const made = make();
      outside = new Set();
      return { made, outside: [...readOutside] };
    },
  };
}

/** Slots of the inputs that lines read, but for their imports. */
function inputsOf(lines: readonly Line[]): Set<number> {
  const slots = new Set<number>();
  for (const { graph, links } of lines)
    for (let node = 0; node < graph.size; node++) {
      const slot = inputSlot(graph, node);
      if (slot !== undefined && slot < links.first) slots.add(slot);
    }
  return slots;
}
