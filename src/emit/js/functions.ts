// Each exported function: its parameters, its checks, and its body in the template of its kind.

import type * as ESTree from 'estree';
import scalarProgram from '../../../templates/scalar.js?estree';
import wrapperProgram from '../../../templates/wrappers.js?estree';
import type { Argument } from '../../exports/declared.js';
import type { Wrapper } from '../../exports/export.js';
import { extentOf } from '../../exports/gradient-store.js';
import {
  type Extent,
  type FunctionPlan,
  isAddedTo,
  isScattered,
  type ScheduledFunction,
  scatterIn,
} from '../../exports/plan.js';
import { hasSolved } from '../../graph/block.js';
import type { Node } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import {
  type DifferentiatedModel,
  fixedInputs,
  hasData,
  hasRunTimeGradient,
  hasRunTimeResults,
  hasShapes,
} from '../../lower/model.js';
import { lateResults } from '../../schedule/reads.js';
import { hasLoops, lastLine, type Schedule, sourceIn } from '../../schedule/sections.js';
import { extentOfResults } from '../adjoint-places.js';
import {
  argumentReader,
  inputArguments,
  ourArgument,
  type Signature,
  type Signed,
  signatureIn,
  stateArgument,
  wrtLength,
} from '../arguments.js';
import { neededExtrema } from '../extrema.js';
import type { Names } from '../line/line-context.js';
import { storedResults } from '../stores.js';
import { checkArguments, checkLengths, lengthFrom, rowsOf, signatureOf } from './argument-checks.js';
import { createChunkedLines } from './chunked-lines.js';
import type { FunctionContext } from './function-context.js';
import { type Body, emitBody } from './line/body.js';
import { type ChunkFunctions, locationOf } from './line/chunks.js';
import * as js from './print/estree.js';
import type { Passes, SectionContext } from './sections/context.js';
import { emitSections, type Sections } from './sections/sections.js';
import { startingCold, takingState } from './solvers.js';
import { fill, lazyTemplate } from './templates/template.js';

const bodies = lazyTemplate(scalarProgram);
const wrappers = lazyTemplate(wrapperProgram);

/** A function declaration and its arguments, for documentation and types. */
export interface EmittedFunction {
  readonly arguments: readonly Argument[];
  /** Functions that it calls, to be made first. */
  readonly chunks: readonly ChunkFunctions[];
  /** Those of its loops. */
  readonly loops: readonly ESTree.FunctionDeclaration[];
  /**
   * Makes it, once the chunks are made: calls of them all, kept meanwhile, would teach V8 that nodes of this kind live long.
   */
  make(): ESTree.FunctionDeclaration;
}

export const idsOf = (args: readonly Argument[]): ESTree.Identifier[] => args.map(({ name }) => js.identifier(name));

/** The same as parameters: which rows may be left out, and are all of them then. */
export function parametersOf(args: readonly Argument[]): ESTree.Expression[] {
  const first = args.find(({ dimension }) => dimension === ROWS);
  const start = args.find(({ range }) => range === 'start');
  return args.map(({ name, range }) => {
    const id = js.identifier(name);
    if (range === undefined || start === undefined) return id;
    // Patterns stand where the template has a parameter.
    return js.withDefault(
      id,
      range === 'start' ? js.number(0) : js.binary('-', rowsOf(first!), js.identifier(start.name)),
    );
  });
}

interface StraightLine {
  /** What the function takes; its code has names of the same scope. */
  readonly signature: Signature;
  readonly chunks: readonly ChunkFunctions[];
  readonly loops: readonly ESTree.FunctionDeclaration[];
  /** Makes the function's own code, once the chunks are made. */
  body(): Body & { readonly stores: ESTree.Statement[] };
}

