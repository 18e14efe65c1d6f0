// Each exported function: its parameters, its checks, and its body in the template of its kind.

import type * as ESTree from 'estree';
import scalarProgram from '../../../templates/scalar.js?estree';
import wrapperProgram from '../../../templates/wrappers.js?estree';
import type { FunctionPlan } from '../../differentiate/plan.js';
import { constantValue, type Node } from '../../graph/graph.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import type { ExportName } from '../exports.js';
import type { ScheduledPlan } from '../planned.js';
import {
  argumentReader,
  fixedInputs,
  inputArguments,
  ourArgument,
  type Reader,
  seedArguments,
  thetaReader,
  wrtLength,
} from './arguments.js';
import { type Body, type ChunkContext, emitBody, emitCalls, emitChunk, placesFor } from './body.js';
import { type Argument, checkArguments } from './check.js';
import * as js from './estree.js';
import type { Names } from './names.js';
import type { NativeCode } from './native.js';
import { fill, lazyTemplate } from './template.js';

const bodies = lazyTemplate(scalarProgram);
const wrappers = lazyTemplate(wrapperProgram);

/**
 * Where `packed` has straight-line code of its own, which reads `theta`, and the functions that take arguments one by one
 * write them to an array and call it. Passing many numbers costs V8 a heap number each.
 */
export interface ThetaLayout {
  /** The module's array that arguments are written to. */
  readonly scratch: string;
  readonly value: string;
  readonly valueAndGradient: string;
}

export interface FunctionContext {
  readonly model: DifferentiatedModel;
  readonly theta: ThetaLayout | null;
  /** Name of the module's array that values of long functions cross in, and the length asked of it so far. */
  readonly slots: { readonly name: string; length: number };
  /** Null where straight-line code is JavaScript. */
  readonly native: NativeCode | null;
  /** A free name at the top level of the module. */
  claim(name: string): string;
  /** Names inside a function: none that function bodies refer to at the top level of the module. */
  scope(): Names;
  special(name: string): string;
  location(plan: FunctionPlan, node: Node): js.Location | undefined;
}

/** A function declaration and its arguments, for documentation and types. */
export interface EmittedFunction {
  readonly arguments: readonly Argument[];
  /**
   * Functions that it calls, to be made one at a time: together they can be larger than memory. Calls of them all, kept
   * meanwhile, would teach V8 that nodes of this kind live long.
   */
  readonly pieces: readonly (() => ESTree.FunctionDeclaration)[];
  /** Makes it, once the pieces are made. */
  make(): ESTree.FunctionDeclaration;
}

const idsOf = (args: readonly Argument[]): ESTree.Identifier[] => args.map(({ name }) => js.identifier(name));

/** The parameters of a function, under names of a scope, and how its code reads inputs. */
interface Signature {
  readonly parameters: readonly Argument[];
  readonly outputs: readonly Argument[];
  readonly reader: Reader;
}

interface StraightLine {
  readonly pieces: EmittedFunction['pieces'];
  /** Makes the function's own code, once the pieces are made. */
  body(): Body & { readonly stores: ESTree.Statement[] };
}

