// `[1, 2; 3, 4]`, `A[i, 2:end]`, `1:n`.

import type { Report } from '../diagnostic.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { FROM_FIRST, FROM_LAST, type Node } from '../graph/graph.js';
import { SIZE } from '../ops/table.js';
import type { ExpressionNode } from '../parse/program.js';
import type { Span } from '../source.js';
import {
  dimensionOf,
  entryAt,
  faultAt,
  type Position,
  positionOf,
  rangeValue,
  rootOf,
  runTimeRange,
  slice,
} from './families.js';
import { knownValue } from './known.js';
import { isOfRows, type Lowering } from './lowering.js';
import {
  describeShape,
  isFamily,
  isRunTime,
  isTensor,
  nodesOf,
  rankOf,
  rowOf,
  shapeOf,
  type Tensor,
  type Value,
  vector,
} from './tensor.js';

/** A literal: numbers side by side, rows below each other, or vectors as the rows of a matrix. */
export function lowerArray(lowering: Lowering, rows: readonly (readonly Value[])[], span: Span): Value | null {
  const { report } = lowering;
  const [first] = rows;
  if (rows.flat().some(isFamily)) {
    report.error('WG305', span, 'an array cannot hold what is as long as is known at run time');
    return null;
  }
  if (first === undefined || first.length === 0) {
    report.error('WG305', span, 'an empty vector has no use here', "write its elements: '[1, 2]'");
    return null;
  }
  if (rows.length === 1) return first.some(isTensor) ? stacked(lowering, first, span) : vector(first as Node[]);
  const other = rows.find(row => row.length !== first.length);
  if (other !== undefined) {
    report.error(
      'WG305',
      span,
      `the rows have ${first.length} and ${other.length} elements`,
      'give all rows the same length',
    );
    return null;
  }
  const shaped = rows.flat().find(isTensor);
  if (shaped !== undefined) {
    report.error('WG305', span, `an element is a ${describeShape(shaped.shape)}`, 'elements of a matrix are numbers');
    return null;
  }
  return { shape: [rows.length, first.length], nodes: rows.flat() as Node[] };
}

/** Vectors of equal length as rows of a matrix. */
function stacked({ report }: Lowering, rows: readonly Value[], span: Span): Value | null {
  const length = shapeOf(rows[0]!)[0];
  const other = rows.find(row => rankOf(row) !== 1 || shapeOf(row)[0] !== length);
  if (other !== undefined) {
    const shapes = `${describeShape(shapeOf(rows[0]!))} and ${describeShape(shapeOf(other))}`;
    report.error('WG305', span, `a literal cannot hold ${shapes} side by side`, 'its rows are vectors of equal length');
    return null;
  }
  return { shape: [rows.length, length!], nodes: rows.flatMap(nodesOf) };
}

/** One index: the positions (from 0) that it picks; a single number drops its dimension. */
interface Picked {
  readonly positions: readonly number[];
  readonly drops: boolean;
}

/** `k[A]` is a concentration to chemists, `E[X]` an expectation, and `u x [1, 0, 0]` a cross product. */
function scalarHelp({ report }: Lowering, indices: readonly { readonly span: Span }[], span: Span): string {
  const declared = 'declare its shape, such as x[3]';
  const text = report.source?.text;
  const [index] = indices;
  if (text === undefined || index === undefined) return declared;
  const object = text.slice(span.start, text.indexOf('[', span.start)).trim();
  if (/^[x×]$/i.test(object) && /\]\s*$/.test(text.slice(0, span.start)))
    return "write 'cross(u, v)' for a product of vectors";
  const inside = text.slice(index.span.start, index.span.end);
  if (indices.length > 1 || !/^\p{L}/u.test(inside) || inside.length > LONGEST_FACTOR) return declared;
  if (object === 'E') return `write 'mean(${inside})' for an expectation, of 'data ${inside}' or an array`;
  const isName = /^[\p{L}\p{N}_]+$/u.test(inside);
  return /^[\p{L}\p{N}_]+$/u.test(object)
    ? `write '${object}*${isName ? inside : `(${inside})`}' for a product; for elements ${declared}`
    : declared;
}

