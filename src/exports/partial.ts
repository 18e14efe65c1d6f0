import { begin } from './begin.js';
import type { Documented, Wrapper } from './export.js';
import { PART, refusePartial, STATE } from './passes.js';

export const partial: Wrapper = {
  name: 'partial',
  kind: 'wrapper',
  passes: true,
  calls: () => [begin],
  template: () => 'partial',
  checks: () => ['partOf'],
  refusal: model => refusePartial('partial', model),
  summary: () =>
    'Ends a pass over some of the rows: what they come to, plain data for `combine`, also of states in other threads.',
  declared: () => ({ overloads: [`(state: ${STATE}): ${PART}`], parameters: [] }),
};

export const documented: Documented = {
  client: 'function partial(...args: any[]): { readonly stage: number; readonly rows: number }',
  call: '`(state) → part`: what the rows of a pass come to, where others are elsewhere',
};
