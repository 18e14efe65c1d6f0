// Makes nodes: folds constants, applies the rules of the operations table, orders commutative operands, interns.
//
// A builder makes nodes for one origin, and `at` gives the one for another: what a rule makes comes from the text that its
// caller is at. Builders are small, as walks take one for every change of text: their methods are those of a prototype.

import type { Build, Node, Operation, OperationName } from '../ops/operation.js';
import { resultsOf } from '../ops/several.js';
import { codeOf, isLeafCode, operationAt, operations } from '../ops/table.js';
import type { Span } from '../source.js';
import { isFactors, isSolved } from './block.js';
import { domainOf } from './domain.js';
import {
  arity,
  constantNode,
  constantValue,
  type Graph,
  hasSeveral,
  intern,
  isConstant,
  NO_ORIGIN,
  operand,
  operandsOf,
  sizeNode,
} from './graph.js';
import { isNonNegative } from './sign.js';

export interface BuildMode {
  /** Derivative code: the sign of zero is not promised and 0, 1, -1 are seeds and partials. */
  readonly derivative: boolean;
  /** Rules that hold in exact arithmetic only. */
  readonly algebraic: boolean;
  /** Derivatives are taken. */
  readonly settled?: boolean;
}

export interface Builder extends Build {
  /** Applies one operation by its code. */
  apply(code: number, operands: readonly Node[]): Node;
  /** The node as it stands: for operands that no rule applies to. */
  intern(code: number, operands: readonly Node[]): Node;
  /** The builder of what comes from this part of the text. */
  at(origin: Span): Builder;
}

/** Of what no text makes. */
export function createBuilder(graph: Graph, mode: BuildMode): Builder {
  return complete(new NodeBuilder(graph, mode, NO_ORIGIN));
}

/** A Builder but for the methods of the operations, which its prototype gets from the table below. */
class NodeBuilder implements Omit<Builder, OperationName> {
  readonly #graph: Graph;
  readonly #mode: BuildMode;
  readonly origin: Span;

  constructor(graph: Graph, mode: BuildMode, origin: Span) {
    this.#graph = graph;
    this.#mode = mode;
    this.origin = origin;
  }

  at(origin: Span): Builder {
    // Nodes next to each other are often of one text.
    if (origin.start === this.origin.start && origin.end === this.origin.end) return complete(this);
    return complete(new NodeBuilder(this.#graph, this.#mode, origin));
  }

  apply(code: number, operands: readonly Node[]): Node {
    const row = operationAt(code);
    if (row.apart !== true && this.#areConstant(operands)) return this.#folded(row, operands);
    return this.#simplified(row, operands) ?? this.intern(code, operands);
  }

  intern(code: number, operands: readonly Node[]): Node {
    return intern(this.#graph, code, operationAt(code).commutative ? ordered(operands) : operands, this.origin);
  }

  constantResults(node: Node): Float64Array | null {
    return constantResults(this.#graph, complete(this), node, MOST_FOLDED);
  }

  make(name: OperationName, operands: readonly Node[]): Node {
    return this.apply(codeOf(name), operands);
  }

  kept(name: OperationName, ...operands: Node[]): Node {
    return this.intern(codeOf(name), operands);
  }

  constant(value: number): Node {
    return constantNode(this.#graph, value, this.origin);
  }

  constantValue(node: Node): number | undefined {
    return constantValue(this.#graph, node);
  }

  is(node: Node, name: OperationName): boolean {
    return this.#graph.operation[node] === codeOf(name);
  }

  operand(node: Node, index: number): Node {
    return operand(this.#graph, node, index);
  }

  operandsOf(node: Node): readonly Node[] {
    return operandsOf(this.#graph, node);
  }

  isBoolean(node: Node): boolean {
    const value = constantValue(this.#graph, node);
    return value === undefined
      ? operationAt(this.#graph.operation[node]!).boolean === true
      : Object.is(value, 0) || value === 1;
  }

  isNonNegative(node: Node): boolean {
    return isNonNegative(this.#graph, complete(this), node);
  }

  dependsOn(node: Node, index: Node): boolean {
    return (domainOf(this.#graph, node) & domainOf(this.#graph, index)) !== 0;
  }

  count(index: Node): Node {
    const { dimension, lower, upper } = this.#graph.indices[operand(this.#graph, index, 0)]!;
    const size = sizeNode(this.#graph, dimension, this.origin);
    const build = complete(this);
    const missing = upper - lower + 1;
    return missing === 0 ? size : build.max(build.add(size, build.constant(missing)), build.constant(0));
  }

  get isSettled(): boolean {
    return this.#mode.settled === true;
  }

  #simplified(row: Operation, operands: readonly Node[]): Node | undefined {
    const build = complete(this);
    return (
      row.simplify?.(build, operands) ??
      (this.#mode.derivative ? row.simplifyDerivative?.(build, operands) : undefined) ??
      (this.#mode.algebraic ? row.simplifyAlgebraic?.(build, operands) : undefined)
    );
  }

  #areConstant(operands: readonly Node[]): boolean {
    for (let i = 0; i < operands.length; i++) if (!isConstant(this.#graph, operands[i]!)) return false;
    return true;
  }

  /** The value of an operation on constants: made of what it is rewritten to, so that it has the bits that running it gives. */
  #folded(row: Operation, operands: readonly Node[]): Node {
    const build = complete(this);
    return (
      row.simplify?.(build, operands) ??
      (this.#mode.algebraic ? row.simplifyAlgebraic?.(build, operands) : undefined) ??
      expandedBy(row, build, operands, this.#mode) ??
      build.constant(row.compute!(...operands.map(node => constantValue(this.#graph, node)!)))
    );
  }
}

for (const [code, { name }] of operations.entries()) {
  if (isLeafCode(code)) continue;
  Object.defineProperty(NodeBuilder.prototype, name, {
    value(this: NodeBuilder, ...operands: Node[]): Node {
      return this.apply(code, operands);
    },
  });
}

/** With a method for every row of the table, and every name of an operation has a row (tested). */
function complete(builder: NodeBuilder): Builder {
  return builder as unknown as Builder;
}

/** Operands of an operation with several results that is computed where they are constants: running is faster. */
const MOST_FOLDED = 1000;

/**
 * What a node with several results has in its array where its operands are constants, else null.
 * @param most operands that are looked at
 */
export function constantResults(graph: Graph, build: Build, node: Node, most: number): Float64Array | null {
  // What solves a block may fail, and says so where it runs; which entries a matrix has only the block knows.
  if (!hasSeveral(graph, node) || isSolved(graph, node) || isFactors(graph, node)) return null;
  const before = graph.folded.get(node);
  if (before !== undefined) return before;
  let results: Float64Array | null = null;
  if (arity(graph, node) <= most) {
    const row = operationAt(graph.operation[node]!);
    const operands = operandsOf(graph, node);
    const known = operands.map(of => constantValue(graph, of) ?? constantResults(graph, build, of, most));
    if (!known.includes(null)) {
      const expanded = row.expand?.(build, operands);
      // None of them is null.
      const numbers = known as (number | Float64Array)[];
      results = expanded === undefined ? resultsOf(row, numbers) : constantResults(graph, build, expanded, most);
    }
  }
  graph.folded.set(node, results);
  return results;
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
