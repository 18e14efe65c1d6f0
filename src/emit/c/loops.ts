// Sections → C: straight lines, and loops around them, as JavaScript has them (js/loops.ts): with the same blocks and lanes, and
// sums in the same order, so that they have the same bits. A line is never cut into chunks here: compilers of C need no short
// functions.

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
import { wholeWriter } from '../line/line-body.js';
import type { Access } from '../line/line-context.js';
import { createSubscripts, extentText, keptBy, type Stored } from '../subscripts.js';
import { numberText } from './language.js';
import type { LoopContext, Passes, Sections } from './section-context.js';
import { MOST_SLOTS } from './slots.js';
import { LEVELS, lanesOfBlock, lanesOfPart } from './sums.js';

/** A variable, and what stands before it where it is declared. */
interface Variable {
  readonly text: string;
  readonly type: string;
}

const assigned = ({ text, type }: Variable, value: string): string =>
  `${type === '' ? '' : `const ${type}`}${text} = ${value};`;

/** A loop whose sums are those of blocks. */
interface Blocks {
  readonly row: string;
  readonly from: string;
  readonly end: string;
  readonly type: string;
  readonly turn: readonly string[];
  turning(from: string, to: string): string;
  readonly indent: string;
}

/** A loop over rows that arrive in parts. */
interface Pass extends Blocks {
  readonly added: readonly Total[];
  /** Totals that are no sums. */
  readonly others: readonly Total[];
  /** Its end, and what its totals begin with. */
  readonly before: readonly string[];
}

