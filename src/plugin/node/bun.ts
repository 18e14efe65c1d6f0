// A plugin for Bun, for what it runs (`bun --preload wengert/register`) and for what it builds (`Bun.build`): formula files.

import path from 'node:path';
import { checkConfiguration, type PluginOptions } from '../configuration.js';
import { isFormulaId, splitId } from '../import-id.js';
import { nodeModule } from './node-module.js';

export type { PluginOptions } from '../configuration.js';

/** What of Bun's plugins is used. */
export interface BunPlugin {
  readonly name: string;
  setup(build: {
    onResolve(
      filter: { readonly filter: RegExp },
      resolve: (args: { readonly path: string; readonly importer: string }) => { path: string } | undefined,
    ): unknown;
    onLoad(
      filter: { readonly filter: RegExp },
      load: (args: { readonly path: string }) => { contents: string; loader: 'js' } | undefined,
    ): unknown;
  }): void;
}

export default function wengert(options?: PluginOptions): BunPlugin {
  const config = checkConfiguration(options);
  return {
    name: 'wengert',
    setup(build) {
      // A build takes the query for a part of the file's name.
      build.onResolve({ filter: /^\.{1,2}\/.*\.(?:formula|tex)\?/ }, ({ path: id, importer }) => ({
        path: path.join(path.dirname(splitId(importer).file), id),
      }));
      build.onLoad({ filter: /\.(?:formula|tex)(?:\?|$)/ }, ({ path: id }) =>
        isFormulaId(id) ? { contents: nodeModule(splitId(id), 'esm', config), loader: 'js' } : undefined,
      );
    },
  };
}
/** What `require` gives. */
export { wengert as 'module.exports' };
