// Sections → C: straight lines, and loops around them, as JavaScript has them (js/loops.ts): with the same blocks and lanes, and
// sums in the same order, so that they have the same bits. A line is never cut into chunks here: compilers of C need no short
// functions.

import type { Argument } from '../../exports/declared.js';
import type { Placed } from '../../exports/plan.js';
import { constantValue, inputSlot, leafEntries, type Node, operationOf } from '../../graph/graph.js';
import { LimitReached } from '../../limits.js';
import { ROWS } from '../../lower/lowering.js';
import { ELEMENT, INDEX, SIZE } from '../../ops/table.js';
import {
  type Line,
  type Loop,
  loopsOf,
  type Recurrence,
  type Schedule,
  type Section,
  type Total,
} from '../../schedule/sections.js';
import type { Reader } from '../arguments.js';
import type { Column } from '../column.js';
import { type BodyContext, wholeWriter } from '../line/line-body.js';
import type { Access, Names } from '../line/line-context.js';
import { createSubscripts, extentText, keptBy, type Stored } from '../subscripts.js';
import type { Columns } from './columns.js';
import { numberText } from './language.js';
import { MOST_SLOTS } from './slots.js';

/** Sums of one loop that are kept in variables; more are kept in an array. */
const MOST_VARIABLES = 12;

/** Blocks are at most 2^32: sums of as many levels are kept, and that of the block. */
const LEVELS = 32;

export interface LoopContext {
  readonly name: string;
  readonly names: Names;
  readonly reader: Reader;
  column(slot: number): Column;
  readonly columns: Columns;
  readonly outputs: readonly Argument[];
  /** True for a function that gives a number back. */
  readonly isReturning: boolean;
  /** Where what loops write goes. */
  readonly scattered: ReadonlyMap<Node, Placed>;
  wanted(node: Node): string | undefined;
  /** What the code of a line is told, but for the line's own names. */
  readonly lineContext: Omit<BodyContext, 'argument' | 'wanted' | 'given'>;
  /** The name of a function of ours. */
  called(key: string): string;
  /** True where the program has no value without rows: it is NaN then. */
  needsRows(total: Total): boolean;
}

export interface Sections {
  /** Of all but the last line. */
  readonly statements: readonly string[];
  /** How the last line reads its inputs. */
  argument(slot: number): Access;
  /** Those of the parameters that say which rows. */
  readonly used: readonly string[];
  /** Adds a value to its place in an array of results, or writes it there. */
  add(placed: Placed, value: string): string;
  /** What gives memory back at the end, and a name for the result meanwhile; null where there is nothing to give. */
  readonly release: { readonly text: string; readonly result: string } | null;
}

