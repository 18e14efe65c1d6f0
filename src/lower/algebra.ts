// Operators between values: what each shape allows, products of matrices and vectors, powers.

import type { Build, Node } from '../ops/operation.js';
import type { BinaryOperator, LogicOperator } from '../parse/program.js';
import type { Span } from '../source.js';
import { identity } from './constructors.js';
import { knownValue } from './known.js';
import { inverse, isSquare, solution } from './linear.js';
import type { Lowering } from './lowering.js';
import {
  describeShape,
  elementwise,
  isFamily,
  isRunTime,
  isTensor,
  rankOf,
  shapeOf,
  type Tensor,
  type Value,
  vector,
} from './tensor.js';

const SCALAR = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
  '.*': 'mul',
  './': 'div',
  '.^': 'pow',
  mod: 'mod',
  and: 'and',
  or: 'or',
} as const;

export type Operator = BinaryOperator | LogicOperator;

export interface OperatorPlace {
  readonly operator: Operator;
  readonly operatorStart: number;
  readonly operatorEnd: number;
}

/** A product written without an operator has an empty span. */
const spanOf = ({ operatorStart, operatorEnd }: OperatorPlace): Span => ({
  start: operatorStart,
  end: Math.max(operatorEnd, operatorStart + 1),
});

/** A value, or null with the fault reported at the operator. */
export function applyOperator(lowering: Lowering, place: OperatorPlace, left: Value, right: Value): Value | null {
  const { build } = lowering;
  const { operator } = place;
  if (operator === '\\') return leftDivision(lowering, place, left, right);
  const name = SCALAR[operator];
  if (!isTensor(left) && !isTensor(right)) return build[name](left, right);
  if (operator === '*' && isTensor(left) && isTensor(right)) return product(lowering, place, left, right);
  if (operator === '/' && isTensor(right)) return refuseDivision(lowering, place, left, right);
  if (operator === '^') return power(lowering, place, left, right);
  const value = elementwise([left, right], ([a, b]) => build[name](a!, b!));
  return value ?? refuse(lowering, place, left, right, 'only a scalar goes with every element');
}

function refuse({ report }: Lowering, place: OperatorPlace, left: Value, right: Value, otherwise: string): null {
  const isOfOne = [left, right].some(value => isTensor(value) && value.shape.length === 1 && value.shape[0] === 1);
  const help = isOfOne ? "'[x]' is a vector of one element: write 'x', or '(x)', for a number" : otherwise;
  const shapes = `${describeShape(shapeOf(left))} and ${describeShape(shapeOf(right))}`;
  const { operator } = place;
  report.error('WG302', spanOf(place), `'${operator}' does not go with ${shapes}`, help);
  return null;
}

function refuseDivision(lowering: Lowering, place: OperatorPlace, left: Value, right: Tensor): null {
  const help =
    rankOf(right) === 2 && rankOf(left) === 2
      ? "write 'A*inv(B)', or './' to divide element by element"
      : "write './' to divide element by element";
  return refuse(lowering, place, left, right, help);
}

/** `A\b`, the solution of A·x = b. */
function leftDivision(lowering: Lowering, place: OperatorPlace, left: Value, right: Value): Value | null {
  if (isSquare(left) && isTensor(right) && right.shape[0] === left.shape[0])
    return solution(lowering.build, left, right);
  const help = isTensor(left)
    ? "it solves A*x = b: 'A\\b' of a square matrix, and a vector or a matrix with as many rows"
    : "write '/' to divide by a number";
  return refuse(lowering, place, left, right, help);
}

