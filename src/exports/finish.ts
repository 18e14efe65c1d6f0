import { wrtNodes } from '../lower/model.js';
import { begin } from './begin.js';
import { OUT } from './declared.js';
import type { Documented, Wrapper } from './export.js';
import { refusePasses, STATE } from './passes.js';
import { order } from './said.js';

export const finish: Wrapper = {
  name: 'finish',
  kind: 'wrapper',
  passes: true,
  calls: () => [begin],
  template: () => 'finish',
  checks: () => ['refuse', 'partOf', 'endPass'],
  refusal: model => refusePasses('finish', model),
  summary: model => `Ends the passes: returns the value, and writes the gradient${order(model)} if an array is given.`,
  declared: ({ model, output }) => ({
    overloads: [`${OUT}(state: ${STATE}, gradient?: T | null): number`],
    parameters: [output('gradient', wrtNodes(model).length)],
  }),
};

export const documented: Documented = {
  client: 'function finish(...args: any[]): number',
  call: '`(state, gradient?) → value` of all rows',
};
