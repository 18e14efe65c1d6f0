// Minima by the methods of wengert/solve and by SciPy's: solved, evaluations, time.
//
// Both have the same functions with the same exact derivatives: emitted JavaScript here, emitted C that gcc compiles there. A
// problem is solved where the value is that of a published minimum; 'unsaid' where the method does not say that it has
// converged, 'elsewhere' where it does at another value. Evaluations are those of value and gradient, and of Hessians.
// Milliseconds are the best of some runs, without compiling; Python's part of a call is in SciPy's.
// usage: npm run bench:solve [-- --runs N]   (after npm run build; python3 with scipy, and gcc)

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compile, emitSource } from '../../dist/index.js';
import { minimize } from '../../dist/solve.js';
import { bounded, isMinimum, unconstrained } from '../solve/problems.js';
import '../../dist/c.js';

const at = process.argv.indexOf('--runs');
const RUNS = at === -1 ? 5 : Number(process.argv[at + 1]);

const clusters = {
  name: 'Lennard-Jones, 5 atoms',
  text: `param x[5,3] = [0, 0, 0; 1.1, 0, 0; 0.4, 1, 0.1; 0.5, 0.3, 0.9; 0.6, 0.4, -0.8]
r2(i, j) = (x[i,1] - x[j,1])^2 + (x[i,2] - x[j,2])^2 + (x[i,3] - x[j,3])^2
sum(sum(1/r2(i, j)^6 - 2/r2(i, j)^3, j = i + 1:5), i = 1:4)`,
  minima: [-9.103852],
};
const chained = {
  name: 'Broyden tridiagonal, n = 1000',
  text: `param x[1000] = -1
sum(((3 - 2*x[i])*x[i] - x[i - 1] - 2*x[i + 1] + 1)^2, i = 2:999) + ((3 - 2*x[1])*x[1] - 2*x[2] + 1)^2`,
  minima: [0],
};
const problems = [...unconstrained, ...bounded, clusters, chained];
const LARGE = 100;

function ours(problem, method) {
  const compiled = compile(problem.text);
  let found;
  let time = Number.POSITIVE_INFINITY;
  // The first is with code that is not optimised yet.
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    found = minimize(compiled, { method });
    time = Math.min(time, performance.now() - start);
  }
  return { value: found.value, claims: found.converged, evaluations: found.evaluations, time };
}

/** What SciPy is told: start, bounds and a library for each problem. */
function forSciPy(folder) {
  return problems.map((problem, i) => {
    const { wrt, start } = compile(problem.text);
    const x0 = [...start()];
    const bound = (key, none) =>
      wrt.flatMap(({ [key]: value, shape }) => {
        const size = shape.reduce((product, extent) => product * extent, 1);
        return value === undefined ? new Array(size).fill(none) : [value].flat(2);
      });
    const emit = x0.length > LARGE ? ['valueAndGradient'] : ['valueAndGradient', 'hessian'];
    const library = path.join(folder, `p${i}.so`);
    writeFileSync(path.join(folder, `p${i}.c`), emitSource(problem.text, { format: 'c', emit }));
    execFileSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, path.join(folder, `p${i}.c`), '-lm']);
    const finite = values => values.map(value => (Number.isFinite(value) ? value : null));
    return {
      library,
      x0,
      lower: finite(bound('lower', null)),
      upper: finite(bound('upper', null)),
      hasHessian: emit.length > 1,
    };
  });
}

