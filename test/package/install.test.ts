// Packed and installed in an empty project, as a user has it.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/version.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(path.join(root, 'dist/cli.js'));

describe('the version', () => {
  it("is package.json's", () => {
    expect(version).toBe(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version);
  });
});

describe.skipIf(!isBuilt)(`the packed package${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('works from the command line and as an import, with no other package installed', () => {
    const project = mkdtempSync(path.join(tmpdir(), 'wengert-install-'));
    try {
      const [packed] = JSON.parse(
        execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
          cwd: root,
          encoding: 'utf8',
        }),
      );
      const home = path.join(project, 'node_modules/wengert');
      execFileSync('mkdir', ['-p', home]);
      execFileSync('tar', ['-xzf', path.join(project, packed.filename), '-C', home, '--strip-components=1']);
      const node = (...args: string[]): string =>
        execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
      expect(JSON.parse(node(path.join(home, 'bin/wengert.js'), 'eval', 'x^2', '--at', 'x=3', '--json'))).toEqual({
        value: 9,
        gradient: { x: 6 },
      });
      // Its mathjs runs in a worker of its own, from a file of its own.
      const { rows } = JSON.parse(
        node(path.join(home, 'bin/wengert.js'), 'swell', 'x*sin(x)', '--json', '--svg', 'a.svg'),
      );
      expect(rows.map((row: { status: string }) => row.status)).toEqual(new Array(6).fill('ok'));
      writeFileSync(
        path.join(project, 'use.mjs'),
        "import { compile } from 'wengert';\nconsole.log(compile('x*y').gradient(2, 3).join());\n",
      );
      expect(node('use.mjs').trim()).toBe('3,2');
    } finally {
      rmSync(project, { recursive: true, force: true });
    }
  });
});
