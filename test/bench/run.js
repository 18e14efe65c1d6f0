// Nanoseconds of value and gradient together, side by side in one run: the emitted module, with and without --algebraic,
// hand-written JavaScript, mathjs, other libraries where they are installed (npm install --prefix test/bench), the emitted C
// compiled by gcc -O2, and CasADi's C where Python has CasADi. Candidates take turns, so that a slow moment meets
// all; medians. The other libraries come in a second half of the run, with the emitted module again: once they are loaded (one
// replaces built-in functions, one fills the heap) all JavaScript is slower, and C is not.
// usage: npm run bench [-- --only NAME] [-- --rounds N]   (after npm run build)

import { all, create } from 'mathjs';
import { compile } from '../../dist/index.js';
import { compileC, hasCompiler } from './c.js';
import { compileCasadi, hasCasadi } from './casadi.js';
import { problems } from './problems.js';
import { replay } from './straight-line.js';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
};
const ROUNDS = Number(option('rounds', 15));
const MILLISECONDS = 20;
const WARM_UP = 1500;
const only = option('only', '');
const math = create(all);

/** Libraries that differentiate, by file name; each replays the emitted statements with its own operations. */
const PEERS = ['nerdamer', 'compute-engine', 'penrose', 'rose', 'tfjs'];
const NAMES = {
  wengert: 'wengert',
  algebraic: '--algebraic',
  hand: 'hand-written',
  mathjs: 'mathjs',
  nerdamer: 'nerdamer',
  'compute-engine': 'Compute Engine',
  penrose: 'Penrose',
  rose: 'Rose',
  tfjs: 'TensorFlow.js',
};
/** Numbers of single precision. */
const TOLERANCE = { tfjs: 1e-3 };

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
  while (name !== 'c' && name !== 'casadi' && Date.now() - start < WARM_UP) run(1);
  let count = 1;
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

/** The emitted statements of the value, in one function, to be replayed from inputs with operations of another library. */
function replaying(formula) {
  const { source, wrt } = compile(formula, { emit: ['packed'], limits: { statements: 1e9 } });
  const overTheta = source.includes('function valueOverTheta(');
  const array = overTheta ? 'theta' : wrt.length === 1 && wrt[0].shape.length > 0 ? wrt[0].name : null;
  return (inputs, ops) => {
    const named = inputs.map((input, i) => [array === null ? wrt[i].name : `${array}[${i}]`, input]);
    return replay(source, overTheta ? 'valueOverTheta' : 'value', named, ops);
  };
}

/** The emitted module, the same program written otherwise, and compiled by others. */
function measureOurs(problem) {
  const { formula, theta, byHand } = problem;
  const emitted = compile(formula);
  const algebraic = compile(formula, { algebraic: true });
  const functions = { wengert: emitted.packed, algebraic: algebraic.packed, hand: byHand, mathjs: byMathjs(problem) };
  const compiled = {};
  if (hasCompiler) compiled.c = compileC(formula, theta);
  if (hasCasadi) compiled.casadi = compileCasadi(replaying(formula), theta);
  const operations = [emitted, algebraic].map(({ stats }) => stats.operations.valueAndGradient);
  return { operations, ...measure(problem, functions, compiled) };
}

/** The emitted module again, and the other libraries. */
async function measurePeers(problem, peers) {
  const { formula, theta } = problem;
  const functions = { wengert: compile(formula).packed };
  for (const [peer, gradientOf] of peers) functions[peer] = await gradientOf({ replayed: replaying(formula), theta });
  return measure(problem, functions, {});
}

/**
 * Median times of functions of theta and the array for the gradient, and of compiled programs.
 * @returns also the names of those whose numbers are others than the first one's
 */
