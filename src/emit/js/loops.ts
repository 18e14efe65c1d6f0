// Sections → statements: straight lines, and loops around them. What one section makes and another reads has a name of its own,
// which is settled before either is printed.

import type * as ESTree from 'estree';
import loopsProgram from '../../../templates/loops.js?estree';
import { constantValue, inputSlot, leafEntries, type Node, operationOf } from '../../graph/graph.js';
import { ELEMENT, SIZE } from '../../ops/table.js';
import { type Line, type Loop, linesOf, type Schedule, type Section, type Total } from '../../schedule/sections.js';
import type { Signature } from '../arguments.js';
import type { Access, Names } from '../line/line-context.js';
import { type Body, emitBody, type ScriptContext } from './line/body.js';
import * as js from './print/estree.js';
import { fill, lazyTemplate } from './templates/template.js';

const loops = lazyTemplate(loopsProgram);

/** Sums of one loop that are kept in variables; more are kept in an array. */
const MOST_VARIABLES = 12;

/** Elements that are kept in locals around loops. */
const MOST_KEPT = 100;

/** Blocks of 1,024 rows are at most 2^32: sums of as many levels are kept. */
const LEVELS = 32;

export interface SectionContext {
  readonly signature: Signature;
  readonly names: Names;
  readonly wanted: (node: Node) => string | undefined;
  /** What the code of a line is told, but for the line's own names. */
  lineContext(line: Line): Omit<ScriptContext, 'argument' | 'wanted' | 'given'>;
  /** The code of a line that is too long for one function. @param accesses how its imports are read */
  chunked(line: Line, accesses: readonly Access[]): Body;
  special(name: string): string;
  /** How the function is called, for what it throws. */
  readonly call: string;
  /** True where the program has no value without rows, as it is made of an extremum of them. */
  needsRows(combine: Total['combine']): boolean;
  /** The module's array that sums are made in. @param length that is needed */
  sums(length: number): string;
}

export interface Sections {
  /** All but the last line. */
  readonly statements: readonly ESTree.Statement[];
  /** How the last line reads its imports, and its inputs of both kinds. */
  readonly accesses: readonly Access[];
  argument(slot: number): Access;
}

