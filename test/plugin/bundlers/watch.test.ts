// biome-ignore-all lint/suspicious/noTemplateCurlyInString: modules are written as text here
// Every bundler's watch mode: what it builds again when a formula changes, is wrong, is right again.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isBuilt, packing, pluginOf } from '../bundlers.js';
import { edit, writeProject } from '../projects.js';

/** Told after every build: what a user would read of its failure, or null. */
type OnBuild = (failure: string | null) => void;

/** Watches `main.js`, writes `out/main.js`, and returns how to end. */
type Watch = (directory: string, onBuild: OnBuild) => Promise<() => unknown>;

interface RollupEvent {
  readonly code: string;
  readonly error?: { readonly message: string };
  readonly result?: { close(): unknown } | null;
}

const onEvent =
  (onBuild: OnBuild) =>
  (event: RollupEvent): void => {
    if (event.code === 'ERROR') onBuild(event.error!.message);
    if (event.code === 'BUNDLE_END') onBuild(null);
    event.result?.close();
  };

type Stats = { hasErrors(): boolean; toString(options: object): string };

const onStats =
  (onBuild: OnBuild) =>
  (error: Error | null, stats?: Stats): void =>
    onBuild(error?.message ?? (stats!.hasErrors() ? stats!.toString({ colors: false, errorDetails: false }) : null));

const watchers: Readonly<Record<string, Watch>> = {
  async vite(directory, onBuild) {
    const { build } = await import('vite');
    const lib = { entry: 'main.js', formats: ['es' as const], fileName: () => 'main.js' };
    const watcher = await build({
      root: directory,
      configFile: false,
      logLevel: 'silent',
      plugins: [await pluginOf('vite')],
      build: { outDir: 'out', minify: false, watch: {}, lib },
    });
    // With `watch` it is a watcher.
    const { on, close } = watcher as unknown as {
      on(name: 'event', listener: (event: RollupEvent) => void): void;
      close(): unknown;
    };
    on.call(watcher, 'event', onEvent(onBuild));
    return () => close.call(watcher);
  },
  async rollup(directory, onBuild) {
    const { watch } = await import('rollup');
    const input = path.join(directory, 'main.js');
    const output = { file: path.join(directory, 'out/main.js') };
    const watcher = watch({ input, output, plugins: [await pluginOf('rollup')] });
    watcher.on('event', onEvent(onBuild));
    return () => watcher.close();
  },
  async rolldown(directory, onBuild) {
    const { watch } = await import('rolldown');
    const input = path.join(directory, 'main.js');
    const output = { file: path.join(directory, 'out/main.js') };
    const watcher = watch({ input, output, plugins: [await pluginOf('rolldown')] });
    watcher.on('event', onEvent(onBuild));
    return () => watcher.close();
  },
  async esbuild(directory, onBuild) {
    const { context, formatMessages } = await import('esbuild');
    const report = {
      name: 'report',
      setup: (build: import('esbuild').PluginBuild) =>
        build.onEnd(async ({ errors }) => {
          const texts = await formatMessages(errors, { kind: 'error' });
          onBuild(texts.length === 0 ? null : texts.join('\n'));
        }),
    };
    const watching = await context({
      entryPoints: [path.join(directory, 'main.js')],
      outfile: path.join(directory, 'out/main.js'),
      bundle: true,
      format: 'esm',
      logLevel: 'silent',
      plugins: [await pluginOf('esbuild'), report],
    });
    await watching.watch();
    return () => watching.dispose();
  },
  async webpack(directory, onBuild) {
    const { default: webpack } = await import('webpack');
    const plugins = [await pluginOf('webpack')];
    const compiler = webpack({ ...packing(directory, 'main.js'), experiments: { outputModule: true }, plugins })!;
    const watching = compiler.watch({ aggregateTimeout: 20 }, onStats(onBuild))!;
    return () => new Promise<void>(resolve => watching.close(() => resolve()));
  },
  async rspack(directory, onBuild) {
    const { rspack } = await import('@rspack/core');
    const compiler = rspack({ ...packing(directory, 'main.js'), plugins: [await pluginOf('rspack')] });
    const watching = compiler.watch({ aggregateTimeout: 20 }, onStats(onBuild))!;
    return () => new Promise<void>(resolve => watching.close(() => resolve()));
  },
};

describe.skipIf(!isBuilt)(`watch modes${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'wengert-watching-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.concurrent.each(Object.entries(watchers))('of %s', async (name, watch) => {
    const directory = path.join(root, name);
    const write = (file: string, text: string): Promise<void> => edit(path.join(directory, file), text);
    writeProject(directory, {
      'main.js': "export { value } from './model.formula';\n",
      'model.formula': 'x + 1\n',
      'n.js': 'export const n = 5;\n',
    });
    let failure: string | null = 'not built';
    const end = await watch(directory, found => {
      failure = found;
    });
    const soon = { timeout: 60_000, interval: 20 };
    const builds = (text: string): Promise<void> =>
      vi.waitFor(() => {
        expect(failure).toBe(null);
        expect(readFileSync(path.join(directory, 'out/main.js'), 'utf8')).toContain(text);
      }, soon);
    const refuses = (text: string): Promise<void> => vi.waitFor(() => expect(failure).toContain(text), soon);
    try {
      await builds('return x + 1');
      await write('model.formula', 'x + 2\n');
      await builds('return x + 2');
      await write('model.formula', 'tanhh(x)\n');
      await refuses("unknown function 'tanhh'");
      await write('model.formula', 'x + 3\n');
      await builds('return x + 3');
      // What a module may import changes with the formula, though the module does not.
      await write('main.js', "export { value, hessian } from './model.formula';\n");
      await builds('function hessian(');
      await write('model.formula', 'emit value\nx + 3\n');
      await refuses("'hessian' is not emitted by model.formula; add 'emit hessian'");
      await write('model.formula', 'emit value, hessian\nx + 4\n');
      await builds('return x + 4');
      // Values of inline formulas come from other modules.
      await write(
        'main.js',
        "import { formula } from 'wengert';\nimport { n } from './n.js';\nexport const { value } = formula`x*${n}`;\n",
      );
      await write('n.js', 'export const n = 6;\n');
      await builds('x * 6');
      await write('n.js', 'export const n = Math.random();\n');
      await refuses('this value is not known when the project is built');
      await write('n.js', 'export const n = 7;\n');
      await builds('x * 7');
      await write('main.js', "export { value, hessian } from './model.formula';\n");
      await builds('return x + 4');
      await write('model.formula', 'emit value\nx + 5\n');
      await refuses("'hessian' is not emitted by model.formula; add 'emit hessian'");
      // Nor need it import from the formula itself.
      await write('lib.js', "export * from './model.formula';\n");
      await write('main.js', "export { value, hessian } from './lib.js';\n");
      await write('model.formula', 'emit value, hessian\nx + 6\n');
      await builds('return x + 6');
      await write('model.formula', 'x + 7\n');
      await refuses("'hessian' is not emitted by model.formula; add 'emit hessian'");
      await write('model.formula', 'emit value, hessian\nx + 8\n');
      await builds('return x + 8');
    } finally {
      await end();
    }
  });
});
