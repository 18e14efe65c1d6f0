// Real bundlers with the built plugins, each called as its users do.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginOptions } from '../../src/plugin/configuration.js';

const dist = new URL('../../dist/plugin/', import.meta.url);
export const isBuilt = existsSync(new URL('vite.js', dist));

export interface Built {
  /** Text of what a user would read of a failure, null if the build succeeded. */
  readonly failure: string | null;
}

export type Build = (directory: string, entry: string, options?: PluginOptions) => Promise<Built>;

export const pluginOf = async (name: string, options?: PluginOptions) =>
  (await import(new URL(`${name}.js`, dist).href)).default(options);

const failed = (error: unknown): Built => {
  const { message, frame, loc } = error as { message: string; frame?: string; loc?: { file: string; line: number } };
  return { failure: [message, loc && `${loc.file}:${loc.line}`, frame].join('\n') };
};

/** `@/` is the project's directory in all of them. */
const aliasOf = (directory: string) => ({ '@': directory });

/** Rollup leaves aliases, package imports and packages to plugins. */
const resolvePlugin = (directory: string) => ({
  name: 'resolve',
  resolveId(source: string) {
    if (source.startsWith('@/')) return path.join(directory, source.slice(2));
    if (source.startsWith('#models/')) return path.join(directory, 'models', source.slice('#models/'.length));
    return source.startsWith('models/') ? path.join(directory, 'node_modules', source) : null;
  },
});

/** Rollup and webpack leave TypeScript to others. */
const typescriptPlugin = {
  name: 'typescript',
  async transform(code: string, id: string) {
    const { transform } = await import('esbuild');
    return id.endsWith('.ts') ? transform(code, { loader: 'ts', sourcemap: true, sourcefile: id }) : null;
  },
};

const TYPESCRIPT_LOADER = fileURLToPath(new URL('typescript-loader.js', import.meta.url));

/** Each writes `out/main.js`, an ES module, and its map. */
export const bundlers: Readonly<Record<string, Build>> = {
  async vite(directory, entry, options) {
    const { build } = await import('vite');
    try {
      await build({
        root: directory,
        configFile: false,
        logLevel: 'silent',
        plugins: [await pluginOf('vite', options)],
        resolve: { alias: aliasOf(directory) },
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
        plugins: [await pluginOf('rollup', options), resolvePlugin(directory), typescriptPlugin],
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
        resolve: { alias: aliasOf(directory) },
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
        alias: aliasOf(directory),
        loader: { '.formula': 'text', '.js': 'jsx', '.bin': 'base64' },
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
    const plugins = [await pluginOf('webpack', options)];
    const compiler = webpack({ ...packing(directory, entry), experiments: { outputModule: true }, plugins })!;
    return new Promise((resolve, reject) => {
      compiler.run((error, stats) => compiler.close(() => (error ? reject(error) : resolve(failureOf(stats!)))));
    });
  },
  async rspack(directory, entry, options) {
    const { rspack } = await import('@rspack/core');
    const compiler = rspack({ ...packing(directory, entry), plugins: [await pluginOf('rspack', options)] });
    return new Promise((resolve, reject) => {
      compiler.run((error, stats) => compiler.close(() => (error ? reject(error) : resolve(failureOf(stats!)))));
    });
  },
};

/** Settings that webpack and Rspack have in common. */
export const packing = (directory: string, entry: string) =>
  ({
    context: directory,
    entry: `./${entry}`,
    mode: 'production',
    devtool: 'source-map',
    resolve: { extensions: ['.ts', '.tsx', '.js'] as string[], alias: aliasOf(directory) },
    module: {
      rules: [
        { test: /\.tsx?$/, use: TYPESCRIPT_LOADER },
        { resourceQuery: /raw/, type: 'asset/source' },
      ] as { test: RegExp; use: string }[],
    },
    optimization: { minimize: false },
    output: { path: path.join(directory, 'out'), filename: 'main.js', module: true, library: { type: 'module' } },
  }) as const;

type Stats = { hasErrors(): boolean; toString(options: { colors: boolean; errorDetails: boolean }): string };

const failureOf = (stats: Stats): Built => ({
  failure: stats.hasErrors() ? stats.toString({ colors: false, errorDetails: false }) : null,
});
