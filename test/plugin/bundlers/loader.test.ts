// biome-ignore-all lint/suspicious/noTemplateCurlyInString: modules are written as text here
// wengert/loader in webpack without the plugin, as Turbopack runs it too; and Jest's transform.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, packing } from '../bundlers.js';
import { createProjects, originOf, outputOf, type Projects, runOutput } from '../projects.js';

const dist = new URL('../../../dist/plugin/', import.meta.url);

describe.skipIf(!isBuilt)(`wengert/loader${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let projects: Projects;
  beforeAll(() => {
    projects = createProjects();
  });
  afterAll(() => projects.remove());

  const MODEL = 'input x, y\na = exp(x*y)\na^2\n';

  const build = async (directory: string, options = {}): Promise<string | null> => {
    const { default: webpack } = await import('webpack');
    const use = { loader: fileURLToPath(new URL('loader.js', dist)), options };
    const module = { rules: [{ test: /\.(formula|js)$/, use }] };
    const compiler = webpack({ ...packing(directory, 'main.js'), experiments: { outputModule: true }, module })!;
    return new Promise((resolve, reject) => {
      compiler.run((error, stats) =>
        compiler.close(() => {
          if (error) reject(error);
          else resolve(stats!.hasErrors() ? stats!.toString({ colors: false, errorDetails: false }) : null);
        }),
      );
    });
  };

  it('loads formulas, what modules import of them, and inline formulas', async () => {
    const directory = projects.make({
      'main.js': `import { formula } from 'wengert';
import { value, hessian } from './model.formula';
import { n } from './n.js';
export { gradient } from './model.formula?wrt=y';
export { value, hessian };
const f = formula\`x^\${n}\`;
export const slope = x => f.gradient(x)[0];\n`,
      'n.js': 'export const n = 3;\n',
      'model.formula': MODEL,
    });
    expect(await build(directory)).toBeNull();
    const { value, hessian, gradient, slope } = await runOutput(directory);
    expect(value(0, 5)).toBe(1);
    // exp(2xy) has the second derivatives 4y², 2 + 4xy and 4x² where x is 0.
    expect([...hessian(0, 5)]).toEqual([100, 2, 2, 0]);
    expect([...gradient(0, 5)]).toEqual([0]);
    expect(slope(2)).toBe(12);
    expect(outputOf(directory)).not.toMatch(/FormulaError|hash-cons/);
    expect(originOf(directory, /\ba = Math\.exp/).source).toMatch(/model\.formula$/);
  });

  it('takes options, and says what is wrong by its frame', async () => {
    const files = { 'main.js': "export { hvp } from './model.formula';\n", 'model.formula': MODEL };
    const directory = projects.make(files);
    expect(await build(directory, { emit: ['hvp'], wrt: ['x'] })).toBeNull();
    expect([...(await runOutput(directory)).hvp(0, 5, 1)]).toEqual([100]);
    const failure = await build(projects.make({ ...files, 'model.formula': 'input x\ny = 2*tanhh(x)\n' }));
    expect(failure).toContain("error[WG201]: unknown function 'tanhh'");
    expect(failure).toMatch(/2 │ y = 2\*tanhh\(x\)\n/);
    expect(failure).not.toMatch(/ at .*dist/);
    const missing = await build(projects.make({ ...files, 'model.formula': `emit value\n${MODEL}` }));
    expect(missing).toContain("'hvp' is not emitted by model.formula; add 'emit hvp'");
    expect(await build(projects.make(files), { emitt: 'value' })).toContain("there is no option 'emitt'");
  });

  it('leads imports of a formula with errors to where they lead without, so that nothing else is said', async () => {
    const { default: load } = await import(fileURLToPath(new URL('loader.js', dist)));
    const main = "import { hessian, value } from './model.formula';\nexport { hessian, value };\n";
    const directory = projects.make({ 'main.js': main, 'model.formula': 'input x\ny = 2*tanhh(x)\n' });
    const loaded = (name: string, resourceQuery: string, text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const context = {
          ...{ resourcePath: `${directory}/${name}`, resourceQuery },
          addDependency: () => {},
          async: () => (error: Error | null, code?: string) => (error ? reject(error) : resolve(code!)),
        };
        load.call(context, text);
      });
    expect(await loaded('main.js', '', main)).toContain(`from "./model.formula?with=hessian";`);
    const wrong = 'input x\ny = 2*tanhh(x)\n';
    const passing = 'export * from "./model.formula";\nexport const hessian = undefined;\n';
    expect(await loaded('model.formula', '?with=hessian', wrong)).toBe(passing);
    await expect(loaded('model.formula', '', wrong)).rejects.toThrow('error[WG201]');
    await expect(loaded('model.formula', '?with=hessian&emit=nothing', MODEL)).rejects.toThrow("'nothing'");
  });

  describe('wengert/jest', () => {
    const transformer = isBuilt ? createRequire(import.meta.url)(fileURLToPath(new URL('jest.js', dist))) : null;

    it('makes modules of CommonJS, and of ECMAScript where Jest takes those', async () => {
      const { code, map } = transformer.process(MODEL, '/project/model.formula', {});
      const module: { exports: Record<string, (...args: number[]) => unknown> } = { exports: {} };
      new Function('module', 'exports', code)(module, module.exports);
      expect(module.exports.value!(0, 5)).toBe(1);
      expect(module.exports.gradient!(0, 5)).toEqual(new Float64Array([10, 0]));
      expect(JSON.parse(map).sources).toEqual(['/project/model.formula']);
      const config = { supportsStaticESM: true, transformerConfig: { emit: ['hessian'] } };
      const { code: text } = transformer.process(MODEL, '/project/model.formula', config);
      const { hessian } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
      expect([...hessian(0, 5)]).toEqual([100, 2, 2, 0]);
    });

    it('makes them again when the text or the options change', () => {
      const keys = [
        [MODEL, {}],
        [`${MODEL}\n`, {}],
        [MODEL, { transformerConfig: { emit: ['hvp'] } }],
        [MODEL, { supportsStaticESM: true }],
      ].map(([text, options]) => transformer.getCacheKey(text, '/project/model.formula', options));
      expect(new Set(keys).size).toBe(4);
      expect(transformer.getCacheKey(MODEL, '/project/model.formula', {})).toBe(keys[0]);
    });

    it('throws frames', () => {
      expect(() => transformer.process('tanhh(x)', '/project/model.formula', {})).toThrow('error[WG201]');
      const wrong = { transformerConfig: { emitt: 1 } };
      expect(() => transformer.process(MODEL, '/project/model.formula', wrong)).toThrow("there is no option 'emitt'");
    });
  });

  describe('wengert/metro', () => {
    const transformer = isBuilt ? createRequire(import.meta.url)(fileURLToPath(new URL('metro.js', dist))) : null;
    /** A transformer of the project's that returns what it is given. */
    const THEIRS = 'exports.transform = given => given;\nexports.getCacheKey = () => "theirs";\n';
    const project = (files = {}) =>
      projects.make({
        'node_modules/@react-native/metro-babel-transformer/index.js': THEIRS,
        'node_modules/@react-native/metro-babel-transformer/package.json': '{}',
        'model.formula': 'emit value, hessian\ninput x\nx^3\n',
        ...files,
      });
    const transform = (projectRoot: string, filename: string, src: string) =>
      transformer.transform({ src, filename, options: { projectRoot, dev: true }, plugins: [] });

    it("hands formulas and modules with inline formulas to the project's transformer as modules", async () => {
      const root = project();
      const { src, filename, options } = await transform(root, 'model.formula', 'emit hessian\ninput x\nx^3\n');
      expect([filename, options]).toEqual(['model.formula', { projectRoot: root, dev: true }]);
      const { hessian, value } = await import(`data:text/javascript,${encodeURIComponent(src)}`);
      expect([...hessian(2)]).toEqual([12]);
      expect(value).toBeUndefined();
      const inline =
        "import { formula } from 'wengert';\nimport { hessian } from './model.formula';\nconst n: number = 3;\nconst f = formula`x^${n}`;\nexport const slope = f.gradient(2);\n";
      const module = await transform(root, 'src.ts', inline);
      expect(module.src).toContain('gradient[0] = 3 * t1;');
      expect(module.src).not.toContain("from 'wengert'");
      // No query: Metro has none.
      expect(module.src).toContain("from './model.formula'");
      const plain = 'export const a = 1;\n';
      expect((await transform(root, 'plain.js', plain)).src).toBe(plain);
    });

    it('says what is wrong by its frame, and what a formula does not emit', async () => {
      const root = project();
      const said = (filename: string, src: string) =>
        transform(root, filename, src).then(
          () => null,
          (error: Error) => error.stack,
        );
      expect(await said('wrong.formula', 'tanhh(x)')).toContain("error[WG201]: unknown function 'tanhh'");
      expect(await said('main.js', "export { gradient } from './model.formula';\n")).toContain(
        "'gradient' is not emitted by model.formula; add 'emit gradient'",
      );
      const imported = "import { formula } from 'wengert';\nimport { n } from './n';\nformula`x^${n}`;\n";
      expect(await said('inline.js', imported)).toContain('WG608');
    });

    it("depends on the project's transformer, and says where there is none", () => {
      const key = transformer.getCacheKey({ projectRoot: project() });
      const others = {
        'node_modules/@react-native/metro-babel-transformer/index.js': `${THEIRS}exports.getCacheKey = null;\n`,
      };
      expect(transformer.getCacheKey({ projectRoot: project(others) })).not.toBe(key);
      expect(() => transformer.getCacheKey({ projectRoot: '/nowhere' })).toThrow(
        "install '@react-native/metro-babel-transformer'",
      );
    });
  });
});
