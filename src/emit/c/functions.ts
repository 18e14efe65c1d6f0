// Functions of plans: their parameters, and the straight line or its chunks as functions of their own. Nothing is shared by
// calls: values cross from chunk to chunk in an array of the function that calls them.

import type { Argument } from '../../exports/declared.js';
import {
  type Extent,
  type FunctionPlan,
  isAddedTo,
  isScattered,
  type ScheduledFunction,
  scatterIn,
} from '../../exports/plan.js';
import { type DifferentiatedModel, fixedInputs, hasRunTimeResults, resultNodes } from '../../lower/model.js';
import { lateResults } from '../../schedule/reads.js';
import { hasLoops, lastLine, linesOf } from '../../schedule/sections.js';
import { inputArguments, ourArgument, type Reader, thetaReader, wrtLength } from '../arguments.js';
import type { Column } from '../column.js';
import { neededExtrema } from '../extrema.js';
import { type BodyContext, callsWriter, chunkWriter, placesFor, wholeWriter } from '../line/line-body.js';
import type { Names } from '../line/line-context.js';
import type { LineWriter } from '../line/line-writer.js';
import { storedResults } from '../stores.js';
import { extentText } from '../subscripts.js';
import { type Columns, columnsOf, sizesOf } from './columns.js';
import { language } from './language.js';
import { sectionTexts } from './loops.js';
import type { Passes, Sections } from './section-context.js';
import { slotTexts } from './slots.js';

export interface Parameter extends Argument {
  readonly type: 'number' | 'size' | 'read' | 'written';
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** The arrays of the plan's stores; behind them the one that multipliers go to which are numbers. */
  readonly outputs: readonly Parameter[];
  readonly reader: Reader;
  /** How columns of data are read. */
  readonly columns: Columns;
}

/** Multipliers that are numbers, whatever the rows. */
const numbersOf = (multipliers: FunctionPlan['multipliers']) => multipliers.flatMap(({ nodes }) => nodes);

/** What a function is made in. */
export interface Surroundings {
  readonly model: DifferentiatedModel;
  scope(): Names;
  called(name: string): string;
  /** A free name at the top level. */
  claim(name: string): string;
}

/** theta, the inputs that are not differentiated, which rows of data, tangents in one array, adjoints or multipliers, then what is filled. */
export function signatureIn(
  names: Names,
  model: DifferentiatedModel,
  { seeds, stores, multipliers }: Pick<FunctionPlan, 'seeds' | 'stores' | 'multipliers'>,
): Signature {
  const read = (argument: Argument): Parameter => ({
    ...argument,
    type: argument.range !== undefined ? 'size' : argument.length === null && !argument.isArray ? 'number' : 'read',
  });
  const theta = ourArgument(names, 'theta', wrtLength(model));
  const listed = fixedInputs(model);
  const fixed = inputArguments(listed, names);
  const sizes = sizesOf(model).map(({ dimension, name }) => ({ dimension, argument: ourArgument(names, name, null) }));
  const isRange = ({ range }: Argument): boolean => range !== undefined;
  const seeded =
    typeof seeds === 'string'
      ? {
          none: () => [],
          tangents: () => [ourArgument(names, 'dtheta', wrtLength(model))],
          adjoints: () => [
            {
              ...ourArgument(names, 'result_adjoint', model.scalar ? null : resultNodes(model).length),
              ...(hasRunTimeResults(model) && { isArray: true }),
            },
          ],
        }[seeds]()
      : seeds.map(({ name, length }) => ourArgument(names, name, length));
  const filled = stores.map(({ target, nodes, extent }): [string, number, Extent | undefined] => [
    multipliers.length > 0 ? `${target}_of_rows` : target,
    nodes.length,
    extent,
  ]);
  const numbers = numbersOf(multipliers).length;
  if (numbers > 0 || (multipliers.length > 0 && filled.length === 0)) filled.push(['out', numbers, undefined]);
  const outputs = filled.map(
    ([name, length, extent]): Parameter => ({
      ...ourArgument(names, name, length),
      ...(extent !== undefined && { extent }),
      type: 'written',
    }),
  );
  const parameters = [
    ...[theta, ...fixed.filter(of => !isRange(of))].map(read),
    ...sizes.map(({ argument }): Parameter => ({ ...argument, type: 'size' })),
    ...[...fixed.filter(isRange), ...seeded].map(read),
    ...outputs,
  ];
  const columns = columnsOf(model, {
    theta: theta.name,
    fixed,
    tangents: seeds === 'tangents' ? seeded[0]!.name : null,
    adjoints: seeds === 'adjoints' ? seeded[0]!.name : null,
    sizes: new Map(sizes.map(({ dimension, argument }) => [dimension, argument.name])),
  });
  const reader = thetaReader(model, theta, fixed, seeded);
  return { parameters, outputs, columns, reader: slot => columns.number(slot) ?? reader(slot) };
}

