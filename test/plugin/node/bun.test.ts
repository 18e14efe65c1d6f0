// The plugin for Bun as Bun calls it; in Bun itself where that is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import wengert from '../../../src/plugin/node/bun.js';
import { createProjects, type Projects } from '../projects.js';

const dist = new URL('../../../dist/plugin/', import.meta.url);
const isThere = existsSync(new URL('bun.js', dist)) && spawnSync('bun', ['--version']).status === 0;
const MODEL = 'input x, y\nx^2*y\n';

describe('wengert/bun', () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  it('loads formulas by their paths, with queries', async () => {
    const directory = projects.make({ 'model.formula': MODEL });
    type Build = Parameters<ReturnType<typeof wengert>['setup']>[0];
    const loads: Parameters<Build['onLoad']>[1][] = [];
    const resolves: Parameters<Build['onResolve']>[1][] = [];
    wengert({ emit: ['hvp'] }).setup({
      onLoad: (_filter, load) => loads.push(load),
      onResolve: (_filter, resolve) => resolves.push(resolve),
    });
    const file = path.join(directory, 'model.formula');
    const run = async (id: string) => {
      const { contents, loader } = loads[0]!({ path: id })!;
      expect(loader).toBe('js');
      return import(`data:text/javascript,${encodeURIComponent(contents)}`);
    };
    expect([...(await run(file)).hvp(2, 3, 1, 0)]).toEqual([6, 4]);
    const importer = path.join(directory, 'lib/main.js');
    const found = resolves[0]!({ path: '../model.formula?emit=hessian&wrt=x', importer })!;
    expect([...(await run(found.path)).hessian(2, 3)]).toEqual([6]);
    expect(loads[0]!({ path: `${file}?raw` })).toBeUndefined();
    writeFileSync(file, 'tanhh(x)');
    expect(() => loads[0]!({ path: file })).toThrow("unknown function 'tanhh'");
    expect(() => wengert({ emitt: [] } as never)).toThrow("there is no option 'emitt'");
  });

  it.skipIf(!isThere)(`runs in Bun${isThere ? '' : ' (skipped: no bun)'}`, () => {
    const directory = projects.make({
      'model.formula': MODEL,
      'main.js': `import { gradient } from './model.formula';
import { hessian } from './model.formula?emit=hessian&wrt=x';
console.log(gradient(2, 3).join(), hessian(2, 3).join());\n`,
      'build.js': `import wengert from ${JSON.stringify(new URL('bun.js', dist).href)};
await Bun.build({ entrypoints: ['./main.js'], plugins: [wengert()], outdir: 'out' });\n`,
    });
    const bun = (...args: string[]) => spawnSync('bun', args, { cwd: directory, encoding: 'utf8' }).stdout;
    expect(bun('--preload', fileURLToPath(new URL('register.js', dist)), 'main.js')).toBe('12,4 6\n');
    bun('build.js');
    expect(bun('out/main.js')).toBe('12,4 6\n');
  });
});
