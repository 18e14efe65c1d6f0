import { hasRunTimeGradient, hasRunTimeResults, hasShapes } from '../lower/model.js';
import { hessianType, nestedType, pointType, recordType, stateType } from './declared.js';
import type { Documented, Wrapper } from './export.js';
import { hessian } from './hessian.js';
import { jacobian } from './jacobian.js';
import { readsPoint, sizedTemplate } from './point.js';
import { shapesOf } from './said.js';
import { value } from './value.js';
import { valueAndGradient } from './value-and-gradient.js';

export const evaluate: Wrapper = {
  name: 'evaluate',
  kind: 'wrapper',
  calls({ scalar, hasHessian }) {
    if (!scalar) return [value, jacobian];
    return hasHessian ? [valueAndGradient, hessian] : [valueAndGradient];
  },
  template(model) {
    const { scalar, outputs, hasHessian } = model;
    if (scalar) return sizedTemplate(hasHessian ? 'evaluateHessian' : 'evaluate', model);
    return outputs.length > 1 ? 'evaluateOutputs' : 'evaluateVector';
  },
  metadata: ({ scalar }) => (scalar ? ['inputs', 'wrt'] : ['inputs', 'wrt', 'outputs']),
  checks: model => [
    ...readsPoint(model),
    ...(hasShapes(model) || hasRunTimeGradient(model) || !model.scalar ? ['nest'] : []),
    ...(model.hasHessian ? ['nestHessian'] : []),
    ...((model.scalar && hasRunTimeGradient(model)) || hasRunTimeResults(model) ? ['withSizes'] : []),
  ],
  summary: () => 'Takes inputs by name; returns value and derivatives by name.',
  declared({ model, column }) {
    const shapes = shapesOf(model);
    const [single, ...more] = shapes;
    const of = more.length === 0 && single !== undefined ? nestedType(single) : recordType(shapes, nestedType);
    const gradient = `gradient: ${recordType(model.wrt, nestedType)}`;
    const second = model.hasHessian ? `; hessian: ${hessianType(model.wrt)}` : '';
    const derivative = model.scalar ? gradient + second : 'jacobian: number[][]';
    return {
      overloads: [`(point: ${pointType({ model, column })}${stateType(model)}): { value: ${of}; ${derivative} }`],
      parameters: [],
    };
  },
};

export const documented: Documented = {
  client: 'function evaluate(point: Point): { value: any; gradient: Named; hessian: Named; jacobian: number[][] }',
  call: '`({x, y}) → {value, gradient: {x, y}}`, nested arrays; beside an exported `hessian` that, too, `{x: {x, y}, y: {x, y}}`; `jacobian` of a vector',
};
