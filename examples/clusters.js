// The lowest energy of n atoms that attract each other as Lennard-Jones has it: basin hopping (D. J. Wales, J. P. K. Doye, J. Phys.
// Chem. A 101, 1997). Every hop shakes the atoms and goes down to the nearest minimum, which is kept where it is lower, or by
// chance where it is a little higher.
//
//     node examples/clusters.js [ATOMS] [--hops 300] [--seed 1]

import { readFileSync } from 'node:fs';
import { compile } from 'wengert';
import { minimize } from 'wengert/solve';
import { argumentsOf, createRandom, refuse } from './script.js';

const { hops, seed, positionals } = argumentsOf({ hops: 300, seed: 1 });
const atoms = Number(positionals[0] ?? 13);
if (!(Number.isInteger(atoms) && atoms >= 2))
  refuse(`the number of atoms is a whole number from 2, not '${positionals[0]}'`);
const random = createRandom(seed);
const energy = compile(readFileSync(new URL('lennard-jones.formula', import.meta.url), 'utf8'));

/** Of a sphere that has room for all atoms. */
const radius = 0.6 * Math.cbrt(atoms) + 0.4;
const TEMPERATURE = 0.8;
const STEP = 0.4;

function inSphere() {
  for (;;) {
    const place = [0, 0, 0].map(() => radius * (2 * random() - 1));
    if (Math.hypot(...place) <= radius) return place;
  }
}

/** Moves every atom; one that has flown away comes back. */
function shaken(x) {
  const centre = [0, 1, 2].map(k => x.reduce((sum, atom) => sum + atom[k], 0) / atoms);
  return x.map(atom => {
    const place = atom.map((of, k) => of - centre[k]);
    return Math.hypot(...place) > radius ? inSphere() : place.map(of => of + STEP * (2 * random() - 1));
  });
}

const nearest = x => minimize(energy, { start: { x }, method: 'l-bfgs-b' });

let here = nearest(Array.from({ length: atoms }, inSphere));
let best = here;
let evaluations = here.evaluations;
for (let hop = 1; hop <= hops; hop++) {
  const next = nearest(shaken(here.x.x));
  evaluations += next.evaluations;
  if (next.converged && Math.log(random()) < (here.value - next.value) / TEMPERATURE) here = next;
  if (here.value < best.value - 1e-9) {
    best = here;
    console.log(`hop ${hop}: ${best.value.toFixed(6)}`);
  }
}
console.log(
  `${atoms} atoms: ${best.value.toFixed(6)}, greatest force ${best.gradientNorm.toExponential(1)}, ${evaluations} evaluations`,
);
