// `import { gradient } from './model.tex'`, in every bundler, loader and transform, and in Node.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesFormulas } from '../../src/plugin/import-id.js';
import { typesFile, typesOf } from '../../src/plugin/imports/formula-types.js';
import wengertForBun from '../../src/plugin/node/bun.js';
import { bundlers, isBuilt } from './bundlers.js';
import { createProjects, type Projects, runOutput } from './projects.js';

const dist = new URL('../../dist/plugin/', import.meta.url);
const MODEL = '% a bowl\n\\[\n  f(x, y) = \\frac{x^2 y}{2}\n\\]\n';
const WRONG = 'f = x +\n  \\int_0^1 x \\, dx\n';
// By hand: the gradient is (xy, x²/2), the second derivative by x is y.
const MAIN = `import { gradient, hessian } from './model.tex';
import { hessian as second } from './model.tex?emit=hessian&wrt=x';
export const found = [...gradient(2, 3), ...hessian(2, 3), ...second(2, 3)];
`;
const FOUND = [6, 2, 3, 2, 2, 0, 3];

describe.skipIf(!isBuilt)(`files of TeX${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  it.each(Object.entries(bundlers))('are modules in %s', async (_name, build) => {
    const directory = projects.make({ 'model.tex': MODEL, 'main.js': MAIN });
    expect(await build(directory, 'main.js')).toEqual({ failure: null });
    expect((await runOutput(directory)).found).toEqual(FOUND);
  });

  it.each(Object.entries(bundlers))('say in %s where they are wrong', async (_name, build) => {
    const directory = projects.make({ 'model.tex': WRONG, 'main.js': "export { gradient } from './model.tex';\n" });
    const { failure } = await build(directory, 'main.js');
    expect(failure).toContain('WG153');
    expect(failure).toContain("'\\int' is an integral");
    expect(failure).toMatch(/model\.tex[^\n]*2:[23]|model\.tex \(2:[23]\)/);
  });

  it('are modules in Node, imported and required', () => {
    const directory = projects.make({
      'model.tex': MODEL,
      'main.mjs':
        "import { gradient } from './model.tex';\nimport { hessian } from './model.tex?emit=hessian&wrt=x';\n" +
        'console.log(gradient(2, 3).join(), hessian(2, 3).join());\n',
      'main.cjs': "console.log(require('./model.tex').gradient(2, 3).join());\n",
    });
    const run = (main: string): string => {
      const args = ['--import', new URL('register.js', dist).href, main];
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8' });
      return stdout + stderr;
    };
    expect(run('main.mjs')).toBe('6,2 3\n');
    expect(run('main.cjs')).toBe('6,2\n');
  });

  it('are modules in Jest and Metro', async () => {
    const made = (name: string) => createRequire(import.meta.url)(fileURLToPath(new URL(`${name}.js`, dist)));
    const { code } = made('jest').process(MODEL, '/project/model.tex', {});
    const module: { exports: Record<string, (...args: number[]) => Float64Array> } = { exports: {} };
    new Function('module', 'exports', code)(module, module.exports);
    expect([...module.exports.gradient!(2, 3)]).toEqual([6, 2]);
    const transformer = 'node_modules/@react-native/metro-babel-transformer';
    const projectRoot = projects.make({
      [`${transformer}/package.json`]: '{"main":"index.js"}',
      [`${transformer}/index.js`]: 'exports.transform = given => given;\n',
    });
    const { src } = await made('metro').transform({ src: MODEL, filename: 'model.tex', options: { projectRoot } });
    const { gradient } = await import(`data:text/javascript,${encodeURIComponent(src)}`);
    expect([...gradient(2, 3)]).toEqual([6, 2]);
  });

  it('are modules in Bun', async () => {
    const directory = projects.make({ 'model.tex': MODEL });
    type Build = Parameters<ReturnType<typeof wengertForBun>['setup']>[0];
    const loads: Parameters<Build['onLoad']>[] = [];
    const resolves: Parameters<Build['onResolve']>[] = [];
    wengertForBun().setup({
      onLoad: (...args) => loads.push(args),
      onResolve: (...args) => resolves.push(args),
    });
    const [{ filter }, load] = loads[0]!;
    const file = path.join(directory, 'model.tex');
    expect([filter.test(file), resolves[0]![0].filter.test('./model.tex?wrt=x')]).toEqual([true, true]);
    const { contents } = load({ path: file })!;
    expect([...(await import(`data:text/javascript,${encodeURIComponent(contents)}`)).gradient(2, 3)]).toEqual([6, 2]);
  });
});

describe('types of a file of TeX', () => {
  it('stand beside it', () => {
    expect(typesFile('src/model.tex')).toBe('src/model.d.tex.ts');
    expect(typesOf(MODEL, 'src/model.tex', {}).declarations).toContain(
      'export function gradient(x: number, y: number): Float64Array;',
    );
  });
});

describe('text of a module', () => {
  it('names a file of TeX in quotes, and not where it has a texture', () => {
    const texts = ["import './a.tex'", 'import("./a.tex?wrt=x")', 'node.textContent', 'map.tex + 1'];
    expect(texts.map(namesFormulas)).toEqual([true, true, false, false]);
  });
});
