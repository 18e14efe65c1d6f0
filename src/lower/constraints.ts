// Constraints: what stands between bounds. A relation is its left side minus the right one and a bound of 0, so that the
// multiplier of `lhs == rhs` is what the optimum gains for `lhs == rhs + u`; what stands between two numbers is itself and
// those. A parameter alone beside a number is bounded, as by `in [lower, upper]`.

import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { constantValue, type Node } from '../graph/graph.js';
import type { Constraint as Statement } from '../parse/program.js';
import type { Span } from '../source.js';
import { lowerOperands } from './expression.js';
import type { Lowering } from './lowering.js';
import type { Constraint, Input } from './model.js';
import { describeShape, elementwise, isFamily, nodesOf, shapeOf, type Value } from './tensor.js';

export interface Constraints {
  readonly list: readonly Constraint[];
  add(statement: Statement): void;
  /** An input with what constraints bound it by. */
  bounded(input: Input): Input;
}

type Relation = '==' | '<=' | '>=';

/** One operand of a relation. */
interface Side {
  readonly value: Value;
  /** The elements of one that depends on nothing. */
  readonly numbers: readonly number[] | null;
  /** Of a parameter that stands alone. */
  readonly name: string | null;
}

interface Bounds {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

const [NONE_BELOW, NONE_ABOVE] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** @param inputOf the input of a name, with the bounds that it is declared with */
export function createConstraints(lowering: Lowering, inputOf: (name: string) => Input | undefined): Constraints {
  const { graph, build, report, scope } = lowering;
  const list: Constraint[] = [];
  const bounds = new Map<string, Bounds>();

  function sideOf(value: Value, name: string | null): Side {
    const numbers = nodesOf(value).map(node => constantValue(graph, node));
    const variable = name === null ? undefined : scope.variables.get(name);
    const isBare = variable?.kind === 'param' || variable?.kind === 'inferred';
    return { value, numbers: numbers.includes(undefined) ? null : (numbers as number[]), name: isBare ? name : null };
  }

  /** Reports what no constraint can be about. */
  function isHeld(value: Value, span: Span): boolean {
    if (isFamily(value)) {
      const message = 'the constraint is as long as is known at run time only';
      report.error('WG313', span, message, "make one number of it: 'min(…) >= 0', 'sum(…)'");
      return false;
    }
    const nodes = nodesOf(value);
    if (nodes.some(node => domainOf(graph, node) !== EVERYWHERE)) {
      const message = 'the constraint depends on the row of the data';
      report.error('WG313', span, message, "make one of all rows: 'min(…) >= 0', 'sum(…)'");
      return false;
    }
    if (nodes.every(node => !Number.isNaN(constantValue(graph, node)))) return true;
    report.error('WG216', span, 'the constraint has a side that is not a number');
    return false;
  }

  /** Values of one shape, scalars made as long as the others. */
  function spread(values: readonly Value[], { start, end }: Span): readonly Value[] | null {
    const found = values.map((_, i) => elementwise([values[i]!, ...values], ([first]) => first!));
    if (!found.includes(null)) return found as Value[];
    const shapes = values.map(value => describeShape(shapeOf(value))).join(' and ');
    const message = `a constraint does not go with ${shapes}`;
    report.error('WG302', { start, end }, message, 'only a scalar goes with every element');
    return null;
  }

  function relate(text: string, span: Span, left: Side, relation: Relation, right: Side): void {
    if (boundBy(left, relation, right) || boundBy(right, turned(relation), left)) return;
    if (![left, right].every(side => isHeld(side.value, span))) return;
    const sides = spread([left.value, right.value], span);
    if (sides === null) return;
    const own = build.at(span);
    // They have one shape.
    const value = elementwise(sides, ([a, b]) => own.sub(a!, b!))!;
    const { lower, upper } = boundsOf(relation);
    const fill = (bound: number): number[] => nodesOf(value).map(() => bound);
    const held = { text, shape: shapeOf(value), nodes: nodesOf(value), lower: fill(lower), upper: fill(upper) };
    list.push({ ...held, kind: relation === '==' ? 'equality' : 'inequality' });
  }

  /** `lower <= value <= upper` with numbers at both ends. */
  function hold(text: string, span: Span, value: Value, lower: Side, upper: Side): void {
    if (![value, lower.value, upper.value].every(of => isHeld(of, span))) return;
    const sides = spread([value, lower.value, upper.value], span);
    if (sides === null) return;
    const [held, least, most] = sides.map(nodesOf) as [readonly Node[], readonly Node[], readonly Node[]];
    const numbers = (of: readonly Node[]): number[] => of.map(node => constantValue(graph, node)!);
    const range = { lower: numbers(least), upper: numbers(most) };
    const isFixed = range.lower.every((bound, i) => bound === range.upper[i]);
    const kind = isFixed ? 'equality' : 'inequality';
    list.push({ text, kind, shape: shapeOf(sides[0]!), nodes: held, ...range });
  }

  /** Bounds a parameter; false for other sides, and for a bound that no value would be left with. */
  function boundBy({ name, value }: Side, relation: Relation, { numbers, value: other }: Side): boolean {
    if (name === null || numbers === null || relation === '==' || numbers.some(Number.isNaN)) return false;
    const count = nodesOf(value).length;
    const isScalar = shapeOf(other).length === 0;
    if (!isScalar && (isFamily(value) || shapeOf(other).join() !== shapeOf(value).join())) return false;
    const input = inputOf(name);
    const known = bounds.get(name) ?? {
      lower: input?.lower ?? new Array<number>(count).fill(NONE_BELOW),
      upper: input?.upper ?? new Array<number>(count).fill(NONE_ABOVE),
    };
    const by = boundsOf(relation, isScalar ? new Array<number>(count).fill(numbers[0]!) : numbers);
    const lower = known.lower.map((bound, i) => Math.max(bound, by.lower[i]!));
    const upper = known.upper.map((bound, i) => Math.min(bound, by.upper[i]!));
    if (lower.some((bound, i) => bound > upper[i]!)) return false;
    bounds.set(name, { lower, upper });
    return true;
  }

  return {
    list,
    add({ relation }) {
      const { nodes, span } = relation;
      // The parser lets no other entry be the last.
      const whole = nodes.at(-1) as Extract<(typeof nodes)[number], { kind: 'comparison' }>;
      const values = lowerOperands(lowering, relation, whole.operands);
      if (values.includes(null)) return;
      const sides = (values as readonly Value[]).map((value, i) => sideOf(value, nameAt(i)));
      const relations = whole.operators as readonly Relation[];
      const text = textOf(span);
      const [first, middle, last] = sides as [Side, Side, Side | undefined];
      const isRange = sides.length === 3 && relations[0] === relations[1] && relations[0] !== '==';
      if (isRange && first.numbers !== null && last!.numbers !== null) {
        const [lower, upper] = relations[0] === '<=' ? [first, last!] : [last!, first];
        const isEmpty = elementwise([lower.value, upper.value], ([a, b]) => build.gt(a!, b!));
        if (isEmpty !== null && nodesOf(isEmpty).some(node => constantValue(graph, node) === 1))
          return void report.error('WG216', span, 'the lower bound of the constraint is above the upper');
        if (middle.name === null) return hold(text, span, middle.value, lower, upper);
      }
      for (const [i, of] of relations.entries()) {
        const [left, right] = [sides[i]!, sides[i + 1]!];
        relate(sides.length === 2 ? text : partOf(i), span, left, of, right);
      }

      function nameAt(i: number): string | null {
        const entry = nodes[whole.operands[i]!]!;
        return entry.kind === 'name' ? entry.name : null;
      }

      /** The relation between two neighbours of a chain. */
      function partOf(i: number): string {
        const start = i === 0 ? span.start : whole.operatorSpans[i - 1]!.end;
        const end = whole.operatorSpans[i + 1]?.start ?? span.end;
        return textOf({ start, end });
      }
    },
    bounded(input) {
      const own = bounds.get(input.name);
      if (own === undefined) return input;
      return {
        ...input,
        lower: own.lower.every(bound => bound === NONE_BELOW) ? null : own.lower,
        upper: own.upper.every(bound => bound === NONE_ABOVE) ? null : own.upper,
      };
    },
  };

  /** On one line: characters of tokens alone, which have been read, are left of it. */
  function textOf({ start, end }: Span): string {
    const text = report.source?.text.slice(start, end) ?? '';
    return text
      .replace(/#[^\r\n]*/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  }
}

const TURNED = { '==': '==', '<=': '>=', '>=': '<=' } as const;
const turned = (relation: Relation): Relation => TURNED[relation];

function boundsOf(relation: Relation): { lower: number; upper: number };
function boundsOf(relation: Relation, by: readonly number[]): { lower: readonly number[]; upper: readonly number[] };
function boundsOf(relation: Relation, by?: readonly number[]) {
  if (by === undefined) return { lower: relation === '<=' ? NONE_BELOW : 0, upper: relation === '>=' ? NONE_ABOVE : 0 };
  const none = (bound: number): number[] => by.map(() => bound);
  return {
    lower: relation === '<=' ? none(NONE_BELOW) : by,
    upper: relation === '>=' ? none(NONE_ABOVE) : by,
  };
}
