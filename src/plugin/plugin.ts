// Imports of formula files, in every bundler: `import { valueAndGradient } from './model.formula'`.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createUnplugin } from 'unplugin';
import { FormulaError, formatDiagnostic } from '../diagnostic.js';
import { exportNames } from '../emit/exports.js';
import { bundlerErrors, importDiagnostic } from './errors.js';
import { exportsOf, loadFormula } from './formula-file.js';
import { formulaImports, mayImportFormulas } from './imports.js';
import { isFormulaId, type PluginOptions, splitId } from './options.js';
import { createServed } from './served.js';

/** These find a file with a query themselves. */
const READS_QUERIES = new Set(['vite', 'webpack', 'rspack']);

export const plugin = createUnplugin<PluginOptions | undefined>((config = {}, { framework }) => {
  const shownOf = (file: string): string => path.relative(process.cwd(), file).split(path.sep).join('/');
  const served = createServed();
  return {
    name: 'wengert',
    vite: served.hooks,

    ...(!READS_QUERIES.has(framework) && {
      resolveId(id: string, importer: string | undefined) {
        const isOurs = isFormulaId(id) && id.includes('?') && /^\.{1,2}\//.test(id) && importer !== undefined;
        return isOurs ? path.join(path.dirname(splitId(importer).file), id) : null;
      },
    }),

    loadInclude: isFormulaId,
    async load(id) {
      const imported = splitId(id);
      const { file } = imported;
      this.addWatchFile(file);
      const text = await readFile(file, 'utf8');
      try {
        const { code, map, warnings } = loadFormula(text, imported, shownOf(file), config);
        for (const warning of warnings) this.warn(formatDiagnostic(warning));
        return { code, map: JSON.parse(map) };
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
        for (const each of bundlerErrors(error.diagnostics, file, framework)) this.error(each as never);
        // Some bundlers collect errors and go on; the build fails all the same.
        return 'export {};';
      }
    },

    transformInclude: id => !id.includes('/node_modules/') && !isFormulaId(id),
    async transform(code, id) {
      const { file } = splitId(id);
      if (!mayImportFormulas(file, code)) return null;
      for (const { source, names } of formulaImports(file, code)) {
        // Aliases are the bundler's to resolve, and their missing exports its to report.
        if (!/^\.{1,2}\//.test(source)) continue;
        const imported = splitId(path.join(path.dirname(file), source));
        // What it emits decides about this module too, also where it is not loaded because of that.
        if (!served.isServing) this.addWatchFile(imported.file);
        const emitted = await exported(imported);
        for (const missing of names) {
          if (emitted === null || emitted.includes(missing.name)) continue;
          const out = wayOut(missing.name, emitted);
          const message = `'${missing.name}' is not emitted by ${path.basename(imported.file)}${out}`;
          served.refused.add(imported.file);
          const diagnostic = importDiagnostic(message, missing, code, shownOf(file));
          for (const each of bundlerErrors([diagnostic], file, framework)) this.error(each as never);
        }
      }
      return null;
    },
  };

  /** The exports of a formula; null where it is missing or wrong, which loading it tells. */
  async function exported(imported: ReturnType<typeof splitId>): Promise<string[] | null> {
    try {
      return exportsOf(await readFile(imported.file, 'utf8'), imported, config);
    } catch {
      return null;
    }
  }
});

function wayOut(name: string, emitted: readonly string[]): string {
  if (exportNames.some(other => other === name)) return `; add 'emit ${name}'`;
  return `; it exports ${emitted.join(', ')}`;
}
