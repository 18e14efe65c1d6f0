// What only modules of JavaScript have of implicit blocks: errors, and states.
import { largestResidual, scalarsAt } from './newton.js';

/** Throws what a module says of a block that is not solved. */
export function notSolved(status, cycle, slots, z, n) {
  const names = ['SingularBlock', 'NoConvergence', 'NonFinite'];
  const iterations = slots[scalarsAt(z, n)];
  const singular =
    iterations === 1 ? 'has a singular Jacobian where it starts' : 'has a singular Jacobian where it leads';
  const reasons = [singular, 'was not solved', 'is not finite where it starts'];
  const residual = largestResidual(slots, z, n);
  const shown = cycle.length > 8 ? [...cycle.slice(0, 8), '…'] : cycle;
  const count = `${iterations} iteration${iterations === 1 ? '' : 's'}`;
  const message = `the block of ${shown.join(', ')} ${reasons[status - 2]}: ${count}, residual ${residual}`;
  throw Object.assign(new Error(message), { name: names[status - 2], cycle: [...cycle], iterations, residual });
}

/** Unknowns to start from, where a state has them: NaN stands for the start that the formula says. */
export function takeState(state, places, slots, z) {
  for (let i = 0; i < places.length; i++) {
    const value = state[places[i]];
    if (!Number.isNaN(value)) slots[z + i] = value;
  }
}

export function leaveState(state, places, slots, z) {
  for (let i = 0; i < places.length; i++) state[places[i]] = slots[z + i];
}
