// What the package says that it needs is what its files import.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import type * as ESTree from 'estree';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = path.join(root, 'dist');
const isBuilt = existsSync(path.join(dist, 'cli.js'));
const { dependencies, peerDependencies, peerDependenciesMeta, exports } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
);

/** Every text that is imported, at the start or when it is used; none in `import(name)`. */
function importsOf(code: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    if ('source' in node) found.push(...textOf(node.source as ESTree.Expression | null));
    Object.values(node).forEach(visit);
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return found;
}

function textOf(source: ESTree.Expression | null): string[] {
  if (source?.type === 'Literal') return [String(source.value)];
  // What is made of parts is a name, too.
  const isText = source?.type === 'TemplateLiteral' && source.expressions.length === 0;
  return isText ? source.quasis.map(({ value }) => value.cooked ?? '') : [];
}

const packageOf = (name: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(name)![0];
const ofNode = ['fs', 'module', 'path', 'url'];
const isForeign = (name: string): boolean => !/^\.|^node:/.test(name) && !ofNode.includes(name);

describe.skipIf(!isBuilt)(`dist${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('imports the dependencies, and nothing else', () => {
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js'));
    const found = files.flatMap(file => importsOf(readFileSync(path.join(dist, file), 'utf8')));
    expect(found.length).toBeGreaterThan(files.length);
    const drivers = ['@duckdb/node-api', 'node-sqlite3-wasm', 'pg'];
    expect(new Set(found.filter(isForeign).map(packageOf))).toEqual(
      new Set([...Object.keys(dependencies), ...drivers]),
    );
    for (const driver of drivers) expect(peerDependenciesMeta[driver]).toEqual({ optional: true });
  });

  it('carries the licences of what is bundled', () => {
    const text = readFileSync(path.join(dist, 'LICENSES.txt'), 'utf8');
    for (const name of ['mathjs', 'acorn', 'commander']) {
      const { version } = JSON.parse(readFileSync(path.join(root, `node_modules/${name}/package.json`), 'utf8'));
      expect(text).toContain(`\n${name} ${version} (`);
    }
    expect(text).toContain('Copyright (C) 2013-');
  });

  /** Packages that types refer to, from an entry on. */
  const packagesOf = (entry: string): Set<string> => {
    const known = new Set([path.join(root, exports[entry].types)]);
    const packages = new Set<string>();
    for (const file of known) {
      const text = readFileSync(file, 'utf8');
      for (const [, name = ''] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
        if (name.startsWith('.')) known.add(path.resolve(path.dirname(file), name.replace(/\.js$/, '.d.ts')));
        else if (name !== 'any.formula') packages.add(packageOf(name));
      }
    }
    return packages;
  };

  it.each([
    ['.', []],
    ['./special', []],
    ['./wasm', []],
    ['./client', []],
    ['./vite', ['vite']],
    ['./rollup', ['rollup']],
    ['./rolldown', ['rolldown']],
    ['./webpack', ['webpack']],
    ['./rspack', ['@rspack/core']],
    ['./esbuild', ['esbuild']],
    ['./loader', []],
    ['./jest', []],
    ['./bun', []],
    ['./register', []],
  ])('has types at %s that refer to no package but the bundler that is installed', (entry, packages) => {
    expect([...packagesOf(entry)]).toEqual(packages);
    expect(packages.filter(name => !(name in peerDependencies))).toEqual([]);
  });
});
