// What emitted code calls the nodes of a list: the variables of the function that has value and gradient or, of a program with
// several results, the values. It is written, and tells of each variable as it declares it.

import { type Compilation, createCompilation } from '../compilation.js';
import { FormulaError } from '../diagnostic.js';
import { emitModule } from '../emit/js/module.js';
import type { ExportName } from '../exports/table.js';
import type { Node } from '../graph/graph.js';
import { LimitReached } from '../limits.js';
import { sameNodes } from './same-nodes.js';

export interface Variables {
  /** The variable that has the value of a node; undefined where the code writes that in place, or has it in an array. */
  of(node: Node): string | undefined;
  /** True for a name that stands in the code. */
  has(name: string): boolean;
}

const NONE: Variables = { of: () => undefined, has: () => false };

/** @param compilation whose model the nodes are of: as code is made of it, with ranges written out, or with equal statements apart */
export function variablesOf({ formula, options, model }: Compilation): Variables {
  try {
    return variablesIn(createCompilation(formula, options), model);
  } catch (error) {
    // What code cannot be made of has no variables; there may be a list of it all the same.
    if (error instanceof FormulaError || error instanceof LimitReached) return NONE;
    throw error;
  }
}

function variablesIn(code: Compilation, model: Compilation['model']): Variables {
  const name = code.model.scalar ? 'valueAndGradient' : 'value';
  // `packed` decides how the code is laid out.
  const laidOut = code.exports.filter(of => of === 'packed' || of === 'bindPacked');
  const exports: ExportName[] = code.model.scalar ? [name, ...laidOut] : [name];
  const members = code.members(exports);
  const { nodes } = members.find(({ row }) => row.name === name)!.scheduled!.plan;
  const variables = new Map<Node, string>();
  const text = emitModule(code.model, members, {
    exports,
    format: 'esm',
    name: null,
    banner: [],
    isMinimal: true,
    mapper: null,
    native: null,
    onNamed(plan, node, variable) {
      if (plan.name === name && !variables.has(node)) variables.set(node, variable);
    },
  });
  const same = sameNodes(model, code.model);
  const others = new Set(text.match(/\bv\d+\b/g));
  return {
    of: node => variables.get(nodes[same[node]!] ?? -1),
    has: name => others.has(name),
  };
}