const PYTHON = `
import ctypes, json, sys, time, warnings
import numpy as np
from scipy.optimize import minimize
warnings.filterwarnings('ignore')
pointer = lambda a: a.ctypes.data_as(ctypes.c_void_p)
out = []
for p in json.load(open(sys.argv[1])):
    lib = ctypes.CDLL(p['library'])
    lib.value_and_gradient.restype = ctypes.c_double
    x0 = np.array(p['x0']); n = len(x0)
    count = [0]
    def f(x):
        count[0] += 1
        x = np.ascontiguousarray(x, dtype=float); g = np.empty(n)
        return lib.value_and_gradient(pointer(x), pointer(g)), g
    def h(x):
        count[0] += 1
        x = np.ascontiguousarray(x, dtype=float); m = np.empty((n, n))
        lib.hessian(pointer(x), pointer(m))
        return m
    bounds = list(zip(p['lower'], p['upper']))
    free = all(a is None and b is None for a, b in bounds)
    row = {}
    methods = [('L-BFGS-B', dict(jac=True, bounds=None if free else bounds, options=dict(maxiter=100000, maxfun=100000, gtol=1e-8, ftol=1e-15)))]
    if free and p['hasHessian']: methods.append(('trust-exact', dict(jac=True, hess=h, options=dict(gtol=1e-8, maxiter=10000))))
    for name, settings in methods:
        best = float('inf')
        for _ in range(int(sys.argv[2])):
            count[0] = 0
            begin = time.perf_counter()
            try:
                r = minimize(f, x0, method=name, **settings)
            except Exception as error:
                r = None
                break
            best = min(best, time.perf_counter() - begin)
        row[name] = None if r is None else dict(value=float(r.fun), claims=bool(r.success), evaluations=count[0], time=1000 * best)
    out.append(row)
print(json.dumps(out))
`;

function theirs() {
  const hasAll = [
    ['python3', '-c', 'import scipy'],
    ['gcc', '--version'],
  ].every(([name, ...args]) => spawnSync(name, args).status === 0);
  if (!hasAll) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-bench-'));
  try {
    writeFileSync(path.join(folder, 'problems.json'), JSON.stringify(forSciPy(folder)));
    writeFileSync(path.join(folder, 'scipy-side.py'), PYTHON);
    const args = [path.join(folder, 'scipy-side.py'), path.join(folder, 'problems.json'), String(RUNS)];
    return JSON.parse(execFileSync('python3', args, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const cell = (found, problem) => {
  if (found === undefined || found === null) return '–';
  const mark = isMinimum(found.value, problem)
    ? found.claims
      ? 'yes'
      : 'yes, unsaid'
    : found.claims
      ? 'elsewhere'
      : 'no';
  return `${mark} ${found.evaluations} ${found.time.toFixed(found.time < 10 ? 2 : 0)}`;
};

const scipy = theirs();
if (scipy === null) console.log('without SciPy: it takes python3 with scipy, and gcc');
const METHODS = ['newton', 'newton-cg', 'l-bfgs-b'];
const THEIRS = ['L-BFGS-B', 'trust-exact'];
const rows = [
  ['problem: solved, evaluations, ms', ...METHODS, ...(scipy === null ? [] : THEIRS.map(name => `SciPy ${name}`))],
];
const totals = new Map();
const count = (name, found, problem) => {
  const total = totals.get(name) ?? { solved: 0, of: 0, evaluations: 0, time: 0 };
  if (found === undefined) return;
  total.of++;
  total.solved += found !== null && isMinimum(found.value, problem) ? 1 : 0;
  total.evaluations += found?.evaluations ?? 0;
  total.time += found?.time ?? 0;
  totals.set(name, total);
};
for (const [i, problem] of problems.entries()) {
  const size = compile(problem.text).start().length;
  const own = METHODS.map(method => (method === 'newton' && size > LARGE ? undefined : ours(problem, method)));
  const other = scipy === null ? [] : THEIRS.map(name => scipy[i][name]);
  for (const [k, found] of own.entries()) count(METHODS[k], found, problem);
  for (const [k, found] of other.entries()) count(`SciPy ${THEIRS[k]}`, found, problem);
  rows.push([problem.name, ...own.map(found => cell(found, problem)), ...other.map(found => cell(found, problem))]);
}
rows.push([
  'all',
  ...rows[0].slice(1).map(name => {
    const { solved, of, evaluations, time } = totals.get(name);
    return `${solved} of ${of}, ${evaluations}, ${time.toFixed(0)}`;
  }),
]);
const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((text, column) => text.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
