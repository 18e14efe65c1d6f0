// Packed and installed in an empty project, as a user has it.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../src/version.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(path.join(root, 'dist/cli.js'));

describe('the version', () => {
  it("is package.json's", () => {
    expect(version).toBe(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version);
  });
});

describe.skipIf(!isBuilt)(`the packed package${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let project: string;
  let tarball: string;
  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'wengert-install-'));
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', project];
    const [packed] = JSON.parse(
      execFileSync('npm', pack, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    tarball = path.join(project, packed.filename);
  }, 120_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  /** A folder with files, and programs run in it. */
  const folder = (name: string, files: Readonly<Record<string, string>>) => {
    const directory = path.join(project, name);
    mkdirSync(directory);
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(directory, file), text);
    const run = (program: string, ...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: directory, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} fails:\n${stdout}${stderr}`);
      return stdout.trim();
    };
    return { directory, run, node: (...args: string[]) => run(process.execPath, ...args) };
  };

  it('works from the command line and as an import, with no other package installed', () => {
    const { directory, node } = folder('alone', {
      'use.mjs': "import { compile } from 'wengert';\nconsole.log(compile('x*y').gradient(2, 3).join());\n",
    });
    const home = path.join(directory, 'node_modules/wengert');
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
    const bin = path.join(home, 'bin/wengert.js');
    expect(JSON.parse(node(bin, 'eval', 'x^2', '--at', 'x=3', '--json'))).toEqual({ value: 9, gradient: { x: 6 } });
    expect(node('use.mjs')).toBe('3,2');
    node(bin, 'graph', 'sin(x)*y', '-o', 'dag.svg');
    expect(readFileSync(path.join(directory, 'dag.svg'), 'utf8')).toContain('drawn by Graphviz');
    // What draws charts is unpacked, and mathjs runs in a worker, from a file of its own: where it is installed.
    const statuses = (): string[] => {
      const { rows } = JSON.parse(node(bin, 'swell', 'x*sin(x)', '--json', '--svg', 'a.svg'));
      return rows.map((row: { status: string; reason?: string }) => row.reason ?? row.status);
    };
    const missing = 'mathjs is not installed';
    expect(statuses()).toEqual([missing, missing, 'ok', 'ok', 'ok', 'ok']);
    expect(node(bin, 'swell', 'x*y')).toMatch(/^mathjs +– +mathjs is not installed$/m);
    symlinkSync(path.join(root, 'node_modules/mathjs'), path.join(directory, 'node_modules/mathjs'));
    expect(statuses()).toEqual(new Array(6).fill('ok'));
    expect(readFileSync(path.join(directory, 'a.svg'), 'utf8')).toContain('<svg');
  });

  const isReachable = spawnSync('npm', ['view', 'unplugin', 'version', '--fetch-retries=0']).status === 0;
  it.skipIf(!isReachable)(
    `is installed by npm and used as an ES module, from CommonJS, from TypeScript and as a command${isReachable ? '' : ' (skipped: no registry)'}`,
    () => {
      const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', types: ['wengert/client'] };
      const { directory, run, node } = folder('installed', {
        'package.json': '{ "private": true }',
        'use.mjs': [
          "import { compile } from 'wengert';",
          "import 'wengert/wasm';",
          "console.log(compile('x*y', { target: 'wasm' }).gradient(2, 3).join());",
        ].join('\n'),
        'use.cjs': [
          "const { compile } = require('wengert');",
          "const wengert = require('wengert/esbuild');",
          'const { name } = wengert();',
          "import('wengert').then(module => console.log(module.compile === compile, name, wengert.default === wengert, compile('x*y').value(2, 3)));",
        ].join('\n'),
        'model.formula': 'x*y',
        'use.mts': `import { type CompileOptions, compile, FormulaError } from 'wengert';
import { gradient } from './model.formula';
const options: CompileOptions = { emit: ['hessian'] };
const value: number = compile('x*y', options).value(2, 3);
// @ts-expect-error no such option
compile('x*y', { emitt: [] });
export default [value, gradient(1, 2), FormulaError];
`,
        'use.cts': "import wengert = require('wengert');\nexport const source: string = wengert.emitSource('x');\n",
        'tsconfig.json': JSON.stringify({ compilerOptions: options, files: ['use.mts', 'use.cts'] }),
      });
      run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
      expect(node('use.mjs')).toBe('3,2');
      expect(node('use.cjs')).toBe('true wengert true 6');
      expect(run('npx', '--no-install', 'wengert', 'eval', 'x^2', '--at', 'x=3')).toBe('value  9\n∂/∂x   6');
      // Types of libraries are checked too: none refers to a package that is not there.
      expect(node(path.join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')).toBe('');
      expect(existsSync(path.join(directory, 'node_modules/mathjs'))).toBe(false);
    },
  );
});
