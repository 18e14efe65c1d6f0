// Sections → statements: straight lines, and loops around them. What one section makes and another reads has a name of its own,
// which is settled before either is printed.

import type * as ESTree from 'estree';
import loopsProgram from '../../../templates/loops.js?estree';
import passesProgram from '../../../templates/passes.js?estree';
import { isOfRows } from '../../exports/passes.js';
import type { Placed } from '../../exports/plan.js';
import { hasSolved } from '../../graph/block.js';
import { domainOf, EVERYWHERE } from '../../graph/domain.js';
import {
  constantValue,
  hasSeveral,
  inputSlot,
  isElement,
  isLeaf,
  leafEntries,
  type Node,
  operationOf,
} from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import { once } from '../../once.js';
import { ELEMENT, INDEX, SIZE } from '../../ops/table.js';
import {
  type Line,
  type Loop,
  linesOf,
  loopsOf,
  type Schedule,
  type Section,
  stepNode,
  type Total,
} from '../../schedule/sections.js';
import type { Signature } from '../arguments.js';
import type { Access, Names, Target } from '../line/line-context.js';
import { createSubscripts, keptBy, type Stored } from '../subscripts.js';
import { rowsOf } from './argument-checks.js';
import { refusalOf, roomOf } from './before-loops.js';
import type { ChunkedLines } from './chunked-lines.js';
import { type Body, emitBody, type ScriptContext } from './line/body.js';
import * as js from './print/estree.js';
import { LEVELS, type Sums, sumsOf } from './sums.js';
import { fill, lazyTemplate } from './templates/template.js';

const loops = lazyTemplate(loopsProgram);
const passing = lazyTemplate(passesProgram);

