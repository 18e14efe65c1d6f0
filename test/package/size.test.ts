// What an installation takes on disk: `npm install wengert` in an empty project, with nothing optional.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(path.join(root, 'dist/cli.js'));

interface Packed {
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

describe.skipIf(!isBuilt)(`an installation${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  const pack = ['pack', '--ignore-scripts', '--dry-run', '--json'];
  const read = (): Packed => JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8', stdio: 'pipe' }))[0];

  it('is the package alone, below 3 MB', () => {
    const { dependencies = {} } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    // What it needs is bundled; what is optional is installed by whoever wants it.
    expect(dependencies).toEqual({});
    const { unpackedSize, files } = read();
    // As `du -sb` counts, which adds a block for every folder.
    const folders = new Set(files.flatMap(({ path: file }) => foldersOf(file)));
    expect(unpackedSize + 4096 * folders.size).toBeLessThan(3_000_000);
  });

  it('has no code twice, no source maps, and declarations of what is exported alone', () => {
    const { files } = read();
    const names = files.map(file => file.path);
    expect(names.filter(name => name.endsWith('.map'))).toEqual([]);
    expect(names).not.toContain('dist/playground/main.js');
    const declared = names.filter(name => /^dist\/types\/[^/]*\.d\.ts$/.test(name)).length;
    expect(declared).toBeLessThan(20);
    // Texts that stand in one module each: of the compiler, of what reads command lines, of what plugins are made with.
    const code = names
      .filter(name => /^(?:bin|dist)\/.*\.m?js$/.test(name))
      .map(name => readFileSync(path.join(root, name), 'utf8'));
    for (const text of ['where an operand is missing', 'excessArguments', 'Parse implementation is not set'])
      expect([text, code.filter(each => each.includes(text)).length]).toEqual([text, 1]);
  });
});

function foldersOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
}