const LONGEST_FACTOR = 40;

export function lowerIndex(
  lowering: Lowering,
  object: Value,
  indices: readonly { readonly value: Value | 'all'; readonly span: Span }[],
  span: Span,
): Value | null {
  const shape = shapeOf(object);
  if (!isTensor(object)) {
    if (isOfRows(lowering, object)) {
      const help = "reduce it over the rows: 'sum(x)'; elements are those of an array: 'input x[n]'";
      lowering.report.error('WG306', span, 'what depends on the row of the data has no index for the row', help);
    } else {
      const help = scalarHelp(lowering, indices, span);
      lowering.report.error('WG306', span, 'a scalar has no elements', help);
    }
    return null;
  }
  if (indices.length !== shape.length) {
    const example = shape.length === 1 ? "'v[i]'" : "'A[i, j]', or 'A[i, :]' for a row";
    lowering.report.error(
      'WG306',
      span,
      `a ${describeShape(shape)} takes ${shape.length === 1 ? 'one index' : 'two indices'}, got ${indices.length}`,
      `write ${example}`,
    );
    return null;
  }
  if (isFamily(object)) return entryOf(lowering, object, indices, span);
  const picked = indices.map((index, dimension) => pick(lowering, index.value, shape[dimension]!, index.span, span));
  const [rows, columns] = picked;
  if (rows == null || columns === null) return null;
  if (columns === undefined) {
    const nodes = rows.positions.map(i => object.nodes[i]!);
    return rows.drops ? nodes[0]! : vector(nodes);
  }
  const nodes = rows.positions.flatMap(i => {
    const row = rowOf(object, i);
    return columns.positions.map(j => row[j]!);
  });
  if (rows.drops && columns.drops) return nodes[0]!;
  if (rows.drops || columns.drops) return vector(nodes);
  return { shape: [rows.positions.length, columns.positions.length], nodes };
}

/** Of what is known for any one index of a dimension: an entry along that dimension. */
function entryOf(lowering: Lowering, family: Tensor, indices: Indices, whole: Span): Value | null {
  const { report } = lowering;
  const axis = family.shape.findIndex(isRunTime);
  const { value, span } = indices[axis]!;
  const places = value !== 'all' && isTensor(value) ? placesOf(lowering, value) : null;
  if (places !== null) return entriesOf(lowering, family, places, indices, span, whole);
  const some = value === 'all' ? family : isTensor(value) ? sliceOf(lowering, family, value, span) : undefined;
  if (some === null) return null;
  if (some !== undefined) return columnsOf(lowering, some, axis, indices);
  const position = value === 'all' || isTensor(value) ? null : positionOf(lowering, value);
  if (position === null) {
    const message = 'along a size that is known at run time an index is a number, or an index plus a number';
    report.error('WG307', span, message, "write 'x[i + 1]' in a comprehension: 'sum(…, i = 1:n)', 'array(…, i = 1:n)'");
    return null;
  }
  return entryOrFault(lowering, family, position, indices, span, whole);
}

type Indices = readonly { readonly value: Value | 'all'; readonly span: Span }[];

/** The entry at a position, and what is picked of it; null where there is none. */
function entryOrFault(
  lowering: Lowering,
  family: Tensor,
  position: Position,
  indices: Indices,
  span: Span,
  whole: Span,
): Value | null {
  const { report } = lowering;
  const fault = faultAt(lowering, dimensionOf(family), position);
  if (fault !== null) {
    const written = report.source?.text.slice(whole.start, whole.end) ?? 'this';
    report.error('WG308', span, `'${written}': ${fault}`, 'make the range shorter');
    return null;
  }
  const entry = entryAt(lowering, family, position);
  const axis = family.shape.findIndex(isRunTime);
  const others = indices.filter((_, i) => i !== axis);
  return others.length === 0 ? entry : lowerIndex(lowering, entry, others, span);
}