/** The code of a plan: in the function itself, or in pieces that it calls. */
function emitStraightLine(
  { plan, schedule }: ScheduledPlan,
  context: FunctionContext,
  names: Names,
  signature: (names: Names) => Signature,
): StraightLine {
  const { outputs, parameters, reader } = signature(names);
  const { native } = context;
  if (native !== null) return { pieces: [], body: () => native.call({ plan, schedule }, reader, outputs, names) };
  const base = {
    wanted: plan.names,
    special: context.special,
    location: (node: Node) => context.location(plan, node),
  };
  const { chunks } = schedule;
  const slots = js.identifier(context.slots.name);
  const reserve = (count: number): void => {
    context.slots.length = Math.max(context.slots.length, count);
  };
  const spillFrom = (first: number) => (elements: number) => {
    reserve(first + elements);
    return (element: number) => js.element(slots, first + element);
  };
  const zeros = zeroFilled(plan);
  const fills = outputs.flatMap(({ name, length }, which) => (zeros[which] ? [zeroLoop(name, length!)] : []));
  const isWritten = (position: number): boolean =>
    !(zeros[placeOf(plan, position).which] && isZero(plan, schedule.results.stored[position]!));
  const target = (position: number, into: readonly Argument[]): ESTree.MemberExpression => {
    const { which, index } = placeOf(plan, position);
    return js.element(js.identifier(into[which]!.name), index);
  };
  if (chunks === null) {
    // Where a loop writes zeros, it comes before the others.
    const stored = (position: number): ESTree.Pattern | null =>
      zeros[placeOf(plan, position).which] ? null : target(position, outputs);
    const { results, storedWith } = schedule;
    const isEarly = new Set([...storedWith.values()].flat().filter(position => stored(position) !== null));
    const late = [...results.stored.keys()].filter(position => !isEarly.has(position));
    const read = [...results.returned, ...late.map(position => results.stored[position]!)];
    const body = (): ReturnType<StraightLine['body']> => {
      const made = emitBody(schedule, { ...base, names, argument: reader, stored, spill: spillFrom(0) }, read);
      const stores = late
        .filter(isWritten)
        .map(position => js.assign(target(position, outputs), made.numeric(results.stored[position]!)));
      return { ...made, stores: [...fills, ...stores] };
    };
    return { pieces: [], body };
  }
  // Numbers would be allocated for every call of a piece, so they cross in slots like other values.
  const scalars = parameters.filter(({ length, isArray }) => length === null && isArray !== true);
  const slotOf = new Map(scalars.map(({ name }, i) => [name, chunks.slotCount + i]));
  const slotCount = chunks.slotCount + scalars.length;
  reserve(slotCount);
  const arrays = idsOf(parameters.filter(argument => !scalars.includes(argument)));
  const reading =
    (read: Reader): Reader =>
    slot => {
      const access = read(slot);
      if (access.keep !== null || access.expression.type !== 'Identifier') return access;
      const { name } = access.expression;
      return { expression: js.element(slots, slotOf.get(name)!), keep: name };
    };
  const places = placesFor(schedule);
  const inside = (scope: Names): ChunkContext => {
    const { reader: read, outputs: into } = signature(scope);
    return {
      ...base,
      names: scope,
      argument: reading(read),
      slots,
      places,
      stored: position => target(position, into),
      spill: spillFrom(slotCount),
    };
  };
  const used = chunks.chunks.map(chunk => ({ ...chunk, stores: chunk.stores.filter(isWritten) }));
  const functions = used.map(({ blocks, stores }, i) =>
    blocks.length + stores.length === 0 ? null : context.claim(`${plan.name}Part${i + 1}`),
  );
  const pieces = used.flatMap((chunk, i) => {
    const name = functions[i]!;
    if (name === null) return [];
    return [
      (): ESTree.FunctionDeclaration => {
        const body = js.lazyBlock(into => emitChunk(schedule, chunk, inside(context.scope()), into));
        return { type: 'FunctionDeclaration', id: js.identifier(name), params: arrays, body };
      },
    ];
  });
  const call = (chunk: number): ESTree.Statement[] => {
    const name = functions[chunk]!;
    return name === null ? [] : [js.statement(js.call(js.identifier(name), arrays))];
  };
  const body = (): ReturnType<StraightLine['body']> => {
    const caller = emitCalls(schedule, chunks, { ...inside(context.scope()), argument: reader }, call);
    const kept = scalars.map(({ name }) => js.assign(js.element(slots, slotOf.get(name)!), js.identifier(name)));
    return { ...caller, statements: [...kept, ...fills, ...caller.statements], stores: [] };
  };
  return { pieces, body };
}

/** The array and the element that a stored result goes to, by its position among all. */
function placeOf({ stores }: FunctionPlan, position: number): { which: number; index: number } {
  let index = position;
  let which = 0;
  while (index >= stores[which]!.nodes.length) index -= stores[which++]!.nodes.length;
  return { which, index };
}

