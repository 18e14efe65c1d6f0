// The file of C, and the header beside it.

import { extentOf } from '../../exports/gradient-store.js';
import type { Member } from '../../exports/members.js';
import { statementPlaces } from '../../exports/metadata.js';
import type { FunctionPlan, ScheduledFunction } from '../../exports/plan.js';
import { order, withShape } from '../../exports/said.js';
import { exportNames } from '../../exports/table.js';
import { checkClock } from '../../limits.js';
import { type DifferentiatedModel, elementVariable, hasData, type Input } from '../../lower/model.js';
import { loopsOf } from '../../schedule/sections.js';
import { blockFunction, plainName } from '../line/in-array.js';
import type { Names } from '../line/line-context.js';
import { createScope } from '../names.js';
import { specialDeclarations } from '../special.js';
import { extentText } from '../subscripts.js';
import type { EmitOptions } from '../target.js';
import { sizesOf } from './columns.js';
import { commentOf } from './comment.js';
import { functionTexts, headOf, signatureIn } from './functions.js';
import { snake, spelled, spelling } from './names.js';
import { type PassNames, passTexts } from './passes.js';
import { blockTexts } from './solvers.js';
import { specialTexts } from './special.js';
import { support } from './support.js';

/** Names at the top level of a file. */
interface TopLevel {
  readonly claimed: ReadonlySet<string>;
  claim(name: string): string;
  scope(): Names;
}

/** Variables of loops. */
const LOOP_NAMES =
  'start count end first last block row rows lane lanes k sums sum min max prod memory room result state stages stage seen blocks total failed kept'.split(
    ' ',
  );

/** True for a program whose functions are told how long something is. */
const hasLoops = ({ graph }: Pick<DifferentiatedModel, 'graph'>): boolean => graph.indices.length > 0;

/** Names of ours give way to the user's, and those of the exports to none. */
function topLevel(model: DifferentiatedModel, exports: readonly string[]): TopLevel {
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
    scope: () => createScope(spelling, claimed, temporaryNames),
  };
}

const isConstant = (name: string): boolean => /^[A-Z\d_]+$/.test(name);

/** What an export is called. */
const nameWith = (prefix: string | null) => (name: string) => `${prefix === null ? '' : `${prefix}_`}${snake(name)}`;

/** Names of what members declare. */
function declaredNames({ kind, row }: Member, named: (name: string) => string): string[] {
  if (kind === 'pattern') return [`${named(row.name)}_rows`, `${named(row.name)}_cols`];
  // What is about data in parts comes together.
  return isBegin({ kind, row }) ? Object.values(passNames(named)) : [named(row.name)];
}

const isBegin = ({ kind, row }: Pick<Member, 'kind' | 'row'>): boolean => kind === 'computed' && row.passes === true;

const passNames = (named: (name: string) => string): PassNames => ({
  begin: named('begin'),
  rows: named('rows'),
  finish: named('finish'),
  passes: named('passes'),
});

