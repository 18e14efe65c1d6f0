// Sections → statements: straight lines, and loops around them. What one section makes and another reads has a name of its own,
// which is settled before either is printed.

import type * as ESTree from 'estree';
import loopsProgram from '../../../templates/loops.js?estree';
import passesProgram from '../../../templates/passes.js?estree';
import { isOfRows } from '../../exports/passes.js';
import type { Placed } from '../../exports/plan.js';
import { domainOf, EVERYWHERE } from '../../graph/domain.js';
import { constantValue, inputSlot, leafEntries, type Node, operationOf } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import { ELEMENT, INDEX, SIZE } from '../../ops/table.js';
import {
  type Line,
  type Loop,
  linesOf,
  loopsOf,
  type Schedule,
  type Section,
  type Total,
} from '../../schedule/sections.js';
import type { Signature } from '../arguments.js';
import type { Access, Names } from '../line/line-context.js';
import { createSubscripts, keptBy, type Stored } from '../subscripts.js';
import { rowsOf } from './argument-checks.js';
import { refusalOf, roomOf } from './before-loops.js';
import type { ChunkedLines } from './chunked-lines.js';
import { type Body, emitBody, type ScriptContext } from './line/body.js';
import * as js from './print/estree.js';
import { fill, lazyTemplate } from './templates/template.js';

const loops = lazyTemplate(loopsProgram);
const passing = lazyTemplate(passesProgram);

/** Sums of one loop that are kept in variables; more are kept in an array. */
const MOST_VARIABLES = 12;

/** Sums of an array that a value is added to one by one: half as much time as a loop over all of them takes. */
const MOST_ADDED = 400;

/** Elements that are kept in locals around loops. */
const MOST_KEPT = 100;

/** Blocks of 1,024 rows are at most 2^32: sums of as many levels are kept. */
const LEVELS = 32;

/** A loop in parts. */
interface LoopCode {
  readonly before: readonly ESTree.Statement[];
  readonly looped: readonly ESTree.Statement[];
  /** Makes variables of the sums that it has left in the array. */
  readonly totalled: readonly ESTree.Statement[];
  /** Variables of its other totals. */
  readonly variables: readonly string[];
}

/**
 * Statements of a function above which each of its loops becomes a function of its own: V8 does not optimise a function of more
 * than 61,440 bytes of bytecode, and then none of its loops.
 */
const MOST_STATEMENTS = 1000;

/** Statements of a total: its value is added in turn to lanes, and these are gathered. */
const STATEMENTS_OF_TOTAL = 4;

export interface SectionContext {
  readonly signature: Signature;
  readonly names: Names;
  readonly wanted: (node: Node) => string | undefined;
  /** Where what loops write goes. */
  readonly scattered: ReadonlyMap<Node, Placed>;
  /** What the code of a line is told, but for the line's own names. */
  lineContext(line: Line): Omit<ScriptContext, 'argument' | 'wanted' | 'given'>;
  /** The code of a line that is too long for one function. */
  readonly chunked: ChunkedLines['inLoop'];
  /** A free name for the function of a loop. */
  claim(): string;
  special(name: string): string;
  /** How the function is called, for what it throws. */
  readonly call: string;
  /** True where the program has no value without rows, as it is made of an extremum of them. */
  needsRows(total: Total): boolean;
  /** The module's array that sums are made in. @param length that is needed */
  sums(length: number): string;
  /** Where rows arrive in parts; null where all are there. */
  readonly passes: Passes | null;
}

/** A function that stops for each part of the rows, in each of its loops over them. */
export interface Passes {
  /** Variable that says how many rows there are. */
  readonly total: string;
  /** Whether that is known from the beginning, as a pass of its own has counted them. */
  readonly isCounted: boolean;
  /** Passes that there are so far. */
  stages: number;
  /** Whether the number of rows was wanted before a pass had told it. */
  isEarly: boolean;
}

