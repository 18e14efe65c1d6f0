// `node --import wengert/register`, `bun --preload wengert/register`: formulas are modules in Node and Bun as they are, for programs
// and tests that nothing bundles.

import module, { createRequire } from 'node:module';
import bunPlugin, { type BunPlugin } from './bun.js';
import { load } from './hooks.js';
import { nodeModule } from './node-module.js';

const { Bun } = globalThis as { Bun?: { plugin(plugin: BunPlugin): void } };

/** Node has it from 22.15 on, and asks it for what is required too. */
const { registerHooks } = module as { registerHooks?: (hooks: { load: typeof load }) => void };

// Bun has functions of these names too.
if (Bun !== undefined) Bun.plugin(bunPlugin());
else if (registerHooks !== undefined) registerHooks({ load });
else {
  // Named at run time: it is a file of its own beside this one.
  module.register(new URL('node-hooks.js', import.meta.url));
  const extensions = createRequire(import.meta.url).extensions as Record<string, unknown>;
  const load = (required: { _compile(code: string, file: string): void }, file: string): void =>
    required._compile(nodeModule({ file, query: new URLSearchParams() }, 'cjs'), file);
  Object.assign(extensions, { '.formula': load, '.tex': load });
}
