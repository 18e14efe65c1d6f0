// What stands between the brackets of a declaration, and the numbers that an array starts with or is bounded by.

import { type Dimension, type Node, operand, sizeNode } from '../graph/graph.js';
import type { Declaration, Expression, Name } from '../parse/program.js';
import { lowerConstants } from './expression.js';
import { knownValue } from './known.js';
import type { Lowering } from './lowering.js';
import type { Shape } from './model.js';
import { constants } from './scope.js';
import { describeShape, isTensor, nodesOf, rankOf, sameShape, shapeOf, sizeOf } from './tensor.js';

/** The sizes after a declared name; null where there are none, or wrong ones. */
export function fixedShape(lowering: Lowering, { name, shape }: Declaration): Shape | null {
  const { report, limits } = lowering;
  if (shape === null) return null;
  if (shape.sizes.length > 2 || shape.sizes.length === 0) {
    const message = `'${name.name}' has ${shape.sizes.length} dimensions`;
    report.error('WG311', shape.span, message, "a vector has one size, a matrix two: 'x[3], A[2,3]'");
    return null;
  }
  const sizes: number[] = [];
  for (const expression of shape.sizes) {
    const size = knownSize(lowering, expression, name);
    if (size === null) return null;
    sizes.push(size);
  }
  if (sizeOf(sizes) <= limits.nodes) return sizes;
  const message = `'${name.name}' has ${sizeOf(sizes)} elements, more than ${limits.nodes}`;
  report.error('WG706', shape.span, message, 'raise the limit (nodes)');
  return null;
}

function knownSize(lowering: Lowering, expression: Expression, of: Name): number | null {
  const value = lowerConstants(lowering, expression, 'a size');
  if (value === null) return null;
  const size = isTensor(value) ? Number.NaN : knownValue(lowering.graph, value)!;
  if (Number.isInteger(size) && size >= 1) return size;
  lowering.report.error('WG311', expression.span, 'a size is a whole number from 1', `write '${of.name}[3]'`);
  return null;
}

/** Sizes of an array, with one that is known at run time. */
export interface RunTimeShape {
  /** Null where a fault is reported. */
  readonly dimension: Dimension | null;
  readonly axis: 0 | 1;
  /** The other size, if there is one. */
  readonly known: Shape;
}

/** The sizes of an array one of which is a name that nothing declares: its arguments say it. Null for any other. */
export function runTimeShape(lowering: Lowering, { name, shape }: Declaration): RunTimeShape | null {
  const sizes = shape?.sizes ?? [];
  const names = sizes.map(size => undeclaredName(lowering, size));
  const axis = names.findIndex(of => of !== null);
  if (axis === -1 || sizes.length > 2) return null;
  const failed = { dimension: null, axis: 0, known: [] } as const;
  if (names.length === 2 && names[0] !== null && names[1] !== null) {
    const help = 'give one of them a number, or declare it: const m = 3';
    lowering.report.error('WG311', shape!.span, `'${name.name}' has two sizes that nothing declares`, help);
    return failed;
  }
  const known: number[] = [];
  for (const [i, size] of sizes.entries()) {
    const found = i === axis ? undefined : knownSize(lowering, size, name);
    if (found === null) return failed;
    if (found !== undefined) known.push(found);
  }
  return { dimension: dimensionNamed(lowering, names[axis]!), axis: axis === 0 ? 0 : 1, known };
}

/** A name that stands alone as a size and that the program does not declare, or has used as one before. */
function undeclaredName({ scope }: Lowering, size: Expression): Name | null {
  const [only, ...more] = size.nodes;
  if (more.length > 0 || only?.kind !== 'name' || constants.has(only.name)) return null;
  const variable = scope.variables.get(only.name);
  return variable === undefined || variable.kind === 'size' ? only : null;
}

function dimensionNamed({ graph, scope, dimensions }: Lowering, { name, start, end }: Name): Dimension {
  const known = scope.variables.get(name);
  // It was made below.
  if (known !== undefined) return operand(graph, known.value as Node, 0);
  const dimension = dimensions.push({ name, least: 0 }) - 1;
  const value = sizeNode(graph, dimension, { start, end });
  scope.variables.set(name, { name: { name, start, end }, kind: 'size', value, uses: 1 });
  return dimension;
}

/** The numbers of an expression that has a shape; one number fills it. */
export function elementsOf(
  lowering: Lowering,
  expression: Expression,
  shape: Shape,
  what: string,
): readonly number[] | null {
  const value = lowerConstants(lowering, expression, what);
  if (value === null) return null;
  const numbers = nodesOf(value).map(node => knownValue(lowering.graph, node)!);
  if (rankOf(value) === 0) return new Array<number>(sizeOf(shape)).fill(numbers[0]!);
  if (sameShape(shape, shapeOf(value))) return numbers;
  const message = `${what} that is a ${describeShape(shapeOf(value))} does not fit a ${describeShape(shape)}`;
  const [name] =
    /[\p{L}_$]\w*(?=\s*=\s*$)/u.exec(lowering.report.source?.text.slice(0, expression.span.start).slice(-80) ?? '') ??
    [];
  const declared = shape.length > 0 || name === undefined ? '' : `: '${name}[${shapeOf(value)}] = …'`;
  lowering.report.error(
    'WG311',
    expression.span,
    message,
    `give it the same shape${declared}; one number fills every shape`,
  );
  return null;
}
