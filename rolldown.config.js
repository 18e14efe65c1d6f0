import { defineConfig } from 'rolldown';
import { estree } from './estree-plugin.js';

const common = {
  plugins: [estree()],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
};

export default defineConfig([
  { ...common, input: { index: 'src/index.ts' }, platform: 'neutral', output: { dir: 'dist', minify: true } },
]);
