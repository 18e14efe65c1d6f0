// Results → columns of the row.

import { entriesOf, type PieceName, piecesOf } from '../../exports/query.js';
import type { ExportName } from '../../exports/table.js';
import { constantValue, type Graph, type Node } from '../../graph/graph.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import type { SqlNames } from './names.js';
import type { QueryPiece } from './written.js';

/** Pieces of many numbers, of which those that are the same have one column, and those that never change none. */
const MATRICES: ReadonlySet<PieceName> = new Set(['hessian', 'gaussNewton', 'jacobian']);

/** Columns in order, each with its node, and where the numbers of results are among them. @param nodes of all entries of the exports */
export function columnsOf(
  graph: Graph,
  nodes: readonly Node[],
  model: DifferentiatedModel,
  exports: readonly ExportName[],
  names: SqlNames,
) {
  const resultColumns: { readonly name: string; readonly node: Node }[] = [];
  const places = new Map<PieceName, (string | number)[]>(piecesOf(exports).map(piece => [piece, []]));
  const known = new Map<string, string>();
  for (const [i, { piece, label }] of entriesOf(model, exports).entries()) {
    const node = nodes[i]!;
    const own = places.get(piece)!;
    const key = `${piece} ${node}`;
    const isMatrix = MATRICES.has(piece);
    const same = isMatrix ? (constantValue(graph, node) ?? known.get(key)) : undefined;
    if (same !== undefined) {
      own.push(same);
      continue;
    }
    const name = names.claim(label);
    known.set(key, name);
    own.push(name);
    resultColumns.push({ name, node });
  }
  const pieces = Array.from(places, ([name, entries]): QueryPiece => {
    return { name, isNumber: name === 'value' && model.scalar, entries };
  });
  return { resultColumns, pieces };
}
