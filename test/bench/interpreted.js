// What interpreting costs: nanoseconds of this process that value and gradient take, as code of the engine's own, and in a process
// that may make none.
// usage: npm run bench:interpreted   (after npm run build)

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compile } from '../../dist/index.js';

const column = (length, make) => Float64Array.from({ length }, (_, i) => make(i));
const ramp = column(1000, i => i / 300);

const PROBLEMS = {
  formula: ['exp(-a*x)*sin(b*x) + x^2*y/(1 + x*y)', 0.3, 0.7, 1.1, 2.2],
  Rosenbrock: ['(1 - x)^2 + 100*(y - x^2)^2', 0.3, 0.4],
  'sum of 60 sines': ['input x, y; sum(sin(k*x)*y^k, k = 1:60)', 0.7, 1.1],
  'fit, 1,000 rows': ['param a, b; data x, y\ny = a*exp(-b*x)', 1, 0.5, ramp, ramp.map(Math.sin), 0, 1000],
  'special functions': ['erf(x)*lgamma(y)', 0.3, 2.4],
  'linear system 6×6': [
    'input A[6,6], b[6]; x = solve(A, b); dot(x, x)',
    column(36, i => (i % 7 === 0 ? 4 : Math.sin(i))),
    column(6, i => i),
  ],
};

const used = () => process.cpuUsage().user * 1000;

function timeOf([text, ...values]) {
  const { gradient, valueAndGradient } = compile(text);
  const all = [...values, gradient(...values)];
  const times = Array.from({ length: 7 }, () => {
    for (let calls = 2; ; calls *= 2) {
      const from = used();
      for (let i = 0; i < calls; i++) valueAndGradient(...all);
      const time = used() - from;
      if (time > 3e7) return time / calls;
    }
  });
  return Math.min(...times);
}

/** In a process of its own: engines learn from what else was called. */
function timeApart(name, ...flags) {
  const { stdout } = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url), name], {
    encoding: 'utf8',
  });
  return Number(stdout);
}

const [, , only] = process.argv;
if (only !== undefined) console.log(timeOf(PROBLEMS[only]));
else {
  console.log('| problem | ns | interpreted | times as long |\n| --- | ---: | ---: | ---: |');
  for (const name of Object.keys(PROBLEMS)) {
    const generated = timeApart(name);
    const interpreted = timeApart(name, '--disallow-code-generation-from-strings');
    const shown = [generated, interpreted].map(time => time.toFixed(time < 100 ? 1 : 0));
    console.log(`| ${name} | ${shown.join(' | ')} | ${(interpreted / generated).toPrecision(2)} |`);
  }
}
