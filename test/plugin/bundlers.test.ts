// Projects built with real bundlers and the built plugins; what comes out is run, and what goes wrong is read as a user would.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PluginOptions } from '../../src/plugin/options.js';

const dist = new URL('../../dist/plugin/', import.meta.url);
const isBuilt = existsSync(new URL('vite.js', dist));

interface Built {
  /** Text of what a user would read of a failure, null if the build succeeded. */
  readonly failure: string | null;
}

type Build = (directory: string, entry: string, options?: PluginOptions) => Promise<Built>;

const pluginOf = async (name: string, options?: PluginOptions) =>
  (await import(new URL(`${name}.js`, dist).href)).default(options);

const failed = (error: unknown): Built => {
  const { message, frame, loc } = error as { message: string; frame?: string; loc?: { file: string; line: number } };
  return { failure: [message, loc && `${loc.file}:${loc.line}`, frame].join('\n') };
};

/** Each writes `out/main.js`, an ES module, and its map. */
const bundlers: Readonly<Record<string, Build>> = {
  async vite(directory, entry, options) {
    const { build } = await import('vite');
    try {
      await build({
        root: directory,
        configFile: false,
        logLevel: 'silent',
        plugins: [await pluginOf('vite', options)],
        build: {
          outDir: 'out',
          sourcemap: true,
          minify: false,
          lib: { entry, formats: ['es'], fileName: () => 'main.js' },
        },
      });
      return { failure: null };
    } catch (error) {
      return failed(error);
    }
  },
  async rollup(directory, entry, options) {
    const { rollup } = await import('rollup');
    try {
      const bundle = await rollup({
        input: path.join(directory, entry),
        plugins: [await pluginOf('rollup', options)],
        onwarn: warning => {
          throw new Error(warning.message);
        },
      });
      await bundle.write({ file: path.join(directory, 'out/main.js'), sourcemap: true });
      return { failure: null };
    } catch (error) {
      return failed(error);
    }
  },
  async rolldown(directory, entry, options) {
    const { rolldown } = await import('rolldown');
    try {
      const bundle = await rolldown({
        input: path.join(directory, entry),
        plugins: [await pluginOf('rolldown', options)],
      });
      await bundle.write({ file: path.join(directory, 'out/main.js'), sourcemap: true });
      return { failure: null };
    } catch (error) {
      return failed(error);
    }
  },
  async esbuild(directory, entry, options) {
    const { build, formatMessages } = await import('esbuild');
    try {
      await build({
        entryPoints: [path.join(directory, entry)],
        outfile: path.join(directory, 'out/main.js'),
        absWorkingDir: directory,
        bundle: true,
        format: 'esm',
        sourcemap: true,
        logLevel: 'silent',
        plugins: [await pluginOf('esbuild', options)],
      });
      return { failure: null };
    } catch (error) {
      const { errors } = error as { errors: Parameters<typeof formatMessages>[0] };
      return { failure: (await formatMessages(errors, { kind: 'error' })).join('\n') };
    }
  },
  async webpack(directory, entry, options) {
    const { default: webpack } = await import('webpack');
    const compiler = webpack({
      context: directory,
      entry: `./${entry}`,
      mode: 'production',
      devtool: 'source-map',
      optimization: { minimize: false },
      experiments: { outputModule: true },
      output: { path: path.join(directory, 'out'), filename: 'main.js', library: { type: 'module' } },
      plugins: [await pluginOf('webpack', options)],
    })!;
    return new Promise((resolve, reject) => {
      compiler.run((error, stats) => {
        compiler.close(() => {
          if (error) reject(error);
          else if (stats!.hasErrors()) resolve({ failure: stats!.toString({ colors: false, errorDetails: false }) });
          else resolve({ failure: null });
        });
      });
    });
  },
};

const MODEL = 'input x, y\na = exp(x*y)\na^2 + sin(a)\n';
const gradientAt = (x: number, y: number): [number, number] => {
  const a = Math.exp(x * y);
  const slope = (2 * a + Math.cos(a)) * a;
  return [slope * y, slope * x];
};

