// `z[1] = a` and `z[i] = f(z[i-1]) for i = 2:n`: elements that a recurrence starts from, and the rule of the others.
//
// A range of numbers is written out, element by element. One that ends at a size which is known at run time is a node of the
// graph (graph/scan.ts), in whose rule elements before its own are leaves.

import { type Domain, domainOf, EVERYWHERE, INSIDE } from '../graph/domain.js';
import { FROM_FIRST, FROM_LAST, indexNode, type Node, type Standing } from '../graph/graph.js';
import { entryNode, nextScan, type Scan, scanNode, stateNode } from '../graph/scan.js';
import { checkTime } from '../limits.js';
import type { Base, Expression, Name, Program, Recurrence } from '../parse/program.js';
import type { Span } from '../source.js';
import { lowerExpression } from './expression.js';
import { dimensionBy, ended, indexOf, numbersDimension, ownIndex, type Position, positionOf } from './families.js';
import { knownValue } from './known.js';
import { type Lowering, ROWS } from './lowering.js';
import type { Variable } from './scope.js';
import {
  describeShape,
  isFamily,
  isTensor,
  nodesOf,
  rankOf,
  runTimeSize,
  sameShape,
  shaped,
  shapeOf,
  type Value,
} from './tensor.js';
import { type Earlier, unfinished } from './unfinished.js';

export interface Recurrences {
  /** Notes what a recurrence starts from, and gives what is known of its array so far; null for nothing. */
  base(statement: Base): Value | null;
  /** The array of all elements; null where a fault is reported. */
  rule(statement: Recurrence): Ruled | null;
}

/** An array that a rule defines, and what a size must be where all of it is used. */
export type Ruled = Pick<Variable, 'whole'> & { readonly value: Value };

interface Start {
  readonly position: Position;
  /** Null where a fault is reported. */
  readonly value: Value | null;
  readonly span: Span;
}

interface Starts {
  /** By where they stand. */
  readonly known: Map<string, Start>;
  /** The values from the first element on, as far as they are known. */
  readonly leading: Value[];
}

const keyOf = ({ index, offset }: Standing): string => `${index} ${offset}`;

export function createRecurrences(lowering: Lowering, { statements }: Program): Recurrences {
  const { report } = lowering;
  const ruled = new Set(statements.map(of => (of.kind === 'recurrence' ? of.name.name : '')));
  const starts = new Map<string, Starts>();
  const complete = new Set<string>();
  return {
    base(statement) {
      const { name, position, isRow, value: expression, span } = statement;
      if (!ruled.has(name.name)) {
        const help = `define all of it at once: '${name.name} = [a, b]'; or write the rule of the others: 'for i = 2:n'`;
        report.error(
          'WG125',
          { start: name.start, end: position.span.end + 1 },
          "the left side of '=' is a name",
          help,
        );
        return null;
      }
      const at = placeOf(lowering, position);
      const found = lowerExpression(lowering, expression);
      const value = found === null ? null : ofWidth(lowering, found, isRow, name, expression.span);
      if (at === null) return null;
      const of: Starts = starts.get(name.name) ?? { known: new Map(), leading: [] };
      starts.set(name.name, of);
      if (complete.has(name.name)) {
        report.error('WG314', span, `'${name.name}' has its rule already`, 'write what it starts from before the rule');
        return null;
      }
      const key = keyOf(at);
      if (of.known.has(key)) {
        report.error('WG314', span, `this element of '${name.name}' is defined twice`, 'leave one of them out');
        return null;
      }
      of.known.set(key, { position: at, value: value === null ? null : lowering.apart(value), span });
      return leadingOf(of);
    },
    rule(statement) {
      const { name } = statement;
      complete.add(name.name);
      return ruleOf(lowering, statement, [...(starts.get(name.name)?.known.values() ?? [])]);
    },
  };
}

/** Where an element stands, as a number or from the last of a size. */
export function placeOf(lowering: Lowering, expression: Expression): Position | null {
  const value = lowerExpression(lowering, expression);
  if (value === null) return null;
  const position = isTensor(value) ? null : positionOf(lowering, value);
  if (position !== null && position.index < 0) return position;
  const help = "write a whole number, or a size: 'z[1]', 'z[n]', 'z[n-1]'";
  lowering.report.error('WG314', expression.span, 'the place of this element is not known', help);
  return null;
}

/** A number for an element, a vector for a row. */
function ofWidth({ report }: Lowering, value: Value, isRow: boolean, { name }: Name, span: Span): Value | null {
  if (!isFamily(value) && rankOf(value) === (isRow ? 1 : 0)) return value;
  const shape = describeShape(shapeOf(value));
  if (isRow) report.error('WG302', span, `a row of '${name}' is a vector, this is a ${shape}`, "write '[a, b]'");
  else {
    const help = rankOf(value) === 1 ? `rows are 'z[i,:] = …' with z for '${name}'` : undefined;
    report.error('WG302', span, `an element of '${name}' is a number, this is a ${shape}`, help);
  }
  return null;
}

