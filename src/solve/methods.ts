// The methods by name, and which is taken where none is named.

import { gradientDescent } from './gradient-descent.js';
import { lbfgs } from './lbfgs.js';
import type { MethodName } from './method-names.js';
import { multipliers, type Sweeping } from './multipliers.js';
import { newton } from './newton.js';
import { newtonCG } from './newton-cg.js';
import type { Solver } from './problem.js';
import { adam, type Stochastic, sgd } from './stochastic.js';
import type { Subject } from './subject.js';

/** What methods may be told beside what all of them are. */
export type Settings = Stochastic & Sweeping;

interface Method {
  readonly about: string;
  readonly needsHessian?: true;
  readonly needsLagrangian?: true;
  solver(settings: Settings): Solver;
}

const methods: { readonly [Name in MethodName]: Method } = {
  newton: {
    about: 'a trust region with the whole Hessian: few parameters, knows saddles from minima',
    needsHessian: true,
    solver: () => newton,
  },
  'newton-cg': {
    about: 'a trust region with products of the Hessian: many parameters',
    needsHessian: true,
    solver: () => newtonCG,
  },
  'l-bfgs-b': { about: 'quasi-Newton steps of limited memory: any number of parameters', solver: () => lbfgs },
  'gradient-descent': { about: 'down the gradient with a line search', solver: () => gradientDescent },
  adam: { about: 'steps by the gradients of some rows, scaled by what they were', solver: adam },
  sgd: { about: 'steps by the gradients of some rows, with momentum', solver: sgd },
  multipliers: {
    about: 'training by constraints: every named statement is a variable of its own, and has a multiplier',
    needsLagrangian: true,
    solver: multipliers,
  },
};

/** Parameters up to which the whole Hessian is worth its price. */
const FEW = 20;

export const methodFor = ({ start, affordsHessian }: Subject): MethodName =>
  start.length <= FEW && affordsHessian() ? 'newton' : 'l-bfgs-b';

export const methodNamed = (name: MethodName): Method => methods[name];
