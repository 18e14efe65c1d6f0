// Nanoseconds per valueAndGradient: emitted, hand-written and mathjs side by side in one run, medians of many rounds.
// mathjs derives without simplifying: its simplifier takes many minutes over the second problem.
// usage: npm run bench (after npm run build)

import { all, create } from 'mathjs';
import { compile } from '../../dist/index.js';

const ROUNDS = 41;
const MILLISECONDS = 25;

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Nanoseconds of one call, best calibrated to a fixed time a round. */
function round(call, count) {
  const start = process.hrtime.bigint();
  let sum = 0;
  for (let i = 0; i < count; i++) sum += call(i);
  const nanoseconds = Number(process.hrtime.bigint() - start) / count;
  if (Number.isNaN(sum)) throw new Error('the benchmark computes NaN');
  return nanoseconds;
}

function calibrated(call) {
  let count = 16;
  while (round(call, count) * count < MILLISECONDS * 1e6) count *= 2;
  return count;
}

/** Candidates take turns, so that a slow moment of the machine meets all of them. */
function compare(title, candidates) {
  const names = Object.keys(candidates);
  const counts = Object.fromEntries(names.map(name => [name, calibrated(candidates[name])]));
  const times = Object.fromEntries(names.map(name => [name, []]));
  for (let i = 0; i < ROUNDS; i++) for (const name of names) times[name].push(round(candidates[name], counts[name]));
  const base = median(times['hand-written']);
  console.log(title);
  for (const name of names) {
    const time = median(times[name]);
    console.log(`  ${name.padEnd(14)} ${time.toFixed(1).padStart(10)} ns  ${(time / base).toFixed(2)} of hand-written`);
  }
}

const mission = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';
const math = create(all);

function missionByHand(x, gradient) {
  const a = Math.exp(x);
  const c = a + a * a;
  const d = Math.exp(c);
  const cBar = d + Math.cos(c);
  gradient[0] = a * (cBar + cBar * 2 * a);
  return d + Math.sin(c);
}

{
  const { valueAndGradient } = compile(mission);
  const gradient = new Float64Array(1);
  const f = math.compile(mission);
  const df = math.derivative(mission, 'x', { simplify: false }).compile();
  compare('exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)', {
    'hand-written': i => missionByHand((i & 7) * 0.01, gradient) + gradient[0],
    wengert: i => valueAndGradient((i & 7) * 0.01, gradient) + gradient[0],
    mathjs: i => f.evaluate({ x: (i & 7) * 0.01 }) + df.evaluate({ x: (i & 7) * 0.01 }),
  });
}

const n = 20;
const rosenbrock = Array.from({ length: n - 1 }, (_, i) => `100*(x${i + 1}-x${i}^2)^2 + (1-x${i})^2`).join(' + ');

function rosenbrockByHand(x, gradient) {
  let value = 0;
  gradient.fill(0);
  for (let i = 0; i < n - 1; i++) {
    const u = x[i + 1] - x[i] * x[i];
    const v = 1 - x[i];
    value += 100 * u * u + v * v;
    gradient[i] -= 400 * u * x[i] + 2 * v;
    gradient[i + 1] += 200 * u;
  }
  return value;
}

{
  const { packed } = compile(rosenbrock);
  const x = Float64Array.from({ length: n }, (_, i) => 0.9 + 0.01 * i);
  const gradient = new Float64Array(n);
  const f = math.compile(rosenbrock);
  const partials = Array.from({ length: n }, (_, i) =>
    math.derivative(rosenbrock, `x${i}`, { simplify: false }).compile(),
  );
  const scope = i =>
    Object.fromEntries(Array.from(x, (value, k) => [`x${k}`, k === 0 ? value + (i & 7) * 0.01 : value]));
  const at = i => {
    x[0] = 0.9 + (i & 7) * 0.01;
    return x;
  };
  compare('Rosenbrock, 20 variables', {
    'hand-written': i => rosenbrockByHand(at(i), gradient) + gradient[3],
    wengert: i => packed(at(i), gradient) + gradient[3],
    mathjs: i => f.evaluate(scope(i)) + partials.reduce((total, partial) => total + partial.evaluate(scope(i)), 0),
  });
}
