// Trains the equilibrium network on two half-moons that lie in each other, and asks it about points that it has not seen.
//
//     node examples/equilibrium.js [--points 200] [--noise 0.15] [--seed 1]

import { readFileSync } from 'node:fs';
import { compile } from 'wengert';
import { minimize } from 'wengert/solve';
import { argumentsOf, createRandom, normal } from './script.js';

const { points, noise, seed } = argumentsOf({ points: 200, noise: 0.15, seed: 1 });
const random = createRandom(seed);
const network = readFileSync(new URL('equilibrium.formula', import.meta.url), 'utf8');

/** Points of the upper moon, 0, and of the lower, 1, in turn: two numbers each. */
function moons(count) {
  const x = new Float64Array(2 * count);
  const y = Float64Array.from({ length: count }, (_, i) => i % 2);
  for (let i = 0; i < count; i++) {
    const angle = Math.PI * random();
    const [along, up] = y[i] ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
    x.set([along + noise * normal(random), up + noise * normal(random)], 2 * i);
  }
  return { x, y };
}

const drawn = moons(points);
const heldOut = moons(points);
const solution = minimize(compile(network), { data: drawn, method: 'l-bfgs-b' });
console.log(`loss ${solution.value.toFixed(6)} after ${solution.iterations} iterations: ${solution.message}`);

/** The share of points on whose side of 0 the score is that of their moon. */
const told = compile(network.replace(/^mean.*$/m, 'mean((score > 0) == y)'));
const { W, U, b, v, c } = solution.x;
for (const [name, { x, y }] of Object.entries({ learnt: drawn, 'held out': heldOut })) {
  const share = told.value(W.flat(), U.flat(), b, v, c, x, y);
  console.log(`${name}: ${(100 * share).toFixed(1)} % are told`);
}
