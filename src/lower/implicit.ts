// Unknowns that equations determine: `implicit E = M`, with `E = M + e*sin(E)` or `constraint E - e*sin(E) == M`.
//
// While the program is read they are leaves. Then equations are matched with unknowns, those that need each other are blocks, and
// in the order of these the solution takes the place of the leaves. A block of one equation that says its unknown is no block.

import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { constantValue, intern, leafEntries, type Node } from '../graph/graph.js';
import { UNKNOWN } from '../ops/table.js';
import type { Base, Constraint, Declaration, Definition, Expression, Range, Recurrence } from '../parse/program.js';
import type { Span } from '../source.js';
import { isMadeOf } from './blocks.js';
import { lowerConstants, lowerExpression } from './expression.js';
import { type Lowering, ROW } from './lowering.js';
import { elementName, type Model, type Shape, type Unknown } from './model.js';
import { type Element, type Equation, systemOf } from './system.js';
import {
  describeShape,
  elementwise,
  isTensor,
  nodesOf,
  rankOf,
  rowOf,
  sameShape,
  shaped,
  shapeOf,
  sizeOf,
  type Value,
  vector,
} from './tensor.js';

export interface Implicits {
  /** How many unknowns there are, each element counted. */
  readonly count: number;
  /** The unknowns of a declaration; null where it has a fault. */
  declare(declaration: Declaration, shape: Shape): Value | null;
  /** An equation that is written as the definition of an unknown. */
  define(definition: Definition, unknown: Value, value: Value): void;
  /** Equations that are written as elements: `z[1] = …`, or `z[i] = … for i = 2:n`, whose range is of numbers. */
  defineElements(statement: Base | Recurrence, unknown: Value): void;
  /** True for an equation, which it then has: what an optimum is held by, and has no unknown in it, is none. */
  constrain(constraint: Constraint): boolean;
  /** The program with solutions in the place of its unknowns. */
  solved(model: Model): Model;
  /** Names of the unknowns that each row has its own of, where all of them were taken for such. */
  ofRows(): Set<string>;
}

/** Takes every name for that of an unknown that each row has its own of. */
export const EVERY_NAME = { has: () => true };

/** In the place of the node that solves the block of an unknown. */
const NOT_YET = -1;

/**
 * @param isApart statements are kept apart, and a module may have the blocks of both programs
 * @param hasGoal the program says what is minimised or maximised
 * @param ofRows names of unknowns that each row of the data has its own of
 */
