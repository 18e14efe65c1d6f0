// What a module is made of: the functions that are asked for, those that they call, and patterns, each with all that emission
// needs of it.

import type { DifferentiatedModel } from '../lower/model.js';
import type { Computed, Export, Pattern, Wrapper } from './export.js';
import type { ScheduledFunction } from './plan.js';
import { closureOf, type ExportName, exportRow } from './table.js';

interface Of<Row extends Export, Scheduled> {
  readonly kind: Row['kind'];
  readonly row: Row;
  readonly isExported: boolean;
  /** Its own; of a pattern that of the function whose values it places. */
  readonly scheduled: Scheduled;
}

export type FunctionMember = Of<Computed, ScheduledFunction> | Of<Wrapper, null>;

export type Member = FunctionMember | Of<Pattern, ScheduledFunction>;

/** @param scheduledOf gives the same for the same row each time */
export function membersOf(
  exports: readonly ExportName[],
  model: DifferentiatedModel,
  scheduledOf: (row: Computed) => ScheduledFunction,
): Member[] {
  return closureOf(exports, model).map((name): Member => {
    const row = exportRow(name, model);
    const isExported = exports.includes(name);
    if (row.kind === 'computed') return { kind: row.kind, row, isExported, scheduled: scheduledOf(row) };
    if (row.kind === 'pattern') return { kind: row.kind, row, isExported, scheduled: scheduledOf(row.of) };
    return { kind: row.kind, row, isExported, scheduled: null };
  });
}
