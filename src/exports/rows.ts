import { begin } from './begin.js';
import type { Documented, Wrapper } from './export.js';
import { isOfRows, refusePasses, STATE } from './passes.js';

export const rows: Wrapper = {
  name: 'rows',
  kind: 'wrapper',
  passes: true,
  calls: () => [begin],
  template: () => 'rows',
  checks: () => ['refuseRows', 'partOf', 'endPass'],
  refusal: model => refusePasses('rows', model),
  summary: () =>
    'Takes more rows in a pass, which are counted from 0; every pass goes over all rows, in the same order.',
  declared({ inputs, returning }) {
    const { overloads, parameters } = returning(inputs.filter(isOfRows), 'void');
    return { overloads: overloads.map(text => `(state: ${STATE}, stage: number, ${text.slice(1)}`), parameters };
  },
};

export const documented: Documented = {
  client: 'function rows(...args: any[]): void',
  call: '`(state, stage, x, y, start?, count?)`: more rows in a pass; there are `state.stages`',
};