/** The elements from the first on, as an array; null where the first is not known. */
function leadingOf({ known, leading }: Starts): Value | null {
  for (;;) {
    const next = known.get(keyOf({ index: FROM_FIRST, offset: leading.length + 1 }));
    if (next === undefined || next.value === null) break;
    if (leading.length > 0 && !sameShape(shapeOf(leading[0]!), shapeOf(next.value))) break;
    leading.push(next.value);
  }
  return leading.length === 0 ? null : stackedOf(leading);
}

/** Numbers as a vector, vectors as the rows of a matrix. */
function stackedOf(values: readonly Value[]): Value {
  return { shape: [values.length, ...shapeOf(values[0]!)], nodes: values.flatMap(nodesOf) };
}

/** A recurrence whose parts fit. */
interface Whole {
  readonly statement: Recurrence;
  readonly first: Position;
  readonly last: Position;
  readonly direction: 1 | -1;
  /** What stands before the first turn, the next one to it first. */
  readonly bases: readonly Value[];
}

function ruleOf(lowering: Lowering, statement: Recurrence, known: readonly Start[]): Ruled | null {
  const { report, build } = lowering;
  const { name, range } = statement;
  const [first, last] = [placeOf(lowering, range.from), placeOf(lowering, range.to)];
  const direction = range.step === null ? 1 : stepOf(lowering, range.step);
  if (first === null || last === null || direction === null || known.some(({ value }) => value === null)) return null;
  const refuse = (at: Span, message: string, help?: string): null => {
    report.error('WG314', at, message, help);
    return null;
  };
  if (known.length === 0) {
    const help = `write what it starts from before: '${name.name}[1] = a'`;
    return refuse(name, `'${name.name}' has nothing to start from`, help);
  }
  const [lowest, highest] = direction === 1 ? [first, last] : [last, first];
  if (lowest.index === FROM_LAST)
    return refuse(range, 'the lowest end of this range is not a number', "write 'for i = 2:n', or 'for i = n-1:-1:1'");
  if (highest.dimension === ROWS && highest.index === FROM_LAST)
    return refuse(range, 'a recurrence does not go over the rows of the data', "declare what it reads: 'input y[n]'");
  // Those next to the first turn come first.
  const bases = known.toSorted((a, b) => direction * (b.position.offset - a.position.offset));
  for (const [i, { position, span }] of bases.entries()) {
    const wanted = first.offset - direction * (i + 1);
    const isThere = position.index === first.index && position.dimension === first.dimension;
    if (isThere && position.offset === wanted) continue;
    const missing = textAt(lowering, { ...first, offset: wanted });
    if (isThere && direction * (position.offset - first.offset) >= 0)
      return refuse(span, `the rule of '${name.name}' defines this element, too`, `let its range start behind it`);
    return refuse(
      range,
      `'${name.name}[${missing}]' is not defined`,
      'what it starts from comes right before its range',
    );
  }
  const start = direction === 1 ? first.offset - bases.length : last.offset;
  if (start !== 1) {
    const from = textAt(lowering, { ...lowest, offset: start });
    return refuse(range, `'${name.name}' starts at ${from}`, 'elements are counted from 1');
  }
  const values = bases.map(({ value }) => value!);
  const other = values.find(value => !sameShape(shapeOf(value), shapeOf(values[0]!)));
  if (other !== undefined || (rankOf(values[0]!) === 1) !== statement.isRow)
    return refuse(statement.span, `the rows of '${name.name}' differ in length`, 'give all the same shape');
  const whole: Whole = { statement, first, last, direction, bases: values };
  const own = { ...lowering, build: build.at(statement.span) };
  if (highest.index !== FROM_FIRST) return scanned(own, whole);
  if (highest.offset - lowest.offset < lowering.many) return writtenOut(lowering, whole);
  const end: Position = { index: FROM_LAST, offset: highest.offset, dimension: numbersDimension(lowering) };
  return scanned(own, direction === 1 ? { ...whole, last: end } : { ...whole, first: end });
}

/** 1 or -1; null where a fault is reported. */
export function stepOf(lowering: Lowering, expression: Expression): 1 | -1 | null {
  const value = lowerExpression(lowering, expression);
  if (value === null) return null;
  const step = isTensor(value) ? undefined : knownValue(lowering.graph, value);
  if (step === 1 || step === -1) return step;
  lowering.report.error('WG314', expression.span, 'the step of a recurrence is 1 or -1', "write 'for i = n-1:-1:1'");
  return null;
}

