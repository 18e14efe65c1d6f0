// `sum(expr, i = 1:n, j = 1:i)`: the body once for every value of the indices, then one reduction or an array. Where a range ends
// at a size that is known at run time its index stays open in the body, and the reduction closes it.

import type { Node } from '../graph/graph.js';
import { checkTime } from '../limits.js';
import { argumentsIn, formulaOfCall } from '../parse/calls-elsewhere.js';
import { alongHelp } from '../parse/members.js';
import type { Expression, ExpressionNode, Name } from '../parse/program.js';
import type { Span } from '../source.js';
import { familyOf, type OpenIndex, openIndex, openNumbers, runTimeRange } from './families.js';
import { knownValue } from './known.js';
import type { Bindings, Lowering, Place, Steps } from './lowering.js';
import { closed } from './rows.js';
import { reductions } from './shaped.js';
import {
  describeShape,
  isFamily,
  isRunTime,
  isTensor,
  nodesOf,
  rankOf,
  sameShape,
  shaped,
  shapeOf,
  type Value,
} from './tensor.js';

export type ComprehensionNode = ExpressionNode & { kind: 'comprehension' };

/** Reductions that go element by element over bodies that are vectors. */
const ELEMENTWISE = new Set(['sum', 'prod', 'mean', 'min', 'max', 'variance', 'std']);

/** Turns of loops in one another, where these are known: 10 seconds or so. */
const MOST_TURNS = 1e10;

/** Values of an index under the indices before it. */
interface Level {
  readonly values: readonly Node[];
  /** The index that the only value is; null for numbers. */
  readonly open: OpenIndex | null;
  readonly bindings: Map<string, Value>;
  at: number;
}

export function* lowerComprehension(lowering: Lowering, place: Place, node: ComprehensionNode): Steps {
  const { graph, report, scope } = lowering;
  const { callee, indices } = node;
  const isOwn = scope.defined('function').has(callee.name);
  const isReduction = reductions.has(callee.name) || callee.name === 'array';
  if (isOwn || !isReduction) {
    const known = ['array', ...reductions.keys()].join(', ');
    const help = isReduction
      ? 'it is a function of this program; give that another name'
      : (namedHelp(lowering, node) ?? `an index goes with ${known}`);
    report.error('WG309', callee, `'${callee.name}' takes no index`, help);
    return null;
  }
  const bodies: Body[] = [];
  const widths = new Set<number>();
  const levels: Level[] = [];
  let elements = 0;
  let turns = 1;
  const open = function* (
    bindings: Bindings,
  ): Generator<{ expression: Expression; bindings: Bindings }, boolean, Value | null> {
    const { range, name } = indices[levels.length]!;
    const value: Value | null = yield { expression: range, bindings };
    if (value === null) return false;
    const moving = runTimeRange(value);
    if (moving !== null) {
      const opened = openIndex(lowering, name.name, moving, bindings);
      if (typeof opened === 'string') {
        report.error('WG309', range.span, opened, `write '${name.name} = 1:n', '${name.name} = 2:n-1'`);
        return false;
      }
      levels.push({ values: [opened.node], open: opened, bindings: new Map(bindings), at: 0 });
      return true;
    }
    const numbers = nodesOf(value).map(item => knownValue(graph, item));
    if (rankOf(value) !== 1 || numbers.includes(undefined)) {
      report.error(
        'WG309',
        range.span,
        `'${name.name}' needs a range of numbers`,
        rangeHelp(lowering, node, name, range),
      );
      return false;
    }
    const ends = endsOfMany(numbers as number[], lowering.many);
    if (ends !== null) {
      const opened = openNumbers(lowering, name.name, ends, bindings);
      levels.push({ values: [opened.node], open: opened, bindings: new Map(bindings), at: 0 });
      turns *= numbers.length;
      if (turns <= MOST_TURNS) return true;
      report.error(
        'WG706',
        node,
        `the terms of '${callee.name}' are more than ${MOST_TURNS}`,
        'make the ranges shorter',
      );
      return false;
    }
    if (levels.length > 0) widths.add(numbers.length);
    levels.push({ values: nodesOf(value), open: null, bindings: new Map(bindings), at: 0 });
    return true;
  };
  if (!(yield* open(place.bindings))) return null;
  while (levels.length > 0) {
    // Ten indices of a hundred values each make no node until all are done.
    checkTime(graph.budget, node);
    const level = levels.at(-1)!;
    if (level.at === level.values.length) {
      levels.pop();
      continue;
    }
    level.bindings.set(indices[levels.length - 1]!.name.name, level.values[level.at++]!);
    if (levels.length < indices.length) {
      if (!(yield* open(level.bindings))) return null;
      continue;
    }
    const body: Value | null = yield { expression: node.body, bindings: new Map(level.bindings) };
    if (body === null) return null;
    bodies.push({ value: body, open: levels.flatMap(({ open }) => open ?? []) });
    elements += nodesOf(body).length;
    if (elements > lowering.limits.nodes) {
      const message = `the terms of '${callee.name}' have more than ${lowering.limits.nodes} elements`;
      report.error('WG706', node, message, 'raise the limit (nodes)');
      return null;
    }
  }
  const values = bodies.map(({ value }) => value);
  const other = values.find(value => !sameShape(shapeOf(value), shapeOf(values[0]!)));
  if (other !== undefined) {
    const shapes = `${describeShape(shapeOf(values[0]!))} and ${describeShape(shapeOf(other))}`;
    report.error('WG302', node.body.span, `the terms have different shapes: ${shapes}`);
    return null;
  }
  if (bodies.some(({ open }) => open.length > 0)) return closeBodies(lowering, node, bodies);
  return callee.name === 'array' ? assemble(lowering, node, values, widths) : reduceBodies(lowering, node, values);
}

