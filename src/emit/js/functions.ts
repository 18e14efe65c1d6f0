// Each exported function: its parameters, its checks, and its body in the template of its kind.

import type * as ESTree from 'estree';
import scalarProgram from '../../../templates/scalar.js?estree';
import wrapperProgram from '../../../templates/wrappers.js?estree';
import type { FunctionPlan } from '../../differentiate/plan.js';
import type { Node } from '../../graph/graph.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import type { Schedule } from '../../schedule/program.js';
import type { ExportName } from '../exports.js';
import { emitBody } from './body.js';
import { type Argument, checkArguments } from './check.js';
import * as js from './estree.js';
import { createNames, type Names } from './names.js';
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

function inputArguments(model: DifferentiatedModel, names: Names): Argument[] {
  return model.inputs.map(({ name }) => ({ label: name, name: names.claim(name), length: null }));
}

function ours(names: Names, wanted: string, length: number | null): Argument {
  const name = names.claim(wanted);
  return { label: name, name, length };
}

const idsOf = (args: readonly Argument[]): ESTree.Identifier[] => args.map(({ name }) => js.identifier(name));

/** The arguments that follow the inputs: tangents, or adjoints of results. */
function seedArguments(plan: FunctionPlan, model: DifferentiatedModel, names: Names): Argument[] {
  if (plan.seeds === 'tangents') return model.wrt.map(({ name }) => ours(names, `d${name}`, null));
  if (plan.seeds === 'none') return [];
  return [ours(names, 'resultAdjoint', model.scalar ? null : model.outputs.length)];
}

/** The straight-line code that `packed` calls in a theta layout: a function of theta, the other inputs and outputs. */
export function emitThetaFunction(
  name: 'value' | 'valueAndGradient',
  plan: FunctionPlan,
  schedule: Schedule,
  context: FunctionContext,
): ESTree.FunctionDeclaration {
  const { model } = context;
  const names = createNames(context.moduleNames);
  const theta = ours(names, 'theta', null);
  const inputs = inputArguments(model, names);
  const outputs = plan.stores.map(({ target, nodes }) => ours(names, target, nodes.length));
  const position = new Map(model.wrt.map((input, i) => [model.inputs.indexOf(input), i]));
  const loaded = new Set<number>();
  const body = emitBody(schedule, {
    names,
    wanted: plan.names,
    argument(slot) {
      loaded.add(slot);
      return js.identifier(inputs[slot]!.name);
    },
    special: context.special,
    location: node => context.location(plan, node),
  });
  const stores = storesOf(plan, outputs, body.numeric);
  const result = body.numeric(plan.returned!);
  const loads = [...position].flatMap(([slot, at]) =>
    loaded.has(slot)
      ? [js.declare('const', js.identifier(inputs[slot]!.name), js.element(js.identifier(theta.name), at))]
      : [],
  );
  const node = fill(bodies(), 'overTheta', {
    statements: { $body: [...loads, ...body.statements], $stores: stores },
    expressions: {
      $theta: [js.identifier(theta.name)],
      $fixed: idsOf(inputs.filter((_, slot) => !position.has(slot))),
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
  const inputs = inputArguments(model, names);
  const outputs = plan.stores.map(({ target, nodes }) => ours(names, target, nodes.length));
  const scratch = js.identifier(theta!.scratch);
  const at = model.wrt.map(input => inputs[model.inputs.indexOf(input)]!);
  const args = [...inputs, ...outputs];
  const node = fill(bodies(), 'value', {
    statements: {
      $check: checkArguments(name, args),
      $body: at.map((argument, i) => js.assign(js.element(scratch, i), js.identifier(argument.name))),
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

export function emitPlanned(plan: FunctionPlan, schedule: Schedule, context: FunctionContext): EmittedFunction {
  const { model } = context;
  const names = createNames(context.moduleNames);
  const inputs = [...inputArguments(model, names), ...seedArguments(plan, model, names)];
  const outputs = plan.stores.map(({ target, nodes }) => ours(names, target, nodes.length));
  const vectorSeed = plan.seeds === 'adjoints' && !model.scalar;
  const first = model.inputs.length;
  const body = emitBody(schedule, {
    names,
    wanted: plan.names,
    argument: slot =>
      vectorSeed && slot >= first
        ? js.element(js.identifier(inputs[first]!.name), slot - first)
        : js.identifier(inputs[slot]!.name),
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
  return js.record(plan.multipliers.map(({ name, node }) => [name, numeric(node)]));
}

/** A function that runs the primal code and calls `observe(step, value)` after every statement. */
export function emitObserved(plan: FunctionPlan, schedule: Schedule, context: FunctionContext) {
  const names = createNames([...context.moduleNames, 'observe']);
  const inputs = inputArguments(context.model, names);
  const observed: Node[] = [];
  const observe = js.identifier('observe');
  const body = emitBody(schedule, {
    names,
    wanted: plan.names,
    argument: slot => js.identifier(inputs[slot]!.name),
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
  const length = [js.number(model.wrt.length)];
  if (name === 'gradient') {
    const inputs = inputArguments(model, names);
    const out = ours(names, 'out', model.wrt.length);
    const args = [...inputs, out];
    const expressions = { $inputs: idsOf(inputs), $out: [js.identifier(out.name)], $length: length };
    const node = fill(wrappers(), name, { statements: { $check: checkArguments(name, args) }, expressions });
    return { node, arguments: args };
  }
  const maximize = model.sense === 'maximize' && (name === 'packed' || name === 'bindPacked');
  const template = name === 'evaluate' && !model.scalar ? 'evaluateVector' : maximize ? `${name}Maximize` : name;
  const { theta } = context;
  const node = fill(wrappers(), template, {
    expressions: {
      $length: length,
      $theta: theta === null ? thetaArguments(model) : [js.identifier('theta'), ...fixedArguments(model)],
      $value: [js.identifier(theta?.value ?? 'value')],
      $valueAndGradient: [js.identifier(theta?.valueAndGradient ?? 'valueAndGradient')],
    },
  });
  return { node: { ...node, id: js.identifier(name) }, arguments: [] };
}

/** Every input in order, from `theta` where it is differentiated and from `fixed` where it is not. */
function thetaArguments(model: DifferentiatedModel): ESTree.Expression[] {
  const position = new Map(model.wrt.map((input, i) => [input, i]));
  let fixed = 0;
  return model.inputs.map(input => {
    const at = position.get(input);
    return at === undefined ? js.element(js.identifier('fixed'), fixed++) : js.element(js.identifier('theta'), at);
  });
}

function fixedArguments(model: DifferentiatedModel): ESTree.Expression[] {
  const fixed = model.inputs.filter(input => !model.wrt.includes(input));
  return fixed.map((_, i) => js.element(js.identifier('fixed'), i));
}
