// Sections → C: straight lines, and loops around them, as JavaScript has them (js/loops.ts): with the same blocks and lanes, and
// sums in the same order, so that they have the same bits. A line is never cut into chunks here: compilers of C need no short
// functions.

import { constantValue, inputSlot, leafEntries, type Node, operationOf } from '../../graph/graph.js';
import { LimitReached } from '../../limits.js';
import { ELEMENT, SIZE } from '../../ops/table.js';
import type { Line, Loop, Schedule, Section, Total } from '../../schedule/sections.js';
import type { Reader } from '../arguments.js';
import { type BodyContext, wholeWriter } from '../line/line-body.js';
import type { Access, Names } from '../line/line-context.js';
import type { DataColumn } from './columns.js';
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
  column(slot: number): DataColumn;
  readonly rows: { readonly start: string; readonly count: string };
  wanted(node: Node): string | undefined;
  /** What the code of a line is told, but for the line's own names. */
  readonly lineContext: Omit<BodyContext, 'argument' | 'wanted' | 'given'>;
  /** The name of a function of ours. */
  called(key: string): string;
  /** True where the program has no value without rows: it is NaN then. */
  needsRows(combine: Total['combine']): boolean;
}

export interface Sections {
  /** Of all but the last line. */
  readonly statements: readonly string[];
  /** How the last line reads its inputs. */
  argument(slot: number): Access;
  /** Those of the parameters that say which rows. */
  readonly used: readonly string[];
}

/** @throws LimitReached where there are more sums than go on a stack */
export function sectionTexts({ graph, sections }: Schedule, context: LoopContext): Sections {
  const { names, reader, rows } = context;
  const known = new Map<Node, string>();
  /** Variables of the loops around. */
  const turns = new Map<number, string>();
  let size: string | null = null;
  let sums: { readonly name: string; length: number } | null = null;

  function access(node: Node): Access {
    const name = known.get(node);
    if (name !== undefined) return { name, index: null, keep: name };
    const entries = leafEntries(graph, node);
    switch (graph.operation[node]) {
      case ELEMENT: {
        const [slot, index] = entries as [number, number];
        const { name, width, element, keep } = context.column(slot);
        const row = turns.get(index)!;
        const start = width === 1 ? row : `${row} * ${width}`;
        return { name, index: null, at: element === 0 ? start : `${start} + ${element}`, keep: `${keep}_${row}` };
      }
      case SIZE:
        size ??= names.claim('rows');
        return { name: size, index: null, keep: size };
      default:
        throw new Error(`internal error: ${operationOf(graph, node).name} in a section`);
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

  function loop({ index, sections: inner, totals }: Loop, indent: string): string[] {
    const end = names.claim('end');
    const row = names.claim(graph.indices[index]!.name);
    const outer = turns.get(index);
    turns.set(index, row);
    const added = totals.filter(({ combine }) => combine === 'sum');
    const depth = added.length === 0 ? 1 : 2;
    const inside = indent + '  '.repeat(depth);
    const body = inner.flatMap(section => texts(section, inside));
    const extrema = totals.filter(({ combine }) => combine !== 'sum').map(total => extremum(total));
    const turn = [...body, ...extrema.map(({ turn }) => inside + turn)];
    const before = [
      `${indent}const size_t ${end} = ${rows.start} + ${rows.count};`,
      ...extrema.map(({ declared }) => indent + declared),
    ];
    const turning = (from: string, to: string): string => `for (size_t ${row} = ${from}; ${row} < ${to}; ${row}++) {`;
    const looped =
      added.length === 0
        ? [`${indent}${turning(rows.start, end)}`, ...turn, `${indent}}`]
        : blocks(added, { row, end, turn, turning, indent });
    if (outer === undefined) turns.delete(index);
    else turns.set(index, outer);
    return [...before, ...looped];
  }

  function nameOf({ node, combine }: Total): string {
    const name = names.claim(context.wanted(node) ?? combine);
    known.set(node, name);
    return name;
  }

  function extremum(total: Total): { readonly declared: string; readonly turn: string } {
    const { combine } = total;
    const value = read(total.value);
    const name = nameOf(total);
    if (combine === 'prod') return { declared: `double ${name} = 1.0;`, turn: `${name} = ${name} * ${value};` };
    const empty = combine === 'min' ? 'INFINITY' : '-INFINITY';
    const first = context.needsRows(combine) ? `${rows.count} == 0 ? NAN : ${empty}` : empty;
    return {
      declared: `double ${name} = ${first};`,
      turn: `${name} = ${context.called(`Math.${combine}`)}(${name}, ${value});`,
    };
  }

  interface Blocks {
    readonly row: string;
    readonly end: string;
    readonly turn: readonly string[];
    turning(from: string, to: string): string;
    readonly indent: string;
  }

  /** Sums of blocks of rows, in two lanes, added in pairs. */
  function blocks(added: readonly Total[], { row, end, turn, turning, indent }: Blocks): string[] {
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
      `${indent}for (size_t ${first} = ${rows.start}; ${first} < ${end}; ${first} += 1024) {`,
      `${indent}  const size_t ${last} = ${end} - ${first} < 1024 ? ${end} : ${first} + 1024;`,
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

  // The last section has the results.
  const statements = sections.slice(0, -1).flatMap(section => texts(section, '  '));
  const argument = reading(sections.at(-1) as Line);
  const declared = [...(size === null ? [] : [`  const double ${size} = (double)${rows.count};`]), ...arrayText(sums)];
  const isLooping = sections.some(({ kind }) => kind === 'loop');
  const used = isLooping ? [rows.start, rows.count] : size === null ? [] : [rows.count];
  return { statements: [...declared, ...statements], argument, used };
}

const arrayText = (array: { readonly name: string; readonly length: number } | null): string[] =>
  array === null ? [] : [`  double ${array.name}[${array.length}];`];
