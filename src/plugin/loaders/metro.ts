// A transformer for Metro, which bundles for React Native: formula files and modules with inline formulas become modules, which the
// project's own transformer then takes as all others. Metro keeps what it made of a file as long as the file's text is the same, so
// nothing here depends on other modules' text, and it finds no file by a name with a query.

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { formatDiagnostics } from '../../diagnostic.js';
import { isModule } from '../../from-javascript/syntax-tree.js';
import { version } from '../../version.js';
import { isFormulaFile, isInPackage } from '../import-id.js';
import { loadFormula } from '../imports/formula-file.js';
import type { Resolve } from '../resolve.js';
import { compileModule, shownOf } from './module.js';
import { plainError } from './plain-error.js';
import '../../latex.js';
import '../../special.js';
import '../../wasm.js';

/** What of Metro's arguments is used; all are handed on. */
export interface TransformArguments {
  readonly src: string;
  /** In the project. */
  readonly filename: string;
  readonly options: { readonly projectRoot: string };
}

interface Transformer {
  transform(args: TransformArguments): unknown;
  getCacheKey?(options?: CacheKeyOptions): string;
}

export interface CacheKeyOptions {
  readonly projectRoot?: string;
}

/** Expo's, React Native's, and what Metro has where there is neither. */
const TRANSFORMERS = [
  ['expo/package.json', '@expo/metro-config/babel-transformer'],
  ['react-native/package.json', '@react-native/metro-babel-transformer'],
  [null, '@react-native/metro-babel-transformer'],
  ['metro/package.json', 'metro-babel-transformer'],
] as const;

function transformerOf(projectRoot: string): Transformer {
  const from = createRequire(path.join(projectRoot, 'package.json'));
  for (const [dependent, name] of TRANSFORMERS) {
    const place = dependent === null ? from : placeOf(from, dependent);
    const file = place === null ? null : fileOf(place, name);
    if (file === null) continue;
    const found = from(file) as Transformer & { readonly default?: Transformer };
    return found.default ?? found;
  }
  throw new Error(
    `no transformer of Metro is found from ${projectRoot}; install '@react-native/metro-babel-transformer'`,
  );
}

/** Null where it is not installed. */
function fileOf(from: NodeJS.Require, name: string): string | null {
  try {
    return from.resolve(name);
  } catch {
    return null;
  }
}

const placeOf = (from: NodeJS.Require, dependent: string): NodeJS.Require | null => {
  const file = fileOf(from, dependent);
  return file === null ? null : createRequire(file);
};

/** Formulas alone, where their paths say. */
const resolve: Resolve = async (source, importer) =>
  /^\.{1,2}\//.test(source) && isFormulaFile(source) ? path.join(path.dirname(importer), source) : null;

const warn = (texts: readonly string[]): void => {
  for (const text of texts) process.stderr.write(`${text}\n`);
};

/** @throws FormulaError */
async function compiled(file: string, code: string): Promise<string> {
  if (isFormulaFile(file)) {
    const id = { file, query: new URLSearchParams() };
    const { code: emitted, warnings } = loadFormula(code, id, shownOf(file), {}, 'esm');
    warn(formatDiagnostics(warnings));
    return emitted;
  }
  if (!isModule(file) || isInPackage(file)) return code;
  const module = { file, shown: shownOf(file), code };
  return (await compileModule(module, {}, { resolve, watch: () => {}, warn, isAdding: false }))?.code ?? code;
}

const transformer = {
  /** @throws FormulaError */
  async transform(args: TransformArguments): Promise<unknown> {
    const { projectRoot } = args.options;
    try {
      const src = await compiled(path.resolve(projectRoot, args.filename), args.src);
      return await transformerOf(projectRoot).transform({ ...args, src });
    } catch (error) {
      throw plainError(error);
    }
  },
  getCacheKey(options: CacheKeyOptions = {}): string {
    const theirs = transformerOf(options.projectRoot ?? process.cwd()).getCacheKey?.(options) ?? '';
    return createHash('sha256')
      .update(JSON.stringify([version, theirs]))
      .digest('hex');
  },
};
export default transformer;
/** What `require` gives. */
export { transformer as 'module.exports' };
