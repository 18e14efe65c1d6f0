// What to do about an import that its formula does not emit: something that builds once it is done.

import path from 'node:path';
import { type ExportName, exportNames, exportTable, refusal } from '../../exports/table.js';
import { suggest } from '../../suggest.js';
import { type ImportId, isInPackage } from '../import-id.js';
import type { Emission } from './formula-file.js';

/** What is said of some of the names that an import misses. */
export interface Advice {
  /** The first of them has the place. */
  readonly names: readonly string[];
  readonly message: string;
  readonly help: string | null;
}

/** What is imported, and how that is written. */
interface WrittenId extends ImportId {
  readonly written: string;
}

/** @param imported all names that the module imports from the formula. */
export function adviceFor(imported: readonly string[], id: WrittenId, emission: Emission): Advice[] {
  const missing = [...new Set(imported)].filter(name => !emission.exports.includes(name));
  const name = path.basename(id.file);
  const advices: Advice[] = [];
  const possible: ExportName[] = [];
  for (const wanted of missing) {
    const known = exportNames.find(other => other === wanted);
    const reason = known === undefined ? null : refusal(known, emission.model);
    if (known !== undefined && reason === null) possible.push(known);
    else if (reason !== null) {
      const why = reason.message.replace(`'${wanted}'`, 'it');
      advices.push({ names: [wanted], message: `'${wanted}' cannot be emitted by ${name}: ${why}`, help: reason.help });
    } else {
      const message = `'${wanted}' is not emitted by ${name}; ${misnamed(wanted, emission)}`;
      advices.push({ names: [wanted], message, help: null });
    }
  }
  if (possible.length === 0) return advices;
  const verb = possible.length === 1 ? 'is' : 'are';
  const { wayOut, help } = wayOutOf(possible, imported, id, emission);
  const message = `${listed(possible)} ${verb} not emitted by ${name}; ${wayOut}`;
  return [{ names: possible, message, help }, ...advices];
}

interface WayOut {
  readonly wayOut: string;
  readonly help: string | null;
}

function wayOutOf(
  missing: readonly ExportName[],
  imported: readonly string[],
  id: WrittenId,
  emission: Emission,
): WayOut {
  const { chosenBy, functions, model } = emission;
  const all = inOrder([...functions, ...missing]);
  // There a statement of the formula would change nothing.
  if (chosenBy === 'import') return { wayOut: withQuery(all, id), help: null };
  const wayOut = `add 'emit ${inOrder(missing).join(', ')}'`;
  // Others may import the same formula in another way, or it is not the user's.
  if (saysMore(id.query) || isInPackage(id.file)) {
    const asked = exportNames.filter(name => imported.includes(name) && refusal(name, model) === null);
    return { wayOut, help: `or, for this import alone, ${withQuery(inOrder(asked), id)}` };
  }
  if (chosenBy === 'formula') return { wayOut, help: null };
  const replaced = chosenBy === null ? 'the usual exports' : "'emit' of the plugin's options";
  return { wayOut, help: `that replaces ${replaced}; with them: 'emit ${all.join(', ')}'` };
}

function withQuery(names: readonly ExportName[], { written, query }: WrittenId): string {
  const emit = `emit=${names.join(',')}`;
  return saysMore(query) ? `write '${emit}' in the import's query` : `write '${written.split('?')[0]}?${emit}'`;
}

/** Whether a query says more than what is emitted. */
const saysMore = (query: URLSearchParams): boolean =>
  ['wrt', 'algebraic', 'stable', 'target', 'formula'].some(key => query.has(key));

/** For a name that no formula has. */
function misnamed(name: string, { exports, model }: Emission): string {
  if (name === 'default') return `it has no default export, but ${exports.join(', ')}`;
  if (name === 'init') return "only modules of 'target=wasm' have it";
  if (name === 'bind' || name === 'unbind') return "only modules of 'target=wasm' have it, of formulas with data";
  const near = suggest(name, exports);
  if (near !== undefined) return `did you mean '${near}'?`;
  const other = suggest(
    name,
    exportNames.filter(known => refusal(known, model) === null),
  );
  return other === undefined ? `it exports ${exports.join(', ')}` : `did you mean '${other}'? It needs 'emit ${other}'`;
}

/** As the table has them, without what comes along with others. */
function inOrder(names: readonly ExportName[]): ExportName[] {
  return exportNames.filter(name => {
    const row = exportTable[name];
    return names.includes(name) && !(row.kind === 'pattern' && names.includes(row.of.name as ExportName));
  });
}

function listed(names: readonly string[]): string {
  const quoted = names.map(name => `'${name}'`);
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