/** The straight-line code that `packed` calls in a theta layout: a function of theta, the other inputs and outputs. */
export function emitThetaFunction(
  name: 'value' | 'valueAndGradient',
  planned: ScheduledPlan,
  context: FunctionContext,
): Pick<EmittedFunction, 'make' | 'pieces'> {
  const { model } = context;
  const { plan } = planned;
  const names = context.scope();
  const signature = (scope: Names) => {
    const theta: Argument = { ...ourArgument(scope, 'theta', null), isArray: true };
    const fixed = inputArguments(fixedInputs(model), scope);
    const outputs = plan.stores.map(({ target, nodes }) => ourArgument(scope, target, nodes.length));
    return { parameters: [theta, ...fixed, ...outputs], outputs, reader: thetaReader(model, theta, fixed) };
  };
  // Names are the same in every scope that starts the same way.
  const { parameters } = signature(context.scope());
  const { pieces, body } = emitStraightLine(planned, context, names, signature);
  const make = (): ESTree.FunctionDeclaration => {
    const { statements, stores, numeric } = body();
    const node = fill(bodies(), 'overTheta', {
      statements: { $body: statements, $stores: stores },
      expressions: { $parameters: idsOf(parameters), $result: [numeric(plan.returned!)] },
    });
    return { ...node, id: js.identifier(context.theta![name]) };
  };
  return { pieces, make };
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
  const at = model.wrt.map(input => inputs[model.inputs.indexOf(input)]!);
  const args = [...inputs, ...outputs];
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
      $check: checkArguments(name, args),
      $body: copies,
    },
    expressions: {
      $inputs: idsOf(args),
      $result: [
        js.call(js.identifier(theta![name]), [
          scratch,
          ...idsOf(inputs.filter(argument => !at.includes(argument))),
          ...idsOf(outputs),
        ]),
      ],
    },
  });
  return { make: () => ({ ...node, id: js.identifier(name) }), arguments: args, pieces: [] };
}

/** Zeros of one array beyond which a loop writes them. */
const MOST_ZEROS = 32;

const isZero = (plan: FunctionPlan, node: Node): boolean => constantValue(plan.graph, node) === 0;

/** For each array of results whether a loop fills it with zeros first. */
function zeroFilled(plan: FunctionPlan): boolean[] {
  return plan.stores.map(({ nodes }) => nodes.filter(node => isZero(plan, node)).length > MOST_ZEROS);
}

function zeroLoop(array: string, length: number): ESTree.Statement {
  const i = js.identifier('i');
  const element: ESTree.Pattern = {
    type: 'MemberExpression',
    object: js.identifier(array),
    property: i,
    computed: true,
    optional: false,
  };
  return js.countingLoop(i, length, js.assign(element, js.number(0)));
}

export function emitPlanned(planned: ScheduledPlan, context: FunctionContext): EmittedFunction {
  const { model } = context;
  const { plan } = planned;
  const signature = (scope: Names) => {
    const own = inputArguments(model.inputs, scope);
    const seeds = seedArguments(plan.seeds, model, scope);
    const inputs = [...own, ...seeds];
    const outputs = plan.stores.map(({ target, nodes }) => ourArgument(scope, target, nodes.length));
    return { inputs, outputs, parameters: [...inputs, ...outputs], reader: argumentReader(model, own, seeds) };
  };
  const { inputs, outputs, parameters } = signature(context.scope());
  const { pieces, body } = emitStraightLine(planned, context, context.scope(), signature);
  const fillsOut = plan.returned === null && plan.stores.length === 1;
  const template = fillsOut ? 'fill' : outputs.length > 0 ? 'valueAndGradient' : 'value';
  const make = (): ESTree.FunctionDeclaration => {
    const { statements, stores, numeric } = body();
    const node = fill(bodies(), template, {
      statements: { $check: checkArguments(plan.name, parameters), $body: statements, $stores: stores },
      expressions: {
        $inputs: idsOf(inputs),
        $outputs: idsOf(outputs),
        $result: [plan.returned === null ? multiplierRecord(plan, numeric) : numeric(plan.returned)],
        $length: [js.number(outputs[0]?.length ?? 0)],
        ...(fillsOut && { $out: idsOf(outputs) }),
      },
    });
    return { ...node, id: js.identifier(plan.name) };
  };
  return { make, arguments: parameters, pieces };
}