export function emitFile(
  model: DifferentiatedModel,
  members: readonly Member[],
  { name, banner, onStage }: EmitOptions,
): string {
  const named = nameWith(name);
  const top = topLevel(
    model,
    members.flatMap(member => declaredNames(member, named)),
  );
  const printed = new Map<string, string>();
  /** Blocks by their numbers, and the names of their functions by what stands for them in code. */
  const blocks = new Map(members.flatMap(({ scheduled }) => [...(scheduled?.blocks ?? [])]));
  const solvers = new Map<string, string>();
  const called = (key: string): string => {
    const own = blockFunction(key);
    if (own !== null) {
      const name = solvers.get(key) ?? top.claim(`${own.part}_${snake(plainName(blocks.get(own.number)!.names[0]!))}`);
      solvers.set(key, name);
      return name;
    }
    const known = printed.get(key);
    if (known !== undefined) return known;
    const ours = support[key];
    const free =
      ours === undefined
        ? top.claim(isConstant(key) ? key : snake(key))
        : ours.name === null
          ? ''
          : top.claim(ours.name);
    printed.set(key, free);
    for (const used of ours?.uses ?? []) called(used);
    return free;
  };
  const functions: string[] = [];
  for (const member of members) {
    onStage?.(`writing ${member.row.name}`);
    checkClock(model.graph.budget);
    const doc = commentOf(summaryOf(member, model, named));
    if (member.kind === 'pattern')
      functions.push(`${doc}${patternTexts(member.scheduled.plan, declaredNames(member, named)).join('\n')}`);
    else if (member.kind === 'computed' && isBegin(member)) {
      const { struct, functions: texts } = passTexts(passNames(named), member.scheduled, { model, ...top, called });
      functions.push(struct, ...texts);
    } else if (member.kind === 'computed') {
      const texts = [...functionTexts(named(member.row.name), member.scheduled, { model, ...top, called })];
      functions.push(...texts.slice(0, -1), doc + texts.at(-1)!);
    }
  }
  const solving = blockTexts(solvers, blocks, { ...top, called });
  const specials = specialTexts(specialDeclarations([...printed.keys()].filter(key => support[key] === undefined)), {
    called,
    scope: top.scope,
  });
  const helpers = Object.entries(support).flatMap(([key, { text }]) => (printed.has(key) ? [text(called)] : []));
  const isKept = members.some(({ scheduled }) => isKeeping(scheduled));
  const more = isKept ? '\n#include <stddef.h>\n#include <stdlib.h>' : hasLoops(model) ? '\n#include <stddef.h>' : '';
  const includes = `#include <math.h>${more}`;
  const parts = [includes, ...helpers, ...specials, ...solving, ...functions];
  return `${commentOf(banner)}\n${parts.join('\n\n')}\n`;
}

/** Where the values of a sparse function stand, from 0. */
function patternTexts({ matrix }: FunctionPlan, names: readonly string[]): string[] {
  const rows = matrix!.rows.flatMap((row, i) => Array.from(row, () => i));
  const cols = matrix!.rows.flatMap(row => Array.from(row));
  // No array is empty in C.
  return [rows, cols].map(
    (list, i) => `const int ${names[i]}[${Math.max(list.length, 1)}] = {${list.length === 0 ? 0 : list.join(', ')}};`,
  );
}

const EXPORT = new RegExp(`\\b(${exportNames.join('|')})\\b`, 'g');

/** What comes back, with names as they are in C; words like `value` are among them and stay. */
function summaryOf({ row, scheduled }: Member, model: DifferentiatedModel, named: (name: string) => string): string[] {
  const whole = row.summary(model, scheduled?.plan.matrix ?? null);
  const summary = isKeeping(scheduled) ? whole.replace('; allocates nothing', '') : whole;
  return [summary.replace(EXPORT, name => (/[A-Z]/.test(name) ? named(name) : name))];
}

/** True for a function that keeps what recurrences leave. */
const isKeeping = (scheduled: Member['scheduled']): boolean =>
  scheduled !== null && loopsOf(scheduled.schedule).some(({ recurrences }) => recurrences.length > 0);

/** Declarations, which may be repeated: nothing keeps the header from being read twice. */
export function emitHeader(
  model: DifferentiatedModel,
  members: readonly Member[],
  { name }: Pick<EmitOptions, 'name'>,
): string {
  const named = nameWith(name);
  const top = topLevel(
    model,
    members.flatMap(member => declaredNames(member, named)),
  );
  const declarations = members.flatMap(member => {
    // `begin` declares them.
    if (member.kind === 'wrapper') return [];
    if (member.kind === 'computed' && isBegin(member)) return passDeclarations(member.scheduled, model, named, top);
    const doc = commentOf([...summaryOf(member, model, named), ...placesOf(member)]);
    const names = declaredNames(member, named);
    if (member.kind === 'pattern') {
      const count = member.scheduled.plan.matrix!.rows.reduce((sum, row) => sum + row.length, 0);
      return doc + names.map(of => `extern const int ${of}[${Math.max(count, 1)}];`).join('\n');
    }
    const { plan } = member.scheduled;
    return `${doc}${headOf(names[0]!, plan, signatureIn(top.scope(), model, plan))};`;
  });
  return [
    commentOf(
      layoutOf(
        model,
        members.some(({ scheduled }) => isKeeping(scheduled)),
        members.some(({ row }) => row.ofStatements === true),
      ),
    ).trimEnd(),
    ...(hasLoops(model) ? ['#include <stddef.h>'] : []),
    '#ifdef __cplusplus\nextern "C" {\n#endif',
    ...declarations,
    '#ifdef __cplusplus\n}\n#endif\n',
  ].join('\n\n');
}

