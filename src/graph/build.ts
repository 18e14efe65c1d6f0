// Makes nodes: folds constants, applies the rules of the operations table, orders commutative operands, interns.

import type { Build, Node, Operation, OperationName } from '../ops/operation.js';
import { CONSTANT, codeOf, operationAt, operations } from '../ops/table.js';
import { constantNode, constantValue, type Graph, intern, operand } from './graph.js';

export interface BuildMode {
  /** Derivative code: the sign of zero is not promised and 0, 1, -1 are seeds and partials. */
  readonly derivative: boolean;
  /** Rules that hold in exact arithmetic only. */
  readonly algebraic: boolean;
}

/** Applies one operation by its code. */
export type Apply = (code: number, operands: readonly Node[]) => Node;

export interface Builder extends Build {
  readonly apply: Apply;
  /** The node as it stands: for operands that no rule applies to. */
  readonly intern: Apply;
}

export function createBuilder(graph: Graph, mode: BuildMode): Builder {
  const booleans = operations.map(row => row.boolean === true);

  const asItStands: Apply = (code, operands) =>
    intern(graph, code, operationAt(code).commutative ? ordered(operands) : operands);

  const apply: Apply = (code, operands) => {
    const row = operationAt(code);
    const constant = fold(graph, row, operands);
    if (constant !== undefined) return constantNode(graph, constant);
    const simpler =
      row.simplify?.(build, operands) ??
      (mode.derivative ? row.simplifyDerivative?.(build, operands) : undefined) ??
      (mode.algebraic ? row.simplifyAlgebraic?.(build, operands) : undefined);
    if (simpler !== undefined) return simpler;
    return asItStands(code, operands);
  };

  const methods: Record<string, (...operands: Node[]) => Node> = {};
  for (let code = 2; code < operations.length; code++) {
    methods[operationAt(code).name] = (...operands) => apply(code, operands);
  }
  // The record has one method for every row, and OperationName names every row (tested).
  const build = Object.assign(methods as Record<OperationName, (...operands: Node[]) => Node>, {
    apply,
    intern: asItStands,
    constant: (value: number) => constantNode(graph, value),
    constantValue: (node: Node) => constantValue(graph, node),
    is: (node: Node, name: OperationName) => graph.operation[node] === codeOf(name),
    operand: (node: Node, index: number) => operand(graph, node, index),
    isBoolean: (node: Node) => {
      const value = constantValue(graph, node);
      return value === undefined ? booleans[graph.operation[node]!]! : value === 0 || value === 1;
    },
  });
  return build;
}

/** The value of an operation on constants, or undefined. */
function fold(graph: Graph, row: Operation, operands: readonly Node[]): number | undefined {
  for (let i = 0; i < operands.length; i++) if (graph.operation[operands[i]!] !== CONSTANT) return undefined;
  // A statement's number is a constant operand; it must stay a node of its own.
  if (row.name === 'statement') return undefined;
  return row.compute(...operands.map(node => constantValue(graph, node)!));
}

function ordered(operands: readonly Node[]): readonly Node[] {
  if (operands.length === 2) return operands[0]! <= operands[1]! ? operands : [operands[1]!, operands[0]!];
  return [...operands].sort((a, b) => a - b);
}
