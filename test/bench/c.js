// What `--format c` emits, compiled by gcc -O2: what the same straight line costs there.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emitSource } from '../../dist/index.js';
import '../../dist/c.js';

export const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

/** Compiles a formula's value and gradient, in one function. */
export function compileC(formula, theta) {
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-bench-'));
  const options = { format: 'c', emit: ['valueAndGradient'], limits: { statements: 1e9 } };
  writeFileSync(path.join(folder, 'f.c'), emitSource(formula, options));
  const declaration = 'double value_and_gradient(const double *theta, double *gradient);';
  return timed(folder, declaration, 'value_and_gradient', theta, ['f.c']);
}

/**
 * A program of some C code that calls a gradient in a loop.
 * @param name of a function of theta and the array for the gradient, which returns the value
 * @param others files in the folder to compile with it
 * @returns `run`, which calls it `count` times and gives nanoseconds a call, and `remove`
 */
export function timed(folder, code, name, theta, others = []) {
  const n = theta.length;
  writeFileSync(
    path.join(folder, 'main.c'),
    `#include <stdio.h>
#include <stdlib.h>
#include <time.h>
${code}
int main(int argc, char **argv) {
  long count = atol(argv[1]);
  double theta[] = {${theta.join(', ')}}, gradient[${n}], sum = 0, first = theta[0];
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  for (long i = 0; i < count; i++) {
    theta[0] = first + (i & 7) * 1e-3;
    sum += ${name}(theta, gradient) + gradient[${n - 1}];
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  printf("%.6f %.17g\\n", ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / count, sum);
}
`,
  );
  execFileSync('gcc', ['-O2', '-o', 'f', 'main.c', ...others, '-lm'], { cwd: folder });
  return {
    run(count) {
      const [time, sum] = execFileSync(path.join(folder, 'f'), [String(count)], { encoding: 'utf8' })
        .split(' ')
        .map(Number);
      return { time, sum };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
