// What stands before loops, whether these are JavaScript or not: that they turn, where they have to, and how much room there is
// for what recurrences leave.

import type * as ESTree from 'estree';
import loopsProgram from '../../../templates/loops.js?estree';
import type { Graph } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import type { Loop, Section, Total } from '../../schedule/sections.js';
import type { Kept, Subscripts } from '../subscripts.js';
import * as js from './print/estree.js';
import { fill, lazyTemplate } from './templates/template.js';

const template = lazyTemplate(loopsProgram);

/** How many numbers a recurrence leaves, and starts from: these have a place where there are no turns. */
export function roomOf({ indices, sizes }: Graph, subscripts: Pick<Subscripts, 'room'>, kept: Kept): string {
  const { states, reach } = kept;
  const { dimension, lower, upper } = indices[states.index]!;
  const length = subscripts.room(kept);
  const isRoom = upper - lower + 1 >= 0 || sizes.has(dimension);
  return isRoom ? length : `Math.max(${length}, ${reach * states.width})`;
}

interface Refusing {
  /** True where the program has no value without it. */
  needsRows(total: Total): boolean;
  /** How the function is called, for what it throws. */
  readonly call: string;
}

/** A check that a loop has turns, where the program has no value without; none for another loop. */
export function refusalOf(
  { indices, sizes }: Graph,
  { index, totals }: Loop,
  { needsRows, call }: Refusing,
  size: Subscripts['size'],
): ESTree.Statement[] {
  const { dimension, lower, upper } = indices[index]!;
  const refused = totals.find(needsRows);
  if (refused === undefined || sizes.has(dimension)) return [];
  const wanted = dimension === ROWS ? 'rows' : 'terms';
  const message = `${call}: '${refused.combine}' needs ${wanted}, got none`;
  // Less than 1 for a loop that never turns.
  const expressions = { $count: [js.code(size(dimension, upper - lower + 1))], $message: [js.text(message)] };
  return fill(template(), 'refused', { expressions }).body.body;
}

/** The same of all loops that are there, at once: of one inside of others where these turn. */
export function refusalsIn(
  graph: Graph,
  sections: readonly Section[],
  refusing: Refusing,
  size: Subscripts['size'],
  around: ESTree.Expression | null = null,
): ESTree.Statement[] {
  // Loops are as deep as indices are many, so this may recurse.
  return sections.flatMap(of => {
    if (of.kind === 'line') return [];
    const own = refusalOf(graph, of, refusing, size);
    const { dimension, lower, upper } = graph.indices[of.index]!;
    const turns = js.binary('>=', js.code(size(dimension, upper - lower + 1)), js.number(1));
    const inside = around === null ? turns : js.logical('&&', around, turns);
    const guarded = own.length === 0 || around === null ? own : [js.when(around, own, [])];
    return [...guarded, ...refusalsIn(graph, of.sections, refusing, size, inside)];
  });
}
