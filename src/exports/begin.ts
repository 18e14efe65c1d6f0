import type { Computed, Documented } from './export.js';
import { isOfRows, refusePasses, STATE } from './passes.js';
import { valueAndGradient } from './value-and-gradient.js';

export const begin: Computed = {
  name: 'begin',
  kind: 'computed',
  passes: true,
  derive: (model, mode) => valueAndGradient.derive(model, mode).map(derived => ({ ...derived, isParted: true })),
  refusal: model => refusePasses('begin', model),
  summary: () =>
    'Starts passes over data that arrive in parts; the state, new or the one given, says how many passes there are: `stages`.',
  declared({ inputs, returning }) {
    const own = inputs.filter(of => !isOfRows(of));
    const { overloads, parameters } = returning(own, STATE);
    const rest = (text: string): string => (own.length === 0 ? text.slice(1) : `, ${text.slice(1)}`);
    return { overloads: overloads.map(text => `(state: object | null${rest(text)}`), parameters };
  },
};

export const documented: Documented = {
  client: 'function begin(...args: any[]): { readonly stages: number; readonly stage: number }',
  call: '`(state, a, b) → state` of passes over data that arrive in parts; `null` for a new one',
};
