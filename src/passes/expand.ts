// Composite operations and small integer powers become basic ones, once derivatives are taken: before, their own rules
// give better derivatives than the rules of their parts.

import { type Graph, hasOperation, operationOf } from '../graph/graph.js';
import { rebuild, unchanged } from '../graph/rebuild.js';
import type { Pass } from './pass.js';

export const expand: Pass = {
  name: 'expand',
  run: (graph: Graph, results, mode) =>
    hasOperation(graph, row => row.expand !== undefined)
      ? rebuild(graph, results, mode, {
          concerns: node => operationOf(graph, node).expand !== undefined,
          replace: (build, node, operands) => operationOf(graph, node).expand!(build, operands),
        })
      : unchanged(graph),
};
