import { defineConfig } from 'rolldown';
import { estree } from './src/emit/js/estree-plugin.js';
import { lightGrammar } from './src/parse/grammar-plugin.js';

const common = {
  plugins: [estree(), lightGrammar],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  // Reading a property or a global does nothing else, here.
  treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
};
const BUNDLERS = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'];
const output = { dir: 'dist', minify: true, comments: false };

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  { ...common, input: { index: 'src/index.ts' }, platform: 'browser', output },
  { ...common, input: { cli: 'src/cli/main.ts' }, platform: 'node', external: ['@viz-js/viz'], output },
  {
    ...common,
    input: Object.fromEntries(BUNDLERS.map(name => [name, `src/plugin/${name}.ts`])),
    platform: 'node',
    // Its loaders for webpack are files of its own.
    external: ['unplugin'],
    output: { ...output, dir: 'dist/plugin' },
  },
  // Node runs it on its own, with all of mathjs.
  {
    input: { 'mathjs-worker': 'src/swell/mathjs-worker.js' },
    platform: 'node',
    external: [/^node:/],
    output,
  },
]);