function product(lowering: Lowering, place: OperatorPlace, left: Tensor, right: Tensor): Value | null {
  const { build } = lowering;
  if (left.shape.length === 1 && right.shape.length === 1) {
    return refuse(lowering, place, left, right, "write 'dot(u, v)' for a number, 'u.*v' for a vector");
  }
  const inner = left.shape.at(-1)!;
  if ([inner, ...right.shape].some(isRunTime))
    return refuse(lowering, place, left, right, "write the sum: 'sum(A[i, 1]*x[i], i = 1:n)'");
  if (inner !== right.shape[0]) {
    const help = `a product needs equal inner sizes, here ${inner} and ${right.shape[0]}; '.*' multiplies element by element`;
    return refuse(lowering, place, left, right, help);
  }
  return isFamily(left) ? multiplyEach(build, left, right) : multiply(build, left, right);
}

/** Each row of a matrix of as many as is known at run time, times a vector or a matrix. */
function multiplyEach(g: Build, left: Tensor, right: Tensor): Tensor {
  const { nodes } = multiply(g, vector(left.nodes), right);
  return { shape: [left.shape[0]!, ...right.shape.slice(1)], nodes };
}

/** Matrix·matrix, matrix·vector or vector·matrix, whose inner sizes agree. */
export function multiply(g: Build, left: Tensor, right: Tensor): Tensor {
  const inner = right.shape[0]!;
  const rows = left.shape.length === 1 ? 1 : left.shape[0]!;
  const columns = right.shape[1] ?? 1;
  const nodes: Node[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = g.mul(left.nodes[i * inner]!, right.nodes[j]!);
      for (let k = 1; k < inner; k++) {
        sum = g.add(sum, g.mul(left.nodes[i * inner + k]!, right.nodes[k * columns + j]!));
      }
      nodes.push(sum);
    }
  }
  if (left.shape.length === 1 || right.shape.length === 1) return vector(nodes);
  return { shape: [rows, columns], nodes };
}

function power(lowering: Lowering, place: OperatorPlace, left: Value, right: Value): Value | null {
  const { build, report } = lowering;
  if (!isTensor(left) || rankOf(left) === 1 || isTensor(right) || isFamily(left)) {
    const help = "write '.^' for the power of every element, 'dot(v, v)' for a square";
    return refuse(lowering, place, left, right, isTransposing(lowering, place) ? TRANSPOSE : help);
  }
  const [rows, columns] = left.shape;
  if (rows !== columns) return refuse(lowering, place, left, right, 'only a square matrix has powers');
  const exponent = knownValue(lowering.graph, right);
  if (exponent === undefined || !Number.isInteger(exponent) || Math.abs(exponent) > MOST_POWER) {
    report.error(
      'WG303',
      spanOf(place),
      'the power of a matrix is a whole number known at compile time',
      isTransposing(lowering, place) ? TRANSPOSE : "write '.^' for the power of every element",
    );
    return null;
  }
  let base: Tensor = exponent < 0 ? inverse(build, left) : left;
  let result: Tensor | null = null;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === null ? base : multiply(build, result, base);
    if (rest > 1) base = multiply(build, base, base);
  }
  return result ?? identity(build, rows!, rows!);
}

const TRANSPOSE = "write 'A'' for the transpose, 'inv(A)'' for that of the inverse";

/** `A^T` */
const isTransposing = ({ report }: Lowering, { operatorEnd }: OperatorPlace): boolean =>
  /^\s*\(?\s*-?\s*T(?![\p{L}\p{N}_$])/u.test(report.source?.text.slice(operatorEnd, operatorEnd + 10) ?? '');

const MOST_POWER = 1_000_000;

/** Swaps rows and columns; a vector stays as it is. */
export function transpose(value: Value): Value {
  if (!isTensor(value) || value.shape.length === 1) return value;
  // One entry stands for all.
  if (isFamily(value)) return { shape: value.shape.toReversed(), nodes: value.nodes };
  const [rows, columns] = value.shape as [number, number];
  const nodes = Array.from(
    { length: rows * columns },
    (_, i) => value.nodes[(i % rows) * columns + Math.floor(i / rows)]!,
  );
  return { shape: [columns, rows], nodes };
}
