// Whether something depends on the row of the data goes by its text: `sum(p*x^0)` is a sum over rows, whatever x^0 folds to.

import type { Expression, ExpressionNode } from '../parse/program.js';
import { isOfRows, type Lowering, type Place } from './lowering.js';
import { reductions } from './shaped.js';
import { isTensor, type Value } from './tensor.js';

/** In the place of a value that nobody looks at. */
const NO_ROW: Value = -1;

/** True for an entry whose text depends on the row. */
export function dependsOnRows(lowering: Lowering, place: Place, index: number): boolean {
  const value = place.values[index] ?? null;
  if (value !== null && isOfRows(lowering, value)) return true;
  const { scope } = lowering;
  // Programs without data have nothing that does, and may be large.
  if (lowering.graph.indices.length === 0) return false;
  /** Entries that stand in comprehensions, whose indices are names there, are those of expressions of their own. */
  const pending: { readonly place: Pick<Place, 'nodes' | 'values' | 'bindings'>; readonly at: number }[] = [];
  pending.push({ place, at: index });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { place: inside, at } = next;
    const node = inside.nodes[at]!;
    if (node.kind === 'name') {
      if (inside.bindings.has(node.name)) continue;
      const variable = scope.variables.get(node.name);
      if (variable?.kind === 'data' || variable?.ofRows === true) return true;
    } else if (node.kind === 'comprehension') {
      const bindings = new Map(inside.bindings);
      // Whatever they are, they do not differ from row to row.
      for (const { name } of node.indices) bindings.set(name.name, NO_ROW);
      pending.push({ place: { nodes: node.body.nodes, values: [], bindings }, at: node.body.nodes.length - 1 });
    } else if (!isReduction(inside, node)) pending.push(...operandsOf(node).map(of => ({ place: inside, at: of })));
  }
  return false;
}

/** The same of a whole expression. */
export const isWrittenOfRows = (lowering: Lowering, { nodes }: Expression): boolean =>
  dependsOnRows(lowering, { nodes, values: [], bindings: new Map() }, nodes.length - 1);

/** True for a call that makes one number of all rows. */
function isReduction(place: Pick<Place, 'values'>, node: ExpressionNode): boolean {
  if (node.kind !== 'call' || node.arguments.length !== 1) return false;
  if (node.callee.name === 'count') return true;
  if (!reductions.has(node.callee.name)) return false;
  const argument = place.values[node.arguments[0]!] ?? null;
  return argument === null || !isTensor(argument);
}

/** Entries that an entry is made of. */
function operandsOf(node: ExpressionNode): readonly number[] {
  switch (node.kind) {
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'comparison':
      return node.operands;
    case 'conditional':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'call':
      return node.arguments;
    case 'array':
      return node.rows.flat();
    case 'index':
      return [node.object, ...node.indices];
    case 'range':
      return [node.from, node.step, node.to].filter(part => part !== null);
    default:
      return [];
  }
}