/** The code of a plan: in the function itself, or in chunks that it calls. */
export function emitStraightLine(
  scheduled: ScheduledFunction,
  context: FunctionContext,
  overTheta: boolean,
  parted: Parted | null = null,
): StraightLine {
  const { plan, schedule } = scheduled;
  const { native } = context;
  noteBlocks(scheduled, context);
  const names = parted?.names ?? context.scope();
  const { inputs, wrt, outputs: all, scalar, dimensions, unknowns } = context.model;
  const model = { inputs, wrt, outputs: all, scalar, dimensions, unknowns };
  const signed: Signed = { model, seeds: plan.seeds, stores: plan.stores, overTheta };
  const signature = signatureIn(names, signed);
  const { outputs, reader } = signature;
  if (native !== null && parted === null && native.has(plan))
    return { signature, chunks: [], loops: [], body: nativeBody };
  /** What WebAssembly computes. */
  function nativeBody(): ReturnType<StraightLine['body']> {
    // Functions are printed this way where there is some.
    const made = native!.call(scheduled, signature, names);
    return { ...made, statements: [...takingState(scheduled, context.solvers, signature.state), ...made.statements] };
  }

  const whole = lastLine(schedule);
  const line = parted === null ? whole : { ...whole, chunks: null };
  const { chunks, results } = line;
  const stored = storedResults(plan, line.graph, line.results.stored);
  const reserve = (count: number): void => {
    context.slots.length = Math.max(context.slots.length, count);
  };
  const long = createChunkedLines({ signed, signature, stored, name: plan.name, schedule }, context, reserve);
  const sections =
    hasLoops(schedule) || line.links.imports.length > 0 || plan.placed.length > 0
      ? sectionsOf(scheduled, { signature, names, context, reserve, chunked: long.inLoop, parted })
      : null;
  const zeros = outputs
    .filter(({ extent }, i) => extent !== undefined && isAddedTo(plan, plan.stores[i]!))
    .map(zerosIn);
  /** Values outside of loops that go to arrays whose length is known at run time. */
  const placedIn = ({ numeric }: Body): ESTree.Statement[] => {
    const values = plan.placed.filter(of => !isScattered(plan.graph, of));
    const nodes = values.length === 0 ? [] : results.returned.slice(-values.length);
    return values.flatMap((of, i) => {
      const value = js.identifier(names.temporary());
      return [js.declare('const', value, numeric(nodes[i]!)), sections!.add(of, value)];
    });
  };
  const before = [
    ...(native === null || parted !== null ? [] : native.readable(signature.parameters)),
    ...(parted === null ? takingState(scheduled, context.solvers, signature.state) : []),
    ...(sections?.statements ?? []),
  ];
  const argument = sections?.argument ?? reader;
  if (chunks === null) {
    // Where a loop writes zeros, it comes before the others.
    const isEarly = (position: number): boolean => !stored.isInZeros(position);
    const late = lateResults(line, isEarly);
    const read = [...results.returned, ...late.map(position => results.stored[position]!)];
    const { length } = line.arrays;
    reserve(length);
    const spill = (elements: number): number => {
      reserve(length + elements);
      return length;
    };
    const body = (): ReturnType<StraightLine['body']> => {
      const special = context.special;
      const location = (node: Node) => locationOf(context.starts, line.graph, node);
      const result = (position: number) => stored.target(position, outputs);
      const slots = context.slots.name;
      const wanted = line.links.names;
      const named = namedIn(plan, line.links, context);
      const scope = { wanted, special, location, names, named, argument, slots, isEarly, result, spill };
      const own = emitBody(line, scope, read);
      const stores = late
        .filter(stored.isWritten)
        .map(position => js.assign(js.read(result(position)), own.numeric(results.stored[position]!)));
      return {
        ...own,
        statements: [
          ...zeros,
          ...before,
          ...(parted !== null && hasSolved(line.graph) ? startingCold(context.solvers) : []),
          ...own.statements,
        ],
        stores: [...stored.filled(outputs).map(zeroLoop), ...stores, ...placedIn(own)],
      };
    };
    return { signature, chunks: long.made, loops: sections?.functions ?? [], body };
  }
  const { functions, crossed } = long.whole({ ...line, chunks }, sections?.accesses ?? []);
  const body = (): ReturnType<StraightLine['body']> => {
    const caller = functions.caller();
    return {
      ...caller,
      statements: [...zeros, ...before, ...crossed, ...stored.filled(outputs).map(zeroLoop), ...caller.statements],
      stores: placedIn(caller),
    };
  };
  return { signature, chunks: long.made, loops: sections?.functions ?? [], body };
}