/** The first and the last of many numbers that follow each other; null for others. */
function endsOfMany(numbers: readonly number[], many: number): readonly [number, number] | null {
  const [first] = numbers;
  const isRange = numbers.length >= many && numbers.every((value, i) => value === first! + i);
  return isRange && Number.isInteger(first) ? [first!, numbers.at(-1)!] : null;
}

/** The body for some values of the indices, and those that are still open in it. */
interface Body {
  readonly value: Value;
  readonly open: readonly OpenIndex[];
}

/** Closes the indices that are open in bodies, the inner ones first. */
function closeBodies(lowering: Lowering, node: ComprehensionNode, bodies: readonly Body[]): Value | null {
  const { report } = lowering;
  const { name } = node.callee;
  if (name === 'array') return arrayOf(lowering, node, bodies);
  const shape = shapeOf(bodies[0]!.value);
  const refused = shape.some(isRunTime) || (shape.length > 0 && !ELEMENTWISE.has(name));
  if (refused) {
    report.error('WG304', node, `'${name}' of terms that are a ${describeShape(shape)}`, 'the terms are numbers');
    return null;
  }
  const elements = nodesOf(bodies[0]!.value).map((_, i) =>
    closed(
      lowering,
      name,
      bodies.map(({ value, open }) => ({ node: nodesOf(value)[i]!, open })),
    ),
  );
  if (elements.includes(null)) {
    const message = `'${name}' does not go over this range`;
    report.error('WG309', node, message, "over a size that is known at run time it takes one index: 'i = 1:n'");
    return null;
  }
  // null was ruled out above.
  return shaped(shape, elements as Node[]);
}

