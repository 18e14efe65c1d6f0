// A loader for webpack, and for what runs webpack's loaders and no plugins, as Turbopack: formula files, and the modules that it is
// given too, whose inline formulas it compiles.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { formatDiagnostics } from '../../diagnostic.js';
import { isModule } from '../../from-javascript/syntax-tree.js';
import { checkConfiguration } from '../configuration.js';
import { isFormulaId, isInPackage, splitId } from '../import-id.js';
import { additionModule } from '../imports/additions.js';
import { loadFormula } from '../imports/formula-file.js';
import type { Resolve } from '../resolve.js';
import { type Compiled, compileModule, shownOf } from './module.js';
import { plainError } from './plain-error.js';
import '../../latex.js';
import '../../special.js';
import '../../wasm.js';

/** What of a loader's context is used. */
export interface LoaderContext {
  readonly resourcePath: string;
  readonly resourceQuery?: string;
  getOptions?(): unknown;
  getResolve?(options: { dependencyType: string }): (context: string, request: string) => Promise<string | false>;
  addDependency(file: string): void;
  emitWarning(warning: Error): void;
  async(): (error: Error | null, code?: string, map?: unknown) => void;
}

export type { PluginOptions } from '../configuration.js';

export default function loader(this: LoaderContext, source: string, map?: unknown): void {
  const callback = this.async();
  load(this, source).then(
    found => (found === null ? callback(null, source, map) : callback(null, found.code, found.map)),
    // What throws is an error.
    error => callback(plainError(error) as Error),
  );
}
/** What `require` gives. */
export { loader as 'module.exports' };

/** Null where nothing is to be done. @throws FormulaError */
async function load(context: LoaderContext, code: string): Promise<Compiled | null> {
  const config = checkConfiguration(context.getOptions?.());
  const id = `${context.resourcePath}${context.resourceQuery ?? ''}`;
  if (!isFormulaId(id)) {
    const file = context.resourcePath;
    if (!isModule(file) || isInPackage(id)) return null;
    const module = { file, shown: shownOf(file), code };
    return compileModule(module, config, {
      resolve: resolverOf(context),
      watch: other => context.addDependency(other),
      warn: texts => warn(context, texts),
    });
  }
  const imported = splitId(id);
  if (imported.query.has('with')) return { code: additionModule(code, imported, config) };
  const { code: emitted, map, warnings } = loadFormula(code, imported, shownOf(imported.file), config);
  warn(context, formatDiagnostics(warnings));
  return { code: emitted, map: JSON.parse(map) };
}

function resolverOf(context: LoaderContext): Resolve {
  const find = context.getResolve?.({ dependencyType: 'esm' });
  return async (source, importer) => {
    const at = source.indexOf('?');
    const [request, query] = at === -1 ? [source, ''] : [source.slice(0, at), source.slice(at)];
    const placed = /^\.{1,2}\//.test(request) ? path.join(path.dirname(importer), request) : null;
    // As its path says where that is a file, for want of another way too.
    const isThere =
      placed !== null &&
      (await readFile(placed).then(
        () => true,
        () => false,
      ));
    const found = isThere ? placed : await find?.(path.dirname(importer), request).catch(() => false);
    return typeof found === 'string' ? `${found}${query}` : null;
  };
}

function warn(context: LoaderContext, texts: readonly string[]): void {
  for (const text of texts) context.emitWarning(Object.assign(new Error(text), { stack: text }));
}
