import { packedType } from './declared.js';
import type { Documented, Wrapper } from './export.js';
import { checksTheta, refuseFixed, refuseSizes } from './point.js';
import { order } from './said.js';
import { value } from './value.js';
import { valueAndGradient } from './value-and-gradient.js';

export const packed: Wrapper = {
  name: 'packed',
  kind: 'wrapper',
  calls: () => [value, valueAndGradient],
  template: ({ sense }) => (sense === 'maximize' ? 'packedMaximize' : 'packed'),
  metadata: () => ['wrt'],
  checks: model => [checksTheta(model)],
  refusal: model => refuseFixed('packed', model) ?? refuseSizes('packed', model),
  summary: model =>
    model.sense === 'maximize'
      ? `MINUS the value at theta${order(model)}, for a minimiser, as the formula is maximised; writes minus the gradient if an array is given.`
      : `The value at theta${order(model)}; writes the gradient if an array is given.`,
  declared: ({ model }) => ({ overloads: [packedType(model)], parameters: [] }),
};

export const documented: Documented = {
  client: 'const packed: Packed',
  call: '`(theta, gradient?) → number`: all differentiated inputs in one array, as optimisers call it',
};
