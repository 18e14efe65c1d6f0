// One expression → values. A loop over the postfix list; calls of the program's own functions and the bodies of
// comprehensions are expressions that it asks for, evaluated on an explicit stack.

import type { Report } from '../diagnostic.js';
import type { Node } from '../graph/graph.js';
import { checkTime } from '../limits.js';
import type { Expression, ExpressionNode, Name } from '../parse/program.js';
import type { Span } from '../source.js';
import { applyOperator, transpose } from './algebra.js';
import { checkCallee, isOwnCall, lowerCall, lowerOwnCall } from './call.js';
import { type ComprehensionNode, lowerComprehension } from './comprehension.js';
import { sizeOfDimension } from './families.js';
import { lowerArray, lowerIndex, rangeOf, runTimeRangeOf } from './indexing.js';
import { knownValue } from './known.js';
import type { Bindings, Lowering, Place, Request, Steps } from './lowering.js';
import { lowerName } from './name.js';
import { warnAboutStars } from './otherwise.js';
import type { UserFunction } from './scope.js';
import { shapedFunctions } from './shaped.js';
import { describeShape, elementwise, isRunTime, isTensor, rankOf, shapeOf, type Value, vector } from './tensor.js';
import { earlierElement, isUnfinished, reportUnfinished } from './unfinished.js';
import { isIndexed, userOf } from './users.js';

const NO_BINDINGS: Bindings = new Map();

/** Value of an expression, or null where something in it was reported. */
export function lowerExpression(
  lowering: Lowering,
  expression: Expression,
  bindings: Bindings = NO_BINDINGS,
): Value | null {
  return lowerPlace(lowering, placeOf({ expression, bindings }));
}

/** Values of the operands of the last entry, which itself has none. */
export function lowerOperands(
  lowering: Lowering,
  { nodes, span }: Expression,
  operands: readonly number[],
): readonly (Value | null)[] {
  const place = placeOf({ expression: { nodes: nodes.slice(0, -1), span }, bindings: NO_BINDINGS });
  lowerPlace(lowering, place);
  return valuesAt(place, operands);
}

function lowerPlace(lowering: Lowering, place: Place): Value | null {
  // Most need no other expression, and the stack only then.
  const stack: Steps[] = lowerEntries(lowering, place) ? [] : [evaluate(lowering, place)];
  let last = place.values.at(-1) ?? null;
  for (let steps = stack.at(-1); steps !== undefined; steps = stack.at(-1)) {
    // The first value handed to a generator is ignored.
    const { done, value } = steps.next(last);
    if (done === true) {
      stack.pop();
      last = value;
    } else stack.push(evaluate(lowering, placeOf(value)));
  }
  return last;
}

/** To make what comes from one entry of the text. */
const at = (lowering: Lowering, entry: Span): Lowering => ({ ...lowering, build: lowering.build.at(entry) });

const placeOf = ({ expression, bindings }: Request): Place => ({ nodes: expression.nodes, values: [], bindings });

function* evaluate(lowering: Lowering, place: Place): Steps {
  const { nodes, values } = place;
  while (!lowerEntries(lowering, place)) {
    const node = nodes[values.length]!;
    // lowerEntries stops at no others.
    if (node.kind === 'call') values.push(yield* lowerOwnCall(lowering, place, node));
    else values.push(yield* lowerComprehension(at(lowering, node), place, node as ComprehensionNode));
  }
  return values.at(-1) ?? null;
}

/** Adds the values of entries; returns false where the next one needs those of other expressions. */
function lowerEntries(lowering: Lowering, place: Place): boolean {
  const { nodes, values } = place;
  while (values.length < nodes.length) {
    const node = nodes[values.length]!;
    checkTime(lowering.graph.budget, node);
    if (node.kind === 'comprehension' || (node.kind === 'call' && isOwnCall(lowering, node))) return false;
    const here = at(lowering, node);
    values.push(node.kind === 'call' ? lowerCall(here, place, node) : lowerNode(here, place, node));
  }
  return true;
}

type Simple = Exclude<ExpressionNode, { kind: 'call' | 'comprehension' }>;

