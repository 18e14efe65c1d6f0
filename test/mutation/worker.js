// The process that runs tests on mutants, one after another in one vitest: what is in a file is what it was told last.

import path from 'node:path';
import { createVitest } from 'vitest/node';
import { estree } from '../../src/emit/js/templates/estree-plugin.js';

const root = path.join(import.meta.dirname, '../..');

/** The file that is other than it stands, and its text. */
let overlay = { file: '', text: '' };

const vitest = await createVitest(
  'test',
  {
    root,
    config: false,
    watch: false,
    include: ['test/**/*.test.ts'],
    reporters: [{}],
    pool: 'threads',
    maxWorkers: 1,
    bail: 1,
    testTimeout: 120_000,
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        load: id => (id === overlay.file ? overlay.text : null),
      },
      estree(),
    ],
  },
);

process.on('message', async ({ file, text, tests }) => {
  const before = overlay.file;
  overlay = { file: path.join(root, file), text };
  for (const changed of new Set([before, overlay.file])) if (changed !== '') vitest.invalidateFile(changed);
  const specifications = await vitest.globTestSpecifications(tests.map(test => path.join(root, test)));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  process.send(outcome(testModules, unhandledErrors));
});
process.send({ killer: null });

/** The first test that failed, by file and name; null where none did. */
function outcome(modules, errors) {
  for (const module of modules) {
    for (const test of module.children.allTests('failed'))
      return { killer: `${module.relativeModuleId}: ${test.fullName}` };
    if (module.state() === 'failed') return { killer: `${module.relativeModuleId}: does not load` };
  }
  return { killer: errors.length > 0 ? `${errors[0]?.message}` : null };
}
