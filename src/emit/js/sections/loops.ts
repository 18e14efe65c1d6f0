// Loops around sections; in a long function each is a function of its own.

import type * as ESTree from 'estree';
import { hasSolved } from '../../../graph/block.js';
import { ROWS } from '../../../lower/lowering.js';
import { type Loop, linesOf, type Schedule, type Section } from '../../../schedule/sections.js';
import { refusalOf } from '../before-loops.js';
import * as js from '../print/estree.js';
import { LEVELS, sumsOf } from '../sums.js';
import type { SectionContext } from './context.js';
import { type Lines, NO_SUMS, type Targets } from './lines.js';
import { passOf } from './pieces.js';
import type { Reading } from './reading.js';
import type { Totals } from './totals.js';
import { filledFrom, solvingIn } from './turns.js';

/**
 * Statements of a function above which each of its loops becomes a function of its own: V8 does not optimise a function of more
 * than 61,440 bytes of bytecode, and then none of its loops.
 */
const MOST_STATEMENTS = 1000;

/** Statements of a total: its value is added in turn to lanes, and these are gathered. */
const STATEMENTS_OF_TOTAL = 4;

/** A loop in parts. */
interface LoopCode {
  readonly before: readonly ESTree.Statement[];
  readonly looped: readonly ESTree.Statement[];
  /** Makes variables of the sums that it has left in the array. */
  readonly totalled: readonly ESTree.Statement[];
  /** Variables of its other totals. */
  readonly variables: readonly string[];
}

export interface Loops {
  /** Statements of sections one after the other. */
  all(sections: readonly Section[]): ESTree.Statement[];
  /** Functions of loops that the statements call. */
  readonly functions: readonly ESTree.FunctionDeclaration[];
}

export function createLoops(
  { graph, sections }: Schedule,
  context: SectionContext,
  reading: Reading,
  lines: Lines,
  totals: Totals,
): Loops {
  const { signature, names, passes } = context;
  const { subscripts, turns } = reading;
  const functions: ESTree.FunctionDeclaration[] = [];
  /** Where lines of the loop that is being made add what its sums are of, by the values that they export. */
  let targets: Targets = NO_SUMS;

  const isLong = passes === null && lengthOf(sections) > MOST_STATEMENTS;

  const all = (list: readonly Section[]): ESTree.Statement[] =>
    list.flatMap(section => (section.kind === 'line' ? lines.statements(section, targets) : loop(section)));

  /** A loop, as a function of its own in a long function. */
  function loop(section: Loop): ESTree.Statement[] {
    if (!isLong || turns.size > 0) {
      const { before, looped, totalled } = loopOf(section);
      return [...before, ...looped, ...totalled];
    }
    const { made, outside } = reading.fromOutside(() => loopOf(section));
    const { before, looped, totalled, variables } = made;
    const id = js.identifier(context.claim());
    const params = [...signature.parameters.map(({ name }) => name), ...outside].map(js.identifier);
    // What is no sum goes where these are, behind them all.
    const first = (LEVELS + 3) * section.totals.length;
    const array = js.identifier(variables.length === 0 ? '' : context.sums(first + variables.length));
    const left = variables.map((name, i) => js.assign(js.element(array, first + i), js.identifier(name)));
    const taken = variables.map((name, i) => js.declare('const', js.identifier(name), js.element(array, first + i)));
    functions.push({ type: 'FunctionDeclaration', id, params, body: js.block([...before, ...looped, ...left]) });
    return [js.statement(js.call(id, params)), ...totalled, ...taken];
  }

  function loopOf(section: Loop): LoopCode {
    const { index, direction, recurrences } = section;
    const { name, dimension, lower, upper } = graph.indices[index]!;
    const row = names.claim(name);
    const end = names.claim('end');
    const from = dimension === ROWS ? signature.rows!.start : String(lower);
    const to = dimension === ROWS ? `${from} + ${signature.rows!.count}` : subscripts.size(dimension, upper + 1);
    const isInner = turns.size > 0;
    // Loops around have other indices.
    turns.set(index, row);
    subscripts.open(section);
    for (const total of section.totals)
      if (total.handed !== null) reading.hand(total.handed.leaf, totals.nameOf(total));
    const isPass = passes !== null && dimension === ROWS && !isInner;
    const sums = isInner ? [] : section.totals.filter(({ combine }) => combine === 'sum');
    const first = names.claim('first');
    const summing = isPass || sums.length === 0 ? null : sumsOf(sums.length, names, context.sums, { row, first });
    const added = summing === null ? NO_SUMS : lines.addedIn(section, sums, summing);
    const around = targets;
    targets = added;
    const body = all(section.sections);
    targets = around;
    if (isPass) passes.stages++;
    const others = totals.inVariables(
      isInner ? section.totals : section.totals.filter(({ combine }) => combine !== 'sum'),
    );
    const isSolving = linesOf(section).some(({ graph: own }) => hasSolved(own));
    if (isPass) {
      const turn = [...body, ...others.turn];
      const refused = section.totals.find(context.needsRows);
      const made = passOf({ row, end, sums, turn, isSolving, refused, others }, passes, context, reading, totals);
      turns.delete(index);
      return { ...made, before: others.declared, variables: others.names };
    }
    const bounds = {
      $row: [js.identifier(row)],
      $from: [js.code(from)],
      $to: [js.identifier(end)],
    };
    // Rows are counted from 0, and all others from 1.
    const solving = (turn: ESTree.Statement[]): ESTree.Statement[] =>
      isSolving ? solvingIn(context, turn, name, dimension === ROWS ? `${row} + 1` : row) : turn;
    let looped: ESTree.Statement[];
    let totalled: ESTree.Statement[] = [];
    if (summing === null || recurrences.length > 0) {
      const last = recurrences.length > 0 ? recurrences.flatMap(subscripts.left).map(reading.store) : others.turn;
      const filling = { expressions: bounds, statements: { $body: solving([...body, ...last]) } };
      looped = filledFrom(direction === 1 ? 'turns' : 'downwards', filling);
    } else {
      totalled = totals.ofSums(sums, summing);
      const adding = summing.added(sum => (added.has(sums[sum]!.value) ? null : reading.read(sums[sum]!.value)));
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
      ...(isInner ? [] : lines.takeEarly()),
      ...checked,
      js.declare('const', js.identifier(end), js.code(to)),
      ...others.declared,
      ...recurrences.flatMap(subscripts.starts).map(reading.store),
    ];
    return { before, looped, totalled, variables: others.names };
  }

  return { all, functions };
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
