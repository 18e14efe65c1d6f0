// `npm run test:apps`: applications as users have them, with the packed package and real frameworks from the registry. They take
// minutes and many packages, so they are no part of `npm test`. `npm run test:apps -- astro` builds one of them.

import { defineConfig } from 'vitest/config';

const MINUTES = 60_000;

export default defineConfig({
  test: {
    include: ['test/apps/*.app.ts'],
    globalSetup: 'test/apps/packed.ts',
    testTimeout: 10 * MINUTES,
    hookTimeout: 10 * MINUTES,
    // A framework's build takes all cores by itself.
    fileParallelism: false,
  },
});
