// `npm run package-check`: publint and attw of the package as it would be published. It is packed into a folder of its own, so
// that a tarball which lies in the project stays.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'wengert-package-'));
try {
  // Built before: what is there is looked at.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8', shell: false }));
  const tarball = path.join(folder, filename);
  for (const [program, ...args] of [
    ['publint', '--strict', tarball],
    ['attw', tarball, '--profile', 'esm-only'],
  ]) {
    const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