const DECLARED = { number: 'double ', size: 'size_t ', read: 'const double *', written: 'double *' } as const;

export const declaration = ({ name, type }: Parameter): string => DECLARED[type] + name;

/** `double value(const double *theta)` */
export function headOf(name: string, { returned }: Pick<FunctionPlan, 'returned'>, { parameters }: Signature): string {
  return `${returned === null ? 'void' : 'double'} ${name}(${parameters.map(declaration).join(', ')})`;
}

interface Scope {
  readonly signature: Signature;
  readonly context: BodyContext;
  column(slot: number): Column;
  /** Statements that say that a parameter is for nothing. @param also what is written without the context */
  unused(also?: readonly string[]): string[];
}

function createScope(
  scheduled: ScheduledFunction,
  { model, scope, called }: Surroundings,
  isEarly: (position: number) => boolean,
): Scope {
  const { plan } = scheduled;
  const names = scope();
  const signature = signatureIn(names, model, plan);
  const { parameters, outputs, reader, columns } = signature;
  const stored = storedIn(scheduled);
  const used = new Set<string>();
  const using = <T extends { readonly name: string }>(element: T): T => {
    used.add(element.name);
    return element;
  };
  return {
    signature,
    column: slot => using(columns.of(slot)),
    context: {
      language,
      names,
      wanted: plan.names,
      argument: input => using(reader(input)),
      result: position => using(stored.target(position, outputs)),
      slots: names.claim('slots'),
      special: called,
      location: () => undefined,
      isEarly,
    },
    unused(also = []) {
      const idle = parameters.filter(({ name }) => !used.has(name) && !also.includes(name));
      return idle.map(({ name }) => `  (void)${name};`);
    },
  };
}

export const bracketed = (head: string, lines: readonly string[]): string => `${head} {\n${lines.join('\n')}\n}`;

/** The text of a plan's function; its chunks come first. */
export function* functionTexts(name: string, scheduled: ScheduledFunction, surroundings: Surroundings) {
  const { plan, schedule } = scheduled;
  // In a program with loops lines stay whole.
  const line = hasLoops(schedule) ? { ...lastLine(schedule), chunks: null } : lastLine(schedule);
  const { chunks, results } = line;
  const stored = storedIn(scheduled);
  if (chunks === null) {
    // Where a loop writes zeros, it comes before the others.
    const isEarly = (position: number): boolean => !stored.isInZeros(position);
    const late = lateResults(line, isEarly);
    const scope = createScope(scheduled, surroundings, isEarly);
    const { signature } = scope;
    const isLooping = hasLoops(schedule) || plan.placed.length > 0;
    const sections = isLooping ? sectionsOf(name, scheduled, scope, surroundings) : null;
    const context = sections === null ? scope.context : { ...scope.context, ...sections.context };
    const read = [...results.returned, ...late.map(position => results.stored[position]!)];
    const writer = wholeWriter(line, context, read);
    const statements = writer.statements('  ', null);
    const stores = late.filter(stored.isWritten).map(position => {
      const element = context.result(position);
      return `  ${element.name}[${element.index}] = ${writer.value(results.stored[position]!, null)};`;
    });
    // Values outside of loops that go to arrays whose length is known at run time.
    const numbers = plan.placed.filter(of => !isScattered(plan.graph, of));
    const nodes = numbers.length === 0 ? [] : results.returned.slice(-numbers.length);
    const placed = numbers.map((of, i) => `  ${sections!.add(of, writer.value(nodes[i]!, null))}`);
    const end = returning(scheduled, signature, writer, sections?.release ?? null);
    const sized = signature.outputs.filter(({ extent }) => extent !== undefined);
    const { sizes } = signature.columns;
    const added = sized.filter(of => isAddedTo(plan, plan.stores[signature.outputs.indexOf(of)]!));
    const cleared = added.map(
      ({ name, extent }) =>
        `  for (size_t i = 0; i < ${extentText(extent!, dimension => sizes.get(dimension)!)}; i++) ${name}[i] = 0.0;`,
    );
    const also = [
      ...stored.filled(signature.outputs).map(({ name }) => name),
      ...sized.map(({ name }) => name),
      ...(plan.multipliers.length > 0 ? signature.outputs.map(({ name }) => name) : []),
      ...(sections?.used ?? []),
    ];
    const body = [
      ...cleared,
      ...(sections?.statements ?? []),
      ...statements,
      ...zeros(scheduled, signature),
      ...stores,
      ...placed,
      ...end,
    ];
    // Sizes are read in many places.
    const isRead = (size: string): boolean => body.some(text => new RegExp(`\\b${size}\\b`).test(text));
    // Lines work in the array one after another.
    const arrays = linesOf(schedule).reduce(
      (most, of) => (of.arrays.length > most.length ? of.arrays : most),
      line.arrays,
    );
    const lines = [
      ...slotTexts(name, context.slots, { chunks, arrays }),
      ...scope.unused([...also, ...[...sizes.values()].filter(isRead)]),
      ...body,
    ];
    yield bracketed(headOf(name, plan, signature), lines);
    return;
  }
  const places = placesFor(line);
  const names = chunks.chunks.map(({ blocks, stores }, i) =>
    blocks.length > 0 || stores.some(stored.isWritten) ? surroundings.claim(`${name}_part${i + 1}`) : null,
  );
  for (const [i, chunk] of chunks.chunks.entries()) {
    if (names[i] === null) continue;
    const { context, signature, unused } = createScope(scheduled, surroundings, () => true);
    const written = { ...chunk, stores: chunk.stores.filter(stored.isWritten) };
    const statements = chunkWriter(line, written, context, places).statements('  ', null);
    const { slots } = context;
    const isSlotless = !statements.some(text => text.includes(`${slots}[`));
    const head = `static void ${names[i]}(${[...signature.parameters.map(declaration), `double *${slots}`].join(', ')})`;
    yield bracketed(head, [...unused(), ...(isSlotless ? [`  (void)${slots};`] : []), ...statements]);
  }
  const { context, signature } = createScope(scheduled, surroundings, () => true);
  const passed = [...signature.parameters.map(parameter => parameter.name), context.slots].join(', ');
  const writer = callsWriter(line, chunks, context, chunk =>
    names[chunk] === null ? null : `${names[chunk]}(${passed})`,
  );
  const lines = [
    ...slotTexts(name, context.slots, line),
    ...zeros(scheduled, signature),
    ...writer.statements('  ', null),
    ...returning(scheduled, signature, writer),
  ];
  yield bracketed(headOf(name, plan, signature), lines);
}

