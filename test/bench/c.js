// The emitted statements as C, compiled by gcc -O2: what the same straight line costs there.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

const FUNCTIONS = { 'Math.abs': 'fabs', 'Math.max': 'fmax', 'Math.min': 'fmin', 'Math.sign': 'sign' };

/** A function of the module, as its parameters and its body. */
function functionOf(source, name) {
  const [, parameters, body] = new RegExp(`function ${name}\\(([^)]*)\\) \\{\\n([\\s\\S]*?)\\n\\}\\n`).exec(source);
  return { parameters, body };
}

/** The special functions that the code of a function calls. */
function specials(source, name) {
  const { body } = functionOf(source, name);
  const called = new Set([...body.matchAll(/(?<![.\w])[a-z]\w*(?=\()/g)].map(([found]) => found));
  called.delete('refuse');
  called.delete('if');
  called.delete(name);
  return [...called].map(callee => {
    const { parameters, body } = functionOf(source, callee);
    return `static double ${callee}(double ${parameters.replaceAll(', ', ', double ')}) {\n${translate(body)}\n}\n`;
  });
}

/** Statements of a module that packs all inputs in one function without pieces, as C. */
function translate(body) {
  // What waits in an array for V8's sake is a variable to gcc.
  const waiting = new Map();
  const kept = body.replace(/^ {2}(slots\[\d+\]) = (\w+);\n/gm, (_line, element, variable) => {
    waiting.set(element, variable);
    return '';
  });
  return kept
    .replace(/slots\[\d+\]/g, element => waiting.get(element))
    .replace(/^ {2}if \([\s\S]*?\n {2}\}\n/, '')
    .replace(/\b(const|let) /g, 'double ')
    .replace(/Math\.(max|min|hypot)\(([^()]*)\)/g, (_call, of, list) => nested(`Math.${of}`, list.split(', ')))
    .replace(/\bInfinity\b/g, 'INFINITY')
    .replace(/\bNaN\b/g, 'NAN')
    .replace(/Math\.\w+/g, found => FUNCTIONS[found] ?? found.slice('Math.'.length))
    .replace(/\(((?:[^()]|\([^()]*\))*)\) \*\* 2/g, (_square, base) => `pow(${base}, 2)`)
    .replace(/===/g, '==')
    .replace(/(?<![\w.])\d+(\.\d+)?(e[+-]?\d+)?(?![\w.\]])/g, found => (/[.e]/.test(found) ? found : `${found}.0`));
}

/** C's functions of two arguments. */
function nested(name, [first, second, ...more]) {
  return second === undefined ? first : nested(name, [`${name}(${first}, ${second})`, ...more]);
}

/** Compiles a gradient over theta. */
export function compileC(source, name, parameter, theta) {
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-bench-'));
  const before = `${specials(source, name).join('')}
__attribute__((noinline)) static double f(const double *${parameter}, double *gradient) {
${translate(functionOf(source, name).body)}
}`;
  return timed(folder, before, 'f', theta);
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
    `#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static inline double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
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
