// Sections → statements: straight lines, and loops around them. What one section makes and another reads has a name of its own,
// which is settled before either is printed.

import type * as ESTree from 'estree';
import type { Placed } from '../../../exports/plan.js';
import type { Line, Schedule } from '../../../schedule/sections.js';
import type { Access } from '../../line/line-context.js';
import { rowsOf } from '../argument-checks.js';
import * as js from '../print/estree.js';
import type { SectionContext } from './context.js';
import { createLines } from './lines.js';
import { createLoops } from './loops.js';
import { createReading } from './reading.js';
import { createTotals } from './totals.js';

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

export function emitSections(schedule: Schedule, context: SectionContext): Sections {
  const { sections } = schedule;
  const reading = createReading(schedule, context);
  const totals = createTotals(context, reading);
  const loops = createLoops(schedule, context, reading, createLines(schedule, context, reading), totals);
  /** How long arguments are. */
  const sizes = [...context.signature.sizes.values()].map(({ name, of }) =>
    js.declare('const', js.identifier(name), rowsOf(of)),
  );
  // The last section has the results.
  const last = sections.at(-1) as Line;
  const statements = [...sizes, ...reading.statesIn(), ...reading.keepElements(), ...loops.all(sections.slice(0, -1))];
  const accesses = reading.accessesOf(last);
  return {
    statements,
    functions: loops.functions,
    accesses,
    argument: reading.argumentsOf(last, accesses),
    add: (placed, value) => totals.addTo(placed, placed.element, value),
  };
}
