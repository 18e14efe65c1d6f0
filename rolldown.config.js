import { defineConfig } from 'rolldown';
import { estree } from './estree-plugin.js';

const DEEP_MAP = '\0deep-map';

/** mathjs's parser maps lists of texts with a helper for matrices of every kind, which brings much along. */
const lightDeepMap = {
  name: 'light-deep-map',
  resolveId: (source, importer) =>
    source === '../utils/collection.js' && importer?.endsWith('mathjs/lib/esm/expression/parse.js') ? DEEP_MAP : null,
  load: id => (id === DEEP_MAP ? 'export const deepMap = (list, callback) => list.map(item => callback(item));' : null),
};

const common = {
  plugins: [estree(), lightDeepMap],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
};
const output = { dir: 'dist', minify: true, comments: false };

// The library reaches no node: module; the command line is one file, so that it starts as fast as Node does.
export default defineConfig([
  { ...common, input: { index: 'src/index.ts' }, platform: 'browser', output },
  { ...common, input: { cli: 'src/cli/main.ts' }, platform: 'node', output },
]);
