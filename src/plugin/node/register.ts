// `node --import wengert/register`: formulas are modules in Node as it is, for programs and tests that nothing bundles.

import module, { createRequire } from 'node:module';
import { load } from './hooks.js';
import { nodeModule } from './node-module.js';

/** Node has it from 22.15 on, and asks it for what is required too. */
const { registerHooks } = module as { registerHooks?: (hooks: { load: typeof load }) => void };

if (registerHooks !== undefined) registerHooks({ load });
else {
  // Named at run time: it is a file of its own beside this one.
  module.register(new URL('node-hooks.js', import.meta.url));
  const extensions = createRequire(import.meta.url).extensions as Record<string, unknown>;
  extensions['.formula'] = (required: { _compile(code: string, file: string): void }, file: string): void =>
    required._compile(nodeModule({ file, query: new URLSearchParams() }, 'cjs'), file);
}
