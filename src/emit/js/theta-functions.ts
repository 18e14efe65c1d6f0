// Functions of theta, which `packed` calls where a function of single arguments would have too many, and the functions of single
// arguments that call these.

import type * as ESTree from 'estree';
import scalarProgram from '../../../templates/scalar.js?estree';
import type { FunctionPlan, ScheduledFunction } from '../../exports/plan.js';
import { ROWS } from '../../lower/lowering.js';
import { lastLine } from '../../schedule/sections.js';
import { inputArguments, ourArgument, stateArgument } from '../arguments.js';
import { checkArguments } from './argument-checks.js';
import { type EmittedFunction, idsOf, parametersOf } from './emitted-function.js';
import type { FunctionContext } from './function-context.js';
import * as js from './print/estree.js';
import { emitStraightLine } from './straight-line.js';
import { fill, lazyTemplate } from './templates/template.js';

const bodies = lazyTemplate(scalarProgram);

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