/** What tells of variables. @param of the section, or the schedule, that nodes are of */
function namedIn(plan: FunctionPlan, of: Pick<Schedule, 'sources'>, { onNamed }: FunctionContext) {
  return (node: Node, name: string): void => {
    if (onNamed === undefined) return;
    const source = sourceIn(of, node);
    if (source !== -1) onNamed(plan, source, name);
  };
}

function noteBlocks({ blocks }: Pick<ScheduledFunction, 'blocks'>, { solvers }: FunctionContext): void {
  for (const [number, block] of blocks) solvers?.blocks.set(number, block);
}

interface SectionsOf {
  readonly signature: Signature;
  readonly names: Names;
  readonly context: FunctionContext;
  reserve(slots: number): void;
  readonly chunked: SectionContext['chunked'];
  readonly parted: Parted | null;
}

/** A function that stops where it needs rows: others run meanwhile, so that its arrays are its own. */
export interface Parted {
  readonly names: Names;
  readonly passes: Passes;
  sums(length: number): string;
}

/** The loops of a function, and what stands between them. */
function sectionsOf(
  { plan, schedule }: ScheduledFunction,
  { signature, names, context, reserve, chunked, parted }: SectionsOf,
): Sections {
  const { special, slots, sums } = context;
  return emitSections(schedule, {
    signature,
    call: parted === null ? signatureOf(plan.name, signature.parameters) : 'finish',
    needsRows: neededExtrema(context.model, schedule),
    names,
    special,
    chunked,
    claim: () => context.claim(`${plan.name}Loop`),
    wanted: node => schedule.names[node],
    named: namedIn(plan, schedule, context),
    scattered: new Map(
      plan.placed
        .filter(of => isScattered(plan.graph, of))
        .map((of, i) => [scatterIn(schedule.graph, schedule.results.scattered![i]!), of]),
    ),
    passes: parted?.passes ?? null,
    cold: () => startingCold(context.solvers),
    sums(length) {
      if (parted !== null) return parted.sums(length);
      sums.length = Math.max(sums.length, length);
      return sums.name;
    },
    lineContext({ graph, arrays, links }) {
      reserve(arrays.length);
      return {
        special,
        names,
        named: namedIn(plan, links, context),
        location: node => locationOf(context.starts, graph, node),
        slots: slots.name,
        isEarly: () => false,
        result: () => ({ name: '', index: null }),
        spill(elements) {
          reserve(arrays.length + elements);
          return arrays.length;
        },
      };
    },
  });
}

/** How long a new array of results is. */
export function lengthOfOutput(output: Argument | undefined, args: readonly Argument[]): ESTree.Expression {
  if (output?.extent === undefined) return js.number(output?.length ?? 0);
  const length = lengthFrom(output.extent, args);
  // Arguments that are too short for it are refused once there is an array.
  return mayBeNegative(output.extent)
    ? js.call(js.member(js.identifier('Math'), 'max'), [js.number(0), length])
    : length;
}

const mayBeNegative = ({ fixed, times }: Extent): boolean =>
  fixed < 0 || (typeof times === 'object' && mayBeNegative(times));

function zerosIn({ name }: Argument): ESTree.Statement {
  const i = js.identifier('i');
  const array = js.identifier(name);
  return js.countingLoop(i, js.member(array, 'length'), js.assign(js.at(array, i), js.number(0)));
}

function zeroLoop({ name, length }: { readonly name: string; readonly length: number }): ESTree.Statement {
  const i = js.identifier('i');
  const element: ESTree.Pattern = {
    type: 'MemberExpression',
    object: js.identifier(name),
    property: i,
    computed: true,
    optional: false,
  };
  return js.countingLoop(i, length, js.assign(element, js.number(0)));
}