/** Positions that are known to be so many: `[3, 1]`, `1:3`, `n-2:n`; null for others. */
function placesOf(lowering: Lowering, value: Tensor): readonly Position[] | null {
  const ends = runTimeRange(value);
  if (ends === null) {
    const places = rankOf(value) === 1 ? value.nodes.map(node => positionOf(lowering, node)) : [];
    const isKnown = places.length > 0 && places.every(of => of !== null && of.index < 0);
    return isKnown ? (places as Position[]) : null;
  }
  const [first, last] = [positionOf(lowering, ends.from), positionOf(lowering, ends.to)];
  if (first?.index !== FROM_LAST || last?.index !== FROM_LAST || first.dimension !== last.dimension) return null;
  const count = last.offset - first.offset + 1;
  return count < 1 ? null : Array.from({ length: count }, (_, i) => ({ ...first, offset: first.offset + i }));
}

/** The entries at some positions, side by side along their dimension. */
function entriesOf(
  lowering: Lowering,
  family: Tensor,
  places: readonly Position[],
  indices: Indices,
  span: Span,
  whole: Span,
): Value | null {
  const entries = places.map(place => entryOrFault(lowering, family, place, indices, span, whole));
  if (entries.includes(null)) return null;
  // null was ruled out above.
  const nodes = (entries as Value[]).map(nodesOf);
  const isFlat = !isTensor(entries[0]!);
  if (isFlat) return vector(nodes.flat());
  const width = nodes[0]!.length;
  if (family.shape.findIndex(isRunTime) === 0) return { shape: [places.length, width], nodes: nodes.flat() };
  const turned = Array.from({ length: width }, (_, i) => nodes.map(of => of[i]!));
  return { shape: [width, places.length], nodes: turned.flat() };
}

/** A part of a family along its dimension; null where a fault is reported. */
function sliceOf(lowering: Lowering, family: Tensor, value: Tensor, span: Span): Tensor | null {
  const { report } = lowering;
  const refuse = (message: string, help: string): null => {
    report.error('WG307', span, message, help);
    return null;
  };
  const help = "write 'x[2:n]', 'x[1:n-1]'";
  const ends = runTimeRange(value);
  if (ends === null) return refuse('this is no range that ends at a size which is known at run time', help);
  const [first, last] = [positionOf(lowering, ends.from), positionOf(lowering, ends.to)];
  const { dimension, plus } = rootOf(lowering, dimensionOf(family));
  if (first?.index !== FROM_FIRST || last?.index !== FROM_LAST || last.dimension !== dimension)
    return refuse('a slice starts at a number and ends at its own size, or a number less', help);
  if (first.offset >= 1 && last.offset <= plus) return slice(lowering, family, first.offset, last.offset);
  const { name } = lowering.dimensions[dimensionOf(family)]!;
  report.error('WG308', span, `this is not within 1 … ${name}`, 'make the range shorter');
  return null;
}

/** What is picked along the other dimension of a family, of which all or a part is wanted. */
function columnsOf(lowering: Lowering, family: Tensor, axis: number, indices: Indices): Value | null {
  const other = indices[1 - axis];
  if (other === undefined) return family;
  const picked = pick(lowering, other.value, family.nodes.length, other.span, other.span);
  if (picked === null) return null;
  const nodes = picked.positions.map(i => family.nodes[i]!);
  const size = family.shape[axis]!;
  if (picked.drops) return { shape: [size], nodes };
  return { shape: axis === 0 ? [size, nodes.length] : [nodes.length, size], nodes };
}

const LONGEST_ELEMENT = 100;

/** `a[g]`, where data say which: a sum over all of which one counts. */
function chosenHelp({ report }: Lowering, { start, end }: Span, size: number): string {
  const text = end - start > LONGEST_ELEMENT ? '' : (report.source?.text.slice(start, end) ?? '');
  const [, array, index] = /^([\p{L}_]\w*)\s*\[\s*([\p{L}_]\w*)\s*\]$/u.exec(text) ?? [];
  const chosen =
    array === undefined
      ? ''
      : `; write 'sum(${array}[k]*(${index} == k), k = 1:${size})' for the one that '${index}' says`;
  return `use numbers, consts and the indices of comprehensions${chosen}`;
}