/** @throws LimitReached where there are more sums than go on a stack */
export function sectionTexts({ graph, sections }: Schedule, context: LoopContext): Sections {
  const { names, reader, columns } = context;
  const { rows } = columns;
  const { passes } = context;
  const known = new Map<Node, Access>();
  /** Variables of the loops around, and these as numbers where something reads them so. */
  const turns = new Map<number, string>();
  const numbers = new Map<number, { readonly name: string; isRead: boolean }>();
  /** Sizes as numbers. */
  const sizes = new Map<number, string>();
  let sums: { readonly name: string; length: number } | null = passes?.sums ?? null;

  function sizeName(dimension: number): string {
    if (dimension !== ROWS) return columns.sizes.get(dimension)!;
    if (passes === null) return rows!.count;
    passes.isEarly ||= passes.stages.length === 0;
    return passes.total;
  }
  const subscripts = createSubscripts(
    graph,
    sizeName,
    index => turns.get(index)!,
    () => rows!.start,
  );

  function access(node: Node): Access {
    const made = known.get(node);
    if (made !== undefined) return made;
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
        // Is asked for in each place: that may be before the rows are counted.
        const own = sizeName(dimension);
        const size = sizes.get(dimension) ?? names.claim(dimension === ROWS ? 'rows' : `${own}_size`);
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

  /** The variable of a value that other sections read: where rows arrive in parts it is in the state, outside of loops. */
  function variableOf(node: Node, wanted: string | undefined, isInner: boolean): Variable {
    if (passes !== null && !isInner) {
      const { kept } = passes;
      const index = kept.length++;
      known.set(node, { name: kept.name, index, keep: wanted ?? 'kept' });
      return { text: `${kept.name}[${index}]`, type: '' };
    }
    const name = wanted === undefined ? names.temporary() : names.claim(wanted);
    known.set(node, { name, index: null, keep: name });
    return { text: name, type: 'double ' };
  }

  function line(section: Line, indent: string): string[] {
    const { links, results } = section;
    const given = new Map<Node, string>();
    const after: [string, Node][] = [];
    for (const [i, node] of links.exports.entries()) {
      const { text, type } = variableOf(node, context.wanted(node), turns.size > 0);
      // What other sections read are numbers.
      if (type === '') after.push([text, results.returned[i]!]);
      else if (operationOf(graph, node).boolean === true) after.push([`const ${type}${text}`, results.returned[i]!]);
      else given.set(results.returned[i]!, text);
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
      ...after.map(([variable, node]) => `${indent}${variable} = ${writer.value(node, null)};`),
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
    const isPass = passes !== null && isOfRows && !isInner;
    // Of rows in parts it is known at the end.
    const ofNoRows = isPass ? null : `${rows?.count} == 0`;
    const depth = added.length === 0 && !isPass ? 1 : 2;
    const inside = indent + '  '.repeat(depth);
    const body = inner.flatMap(section => texts(section, inside));
    const empty = isOfRows ? ofNoRows : isEmptyIn(section);
    const others = totals
      // What is repeated is in the loop already.
      .filter(total => !added.includes(total) && total.combine !== 'each')
      .map(total => otherTotal(total, empty, isInner));
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
    if (isPass) {
      const others = totals.filter(total => !added.includes(total));
      pass(passes, { added, others, before, row, from, end, turn, turning, indent, type });
      turns.delete(index);
      return [];
    }
    const looped =
      added.length === 0
        ? [`${indent}${turning(from, end)}`, ...turn, `${indent}}`]
        : blocks(added, { row, from, end, turn, turning, indent, type });
    turns.delete(index);
    return [...before, ...looped];
  }

  /** What is true where a range has no turns; null where it always has some, or a size that is known. */
  function isEmptyIn({ index }: Loop): string | null {
    const { dimension, lower, upper } = graph.indices[index]!;
    const least = lower - upper;
    return least > 0 && !graph.sizes.has(dimension) ? `${subscripts.size(dimension)} < ${least}` : null;
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

  const totalOf = ({ node, combine }: Total, isInner: boolean): Variable =>
    variableOf(node, context.wanted(node) ?? combine, isInner);

  /** @param element that says the place, as it stands in the program; null for a number */
  function addTo({ target, before, digits, isAlone }: Placed, element: Node | null, value: string): string {
    const array = context.outputs.find(({ extent, label }) => extent !== undefined && label.startsWith(target))!;
    const at =
      digits === undefined ? subscripts.result(before, element, columns.of) : subscripts.placed(digits, element);
    return `${array.name}[${at}] ${isAlone ? '=' : '+='} ${value};`;
  }

  /** A total that is no sum of blocks. @param empty what is true where there are no turns; null where they are not counted */
  function otherTotal(
    total: Total,
    empty: string | null,
    isInner: boolean,
  ): { readonly declared: string | null; readonly turn: string } {
    const { combine } = total;
    const value = read(total.value);
    if (combine === 'scatter') {
      const placed = context.scattered.get(total.node)!;
      return { declared: null, turn: addTo(placed, total.place, value) };
    }
    const { text: name, type } = totalOf(total, isInner);
    if (combine === 'sum') return { declared: `${type}${name} = 0.0;`, turn: `${name} = ${name} + ${value};` };
    if (combine === 'fold') throw new Error('internal error: C adds up in blocks');
    if (combine === 'prod') return { declared: `${type}${name} = 1.0;`, turn: `${name} = ${name} * ${value};` };
    const none = combine === 'min' ? 'INFINITY' : '-INFINITY';
    const first = empty !== null && context.needsRows(total) ? `${empty} ? NAN : ${none}` : none;
    return {
      declared: `${type}${name} = ${first};`,
      turn: `${name} = ${context.called(`Math.${combine}`)}(${name}, ${value});`,
    };
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
    const lanes = lanesOfBlock(
      added.map(of => read(of.value)),
      name,
      names,
      { row, first },
    );
    const shifted = (lines: readonly string[], by: string): string[] => lines.map(text => indent + by + text);
    return [
      `${indent}size_t ${block} = 0;`,
      `${indent}for (${type} ${first} = ${from}; ${first} < ${end}; ${first} += 1024) {`,
      `${indent}  const ${type} ${last} = ${end} - ${first} < 1024 ? ${end} : ${first} + 1024;`,
      ...shifted(lanes.before, '  '),
      `${indent}  ${turning(first, last)}`,
      ...turn,
      ...shifted(lanes.turn, '    '),
      `${indent}  }`,
      ...shifted(lanes.after, '  '),
      `${indent}  ${context.called('addBlock')}(${name}, ${count}, ${block}++);`,
      `${indent}}`,
      `${indent}${context.called('finishBlocks')}(${name}, ${count}, ${block});`,
      ...added.map((total, k) => indent + assigned(totalOf(total, false), `${name}[${k}]`)),
    ];
  }

  /** A loop over rows that arrive in parts: what comes before it, and what is done with a part, go to the stage that it is. */
  function pass(of: Passes, { added, others, before, row, from, end, turn, turning, indent, type }: Pass): void {
    const { seen, blocks, total, failed, sums, lanes } = of;
    const count = added.length;
    const [first, last] = [names.claim('first'), names.claim('last')];
    const values = added.map(({ value }) => read(value));
    const waiting = lanesOfPart(values, lanes.name, names, { row, first, seen });
    const shifted = (lines: readonly string[], by: string): string[] => lines.map(text => indent + by + text);
    sums.length = Math.max(sums.length, (LEVELS + 1) * count);
    lanes.length = Math.max(lanes.length, 2 * count);
    const endBlock = (): string => `${context.called('endBlock')}(${sums.name}, ${lanes.name}, ${count}, ${blocks}++);`;
    const [range, ...initial] = before as [string, ...string[]];
    const isFirst = of.stages.length === 0 && !of.isCounted;
    of.stages.push({
      before: [...written, ...initial],
      rows: [
        range,
        `${indent}for (${type} ${first} = ${from}, ${last}; ${first} < ${end}; ${first} = ${last}) {`,
        // No part of it is in two blocks.
        `${indent}  ${last} = ${end} - ${first} < 1024 - ${seen} % 1024 ? ${end} : ${first} + (1024 - ${seen} % 1024);`,
        ...shifted(waiting.before, '  '),
        `${indent}  ${turning(first, last)}`,
        ...turn,
        ...shifted(waiting.turn, '    '),
        `${indent}  }`,
        ...shifted(waiting.after, '  '),
        `${indent}  ${seen} += ${last} - ${first};`,
        ...(count === 0 ? [] : [`${indent}  if (${seen} % 1024 == 0) ${endBlock()}`]),
        `${indent}}`,
      ],
      end: [
        isFirst ? `${indent}${total} = ${seen};` : `${indent}if (${seen} != ${total}) ${failed} = 1;`,
        ...(count === 0
          ? []
          : [
              `${indent}if (${seen} % 1024 != 0) ${endBlock()}`,
              `${indent}${context.called('finishBlocks')}(${sums.name}, ${count}, ${blocks});`,
            ]),
        ...others.filter(context.needsRows).map(({ node }) => `${indent}if (${seen} == 0) ${textOf(node)} = NAN;`),
        ...added.map((total, k) => indent + assigned(totalOf(total, false), `${sums.name}[${k}]`)),
      ],
    });
    written.length = 0;
  }

  const textOf = (node: Node): string => {
    const { name, index } = known.get(node)!;
    return `${name}[${index}]`;
  };

  /** What comes after the loop over rows that was last, where they arrive in parts. */
  const written: string[] = [];

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
  for (const of of sections.slice(0, -1)) for (const text of texts(of, '  ')) written.push(text);
  const argument = reading(sections.at(-1) as Line);
  const sized = [...sizes].map(([dimension, name]) => ({ name, of: sizeName(dimension) }));
  const declared = [
    ...(passes === null ? sized : []).map(({ name, of }) => `  const double ${name} = (double)${of};`),
    ...arrayText(passes === null ? sums : null),
    ...allocated,
  ];
  const isLooping = loopsOf({ sections }).some(({ index }) => graph.indices[index]!.dimension === ROWS);
  const used = rows === null ? [] : isLooping ? [rows.start, rows.count] : sizes.has(ROWS) ? [rows.count] : [];
  const add = (placed: Placed, value: string): string => addTo(placed, placed.element, value);
  return { statements: [...declared, ...written], argument, used, add, release, numbers: sized };
}

const arrayText = (array: { readonly name: string; readonly length: number } | null): string[] =>
  array === null ? [] : [`  double ${array.name}[${array.length}];`];