function multiplierRecord(plan: FunctionPlan, numeric: (node: Node) => ESTree.Expression): ESTree.Expression {
  return js.record(
    plan.multipliers.map(({ name, shape, nodes }) => {
      const values = nodes.map(numeric);
      return [name, shape.length === 0 ? values[0]! : js.call(js.member(js.identifier('Float64Array'), 'of'), values)];
    }),
  );
}

/** A function that runs the primal code and calls `observe(step, value)` after every statement. */
export function emitObserved({ plan, schedule }: ScheduledPlan, context: FunctionContext) {
  const names = context.scope();
  names.claim('observe');
  const inputs = inputArguments(context.model.inputs, names);
  const observed: Node[] = [];
  const observe = js.identifier('observe');
  const body = emitBody(
    schedule,
    {
      names,
      wanted: plan.names,
      argument: argumentReader(context.model, inputs, []),
      special: context.special,
      location: () => undefined,
      observe(node, value) {
        const step = observed.push(node) - 1;
        return js.statement(js.call(observe, [js.number(step), value]));
      },
    },
    schedule.results.returned,
  );
  const node = fill(bodies(), 'observed', {
    statements: { $body: body.statements },
    expressions: { $inputs: idsOf(inputs) },
  });
  return { node, observed };
}

export function emitWrapper(name: ExportName, context: FunctionContext): EmittedFunction {
  const { model } = context;
  const names = context.scope();
  names.claim('valueAndGradient');
  const length = [js.number(wrtLength(model))];
  if (name === 'gradient') {
    const inputs = inputArguments(model.inputs, names);
    const out = ourArgument(names, 'out', wrtLength(model));
    const args = [...inputs, out];
    const expressions = { $inputs: idsOf(inputs), $out: [js.identifier(out.name)], $length: length };
    const node = fill(wrappers(), name, { statements: { $check: checkArguments(name, args) }, expressions });
    return { make: () => node, arguments: args, pieces: [] };
  }
  const maximize = model.sense === 'maximize' && (name === 'packed' || name === 'bindPacked');
  const template = name === 'evaluate' ? evaluateTemplate(model) : maximize ? `${name}Maximize` : name;
  const { theta } = context;
  const node = fill(wrappers(), template, {
    expressions: {
      $length: length,
      $element: [elementOfGradient(model)],
      $theta: theta === null ? thetaArguments(model) : [js.identifier('theta'), ...fixedArguments(model)],
      $value: [js.identifier(theta?.value ?? 'value')],
      $valueAndGradient: [js.identifier(theta?.valueAndGradient ?? 'valueAndGradient')],
    },
  });
  return { make: () => ({ ...node, id: js.identifier(name) }), arguments: [], pieces: [] };
}

function evaluateTemplate(model: DifferentiatedModel): string {
  if (model.scalar) return 'evaluate';
  return model.outputs.length === 1 ? 'evaluateVector' : 'evaluateOutputs';
}

/** The part of `gradient` that belongs to `input`. */
function elementOfGradient(model: DifferentiatedModel): ESTree.Expression {
  const [gradient, input] = [js.identifier('gradient'), js.identifier('input')];
  if (hasShapes(model)) return js.call(js.identifier('nest'), [gradient, input]);
  return { ...js.member(gradient, 'offset'), property: js.member(input, 'offset'), computed: true };
}

/** True where an argument or a result is not a number. */
export function hasShapes(model: DifferentiatedModel): boolean {
  return [...model.inputs, ...model.outputs].some(({ shape }) => shape.length > 0);
}

/** Every input in order, from `theta` where it is differentiated and from `fixed` where it is not. */
function thetaArguments(model: DifferentiatedModel): ESTree.Expression[] {
  const theta = js.identifier('theta');
  let fixed = 0;
  return model.inputs.map(input => {
    const at = model.wrt.indexOf(input);
    if (at === -1) return js.element(js.identifier('fixed'), fixed++);
    // An array stands here only where it is all of theta.
    return input.shape.length > 0 ? theta : js.element(theta, at);
  });
}

function fixedArguments(model: DifferentiatedModel): ESTree.Expression[] {
  return fixedInputs(model).map((_, i) => js.element(js.identifier('fixed'), i));
}
