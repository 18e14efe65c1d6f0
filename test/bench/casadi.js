// The same problems through CasADi, where Python has it (pip install casadi): its SX graph of the emitted value, its gradient,
// its generated C under gcc -O2.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCompiler, timed } from './c.js';

export const hasCasadi = hasCompiler && spawnSync('python3', ['-c', 'import casadi']).status === 0;

const CALLS = { max: 'fmax', min: 'fmin', abs: 'fabs', pow: 'power' };
const SAME = ['exp', 'log', 'sin', 'cos', 'tan', 'tanh', 'cosh', 'sqrt', 'log1p', 'expm1', 'hypot', 'atan2'];

/** Operations that write lines of Python. */
function writer(lines) {
  let count = 0;
  const define = text => {
    lines.push(`t${count} = ${text}`);
    return `t${count++}`;
  };
  const ops = {
    number: value => `SX(${value === Infinity ? 'inf' : value})`,
    neg: a => define(`-${a}`),
    add: (a, b) => define(`${a} + ${b}`),
    sub: (a, b) => define(`${a} - ${b}`),
    mul: (a, b) => define(`${a} * ${b}`),
    div: (a, b) => define(`${a} / ${b}`),
  };
  for (const name of [...SAME, ...Object.keys(CALLS)])
    ops[name] = (...operands) => define(`${CALLS[name] ?? name}(${operands.join(', ')})`);
  return ops;
}

/**
 * @param replayed gives the value of the emitted statements from inputs and operations
 * @returns what runs CasADi's function, as `compileC` does, or null where it cannot express the problem
 */
export function compileCasadi(replayed, theta) {
  const n = theta.length;
  const lines = ['from casadi import *', `x = SX.sym('x', ${n})`];
  const value = replayed(
    Array.from(theta, (_, i) => `x[${i}]`),
    writer(lines),
  );
  if (value === null) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-bench-'));
  lines.push(`Function('f', [x], [${value}, gradient(${value}, x)]).generate('f.c')`);
  writeFileSync(path.join(folder, 'f.py'), lines.join('\n'));
  execFileSync('python3', ['f.py'], { cwd: folder });
  const before = `
int f(const double **arg, double **res, long long int *iw, double *w, int mem);
static double call(const double *theta, double *gradient) {
  static double w[100000];
  const double *arg[] = {theta};
  double value, *res[] = {&value, gradient};
  f(arg, res, 0, w, 0);
  return value;
}`;
  return timed(folder, before, 'call', theta, ['f.c']);
}