/** Runs for every entry of the text: what needs closures is in functions of its own. */
function lowerNode(lowering: Lowering, place: Place, node: Simple): Value | null {
  const { build } = lowering;
  const { values } = place;
  switch (node.kind) {
    case 'number':
      return build.constant(node.value);
    case 'name': {
      const bound = place.bindings.get(node.name) ?? null;
      if (isUnfinished(bound) && !isIndexed(place, values.length)) return reportUnfinished(lowering, bound, node);
      return bound ?? lowerName(lowering, node, place);
    }
    case 'unary': {
      const operand = values[node.operand]!;
      return operand === null ? null : lowerUnary(lowering, node, operand);
    }
    case 'binary': {
      const right = values[node.right]!;
      if (node.operator === '^' && isEuler(lowering, place, node.left))
        return right === null ? null : exponential(lowering, right);
      const left = values[node.left]!;
      if (left === null || right === null) return null;
      if (node.operator === '^' && isTensor(left)) warnAboutStars(lowering, node, left);
      const isDot = node.operator === '*' && rankOf(left) === 1 && rankOf(right) === 1 && isRow(place, node.left);
      return isDot ? dotOf(lowering, place, node, [left, right]) : applyOperator(lowering, node, left, right);
    }
    case 'comparison':
      return lowerComparison(lowering, node, valuesAt(place, node.operands));
    case 'conditional':
      return lowerConditional(lowering, node, valuesAt(place, [node.condition, node.whenTrue, node.whenFalse]));
    case 'array':
      return lowerRows(lowering, place, node);
    case 'index':
      return lowerIndexed(lowering, place, node);
    case 'range':
      return lowerRange(lowering, place, node);
    case 'end': {
      if (place.bindings.has('end') || lowering.scope.variables.has('end')) {
        lowering.report.error(
          'WG202',
          node,
          "'end' is the last index here, and a name of this program as well",
          'call the other one something else',
        );
        return null;
      }
      const object = values[node.object]!;
      // The index itself reports an object that has no such dimension.
      if (isUnfinished(object)) return reportUnfinished(lowering, object, node);
      return object === null ? null : lengthAlong(lowering, object, node.dimension);
    }
  }
}

/** How many elements there are along a dimension; 1 where there is none. */
function lengthAlong(lowering: Lowering, object: Value, dimension: number): Node {
  const size = shapeOf(object)[dimension] ?? 1;
  return isRunTime(size) ? sizeOfDimension(lowering, -size) : lowering.build.constant(size);
}

const valuesAt = ({ values }: Place, indices: readonly number[]): (Value | null)[] =>
  indices.map(index => values[index]!);

function lowerRows(lowering: Lowering, place: Place, node: ExpressionNode & { kind: 'array' }): Value | null {
  const rows = node.rows.map(row => valuesAt(place, row));
  warnAboutOne(lowering, place, node);
  return rows.flat().includes(null) ? null : lowerArray(lowering, rows as Value[][], node);
}

/** `[A]`: a concentration, or another kind of parenthesis. */
function warnAboutOne(
  { scope, report }: Lowering,
  { nodes }: Place,
  { rows, start, end }: ExpressionNode & { kind: 'array' },
): void {
  const only = rows.length === 1 && rows[0]!.length === 1 ? nodes[rows[0]![0]!] : undefined;
  if (only?.kind !== 'name' || !scope.inferring || scope.variables.get(only.name)?.kind !== 'inferred') return;
  const { name } = only;
  const help = `write '${name}' for a number; 'input ${name}' says that the vector is meant`;
  report.warn('WG131', { start, end }, `'[${name}]' is a vector of one element`, help);
}

/** One with an open end gets its meaning from the object that it indexes. */
function lowerRange(lowering: Lowering, place: Place, node: ExpressionNode & { kind: 'range' }): Value | null {
  if (node.from === null || node.to === null) {
    if (userOf(place, place.values.length)?.kind !== 'index')
      lowering.report.error('WG306', node, 'only an index has ends that can be left out', "write both: '1:n'");
    return null;
  }
  const parts = valuesAt(place, rangeParts(node));
  const atRunTime = runTimeRangeOf(lowering, parts);
  if (atRunTime !== null) return atRunTime;
  const numbers = rangeOf(lowering, node, parts);
  return numbers === null ? null : vector(numbers.map(number => lowering.build.constant(number)));
}

