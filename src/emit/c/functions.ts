// Functions of plans: their parameters, and the straight line or its chunks as functions of their own. Nothing is shared by
// calls: values cross from chunk to chunk in an array of the function that calls them.

import type { Argument } from '../../exports/declared.js';
import type { FunctionPlan, ScheduledFunction } from '../../exports/plan.js';
import { type DifferentiatedModel, fixedInputs, resultNodes } from '../../lower/model.js';
import { lateResults } from '../../schedule/reads.js';
import { lastLine } from '../../schedule/sections.js';
import { inputArguments, ourArgument, type Reader, thetaReader, wrtLength } from '../arguments.js';
import { type BodyContext, callsWriter, chunkWriter, placesFor, wholeWriter } from '../line/line-body.js';
import type { Names } from '../line/line-context.js';
import type { LineWriter } from '../line/line-writer.js';
import { storedResults } from '../stores.js';
import { language } from './language.js';
import { slotTexts } from './slots.js';

export interface Parameter extends Argument {
  readonly type: 'number' | 'read' | 'written';
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** The arrays of the plan's stores, or the one that multipliers go to. */
  readonly outputs: readonly Parameter[];
  readonly reader: Reader;
}

/** What a function is made in. */
export interface Surroundings {
  readonly model: DifferentiatedModel;
  scope(): Names;
  called(name: string): string;
  /** A free name at the top level. */
  claim(name: string): string;
}

/** theta, the inputs that are not differentiated, tangents in one array or adjoints, then what is filled. */
export function signatureIn(
  names: Names,
  model: DifferentiatedModel,
  { seeds, stores, multipliers }: Pick<FunctionPlan, 'seeds' | 'stores' | 'multipliers'>,
): Signature {
  const read = (argument: Argument): Parameter => ({
    ...argument,
    type: argument.length === null ? 'number' : 'read',
  });
  const theta = ourArgument(names, 'theta', wrtLength(model));
  const fixed = inputArguments(fixedInputs(model), names);
  const seeded = {
    none: () => [],
    tangents: () => [ourArgument(names, 'dtheta', wrtLength(model))],
    adjoints: () => [ourArgument(names, 'result_adjoint', model.scalar ? null : resultNodes(model).length)],
  }[seeds]();
  const filled = stores.map(({ target, nodes }): [string, number] => [target, nodes.length]);
  if (multipliers.length > 0) filled.push(['out', multipliers.flatMap(({ nodes }) => nodes).length]);
  const outputs = filled.map(([name, length]): Parameter => ({ ...ourArgument(names, name, length), type: 'written' }));
  const parameters = [...[theta, ...fixed, ...seeded].map(read), ...outputs];
  return { parameters, outputs, reader: thetaReader(model, theta, fixed, seeded) };
}

const declaration = ({ name, type }: Parameter): string =>
  type === 'number' ? `double ${name}` : `${type === 'read' ? 'const ' : ''}double *${name}`;

/** `double value(const double *theta)` */
export function headOf(name: string, { returned }: Pick<FunctionPlan, 'returned'>, { parameters }: Signature): string {
  return `${returned === null ? 'void' : 'double'} ${name}(${parameters.map(declaration).join(', ')})`;
}

interface Scope {
  readonly signature: Signature;
  readonly context: BodyContext;
  /** Statements that say that a parameter is for nothing. @param also what is written without the context */
  unused(also?: readonly string[]): string[];
}

function createScope(
  { plan, schedule }: ScheduledFunction,
  { model, scope, called }: Surroundings,
  isEarly: (position: number) => boolean,
): Scope {
  const names = scope();
  const signature = signatureIn(names, model, plan);
  const { parameters, outputs, reader } = signature;
  const stored = storedResults(plan, schedule.graph, schedule.results.stored);
  const used = new Set<string>();
  const using = <T extends { readonly name: string }>(element: T): T => {
    used.add(element.name);
    return element;
  };
  return {
    signature,
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

const bracketed = (head: string, lines: readonly string[]): string => `${head} {\n${lines.join('\n')}\n}`;

/** The text of a plan's function; its chunks come first. */
export function* functionTexts(name: string, scheduled: ScheduledFunction, surroundings: Surroundings) {
  const { plan, schedule } = scheduled;
  const line = lastLine(schedule);
  const { chunks, results } = line;
  const stored = storedResults(plan, schedule.graph, schedule.results.stored);
  if (chunks === null) {
    // Where a loop writes zeros, it comes before the others.
    const isEarly = (position: number): boolean => !stored.isInZeros(position);
    const late = lateResults(line, isEarly);
    const scope = createScope(scheduled, surroundings, isEarly);
    const { context, signature } = scope;
    const read = [...results.returned, ...late.map(position => results.stored[position]!)];
    const writer = wholeWriter(line, context, read);
    const statements = writer.statements('  ', null);
    const stores = late.filter(stored.isWritten).map(position => {
      const element = context.result(position);
      return `  ${element.name}[${element.index}] = ${writer.value(results.stored[position]!, null)};`;
    });
    const end = returning(scheduled, signature, writer);
    const also = stored.filled(signature.outputs).map(({ name }) => name);
    const lines = [
      ...slotTexts(name, context.slots, line),
      ...scope.unused(also),
      ...statements,
      ...zeros(scheduled, signature),
      ...stores,
      ...end,
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

const zeros = ({ plan, schedule }: ScheduledFunction, { outputs }: Signature): string[] =>
  storedResults(plan, schedule.graph, schedule.results.stored)
    .filled(outputs)
    .map(({ name, length }) => `  for (int i = 0; i < ${length}; i++) ${name}[i] = 0.0;`);

/** What is given back, or goes to the array of multipliers. */
function returning({ plan, schedule }: ScheduledFunction, { outputs }: Signature, writer: LineWriter): string[] {
  if (plan.returned !== null) return [`  return ${writer.value(plan.returned, null)};`];
  return plan.multipliers.length === 0
    ? []
    : schedule.results.returned.map((node, i) => `  ${outputs[0]!.name}[${i}] = ${writer.value(node, null)};`);
}
