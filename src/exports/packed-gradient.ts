import { OUT, stateType } from './declared.js';
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
  declared({ model }) {
    const state = stateType(model);
    const more = state === '' ? '' : `, out?: undefined${state}`;
    return {
      overloads: [
        `(theta: ArrayLike<number>${more}): Float64Array`,
        `${OUT}(theta: ArrayLike<number>, out: T${state}): T`,
      ],
      parameters: [],
    };
  },
};

export const documented: Documented = {
  client: 'function packedGradient(theta: Numbers, out?: Writable): Float64Array',
  call: '`(theta, out?)`',
};
