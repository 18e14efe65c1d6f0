// Nanoseconds of value and gradient together, side by side in one run: the emitted module, hand-written JavaScript, mathjs,
// and the emitted statements compiled by gcc -O2. Candidates take turns, so that a slow moment meets all; medians.
// usage: npm run bench [-- --only NAME] [-- --rounds N]   (after npm run build)

import { all, create } from 'mathjs';
import { compile } from '../../dist/index.js';
import { compileC, hasCompiler } from './c.js';
import { problems } from './problems.js';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
};
const ROUNDS = Number(option('rounds', 15));
const MILLISECONDS = 20;
const WARM_UP = 1500;
const only = option('only', '');
const math = create(all);

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];

/** A loop of its own for every candidate, so that each is optimised for what it calls. */
function looped(f, theta, gradient) {
  const run = new Function(
    'f, theta, gradient, first, count',
    `const start = process.hrtime.bigint();
    let sum = 0;
    for (let i = 0; i < count; i++) {
      theta[0] = first + (i & 7) * 1e-3;
      sum += f(theta, gradient) + gradient[gradient.length - 1];
    }
    return { time: Number(process.hrtime.bigint() - start) / count, sum };`,
  );
  const [first] = theta;
  return count => run(f, theta, gradient, first, count);
}

/** Calls in one round, after the optimising compiler had its time. */
function calibrated(run, name) {
  const start = Date.now();
  while (name !== 'c' && Date.now() - start < WARM_UP) run(4);
  let count = 4;
  while (run(count).time * count < MILLISECONDS * 1e6) count *= 2;
  return count;
}

/** mathjs derives without simplifying: its simplifier takes many minutes over more than a few variables. */
function byMathjs({ name, formula, theta }) {
  if (name === 'formula') {
    const f = math.compile(formula);
    const df = math.derivative(formula, 'x', { simplify: false }).compile();
    return ([x], gradient) => {
      gradient[0] = df.evaluate({ x });
      return f.evaluate({ x });
    };
  }
  if (name !== 'Rosenbrock 20') return null;
  const text = Array.from({ length: 19 }, (_, i) => `100*(x${i + 1}-x${i}^2)^2 + (1-x${i})^2`).join(' + ');
  const f = math.compile(text);
  const partials = theta.map((_, i) => math.derivative(text, `x${i}`, { simplify: false }).compile());
  return (x, gradient) => {
    const scope = Object.fromEntries(Array.from(x, (value, i) => [`x${i}`, value]));
    for (const [i, partial] of partials.entries()) gradient[i] = partial.evaluate(scope);
    return f.evaluate(scope);
  };
}

function measure(problem) {
  const { name, formula, byHand } = problem;
  const emitted = compile(formula);
  const { wrt, stats } = emitted;
  const theta = Float64Array.from(problem.theta);
  const gradient = new Float64Array(theta.length);
  const candidates = { wengert: looped(emitted.packed, theta, gradient) };
  if (byHand !== undefined) candidates.hand = looped(byHand, theta, gradient);
  const mathjs = byMathjs(problem);
  if (mathjs !== null) candidates.mathjs = looped(mathjs, theta, gradient);
  let c;
  if (hasCompiler) {
    const { source } = compile(formula, { emit: ['packed'], limits: { statements: 1e9 } });
    const overTheta = source.includes('function valueAndGradientOverTheta(');
    const parameter = overTheta ? 'theta' : wrt.length === 1 && wrt[0].shape.length > 0 ? wrt[0].name : null;
    const text =
      parameter === null
        ? source.replace(
            /(function valueAndGradient[\s\S]*?\n {2}\}\n)/,
            `$1${wrt.map((input, i) => `  const ${input.name} = theta[${i}];`).join('\n')}\n`,
          )
        : source;
    c = compileC(
      text,
      overTheta ? 'valueAndGradientOverTheta' : 'valueAndGradient',
      parameter ?? 'theta',
      problem.theta,
    );
    candidates.c = c.run;
  }
  const counts = Object.fromEntries(Object.entries(candidates).map(([key, run]) => [key, calibrated(run, key)]));
  const sums = Object.entries(candidates).map(([, run]) => run(64).sum);
  const same = sums.every(sum => Math.abs(sum - sums[0]) <= 1e-9 * Math.max(1, Math.abs(sums[0])));
  if (!same) throw new Error(`${name}: the candidates compute different things: ${sums}`);
  const times = Object.fromEntries(Object.keys(candidates).map(key => [key, []]));
  for (let i = 0; i < ROUNDS; i++)
    for (const [key, run] of Object.entries(candidates)) times[key].push(run(counts[key]).time);
  c?.remove();
  const medians = Object.fromEntries(Object.entries(times).map(([key, list]) => [key, median(list)]));
  return { name, operations: stats.operations.valueAndGradient, medians };
}

const number = value => (value === undefined ? '' : value < 100 ? value.toFixed(2) : value.toFixed(0));
const ratio = (of, base) => (of === undefined || base === undefined ? '' : (of / base).toFixed(2));

console.log('| problem | operations | ns | ns/operation | hand-written | mathjs | gcc -O2 |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
const ofC = [];
for (const problem of problems.filter(({ name }) => name.includes(only))) {
  const { name, operations, medians } = measure(problem);
  const { wengert, hand, mathjs, c } = medians;
  if (c !== undefined) ofC.push(wengert / c);
  const cells = [name, operations, number(wengert), (wengert / operations).toFixed(2)];
  console.log(`| ${[...cells, ratio(wengert, hand), ratio(wengert, mathjs), ratio(wengert, c)].join(' | ')} |`);
}
console.log('\nThe last three columns are the time of the emitted module as a multiple of theirs.');
if (ofC.length > 1) {
  const mean = Math.exp(ofC.reduce((sum, x) => sum + Math.log(x), 0) / ofC.length);
  console.log(`Geometric mean of the last: ${mean.toFixed(2)}.`);
}
