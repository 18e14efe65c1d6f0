// Training by constraints beside training as usual, on a network (xor.formula) and on a recurrence (growth.formula), from the same
// starts to the same tolerance:
//
// - gradient descent with steps of one length, which is the method of multipliers with as many sweeps as statements follow each
//   other: λ is then what backpropagation computes;
// - the method of multipliers with one sweep before each step (Y. LeCun, A theoretical framework for back-propagation, 1988):
//   values and multipliers travel by one statement for each step;
// - L-BFGS-B over the parameters;
// - the augmented Lagrangian over the parameters and all values between them, which are held by constraints.
//
//     node examples/training-by-constraints.js [--plot training-by-constraints.svg]

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compile } from 'wengert';
import { minimize } from 'wengert/solve';
import { refuse } from './script.js';

const textOf = name => readFileSync(new URL(`${name}.formula`, import.meta.url), 'utf8');

/** A program, how far its steps may go, how deep it is, and the same with every value a variable that constraints hold. */
const problems = {
  network: {
    text: textOf('xor'),
    depth: 3,
    rate: { descent: 0.1, multipliers: 0.1 },
    held: `param A[2,2] = [0.9, -0.7; -0.6, 0.8], a[2] = [0.1, -0.2], b[2] = [0.7, 0.6], c = -0.1
      param h[2,4] = 0, o[4] = 0
      const inputs = [1, 1, -1, -1; 1, -1, 1, -1], wanted = [-1, 1, 1, -1]
      constraint h == array(tanh(A[k,1]*inputs[1,i] + A[k,2]*inputs[2,i] + a[k]), k = 1:2, i = 1:4)
      constraint o == h'*b + c
      minimize sum((o - wanted).^2) + 0.01*(sum(A .* A) + dot(b, b))`,
  },
  recurrence: {
    text: textOf('growth'),
    depth: 12,
    // What travels by one statement a step comes late in a deep program, and longer steps swing up.
    rate: { descent: 0.01, multipliers: 0.001 },
    held: `const n = 12, counted = [0.11, 0.14, 0.24, 0.33, 0.48, 0.61, 0.77, 0.85, 0.95, 0.96, 0.99, 1.01]
      param p0 = 0.3, r = 0.2, p[n] = 0.3
      constraint p[1] == p0
      constraint array(p[i] - (p[i-1] + r*p[i-1]*(1 - p[i-1])), i = 2:n) == 0
      minimize sum((p - counted).^2)`,
  },
};

const methodsOf = ({ text, depth, rate, held }) => ({
  'gradient descent': [text, { method: 'multipliers', rate: rate.descent, sweeps: depth }],
  multipliers: [text, { method: 'multipliers', rate: rate.multipliers }],
  'L-BFGS-B': [text, { method: 'l-bfgs-b' }],
  'augmented Lagrangian': [held, { method: 'augmented-lagrangian' }],
});

/** Training with a method: what it comes to, and the loss after each step. */
function trained(problem, [text, options]) {
  const program = compile(problem.text);
  // The parameters come first where values are variables, too.
  const loss = theta => program.packed(theta.subarray(0, program.start().length));
  const way = [];
  const solution = minimize(text, {
    gradientTolerance: 1e-6,
    ...options,
    onIteration: ({ evaluations, theta }) => way.push({ evaluations, loss: loss(theta) }),
  });
  return { ...solution, loss: loss(solution.theta), way };
}

const plot = fileOfPlot();
const charts = [];
for (const [name, problem] of Object.entries(problems)) {
  console.log(`${name}\n  ${'method'.padEnd(22)}iterations  evaluations  loss`);
  for (const [method, how] of Object.entries(methodsOf(problem))) {
    const { iterations, evaluations, loss, way, converged, message } = trained(problem, how);
    const cells = [String(iterations).padStart(10), String(evaluations).padStart(13), `  ${loss.toFixed(12)}`];
    console.log(`  ${method.padEnd(22)}${cells.join('')}${converged ? '' : `  not converged: ${message}`}`);
    charts.push(...way.map(step => ({ name, method, ...step })));
  }
}
if (plot !== undefined) writeFileSync(plot, await drawn(charts));

function fileOfPlot() {
  try {
    const { values } = parseArgs({ options: { plot: { type: 'string' } } });
    return values.plot;
  } catch (error) {
    return refuse(error.message);
  }
}

/** How far the loss is above its lowest after so many evaluations: a chart for each problem, both axes logarithmic. */
async function drawn(steps) {
  const { Plot, document } = await plotting();
  const [width, height] = [720, 320];
  const charts = Object.keys(problems).map((name, i) => {
    const own = steps.filter(step => step.name === name);
    const lowest = Math.min(...own.map(({ loss }) => loss));
    const methods = Object.keys(methodsOf(problems[name]));
    const above = own.map(step => ({ ...step, above: Math.max(step.loss - lowest, 1e-12) })).filter(isShown);
    const chart = Plot.plot({
      document,
      width,
      height,
      marginLeft: 70,
      marginTop: 30,
      style: { background: '#fff', color: '#1b1b1f', fontFamily: 'system-ui, sans-serif', fontSize: '13px' },
      x: { type: 'log', label: 'evaluations', ticks: 6, tickFormat: '~s' },
      y: { type: 'log', label: `${name}: loss above its lowest`, ticks: 6, tickFormat: '.0e' },
      color: { domain: methods, range: ['#2a9d8f', '#d0427f', '#3b6fb6', '#e07b39'] },
      marks: [
        Plot.line(above, { x: 'evaluations', y: 'above', stroke: 'method', strokeWidth: 1.5 }),
        Plot.dot(
          above.filter(({ method }) => method === 'augmented Lagrangian'),
          { x: 'evaluations', y: 'above', fill: 'method', r: 3 },
        ),
        ...methods.map((method, k) =>
          Plot.text([method], {
            frameAnchor: 'bottom-left',
            fill: () => method,
            dx: 10,
            dy: -18 * (methods.length - k),
          }),
        ),
      ],
    });
    // A height that only Plot's own pages know.
    const text = chart.outerHTML.replace(/\n *height: intrinsic;/, '');
    return text.replace('<svg ', `<svg y="${i * height}" role="img" aria-label="${name}" `);
  });
  const size = `width="${width}" height="${charts.length * height}"`;
  const about = 'role="img" aria-label="how far the loss is above its lowest, by evaluations"';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${about}>${charts.join('')}</svg>\n`;
}

/** Of long ways the first steps, and ever fewer later on. */
function isShown(_step, i, steps) {
  const since = i - steps.findIndex(({ method }) => method === steps[i].method);
  return since < 40 || since % Math.ceil(since / 40) === 0 || steps[i + 1]?.method !== steps[i].method;
}

/** What draws, in a checkout: it is of no use to wengert's users. */
async function plotting() {
  try {
    const Plot = await import('@observablehq/plot');
    const { parseHTML } = await import('linkedom');
    return { Plot, document: parseHTML('<!doctype html><html><body></body></html>').document };
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return refuse('--plot draws with packages of their own: npm install @observablehq/plot linkedom');
  }
}
