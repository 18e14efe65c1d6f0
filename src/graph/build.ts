// Makes nodes: folds constants, applies the rules of the operations table, orders commutative operands, interns.

import type { Build, Node, Operation, OperationName } from '../ops/operation.js';
import { CONSTANT, codeOf, operationAt, operations } from '../ops/table.js';
import { constantNode, constantValue, type Graph, intern, operand, operandsOf } from './graph.js';
import { isNonNegative } from './sign.js';

export interface BuildMode {
  /** Derivative code: the sign of zero is not promised and 0, 1, -1 are seeds and partials. */
  readonly derivative: boolean;
  /** Rules that hold in exact arithmetic only. */
  readonly algebraic: boolean;
  /** Derivatives are taken. */
  readonly settled?: boolean;
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

  const simplified = (row: Operation, operands: readonly Node[]): Node | undefined =>
    row.simplify?.(build, operands) ??
    (mode.derivative ? row.simplifyDerivative?.(build, operands) : undefined) ??
    (mode.algebraic ? row.simplifyAlgebraic?.(build, operands) : undefined);

  const areConstant = (operands: readonly Node[]): boolean => {
    for (let i = 0; i < operands.length; i++) if (graph.operation[operands[i]!] !== CONSTANT) return false;
    return true;
  };

  /** The value of an operation on constants: made of what it is rewritten to, so that it has the bits that running it gives. */
  const folded = (row: Operation, operands: readonly Node[]): Node =>
    row.simplify?.(build, operands) ??
    (mode.algebraic ? row.simplifyAlgebraic?.(build, operands) : undefined) ??
    expandedBy(row, build, operands, mode) ??
    constantNode(graph, row.compute!(...operands.map(node => constantValue(graph, node)!)));

  const apply: Apply = (code, operands) => {
    const row = operationAt(code);
    // A statement's number is a constant operand; it must stay a node of its own.
    if (areConstant(operands) && row.name !== 'statement') return folded(row, operands);
    return simplified(row, operands) ?? asItStands(code, operands);
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
    operandsOf: (node: Node) => operandsOf(graph, node),
    kept: (name: OperationName, ...operands: Node[]) => asItStands(codeOf(name), operands),
    isSettled: mode.settled === true,
    isNonNegative: (node: Node) => isNonNegative(graph, build, node),
    isBoolean: (node: Node) => {
      const value = constantValue(graph, node);
      return value === undefined ? booleans[graph.operation[node]!]! : Object.is(value, 0) || value === 1;
    },
  });
  return build;
}

/** What an operation is made of once derivatives are taken; undefined where it stays. */
export function expandedBy(
  row: Operation,
  build: Build,
  operands: readonly Node[],
  { algebraic }: Pick<BuildMode, 'algebraic'>,
): Node | undefined {
  return (algebraic ? row.expandAlgebraic?.(build, operands) : undefined) ?? row.expand?.(build, operands);
}

function ordered(operands: readonly Node[]): readonly Node[] {
  if (operands.length === 2) return operands[0]! <= operands[1]! ? operands : [operands[1]!, operands[0]!];
  return [...operands].sort((a, b) => a - b);
}
