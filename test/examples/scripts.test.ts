// Scripts of examples/ that import wengert, as they are run: against what the package exports. What they
// print as they stand in examples/README.md is in readme.test.ts.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runIn } from '../cli/capture.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(new URL('../../dist/solve.js', import.meta.url));

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`examples/${script}`, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

/** Minima of the Cambridge Cluster Database, by number of atoms. */
const lowest: readonly (readonly [atoms: number, energy: number])[] = [
  [2, -1],
  [3, -3],
  [4, -6],
  [5, -9.103852],
  [6, -12.712062],
  [7, -16.505384],
  [13, -44.326801],
];

describe('lennard-jones', () => {
  it('goes down to the tetrahedron of as many atoms as it is given', async () => {
    const start = 'x=[[0,0,0],[1.2,0,0],[0.5,0.8,0],[0.4,0.3,0.9]]';
    const args = ['minimize', 'examples/lennard-jones.formula', '--start', start, '--json'];
    const { exit, out } = await runIn(root, args);
    expect(exit).toBe(0);
    expect(JSON.parse(out).value).toBeCloseTo(-6, 12);
  });
});

describe.skipIf(!isBuilt)(`scripts${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it.each(lowest)('clusters.js finds the lowest energy of %i atoms', (atoms, energy) => {
    const { status, out, err } = run('clusters.js', String(atoms), '--hops', '50');
    expect([status, err]).toEqual([0, '']);
    const [, found, force] = /^\d+ atoms: (\S+), greatest force (\S+),/m.exec(out)!;
    expect(Number(found)).toBeCloseTo(energy, 6);
    expect(Number(force)).toBeLessThan(1e-7);
  });

  it.each([
    [['0'], "the number of atoms is a whole number from 2, not '0'"],
    [['--hops', 'many'], "--hops is a positive whole number, not 'many'"],
    [['--hop', '7'], "Unknown option '--hop'"],
  ])('clusters.js refuses %j', (args, message) => {
    const { status, err } = run('clusters.js', ...args);
    expect([status, err.split('\n').length]).toEqual([2, 2]);
    expect(err).toContain(message);
  });
});
