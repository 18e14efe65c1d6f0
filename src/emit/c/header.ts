// The header beside a file of C: declarations, and what callers have to know.

import { extentOf } from '../../exports/gradient-store.js';
import type { Member } from '../../exports/members.js';
import { statementPlaces } from '../../exports/metadata.js';
import type { ScheduledFunction } from '../../exports/plan.js';
import { order, withShape } from '../../exports/said.js';
import { type DifferentiatedModel, hasData, type Input } from '../../lower/model.js';
import { extentText } from '../subscripts.js';
import type { EmitOptions } from '../target.js';
import { sizesOf } from './columns.js';
import { commentOf } from './comment.js';
import { headOf, signatureIn } from './functions.js';
import { spelled } from './names.js';
import { passTexts } from './passes.js';
import {
  declaredNames,
  hasLoops,
  isBegin,
  isKeeping,
  nameWith,
  passNames,
  summaryOf,
  type TopLevel,
  topLevel,
} from './top-level.js';

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
