import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'rolldown';
import { astring } from './src/emit/js/print/astring-plugin.js';
import { estree } from './src/emit/js/templates/estree-plugin.js';

/** Types that no source of ours imports, and that `tsc` therefore leaves where they are. */
const clientTypes = {
  name: 'client-types',
  generateBundle() {
    const source = readFileSync(new URL('src/plugin/imports/client.d.ts', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'client.d.ts', source });
  },
};

/** What of the playground is no code. */
const playgroundFiles = {
  name: 'playground-files',
  generateBundle() {
    for (const fileName of ['index.html', 'style.css']) {
      const source = readFileSync(new URL(`docs/playground/${fileName}`, import.meta.url), 'utf8');
      this.emitFile({ type: 'asset', fileName, source });
    }
  },
};

/** Packages that ask engines of data, loaded where one is asked for. */
const drivers = ['@duckdb/node-api', 'pg', 'node-sqlite3-wasm'];

/** Folders of the packages that are bundled, by name. */
const bundled = new Map();

/** Notes what is bundled; the last build writes the licences of it all, as they ask for. */
const licences = isLast => ({
  name: 'licences',
  generateBundle(_options, bundle) {
    for (const { modules = {} } of Object.values(bundle)) {
      for (const id of Object.keys(modules)) {
        const [folder, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
        if (name !== undefined) bundled.set(name, folder);
      }
    }
    if (!isLast) return;
    const packages = [...bundled].sort().map(([name, folder]) => {
      const files = readdirSync(folder).filter(entry => /^(licen[cs]e|notice)/i.test(entry));
      const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const texts = files.map(file => `\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`);
      return `${name} ${version} (${license})\n${texts.join('')}`;
    });
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: packages.join(`\n${'-'.repeat(80)}\n\n`) });
  },
});

const common = {
  plugins: [estree(), astring(), licences(false)],
  resolve: {
    extensionAlias: { '.js': ['.ts', '.js'] },
    // Its modules, of which what is not used can be left out; what the package exports is one file of another format.
    alias: { 'ml-matrix': `${import.meta.dirname}/node_modules/ml-matrix/src/index.js` },
  },
  // Reading a property or a global does nothing else, here.
  treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
};
const BUNDLERS = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'];
/** Names and lines stay as they are, for stack traces. */
const output = { dir: 'dist', comments: false };

/**
 * The library's own: what its subpaths share with the root, and of which there is to be one, is a file of its own. Whoever
 * bundles it minifies it, and is told what may be left out.
 */
const libraryOutput = {
  ...output,
  comments: { annotation: true, jsdoc: false, legal: false },
  chunkFileNames: '[name].js',
  codeSplitting: { groups: [{ name: 'core', minShareCount: 2 }] },
};

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  {
    ...common,
    input: {
      index: 'src/index.ts',
      special: 'src/special.ts',
      wasm: 'src/wasm.ts',
      c: 'src/c.ts',
      sql: 'src/sql.ts',
      javascript: 'src/javascript.ts',
      solve: 'src/solve.ts',
      workers: 'src/workers.ts',
      explain: 'src/explain.ts',
    },
    platform: 'browser',
    output: libraryOutput,
  },
  {
    ...common,
    input: { cli: 'src/cli/main.ts' },
    platform: 'node',
    external: ['@viz-js/viz', ...drivers],
    output,
  },
  // A page of its own.
  {
    ...common,
    plugins: [...common.plugins, playgroundFiles],
    input: { main: 'docs/playground/main.ts' },
    platform: 'browser',
    output: { ...output, dir: 'dist/playground', minify: true },
  },
  // Node runs it on its own.
  { ...common, input: { 'chunk-thread': 'src/cli/compile/chunk-thread.ts' }, platform: 'node', output },
  {
    ...common,
    input: {
      ...Object.fromEntries(BUNDLERS.map(name => [name, `src/plugin/bundlers/${name}.ts`])),
      loader: 'src/plugin/loaders/loader.ts',
      jest: 'src/plugin/loaders/jest.ts',
      bun: 'src/plugin/node/bun.ts',
      register: 'src/plugin/node/register.ts',
      'node-hooks': 'src/plugin/node/hooks.ts',
    },
    plugins: [...common.plugins, clientTypes],
    platform: 'node',
    // Its loaders for webpack are files of its own.
    external: ['unplugin'],
    output: { ...output, dir: 'dist/plugin' },
  },
  // Node runs it on its own, with all of mathjs.
  {
    input: { 'mathjs-worker': 'src/swell/mathjs-worker.js' },
    resolve: { alias: { 'mathjs/lib/browser/math.js': `${import.meta.dirname}/src/swell/mathjs-modules.js` } },
    platform: 'node',
    external: [/^node:/],
    plugins: [licences(true)],
    output,
  },
]);
