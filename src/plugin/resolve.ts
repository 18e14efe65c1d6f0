// What a module's import stands for, asked of the bundler that builds it.

import path from 'node:path';
import type { UnpluginBuildContext } from 'unplugin';

/** The context of Rollup's family. */
interface Resolving {
  resolve?(specifier: string, importer: string): Promise<{ readonly id: string; readonly external?: unknown } | null>;
}

/** The file; null for what is none, or is left to those who run the output. */
export async function resolveImport(
  context: UnpluginBuildContext,
  specifier: string,
  importer: string,
): Promise<string | null> {
  const { resolve } = context as Resolving;
  if (resolve !== undefined) {
    const found = await resolve.call(context, specifier, importer);
    return found === null || found.external ? null : found.id;
  }
  const directory = path.dirname(importer);
  const native = context.getNativeBuildContext?.();
  if (native?.framework === 'esbuild') {
    const found = await native.build.resolve(specifier, { importer, resolveDir: directory, kind: 'import-statement' });
    return found.errors.length > 0 || found.external ? null : found.path;
  }
  if (native?.framework === 'webpack' || native?.framework === 'rspack') {
    // Types of the two differ, calls do not.
    const loader = native.loaderContext as unknown as LoaderContext | undefined;
    return (await loader?.getResolve()(directory, specifier)) || null;
  }
  return null;
}

interface LoaderContext {
  getResolve(): (directory: string, specifier: string) => Promise<string | false | undefined>;
}
