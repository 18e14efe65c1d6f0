// What unplugin leaves out for esbuild: the line of an error's place, which is only shown where it is given; a file with a query,
// which has its path and the query apart; and what the build loads JavaScript with.

import { extname } from 'node:path';

import type { OnLoadResult, OnResolveArgs, OnResolveResult, PartialMessage, Plugin, PluginBuild } from 'esbuild';
import type { PluginOptions } from '../configuration.js';
import { isFormulaId } from '../import-id.js';
import type { BundlerMessage } from '../messages.js';
import { plugin } from './plugin.js';
import { required } from './required.js';

export type { PluginOptions } from '../configuration.js';

export default function wengert(options?: PluginOptions): Plugin {
  const made = plugin.esbuild(options);
  return {
    ...made,
    setup(build) {
      build.onResolve({ filter: /\.(?:formula|tex|[cm]?[jt]sx?)\?/ }, args => resolveWithQuery(args, build));
      return made.setup({
        ...build,
        onLoad: (filter, load) =>
          build.onLoad(filter, async args => withLoader(withExcerpts(await load(args)), args.path, build)),
      });
    },
  };
}

/** What `require` gives. */
const whole = required(wengert);

export { whole as 'module.exports' };

/** Of itself esbuild takes the query for a part of the file's name in package imports. */
async function resolveWithQuery(
  { path: id, importer, namespace, resolveDir, kind }: OnResolveArgs,
  build: PluginBuild,
): Promise<OnResolveResult | null> {
  if (!isFormulaId(id)) return null;
  const at = id.indexOf('?');
  const found = await build.resolve(id.slice(0, at), { importer, namespace, resolveDir, kind });
  // Its own message names what is written.
  if (found.errors.length > 0 || found.external) return null;
  return { path: found.path, namespace: found.namespace, suffix: id.slice(at), sideEffects: found.sideEffects };
}

type Loaded = OnLoadResult | null | undefined;

/** unplugin goes by the extension alone, but JSX may be in .js. */
function withLoader(result: Loaded, file: string, { initialOptions }: PluginBuild): Loaded {
  const loader = isFormulaId(file) ? undefined : initialOptions.loader?.[extname(file)];
  return result && loader !== undefined ? { ...result, loader } : result;
}

function withExcerpts(result: Loaded): Loaded {
  if (!result) return result;
  const { errors = [], warnings = [] } = result;
  return { ...result, errors: errors.map(withExcerpt), warnings: warnings.map(withExcerpt) };
}

function withExcerpt(message: PartialMessage): PartialMessage {
  // Ours are the only messages of this plugin.
  const excerpt = message.detail as BundlerMessage['meta'];
  if (excerpt === undefined) return message;
  return { ...message, detail: undefined, location: { ...message.location, ...excerpt } };
}
