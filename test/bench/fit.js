// The 27 nonlinear regressions of NIST StRD from both starts, beside SciPy's least_squares (lm, which is MINPACK, and trf).
//
// Solved is what has all parameters to 6 significant digits, as a user would take for right; digits are the fewest of any
// parameter. Evaluations are those of residuals and of their Jacobian. SciPy is given the analytic Jacobian that we emit,
// translated to NumPy, tolerances of 1e-15 and as many evaluations as it likes up to 10,000; its times are without the start of
// Python. Ours are those of a whole call of `fit`, of which compiling the model is the most. It is skipped where python3 has no SciPy.
// usage: npm run bench:fit   (after npm run build)

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { emitSource } from '../../dist/index.js';
import { fit } from '../../dist/solve.js';

const cases = JSON.parse(readFileSync(new URL('../solve/nist.cases.json', import.meta.url), 'utf8'));
const ROUNDS = 5;

const digits = (found, wanted) => (found === wanted ? 16 : -Math.log10(Math.abs(found / wanted - 1)));
const namesOf = ({ parameters }) => parameters.map((_, i) => `b${i + 1}`);
const programOf = of => `param ${namesOf(of).join(', ')}\ndata ${Object.keys(of.columns).join(', ')}\n${of.equation}`;

function ours(of, start) {
  const names = namesOf(of);
  const options = { start: Object.fromEntries(names.map((name, i) => [name, start[i]])) };
  const times = [];
  let result;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    result = fit(programOf(of), of.columns, options);
    times.push(performance.now() - from);
  }
  const fewest = Math.min(...names.map((name, i) => digits(result.parameters[name], of.parameters[i])));
  return { digits: fewest, evaluations: result.evaluations, ms: median(times), converged: result.converged };
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];

/** A row's residual and its derivatives as lines of NumPy over all rows. */
function pythonOf(of) {
  const names = namesOf(of);
  const expression = of.equation.startsWith('y = ')
    ? `y - (${of.equation.slice(4)})`
    : of.equation.slice('residual '.length);
  const columns = Object.keys(of.columns);
  const formula = `input ${columns.join(', ')}\nparam ${names.join(', ')}\n${expression}`;
  const source = emitSource(formula, { emit: ['valueAndGradient'] });
  const body = /export function valueAndGradient\([^)]*\) \{([\s\S]*?)\n\}/.exec(source)[1];
  const lines = body
    .replace(/ {2}if \([\s\S]*?\n {2}\}\n/g, '')
    .split('\n')
    .map(line =>
      line
        .trim()
        .replace(/^const /, '')
        .replace(/;$/, ''),
    )
    .filter(line => line !== '')
    .map(line =>
      line.replaceAll('Math.pow', 'np.power').replaceAll('Math.atan', 'np.arctan').replaceAll('Math.', 'np.'),
    )
    .map(conditional)
    .map(line => line.replace(/^gradient\[(\d+)\] = /, 'jacobian[:, $1] = '));
  const returned = lines.pop().replace(/^return /, '');
  return { lines, returned, names, columns };
}

/** `a = b && c || d ? e : f` of arrays. */
function conditional(line) {
  const [, target, condition, whenTrue, whenFalse] = /^(.*? = )(.*) \? (.*) : (.*)$/.exec(line) ?? [];
  if (target === undefined) return line;
  const parts = condition.split(' || ').map(part =>
    part
      .split(' && ')
      .map(test => `(${test.replace('===', '==').replace('Infinity', 'np.inf')})`)
      .join(' & '),
  );
  return `${target}np.where(${parts.map(part => `(${part})`).join(' | ')}, ${whenTrue}, ${whenFalse})`;
}