/** `array(…, i = 1:n)`: what it is for any `i`. */
function arrayOf(lowering: Lowering, node: ComprehensionNode, bodies: readonly Body[]): Value | null {
  const { graph, report } = lowering;
  const [{ value, open }] = bodies as [Body];
  const [only, ...more] = open;
  const isWhole = only!.condition === null && graph.indices[only!.index]!.lower === 1;
  if (isWhole && more.length === 0 && bodies.length === 1 && rankOf(value) <= 1 && !isFamily(value))
    return familyOf(lowering, value, only!.index);
  const help = "it has one index, from 1 on: 'array(…, i = 1:n)'; a term may be a vector";
  report.error('WG305', node, 'this array has no shape', help);
  return null;
}

function reduceBodies({ build, report }: Lowering, node: ComprehensionNode, bodies: readonly Value[]): Value | null {
  const { name } = node.callee;
  const reduce = reductions.get(name)!;
  const shape = bodies.length === 0 ? [] : shapeOf(bodies[0]!);
  if (shape.length > 0 && !ELEMENTWISE.has(name)) {
    report.error('WG304', node, `'${name}' of terms that are a ${describeShape(shape)}`, 'the terms are numbers');
    return null;
  }
  const size = bodies.length === 0 ? 1 : nodesOf(bodies[0]!).length;
  const elements = Array.from({ length: size }, (_, i) =>
    reduce(
      build,
      bodies.map(body => nodesOf(body)[i]!),
    ),
  );
  if (elements.includes(null)) {
    report.error('WG310', node, `'${name}' over no terms has no value`, 'make the range longer');
    return null;
  }
  // null was ruled out above.
  return shaped(shape, elements as number[]);
}

function assemble(
  { report }: Lowering,
  node: ComprehensionNode,
  bodies: readonly Value[],
  widths: ReadonlySet<number>,
): Value | null {
  const [first] = bodies;
  if (first === undefined) {
    report.error('WG310', node, "'array' over no terms is empty", 'make the range longer');
    return null;
  }
  const rank = node.indices.length + rankOf(first);
  if (rank > 2) {
    report.error('WG305', node, `this array would have ${rank} dimensions`, 'vectors and matrices have one or two');
    return null;
  }
  const nodes = bodies.flatMap(nodesOf);
  if (rank === 1) return { shape: [nodes.length], nodes };
  if (widths.size > 1) {
    report.error('WG305', node, 'the rows of this array differ in length', 'make the inner range the same for all');
    return null;
  }
  const width = isTensor(first) ? first.nodes.length : [...widths][0]!;
  return { shape: [nodes.length / width, width], nodes };
}

/** `log(x, base=10)`: arguments that are named, and no range. */
function namedHelp({ report }: Lowering, node: ComprehensionNode): string | undefined {
  const { callee, body, indices } = node;
  const text = report.source?.text;
  if (text === undefined || indices.some(({ range }) => range.nodes.at(-1)!.kind === 'range')) return undefined;
  const args = [body, ...indices.map(({ range }) => range)].map(({ span }) => text.slice(span.start, span.end));
  const named = argumentsIn(text.slice(callee.end, node.end)) ?? [];
  const formula = formulaOfCall(callee.name, named);
  return formula === undefined
    ? `arguments have no names: write '${callee.name}(${args.join(', ')})'`
    : `write '${formula}'`;
}

/** `sum(A, axis = 0)`, as libraries of arrays have it. */
function rangeHelp(
  { report, scope }: Lowering,
  { callee, body }: ComprehensionNode,
  name: Name,
  range: Expression,
): string {
  if (/^(?:keepdims|ddof)$/.test(name.name)) return 'leave it out: all elements are taken';
  if (!/^(?:axis|dims?)$/.test(name.name)) return `write '${name.name} = 1:n'`;
  const written = ({ start, end }: Span): string => report.source?.text.slice(start, end) ?? '';
  const [only] = body.nodes;
  const value = only?.kind === 'name' && body.nodes.length === 1 ? scope.variables.get(only.name)?.value : undefined;
  if (value != null && rankOf(value) === 1) return `leave it out: write '${callee.name}(${written(body.span)})'`;
  return alongHelp(callee.name, written(body.span), Number(written(range.span)));
}