function pick(lowering: Lowering, value: Value | 'all', size: number, span: Span, whole: Span): Picked | null {
  const { graph, report } = lowering;
  if (value === 'all') return { positions: Array.from({ length: size }, (_, i) => i), drops: false };
  if (rankOf(value) === 2) {
    report.error('WG306', span, 'an index is a number, a range or a vector of numbers');
    return null;
  }
  const positions: number[] = [];
  for (const node of nodesOf(value)) {
    const index = knownValue(graph, node);
    if (index === undefined) {
      report.error('WG307', span, 'an index must be known at compile time', chosenHelp(lowering, whole, size));
      return null;
    }
    if (!Number.isInteger(index) || index < 1 || index > size) {
      report.error('WG308', span, `index ${index} is not one of 1 … ${size}`, outsideHelp(index, size, report, span));
      return null;
    }
    positions.push(index - 1);
  }
  return { positions, drops: !isTensor(value) };
}

/** An index of a loop may go too far in an arm of a condition that is there to keep it from that. */
function outsideHelp(index: number, size: number, { source }: Report, { start, end }: Span): string {
  const text = source?.text ?? '';
  const statement = text.slice(Math.max(text.lastIndexOf('\n', start), text.lastIndexOf(';', start)) + 1, start);
  if (statement.includes('?') && /\p{L}/u.test(text.slice(start, end)))
    return "both arms of '? :' are read for every index: write the ends on lines of their own, and a range without them";
  return index < 0 && -index <= size
    ? `indices are counted from 1, and from the last as 'end${index === -1 ? '' : ` - ${-index - 1}`}'`
    : 'indices are whole numbers from 1';
}

/** `from:to` with an end that is known at run time, which only comprehensions take; null for any other range. */
export function runTimeRangeOf({ graph, build }: Lowering, parts: readonly (Value | null)[]): Tensor | null {
  const [from, to, ...more] = parts;
  if (from == null || to == null || more.length > 0 || isTensor(from) || isTensor(to)) return null;
  const isMoving = (end: Node): boolean =>
    domainOf(graph, end) !== EVERYWHERE || [end, ...build.operandsOf(end)].some(of => graph.operation[of] === SIZE);
  return isMoving(from) || isMoving(to) ? rangeValue({ from, to }) : null;
}

/** `A1:A10` are cells of a sheet. */
function rangeHelp(text: string): string {
  const [, column, from, , to] = /^\$?([A-Z]{1,2})\$?(\d{1,6})\s*:\s*\$?([A-Z]{1,2})\$?(\d{1,6})$/.exec(text) ?? [];
  return column === undefined
    ? "declare sizes with 'const n = 3', or use size(x)[1]"
    : `cells are elements of an array: 'input ${column}[${Number(to) - Number(from) + 1}]', and '${column}' for all of them`;
}

/** `from:step:to` as numbers; null where a part is missing, not constant, or there are too many. */
export function rangeOf(
  { graph, report, limits }: Lowering,
  node: ExpressionNode & { kind: 'range' },
  parts: readonly (Value | null)[],
): number[] | null {
  if (parts.includes(null)) return null;
  const numbers = parts.map(part => (isTensor(part!) ? undefined : knownValue(graph, part!)));
  if (numbers.includes(undefined) || numbers.some(value => !Number.isFinite(value))) {
    report.error(
      'WG307',
      node,
      'the ends of a range must be numbers known at compile time',
      rangeHelp(report.source?.text.slice(node.start, node.end) ?? ''),
    );
    return null;
  }
  const [from, ...rest] = numbers as number[];
  const to = rest.at(-1)!;
  const step = rest.length === 2 ? rest[0]! : 1;
  if (step === 0) {
    report.error('WG308', node, 'the step of a range is 0');
    return null;
  }
  const count = Math.max(0, Math.floor((to - from!) / step + 1e-9) + 1);
  if (count > limits.nodes) {
    report.error(
      'WG706',
      node,
      `the range has ${count} elements, more than ${limits.nodes}`,
      'raise the limit (nodes)',
    );
    return null;
  }
  return Array.from({ length: count }, (_, i) => from! + i * step);
}
