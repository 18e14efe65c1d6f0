import type { Documented, Wrapper } from './export.js';
import { order } from './said.js';

export const start: Wrapper = {
  name: 'start',
  kind: 'wrapper',
  calls: () => [],
  template: () => 'start',
  metadata: () => ['wrt'],
  checks: () => ['refuse'],
  refusal({ wrt }) {
    const missing = wrt.find(input => input.initial === null);
    if (missing === undefined) return null;
    return {
      message: `'start' needs a start for every differentiated input; '${missing.name}' has none`,
      help: `write 'param ${missing.name}${missing.shape.length === 0 ? '' : `[${missing.shape.join(',')}]`} = 1'`,
    };
  },
  summary: model => `The starts of the differentiated inputs${order(model)}.`,
  declared: ({ filling }) => filling([]),
};

export const documented: Documented = {
  client: 'function start(out?: Writable): Float64Array',
  call: '`(out?)`, the starts of the params',
};
