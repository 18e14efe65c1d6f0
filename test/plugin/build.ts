// Projects in a temporary directory, built by real bundlers with the built plugins.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { PluginOptions } from '../../src/plugin/options.js';

const dist = new URL('../../dist/plugin/', import.meta.url);
export const isBuilt = existsSync(new URL('vite.js', dist));

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
        plugins: [await pluginOf('rollup', options), typescriptPlugin],
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
      resolve: { extensions: ['.ts', '.tsx', '.js'] },
      module: { rules: [{ test: /\.tsx?$/, use: TYPESCRIPT_LOADER }] },
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

export interface Projects {
  /** Writes the files of a new project; its directory. */
  make(files: Readonly<Record<string, string>>): string;
  remove(): void;
}

export function createProjects(): Projects {
  const root = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  let count = 0;
  return {
    make(files) {
      const directory = path.join(root, `project${++count}`);
      for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
        const file = path.join(directory, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      return directory;
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

export const outputOf = (directory: string): string => readFileSync(path.join(directory, 'out/main.js'), 'utf8');
export const runOutput = (directory: string) => import(pathToFileURL(path.join(directory, 'out/main.js')).href);

/** Where the source map leads from the first match of a pattern in the output, from its group if it has one. */
export function originOf(directory: string, pattern: RegExp) {
  const map = new TraceMap(readFileSync(path.join(directory, 'out/main.js.map'), 'utf8'));
  const lines = outputOf(directory).split('\n');
  const line = lines.findIndex(text => pattern.test(text));
  return originalPositionFor(map, { line: line + 1, column: lines[line]!.search(pattern) });
}
