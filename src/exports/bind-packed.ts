import { fixedType, packedType } from './declared.js';
import { type Documented, refuseSeveral, type Wrapper } from './export.js';
import { checksTheta, readsPoint, refuseSizes } from './point.js';
import { order } from './said.js';
import { value } from './value.js';
import { valueAndGradient } from './value-and-gradient.js';

export const bindPacked: Wrapper = {
  name: 'bindPacked',
  kind: 'wrapper',
  calls: () => [value, valueAndGradient],
  template: ({ sense }) => (sense === 'maximize' ? 'bindPackedMaximize' : 'bindPacked'),
  metadata: () => ['inputs', 'wrt'],
  checks: model => [...readsPoint(model), checksTheta(model)],
  refusal: model => refuseSeveral('bindPacked', model) ?? refuseSizes('bindPacked', model),
  summary: model =>
    `Takes the inputs that are not differentiated by name; returns packed(theta, gradient) for theta${order(model)}.`,
  declared: declare => ({
    overloads: [`(point: ${fixedType(declare)}): ${packedType(declare.model).replace(/: number$/, ' => number')}`],
    parameters: [],
  }),
};

export const documented: Documented = {
  client: 'function bindPacked(point: Point): Packed',
  call: '`({…other inputs}) → packed`, where some inputs are not differentiated',
};