/** The straight-line code that `packed` calls in a theta layout: a function of theta, the other inputs and outputs. */
export function emitThetaFunction(
  name: 'value' | 'valueAndGradient',
  scheduled: ScheduledFunction,
  context: FunctionContext,
): Pick<EmittedFunction, 'make' | 'chunks' | 'loops'> {
  const { signature, chunks, loops, body } = emitStraightLine(scheduled, context, true);
  const make = (): ESTree.FunctionDeclaration => {
    const { statements, stores, numeric } = body();
    // Of theta the caller looks at the length.
    const columns = signature.parameters.filter(
      ({ dimension, range, isState }) => dimension === ROWS || range !== undefined || isState === true,
    );
    const checks = checkArguments(name, columns, []);
    const node = fill(bodies(), 'overTheta', {
      statements: { $body: [...checks, ...statements], $stores: stores },
      expressions: {
        $parameters: parametersOf(signature.parameters),
        $result: [numeric(lastLine(scheduled.schedule).results.returned[0]!)],
      },
    });
    return { ...node, id: js.identifier(context.theta![name]) };
  };
  return { chunks, loops, make };
}

/** A function of single arguments that writes them to an array for the one over theta. */
export function emitThetaCaller(
  name: 'value' | 'valueAndGradient',
  plan: FunctionPlan,
  context: FunctionContext,
): EmittedFunction {
  const { model, theta } = context;
  const names = context.scope();
  const inputs = inputArguments(model.inputs, names);
  const outputs = plan.stores.map(({ target, nodes }) => ourArgument(names, target, nodes.length));
  const scratch = js.identifier(theta!.scratch);
  const wrt = new Set(model.wrt);
  const at = inputs.filter((_, i) => i < model.inputs.length && wrt.has(model.inputs[i]!));
  // Which rows is among them.
  const fixed = inputs.filter((_, i) => i >= model.inputs.length || !wrt.has(model.inputs[i]!));
  const state = stateArgument(model, names);
  const ending = state === null ? [] : [state];
  const args = [...inputs, ...outputs, ...ending];
  let offset = 0;
  const copies = at.map(argument => {
    const start = offset;
    offset += argument.length ?? 1;
    const value = js.identifier(argument.name);
    if (argument.length === null) return js.assign(js.element(scratch, start), value);
    return js.statement(js.call(js.member(scratch, 'set'), [value, js.number(start)]));
  });
  const node = fill(bodies(), 'value', {
    statements: {
      $check: checkArguments(name, args, model.dimensions),
      $body: copies,
    },
    expressions: {
      $inputs: parametersOf(args),
      $result: [js.call(js.identifier(theta![name]), [scratch, ...idsOf(fixed), ...idsOf([...outputs, ...ending])])],
      $state: [],
    },
  });
  return { make: () => ({ ...node, id: js.identifier(name) }), arguments: args, chunks: [], loops: [] };
}

export function emitComputed(scheduled: ScheduledFunction, context: FunctionContext): EmittedFunction {
  const { plan } = scheduled;
  const { signature, chunks, loops, body } = emitStraightLine(scheduled, context, false);
  const { inputs, outputs, state } = signature;
  const isRecord = plan.multipliers.length > 0;
  // Its array is its own.
  const parameters = isRecord ? [...inputs, ...(state === null ? [] : [state])] : signature.parameters;
  const { returned } = lastLine(scheduled.schedule).results;
  const fillsOut = plan.returned === null && plan.stores.length === 1;
  const isForRows = fillsOut && outputs[0]?.extent?.rows !== undefined;
  const filling = isForRows ? 'fillForRows' : 'fill';
  const ofRecord = outputs.length > 0 ? 'recordOfRows' : 'value';
  const ofOthers = fillsOut ? filling : outputs.length > 0 ? 'valueAndGradient' : 'value';
  const template = isRecord ? ofRecord : ofOthers;
  const make = (): ESTree.FunctionDeclaration => {
    const { statements, stores, numeric } = body();
    const checks = checkArguments(plan.name, parameters, context.model.dimensions);
    const lengths = checkLengths(plan.name, parameters);
    const node = fill(bodies(), template, {
      statements: {
        $check: isForRows ? checks : [...checks, ...lengths],
        $checkLengths: lengths,
        $body: statements,
        $stores: stores,
      },
      expressions: {
        $inputs: parametersOf(inputs),
        $outputs: idsOf(outputs),
        $state: state === null ? [] : [js.identifier(state.name)],
        $result: [
          plan.returned === null ? multiplierRecord(plan, returned.map(numeric), signature) : numeric(returned[0]!),
        ],
        $length: [lengthOfOutput(outputs[0], inputs)],
        ...(fillsOut && { $out: idsOf(outputs) }),
        ...((isForRows || isRecord) && { $array: idsOf(outputs) }),
      },
    });
    return { ...node, id: js.identifier(plan.name) };
  };
  return { make, arguments: parameters, chunks, loops };
}

