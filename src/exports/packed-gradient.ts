import { OUT } from './declared.js';
import type { Documented, Wrapper } from './export.js';
import { packed } from './packed.js';
import { checksTheta, refuseFixed, refuseSizes, sizedTemplate } from './point.js';
import { order } from './said.js';

export const packedGradient: Wrapper = {
  name: 'packedGradient',
  kind: 'wrapper',
  calls: () => [packed],
  template: model => sizedTemplate('packedGradient', model),
  metadata: () => ['wrt'],
  checks: model => [checksTheta(model)],
  refusal: model => refuseFixed('packedGradient', model) ?? refuseSizes('packedGradient', model),
  summary: model => `The gradient of packed at theta${order(model)}.`,
  declared: () => ({
    overloads: ['(theta: ArrayLike<number>): Float64Array', `${OUT}(theta: ArrayLike<number>, out: T): T`],
    parameters: [],
  }),
};

export const documented: Documented = {
  client: 'function packedGradient(theta: Numbers, out?: Writable): Float64Array',
  call: '`(theta, out?)`',
};