function scipy() {
  const script = [
    'import json, sys, time, warnings',
    'import numpy as np',
    'from scipy.optimize import least_squares',
    'warnings.filterwarnings("ignore")',
    'np.seterr(all="ignore")',
    'powSlope = lambda x, y: y * np.power(x, y - 1)',
    'data = json.load(sys.stdin)',
    'out = []',
  ];
  for (const [i, of] of cases.entries()) {
    const { lines, returned, names, columns } = pythonOf(of);
    script.push(`case = data[${i}]`, ...columns.map(name => `${name} = np.array(case["columns"]["${name}"], float)`));
    script.push(
      'def both(theta):',
      `  ${names.join(', ')}, = theta`,
      `  jacobian = np.empty((len(y), ${names.length}))`,
    );
    script.push(...lines.map(line => `  ${line}`), `  return ${returned}, jacobian`);
    script.push(
      'def attempt(method, start):',
      '  calls = [0]',
      '  def residuals(theta):',
      '    calls[0] += 1',
      '    return both(theta)[0]',
      `  times = []`,
      `  for _ in range(${ROUNDS}):`,
      '    calls[0] = 0',
      '    began = time.perf_counter()',
      '    try:',
      '      found = least_squares(residuals, start, jac=lambda theta: both(theta)[1], method=method, x_scale="jac", xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=10000)',
      '      theta, jacobians = list(found.x), found.njev or 0',
      '    except Exception:',
      '      theta, jacobians = [float("nan")] * len(start), 0',
      '    times.append(time.perf_counter() - began)',
      '  return {"theta": [repr(float(of)) for of in theta], "evaluations": calls[0], "jacobians": int(jacobians), "ms": 1000 * sorted(times)[len(times) // 2]}',
      'for start in case["starts"]:',
      '  out.append([attempt(method, np.array(start, float)) for method in ("lm", "trf")])',
    );
  }
  script.push('print(json.dumps(out))');
  const run = spawnSync('python3', ['-c', script.join('\n')], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (run.status === 0) return JSON.parse(run.stdout);
  console.error(
    /ModuleNotFoundError|ENOENT/.test(`${run.stderr}${run.error}`) ? 'python3 has no SciPy: skipped' : run.stderr,
  );
  return null;
}

const theirs = scipy();
const cell = of =>
  `${of.digits > 6 ? of.digits.toFixed(1).padStart(5) : '    –'} ${String(of.evaluations).padStart(6)} ${of.ms.toFixed(1).padStart(8)}`;
const heads = ['wengert', ...(theirs === null ? [] : ['SciPy lm', 'SciPy trf'])];
const totals = heads.map(() => ({ solved: 0, evaluations: 0, ms: 0 }));
const every = [];
console.log(`${''.padEnd(14)}${heads.map(head => head.padEnd(24)).join('')}`);
console.log(`${''.padEnd(14)}${heads.map(() => 'digits  eval.       ms'.padEnd(24)).join('')}`);
for (const [i, of] of cases.entries()) {
  for (const [k, start] of of.starts.entries()) {
    const row = [ours(of, start)];
    for (const found of theirs?.[2 * i + k] ?? []) {
      const fewest = Math.min(...found.theta.map((text, j) => digits(Number(text), of.parameters[j])));
      row.push({ ...found, digits: Number.isNaN(fewest) ? 0 : fewest });
    }
    every.push(row);
    for (const [j, { digits: own, evaluations, ms }] of row.entries()) {
      if (!(own > 6)) continue;
      totals[j].solved++;
      totals[j].evaluations += evaluations;
      totals[j].ms += ms;
    }
    console.log(
      `${of.name.padEnd(10)} ${k + 1}   ${row
        .map(cell)
        .map(text => text.padEnd(24))
        .join('')}`,
    );
  }
}
console.log();
for (const [j, head] of heads.entries())
  console.log(`${head.padEnd(12)} solves ${totals[j].solved} of ${every.length}`);
const common = every.filter(row => row.every(({ digits: own }) => own > 6));
console.log(`where all do (${common.length}):`);
for (const [j, head] of heads.entries()) {
  const evaluations = common.reduce((sum, row) => sum + row[j].evaluations, 0);
  const ms = common.reduce((sum, row) => sum + row[j].ms, 0);
  const fewest = Math.min(...common.map(row => row[j].digits));
  console.log(
    `${head.padEnd(12)} ${evaluations} evaluations, ${ms.toFixed(0)} ms, at least ${fewest.toFixed(1)} digits`,
  );
}
