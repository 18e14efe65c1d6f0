// What modules import of a formula beyond what it exports by default. A bundler may have loaded the formula before it reads the
// next module that imports it, so that its exports cannot grow: the import leads to a module that passes on the formula and adds
// to it, `./model.formula?with=hessian`.

import path from 'node:path';
import { FormulaError } from '../../diagnostic.js';
import { type ExportName, exportNames, refusal, usualExports } from '../../exports/table.js';
import type { PluginOptions } from '../configuration.js';
import { listed } from '../configuration.js';
import type { Edit } from '../edited-text.js';
import type { ImportId } from '../import-id.js';
import { type Emission, emissionOf } from './formula-file.js';

/**
 * Names that a formula can export for a module that imports them; none where something says what is exported, or where the module
 * has memory of its own that its functions share.
 */
export function addable(names: readonly string[], { exports, chosenBy, model }: Emission): ExportName[] {
  if (chosenBy !== null || exports.includes('init')) return [];
  return exportNames.filter(name => names.includes(name) && !exports.includes(name) && refusal(name, model) === null);
}

/** Names to add of a formula with errors, as far as can be told: what formulas do not export by themselves. */
export const unusual = (names: readonly string[]): ExportName[] =>
  exportNames.filter(name => names.includes(name) && !usualExports.includes(name));

/** How an import is written that adds names. */
export const withAdded = (written: string, names: readonly string[]): string =>
  `${written}${written.includes('?') ? '&' : '?'}with=${names.join(',')}`;

/** The query's names to add. */
export const addedBy = ({ query }: ImportId): string[] => query.getAll('with').flatMap(listed);

/** The formula and its additions as ids. */
function partsOf(id: ImportId): { readonly formula: ImportId; readonly addition: ImportId } {
  const query = new URLSearchParams(id.query);
  query.delete('with');
  const added = new URLSearchParams(query);
  added.set('emit', addedBy(id).join(','));
  added.set('part', '');
  return { formula: { file: id.file, query }, addition: { file: id.file, query: added } };
}

/** What is there with the additions. @throws FormulaError */
export function additionsOf(text: string, id: ImportId, config: PluginOptions) {
  const { formula, addition } = partsOf(id);
  const own = emissionOf(text, formula, config);
  const added = emissionOf(text, addition, config).exports.filter(name => !own.exports.includes(name));
  return { own, added };
}

/**
 * The module that passes on a formula and its additions. Of a formula with errors it has the names alone: the errors are told once,
 * where the formula itself is loaded.
 * @throws FormulaError where a query or a configuration is wrong.
 */
export function additionModule(text: string, id: ImportId, config: PluginOptions): string {
  const { formula, addition } = partsOf(id);
  let added: readonly string[];
  try {
    ({ added } = additionsOf(text, id, config));
  } catch (error) {
    if (!(error instanceof FormulaError && hasPlace(error))) throw error;
    const names = addedBy(id).map(name => `export const ${name} = undefined;`);
    return [`export * from ${written(formula)};`, ...names, ''].join('\n');
  }
  return [
    `export * from ${written(formula)};`,
    ...(added.length === 0 ? [] : [`export { ${added.join(', ')} } from ${written(addition)};`]),
    '',
  ].join('\n');
}

const hasPlace = ({ diagnostics }: FormulaError): boolean =>
  diagnostics.some(({ severity, span }) => severity === 'error' && span !== null);

/** From beside the file. */
function written({ file, query }: ImportId): string {
  const keys = query.toString().replaceAll('%2C', ',');
  return JSON.stringify(`./${path.basename(file)}${keys && '?'}${keys}`);
}

/** Places where a module says what to do about a module that a development server has changed. */
const ACCEPTING = /\bhot\s*(?:\?\.|\.)\s*accept\(\s*(?:\[[^\]]*\]|'[^'\n]*'|"[^"\n]*")/g;

/** The same in `import.meta.hot.accept('./model.formula', …)`, which names a module as the import does. */
export function acceptedIn(code: string, source: string, text: string): Edit[] {
  return [...code.matchAll(ACCEPTING)].flatMap(({ 0: call, index }) =>
    [...call.matchAll(/'([^']*)'|"([^"]*)"/g)]
      .filter(([, single, double]) => (single ?? double) === source)
      .map(({ 0: literal, index: inside }) => {
        const start = index + inside;
        return { span: { start, end: start + literal.length }, text };
      }),
  );
}
