// V8 never takes back the optimised code of an emitted function: run hot in a process of its own, at varied points.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompileOptions, emitSource } from '../../src/index.js';
import '../../src/wasm.js';

const ROSENBROCK = (n: number) => `param x[${n}]\nsum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i = 1:${n - 1})`;

const programs: readonly [name: string, inputs: number, text: string, options?: CompileOptions][] = [
  ['formula', 1, 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)'],
  ['rosenbrock', 20, ROSENBROCK(20)],
  ['rosenbrockInPieces', 200, ROSENBROCK(200), { limits: { statements: 100 } }],
  ['rosenbrockWasm', 50, ROSENBROCK(50), { target: 'wasm' }],
  ['branches', 2, 'input x, y\nx < y ? exp(x)*y : log(abs(y) + 1)^2 + max(x, y)*relu(x - 1)'],
  ['powers', 2, 'input x, y\nx^7 + abs(x)^y + x^-2 + sqrt(abs(x*y)) + mod(x, 3) + cbrt(y)'],
  ['special', 2, 'input x, y\ngamma(x + 3) + erf(y) + sigmoid(x*y) + softplus(y) + digamma(x + 2)'],
  ['matrices', 9, 'param A[3,3]\nlog(det(A*A) + 3)^2 + sum(A*A) + norm(A)'],
];

const CALLS = 40_000;

const harness = (names: readonly string[]): string => `
${names.map(name => `import * as ${name} from './${name}.mjs';`).join('\n')}
const modules = { ${names.join(', ')} };
for (const [name, inputs] of ${JSON.stringify(programs.map(([name, inputs]) => [name, inputs]))}) {
  const { packed, packedGradient, value } = modules[name];
  const theta = new Float64Array(inputs);
  const gradient = new Float64Array(inputs);
  let sum = 0;
  const drive = new Function('packed', 'packedGradient', 'theta', 'gradient', \`
    let sum = 0;
    for (let k = 0; k < ${CALLS}; k++) {
      for (let i = 0; i < theta.length; i++) theta[i] = ((k * 7 + i * 3) % 41) / 10 - 2;
      sum += packed(theta, gradient) + packed(theta) + packedGradient(theta, gradient)[0];
    }
    return sum;\`);
  console.log(name, drive(packed, packedGradient, theta, gradient) !== 'no');
}
`;

/** Names of functions that V8 took back. */
const takenBack = (trace: string): string[] =>
  [...trace.matchAll(/begin\. deoptimizing 0x[0-9a-f]+ <JSFunction (\S+)/g)].map(([, name]) => name!);

describe('--trace-deopt', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('names no emitted function', () => {
    for (const [name, , text, options] of programs) {
      const source = emitSource(text, { ...options, emit: ['value', 'packed', 'packedGradient'] });
      writeFileSync(path.join(directory, `${name}.mjs`), source);
    }
    const names = programs.map(([name]) => name);
    writeFileSync(path.join(directory, 'run.mjs'), harness(names));
    const child = spawnSync(process.execPath, ['--trace-opt', '--trace-deopt', 'run.mjs'], {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(child.stderr).toBe('');
    for (const name of names) expect(child.stdout).toContain(`${name} true`);
    // Otherwise nothing was there to be taken back.
    expect(child.stdout).toMatch(/completed optimizing 0x[0-9a-f]+ <JSFunction (valueAndGradient|packed)/);
    expect(takenBack(child.stdout).filter(name => !['(sfi', 'anonymous', 'drive'].includes(name))).toEqual([]);
  });
});
