import { defineConfig } from 'vitest/config';
import { estree } from './src/emit/js/estree-plugin.js';

export default defineConfig({
  plugins: [estree()],
  // On every core: by default one is left to the main process, which has little to do.
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000, maxWorkers: '100%' },
});
