// Matrices made of sizes, of vectors and of other matrices: `identity zeros ones diag outer kron`. Shapes are mathjs's.

import type { Build } from '../ops/operation.js';
import { knownValue } from './known.js';
import type { Lowering } from './lowering.js';
import { type Call, refuse, type ShapedRule } from './rule.js';
import { isTensor, nodesOf, rankOf, rowOf, shapeOf, sizeOf, type Tensor, type Value, vector } from './tensor.js';

/** Ones where row and column are equal. */
export function identity(g: Build, rows: number, columns: number): Tensor {
  const [zero, one] = [g.constant(0), g.constant(1)];
  const nodes = Array.from({ length: rows * columns }, (_, i) =>
    Math.floor(i / columns) === i % columns ? one : zero,
  );
  return { shape: [rows, columns], nodes };
}

/** Elements that are no nodes of their own are counted here. */
function fits({ report, limits }: Lowering, { name, span }: Call, shape: readonly number[]): boolean {
  const size = sizeOf(shape);
  if (size <= limits.nodes) return true;
  report.error('WG706', span, `'${name}' has ${size} elements, more than ${limits.nodes}`, 'raise the limit (nodes)');
  return false;
}

/** One or two sizes: numbers, or a vector of them as `size(A)` is. */
function sizesOf(lowering: Lowering, args: readonly Value[], call: Call): number[] | null {
  const { graph, report } = lowering;
  const { name, argumentSpans } = call;
  const nodes = args.flatMap(nodesOf);
  const isList = args.length === 1 && rankOf(args[0]!) === 1 && (nodes.length === 1 || nodes.length === 2);
  if (args.some(isTensor) && !isList)
    return refuse(lowering, call, args, `it takes sizes: '${name}(m, n)', '${name}(size(A))'`);
  const sizes: number[] = [];
  for (const [i, node] of nodes.entries()) {
    const size = knownValue(graph, node);
    const span = argumentSpans[i] ?? argumentSpans[0]!;
    if (size === undefined) {
      const help = 'use numbers, consts, size(x)[1] and the indices of comprehensions';
      report.error('WG307', span, 'a size must be known at compile time', help);
      return null;
    }
    if (!Number.isInteger(size) || size < 1) {
      report.error('WG311', span, 'a size is a whole number from 1', `write '${name}(3)'`);
      return null;
    }
    sizes.push(size);
  }
  return fits(lowering, call, sizes) ? sizes : null;
}

/** A vector of one size, a matrix of two. */
const filled = (value: number): ShapedRule => ({
  least: 1,
  most: 2,
  make(lowering, args, call) {
    const shape = sizesOf(lowering, args, call);
    if (shape === null) return null;
    return { shape, nodes: new Array<number>(sizeOf(shape)).fill(lowering.build.constant(value)) };
  },
});

/** One size is that of a square. */
const identityRule: ShapedRule = {
  least: 1,
  most: 2,
  make(lowering, args, call) {
    const sizes = sizesOf(lowering, args, call);
    if (sizes === null) return null;
    const [rows, columns = rows] = sizes as [number, number?];
    return fits(lowering, call, [rows, columns]) ? identity(lowering.build, rows, columns) : null;
  },
};

/** The matrix with a vector in its diagonal; the diagonal of a matrix. */
const diag: ShapedRule = {
  least: 1,
  most: 1,
  make(lowering, args, call) {
    const [value] = args as [Value];
    if (!isTensor(value)) return refuse(lowering, call, args, 'it takes a vector or a matrix');
    const { shape, nodes } = value;
    const [rows, columns] = shape as [number, number?];
    if (columns !== undefined)
      return vector(Array.from({ length: Math.min(rows, columns) }, (_, i) => nodes[i * (columns + 1)]!));
    if (!fits(lowering, call, [rows, rows])) return null;
    const zero = lowering.build.constant(0);
    const entry = (_: unknown, i: number) => (i % (rows + 1) === 0 ? nodes[i / (rows + 1)]! : zero);
    return { shape: [rows, rows], nodes: Array.from({ length: rows * rows }, entry) };
  },
};

/** Every element of one vector times every element of another. */
const outer: ShapedRule = {
  least: 2,
  most: 2,
  make(lowering, args, call) {
    const [u, v] = args as [Value, Value];
    if (rankOf(u) !== 1 || rankOf(v) !== 1) return refuse(lowering, call, args, 'it takes two vectors');
    const shape = [...shapeOf(u), ...shapeOf(v)];
    if (!fits(lowering, call, shape)) return null;
    const nodes = nodesOf(u).flatMap(left => nodesOf(v).map(right => lowering.build.mul(left, right)));
    return { shape, nodes };
  },
};

/** A vector beside a matrix is a row of one. */
const asMatrix = ({ shape, nodes }: Tensor): Tensor => ({ shape: shape.length === 1 ? [1, ...shape] : shape, nodes });

/** Every element of one matrix times all of another; of two vectors a vector. */
const kron: ShapedRule = {
  least: 2,
  most: 2,
  make(lowering, args, call) {
    const [left, right] = args as [Value, Value];
    if (!isTensor(left) || !isTensor(right))
      return refuse(lowering, call, args, "it takes vectors and matrices; '*' multiplies by a number");
    const [a, b] = [asMatrix(left), asMatrix(right)];
    const [rows, columns] = a.shape.map((size, i) => size * b.shape[i]!) as [number, number];
    if (!fits(lowering, call, [rows, columns])) return null;
    const { build } = lowering;
    const ofRow = Array.from({ length: b.shape[0]! }, (_, i) => rowOf(b, i));
    const nodes = Array.from({ length: a.shape[0]! }, (_, i) => rowOf(a, i)).flatMap(outerRow =>
      ofRow.flatMap(row => outerRow.flatMap(factor => row.map(node => build.mul(factor, node)))),
    );
    return rankOf(left) === 1 && rankOf(right) === 1 ? vector(nodes) : { shape: [rows, columns], nodes };
  },
};

export const constructors: readonly (readonly [string, ShapedRule])[] = [
  ['identity', identityRule],
  ['zeros', filled(0)],
  ['ones', filled(1)],
  ['diag', diag],
  ['outer', outer],
  ['kron', kron],
];