describe.skipIf(!isBuilt)(`plugins${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let root: string;
  let count = 0;
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const project = (files: Record<string, string>): string => {
    const directory = path.join(root, `project${++count}`);
    for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
      const file = path.join(directory, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return directory;
  };
  const output = (directory: string): string => readFileSync(path.join(directory, 'out/main.js'), 'utf8');
  const run = (directory: string) => import(pathToFileURL(path.join(directory, 'out/main.js')).href);

  describe.each(Object.entries(bundlers))('%s', (name, build) => {
    it('builds the gradient of a formula file, and nothing else into the output', async () => {
      const directory = project({
        'main.js': "export { valueAndGradient as f, wrt } from './model.formula';\n",
        'model.formula': MODEL,
      });
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      const { f, wrt } = await run(directory);
      const gradient = new Float64Array(2);
      const [dx, dy] = gradientAt(0.5, -0.25);
      expect(f(0.5, -0.25, gradient)).toBeCloseTo(Math.exp(-0.25) + Math.sin(Math.exp(-0.125)), 12);
      expect(gradient[0]).toBeCloseTo(dx, 12);
      expect(gradient[1]).toBeCloseTo(dy, 12);
      expect(wrt).toMatchObject([{ name: 'x' }, { name: 'y' }]);
      const code = output(directory);
      expect(code).not.toMatch(/mathjs|hash-cons|FormulaError|unplugin/);
      expect(code.replace(/\/\/.*|sourceMappingURL/g, '')).not.toMatch(/wengert/);
      // Exports that nobody imports are gone; webpack leaves that to its minimiser, which is off here.
      if (name !== 'webpack') expect(code).not.toMatch(/function (evaluate|packed|value)\(/);
      expect(readdirSync(path.join(directory, 'out')).sort()).toEqual(['main.js', 'main.js.map']);
    });

    it('leads back to the formula by its source map', async () => {
      const directory = project({
        'main.js': "export { value } from './model.formula';\n",
        'model.formula': MODEL,
      });
      expect(await build(directory, 'main.js')).toEqual({ failure: null });
      const map = new TraceMap(readFileSync(path.join(directory, 'out/main.js.map'), 'utf8'));
      const lines = output(directory).split('\n');
      const line = lines.findIndex(text => /\ba = Math\.exp/.test(text));
      const place = originalPositionFor(map, { line: line + 1, column: lines[line]!.search(/\ba = /) });
      expect(place.source).toMatch(/model\.formula$/);
      expect(place).toMatchObject({ line: 2, column: 4 });
    });

    it('takes options from the import, then the formula, then the configuration', async () => {
      const directory = project({
        'main.js': [
          "export { hessian } from './own.formula';",
          "export { hvp } from './model.formula';",
          "export { gradient } from './model.formula?emit=gradient&wrt=y';",
        ].join('\n'),
        'own.formula': `emit hessian\n${MODEL}`,
        'model.formula': MODEL,
      });
      expect(await build(directory, 'main.js', { emit: ['hvp'] })).toEqual({ failure: null });
      const { hessian, hvp, gradient } = await run(directory);
      const columns = hessian(0.5, 2);
      const product = hvp(0.5, 2, 1, 0);
      expect(product[0]).toBeCloseTo(columns[0], 12);
      expect(product[1]).toBeCloseTo(columns[1], 12);
      expect([...gradient(0.5, 2)]).toEqual([expect.closeTo(gradientAt(0.5, 2)[1], 12)]);
    });

    it('shows an error of a formula with its place, frame and way out', async () => {
      const directory = project({
        'main.js': "export { value } from './model.formula';\n",
        'model.formula': 'input x\ny = 2*tanhh(x)\ny^2\n',
      });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain('WG201');
      expect(failure).toContain("unknown function 'tanhh'");
      expect(failure).toContain("did you mean 'tanh'?");
      expect(failure).toMatch(/model\.formula:2/);
      expect(failure).toContain('2 │ y = 2*tanhh(x)');
      expect(failure).not.toMatch(/\bat .*(dist|src)\/plugin/);
    });

    it('says how to have a function that is not emitted', async () => {
      const directory = project({
        'main.js': "import { value, hessian } from './model.formula';\nexport default [value, hessian];\n",
        'model.formula': MODEL,
      });
      const { failure } = await build(directory, 'main.js');
      expect(failure).toContain("'hessian' is not emitted by model.formula; add 'emit hessian'");
      expect(failure).toMatch(/main\.js:1/);
    });
  });
});
