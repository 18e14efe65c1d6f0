// Vite bundles packages before its development server starts, with a bundler that knows none of Vite's plugins; a package may
// import formulas too.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PluginBuild } from 'esbuild';
import type { PluginOptions } from '../configuration.js';
import { splitId } from '../import-id.js';
import { loadFormula } from '../imports/formula-file.js';

/** Not those of the project, which Vite looks through with the same plugins for what they import. */
const IN_PACKAGE = /[\\/]node_modules[\\/].*\.(?:formula|tex)(?:\?|$)/;

/** @param isRolldown whether Vite bundles with Rolldown, as it does from version 8, or with esbuild. */
export function optimizeDependencies(options: PluginOptions, isRolldown: boolean) {
  const load = async (id: string): Promise<string> => {
    const imported = splitId(id);
    return loadFormula(await readFile(imported.file, 'utf8'), imported, path.relative('.', imported.file), options)
      .code;
  };
  const name = 'wengert';
  if (isRolldown) {
    const resolveId = (id: string, importer: string | undefined): string | null => {
      const isOurs = importer !== undefined && /^\.{1,2}\/.*\?/.test(id);
      const found = isOurs ? path.join(path.dirname(importer), id) : '';
      return IN_PACKAGE.test(found) ? found : null;
    };
    return { rolldownOptions: { plugins: [{ name, resolveId, load: { filter: { id: IN_PACKAGE }, handler: load } }] } };
  }
  const setup = ({ onLoad }: PluginBuild): void =>
    onLoad({ filter: IN_PACKAGE }, async args => ({ contents: await load(args.path + args.suffix), loader: 'js' }));
  return { esbuildOptions: { plugins: [{ name, setup }] } };
}