function measure({ name, theta: point }, functions, compiled) {
  const theta = Float64Array.from(point);
  const gradient = new Float64Array(theta.length);
  const candidates = {};
  const differing = [];
  for (const [key, f] of Object.entries(functions)) if (f) candidates[key] = looped(f, theta, gradient);
  for (const [key, program] of Object.entries(compiled)) if (program) candidates[key] = program.run;
  const counts = Object.fromEntries(Object.entries(candidates).map(([key, run]) => [key, calibrated(run, key)]));
  const sums = Object.entries(candidates).map(([key, run]) => [key, run(64).sum]);
  const [[, wanted]] = sums;
  for (const [key, sum] of sums) {
    if (Math.abs(sum - wanted) <= (TOLERANCE[key] ?? 1e-9) * Math.max(1, Math.abs(wanted))) continue;
    if (!PEERS.includes(key)) throw new Error(`${name}: ${key} computes something else: ${sum}, not ${wanted}`);
    delete candidates[key];
    differing.push(key);
  }
  const times = Object.fromEntries(Object.keys(candidates).map(key => [key, []]));
  for (let i = 0; i < ROUNDS; i++)
    for (const [key, run] of Object.entries(candidates)) times[key].push(run(counts[key]).time);
  for (const program of Object.values(compiled)) program?.remove();
  const medians = Object.fromEntries(Object.entries(times).map(([key, list]) => [key, median(list)]));
  return { medians, differing };
}

async function loadPeers() {
  const peers = new Map();
  for (const name of PEERS) {
    try {
      peers.set(name, (await import(`./peers/${name}.js`)).gradientOf);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  if (peers.size < PEERS.length) {
    const missing = PEERS.filter(name => !peers.has(name)).join(', ');
    console.error(`without ${missing}: 'npm install --prefix test/bench' adds them`);
  }
  return peers;
}

const rounded = value => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0));
const ratio = (of, base) => (of === undefined || base === undefined ? '–' : rounded(of / base));
const row = cells => console.log(`| ${cells.join(' | ')} |`);

const chosen = problems.filter(({ name }) => name.includes(only));
const ours = [];
for (const problem of chosen) {
  console.error(problem.name);
  ours.push(measureOurs(problem));
}
const peers = await loadPeers();
const others = ['hand', 'mathjs', ...peers.keys()];
row([
  'problem',
  'operations',
  'ns',
  'wengert / gcc',
  'wengert / CasADi',
  ...others.map(key => NAMES[key]),
  'with --algebraic',
]);
row(['---', '---:', '---:', '---:', '---:', ...others.map(() => '---:'), '---:']);
const ofC = [];
const ofCasadi = [];
const ofHand = [];
for (const [i, problem] of chosen.entries()) {
  const { operations, medians } = ours[i];
  const { wengert, algebraic, hand, c, casadi } = medians;
  const beside = peers.size > 0 ? await measurePeers(problem, peers) : { medians: {}, differing: [] };
  if (c !== undefined) ofC.push(wengert / c);
  if (casadi !== undefined) ofCasadi.push(wengert / casadi);
  if (hand !== undefined) ofHand.push(hand / wengert);
  const ratios = others.map(key => {
    if (beside.differing.includes(key)) return '≠';
    return peers.has(key) ? ratio(beside.medians[key], beside.medians.wengert) : ratio(medians[key], wengert);
  });
  const change = `${operations[1]} operations, ${ratio(algebraic, wengert)}`;
  row([problem.name, operations[0], rounded(wengert), ratio(wengert, c), ratio(wengert, casadi), ...ratios, change]);
}
console.log(`
Value and gradient together. The columns of gcc and CasADi are the time of the emitted module as a multiple of the same
statements in C, and of the C that CasADi generates, under gcc -O2; every other ratio is that library's time as a multiple of
wengert's; – where it cannot express the problem, ≠ where its numbers are others.`);
const mean = list => Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length);
if (ofC.length > 1)
  console.log(`Geometric means: gcc ${mean(ofC).toFixed(2)}, hand-written ${mean(ofHand).toFixed(2)}.`);
if (ofCasadi.length > 1) console.log(`Geometric mean of CasADi: ${mean(ofCasadi).toFixed(2)}.`);
