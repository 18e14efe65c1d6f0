// Where imports lead, as the bundler finds them: aliases, package imports and packages are its to know.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { NativeBuildContext, UnpluginBuildContext } from 'unplugin';
import { isFormulaFile } from './import-id.js';

/** The id of what a module imports; null where it is not a file of the build, or not found. */
export type Resolve = (source: string, importer: string) => Promise<string | null>;

/** What Rollup, Rolldown and Vite give to hooks themselves. */
interface RollupContext {
  resolve(
    source: string,
    importer: string,
    options: { skipSelf: boolean },
  ): Promise<{ id: string; external?: boolean | string } | null>;
}

/** @param context of the hook that asks. */
export function resolverOf(context: UnpluginBuildContext): Resolve {
  const native = context.getNativeBuildContext?.();
  // Without that, it is theirs.
  const find = native === undefined ? findByRollup(context as unknown as RollupContext) : findNatively(native);
  return async (source, importer) => {
    // Not all find a file with a query.
    const at = source.indexOf('?');
    const [request, query] = at === -1 ? [source, ''] : [source.slice(0, at), source.slice(at)];
    const placed = /^\.{1,2}\//.test(request) ? path.join(path.dirname(importer), request) : null;
    // A formula is where its path says, missing or not; to ask for every other module would take long.
    const isKnown = placed !== null && (isFormulaFile(placed) || (await isFile(placed)));
    const file = isKnown ? placed : await find(request, importer).catch(() => null);
    return file === null ? null : file + query;
  };
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    found => found.isFile(),
    () => false,
  );

const findByRollup =
  (context: RollupContext): Resolve =>
  async (source, importer) => {
    const found = await context.resolve(source, importer, { skipSelf: true });
    return found === null || found.external ? null : found.id;
  };

function findNatively(native: NativeBuildContext): Resolve {
  if (native.framework === 'esbuild') {
    return async (source, importer) => {
      const resolveDir = path.dirname(importer);
      const found = await native.build.resolve(source, { importer, resolveDir, kind: 'import-statement' });
      return found.errors.length > 0 || found.external || found.namespace !== 'file' ? null : found.path;
    };
  }
  if (native.framework !== 'webpack' && native.framework !== 'rspack') return async () => null;
  const { loaderContext } = native;
  return async (source, importer) => {
    const find = loaderContext?.getResolve({ dependencyType: 'esm' });
    return (await find?.(path.dirname(importer), source)) || null;
  };
}