export function createImplicits(
  lowering: Lowering,
  isApart: boolean,
  hasGoal: boolean,
  ofRows: { has(name: string): boolean },
): Implicits {
  const { graph, build, report } = lowering;
  const elements: Element[] = [];
  const unknowns: Unknown[] = [];
  const equations: Equation[] = [];
  /** Unknowns that have definitions. */
  const defined = new Set<number>();

  function declare({ name, value }: Declaration, shape: Shape): Value | null {
    if (value === null) {
      const help = `say where to start from: 'implicit ${name.name} = 1'`;
      report.error('WG222', name, `implicit '${name.name}' has no start`, help);
      return null;
    }
    const start = lowerExpression(lowering, value);
    if (start === null) return null;
    const starts = filled(start, shape, value);
    if (starts === null) return null;
    const own = ofRows.has(name.name) ? 1 << ROW : EVERYWHERE;
    if (starts.some(node => (domainOf(graph, node) & ~own) !== 0)) {
      report.error(
        'WG224',
        value.span,
        'a start cannot depend on the row of the data',
        "make one number of it: 'mean(…)'",
      );
      return null;
    }
    const offset = elements.length;
    const leaves = starts.map((_, i) => intern(graph, UNKNOWN, [NOT_YET, offset + i, own], name));
    for (const [i, leaf] of leaves.entries())
      elements.push({ name: elementName({ name: name.name, shape }, i), leaf, start: starts[i]!, declared: name });
    unknowns.push({ name: name.name, shape, offset, declared: name });
    return shaped(shape, leaves);
  }

  /** One number fills a shape. */
  function filled(start: Value, shape: Shape, { span }: Expression): readonly Node[] | null {
    if (rankOf(start) === 0) return new Array<Node>(sizeOf(shape)).fill(nodesOf(start)[0]!);
    if (sameShape(shape, shapeOf(start))) return nodesOf(start);
    const message = `a start that is a ${describeShape(shapeOf(start))} does not fit a ${describeShape(shape)}`;
    report.error('WG311', span, message, 'give it the same shape; one number fills every shape');
    return null;
  }

  const numberOf = (leaf: Node): number => leafEntries(graph, leaf)[1]!;

  /** @returns false where one of them is defined already, which is reported */
  function claim(leaves: readonly Node[], place: Span): boolean {
    const twice = leaves.find(leaf => defined.has(numberOf(leaf)));
    if (twice !== undefined) {
      const { name } = elements[numberOf(twice)]!;
      report.error('WG202', place, `'${name}' is defined twice`, "write the other one as a 'constraint'");
      return false;
    }
    for (const leaf of leaves) defined.add(numberOf(leaf));
    return true;
  }

  function define({ name, value, span }: Definition, unknown: Value, found: Value): void {
    if (claim(nodesOf(unknown), name)) equate(name.name, unknown, found, value.span, span);
  }

  /** The equation that says what an unknown, or a part of an array of them, is. */
  function equate(name: string, unknown: Value, found: Value, place: Span, span: Span): void {
    const own = build.at(span);
    const fits = rankOf(found) === 0 || sameShape(shapeOf(found), shapeOf(unknown));
    const residual = fits ? elementwise([unknown, found], ([z, of]) => own.sub(z!, of!)) : null;
    if (residual === null) {
      const [wanted, got] = [describeShape(shapeOf(unknown)), describeShape(shapeOf(found))];
      report.error('WG302', place, `'${name}' is a ${wanted}, this is a ${got}`);
      return;
    }
    const leaves = nodesOf(unknown);
    for (const [i, node] of nodesOf(residual).entries())
      equations.push({ residual: node, span, of: numberOf(leaves[i]!) });
  }

  function defineElements(statement: Base | Recurrence, unknown: Value): void {
    const { name, isRow, value, span } = statement;
    const turns = statement.kind === 'base' ? [numberAt(statement.position)] : placesIn(statement.range);
    for (const at of turns) {
      if (at === null) return;
      const part = partAt(unknown, at, isRow);
      if (part === null) {
        const shape = describeShape(shapeOf(unknown));
        const message = `'${name.name}' is a ${shape}, and has no ${isRow ? 'row' : 'element'} ${at}`;
        report.error('WG308', statement.kind === 'base' ? statement.position.span : statement.range, message);
        return;
      }
      const index: readonly [string, Value][] =
        statement.kind === 'base' ? [] : [[statement.index.name, build.constant(at)]];
      const found = lowerExpression(lowering, value, new Map(index));
      if (found === null || !claim(nodesOf(part), name)) return;
      equate(`${name.name}[${at}${isRow ? ',:' : ''}]`, part, found, value.span, span);
    }
  }

  function numberAt(expression: Expression): number | null {
    const value = lowerConstants(lowering, expression, 'the place of an element');
    if (value === null) return null;
    return isTensor(value) ? Number.NaN : constantValue(graph, value)!;
  }

  /** Where the elements of a range stand; null among them where that is not known. */
  function placesIn({ from, step, to }: Range): (number | null)[] {
    const [first, by, last] = [numberAt(from), step === null ? 1 : numberAt(step), numberAt(to)];
    if (first === null || by === null || last === null) return [null];
    const count = Math.max(Math.floor((last - first) / by) + 1, 0);
    // No more than there are: one that is not there is reported.
    return Array.from({ length: Math.min(count, elements.length + 1) || 0 }, (_, i) => first + by * i);
  }

  function constrain({ relation, span }: Constraint): boolean {
    const last = relation.nodes.at(-1)!;
    if (elements.length === 0 || last.kind !== 'comparison') return false;
    const [operator, ...more] = last.operators;
    if (operator !== '==' || more.length > 0) return false;
    const [left, right] = last.operands as [number, number];
    const { start: operatorStart, end: operatorEnd } = last.operatorSpans[0]!;
    const { start, end } = last;
    const difference = { kind: 'binary', operator: '-', left, right, implicit: false } as const;
    const nodes = [...relation.nodes.slice(0, -1), { ...difference, operatorStart, operatorEnd, start, end }];
    const found = lowerExpression(lowering, { ...relation, nodes });
    if (found === null) return true;
    const isUnknown = (node: Node): boolean => graph.operation[node] === UNKNOWN;
    if (hasGoal && !nodesOf(found).some(node => isMadeOf(graph, node, isUnknown))) return false;
    for (const residual of nodesOf(found)) equations.push({ residual, span, of: -1 });
    return true;
  }

  const { solved, ofRows: found } = systemOf(lowering, { elements, unknowns, equations }, isApart);
  return {
    get count() {
      return elements.length;
    },
    declare,
    define,
    defineElements,
    constrain,
    solved,
    ofRows: found,
  };
}

/** An element, or a row, that is counted from 1; null where there is none. */
function partAt(unknown: Value, at: number, isRow: boolean): Value | null {
  if (!isTensor(unknown) || unknown.shape.length !== (isRow ? 2 : 1)) return null;
  if (!Number.isInteger(at) || at < 1 || at > unknown.shape[0]!) return null;
  return isRow ? vector(rowOf(unknown, at - 1)) : unknown.nodes[at - 1]!;
}