const exponential = ({ build: g }: Lowering, exponent: Value): Value | null =>
  elementwise([exponent], ([a]) => g.exp(a!));

function lowerConditional(
  lowering: Lowering,
  node: ExpressionNode & { kind: 'conditional' },
  parts: readonly (Value | null)[],
): Value | null {
  const { build: g } = lowering;
  if (parts.includes(null)) return null;
  // null was ruled out in the line before.
  const values = parts as readonly Value[];
  const chosen = elementwise(values, ([condition, whenTrue, whenFalse]) => g.select(condition!, whenTrue!, whenFalse!));
  return chosen ?? differ(lowering, '?:', node, values);
}

function rangeParts(node: ExpressionNode & { kind: 'range' }): number[] {
  return [node.from, node.step, node.to].filter(part => part !== null);
}

function lowerUnary(
  { build: g, report }: Lowering,
  node: ExpressionNode & { kind: 'unary' },
  operand: Value,
): Value | null {
  switch (node.operator) {
    case '-':
      return elementwise([operand], ([a]) => g.neg(a!));
    case 'not':
      return elementwise([operand], ([a]) => g.not(a!));
    case '!':
      return elementwise([operand], ([a]) => g.gamma(g.add(a!, g.constant(1))));
    case "'":
      if (!isTensor(operand)) warnAboutPrime(report, node);
      return transpose(operand);
    default:
      return operand;
  }
}

/** Whether a vector is a transposed one, or a product that begins with one: `u'*v` is a number. */
function isRow({ nodes, values }: Place, index: number): boolean {
  for (let at = index; ; ) {
    const node = nodes[at]!;
    if (node.kind === 'unary' && node.operator === "'") return true;
    if (node.kind === 'unary' && node.operator === '-') at = node.operand;
    else if (node.kind === 'binary' && node.operator === '/') at = node.left;
    else if (node.kind === 'binary' && node.operator === '*')
      at = isTensor(values[node.left]!) ? node.left : node.right;
    else return false;
  }
}

function dotOf(
  lowering: Lowering,
  { nodes }: Place,
  { left, right, start, end }: ExpressionNode & { kind: 'binary' },
  vectors: readonly Value[],
): Value | null {
  const argumentSpans = [left, right].map(index => nodes[index]!);
  return shapedFunctions.get('dot')!.make(lowering, vectors, { name: '*', span: { start, end }, argumentSpans });
}

function warnAboutPrime(report: Report, node: Span): void {
  const isDensity = /^[NΦ]'\(/u.test(report.source?.text.slice(node.start, node.end + 1) ?? '');
  const help = isDensity
    ? "write 'exp(-x^2/2)/sqrt(2*pi)' for the density; leave the prime out elsewhere"
    : "leave the prime out; derivatives are functions of the module, such as 'gradient'";
  report.warn('WG227', node, 'a prime transposes, which changes nothing of a number', help);
}

function differ({ report }: Lowering, what: string, span: Span, values: readonly Value[]): null {
  const shapes = values.map(value => describeShape(shapeOf(value))).join(', ');
  report.error('WG302', span, `'${what}' does not go with ${shapes}`, 'only a scalar goes with every element');
  return null;
}

function lowerComparison(
  lowering: Lowering,
  node: ExpressionNode & { kind: 'comparison' },
  operands: readonly (Value | null)[],
): Value | null {
  const { build: g } = lowering;
  if (operands.includes(null)) return null;
  // null was ruled out in the line before.
  const values = operands as Value[];
  let all: Value | null = null;
  for (const [i, operator] of node.operators.entries()) {
    const pair = elementwise([values[i]!, values[i + 1]!], ([a, b]) => g[COMPARE[operator]](a!, b!));
    if (pair === null) return differ(lowering, operator, node.operatorSpans[i]!, [values[i]!, values[i + 1]!]);
    all = all === null ? pair : elementwise([all, pair], ([a, b]) => g.and(a!, b!));
    if (all === null) return differ(lowering, operator, node.operatorSpans[i]!, [values[0]!, values[i + 1]!]);
  }
  return all;
}

const COMPARE = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '==': 'eq', '!=': 'ne' } as const;

