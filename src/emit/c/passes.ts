// Functions of C about data that arrive in parts: `begin`, `rows` and `finish`, which come together. What they share is in a state
// that callers have, of a size that the header says: nothing is allocated. A function is cut where it needs rows, and what pieces
// make for others is kept in the state. What JavaScript refuses when it is called makes the results NaN.

import { formulaError } from '../../diagnostic.js';
import { isOfRows } from '../../exports/passes.js';
import type { ScheduledFunction } from '../../exports/plan.js';
import { lateResults } from '../../schedule/reads.js';
import { lastLine, linesOf, loopsOf } from '../../schedule/sections.js';
import { wholeWriter } from '../line/line-body.js';
import {
  bracketed,
  declaration,
  type Parameter,
  type Signature,
  type Surroundings,
  sectionsOf,
  signatureIn,
  storedIn,
} from './functions.js';
import { language } from './language.js';
import type { Passes, Stage } from './section-context.js';
import { slotTexts } from './slots.js';

/** What is called how. */
export interface PassNames {
  readonly begin: string;
  readonly rows: string;
  readonly finish: string;
  /** The tag of the state. */
  readonly passes: string;
}

export interface PassTexts {
  /** The state, which both files have. */
  readonly struct: string;
  readonly heads: Readonly<Record<'begin' | 'rows' | 'finish', string>>;
  readonly functions: readonly string[];
  /** How callers read how many passes there are. */
  readonly stages: string;
}

/** @throws FormulaError for what keeps memory of its own */
export function passTexts(names: PassNames, scheduled: ScheduledFunction, surroundings: Surroundings): PassTexts {
  if (loopsOf(scheduled.schedule).some(({ recurrences }) => recurrences.length > 0)) {
    const message = "C has no 'begin' of programs with recurrences yet";
    throw formulaError('WG405', message, "leave the format out: JavaScript has it; or ask for 'valueAndGradient'");
  }
  const first = cut(scheduled, surroundings, names.begin, false);
  // Where the number of rows is wanted before a pass tells it, one of its own counts them.
  const made = first.passes.isEarly ? cut(scheduled, surroundings, names.begin, true) : first;
  const { signature, state, members, passes, sections } = made;
  const { claim } = surroundings;
  const given = signature.parameters.filter(of => of.type !== 'written');
  const own = given.filter(of => !isOfRows(of) && !isRange(of));
  const ofRows = given.filter(of => isOfRows(of) || isRange(of));
  const [gradient] = signature.outputs as readonly [Parameter];
  const stages = passes.isCounted ? [counting(made), ...passes.stages] : passes.stages;
  const pointer = `struct ${names.passes} *${members.state}`;

  /**
   * A function's own lines, with what they read of the state before them.
   * @param parameters that it has of its own
   * @param end what ends a pass, and may say how many rows there are
   */
  function bodyOf(body: readonly string[], parameters: readonly Parameter[], end: readonly string[] = []): string[] {
    const lines = [...end, ...body];
    const words = new Set(lines.flatMap(text => text.match(/(?<!->)\b[A-Za-z_]\w*/g) ?? []));
    const numbers = sections.numbers.filter(({ name }) => words.has(name));
    for (const { of } of numbers) words.add(of);
    return [
      ...parameters.filter(({ name }) => !words.has(name)).map(({ name }) => `  (void)${name};`),
      ...own
        .filter(of => words.has(of.name) && !parameters.includes(of))
        .map(of => `  ${declaration(of)} = ${state}->${of.name};`),
      ...[passes.kept, passes.sums, passes.lanes]
        .filter(({ name }) => words.has(name))
        .map(({ name }) => `  double *${name} = ${state}->${name};`),
      ...(words.has(made.slots) ? slotTexts(names.begin, made.slots, { chunks: null, arrays: made.arrays }) : []),
      ...end,
      ...numbers.map(({ name, of }) => `  const double ${name} = (double)${of};`),
      ...body,
    ];
  }

  const onRows = stages.map(({ rows }, k) => {
    const name = claim(`${names.rows}_pass${k + 1}`);
    const head = `static void ${name}(${[pointer, ...ofRows.map(declaration)].join(', ')})`;
    return { name, text: bracketed(head, bodyOf(rows, ofRows)) };
  });
  const betweens = [...stages.slice(1).map(({ before }) => before), sections.statements];
  const atEnds = stages.map(({ end }, k) => {
    const name = claim(`${names.finish}_pass${k + 1}`);
    const lines = bodyOf(betweens[k]!, [], [...end, `  ${passes.seen} = 0;`, `  ${passes.blocks} = 0;`]);
    return { name, text: bracketed(`static void ${name}(${pointer})`, lines) };
  });
  const next = claim(`${names.finish}_pass`);
  const nextText = bracketed(`static void ${next}(${pointer})`, [
    `  switch (${state}->${members.stage}++) {`,
    ...atEnds.map(({ name }, k) => `    case ${k}: ${name}(${state}); break;`),
    '  }',
  ]);
  const heads = {
    begin: `void ${names.begin}(${[pointer, ...own.map(declaration)].join(', ')})`,
    rows: `void ${names.rows}(${[pointer, `int ${members.stage}`, ...ofRows.map(declaration)].join(', ')})`,
    finish: `double ${names.finish}(${pointer}, ${declaration(gradient)})`,
  };
  const zero = (array: { readonly name: string; readonly length: number }): string =>
    `  for (int ${members.i} = 0; ${members.i} < ${array.length}; ${members.i}++) ${state}->${array.name}[${members.i}] = 0.0;`;
  const begun = [
    ...own.map(({ name }) => `  ${state}->${name} = ${name};`),
    `  ${state}->${members.stages} = ${stages.length};`,
    `  ${state}->${members.stage} = 0;`,
    ...[passes.failed, passes.seen, passes.blocks, passes.total].map(name => `  ${name} = 0;`),
    ...(passes.lanes.length === 0 ? [] : [zero(passes.lanes)]),
    ...(stages[0]?.before ?? sections.statements),
  ];
  const begin = bracketed(heads.begin, bodyOf(begun, own));
  const passed = [state, ...ofRows.map(({ name }) => name)].join(', ');
  const taken = [
    `  if (${members.stage} < ${state}->${members.stage} || ${members.stage} >= ${stages.length}) {`,
    `    ${passes.failed} = 1;`,
    '    return;',
    '  }',
    `  while (${state}->${members.stage} < ${members.stage}) ${next}(${state});`,
    `  switch (${members.stage}) {`,
    ...onRows.map(({ name }, k) => `    case ${k}: ${name}(${passed}); break;`),
    '  }',
  ];
  const rows = bracketed(heads.rows, bodyOf(taken, ofRows));
  const others = `  while (${state}->${members.stage} < ${stages.length}) ${next}(${state});`;
  const finish = bracketed(heads.finish, bodyOf(made.last, [gradient], [others]));
  return {
    struct: structText(names, made, own, stages),
    stages: `${state}->${members.stages}`,
    heads,
    functions: [...onRows.map(({ text }) => text), ...atEnds.map(({ text }) => text), nextText, begin, rows, finish],
  };
}

