import { defineConfig } from 'rolldown';
import { estree } from './estree-plugin.js';

const common = {
  plugins: [estree()],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
};
const output = { dir: 'dist', minify: true };

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  { ...common, input: { index: 'src/index.ts' }, platform: 'browser', output },
  { ...common, input: { cli: 'src/cli/main.ts' }, platform: 'node', output },
]);