/** The state of what is about data in parts, and its functions. */
function passDeclarations(
  scheduled: ScheduledFunction,
  model: DifferentiatedModel,
  named: (name: string) => string,
  top: TopLevel,
): string[] {
  const { struct, heads, stages } = passTexts(passNames(named), scheduled, { model, ...top, called: name => name });
  const said = {
    begin: [
      `Starts passes over data that arrive in parts, in a state of the caller, new or used before: ${stages} says how many`,
      'passes there are. Arrays that it is given must stay as they are until the end.',
    ],
    rows: [
      'Takes more rows in a pass, which are counted from 0; every pass goes over all rows, in the same order. Results are NaN',
      'where a pass has other rows than the first, or comes after a later one.',
    ],
    finish: [`Ends the passes: returns the value, and writes the gradient${order(model)} if it is not NULL.`],
  };
  return [struct, ...(['begin', 'rows', 'finish'] as const).map(name => `${commentOf(said[name])}${heads[name]};`)];
}

/** What is where in the arrays of multipliers. */
function placesOf({ kind, scheduled }: Member): string[] {
  if (kind !== 'computed') return [];
  let next = 0;
  return scheduled.plan.multipliers.map(item => {
    const { ofRows, nodes } = item;
    if (ofRows !== undefined) {
      const { before } = ofRows;
      const first = before === 0 ? '0' : before === 1 ? 'count' : `${before}*count`;
      return `out_of_rows[${first}]: ${withShape(item)}, row after row`;
    }
    const place = `out[${next}]: ${withShape(item)}`;
    next += nodes.length;
    return place;
  });
}

/** A name and sizes, those that are passed by their names. */
function shapeIn({ name, shape, rows, axis }: Input, sizes: ReadonlyMap<number, string>) {
  if (rows === null) return { name, shape };
  const size = sizes.get(rows) ?? '';
  return { name, shape: axis === 0 ? [size, ...shape] : [...shape, size] };
}

/** What theta holds, and what callers have to know. */
function layoutOf(model: DifferentiatedModel, isKept: boolean, ofStatements: boolean): string[] {
  const lines = ['theta has the differentiated inputs, row-major:'];
  const sizes = new Map(sizesOf(model).map(({ dimension, name }) => [dimension, spelled(name)]));
  for (const [i, input] of model.wrt.entries()) {
    const { initial, lower, upper } = input;
    const start = initial === null ? '' : `, start ${initial.join(', ')}`;
    const bounds = [...(lower ?? []), ...(upper ?? [])].some(Number.isFinite);
    const within = bounds ? `, in [${lower?.[0] ?? '-Infinity'}, ${upper?.[0] ?? 'Infinity'}]` : '';
    const place = extentText(extentOf(model.wrt.slice(0, i)), dimension => sizes.get(dimension)!);
    lines.push(`  theta[${place}]: ${withShape(shapeIn(input, sizes))}${start}${within}`);
  }
  if (model.wrt.length === 0) lines.push('  none');
  if (ofStatements) {
    lines.push('z and lambda have the named statements, row-major:');
    for (const { offset, ...item } of statementPlaces(model)) lines.push(`  [${offset}]: ${withShape(item)}`);
    if (model.statements.length === 0) lines.push('  none');
  }
  if (model.sense === 'maximize')
    lines.push('The formula is to be maximised. Values and derivatives are those of the formula as it is written.');
  for (const { name, role, nodes } of model.inputs)
    if (role === 'data')
      lines.push(`${name} has ${nodes.length === 1 ? 'a number' : `${nodes.length} numbers`} for each row.`);
  for (const input of model.inputs)
    if (input.rows !== null && input.role !== 'data' && !model.wrt.includes(input))
      lines.push(`${withShape(shapeIn(input, sizes))}, row-major.`);
  if (hasData(model)) lines.push('Functions go over count rows from row start on, counted from 0.');
  if (model.unknowns.length + model.rowUnknowns.length > 0)
    lines.push('Where an implicit block is not solved results are NaN.');
  if (isKept) lines.push('What recurrences leave is kept in memory that is asked for; without it results are NaN.');
  lines.push('Arrays that are filled must not overlap the others. Compile without -ffast-math, and link with -lm.');
  return lines;
}
