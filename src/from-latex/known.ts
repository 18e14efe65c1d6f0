// What a text says of its names, all of it: what it declares and defines, which names are functions, which are arrays, and which
// are indices of sums. Formulas are read with that in mind, wherever they stand.

import { createReport, type Report } from '../diagnostic.js';
import { baseName, type KnownName, partName } from './names.js';
import { isSign } from './reading.js';
import type { Item, List, Tree } from './tree.js';

export interface Known {
  readonly variables: Set<string>;
  readonly functions: Set<string>;
  readonly arrays: Map<string, number | null>;
  readonly indices: Set<string>;
}

export const silent = (report: Report): Report => createReport(report.source);

/** Notes what trees say; those of declarations have been noted before. */
export function noteKnown(trees: readonly Tree[], known: Known): void {
  const parts = new Map<List, KnownName | null>();
  for (const { lists } of trees) for (const { list } of lists) parts.set(list, partName(list, parts));
  for (const { top, lists } of trees) {
    for (const { list } of lists) for (const item of list.items) noteIndices(item, known);
    noteDefinition(top.items, parts, known);
  }
  for (const { lists } of trees)
    for (const { list, owner, slot } of lists) {
      const base = slot === 'lower' && owner !== null ? baseName(owner, parts) : null;
      const isIndexed = base !== null && list.items.some(of => of.kind === 'letter' && known.indices.has(of.text));
      if (isIndexed && !known.arrays.has(base.name)) known.arrays.set(base.name, null);
    }
}

function noteIndices({ kind, text, lower }: Item, { indices }: Known): void {
  if (kind !== 'command' || (text !== 'sum' && text !== 'prod') || lower === null) return;
  const equals = lower.items.findIndex(of => isSign(of, '='));
  for (const of of lower.items.slice(0, Math.max(0, equals)))
    if (of.kind === 'letter' && of.lower === null) indices.add(of.text);
}

/** `f = …`, `f(x, y) = …`, `A = \begin{pmatrix} … \end{pmatrix}`. */
function noteDefinition(items: readonly Item[], parts: ReadonlyMap<List, KnownName | null>, known: Known): void {
  const [first, second, third, ...more] = items;
  if (first === undefined || first.upper !== null) return;
  const base = baseName(first, parts);
  const lower = first.lower === null ? null : parts.get(first.lower);
  if (base === null || lower === null) {
    if (first.lower !== null || base === null) return;
  }
  const name = lower == null ? base!.name : `${base!.name}_${lower.name}`;
  if (second?.kind === 'delimited' && second.text === '(' && isSign(third, '=')) {
    if (parametersOf(second, parts) !== null) known.functions.add(name);
    return;
  }
  if (!isSign(second, '=')) return;
  known.variables.add(name);
  if (third?.kind !== 'environment' || more.length > 0 || third.upper !== null || !/matrix$/.test(third.text)) return;
  const isVector = third.rows.length === 1 || third.rows.every(row => row.length === 1);
  known.arrays.set(name, isVector ? 1 : 2);
}

function parametersOf({ inside }: Item, parts: ReadonlyMap<List, KnownName | null>): readonly string[] | null {
  const names: string[] = [];
  for (const of of inside[0]!.items) {
    if (isSign(of, ',')) continue;
    const base = of.upper === null ? baseName(of, parts) : null;
    if (base === null) return null;
    names.push(base.name);
  }
  return names.length === 0 ? null : names;
}
