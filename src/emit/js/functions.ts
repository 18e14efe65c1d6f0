// Each exported function: its parameters, its checks, and its body in the template of its kind.

import type * as ESTree from 'estree';
import scalarProgram from '../../../templates/scalar.js?estree';
import wrapperProgram from '../../../templates/wrappers.js?estree';
import type { FunctionPlan } from '../../differentiate/plan.js';
import type { Node } from '../../graph/graph.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import type { ExportName } from '../exports.js';
import type { ScheduledPlan } from '../planned.js';
import {
  argumentReader,
  fixedInputs,
  inputArguments,
  ourArgument,
  seedArguments,
  thetaReader,
  wrtLength,
} from './arguments.js';
import { emitBody } from './body.js';
import { type Argument, checkArguments } from './check.js';
import * as js from './estree.js';
import { createNames } from './names.js';
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
  /** Names at the top level of the module that function bodies refer to. */
  readonly moduleNames: readonly string[];
  special(name: string): string;
  location(plan: FunctionPlan, node: Node): js.Location | undefined;
}

/** A function declaration and its arguments, for documentation and types. */
export interface EmittedFunction {
  readonly node: ESTree.FunctionDeclaration;
  readonly arguments: readonly Argument[];
}

const idsOf = (args: readonly Argument[]): ESTree.Identifier[] => args.map(({ name }) => js.identifier(name));

/** The straight-line code that `packed` calls in a theta layout: a function of theta, the other inputs and outputs. */
export function emitThetaFunction(
  name: 'value' | 'valueAndGradient',
  { plan, schedule }: ScheduledPlan,
  context: FunctionContext,
): ESTree.FunctionDeclaration {
  const { model } = context;
  const names = createNames(context.moduleNames);
  const theta = ourArgument(names, 'theta', null);
  const fixed = inputArguments(fixedInputs(model), names);
  const outputs = plan.stores.map(({ target, nodes }) => ourArgument(names, target, nodes.length));
  const body = emitBody(schedule, {
    names,
    wanted: plan.names,
    argument: thetaReader(model, theta, fixed),
    special: context.special,
    location: node => context.location(plan, node),
  });
  const stores = storesOf(plan, outputs, body.numeric);
  const result = body.numeric(plan.returned!);
  const node = fill(bodies(), 'overTheta', {
    statements: { $body: body.statements, $stores: stores },
    expressions: {
      $theta: [js.identifier(theta.name)],
      $fixed: idsOf(fixed),
      $outputs: idsOf(outputs),
      $result: [result],
    },
  });
  return { ...node, id: js.identifier(context.theta![name]) };
}

/** A function of single arguments that writes them to an array for the one over theta. */
export function emitThetaCaller(
  name: 'value' | 'valueAndGradient',
  plan: FunctionPlan,
  context: FunctionContext,
): EmittedFunction {
  const { model, theta } = context;
  const names = createNames(context.moduleNames);
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
  return { node: { ...node, id: js.identifier(name) }, arguments: args };
}

function storesOf(
  plan: FunctionPlan,
  outputs: readonly Argument[],
  numeric: (node: Node) => ESTree.Expression,
): ESTree.Statement[] {
  return plan.stores.flatMap(({ nodes }, which) =>
    nodes.map((node, i) => js.assign(js.element(js.identifier(outputs[which]!.name), i), numeric(node))),
  );
}

export function emitPlanned({ plan, schedule }: ScheduledPlan, context: FunctionContext): EmittedFunction {
  const { model } = context;
  const names = createNames(context.moduleNames);
  const own = inputArguments(model.inputs, names);
  const seeds = seedArguments(plan.seeds, model, names);
  const inputs = [...own, ...seeds];
  const outputs = plan.stores.map(({ target, nodes }) => ourArgument(names, target, nodes.length));
  const body = emitBody(schedule, {
    names,
    wanted: plan.names,
    argument: argumentReader(model, own, seeds),
    special: context.special,
    location: node => context.location(plan, node),
  });
  const stores = storesOf(plan, outputs, body.numeric);
  const args = [...inputs, ...outputs];
  const result = plan.returned === null ? multiplierRecord(plan, body.numeric) : body.numeric(plan.returned);
  const fillsOut = plan.returned === null && plan.stores.length === 1;
  const template = fillsOut ? 'fill' : outputs.length > 0 ? 'valueAndGradient' : 'value';
  const node = fill(bodies(), template, {
    statements: { $check: checkArguments(plan.name, args), $body: body.statements, $stores: stores },
    expressions: {
      $inputs: idsOf(inputs),
      $outputs: idsOf(outputs),
      $result: [result],
      $length: [js.number(outputs[0]?.length ?? 0)],
      ...(fillsOut && { $out: idsOf(outputs) }),
    },
  });
  return { node: { ...node, id: js.identifier(plan.name) }, arguments: args };
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
  const names = createNames([...context.moduleNames, 'observe']);
  const inputs = inputArguments(context.model.inputs, names);
  const observed: Node[] = [];
  const observe = js.identifier('observe');
  const body = emitBody(schedule, {
    names,
    wanted: plan.names,
    argument: argumentReader(context.model, inputs, []),
    special: context.special,
    location: () => undefined,
    observe(node, value) {
      const step = observed.push(node) - 1;
      return js.statement(js.call(observe, [js.number(step), value]));
    },
  });
  const node = fill(bodies(), 'observed', {
    statements: { $body: body.statements },
    expressions: { $inputs: idsOf(inputs) },
  });
  return { node, observed };
}

export function emitWrapper(name: ExportName, context: FunctionContext): EmittedFunction {
  const { model } = context;
  const names = createNames([...context.moduleNames, 'valueAndGradient', 'refuse']);
  const length = [js.number(wrtLength(model))];
  if (name === 'gradient') {
    const inputs = inputArguments(model.inputs, names);
    const out = ourArgument(names, 'out', wrtLength(model));
    const args = [...inputs, out];
    const expressions = { $inputs: idsOf(inputs), $out: [js.identifier(out.name)], $length: length };
    const node = fill(wrappers(), name, { statements: { $check: checkArguments(name, args) }, expressions });
    return { node, arguments: args };
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
  return { node: { ...node, id: js.identifier(name) }, arguments: [] };
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
