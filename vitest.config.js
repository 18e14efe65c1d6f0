import { defineConfig } from 'vitest/config';
import { estree } from './estree-plugin.js';

export default defineConfig({
  plugins: [estree()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
