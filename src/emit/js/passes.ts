// Functions about data that arrive in parts: the passes over them are one function that stops where it needs rows.

import type * as ESTree from 'estree';
import passesProgram from '../../../templates/passes.js?estree';
import type { Wrapper } from '../../exports/export.js';
import { isOfRows } from '../../exports/passes.js';
import type { ScheduledFunction } from '../../exports/plan.js';
import { lastLine } from '../../schedule/sections.js';
import { inputArguments } from '../arguments.js';
import { checkArguments } from './argument-checks.js';
import { type EmittedFunction, idsOf, lengthOfOutput, parametersOf } from './emitted-function.js';
import type { FunctionContext } from './function-context.js';
import * as js from './print/estree.js';
import type { Passes } from './sections/context.js';
import { emitStraightLine, type Parted } from './straight-line.js';
import { fill, lazyTemplate } from './templates/template.js';

const passing = lazyTemplate(passesProgram);

/** What `begin` is: the passes, as a function that stops for rows, and what starts it. */
export function emitBegin(scheduled: ScheduledFunction, context: FunctionContext): EmittedFunction {
  const first = partedOf(scheduled, context, false);
  // Where the number of rows is wanted before a pass tells it, one of its own counts them.
  const { parted, line, arrays } = first.parted.passes.isEarly ? partedOf(scheduled, context, true) : first;
  const { names, passes } = parted;
  const { signature } = line;
  const inputs = signature.inputs.filter(of => !isOfRows(of));
  const ofRows = signature.inputs.filter(isOfRows);
  const [gradient] = signature.outputs;
  const { statements, stores, numeric } = line.body();
  const array = (name: string, length: ESTree.Expression): ESTree.Statement =>
    js.declare('const', js.identifier(name), js.made('Float64Array', [length]));
  const counting = passes.isCounted
    ? [
        js.declare('let', js.identifier(passes.total), js.number(0)),
        ...fill(passing(), 'counted', {
          expressions: {
            $rows: [js.identifier(passes.total)],
            $piece: [js.identifier(names.claim('piece'))],
            $parts: [js.identifier(names.claim('parts'))],
            $part: [js.identifier(names.claim('part'))],
          },
        }).body.body,
      ]
    : [];
  const run = context.claim('passes');
  const machine = fill(passing(), 'passes', {
    statements: {
      $body: [
        ...ofRows.map(({ name }) => js.declare('let', js.identifier(name), js.number(0))),
        array(gradient!.name, lengthOfOutput(gradient, inputs)),
        ...(arrays.length === 0 ? [] : [array(arrays.name, js.number(arrays.length))]),
        ...counting,
        ...statements,
      ],
      $stores: stores,
    },
    expressions: {
      $inputs: idsOf(inputs),
      $result: [numeric(lastLine(scheduled.schedule).results.returned[0]!)],
      $gradient: [js.identifier(gradient!.name)],
    },
  });
  const outer = context.scope();
  outer.claim('state');
  const args = inputArguments(context.model.inputs, outer).filter(of => !isOfRows(of));
  const node = fill(passing(), 'begin', {
    statements: { $check: checkArguments('begin', args, context.model.dimensions) },
    expressions: {
      $inputs: idsOf(args),
      $passes: [js.identifier(run)],
      $stages: [js.number(passes.stages + (passes.isCounted ? 1 : 0))],
    },
  });
  return {
    make: () => ({ ...node, id: js.identifier('begin') }),
    arguments: args,
    chunks: line.chunks,
    loops: [...line.loops, { ...machine, id: js.identifier(run) }],
  };
}

function partedOf(scheduled: ScheduledFunction, context: FunctionContext, isCounted: boolean) {
  const names = context.scope();
  const passes: Passes = { total: names.claim('total'), isCounted, stages: 0, isEarly: false };
  const arrays = { name: names.claim('sums'), length: 0 };
  const sums = (length: number): string => {
    arrays.length = Math.max(arrays.length, length);
    return arrays.name;
  };
  const parted: Parted = { names, passes, sums };
  return { parted, arrays, line: emitStraightLine(scheduled, context, false, parted) };
}

/** What takes the state. */
export function emitPass({ name, template }: Wrapper, context: FunctionContext): EmittedFunction {
  const { model } = context;
  const names = context.scope();
  for (const own of ['state', 'stage', 'gradient', 'value', 'slopes', 'i']) names.claim(own);
  const args = name === 'rows' ? inputArguments(model.inputs, names).filter(isOfRows) : [];
  const node = fill(passing(), template(model), {
    statements: {
      $check: [...checkArguments(name, args, model.dimensions), ...(context.native?.readable(args) ?? [])],
    },
    expressions: {
      $parameters: parametersOf(args),
      $piece: idsOf(args),
    },
  });
  return { make: () => ({ ...node, id: js.identifier(name) }), arguments: args, chunks: [], loops: [] };
}
