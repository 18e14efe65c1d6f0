// Functions that only rearrange the arguments of others.

import type * as ESTree from 'estree';
import wrapperProgram from '../../../templates/wrappers.js?estree';
import type { Argument } from '../../exports/declared.js';
import type { Wrapper } from '../../exports/export.js';
import { extentOf } from '../../exports/gradient-store.js';
import {
  type DifferentiatedModel,
  fixedInputs,
  hasData,
  hasRunTimeGradient,
  hasRunTimeResults,
  hasShapes,
} from '../../lower/model.js';
import { extentOfResults } from '../adjoint-places.js';
import { inputArguments, ourArgument, stateArgument, wrtLength } from '../arguments.js';
import type { Names } from '../line/line-context.js';
import { checkArguments, checkLengths, lengthFrom } from './argument-checks.js';
import { type EmittedFunction, idsOf, lengthOfOutput, parametersOf } from './emitted-function.js';
import type { FunctionContext } from './function-context.js';
import * as js from './print/estree.js';
import { fill, lazyTemplate } from './templates/template.js';

const wrappers = lazyTemplate(wrapperProgram);

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
