// Composite operations and small integer powers become basic ones, once derivatives are taken: before, their own rules
// give better derivatives than the rules of their parts.

import { expandedBy } from '../graph/build.js';
import { type Graph, hasOperation, operationOf } from '../graph/graph.js';
import { rebuild, unchanged } from '../graph/rebuild.js';
import type { Operation } from '../ops/operation.js';
import type { Pass } from './pass.js';

export const expand: Pass = {
  name: 'expand',
  run(graph: Graph, results, mode) {
    const concerns = (row: Operation): boolean =>
      row.expand !== undefined || (mode.algebraic && row.expandAlgebraic !== undefined);
    if (!hasOperation(graph, concerns)) return unchanged(graph);
    return rebuild(graph, results, mode, {
      concerns: node => concerns(operationOf(graph, node)),
      replace: (build, node, operands) => expandedBy(operationOf(graph, node), build, operands, mode),
    });
  },
};