const isRange = ({ range }: Parameter): boolean => range !== undefined;

type Cut = ReturnType<typeof cut>;

/** The pieces of a function, and what they are told by. */
function cut(scheduled: ScheduledFunction, surroundings: Surroundings, called: string, isCounted: boolean) {
  const { plan, schedule } = scheduled;
  const { model, scope } = surroundings;
  const names = scope();
  const signature: Signature = signatureIn(names, model, plan);
  const claimed = (wanted: string): string => names.claim(wanted);
  const state = claimed('state');
  const members = {
    state,
    stages: claimed('stages'),
    stage: claimed('stage'),
    i: claimed('i'),
  };
  const member = (wanted: string): string => `${state}->${claimed(wanted)}`;
  const passes: Passes = {
    seen: member('seen'),
    blocks: member('blocks'),
    total: member('total'),
    failed: member('failed'),
    kept: { name: claimed('kept'), length: 0 },
    sums: { name: claimed('sums'), length: 0 },
    lanes: { name: claimed('lanes'), length: 0 },
    isCounted,
    isEarly: false,
    stages: [],
  };
  const slots = claimed('slots');
  const line = { ...lastLine(schedule), chunks: null };
  const stored = storedIn(scheduled);
  const context = {
    language,
    names,
    wanted: plan.names,
    argument: signature.reader,
    result: (position: number) => stored.target(position, signature.outputs),
    slots,
    special: surroundings.called,
    location: () => undefined,
    // Callers may want no gradient.
    isEarly: () => false,
  };
  const scoped = { context, signature, column: signature.columns.of };
  const sections = sectionsOf(called, scheduled, scoped, surroundings, passes);
  const { results } = line;
  const late = lateResults(line, context.isEarly);
  const read = [...results.returned, ...late.map(position => results.stored[position]!)];
  const writer = wholeWriter(line, { ...context, ...sections.context }, read);
  const statements = writer.statements('  ', null);
  const [gradient] = signature.outputs as readonly [Parameter];
  const value = claimed('result');
  const last = [
    `  if (${passes.failed}) {`,
    `    for (int ${members.i} = 0; ${gradient.name} != NULL && ${members.i} < ${gradient.length}; ${members.i}++) ${gradient.name}[${members.i}] = NAN;`,
    '    return NAN;',
    '  }',
    ...statements,
    `  const double ${value} = ${writer.value(results.returned[0]!, null)};`,
    `  if (${gradient.name} == NULL) return ${value};`,
    ...stored
      .filled(signature.outputs)
      .map(
        ({ name, length }) =>
          `  for (int ${members.i} = 0; ${members.i} < ${length}; ${members.i}++) ${name}[${members.i}] = 0.0;`,
      ),
    ...late.filter(stored.isWritten).map(position => {
      const element = context.result(position);
      return `  ${element.name}[${element.index}] = ${writer.value(results.stored[position]!, null)};`;
    }),
    `  return ${value};`,
  ];
  const arrays = linesOf(schedule).reduce(
    (most, of) => (of.arrays.length > most.length ? of.arrays : most),
    line.arrays,
  );
  return { signature, state, members, passes, sections, last, slots, arrays };
}

/** A pass that counts the rows. */
function counting({ passes, signature }: Cut): Stage {
  const { count } = signature.columns.rows!;
  return { before: [], rows: [`  ${passes.seen} += ${count};`], end: [`  ${passes.total} = ${passes.seen};`] };
}

function structText(names: PassNames, made: Cut, own: readonly Parameter[], stages: readonly Stage[]): string {
  const { members, passes, state } = made;
  const guard = `${names.passes.toUpperCase()}_DEFINED`;
  const bare = (member: string): string => member.slice(`${state}->`.length);
  const array = ({ name, length }: { readonly name: string; readonly length: number }): string =>
    `  double ${name}[${Math.max(length, 1)}];`;
  return [
    `#ifndef ${guard}`,
    `#define ${guard}`,
    `struct ${names.passes} {`,
    `  int ${members.stages}; // ${stages.length}`,
    `  int ${members.stage};`,
    `  int ${bare(passes.failed)};`,
    `  size_t ${[passes.seen, passes.blocks, passes.total].map(bare).join(', ')};`,
    ...own.map(of => `  ${declaration(of)};`),
    ...[passes.kept, passes.sums, passes.lanes].map(array),
    '};',
    '#endif',
  ].join('\n');
}
