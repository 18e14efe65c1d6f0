import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig } from 'rolldown';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { compressedImports, compressedOutput } from './src/draw/compressed-plugin.js';
import { astring } from './src/emit/js/print/astring-plugin.js';
import { estree } from './src/emit/js/templates/estree-plugin.js';

/** Types that no source of ours imports, and that `tsc` therefore leaves where they are. */
const clientTypes = {
  name: 'client-types',
  generateBundle() {
    const source = readFileSync(new URL('src/plugin/imports/client.d.ts', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'plugin/client.d.ts', source });
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

/** Folders of the packages that are bundled, by name; the first is never a module of a build. */
const bundled = new Map([['@viz-js/viz', `${import.meta.dirname}/node_modules/@viz-js/viz`]]);
/** Packages that ask engines of data, loaded where one is asked for. */
const drivers = ['@duckdb/node-api', 'pg', 'node-sqlite3-wasm'];

/** What packages hold of others, and do not say. */
const HELD = new Map([
  [
    '@viz-js/viz',
    'It holds Graphviz (Eclipse Public License; https://graphviz.org/license, sources: https://gitlab.com/graphviz/graphviz)\nand Expat (MIT; https://github.com/libexpat/libexpat).',
  ],
]);

/** Notes what is bundled; the last build writes the licences of it all, as they ask for: each text once. */
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
    const byText = new Map();
    for (const [name, folder] of [...bundled].sort()) {
      const files = readdirSync(folder).filter(entry => /^(licen[cs]e|notice)/i.test(entry));
      const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const text = [HELD.get(name), ...files.map(file => readFileSync(`${folder}/${file}`, 'utf8').trim())];
      const shared = text.filter(part => part !== undefined).join('\n\n');
      byText.set(shared, [...(byText.get(shared) ?? []), `${name} ${version} (${license})`]);
    }
    const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: parts.join(`\n${'-'.repeat(80)}\n\n`) });
  },
});

const ownSyntax = [estree(), astring()];
const common = {
  plugins: [...ownSyntax, licences(false)],
  // Nothing of ours depends on where it runs; what only Node has is imported by its name.
  platform: 'browser',
  resolve: {
    extensionAlias: { '.js': ['.ts', '.js'] },
    // Its modules, of which what is not used can be left out; what the package exports is one file of another format.
    alias: { 'ml-matrix': `${import.meta.dirname}/node_modules/ml-matrix/src/index.js` },
  },
  // Reading a property or a global does nothing else, here.
  treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
};
const output = { dir: 'dist', comments: false, minify: true };

/** What users import in programs, which pages bundle: nothing of it may reach what only Node has. */
const LIBRARY = ['index', 'special', 'wasm', 'c', 'sql', 'javascript', 'latex', 'solve', 'workers', 'explain'];
const BUNDLERS = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'];
/** Plugins hand webpack and Rspack files of unplugin's by their paths, which it takes from its own. */
const LOADERS = [
  'webpack/loaders/load',
  'webpack/loaders/transform',
  'rspack/loaders/load',
  'rspack/loaders/transform',
];

/** Modules that a module imports, and what these import. */
const reached = new Map();
function reachedFrom(entry, context) {
  let known = reached.get(entry);
  if (known === undefined) {
    known = new Set([entry]);
    for (const id of known) for (const next of context.getModuleInfo(id)?.importedIds ?? []) known.add(next);
    reached.set(entry, known);
  }
  return known;
}

const libraryEntries = LIBRARY.map(name => `${import.meta.dirname}/src/${name}.ts`);

/** What subpaths of the library share, and of which there is to be one, is a file of its own; so is that of it which the root is without. */
function sharedIn(id, context) {
  const entries = libraryEntries.filter(entry => reachedFrom(entry, context).has(id));
  if (entries.length < 2) return null;
  return entries.includes(libraryEntries[0]) ? 'core' : 'solvers';
}

export default defineConfig([
  // A page of its own, for the site. That of `wengert playground` has its code from the package (playground.js).
  {
    ...common,
    plugins: [...common.plugins, playgroundFiles],
    input: { main: 'docs/playground/main.ts' },
    output: { ...output, dir: 'dist/playground' },
  },
  // The library, the command line and the plugins are one build: what they share is in the package once.
  {
    ...common,
    input: {
      ...Object.fromEntries(LIBRARY.map(name => [name, `src/${name}.ts`])),
      cli: 'src/cli/main.ts',
      // Node runs them on their own, on threads.
      'chunk-thread': 'src/cli/compile/chunk-thread.ts',
      'mathjs-worker': 'src/swell/mathjs-worker.js',
      playground: 'docs/playground/main.ts',
      ...Object.fromEntries(BUNDLERS.map(name => [`plugin/${name}`, `src/plugin/bundlers/${name}.ts`])),
      'plugin/loader': 'src/plugin/loaders/loader.ts',
      'plugin/jest': 'src/plugin/loaders/jest.ts',
      'plugin/metro': 'src/plugin/loaders/metro.ts',
      'plugin/bun': 'src/plugin/node/bun.ts',
      'plugin/register': 'src/plugin/node/register.ts',
      'plugin/node-hooks': 'src/plugin/node/hooks.ts',
      ...Object.fromEntries(LOADERS.map(name => [`plugin/${name}`, `unplugin/${name}`])),
    },
    plugins: [
      ...ownSyntax,
      licences(true),
      clientTypes,
      compressedImports({ ...common, plugins: [licences(false)] }),
      compressedOutput('playground.js'),
      esmExternalRequirePlugin({ external: [...builtinModules, /^node:/] }),
    ],
    external: [/^mathjs/, ...drivers],
    output: {
      ...output,
      comments: { annotation: true, jsdoc: false, legal: false },
      entryFileNames: ({ name }) => (name.includes('/loaders/') ? '[name].mjs' : '[name].js'),
      // Bundlers leave out a file that does nothing but define, unless it is named in package.json (`sideEffects`).
      chunkFileNames: ({ name }) => (LIBRARY.includes(name) ? '[name]-part.js' : '[name].js'),
      codeSplitting: {
        groups: [
          // A group takes along what it imports; these the command line needs too.
          { name: 'sourcemap-codec', test: /@jridgewell\/sourcemap-codec/, priority: 2 },
          { name: 'picomatch', test: /node_modules\/picomatch/, priority: 2 },
          { name: 'plugin/unplugin', test: /node_modules\/unplugin\/dist\/[^/]*$/, priority: 1 },
          { name: sharedIn, debugName: 'core' },
        ],
      },
    },
  },
]);