/** @param all values of the multipliers, one after another */
function multiplierRecord(
  { multipliers }: FunctionPlan,
  all: readonly ESTree.Expression[],
  { outputs, rows }: Signature,
): ESTree.Expression {
  /** After so many numbers of each row. */
  const after = (width: number): ESTree.Expression =>
    width === 0 ? js.number(0) : js.code(width === 1 ? rows!.count : `${rows!.count} * ${width}`);
  let next = 0;
  return js.record(
    multipliers.map(({ name, shape, nodes, ofRows }) => {
      if (ofRows !== undefined) {
        const part = js.member(js.identifier(outputs[0]!.name), 'subarray');
        return [name, js.call(part, [after(ofRows.before), after(ofRows.before + ofRows.width)])];
      }
      const values = all.slice(next, next + nodes.length);
      next += nodes.length;
      return [name, shape.length === 0 ? values[0]! : js.call(js.member(js.identifier('Float64Array'), 'of'), values)];
    }),
  );
}

/** A function that runs the primal code and calls `observe(step, value)` after every statement. */
export function emitObserved({ plan, schedule, blocks }: ScheduledFunction, context: FunctionContext) {
  noteBlocks({ blocks }, context);
  const names = context.scope();
  names.claim('observe');
  const inputs = inputArguments(context.model.inputs, names);
  const observed: Node[] = [];
  const line = lastLine(schedule);
  context.slots.length = Math.max(context.slots.length, line.arrays.length);
  const body = emitBody(
    line,
    {
      names,
      wanted: plan.names,
      argument: argumentReader(context.model, inputs, []),
      special: context.special,
      location: () => undefined,
      slots: context.slots.name,
      // Nothing is stored.
      isEarly: () => false,
      result: () => ({ name: '', index: null }),
      observe: node => `observe(${observed.push(node) - 1}, `,
    },
    schedule.results.returned,
  );
  const node = fill(bodies(), 'observed', {
    statements: { $body: body.statements },
    expressions: { $inputs: idsOf(inputs) },
  });
  return { node, observed };
}

export function emitWrapper(row: Wrapper, context: FunctionContext): EmittedFunction {
  const { model, theta } = context;
  const { name } = row;
  const names = context.scope();
  for (const called of row.calls(model)) names.claim(called.name);
  const inputs = row.takesInputs ? inputArguments(model.inputs, names) : [];
  const rows = hasData(model) ? ['start', 'count'] : [];
  // Theta says how long its parts are.
  const isParted = hasRunTimeGradient(model);
  const extent = isParted ? { extent: extentOf(model.wrt) } : {};
  const ofGradient = [{ name: 'out', ...extent }];
  const outputs = row.takesInputs
    ? (row.outputs?.(model) ?? ofGradient).map(({ name, ...of }) => ({
        ...ourArgument(names, name, wrtLength(model)),
        ...of,
      }))
    : [];
  const state = stateArgument(model, names);
  const ending = state === null ? [] : [state];
  const args = [...inputs, ...outputs, ...(row.takesInputs ? ending : [])];
  const lengthOfGradient = (): ESTree.Expression => {
    if (row.takesInputs) return lengthOfOutput(outputs.at(-1), inputs);
    return isParted ? js.member(js.identifier('gradient'), 'length') : js.number(wrtLength(model));
  };
  const node = fill(wrappers(), row.template(model), {
    statements: {
      $check: [...checkArguments(name, args, model.dimensions), ...checkLengths(name, args)],
      $look: [lookAtTheta(isParted)],
    },
    expressions: {
      $inputs: row.takesInputs ? parametersOf(inputs) : [],
      $passed: idsOf(inputs),
      $state: idsOf(ending),
      $late: state === null ? [] : [...rows, 'out'].map(() => js.identifier('undefined')).concat(idsOf(ending)),
      $rows: rows.map(() => js.identifier('undefined')),
      ...(row.takesInputs && {
        $out: idsOf(outputs.slice(-1)),
        $first: idsOf(outputs.slice(0, 1)),
        $outputs: idsOf(outputs),
      }),
      ...(row.outputs && columnwise(model, names, inputs)),
      $length: [lengthOfGradient()],
      $element: [elementOfGradient(model)],
      $placed: [placedResults(model)],
      $theta: [
        ...(theta === null
          ? thetaArguments(model, isParted)
          : [js.identifier('theta'), ...fixedInputs(model).map((_, i) => js.element(js.identifier('fixed'), i))]),
        ...rows.map(() => js.identifier('undefined')),
      ],
      $value: [js.identifier(theta?.value ?? 'value')],
      $valueAndGradient: [js.identifier(theta?.valueAndGradient ?? 'valueAndGradient')],
    },
  });
  return { make: () => ({ ...node, id: js.identifier(name) }), arguments: args, chunks: [], loops: [] };
}

