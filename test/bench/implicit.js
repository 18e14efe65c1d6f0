// node test/bench/implicit.js: what a gradient through implicit blocks costs, beside their solution. Needs dist/.
//
// A gradient through a block costs at most 1.3 times its solution from a start that takes 4 iterations or more, and from a state
// that is the solution at most 3 times one iteration; programs of several blocks cost what their blocks cost.

import { compile } from '../../dist/index.js';

const system = n => {
  const rows = Array.from({ length: n }, (_, i) => {
    const [before, after] = [(i + n - 1) % n, (i + 1) % n].map(k => k + 1);
    return `constraint z[${i + 1}] + a[${i + 1}]*sin(z[${before}])*z[${after}] + exp(z[${i + 1}])/4 == a[${n - i}] + 2`;
  });
  return [`input a[${n}]`, `implicit z[${n}] = 0`, ...rows, 'sum(z.^2)'].join('\n');
};

const kepler = 'input M, ecc\nimplicit E = 3\nE = M + ecc*sin(E)\nE';
const colebrook = 'input Re, eD\nimplicit f = 1\nconstraint 1/sqrt(f) + 2*log10(eD/3.7 + 2.51/(Re*sqrt(f))) == 0\nf';
const chained = `input M, ecc, Re\nimplicit E = 3, f = 1\nE = M + ecc*sin(E)
constraint 1/sqrt(f) + 2*log10(1e-4*E/3.7 + 2.51/(Re*sqrt(f))) == 0\nf*E`;

const weights = n => Float64Array.from({ length: n }, (_, i) => 0.3 + 0.4 * Math.sin(i + 1));

const cases = [
  ['Kepler', kepler, [0.3, 0.8]],
  ['Colebrook', colebrook, [1e5, 1e-4]],
  ['both, one after the other', chained, [0.3, 0.8, 1e5]],
  ...[2, 3, 5, 10, 30].map(n => [`${n} equations`, system(n), [weights(n)]]),
];

/** Calls that take about this long are one round: what else the machine does seldom falls into all of them. */
const ROUND = 0.5;
const ROUNDS = 300;

/** Nanoseconds of a call of each: the best of many short rounds, in turn. */
function timesOf(runs) {
  const counts = runs.map(run => {
    const warm = performance.now();
    while (performance.now() - warm < 50) run();
    let count = 1;
    for (;;) {
      const start = performance.now();
      for (let i = 0; i < count; i++) run();
      if (performance.now() - start > ROUND) return count;
      count *= 2;
    }
  });
  const best = runs.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [k, run] of runs.entries()) {
      const start = performance.now();
      for (let i = 0; i < counts[k]; i++) run();
      best[k] = Math.min(best[k], (performance.now() - start) / counts[k]);
    }
  }
  return best.map(milliseconds => milliseconds * 1e6);
}

const shown = nanoseconds =>
  nanoseconds < 1e4 ? `${nanoseconds.toFixed(0)} ns` : `${(nanoseconds / 1e3).toFixed(0)} µs`;

console.log('                            solve     gradient   ratio     warm solve  warm gradient  of one iteration');
for (const [name, formula, args] of cases) {
  const { value, valueAndGradient, unknowns, wrt } = compile(formula);
  const size = wrt.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const count = unknowns.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const gradient = new Float64Array(size);
  const solution = new Float64Array(count).fill(NaN);
  value(...args, solution);
  const state = solution.slice();
  const [cold, both, warm, warmBoth] = timesOf([
    () => value(...args),
    () => valueAndGradient(...args, gradient),
    () => {
      state.set(solution);
      value(...args, state);
    },
    () => {
      state.set(solution);
      valueAndGradient(...args, gradient, state);
    },
  ]);
  console.log(
    name.padEnd(28) +
      [shown(cold), shown(both), (both / cold).toFixed(2), shown(warm), shown(warmBoth), (warmBoth / warm).toFixed(2)]
        .map(text => text.padEnd(11))
        .join(''),
  );
}
