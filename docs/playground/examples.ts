// Formulas to begin with.

import type { State } from './state.js';

interface Example extends Pick<State, 'formula' | 'point'> {
  readonly title: string;
}

export const EXAMPLES: readonly Example[] = [
  { title: 'Shared parts', formula: 'a = exp(x)\nb = a^2\nc = a + b\nexp(c) + sin(c)', point: { x: 0 } },
  { title: 'Rosenbrock', formula: '(1 - x)^2 + 100*(y - x^2)^2', point: { x: -0.5, y: 0.8 } },
  {
    title: 'Damped oscillation',
    formula: 'param A = 1 in [0, 2], k = 0.4 in [0, 2], w = 3 in [0, 10]\ninput t = 1 in [0, 6]\nA*exp(-k*t)*cos(w*t)',
    point: {},
  },
  {
    title: 'Black-Scholes call',
    formula: [
      'S = 100; K = 105; r = 0.03',
      'd1 = (log(S/K) + (r + sigma^2/2)*T)/(sigma*sqrt(T))',
      'd2 = d1 - sigma*sqrt(T)',
      'S*normcdf(d1) - K*exp(-r*T)*normcdf(d2)',
    ].join('\n'),
    point: { sigma: 0.2, T: 1 },
  },
  {
    title: 'Two-joint arm',
    formula: [
      'param a = 0.6 in [-3, 3], b = 0.9 in [-3, 3]',
      'x = cos(a) + 0.7*cos(a + b)',
      'y = sin(a) + 0.7*sin(a + b)',
      'minimize (x - 0.9)^2 + (y - 1.1)^2',
    ].join('\n'),
    point: {},
  },
  { title: 'A kink', formula: 'max(x, 0) + abs(x - 1)', point: { x: 0.5 } },
];
