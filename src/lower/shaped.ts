// Functions of vectors and matrices, and reductions.

import { checkOperands } from '../limits.js';
import type { Build, Node } from '../ops/operation.js';
import { transpose } from './algebra.js';
import { constructors } from './constructors.js';
import { sizeOfDimension } from './families.js';
import { determinant, inverse, isSquare, logDeterminant, solution } from './linear.js';
import { count, overFamily } from './rows.js';
import { refuse, type ShapedRule } from './rule.js';
import { standardDeviation, variance } from './spread.js';
import {
  elementwise,
  isFamily,
  isRunTime,
  isTensor,
  nodesOf,
  rankOf,
  shapeOf,
  type Tensor,
  type Value,
  vector,
} from './tensor.js';

/** What a reduction makes of its elements; null where there must be at least one. */
type Reduce = (g: Build, elements: readonly Node[]) => Node | null;

const chain =
  (operation: 'add' | 'mul', empty: number): Reduce =>
  (g, elements) =>
    elements.length === 0 ? g.constant(empty) : elements.reduce((total, element) => g[operation](total, element));

const variadic =
  (operation: 'min' | 'max' | 'logsumexp' | 'hypot'): Reduce =>
  (g, elements) => {
    if (elements.length === 0) return operation === 'hypot' ? g.constant(0) : null;
    if (elements.length === 1) return operation === 'hypot' ? g.abs(elements[0]!) : elements[0]!;
    checkOperands(operation, elements.length, g.origin);
    return g[operation](...elements);
  };

/** Functions of all elements of one value, and the comprehensions of the same name. */
export const reductions: ReadonlyMap<string, Reduce> = new Map<string, Reduce>([
  ['sum', chain('add', 0)],
  ['prod', chain('mul', 1)],
  ['mean', (g, elements) => g.div(chain('add', 0)(g, elements)!, g.constant(elements.length))],
  ['min', variadic('min')],
  ['max', variadic('max')],
  ['norm', variadic('hypot')],
  ['hypot', variadic('hypot')],
  ['logsumexp', variadic('logsumexp')],
  ['variance', variance],
  ['std', standardDeviation],
]);

function ofSquare(make: (g: Build, matrix: Tensor) => Value): ShapedRule {
  return {
    least: 1,
    most: 1,
    make(lowering, [value], call) {
      return isSquare(value!)
        ? make(lowering.build, value)
        : refuse(lowering, call, [value!], 'it takes a square matrix');
    },
  };
}

const dot: ShapedRule = {
  least: 2,
  most: 2,
  takesFamilies: true,
  make(lowering, args, call) {
    const [a, b] = args as [Value, Value];
    const fits = rankOf(a) === 1 && rankOf(b) === 1 && shapeOf(a)[0] === shapeOf(b)[0];
    if (!fits) return refuse(lowering, call, args, 'it takes two vectors of equal length');
    const { build } = lowering;
    const right = nodesOf(b);
    if (isFamily(a)) return overFamily(lowering, 'sum', elementwise([a, b], ([x, y]) => build.mul(x!, y!)) as Tensor);
    return nodesOf(a)
      .map((node, i) => build.mul(node, right[i]!))
      .reduce((total, term) => build.add(total, term));
  },
};

/** That of all elements, as `norm` is, under a name that is only of matrices. */
const frobenius: ShapedRule = {
  least: 1,
  most: 1,
  takesFamilies: true,
  make(lowering, [value], call) {
    if (!isTensor(value!) || rankOf(value) !== 2) return refuse(lowering, call, [value!], 'it takes a matrix');
    return isFamily(value) ? overFamily(lowering, 'norm', value) : reductions.get('norm')!(lowering.build, value.nodes);
  },
};

const cross: ShapedRule = {
  least: 2,
  most: 2,
  make(lowering, args, call) {
    if (args.some(value => rankOf(value) !== 1 || shapeOf(value)[0] !== 3)) {
      return refuse(lowering, call, args, 'it takes two vectors [3]');
    }
    const [a, b] = args.map(nodesOf) as [readonly Node[], readonly Node[]];
    const { build: g } = lowering;
    const entry = (i: number, j: number): Node => g.sub(g.mul(a[i]!, b[j]!), g.mul(a[j]!, b[i]!));
    return vector([entry(1, 2), entry(2, 0), entry(0, 1)]);
  },
};

const solve: ShapedRule = {
  least: 2,
  most: 2,
  make(lowering, args, call) {
    const [matrix, right] = args as [Value, Value];
    const fits = isSquare(matrix) && isTensor(right) && right.shape[0] === matrix.shape[0];
    return fits
      ? solution(lowering.build, matrix, right)
      : refuse(lowering, call, args, 'it takes a square matrix, and a vector or a matrix with as many rows');
  },
};

const size: ShapedRule = {
  least: 1,
  most: 1,
  takesFamilies: true,
  make(lowering, [value], call) {
    if (!isTensor(value!)) return refuse(lowering, call, [value!], 'it takes a vector or a matrix');
    const { build } = lowering;
    return vector(
      value.shape.map(length => (isRunTime(length) ? sizeOfDimension(lowering, -length) : build.constant(length))),
    );
  },
};

/** `array(expr, i = 1:n)` is a comprehension; without an index it makes nothing. */
const array: ShapedRule = {
  least: 1,
  most: 1,
  make: (lowering, args, call) => refuse(lowering, call, args, `write 'array(expr, i = 1:n)'`),
};

export const shapedFunctions: ReadonlyMap<string, ShapedRule> = new Map<string, ShapedRule>([
  ['dot', dot],
  ['frobenius', frobenius],
  ['cross', cross],
  [
    'trace',
    ofSquare((g, { shape, nodes }) => nodes.filter((_, i) => i % (shape[1]! + 1) === 0).reduce((a, b) => g.add(a, b))),
  ],
  ['det', ofSquare(determinant)],
  ['inv', ofSquare(inverse)],
  ['logdet', ofSquare(logDeterminant)],
  ['solve', solve],
  ['size', size],
  ['array', array],
  ['count', count],
  ['transpose', { least: 1, most: 1, make: (_lowering, [value]) => transpose(value!) }],
  ...constructors,
]);
