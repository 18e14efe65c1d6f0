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

/** What is thrown in a turn of a loop: of a block that is not solved it says in which. */
export function inTurn(error, name, turn) {
  if (error?.cycle === undefined) return error;
  const said = name === 'row' ? `row ${turn}` : `${name} = ${turn}`;
  error.message = `${said}${error.turn === undefined ? ':' : ','} ${error.message}`;
  error.turn = { [name]: turn, ...error.turn };
  return error;
}

/** The same of loops in one another, the innermost first, of which some are at no turn: at 0. */
export function inTurns(error, turns) {
  for (const [name, turn] of turns) if (turn > 0) error = inTurn(error, name, turn);
  return error;
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
