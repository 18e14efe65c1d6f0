import { defineConfig } from 'vitest/config';
import { estree } from './src/emit/js/estree-plugin.js';

export default defineConfig({
  plugins: [estree()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