function lowerIndexed(lowering: Lowering, place: Place, node: ExpressionNode & { kind: 'index' }): Value | null {
  const object = place.values[node.object]!;
  if (object === null) return null;
  const indices: { value: Value | 'all'; span: Span }[] = [];
  for (const [dimension, at] of node.indices.entries()) {
    const entry = place.nodes[at]!;
    if (entry.kind === 'range' && (entry.from === null || entry.to === null)) {
      if (entry.from === null && entry.to === null && entry.step === null) {
        indices.push({ value: 'all', span: entry });
        continue;
      }
      const part = (index: number | null, open: () => Node): Value | null =>
        index === null ? open() : place.values[index]!;
      const step = entry.step === null ? [] : [place.values[entry.step]!];
      const parts = [
        part(entry.from, () => lowering.build.constant(1)),
        ...step,
        part(entry.to, () => lengthAlong(lowering, object, dimension)),
      ];
      const atRunTime = runTimeRangeOf(lowering, parts);
      if (atRunTime !== null) {
        indices.push({ value: atRunTime, span: entry });
        continue;
      }
      const numbers = rangeOf(lowering, entry, parts);
      if (numbers === null) return null;
      indices.push({ value: vector(numbers.map(number => lowering.build.constant(number))), span: entry });
      continue;
    }
    const value = place.values[at]!;
    if (value === null) return null;
    indices.push({ value, span: entry });
  }
  if (!isUnfinished(object)) return lowerIndex(lowering, object, indices, node);
  const [first, ...others] = indices;
  const element = earlierElement(lowering, object, first!.value, node);
  return element === null || others.length === 0 ? element : lowerIndex(lowering, element, others, node);
}

/** True for the name `e` that nothing declares: as the base of a power it is the exponential function. */
function isEuler({ scope }: Lowering, place: Place, index: number): boolean {
  const node = place.nodes[index]!;
  return node.kind === 'name' && node.name === 'e' && !place.bindings.has('e') && !scope.variables.has('e');
}

/**
 * Looks at the names in a function's body where it is defined, so that faults are found there and inputs are inferred in
 * the order of the text; shapes are looked at where it is called. Late functions are looked at as if they stood there.
 */
export function checkBody(lowering: Lowering, body: Expression, parameters: readonly Name[]): void {
  const standIn = lowering.build.constant(0);
  const pending = [{ body, bindings: new Map<string, Value>(parameters.map(({ name }) => [name, standIn])) }];
  const late = new Set<UserFunction>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { bindings } = next;
    const open: Place[] = [{ nodes: next.body.nodes, values: [], bindings }];
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      const { nodes, values } = inner;
      const node = nodes[values.length];
      if (node === undefined) open.pop();
      else if (node.kind === 'name' && !bindings.has(node.name)) lowerName(lowering, node, inner);
      else if (node.kind === 'call') {
        checkCallee(lowering, node, bindings);
        const callee = lowering.scope.functions.get(node.callee.name);
        if (callee?.isLate && !late.has(callee)) {
          late.add(callee);
          open.push({ nodes: callee.body.nodes, values: [], bindings });
        }
      } else if (node.kind === 'comprehension') {
        const inside = new Map(bindings);
        for (const { name } of node.indices) inside.set(name.name, standIn);
        pending.push(
          { body: node.body, bindings: inside },
          ...node.indices.map(({ range }) => ({ body: range, bindings: inside })),
        );
      }
      values.push(standIn);
    }
  }
}

/** The numbers that a declaration's expression stands for; reports and returns null where it is none. */
export function lowerConstants(lowering: Lowering, expression: Expression, what: string): Value | null {
  const value = lowerExpression(lowering, expression);
  if (value === null) return null;
  const nodes = isTensor(value) ? value.nodes : [value];
  if (nodes.every(node => knownValue(lowering.graph, node) !== undefined)) return value;
  const { start, end } = expression.span;
  const isOfUnit = /^[-+]?[\d.]+(?:e[-+]?\d+)?\s*[\p{L}°]/iu.test(
    lowering.report.source?.text.slice(start, Math.min(end, start + 60)) ?? '',
  );
  const help = isOfUnit
    ? 'there are no units: write the number alone'
    : what === 'a const'
      ? "leave 'const' out: a definition may be of anything"
      : undefined;
  lowering.report.error('WG214', expression.span, `${what} must be a number known at compile time`, help);
  return null;
}
