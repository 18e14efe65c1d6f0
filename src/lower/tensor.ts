// Values of expressions: a node for a scalar, nodes in row-major order for a vector or a matrix. Shapes live here and in
// the other files of this folder only; the graph knows scalars.

import type { Node } from '../graph/graph.js';

export interface Tensor {
  /** `[n]` for a vector, `[m, n]` for a matrix. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly nodes: readonly Node[];
}

export type Value = Node | Tensor;

export const isTensor = (value: Value): value is Tensor => typeof value === 'object';

const SCALAR: readonly number[] = [];

export const shapeOf = (value: Value): readonly number[] => (isTensor(value) ? value.shape : SCALAR);

export const nodesOf = (value: Value): readonly Node[] => (isTensor(value) ? value.nodes : [value]);

export const rankOf = (value: Value): number => (isTensor(value) ? value.shape.length : 0);

/** A value of this shape; a node where the shape is `[]`. */
export function shaped(shape: readonly number[], nodes: readonly Node[]): Value {
  return shape.length === 0 ? nodes[0]! : { shape, nodes };
}

export const vector = (nodes: readonly Node[]): Tensor => ({ shape: [nodes.length], nodes });

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/**
 * A size that is known at run time, in the shape of a value: its nodes are those of any one entry along that dimension, and
 * depend on an index that stands for it.
 */
export const runTimeSize = (dimension: number): number => -dimension;

export const isRunTime = (size: number): boolean => size < 0;

/** True for a value that is known for any one index of a dimension, and not element by element. */
export const isFamily = (value: Value): boolean => isTensor(value) && value.shape.some(isRunTime);

/** `scalar`, `vector [3]`, `matrix [2,3]`. */
export function describeShape(shape: readonly number[]): string {
  if (shape.length === 0) return 'scalar';
  const sizes = shape.map(size => (isRunTime(size) ? '…' : size));
  return `${shape.length === 1 ? 'vector' : 'matrix'} [${sizes.join(',')}]`;
}

/** Row `i` (from 0) of a matrix. */
export function rowOf({ shape, nodes }: Tensor, i: number): readonly Node[] {
  const width = shape[1]!;
  return nodes.slice(i * width, (i + 1) * width);
}

/** Applies a scalar operation to every element; scalars go with every element. Null where two shapes differ. */
export function elementwise(values: readonly Value[], make: (operands: readonly Node[]) => Node): Value | null {
  const shaped = values.find(isTensor);
  // Without a tensor all values are nodes.
  if (shaped === undefined) return make(values as readonly Node[]);
  const { shape } = shaped;
  if (values.some(value => isTensor(value) && !sameShape(value.shape, shape))) return null;
  const nodes = shaped.nodes.map((_, i) => make(values.map(value => (isTensor(value) ? value.nodes[i]! : value))));
  return { shape, nodes };
}
