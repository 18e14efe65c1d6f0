// Imports of formula files, in every bundler: `import { valueAndGradient } from './model.formula'`; and formulas in modules.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createUnplugin } from 'unplugin';
import { FormulaError, formatDiagnostic } from '../diagnostic.js';
import { bundlerErrors } from './errors.js';
import { loadFormula } from './formula-file.js';
import { mayImportFormulas } from './imports.js';
import { inlineFormulas, mayHoldFormulas } from './inline.js';
import { checkImports } from './missing.js';
import { isModule, parseModule } from './module.js';
import { isFormulaId, type PluginOptions, splitId } from './options.js';
import { createReexports } from './reexports.js';
import { resolverOf } from './resolve.js';
import { createServed } from './served.js';

/** The others find a file with a query themselves, or by a hook of their own. */
const IGNORANT_OF_QUERIES = new Set(['rollup', 'rolldown']);

export const plugin = createUnplugin<PluginOptions | undefined>((config = {}, { framework }) => {
  const shownOf = (file: string): string => path.relative(process.cwd(), file).split(path.sep).join('/');
  const served = createServed(config);
  const reexports = createReexports();
  return {
    name: 'wengert',
    vite: served.hooks,
    // Modules are read as they were written.
    enforce: 'pre',

    ...(IGNORANT_OF_QUERIES.has(framework) && {
      async resolveId(id: string, importer: string | undefined) {
        const isOurs = isFormulaId(id) && id.includes('?') && importer !== undefined;
        return isOurs ? resolverOf(this)(id, splitId(importer).file) : null;
      },
    }),

    loadInclude: isFormulaId,
    async load(id) {
      // webpack and Rspack choose by the path without its query.
      if (!isFormulaId(id)) return null;
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

    transformInclude: id => !id.includes('/node_modules/') && isModule(splitId(id).file),
    async transform(code, id) {
      const { file } = splitId(id);
      served.forget(file);
      const imports = mayImportFormulas(code);
      const inline = mayHoldFormulas(code);
      if (!(imports || inline)) return null;
      const program = parseModule(file, code, reason => {
        if (!inline && !code.includes('.formula')) return;
        const stays = inline
          ? 'formulas in it stay calls of the library'
          : 'what it imports of formulas is not checked';
        this.warn(`${shownOf(file)} cannot be read here, ${stays}: ${reason}`);
      });
      if (program === null) return null;
      const module = { file, shown: shownOf(file), code };
      if (imports) {
        const { formulas, through, errors } = await checkImports(program, module, config, resolverOf(this), reexports);
        served.remember(file, formulas, errors.length > 0);
        // What they emit decides about this module too, also where they are not loaded because of that.
        if (!served.isServing) for (const each of [...formulas, ...through]) this.addWatchFile(each);
        for (const each of bundlerErrors(errors, file, framework)) this.error(each as never);
      }
      if (!inline) return null;
      try {
        const inlined = inlineFormulas(program, module, config);
        for (const warning of inlined?.warnings ?? []) this.warn(formatDiagnostic(warning));
        return inlined && { code: inlined.code, map: JSON.parse(inlined.map) };
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
        for (const each of bundlerErrors(error.diagnostics, file, framework)) this.error(each as never);
        return null;
      }
    },
  };
});