export interface Sections {
  /** All but the last line. */
  readonly statements: readonly ESTree.Statement[];
  /** Functions of loops that the statements call. */
  readonly functions: readonly ESTree.FunctionDeclaration[];
  /** How the last line reads its imports, and its inputs of both kinds. */
  readonly accesses: readonly Access[];
  argument(slot: number): Access;
  /** Adds a value to its place in an array of results, or writes it there. */
  add(placed: Placed, value: ESTree.Expression): ESTree.Statement;
}

export function emitSections({ graph, sections }: Schedule, context: SectionContext): Sections {
  const { signature, names } = context;
  const known = new Map<Node, string>();
  /** Variables of the loops around. */
  const turns = new Map<number, string>();

  /** Arrays that recurrences leave. */
  const stateNames: string[] = [];

  const functions: ESTree.FunctionDeclaration[] = [];
  /** Locals outside of the loop that is being made. */
  let outside = new Set<string>();
  /** Those that it reads: arguments where it is a function. */
  const readOutside = new Set<string>();
  const mark = (name: string): string => {
    if (outside.has(name)) readOutside.add(name);
    return name;
  };

  const { passes } = context;

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

  /** How the imports of a line are read where it stands. */
  const accessesOf = ({ links }: Line): Access[] => links.imports.map(access);

  /** Elements that loops read are read once. */
  const kept = new Map<number, Access>();
  /** How a line's inputs are read where it stands; found at once, as it is printed when all of it is settled. */
  function reading(line: Line, accesses: readonly Access[]): (slot: number) => Access {
    const { first } = line.links;
    const slots = new Set<number>();
    addInputs(line, slots);
    const inputs = new Map([...slots].map(slot => [slot, inputAt(slot)]));
    return slot => (slot < first ? inputs.get(slot)! : accesses[slot - first]!);
  }

  function inputAt(slot: number): Access {
    const local = kept.get(slot);
    return local === undefined ? signature.reader(slot) : { ...local, name: mark(local.name) };
  }

  /** A value that another section made, or a leaf. */
  function read(node: Node): ESTree.Expression {
    const value = constantValue(graph, node);
    if (value !== undefined) return js.number(value);
    const slot = inputSlot(graph, node);
    const { name, index, at } = slot === undefined ? access(node) : inputAt(slot);
    return at === undefined ? js.read({ name, index }) : js.at(js.identifier(name), js.code(at));
  }

  function line(of: Line): ESTree.Statement[] {
    // What crosses between chunks is in an array of the module, which others may use where a pass waits for rows.
    const section = passes === null ? of : { ...of, chunks: null };
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
        : chunkedBody(section, accesses);
    return [
      ...body.statements,
      ...after.map(([name, node]) => js.declare('const', js.identifier(name), body.numeric(node))),
    ];
  }

  /** What comes before the outermost loop around. */
  const early: ESTree.Statement[] = [];

  function chunkedBody(section: Line, accesses: readonly Access[]): Body {
    const isFixed = section.links.imports.map(node => domainOf(graph, node) === EVERYWHERE);
    const { body, before } = context.chunked(section, accesses, isFixed);
    if (turns.size === 0) return { ...body, statements: [...before, ...body.statements] };
    early.push(...before);
    return body;
  }

  const isLong = passes === null && lengthOf(sections) > MOST_STATEMENTS;

  /** A loop, as a function of its own in a long function. */
  function loop(section: Loop): ESTree.Statement[] {
    if (!isLong || turns.size > 0) {
      const { before, looped, totalled } = loopOf(section);
      return [...before, ...looped, ...totalled];
    }
    outside = new Set([...known.values(), ...[...kept.values()].map(({ name }) => name), ...stateNames]);
    for (const { name } of signature.sizes.values()) outside.add(name);
    readOutside.clear();
    const { before, looped, totalled, variables } = loopOf(section);
    outside = new Set();
    const id = js.identifier(context.claim());
    const params = [...signature.parameters.map(({ name }) => name), ...readOutside].map(js.identifier);
    // What is no sum goes where these are, behind them all.
    const first = (LEVELS + 3) * section.totals.length;
    const array = js.identifier(variables.length === 0 ? '' : context.sums(first + variables.length));
    const left = variables.map((name, i) => js.assign(js.element(array, first + i), js.identifier(name)));
    const taken = variables.map((name, i) => js.declare('const', js.identifier(name), js.element(array, first + i)));
    functions.push({ type: 'FunctionDeclaration', id, params, body: js.block([...before, ...looped, ...left]) });
    return [js.statement(js.call(id, params)), ...totalled, ...taken];
  }

  function loopOf(section: Loop): LoopCode {
    const { index, direction, sections, totals, recurrences } = section;
    const { name, dimension, lower, upper } = graph.indices[index]!;
    const row = names.claim(name);
    const end = names.claim('end');
    const from = dimension === ROWS ? signature.rows!.start : String(lower);
    const to = dimension === ROWS ? `${from} + ${signature.rows!.count}` : subscripts.size(dimension, upper + 1);
    const isInner = turns.size > 0;
    // Loops around have other indices.
    turns.set(index, row);
    subscripts.open(section);
    const body = all(sections);
    const isPass = passes !== null && dimension === ROWS && !isInner;
    if (isPass) passes.stages++;
    const sums = isInner ? [] : totals.filter(({ combine }) => combine === 'sum');
    const others = totalsOf(isInner ? totals : totals.filter(({ combine }) => combine !== 'sum'));
    const refused = totals.find(context.needsRows);
    const bounds = {
      $row: [js.identifier(row)],
      $from: [js.code(from)],
      $to: [js.identifier(end)],
    };
    let looped: ESTree.Statement[];
    let totalled: ESTree.Statement[] = [];
    if (isPass) {
      const turn = [...body, ...others.turn];
      const made = passOf(passes, { row, end, sums, turn, refused, others });
      turns.delete(index);
      return { ...made, before: others.declared, variables: others.names };
    }
    if (recurrences.length > 0) {
      const stores = recurrences.flatMap(subscripts.left).map(store);
      const filling = { expressions: bounds, statements: { $body: [...body, ...stores] } };
      looped = filledFrom(direction === 1 ? 'turns' : 'downwards', filling);
    } else if (sums.length === 0) {
      looped = filledFrom('turns', { expressions: bounds, statements: { $body: [...body, ...others.turn] } });
    } else {
      const first = names.claim('first');
      const made = sumsOf(sums, row, first);
      totalled = made.totalled;
      looped = filledFrom('blocks', {
        expressions: {
          ...bounds,
          $first: [js.identifier(first)],
          $last: [js.identifier(names.claim('last'))],
          $block: [js.identifier(names.claim('block'))],
          $addBlock: [js.identifier(context.special('addBlock'))],
          $finishBlocks: [js.identifier(context.special('finishBlocks'))],
          $sums: [js.identifier(made.array)],
          $width: [js.number(sums.length)],
        },
        statements: { $body: [...body, ...others.turn, ...made.added], $reset: made.reset, $gather: made.gathered },
      });
    }
    turns.delete(index);
    const checked = refusalOf(graph, section, context, subscripts.size);
    const before = [
      ...(isInner ? [] : early.splice(0)),
      ...checked,
      js.declare('const', js.identifier(end), js.code(to)),
      ...others.declared,
      ...recurrences.flatMap(subscripts.starts).map(store),
    ];
    return { before, looped, totalled, variables: others.names };
  }

  const filledFrom = (of: string, filling: Parameters<typeof fill>[2]): ESTree.Statement[] =>
    fill(inPasses.has(of) ? passing() : loops(), of, filling).body.body;

  /** A loop over rows that arrive in parts. */
  function passOf(
    { stages, isCounted, total }: Passes,
    { row, end, sums, turn, refused, others }: Pass,
  ): Pick<LoopCode, 'looped' | 'totalled'> {
    const [seen, piece] = [names.claim('seen'), names.claim('piece')];
    const [first, last, block] = [names.claim('first'), names.claim('last'), names.claim('block')];
    const [parts, part] = [names.claim('parts'), names.claim('part')];
    const isFirst = stages === 1 && !isCounted;
    const check = [
      ...(isFirst
        ? [js.declare('const', js.identifier(total), js.identifier(seen))]
        : filledFrom('same', {
            expressions: { $seen: [js.identifier(seen)], $rows: [js.identifier(total)] },
          })),
      ...(refused === undefined
        ? []
        : filledFrom('refused', {
            expressions: {
              $count: [js.identifier(total)],
              $message: [js.text(`${context.call}: '${refused.combine}' needs rows, got none`)],
            },
          })),
    ];
    const expressions = {
      $seen: [js.identifier(seen)],
      $piece: [js.identifier(piece)],
      $columns: signature.parameters.filter(isOfRows).map(({ name }) => js.identifier(name)),
      $start: [js.identifier(signature.rows!.start)],
      $count: [js.identifier(signature.rows!.count)],
      $end: [js.identifier(end)],
      $row: [js.identifier(row)],
      $parts: [js.identifier(parts)],
      $part: [js.identifier(part)],
      $others: others.names.map(js.identifier),
    };
    const joining = { $check: check, $again: others.again, $join: others.joined(part) };
    if (sums.length === 0)
      return {
        looped: filledFrom('plainPieces', { expressions, statements: { $body: turn, ...joining } }),
        totalled: [],
      };
    const made = sumsOf(sums, row, `${first} + ${seen}`);
    const looped = filledFrom('pieces', {
      expressions: {
        ...expressions,
        $first: [js.identifier(first)],
        $last: [js.identifier(last)],
        $block: [js.identifier(block)],
        $addBlock: [js.identifier(context.special('addBlock'))],
        $addPart: [js.identifier(context.special('addPart'))],
        $finishBlocks: [js.identifier(context.special('finishBlocks'))],
        $sums: [js.identifier(made.array)],
        $width: [js.number(sums.length)],
        $kept: [js.number((LEVELS + 1) * sums.length)],
      },
      statements: {
        $body: [...turn, ...made.added],
        $reset: made.reset,
        $gather: made.gathered,
        $clear: made.cleared,
        ...joining,
      },
    });
    return { looped, totalled: made.totalled };
  }

  /** Keeps a value of a recurrence where those after it find it. */
  const store = ({ place: { name, at }, value }: Stored): ESTree.Statement =>
    js.assign(js.at(js.identifier(mark(name)), js.code(at)), read(value));

  function nameOf({ node, combine }: Total): string {
    const name = names.claim(context.wanted(node) ?? combine);
    known.set(node, name);
    return name;
  }

  /** @param element that says the place, as it stands in the program; null for a number */
  function addTo(
    { target, before, digits, isAlone }: Placed,
    element: Node | null,
    value: ESTree.Expression,
  ): ESTree.Statement {
    // Each target is an array among the arguments.
    const array = signature.outputs.find(({ extent, label }) => extent !== undefined && label.startsWith(target))!;
    const at =
      digits === undefined ? subscripts.result(before, element, signature.column) : subscripts.placed(digits, element);
    const place = js.at(js.identifier(array.name), js.code(at));
    return js.assign(place, isAlone ? value : js.binary('+', place, value));
  }

  /** A variable for each total. */
  function totalsOf(totals: readonly Total[]) {
    const declared: ESTree.Statement[] = [];
    const turn: ESTree.Statement[] = [];
    const variables: string[] = [];
    const kinds: Combination[] = [];
    for (const total of totals) {
      // What it repeats is in the loop already.
      if (total.combine === 'each') continue;
      const value = read(total.value);
      if (total.combine === 'scatter') {
        turn.push(addTo(context.scattered.get(total.node)!, total.place, value));
        continue;
      }
      const name = nameOf(total);
      variables.push(name);
      const kind = combinations[total.combine];
      kinds.push(kind);
      const { empty, combined } = kind;
      declared.push(js.declare('let', js.identifier(name), js.number(empty)));
      turn.push(js.assign(js.identifier(name), combined(js.identifier(name), value)));
    }
    const again = kinds.map(({ empty }, i) => js.assign(js.identifier(variables[i]!), js.number(empty)));
    /** @param part variable with a part's rows, sums and others */
    const joined = (part: string): ESTree.Statement[] =>
      kinds.map(({ combined }, i) => {
        const name = js.identifier(variables[i]!);
        return js.assign(name, combined(name, js.element(js.element(js.identifier(part), 2), i)));
      });
    return { declared, turn, names: variables, again, joined };
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
      const add = (at: ESTree.MemberExpression, value: ESTree.Expression): ESTree.Statement =>
        js.assign(at, js.binary('+', at, value));
      const inLane = (index: ESTree.Expression): ESTree.MemberExpression => inArray(js.binary('+', lane, index));
      // A loop adds what it would take too much code to add one by one: V8 does not optimise long functions.
      const adding = (): ESTree.Statement[] =>
        count > MOST_ADDED
          ? [
              ...values.map((value, i) => js.assign(place(ofRow + i), value)),
              js.countingLoop(k, count, add(inLane(k), shifted(ofRow))),
            ]
          : values.map((value, i) => add(i === 0 ? inArray(lane) : inLane(js.number(i)), value));
      const reset = [js.countingLoop(k, 2 * count, js.assign(shifted(lanes), js.number(0)))];
      return {
        array,
        reset,
        cleared: reset,
        added: [js.declare('const', lane, js.code(`${lanes} + ((${row} - ${first}) & 1) * ${count}`)), ...adding()],
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
      cleared: pairs.flatMap(pair => pair.map(name => js.assign(name, js.number(0)))),
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

  /** Arrays for what recurrences leave. */
  function statesIn(): ESTree.Statement[] {
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

  /** How long arguments are. */
  const sizes = (): ESTree.Statement[] =>
    [...signature.sizes.values()].map(({ name, of }) => js.declare('const', js.identifier(name), rowsOf(of)));

  // The last section has the results.
  const last = sections.at(-1) as Line;
  const statements = [...sizes(), ...statesIn(), ...keepElements(), ...all(sections.slice(0, -1))];
  const accesses = accessesOf(last);
  return {
    statements,
    functions,
    accesses,
    argument: reading(last, accesses),
    add: (placed, value) => addTo(placed, placed.element, value),
  };
}

/** How many statements sections are about, those of chunks aside. */
function lengthOf(sections: readonly Section[]): number {
  let length = 0;
  const pending = [...sections];
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    if (section.kind === 'loop') {
      pending.push(...section.sections);
      length += STATEMENTS_OF_TOTAL * section.totals.length;
    } else if (section.chunks === null)
      for (const { steps, otherwise } of section.blocks) length += steps.length + otherwise.length;
    else length += section.links.imports.length + section.links.exports.length;
  }
  return length;
}

/** Adds the slots of the inputs that a line reads, but for its imports. */
function addInputs({ graph, links: { first } }: Line, slots: Set<number>): void {
  for (let node = 0; node < graph.size; node++) {
    const slot = inputSlot(graph, node);
    if (slot !== undefined && slot < first) slots.add(slot);
  }
}

/** A loop over rows that arrive in parts. */
interface Pass {
  readonly row: string;
  readonly end: string;
  readonly sums: readonly Total[];
  /** What it does with a row, sums aside. */
  readonly turn: readonly ESTree.Statement[];
  readonly refused: Total | undefined;
  /** Totals that are no sums: their variables, what nothing gives, and what takes in those of a part. */
  readonly others: {
    readonly names: readonly string[];
    readonly again: readonly ESTree.Statement[];
    joined(part: string): ESTree.Statement[];
  };
}

const inPasses = new Set(['pieces', 'plainPieces', 'same']);

interface Combination {
  readonly empty: number;
  combined(before: ESTree.Expression, value: ESTree.Expression): ESTree.Expression;
}

const math = (name: string) => (before: ESTree.Expression, value: ESTree.Expression) =>
  js.call(js.member(js.identifier('Math'), name), [before, value]);

const combinations: Readonly<Record<Exclude<Total['combine'], 'scatter' | 'each'>, Combination>> = {
  sum: { empty: 0, combined: (before, value) => js.binary('+', before, value) },
  min: { empty: Number.POSITIVE_INFINITY, combined: math('min') },
  max: { empty: Number.NEGATIVE_INFINITY, combined: math('max') },
  prod: { empty: 1, combined: (before, value) => js.binary('*', before, value) },
};