/** @throws LimitReached where there are more sums than go on a stack */
export function sectionTexts({ graph, sections }: Schedule, context: LoopContext): Sections {
  const { names, reader, columns } = context;
  const { rows } = columns;
  const known = new Map<Node, string>();
  /** Variables of the loops around, and these as numbers where something reads them so. */
  const turns = new Map<number, string>();
  const numbers = new Map<number, { readonly name: string; isRead: boolean }>();
  /** Sizes as numbers. */
  const sizes = new Map<number, string>();
  let sums: { readonly name: string; length: number } | null = null;

  const sizeName = (dimension: number): string => (dimension === ROWS ? rows!.count : columns.sizes.get(dimension)!);
  const subscripts = createSubscripts(
    graph,
    sizeName,
    index => turns.get(index)!,
    () => rows!.start,
  );

  function access(node: Node): Access {
    const name = known.get(node);
    if (name !== undefined) return { name, index: null, keep: name };
    const entries = leafEntries(graph, node);
    switch (graph.operation[node]) {
      case ELEMENT: {
        const [slot, index, offset] = entries as [number, number, number];
        const column = context.column(slot);
        const at = subscripts.element(column, { index, offset });
        const keep = subscripts.keep(column, { index, offset });
        return { name: column.name, index: null, at, keep, isConditional: index < 0 || offset !== 0 };
      }
      case INDEX: {
        const number = numbers.get(entries[0]!)!;
        number.isRead = true;
        return { name: number.name, index: null, keep: number.name };
      }
      case SIZE: {
        const [dimension] = entries as [number];
        const size = sizes.get(dimension) ?? names.claim(dimension === ROWS ? 'rows' : `${sizeName(dimension)}_size`);
        sizes.set(dimension, size);
        return { name: size, index: null, keep: size };
      }
      default:
        return { ...subscripts.state(node), index: null, isConditional: true };
    }
  }

  const reading = ({ links: { imports, first } }: Line): ((slot: number) => Access) => {
    const accesses = imports.map(access);
    return slot => (slot < first ? reader(slot) : accesses[slot - first]!);
  };

  /** A value that another section made, or a leaf. */
  function read(node: Node): string {
    const value = constantValue(graph, node);
    if (value !== undefined) return value < 0 || Object.is(value, -0) ? `-${numberText(-value)}` : numberText(value);
    const slot = inputSlot(graph, node);
    const { name, index, at } = slot === undefined ? access(node) : reader(slot);
    return index === null && at === undefined ? name : `${name}[${at ?? index}]`;
  }

  function line(section: Line, indent: string): string[] {
    const { links, results } = section;
    const given = new Map<Node, string>();
    const after: [string, Node][] = [];
    for (const [i, node] of links.exports.entries()) {
      const own = context.wanted(node);
      const name = own === undefined ? names.temporary() : names.claim(own);
      known.set(node, name);
      // What other sections read are numbers.
      if (operationOf(graph, node).boolean === true) after.push([name, results.returned[i]!]);
      else given.set(results.returned[i]!, name);
    }
    const own = {
      ...context.lineContext,
      wanted: links.names,
      argument: reading(section),
      given: (node: Node) => given.get(node),
    };
    const writer = wholeWriter({ ...section, chunks: null }, own, results.returned);
    return [
      ...writer.statements(indent, null),
      ...after.map(([name, node]) => `${indent}const double ${name} = ${writer.value(node, null)};`),
    ];
  }

  function loop(section: Loop, indent: string): string[] {
    const { index, direction, sections: inner, totals, recurrences } = section;
    const { name, dimension, lower, upper } = graph.indices[index]!;
    const end = names.claim('end');
    const row = names.claim(name);
    const isInner = turns.size > 0;
    const isOfRows = dimension === ROWS;
    const from = isOfRows ? rows!.start : String(lower);
    const to = isOfRows ? `${from} + ${rows!.count}` : `(ptrdiff_t)(${subscripts.size(dimension, upper + 1)})`;
    const type = isOfRows ? 'size_t' : 'ptrdiff_t';
    turns.set(index, row);
    const number = { name: names.claim(`${name}_number`), isRead: false };
    numbers.set(index, number);
    subscripts.open(section);
    // In other loops numbers are added one by one, as they are in JavaScript.
    const added = isInner ? [] : totals.filter(({ combine }) => combine === 'sum');
    const depth = added.length === 0 ? 1 : 2;
    const inside = indent + '  '.repeat(depth);
    const body = inner.flatMap(section => texts(section, inside));
    const empty =
      lower - upper > 0 && !graph.sizes.has(dimension) ? `${subscripts.size(dimension)} < ${lower - upper}` : null;
    const others = totals
      // What is repeated is in the loop already.
      .filter(total => !added.includes(total) && total.combine !== 'each')
      .map(total => otherTotal(total, isOfRows ? `${rows!.count} == 0` : empty));
    const stored = recurrences.flatMap(subscripts.left).map(of => inside + storing(of));
    const declared = number.isRead ? [`${inside}const double ${number.name} = (double)${row};`] : [];
    const turn = [...declared, ...body, ...others.map(of => inside + of.turn), ...stored];
    const before = [
      `${indent}const ${type} ${end} = ${to};`,
      ...others.flatMap(of => (of.declared === null ? [] : [indent + of.declared])),
      ...recurrences.flatMap(of => startOf(of, section).map(text => indent + text)),
    ];
    const turning = (first: string, last: string): string =>
      direction === 1
        ? `for (${type} ${row} = ${first}; ${row} < ${last}; ${row}++) {`
        : `for (${type} ${row} = ${last} - 1; ${row} >= ${first}; ${row}--) {`;
    const looped =
      added.length === 0
        ? [`${indent}${turning(from, end)}`, ...turn, `${indent}}`]
        : blocks(added, { row, from, end, turn, turning, indent, type });
    turns.delete(index);
    return [...before, ...looped];
  }

  /** Keeps a value of a recurrence where those after it find it. */
  const storing = ({ place: { name, at }, value }: Stored): string => `${name}[${at}] = ${read(value)};`;

  /** Keeps what a recurrence starts from. */
  function startOf(recurrence: Recurrence, { index, direction }: Loop): string[] {
    const stores = subscripts.starts(recurrence).map(storing);
    const { dimension, lower, upper } = graph.indices[index]!;
    const least = lower - upper - 1;
    // Counted from the last element, it would be before the array.
    if (direction === 1 || least <= 0 || stores.length === 0) return stores;
    return [`if (${subscripts.size(dimension)} >= ${least}) {`, ...stores.map(text => `  ${text}`), '}'];
  }

  function nameOf({ node, combine }: Total): string {
    const name = names.claim(context.wanted(node) ?? combine);
    known.set(node, name);
    return name;
  }

  /** @param element that says the place, as it stands in the program; null for a number */
  function addTo({ target, before, digits, isAlone }: Placed, element: Node | null, value: string): string {
    const array = context.outputs.find(({ extent, label }) => extent !== undefined && label.startsWith(target))!;
    const at =
      digits === undefined ? subscripts.result(before, element, columns.of) : subscripts.placed(digits, element);
    return `${array.name}[${at}] ${isAlone ? '=' : '+='} ${value};`;
  }

  /** A total that is no sum of blocks. @param empty what is true where there are no turns; null where they are not counted */
  function otherTotal(total: Total, empty: string | null): { readonly declared: string | null; readonly turn: string } {
    const { combine } = total;
    const value = read(total.value);
    if (combine === 'scatter') {
      const placed = context.scattered.get(total.node)!;
      return { declared: null, turn: addTo(placed, total.place, value) };
    }
    const name = nameOf(total);
    if (combine === 'sum') return { declared: `double ${name} = 0.0;`, turn: `${name} = ${name} + ${value};` };
    if (combine === 'fold') throw new Error('internal error: C adds up in blocks');
    if (combine === 'prod') return { declared: `double ${name} = 1.0;`, turn: `${name} = ${name} * ${value};` };
    const none = combine === 'min' ? 'INFINITY' : '-INFINITY';
    const first = empty !== null && context.needsRows(total) ? `${empty} ? NAN : ${none}` : none;
    return {
      declared: `double ${name} = ${first};`,
      turn: `${name} = ${context.called(`Math.${combine}`)}(${name}, ${value});`,
    };
  }

  interface Blocks {
    readonly row: string;
    readonly from: string;
    readonly end: string;
    readonly type: string;
    readonly turn: readonly string[];
    turning(from: string, to: string): string;
    readonly indent: string;
  }

  /** Sums of blocks of rows, in two lanes, added in pairs. */
  function blocks(added: readonly Total[], { row, from, end, turn, turning, indent, type }: Blocks): string[] {
    const count = added.length;
    if ((LEVELS + 1) * count > MOST_SLOTS) {
      const message = `'${context.name}' makes ${count} sums over rows, more than go on a stack`;
      throw new LimitReached('WG708', message, `in C a function has at most ${Math.floor(MOST_SLOTS / (LEVELS + 1))}`);
    }
    sums ??= { name: names.claim('sums'), length: 0 };
    sums.length = Math.max(sums.length, (LEVELS + 1) * count);
    const { name } = sums;
    const [first, last, block] = ['first', 'last', 'block'].map(names.claim) as [string, string, string];
    const values = added.map(({ value }) => read(value));
    const { reset, add, gather } =
      count > MOST_VARIABLES ? inArray(values, name, row, first) : inVariables(values, name);
    const shifted = (lines: readonly string[], by: string): string[] => lines.map(text => indent + by + text);
    return [
      `${indent}size_t ${block} = 0;`,
      `${indent}for (${type} ${first} = ${from}; ${first} < ${end}; ${first} += 1024) {`,
      `${indent}  const ${type} ${last} = ${end} - ${first} < 1024 ? ${end} : ${first} + 1024;`,
      ...shifted(reset, '  '),
      `${indent}  ${turning(first, last)}`,
      ...turn,
      ...shifted(add, '    '),
      `${indent}  }`,
      ...shifted(gather, '  '),
      `${indent}  ${context.called('addBlock')}(${name}, ${count}, ${block}++);`,
      `${indent}}`,
      `${indent}${context.called('finishBlocks')}(${name}, ${count}, ${block});`,
      ...added.map((total, k) => `${indent}const double ${nameOf(total)} = ${name}[${k}];`),
    ];
  }

  /** Rows go to one lane and the other in turn. */
  function inVariables(values: readonly string[], array: string) {
    const pairs = values.map(() => [names.claim('lane'), names.claim('lane')] as const);
    return {
      reset: pairs.map(([now, other]) => `double ${now} = 0.0, ${other} = 0.0;`),
      add: pairs.flatMap(([now, other], i) => {
        const next = names.temporary();
        return [`const double ${next} = ${now} + ${values[i]!};`, `${now} = ${other};`, `${other} = ${next};`];
      }),
      gather: pairs.map(([now, other], i) => `${array}[${i}] = ${now} + ${other};`),
    };
  }

  function inArray(values: readonly string[], array: string, row: string, first: string) {
    const count = values.length;
    const [lanes, lane, k] = ['lanes', 'lane', 'k'].map(names.claim) as [string, string, string];
    const each = (length: number, text: string): string => `for (int ${k} = 0; ${k} < ${length}; ${k}++) ${text}`;
    return {
      reset: [`double ${lanes}[${2 * count}];`, each(2 * count, `${lanes}[${k}] = 0.0;`)],
      add: [
        `double *${lane} = ${lanes} + ((${row} - ${first}) & 1) * ${count};`,
        ...values.map((value, i) => `${lane}[${i}] = ${lane}[${i}] + ${value};`),
      ],
      gather: [each(count, `${array}[${k}] = ${lanes}[${k}] + ${lanes}[${k} + ${count}];`)],
    };
  }

  const texts = (section: Section, indent: string): string[] =>
    section.kind === 'line' ? line(section, indent) : loop(section, indent);

  /** Memory for what recurrences leave; without any, the results are NaN. */
  function memory(): string[] {
    const kept = keptBy(graph, loopsOf({ sections }), context.wanted, names.claim);
    if (kept.length === 0) return [];
    subscripts.keepStates(kept);
    const rooms = kept.map(array => {
      const { states: of, reach } = array;
      const { dimension, lower, upper } = graph.indices[of.index]!;
      const room = subscripts.room(array);
      // What it starts from has a place where there are no turns.
      const least = lower - upper - 1;
      return least <= 0 ? room : `(${subscripts.size(dimension)} > ${least} ? ${room} : ${reach * of.width})`;
    });
    const [whole, room] = ['memory', 'room'].map(names.claim) as [string, string];
    release = { text: `free(${whole});`, result: names.claim('result') };
    const unknown = context.outputs.map(({ name, extent, length }) => {
      const count = extent === undefined ? String(length) : extentText(extent, sizeName);
      return `    for (size_t i = 0; i < ${count}; i++) ${name}[i] = NAN;`;
    });
    const [first, ...others] = kept.map(({ states: { name } }) => name) as [string, ...string[]];
    return [
      `  const size_t ${room} = ${[...rooms, '1'].join(' + ')};`,
      `  double *${whole} = ${room} < (size_t)-1 / 16 ? calloc(${room}, sizeof(double)) : NULL;`,
      `  if (${whole} == NULL) {`,
      ...unknown,
      context.isReturning ? '    return NAN;' : '    return;',
      '  }',
      `  double *${first} = ${whole};`,
      ...others.map((name, k) => `  double *${name} = ${k === 0 ? first : others[k - 1]} + ${rooms[k]};`),
    ];
  }

  let release: Sections['release'] = null;
  const allocated = memory();
  // The last section has the results.
  const statements = sections.slice(0, -1).flatMap(section => texts(section, '  '));
  const argument = reading(sections.at(-1) as Line);
  const declared = [
    ...[...sizes].map(([dimension, size]) => `  const double ${size} = (double)${sizeName(dimension)};`),
    ...arrayText(sums),
    ...allocated,
  ];
  const isLooping = loopsOf({ sections }).some(({ index }) => graph.indices[index]!.dimension === ROWS);
  const used = rows === null ? [] : isLooping ? [rows.start, rows.count] : sizes.has(ROWS) ? [rows.count] : [];
  const add = (placed: Placed, value: string): string => addTo(placed, placed.element, value);
  return { statements: [...declared, ...statements], argument, used, add, release };
}

const arrayText = (array: { readonly name: string; readonly length: number } | null): string[] =>
  array === null ? [] : [`  double ${array.name}[${array.length}];`];