export function emitSections({ graph, sections }: Schedule, context: SectionContext): Sections {
  const { signature, names } = context;
  const known = new Map<Node, string>();
  /** Variables of the loops around. */
  const turns = new Map<number, string>();

  function access(node: Node): Access {
    const name = known.get(node);
    if (name !== undefined) return { name, index: null, keep: name };
    const entries = leafEntries(graph, node);
    switch (graph.operation[node]) {
      case ELEMENT: {
        const [slot, index] = entries as [number, number];
        const { name, width, element, keep } = signature.column(slot);
        const row = turns.get(index)!;
        const start = width === 1 ? row : `${row} * ${width}`;
        return { name, index: null, at: element === 0 ? start : `${start} + ${element}`, keep: `${keep}_${row}` };
      }
      case SIZE:
        return { name: signature.rows!.count, index: null, keep: signature.rows!.count };
      default:
        throw new Error(`internal error: ${operationOf(graph, node).name} in a section`);
    }
  }

  /** How the imports of a line are read where it stands. */
  const accessesOf = ({ links }: Line): Access[] => links.imports.map(access);

  /** Elements that loops read are read once. */
  const kept = new Map<number, Access>();
  const reading =
    ({ links: { first } }: Line, accesses: readonly Access[]) =>
    (slot: number): Access =>
      slot < first ? (kept.get(slot) ?? signature.reader(slot)) : accesses[slot - first]!;

  /** A value that another section made, or a leaf. */
  function read(node: Node): ESTree.Expression {
    const value = constantValue(graph, node);
    if (value !== undefined) return js.number(value);
    const slot = inputSlot(graph, node);
    const { name, index, at } = slot === undefined ? access(node) : (kept.get(slot) ?? signature.reader(slot));
    return at === undefined ? js.read({ name, index }) : js.at(js.identifier(name), js.code(at));
  }

  function line(section: Line): ESTree.Statement[] {
    const { exports } = section.links;
    const { returned } = section.results;
    const given = new Map<Node, string>();
    const after: [string, Node][] = [];
    for (const [i, node] of exports.entries()) {
      const own = context.wanted(node);
      const name = own === undefined ? names.temporary() : names.claim(own);
      known.set(node, name);
      const inside = returned[i]!;
      // What other sections read are numbers; what crosses between chunks has no variable.
      if (operationOf(graph, node).boolean === true || section.chunks !== null) after.push([name, inside]);
      else given.set(inside, name);
    }
    const accesses = accessesOf(section);
    const body =
      section.chunks === null
        ? emitBody(
            section,
            {
              ...context.lineContext(section),
              wanted: section.links.names,
              argument: reading(section, accesses),
              given: node => given.get(node),
            },
            returned,
          )
        : context.chunked(section, accesses);
    return [
      ...body.statements,
      ...after.map(([name, node]) => js.declare('const', js.identifier(name), body.numeric(node))),
    ];
  }

  function loop({ index, sections, totals }: Loop): ESTree.Statement[] {
    const from = signature.rows!.start;
    const to = names.claim('end');
    const row = names.claim(graph.indices[index]!.name);
    const outer = turns.get(index);
    turns.set(index, row);
    const body = all(sections);
    const { declared, turn } = extremaOf(totals);
    const refused = totals.find(({ combine }) => context.needsRows(combine));
    const sums = totals.filter(({ combine }) => combine === 'sum');
    const bounds = {
      $row: [js.identifier(row)],
      $from: [js.identifier(from)],
      $to: [js.identifier(to)],
    };
    const end = js.declare(
      'const',
      js.identifier(to),
      js.binary('+', js.identifier(from), js.identifier(signature.rows!.count)),
    );
    const statements = (name: string, filling: Parameters<typeof fill>[2]): ESTree.Statement[] =>
      fill(loops(), name, filling).body.body;
    let looped: ESTree.Statement[];
    if (sums.length === 0) {
      looped = statements('turns', { expressions: bounds, statements: { $body: [...body, ...turn] } });
    } else {
      const first = names.claim('first');
      const { array, reset, added, gathered, totalled } = sumsOf(sums, row, first);
      looped = [
        ...statements('blocks', {
          expressions: {
            ...bounds,
            $first: [js.identifier(first)],
            $last: [js.identifier(names.claim('last'))],
            $block: [js.identifier(names.claim('block'))],
            $addBlock: [js.identifier(context.special('addBlock'))],
            $finishBlocks: [js.identifier(context.special('finishBlocks'))],
            $sums: [js.identifier(array)],
            $width: [js.number(sums.length)],
          },
          statements: { $body: [...body, ...turn, ...added], $reset: reset, $gather: gathered },
        }),
        ...totalled,
      ];
    }
    if (outer === undefined) turns.delete(index);
    else turns.set(index, outer);
    const message =
      refused === undefined ? [] : [js.text(`${context.call}: '${refused.combine}' needs rows, got none`)];
    const checked =
      refused === undefined
        ? []
        : statements('refused', {
            expressions: { $count: [js.identifier(signature.rows!.count)], $message: message },
          });
    return [...checked, end, ...declared, ...looped];
  }

  function nameOf({ node, combine }: Total): string {
    const name = names.claim(context.wanted(node) ?? combine);
    known.set(node, name);
    return name;
  }

  /** Totals that are no sums: a variable each. */
  function extremaOf(totals: readonly Total[]) {
    const declared: ESTree.Statement[] = [];
    const turn: ESTree.Statement[] = [];
    for (const total of totals) {
      if (total.combine === 'sum') continue;
      const value = read(total.value);
      const name = js.identifier(nameOf(total));
      const { empty, combined } = combinations[total.combine];
      declared.push(js.declare('let', name, js.number(empty)));
      turn.push(js.assign(name, combined(name, value)));
    }
    return { declared, turn };
  }

  /** Sums of two lanes: rows go to one and the other in turn. */
  function sumsOf(sums: readonly Total[], row: string, first: string) {
    const count = sums.length;
    // Of the block, of each level, of the lanes, and of the row.
    const lanes = (LEVELS + 1) * count;
    const ofRow = lanes + 2 * count;
    const array = context.sums(ofRow + count);
    const values = sums.map(({ value }) => read(value));
    const place = (k: number): ESTree.MemberExpression => js.element(js.identifier(array), k);
    const totalled = sums.map((total, k) => js.declare('const', js.identifier(nameOf(total)), place(k)));
    if (count > MOST_VARIABLES) {
      const lane = js.identifier(names.claim('lane'));
      const k = js.identifier(names.claim('k'));
      const inArray = (index: ESTree.Expression): ESTree.MemberExpression => js.at(js.identifier(array), index);
      const shifted = (by: number): ESTree.MemberExpression => inArray(js.binary('+', k, js.number(by)));
      const inLane = inArray(js.binary('+', lane, k));
      return {
        array,
        reset: [js.countingLoop(k, 2 * count, js.assign(shifted(lanes), js.number(0)))],
        // The loop adds what it would take far more code to add one by one: V8 does not optimise long functions.
        added: [
          ...values.map((value, i) => js.assign(place(ofRow + i), value)),
          js.declare('const', lane, js.code(`${lanes} + ((${row} - ${first}) & 1) * ${count}`)),
          js.countingLoop(k, count, js.assign(inLane, js.binary('+', inLane, shifted(ofRow)))),
        ],
        gathered: [
          js.countingLoop(k, count, js.assign(inArray(k), js.binary('+', shifted(lanes), shifted(lanes + count)))),
        ],
        totalled,
      };
    }
    const pairs = sums.map(
      () => [names.claim('lane'), names.claim('lane')].map(js.identifier) as [ESTree.Identifier, ESTree.Identifier],
    );
    return {
      array,
      reset: pairs.flatMap(pair => pair.map(name => js.declare('let', name, js.number(0)))),
      added: pairs.flatMap(([now, other], i) => {
        const next = js.identifier(names.temporary());
        return [
          js.declare('const', next, js.binary('+', now, values[i]!)),
          js.assign(now, other),
          js.assign(other, next),
        ];
      }),
      gathered: pairs.map(([now, other], i) => js.assign(place(i), js.binary('+', now, other))),
      totalled,
    };
  }

  const all = (list: readonly Section[]): ESTree.Statement[] =>
    list.flatMap(section => (section.kind === 'line' ? line(section) : loop(section)));

  /** Locals for the elements of arrays that loops read, unless they are so many that they would be on the stack. */
  function keepElements(): ESTree.Statement[] {
    const slots = new Set<number>();
    for (const section of sections)
      if (section.kind === 'loop') for (const inner of linesOf(section)) addInputs(inner, slots);
    const inMemory = [...slots].sort((a, b) => a - b).filter(slot => signature.reader(slot).index !== null);
    if (inMemory.length > MOST_KEPT) return [];
    return inMemory.map(slot => {
      const element = signature.reader(slot);
      const name = names.claim(element.keep);
      kept.set(slot, { name, index: null, keep: name });
      return js.declare('const', js.identifier(name), js.read(element));
    });
  }

  // The last section has the results.
  const last = sections.at(-1) as Line;
  const statements = [...keepElements(), ...all(sections.slice(0, -1))];
  const accesses = accessesOf(last);
  return { statements, accesses, argument: reading(last, accesses) };
}

/** Adds the slots of the inputs that a line reads, but for its imports. */
function addInputs({ graph, links: { first } }: Line, slots: Set<number>): void {
  for (let node = 0; node < graph.size; node++) {
    const slot = inputSlot(graph, node);
    if (slot !== undefined && slot < first) slots.add(slot);
  }
}

interface Combination {
  readonly empty: number;
  combined(before: ESTree.Expression, value: ESTree.Expression): ESTree.Expression;
}

const math = (name: string) => (before: ESTree.Expression, value: ESTree.Expression) =>
  js.call(js.member(js.identifier('Math'), name), [before, value]);

const combinations: Readonly<Record<'min' | 'max' | 'prod', Combination>> = {
  min: { empty: Number.POSITIVE_INFINITY, combined: math('min') },
  max: { empty: Number.NEGATIVE_INFINITY, combined: math('max') },
  prod: { empty: 1, combined: (before, value) => js.binary('*', before, value) },
};
