// The shape of the source: what may import what. Type-only imports count, as they make one part know another all the same.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Folders and files of src/, from the ground up: each imports from its own layer and from those above it in this list. */
const LAYERS: readonly (readonly string[])[] = [
  ['source.ts', 'limits.ts', 'suggest.ts', 'version.ts', 'once.ts', 'catalogue.ts'],
  ['diagnostic.ts'],
  ['interpret'],
  ['check-options.ts'],
  ['ops'],
  ['graph'],
  ['parse'],
  ['lower'],
  ['from-javascript', 'from-latex'],
  ['differentiate'],
  ['passes'],
  ['schedule'],
  ['exports'],
  ['emit'],
  ['within-limits.ts', 'options.ts', 'choice.ts'],
  ['compilation.ts'],
  ['text.ts', 'evaluate.ts', 'stats.ts', 'stats-record.ts'],
  ['functions.ts'],
  ['files.ts', 'index.ts'],
  ['special.ts', 'wasm.ts', 'c.ts', 'javascript.ts', 'latex.ts'],
  ['workers'],
  ['workers.ts'],
  ['solve'],
  ['solve.ts'],
  ['data'],
  ['sql'],
  ['sql.ts'],
  ['explain'],
  ['derivative'],
  ['draw'],
  ['explain.ts'],
  ['swell'],
  ['plugin'],
  ['plugin/javascript'],
  ['plugin/imports', 'plugin/inline'],
  ['plugin/bundlers', 'plugin/loaders'],
  ['plugin/node'],
  ['cli/terminal'],
  ['cli/files', 'cli/formula'],
  ['cli/compile', 'cli/verify', 'cli/fit', 'cli/playground'],
  ['cli/eval'],
  ['cli/solve'],
  ['cli'],
];

/** Imports that break a rule below until the parts that they are in have their new shape. Nothing is to be added. */
const NOT_YET_CUT: readonly (readonly [importer: string, imported: string])[] = [];

const source = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map(file => file.split(path.sep).join('/'))
  .filter(file => /\.[jt]s$/.test(file))
  .sort();

/** A relative name after `from`, or in `import '…'`, `import('…')`, also as a type. */
const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^'?]+)/g;

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const found = [...text.matchAll(IMPORT)].map(([, name]) => path.posix.join(path.posix.dirname(file), name!));
  // Written as what they are compiled to; what is none of the files is a template, or an example in a comment.
  return found
    .map(name => (files.includes(name) ? name : name.replace(/\.js$/, '.ts')))
    .filter(name => files.includes(name));
}

const isPut = (importer: string, imported: string): boolean =>
  NOT_YET_CUT.some(([from, to]) => from === importer && to === imported);

const everyImport = files.flatMap(file => importsOf(file).map(imported => [file, imported] as const));
const imports = everyImport.filter(([importer, imported]) => !isPut(importer, imported));

/** The closest of the names in the layers. */
function roomOf(file: string): string | undefined {
  const above = file.split('/').map((_, i, parts) => parts.slice(0, parts.length - i).join('/'));
  return above.find(name => LAYERS.some(names => names.includes(name)));
}

const layerOf = (file: string): number => LAYERS.findIndex(names => names.includes(roomOf(file)!));

/** Files that lead back to themselves, with what leads there: all that is left when those that lead nowhere are taken away. */
function circles(): string[] {
  let left = imports;
  for (;;) {
    const importers = new Set(left.map(([importer]) => importer));
    const imported = new Set(left.map(([, of]) => of));
    const kept = left.filter(([importer, of]) => importers.has(of) && imported.has(importer));
    if (kept.length === left.length) return kept.map(([importer, of]) => `${importer} → ${of}`);
    left = kept;
  }
}

describe('the source', () => {
  it('has a layer for every file, and files for every name in the layers', () => {
    expect(files.filter(file => roomOf(file) === undefined)).toEqual([]);
    const used = new Set(files.map(roomOf));
    expect(LAYERS.flat().filter(name => !used.has(name))).toEqual([]);
  });

  it('imports from its own layer and from those before it', () => {
    const climbing = imports.filter(([importer, imported]) => layerOf(importer) < layerOf(imported));
    expect(climbing.map(([importer, imported]) => `${importer} → ${imported}`)).toEqual([]);
  });

  it('has targets that know nothing of JavaScript, which is one of them', () => {
    const found = imports.filter(([importer, of]) => /^emit\/(c|wasm)\//.test(importer) && /^emit\/js\//.test(of));
    expect(found).toEqual([]);
  });

  it('has no circles', () => {
    expect(circles()).toEqual([]);
  });

  it('still has what is put off', () => {
    const gone = NOT_YET_CUT.filter(
      ([from, to]) => !everyImport.some(([importer, of]) => importer === from && of === to),
    );
    expect(gone).toEqual([]);
  });
});
