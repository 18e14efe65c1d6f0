// Rare functions through real bundlers: the plugin has their numerics, and a page that compiles imports them.

import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlers, isBuilt } from '../bundlers.js';
import { createProjects, outputOf, type Projects, runOutput } from '../projects.js';

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));

// J0(2) and its derivative, of mpmath 1.3.
const VALUE = 0.22389077914123567;
const SLOPE = -0.5767248077568734;

describe.skipIf(!isBuilt)(`rare functions${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  it.each(Object.entries(bundlers))('%s builds formulas in files and modules, without the import', async (_, build) => {
    const directory = projects.make({
      'bessel.formula': 'j0(x)',
      'main.js': [
        "import { formula } from 'wengert';",
        "import { gradient as fromFile } from './bessel.formula';",
        'const f = formula`j0(x)`;',
        'export const gradient = x => [...fromFile(x), ...f.gradient(x)];',
      ].join('\n'),
    });
    expect(await build(directory, 'main.js')).toEqual({ failure: null });
    const { gradient } = await runOutput(directory);
    for (const slope of gradient(2)) expect(slope).toBeCloseTo(SLOPE, 14);
    expect(outputOf(directory)).not.toContain('FormulaError');
  });

  it('a bundler without the plugin keeps the import, though nothing of it is named', async () => {
    const directory = projects.make({
      'main.js': [
        "import { compile } from 'wengert';",
        "import 'wengert/special';",
        "export const value = x => compile('j0(x)').value(x);",
      ].join('\n'),
    });
    mkdirSync(path.join(directory, 'node_modules'));
    symlinkSync(packageFolder, path.join(directory, 'node_modules/wengert'));
    const [{ rolldown }, { build }] = await Promise.all([import('rolldown'), import('esbuild')]);
    const file = path.join(directory, 'out/main.js');
    const input = path.join(directory, 'main.js');
    await (await rolldown({ input, cwd: directory })).write({ file });
    expect((await runOutput(directory)).value(2)).toBeCloseTo(VALUE, 14);
    await build({
      entryPoints: [input],
      bundle: true,
      format: 'esm',
      outfile: path.join(directory, 'second/out/main.js'),
    });
    expect((await runOutput(path.join(directory, 'second'))).value(2)).toBeCloseTo(VALUE, 14);
  });
});