/** Elements that are kept in locals around loops. */
const MOST_KEPT = 100;

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
  /** Is told what the variable of a node is called. */
  named(node: Node, name: string): void;
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
  /** Statements after which blocks start from what the formula says. */
  cold(): ESTree.Statement[];
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
  const know = (node: Node, name: string): void => {
    known.set(node, name);
    context.named(node, name);
  };
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
    const stored: Target[] = [];
    const storedWith = new Map<Node, number[]>();
    for (const [i, node] of exports.entries()) {
      const target = targets.get(node);
      if (target !== undefined) {
        const positions = storedWith.get(returned[i]!) ?? [];
        positions.push(stored.push(target) - 1);
        storedWith.set(returned[i]!, positions);
        continue;
      }
      const own = context.wanted(node);
      const name = own === undefined ? names.temporary() : names.claim(own);
      know(node, name);
      const inside = returned[i]!;
      // What other sections read are numbers; what crosses between chunks has no variable.
      if (operationOf(graph, node).boolean === true || section.chunks !== null) after.push([name, inside]);
      else given.set(inside, name);
    }
    const accesses = accessesOf(section);
    const body =
      section.chunks === null
        ? emitBody(
            { ...section, storedWith },
            {
              ...context.lineContext(section),
              wanted: section.links.names,
              argument: reading(section, accesses),
              given: node => given.get(node),
              isEarly: () => true,
              result: position => stored[position]!,
            },
            returned.filter((_, i) => !targets.has(exports[i]!)),
          )
        : chunkedBody(section, accesses);
    return [
      // Others may have set it while a pass waited for rows.
      ...(passes !== null && turns.size === 0 && hasSolved(section.graph) ? context.cold() : []),
      ...body.statements,
      ...after.map(([name, node]) => js.declare('const', js.identifier(name), body.numeric(node))),
    ];
  }

  /** Where lines of the loop that is being made add what its sums are of, by the values that they export. */
  let targets: ReadonlyMap<Node, Target> = NO_SUMS;

  /** Values that one line of a loop computes always, for a sum and nothing else: it adds them. */
  function addedInLines({ sections }: Loop, sums: readonly Total[], summing: Sums): ReadonlyMap<Node, Target> {
    const found = new Map<Node, Target>();
    const counts = readCounts();
    const makers = new Map(
      sections.flatMap(section =>
        section.kind === 'line' && section.chunks === null
          ? section.links.exports.map((node, i): [Node, [Line, Node]] => [
              node,
              [section, section.results.returned[i]!],
            ])
          : [],
      ),
    );
    for (const [sum, { value }] of sums.entries()) {
      const [line, inside] = makers.get(value) ?? [];
      const target = summing.target(sum);
      if (line !== undefined && target !== null && counts.get(value) === 1 && isMadeAlways(line, inside!))
        found.set(value, target);
    }
    return found;
  }

  /** How often sections read what others make. */
  const readCounts = once(() => {
    const counts = new Map<Node, number>();
    const count = (node: Node | null): void => {
      if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1);
    };
    for (const { links } of linesOf({ sections })) links.imports.forEach(count);
    for (const loop of loopsOf({ sections })) {
      for (const { value, place } of loop.totals) {
        count(value);
        count(place);
      }
      // What recurrences leave stays a variable.
      for (const { bodies, bases } of loop.recurrences) for (const node of [...bodies, ...bases]) counts.set(node, 2);
    }
    return counts;
  });

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
    for (const total of totals) if (total.handed !== null) known.set(total.handed.leaf, nameOf(total));
    const isPass = passes !== null && dimension === ROWS && !isInner;
    const sums = isInner ? [] : totals.filter(({ combine }) => combine === 'sum');
    const first = names.claim('first');
    const summing = isPass || sums.length === 0 ? null : sumsOf(sums.length, names, context.sums, { row, first });
    const added = summing === null ? NO_SUMS : addedInLines(section, sums, summing);
    const around = targets;
    targets = added;
    const body = all(sections);
    targets = around;
    if (isPass) passes.stages++;
    const others = totalsOf(isInner ? totals : totals.filter(({ combine }) => combine !== 'sum'));
    const refused = totals.find(context.needsRows);
    const bounds = {
      $row: [js.identifier(row)],
      $from: [js.code(from)],
      $to: [js.identifier(end)],
    };
    const isSolving = linesOf(section).some(({ graph: own }) => hasSolved(own));
    // Rows are counted from 0, and all others from 1.
    const solving = (turn: ESTree.Statement[]): ESTree.Statement[] =>
      isSolving ? solvingIn(turn, name, dimension === ROWS ? `${row} + 1` : row) : turn;
    let looped: ESTree.Statement[];
    let totalled: ESTree.Statement[] = [];
    if (isPass) {
      const turn = [...body, ...others.turn];
      const made = passOf(passes, { row, end, sums, turn, isSolving, refused, others });
      turns.delete(index);
      return { ...made, before: others.declared, variables: others.names };
    }
    if (recurrences.length > 0) {
      const stores = recurrences.flatMap(subscripts.left).map(store);
      const filling = { expressions: bounds, statements: { $body: solving([...body, ...stores]) } };
      looped = filledFrom(direction === 1 ? 'turns' : 'downwards', filling);
    } else if (summing === null) {
      const filling = { expressions: bounds, statements: { $body: solving([...body, ...others.turn]) } };
      looped = filledFrom(direction === 1 ? 'turns' : 'downwards', filling);
    } else {
      totalled = totalledIn(sums, summing);
      const adding = summing.added(sum => (added.has(sums[sum]!.value) ? null : read(sums[sum]!.value)));
      looped = filledFrom('blocks', {
        expressions: {
          ...bounds,
          $first: [js.identifier(first)],
          $last: [js.identifier(names.claim('last'))],
          $block: [js.identifier(names.claim('block'))],
          $addBlock: [js.identifier(context.special('addBlock'))],
          $finishBlocks: [js.identifier(context.special('finishBlocks'))],
          $sums: [js.identifier(summing.array)],
          $width: [js.number(sums.length)],
        },
        statements: {
          $body: solving([...summing.opening, ...body, ...others.turn, ...adding]),
          $reset: summing.reset,
          $gather: summing.gathered,
        },
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

  /** Statements of a turn in which a block may not be solved. @param turn says which, from 1 on */
  const solvingIn = (body: readonly ESTree.Statement[], name: string, turn: string): ESTree.Statement[] =>
    filledFrom('solving', {
      expressions: {
        $error: [js.identifier(names.claim('error'))],
        $inTurn: [js.identifier(context.special('inTurn'))],
        $name: [js.text(name)],
        $turn: [js.code(turn)],
      },
      statements: { $body: body },
    });

  const filledFrom = (of: string, filling: Parameters<typeof fill>[2]): ESTree.Statement[] =>
    fill(inPasses.has(of) ? passing() : loops(), of, filling).body.body;

  /** A loop over rows that arrive in parts. */
  function passOf(
    { stages, isCounted, total }: Passes,
    { row, end, sums, turn, isSolving, refused, others }: Pass,
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
    const solving = (body: readonly ESTree.Statement[], from: string): readonly ESTree.Statement[] =>
      isSolving ? solvingIn(body, 'row', `${seen} + ${row} - ${from} + 1`) : body;
    if (sums.length === 0)
      return {
        looped: filledFrom('plainPieces', {
          expressions,
          statements: { $body: solving(turn, signature.rows!.start), ...joining },
        }),
        totalled: [],
      };
    const made = sumsOf(sums.length, names, context.sums, { row, first: `${first} + ${seen}` });
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
        $body: solving([...turn, ...made.opening, ...made.added(sum => read(sums[sum]!.value))], first),
        $reset: made.reset,
        $gather: made.gathered,
        $clear: made.cleared,
        ...joining,
      },
    });
    return { looped, totalled: totalledIn(sums, made) };
  }

  /** Keeps a value of a recurrence where those after it find it. */
  const store = ({ place: { name, at }, value }: Stored): ESTree.Statement =>
    js.assign(js.at(js.identifier(mark(name)), js.code(at)), read(value));

  function nameOf({ node, combine }: Total): string {
    const name = names.claim(context.wanted(node) ?? (combine === 'fold' ? 'sum' : combine));
    know(node, name);
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
    const handed: string[] = [];
    const kinds: Combination[] = [];
    for (const total of totals) {
      // What it repeats is in the loop already.
      if (total.combine === 'each') continue;
      const { combine } = total;
      const value = read(total.value);
      if (combine === 'scatter') {
        turn.push(addTo(context.scattered.get(total.node)!, total.place, value));
        continue;
      }
      // Hands it on itself.
      if (combine === 'fold') {
        const name = known.get(total.node)!;
        handed.push(name);
        declared.push(js.declare('let', js.identifier(name), read(total.handed!.start)));
        turn.push(js.assign(js.identifier(name), value));
        continue;
      }
      const name = nameOf(total);
      variables.push(name);
      const kind = combinations[combine];
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
    return { declared, turn, names: [...variables, ...handed], again, joined };
  }

  /** What sums come to, as variables. */
  const totalledIn = (sums: readonly Total[], { place }: Sums): ESTree.Statement[] =>
    sums.map((total, k) => js.declare('const', js.identifier(nameOf(total)), place(k)));

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

const NO_SUMS: ReadonlyMap<Node, Target> = new Map();

/** True for a number that a line gives its value in one place, outside of branches. */
function isMadeAlways({ graph, blocks, initialArm, inlined }: Line, node: Node): boolean {
  if (isLeaf(graph, node) || hasSeveral(graph, node) || isElement(graph, node) || inlined[node] === 1) return false;
  if (operationOf(graph, node).boolean === true || initialArm.has(node)) return false;
  return blocks.some(({ condition, steps }) => condition === null && steps.some(step => stepNode(step) === node));
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
  /** Whether one of its blocks may not be solved. */
  readonly isSolving: boolean;
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

const combinations: Readonly<Record<Exclude<Total['combine'], 'scatter' | 'each' | 'fold'>, Combination>> = {
  sum: { empty: 0, combined: (before, value) => js.binary('+', before, value) },
  min: { empty: Number.POSITIVE_INFINITY, combined: math('min') },
  max: { empty: Number.NEGATIVE_INFINITY, combined: math('max') },
  prod: { empty: 1, combined: (before, value) => js.binary('*', before, value) },
};
