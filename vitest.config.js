import { configDefaults, defineConfig } from 'vitest/config';
import { estree } from './src/emit/js/templates/estree-plugin.js';

/** Tests of what is not loaded, or of what is put in the place of something, which others are not to see. */
const APART = [
  'test/catalogue.test.ts',
  'test/diagnostics.test.ts',
  'test/ops/numerics.test.ts',
  'test/emit/not-loaded.test.ts',
  'test/package/**/*.test.ts',
  'test/plugin/**/*.test.ts',
];
const include = ['test/**/*.test.ts'];

export default defineConfig({
  plugins: [estree()],
  test: {
    testTimeout: 120_000,
    // On every core: by default one is left to the main process, which has little to do.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'apart', include: APART } },
      // Modules are loaded once for all of them.
      {
        extends: true,
        test: { name: 'together', include, exclude: [...configDefaults.exclude, ...APART], isolate: false },
      },
    ],
  },
});
