import { begin } from './begin.js';
import type { Documented, Wrapper } from './export.js';
import { PART, refusePartial, STATE } from './passes.js';

export const combine: Wrapper = {
  name: 'combine',
  kind: 'wrapper',
  passes: true,
  calls: () => [begin],
  template: () => 'combine',
  checks: () => ['partOf', 'endPass'],
  refusal: model => refusePartial('combine', model),
  summary: () =>
    'Goes on to the next pass with what the rows of all parts come to, its own among them, in the order of the rows; where all parts but the last have 1,024·2^k rows, the sums are those of all rows at once, to the bit.',
  declared: () => ({ overloads: [`(state: ${STATE}, parts: Iterable<${PART}>): void`], parameters: [] }),
};

export const documented: Documented = {
  client: 'function combine(...args: any[]): void',
  call: '`(state, parts)`: goes on with the parts of all states of a pass, in the order of their rows',
};
