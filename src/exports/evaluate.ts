import { hasRunTimeGradient, hasShapes } from '../lower/model.js';
import { nestedType, pointType, recordType } from './declared.js';
import type { Documented, Wrapper } from './export.js';
import { jacobian } from './jacobian.js';
import { readsPoint, sizedTemplate } from './point.js';
import { value } from './value.js';
import { valueAndGradient } from './value-and-gradient.js';

export const evaluate: Wrapper = {
  name: 'evaluate',
  kind: 'wrapper',
  calls: ({ scalar }) => (scalar ? [valueAndGradient] : [value, jacobian]),
  template(model) {
    const { scalar, outputs } = model;
    if (scalar) return sizedTemplate('evaluate', model);
    return outputs.length === 1 ? 'evaluateVector' : 'evaluateOutputs';
  },
  metadata: ({ scalar }) => (scalar ? ['inputs', 'wrt'] : ['inputs', 'wrt', 'outputs']),
  checks: model => [
    ...readsPoint(model),
    ...(hasShapes(model) || hasRunTimeGradient(model) || !model.scalar ? ['nest'] : []),
    ...(hasRunTimeGradient(model) ? ['withSizes'] : []),
  ],
  summary: () => 'Takes inputs by name; returns value and derivatives by name.',
  declared({ model, column }) {
    const [single, ...more] = model.outputs;
    const of = more.length === 0 && single !== undefined ? nestedType(single) : recordType(model.outputs, nestedType);
    const derivative = model.scalar ? `gradient: ${recordType(model.wrt, nestedType)}` : 'jacobian: number[][]';
    return { overloads: [`(point: ${pointType({ model, column })}): { value: ${of}; ${derivative} }`], parameters: [] };
  },
};

export const documented: Documented = {
  client: 'function evaluate(point: Point): { value: any; gradient: Record<string, any>; jacobian: number[][] }',
  call: '`({x, y}) → {value, gradient: {x, y}}`, nested arrays; `jacobian` of a vector',
};
