// esbuild shows the line of an error's place only where it is given, which unplugin does not do.

import type { OnLoadResult, Plugin } from 'esbuild';
import type { BundlerError } from './errors.js';
import type { PluginOptions } from './options.js';
import { plugin } from './plugin.js';

export type { PluginOptions } from './options.js';

export default function wengert(options?: PluginOptions): Plugin {
  const made = plugin.esbuild(options);
  return {
    ...made,
    setup: build =>
      made.setup({
        ...build,
        onLoad: (filter, load) => build.onLoad(filter, async args => withExcerpts(await load(args))),
      }),
  };
}

function withExcerpts(result: OnLoadResult | null | undefined): OnLoadResult | null | undefined {
  if (!result?.errors) return result;
  const errors = result.errors.map(error => {
    // Ours are the only errors of this plugin.
    const excerpt = error.detail as BundlerError['meta'];
    return excerpt === undefined ? error : { ...error, detail: undefined, location: { ...error.location, ...excerpt } };
  });
  return { ...result, errors };
}