/** `3`, `n - 1`. */
export function textAt({ dimensions }: Lowering, { index, offset, dimension }: Position): string {
  if (index === FROM_FIRST || dimension === null) return String(offset);
  return ended(dimensions[dimension]!, offset);
}

/** The value that the rule has in a turn; null where a fault is reported. */
function turn(lowering: Lowering, { statement, bases }: Whole, index: Node, earlier: Earlier): Value | null {
  const { value: expression, name } = statement;
  const bindings = new Map<string, Value>([
    [statement.index.name, index],
    [name.name, unfinished(name.name, earlier)],
  ]);
  const found = lowerExpression(lowering, expression, bindings);
  if (found === null) return null;
  const value = ofWidth(lowering, found, statement.isRow, name, expression.span);
  if (value === null || sameShape(shapeOf(value), shapeOf(bases[0]!))) return value;
  const shapes = `a ${describeShape(shapeOf(value))}, and starts from a ${describeShape(shapeOf(bases[0]!))}`;
  lowering.report.error('WG302', expression.span, `a row of '${name.name}' is ${shapes}`);
  return null;
}

function writtenOut(lowering: Lowering, whole: Whole): Ruled | null {
  const { first, last, direction, bases } = whole;
  const { build, graph, report, limits } = lowering;
  const count = Math.max(direction * (last.offset - first.offset) + 1, 0);
  if (count > limits.nodes) {
    const message = `the range has ${count} elements, more than ${limits.nodes}`;
    report.error('WG706', whole.statement.range, message, 'raise the limit (nodes)');
    return null;
  }
  /** In the order of turns. */
  const values = bases.toReversed();
  for (let i = 0; i < count; i++) {
    checkTime(graph.budget, whole.statement.span);
    const at = first.offset + direction * i;
    const value = turn(lowering, whole, build.constant(at), position => {
      if (position.index !== FROM_FIRST) return null;
      const lag = direction * (at - position.offset);
      return lag >= 1 && lag <= bases.length ? values[values.length - lag]! : null;
    });
    if (value === null) return null;
    // Each turn reads elements as the others see them.
    values.push(lowering.apart(value));
  }
  return { value: stackedOf(direction === 1 ? values : values.toReversed()) };
}

/** As a node of the graph. */
function scanned(lowering: Lowering, whole: Whole): Ruled | null {
  const { graph, build, dimensions } = lowering;
  const { statement, first, last, direction, bases } = whole;
  const [lowest, highest] = direction === 1 ? [first, last] : [last, first];
  // One end is a size.
  const root = highest.dimension!;
  const lower = lowest.offset;
  const upper = highest.offset;
  const index = indexOf(graph, { name: statement.index.name, dimension: root, lower, upper, depth: 0, height: 0 });
  const scan = { index, id: nextScan(graph), direction };
  const width = nodesOf(bases[0]!).length;
  const bodyOf = (around: Domain): Value | null => {
    const earlier = (position: Position): Value | null => {
      const lag = -direction * position.offset;
      if (position.index !== index || lag < 1 || lag > bases.length) return null;
      const nodes = Array.from({ length: width }, (_, c) => stateNode(graph, { ...scan, around }, c, lag));
      return shaped(shapeOf(bases[0]!), nodes);
    };
    return turn(lowering, whole, indexNode(graph, index, build.origin), earlier);
  };
  // What it depends on around it is known once its rule is.
  const domainsOf = (values: readonly Value[]): Domain =>
    values.flatMap(nodesOf).reduce((domain, of) => domain | domainOf(graph, of), EVERYWHERE);
  const around = domainsOf(bases);
  const found = bodyOf(around);
  const wider = found === null ? around : around | (domainsOf([found]) & ~(INSIDE | (1 << index)));
  const body = wider === around ? found : bodyOf(wider);
  if (body === null) return null;
  // What it starts from is there whatever the size is; counted from the last element, it must not come before the first.
  const size = dimensions[root]!;
  if (direction === -1) size.least = Math.max(size.least, lower - 1 - upper);
  const node = scanNode(graph, build, { ...scan, bodies: nodesOf(body), bases: bases.flatMap(nodesOf) } satisfies Scan);
  const dimension = dimensionBy(lowering, root, direction === 1 ? upper : upper + bases.length);
  const at = { index: ownIndex(lowering, dimension), offset: 0 };
  const nodes = Array.from({ length: width }, (_, c) => entryNode(graph, build, node, c, at));
  const value = lowering.apart({ shape: [runTimeSize(dimension), ...shapeOf(bases[0]!)], nodes });
  return { value, whole: { dimension: root, least: lower - 1 - upper } };
}
