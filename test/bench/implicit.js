// node test/bench/implicit.js [NAME]: what a gradient through implicit blocks costs, beside their solution. Needs dist/.
//
// A gradient through a block costs at most 1.3 times its solution from a start that takes 4 iterations or more, and from a state
// that is the solution at most 3 times one iteration; programs of several blocks cost what their blocks cost.

import { compile } from '../../dist/index.js';
import { chain, powerFlow, reactor } from './networks.js';

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
  ...[
    ['1 block of 4', chain(1)],
    ['50 blocks of 4', chain(50)],
    ['power flow, 30 buses', powerFlow(30)],
    ['power flow, 118 buses', powerFlow(118)],
    ['power flow, 200 buses', powerFlow(200)],
    ['reactor, 100 cells', reactor(100)],
  ].map(([name, { text, args }]) => [name, text, args]),
];

/** Calls that take about this long are one round: what else the machine does seldom falls into all of them. */
const ROUND = 0.5;
const ROUNDS = 300;

/** Nanoseconds of a call of each: the best of many short rounds, in turn. @param isLong the code of a call is long */
function timesOf(runs, isLong) {
  const counts = runs.map(run => {
    const warm = performance.now();
    // V8 takes its time with long functions.
    while (performance.now() - warm < (isLong ? 3000 : 50)) run();
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

const wanted = process.argv[2] ?? '';
console.log(
  '                            unknowns  compiled  solve      gradient   ratio      warm solve warm gradient of one iteration',
);
for (const [name, formula, args] of cases.filter(([of]) => of.includes(wanted))) {
  const start = performance.now();
  const { value, valueAndGradient, unknowns, wrt } = compile(formula);
  const compiled = `${((performance.now() - start) / 1e3).toFixed(1)} s`;
  const size = wrt.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const count = unknowns.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const gradient = new Float64Array(size);
  const solution = new Float64Array(count).fill(NaN);
  value(...args, solution);
  const state = solution.slice();
  const runs = [
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
  ];
  const [cold, both, warm, warmBoth] = timesOf(runs, count > 30);
  console.log(
    name.padEnd(28) +
      [String(count), compiled].map(text => text.padEnd(10)).join('') +
      [shown(cold), shown(both), (both / cold).toFixed(2), shown(warm), shown(warmBoth), (warmBoth / warm).toFixed(2)]
        .map(text => text.padEnd(11))
        .join(''),
  );
}
