// What the top level of a file of C has: names, and what is said of each function.

import type { Member } from '../../exports/members.js';
import { exportNames } from '../../exports/table.js';
import { type DifferentiatedModel, elementVariable } from '../../lower/model.js';
import { loopsOf } from '../../schedule/sections.js';
import type { Names } from '../line/line-context.js';
import { createScope } from '../names.js';
import { snake, spelled, spelling } from './names.js';
import type { PassNames } from './passes.js';

/** Names at the top level of a file. */
export interface TopLevel {
  readonly claimed: ReadonlySet<string>;
  claim(name: string): string;
  scope(): Names;
}

/** Variables of loops. */
const LOOP_NAMES = (
  'start count end first last block row rows lane lanes k sums sum min max prod memory room result ' +
  'state stages stage seen blocks total failed kept'
).split(' ');

/** True for a program whose functions are told how long something is. */
export const hasLoops = ({ graph }: Pick<DifferentiatedModel, 'graph'>): boolean => graph.indices.length > 0;

/** Names of ours give way to the user's, and those of the exports to none. */
export function topLevel(model: DifferentiatedModel, exports: readonly string[]): TopLevel {
  const users = new Set([
    'theta',
    'dtheta',
    'result_adjoint',
    'gradient',
    'hessian',
    'matrix',
    'z',
    'lambda',
    'out',
    'slots',
    'i',
  ]);
  if (hasLoops(model)) for (const name of LOOP_NAMES) users.add(name);
  for (const item of [...model.inputs, ...model.statements]) {
    users.add(spelled(item.name));
    if (item.shape.length > 0) item.nodes.forEach((_, i) => void users.add(spelled(elementVariable(item, i))));
  }
  const claimed = new Set(exports);
  const isUsers = (name: string): boolean =>
    users.has(name) || (name.endsWith('_bar') && users.has(name.slice(0, -'_bar'.length)));
  const names = createScope(spelling, { has: name => claimed.has(name) || isUsers(name) });
  const temporaryNames: string[] = [];
  return {
    claimed,
    claim(name) {
      const free = names.claim(name);
      claimed.add(free);
      return free;
    },
    scope: () => createScope(spelling, claimed, temporaryNames, users),
  };
}

export const isConstant = (name: string): boolean => /^[A-Z\d_]+$/.test(name);

/** What an export is called. */
export const nameWith = (prefix: string | null) => (name: string) =>
  `${prefix === null ? '' : `${prefix}_`}${snake(name)}`;

/** Names of what members declare. */
export function declaredNames({ kind, row }: Member, named: (name: string) => string): string[] {
  if (kind === 'pattern') return [`${named(row.name)}_rows`, `${named(row.name)}_cols`];
  // What is about data in parts comes together.
  return isBegin({ kind, row }) ? Object.values(passNames(named)) : [named(row.name)];
}

export const isBegin = ({ kind, row }: Pick<Member, 'kind' | 'row'>): boolean =>
  kind === 'computed' && row.passes === true;

export const passNames = (named: (name: string) => string): PassNames => ({
  begin: named('begin'),
  rows: named('rows'),
  finish: named('finish'),
  passes: named('passes'),
});

const EXPORT = new RegExp(`\\b(${exportNames.join('|')})\\b`, 'g');

/** What comes back, with names as they are in C; words like `value` are among them and stay. */
export function summaryOf(
  { row, scheduled }: Member,
  model: DifferentiatedModel,
  named: (name: string) => string,
): string[] {
  const whole = row.summary(model, scheduled?.plan.matrix ?? null);
  const summary = isKeeping(scheduled) ? whole.replace('; allocates nothing', '') : whole;
  return [summary.replace(EXPORT, name => (/[A-Z]/.test(name) ? named(name) : name))];
}

/** True for a function that keeps what recurrences leave. */
export const isKeeping = (scheduled: Member['scheduled']): boolean =>
  scheduled !== null && loopsOf(scheduled.schedule).some(({ recurrences }) => recurrences.length > 0);