export const storedIn = ({ plan, schedule }: ScheduledFunction): ReturnType<typeof storedResults> => {
  const { graph, results } = lastLine(schedule);
  return storedResults(plan, graph, results.stored);
};

const zeros = (scheduled: ScheduledFunction, { outputs }: Signature): string[] =>
  storedIn(scheduled)
    .filled(outputs)
    .map(({ name, length }) => `  for (int i = 0; i < ${length}; i++) ${name}[i] = 0.0;`);

/** What is given back, or goes to the array of multipliers. */
function returning(
  { plan, schedule }: ScheduledFunction,
  { outputs }: Signature,
  writer: LineWriter,
  release: Sections['release'] = null,
): string[] {
  const { returned } = lastLine(schedule).results;
  if (plan.returned !== null) {
    const value = writer.value(returned[0]!, null);
    return release === null
      ? [`  return ${value};`]
      : [`  const double ${release.result} = ${value};`, `  ${release.text}`, `  return ${release.result};`];
  }
  // Behind the multipliers are values that go to other arrays.
  const numbers = returned.slice(0, numbersOf(plan.multipliers).length);
  const written = numbers.map((node, i) => `  ${outputs.at(-1)!.name}[${i}] = ${writer.value(node, null)};`);
  return release === null ? written : [...written, `  ${release.text}`];
}

/** The loops of a function, and what its last line is told of them. @param passes where rows arrive in parts */
export function sectionsOf(
  name: string,
  { plan, schedule }: ScheduledFunction,
  { context, signature, column }: Pick<Scope, 'context' | 'signature' | 'column'>,
  { model, called }: Pick<Surroundings, 'model' | 'called'>,
  passes: Passes | null = null,
) {
  const { columns, outputs } = signature;
  const { statements, argument, used, add, release, numbers } = sectionTexts(schedule, {
    name,
    names: context.names,
    reader: context.argument,
    column,
    columns,
    outputs,
    isReturning: plan.returned !== null,
    scattered: new Map(
      plan.placed
        .filter(of => isScattered(plan.graph, of))
        .map((of, i) => [scatterIn(schedule.graph, schedule.results.scattered![i]!), of]),
    ),
    wanted: node => schedule.names[node],
    lineContext: { ...context, isEarly: () => false },
    called,
    needsRows: neededExtrema(model, schedule),
    passes,
  });
  const own = { wanted: lastLine(schedule).links.names, argument };
  return { statements, context: own, used, add, release, numbers };
}
