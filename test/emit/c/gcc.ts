// Emitted C in a program of its own: compiled once, with every warning an error, and what its calls compute.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

/** What a title says where there is none. */
export const whyNot = hasCompiler ? '' : ' (skipped: no gcc)';

export const FLAGS = ['-std=c99', '-Wall', '-Wextra', '-pedantic', '-Werror', '-O1', '-ffp-contract=off'];

/** A number as C reads it. */
export function numberIn(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  if (!Number.isFinite(value)) return value < 0 ? '-INFINITY' : 'INFINITY';
  return Object.is(value, -0) ? '-0.0' : value.toExponential();
}

/** An array that is written where it is passed. */
export const arrayIn = (values: Iterable<number>): string => {
  const list = Array.from(values, numberIn);
  return `(double[${Math.max(list.length, 1)}]){${list.length === 0 ? '0.0' : list.join(', ')}}`;
};

/**
 * Runs statements after the given files were compiled.
 * @param files names and texts; headers are included in the order in which they stand
 * @param statements of C, in which `put(array, count)` gives numbers back
 */
export function runInC(files: Readonly<Record<string, string>>, statements: readonly string[]): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-c-'));
  try {
    const names = Object.keys(files);
    for (const name of names) writeFileSync(path.join(folder, name), files[name]!);
    // Compilers take long functions apart slowly.
    const groups = Array.from({ length: Math.ceil(statements.length / 100) }, (_, i) =>
      statements.slice(100 * i, 100 * (i + 1)),
    );
    const main = [
      '#include <math.h>',
      '#include <stdio.h>',
      ...names.filter(name => name.endsWith('.h')).map(name => `#include "${name}"`),
      'void put(const double *values, int count);',
      'void put(const double *values, int count) { fwrite(values, sizeof(double), (size_t)count, stdout); }',
      ...groups.map((group, i) => `static void group${i}(void) {\n${group.map(text => `  { ${text} }`).join('\n')}\n}`),
      `int main(void) {\n${groups.map((_, i) => `  group${i}();`).join('\n')}\n  return 0;\n}\n`,
    ];
    writeFileSync(path.join(folder, 'main.c'), main.join('\n'));
    const sources = names.filter(name => name.endsWith('.c'));
    const made = spawnSync('gcc', [...FLAGS, '-o', 'program', 'main.c', ...sources, '-lm'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(made.stderr);
    const bytes = execFileSync(path.join(folder, 'program'), { maxBuffer: 2 ** 28 });
    return Array.from(new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
