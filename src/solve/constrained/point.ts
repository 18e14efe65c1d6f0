// A point of a form in terms of the problem.

import type { ProblemForm } from './form.js';
import type { Descent } from './interior-point.js';

export const pointOf = (form: ProblemForm, { at, multipliers }: Pick<Descent, 'at' | 'multipliers'>) => ({
  theta: form.thetaOf(at.z),
  ...signed(form, multipliers),
});

/** Multipliers of the problem: those of lower bounds, less those of upper ones. */
function signed(form: ProblemForm, { equations, lower, upper }: Descent['multipliers']) {
  const boundMultipliers = form.thetaOf(lower).fill(0);
  for (const [k, i] of form.free.entries()) boundMultipliers[i] = (lower[k]! - upper[k]!) / form.valueScale;
  const own = equations.slice();
  // That of a constraint between bounds is that of its variable's.
  for (const { equation, variable } of form.slacks) own[equation] = lower[variable]! - upper[variable]!;
  return { multipliers: form.multipliersOf(own), boundMultipliers };
}
