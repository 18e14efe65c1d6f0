// Imports of formula files, in every bundler: `import { valueAndGradient } from './model.formula'`; and formulas in modules.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createUnplugin } from 'unplugin';
import { type Diagnostic, FormulaError } from '../../diagnostic.js';
import { isModule, parseModule } from '../../from-javascript/syntax-tree.js';
import { checkConfiguration, type PluginOptions } from '../configuration.js';
import { type Edit, editedText } from '../edited-text.js';
import { isFormulaId, isInPackage, namesFormulas, splitId } from '../import-id.js';
import { additionModule } from '../imports/additions.js';
import { loadFormula } from '../imports/formula-file.js';
import { checkImports, importsFormulas } from '../imports/missing.js';
import { createReexports } from '../imports/reexports.js';
import { inlineFormulas, mayHoldFormulas } from '../inline/inline-formulas.js';
import { projectModule, withModules } from '../inline/modules.js';
import { isComponent, modulesOf } from '../javascript/components.js';
import { bundlerErrors, bundlerWarnings, WITH_FRAMES } from '../messages.js';
import { resolverOf } from '../resolve.js';
import { createServed } from './served.js';
import '../../javascript.js';
import '../../latex.js';
import '../../special.js';
import '../../wasm.js';

/** The others find a file with a query themselves, or by a hook of their own. */
const IGNORANT_OF_QUERIES = new Set(['rollup', 'rolldown']);

const CHOOSING_BY_PATH = new Set(['webpack', 'rspack']);

export const plugin = createUnplugin<PluginOptions | undefined, false>((options, { framework }) => {
  const config = checkConfiguration(options);
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

    // webpack and Rspack choose by the path without its query, which is what says that a module's functions are meant.
    loadInclude: id => isFormulaId(id) || (CHOOSING_BY_PATH.has(framework) && isModule(id) && !isInPackage(id)),
    async load(id) {
      if (!isFormulaId(id)) return null;
      const imported = splitId(id);
      const { file } = imported;
      this.addWatchFile(file);
      const text = await readFile(file, 'utf8');
      try {
        if (imported.query.has('with')) return additionModule(text, imported, config);
        const { code, map, warnings } = loadFormula(text, imported, shownOf(file), config);
        for (const each of bundlerWarnings(warnings, file, framework)) this.warn(each as never);
        return { code, map: JSON.parse(map) };
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
        for (const each of bundlerErrors(error.diagnostics, file, framework)) this.error(each as never);
        // Some bundlers collect errors and go on; the build fails all the same.
        return 'export {};';
      }
    },

    transformInclude(id) {
      const { file, query } = splitId(id);
      // What is made of functions is read already.
      if (isFormulaId(id) || isInPackage(id) || query.has('raw') || query.has('url')) return false;
      // esbuild asks the first plugin alone that takes a file.
      return isModule(file) || (isComponent(file) && framework !== 'esbuild');
    },
    transform: {
      // Components are read before what they are written for makes something else of them.
      ...{ order: 'pre' as const },
      async handler(code, id) {
        const { file } = splitId(id);
        served.forget(file);
        const module = { file, shown: shownOf(file), code };
        const resolve = resolverOf(this);
        const imports = await importsFormulas(module, resolve, reexports);
        const inline = mayHoldFormulas(code);
        if (!(imports || inline)) return null;
        const modules = modulesOf(file, code).flatMap(part => {
          const program = parseModule(part.language, part.text, (reason, start) => {
            if (!inline && !namesFormulas(code)) return;
            const stays = inline
              ? 'formulas in it stay calls of the library'
              : 'what it imports of formulas is not checked';
            const message = `${module.shown} cannot be read here, ${stays}: ${reason}`;
            const source = { name: module.shown, text: code };
            const span = { start, end: start + 1 };
            const warning: Diagnostic = { code: 'WG609', severity: 'warning', message, source, span, help: null };
            for (const each of bundlerWarnings([warning], file, framework)) this.warn(each as never);
          });
          return program === null ? [] : [{ part, program }];
        });
        const edits: Edit[] = [];
        if (imports) {
          for (const { program } of modules) {
            const { sources, ...found } = await checkImports(program, module, config, resolve, reexports);
            edits.push(...found.edits);
            // The others say where a formula is imported when they load it.
            const errors = WITH_FRAMES.has(framework) ? [...found.faults, ...found.errors] : found.errors;
            served.remember(file, sources, errors.length > 0);
            // They decide about this module too, also where they are not loaded because of that.
            if (!served.isServing) for (const source of sources) this.addWatchFile(source);
            for (const each of bundlerErrors(errors, file, framework)) this.error(each as never);
          }
        }
        const withEdits = () => {
          const edited = edits.length > 0 ? editedText(code, edits) : null;
          const map = edited?.generateMap({ source: file, includeContent: true, hires: 'boundary' });
          return edited && map && { code: edited.toString(), map: JSON.parse(map.toString()) };
        };
        if (!inline) return withEdits();
        const read: string[] = [];
        try {
          const parts = modules.map(({ part, program }) => projectModule(file, module.shown, code, program, part));
          const reader = {
            resolve,
            shownOf,
            watch: (other: string): void => {
              read.push(other);
              this.addWatchFile(other);
            },
          };
          const inlined = await withModules(imported => inlineFormulas(parts, imported, config, edits), reader);
          served.remember(file, read, false);
          const warnings = inlined?.warnings ?? [];
          for (const each of bundlerWarnings(warnings, file, framework)) this.warn(each as never);
          return inlined === null ? withEdits() : { code: inlined.code, map: JSON.parse(inlined.map) };
        } catch (error) {
          if (!(error instanceof FormulaError)) throw error;
          served.remember(file, read, true);
          for (const each of bundlerErrors(error.diagnostics, file, framework)) this.error(each as never);
          return null;
        }
      },
    },
  };
});