/** What goes over the columns or rows of a matrix works with: names that no argument has, and directions as arguments. */
function columnwise(model: DifferentiatedModel, names: Names, inputs: readonly Argument[]) {
  const id = (name: string): ESTree.Identifier => js.identifier(names.claim(name));
  const direction = id('direction');
  const along = model.wrt.map((input, i): ESTree.Expression => {
    const start = lengthFrom(extentOf(model.wrt.slice(0, i)), inputs);
    if (input.rows === null && input.shape.length === 0) return js.at(direction, start);
    return js.call(js.member(direction, 'subarray'), [start, lengthFrom(extentOf(model.wrt.slice(0, i + 1)), inputs)]);
  });
  return {
    $direction: [direction],
    $along: along,
    $columns: [lengthFrom(extentOf(model.wrt), inputs)],
    $results: [lengthFrom(extentOfResults(model.outputs), inputs)],
    ...Object.fromEntries(['value', 'column', 'i', 'k'].map(name => [`$${name}`, [id(name)]])),
  };
}

/** The part of `gradient` that belongs to `input`. */
function elementOfGradient(model: DifferentiatedModel): ESTree.Expression {
  const [gradient, input] = [js.identifier('gradient'), js.identifier('input')];
  if (hasShapes(model)) return js.call(js.identifier('nest'), [gradient, input]);
  return { ...js.member(gradient, 'offset'), property: js.member(input, 'offset'), computed: true };
}

/** The results with their sizes and places. */
function placedResults(model: DifferentiatedModel): ESTree.Expression {
  const [outputs, values] = [js.identifier('outputs'), js.identifier('values')];
  return hasRunTimeResults(model) ? js.call(js.identifier('withSizes'), [outputs, values]) : outputs;
}

/** Looks at what `packed` is given, and parts theta where it says how long its parts are. */
function lookAtTheta(isParted: boolean): ESTree.Statement {
  const given = [js.text('packed(theta, gradient)'), js.identifier('theta'), js.identifier('gradient')];
  return isParted
    ? js.declare('const', js.identifier('parts'), js.call(js.identifier('partsOfTheta'), given))
    : js.statement(js.call(js.identifier('checkTheta'), given));
}

/** Every input in order, from theta, or from its parts, where it is differentiated and from `fixed` where it is not. */
function thetaArguments(model: DifferentiatedModel, isParted: boolean): ESTree.Expression[] {
  const theta = js.identifier(isParted ? 'parts' : 'theta');
  const wrt = new Map(model.wrt.map((input, i) => [input, i]));
  let fixed = 0;
  return model.inputs.map(input => {
    const at = wrt.get(input);
    if (at === undefined) return js.element(js.identifier('fixed'), fixed++);
    // An array stands here only where it is all of theta.
    return input.shape.length > 0 && !isParted ? theta : js.element(theta, at);
  });
}
