// Determinants, inverses and solutions of linear equations, by the factors of the matrix. What the operations of ops/linear.ts
// are told, and small matrices that need no factors.

import { factored } from '../ops/linear.js';
import type { Build, Node } from '../ops/operation.js';
import { isTensor, type Tensor, type Value } from './tensor.js';

/** The operands that stand for a square matrix: its factors, its size and its entries. */
function factorsOf(g: Build, { shape, nodes }: Tensor): { readonly n: number; readonly matrix: readonly Node[] } {
  const n = shape[0]!;
  const size = g.constant(n);
  return { n, matrix: [g.make('factor', [size, ...nodes]), size, ...nodes] };
}

const elements = (g: Build, of: Node, count: number): Node[] =>
  Array.from({ length: count }, (_, k) => g.element(of, g.constant(k)));

export const isSquare = (value: Value): value is Tensor =>
  isTensor(value) && value.shape.length === 2 && value.shape[0] === value.shape[1];

/** Of a square matrix. */
export function determinant(g: Build, matrix: Tensor): Node {
  const [a, b, c, d, e, f, p, q, r] = matrix.nodes as [Node, Node, Node, Node, Node, Node, Node, Node, Node];
  const minor = (u: Node, v: Node, x: Node, y: Node): Node => g.sub(g.mul(u, y), g.mul(v, x));
  if (matrix.shape[0] === 1) return a;
  if (matrix.shape[0] === 2) return minor(a, b, c, d);
  if (matrix.shape[0]! > 3) {
    const { n, matrix: operands } = factorsOf(g, matrix);
    const value = g.element(operands[0]!, g.constant(factored(n).determinant));
    return g.make('determinant', [value, ...operands]);
  }
  // The polynomial loses digits, its derivatives do not.
  const first = g.sub(g.mul(a, minor(e, f, q, r)), g.mul(b, minor(d, f, p, r)));
  return g.rewritten(g.make('determinant3', matrix.nodes), g.add(first, g.mul(c, minor(d, e, p, q))));
}

/** The logarithm of the determinant of a square matrix; NaN where that is negative. */
export function logDeterminant(g: Build, matrix: Tensor): Node {
  return matrix.shape[0] === 1 ? g.log(matrix.nodes[0]!) : logOf(g, factorsOf(g, matrix).matrix, false);
}

/** @param ofSize of the size of the determinant, which has a derivative where that is negative, too */
function logOf(g: Build, matrix: readonly Node[], ofSize: boolean): Node {
  const [factors, size, ...entries] = matrix as [Node, Node, ...Node[]];
  const places = factored(g.constantValue(size)!);
  const element = (k: number): Node => g.element(factors, g.constant(k));
  const value = element(ofSize ? places.logAbs : places.log);
  return g.make('logDeterminant', [value, factors, size, ofSize ? g.constant(1) : element(places.one), ...entries]);
}

/** `log(x)`; of a determinant or its size, which may be too large for a number, or too small, by what it is made of. */
export function logarithm(g: Build, x: Node): Node {
  const isSize = g.is(x, 'abs');
  const of = isSize ? g.operand(x, 0) : x;
  if (g.is(of, 'determinant')) return logOf(g, g.operandsOf(of).slice(1), isSize);
  const value = g.is(of, 'rewritten') ? g.operand(of, 0) : of;
  if (!g.is(value, 'determinant3')) return g.log(x);
  return logOf(g, factorsOf(g, { shape: [3, 3], nodes: g.operandsOf(value) }).matrix, isSize);
}

/** Of a square matrix; NaN where it is singular. */
export function inverse(g: Build, matrix: Tensor): Tensor {
  if (matrix.shape[0] === 1) return { shape: [1, 1], nodes: [g.div(g.constant(1), matrix.nodes[0]!)] };
  const { n, matrix: operands } = factorsOf(g, matrix);
  return { shape: [n, n], nodes: elements(g, g.make('inverse', operands), n * n) };
}

/** X of A·X = B, for a square matrix and a vector or matrix with as many rows; NaN where A is singular. */
export function solution(g: Build, matrix: Tensor, right: Tensor): Tensor {
  const { shape, nodes } = right;
  if (matrix.shape[0] === 1) return { shape, nodes: nodes.map(node => g.div(node, matrix.nodes[0]!)) };
  const [factors, size, ...entries] = factorsOf(g, matrix).matrix as [Node, Node, ...Node[]];
  const made = g.make('solution', [factors, size, g.constant(0), ...entries, ...nodes]);
  return { shape, nodes: elements(g, made, nodes.length) };
}
