import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';
import { astring } from '../../src/emit/js/print/astring-plugin.js';
import { estree } from '../../src/emit/js/templates/estree-plugin.js';

// The library goes with it, as the extension is one file.
export default defineConfig({
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  input: { extension: 'src/extension.ts' },
  platform: 'node',
  external: ['vscode'],
  plugins: [estree(), astring()],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', minify: true },
});
