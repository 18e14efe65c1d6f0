// Each exported function that computes: its parameters, its checks, and its body in the template of its kind.

import type * as ESTree from 'estree';
import scalarProgram from '../../../templates/scalar.js?estree';
import type { FunctionPlan, ScheduledFunction } from '../../exports/plan.js';
import type { Node } from '../../graph/graph.js';
import { lastLine } from '../../schedule/sections.js';
import { argumentReader, inputArguments, type Signature } from '../arguments.js';
import { checkArguments, checkLengths } from './argument-checks.js';
import { type EmittedFunction, idsOf, lengthOfOutput, parametersOf } from './emitted-function.js';
import type { FunctionContext } from './function-context.js';
import { emitBody } from './line/body.js';
import * as js from './print/estree.js';
import { emitStraightLine, noteBlocks } from './straight-line.js';
import { fill, lazyTemplate } from './templates/template.js';

const bodies = lazyTemplate(scalarProgram);

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
