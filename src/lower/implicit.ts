// Unknowns that equations determine: `implicit E = M`, with `E = M + e*sin(E)` or `constraint E - e*sin(E) == M`.
//
// While the program is read they are leaves. Then equations are matched with unknowns, those that need each other are blocks, and
// in the order of these the solution takes the place of the leaves. A block of one equation that says its unknown is no block.

import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { indexNode, intern, type Node } from '../graph/graph.js';
import { substitute } from '../graph/substitute.js';
import { UNKNOWN } from '../ops/table.js';
import type { Base, Constraint, Declaration, Definition, Expression, Recurrence } from '../parse/program.js';
import type { Span } from '../source.js';
import { isMadeOf } from './blocks.js';
import { lowerExpression } from './expression.js';
import { dimensionOf, entryAt, faultAt, ownIndex, type Position, rootOf } from './families.js';
import { type Lowering, ROW } from './lowering.js';
import { elementName, type Model, type Shape, type Unknown } from './model.js';
import { placeOf, textAt } from './recurrences.js';
import type { RunTimeShape } from './sizes.js';
import { systemOf } from './system.js';
import {
  describeShape,
  elementwise,
  isFamily,
  isRunTime,
  isTensor,
  nodesOf,
  rankOf,
  rowOf,
  runTimeSize,
  sameShape,
  shaped,
  shapeOf,
  sizeOf,
  type Tensor,
  type Value,
  vector,
} from './tensor.js';
import { isOfSize, numberAt, placesIn, turnsIn } from './unknown-ranges.js';
import { type Element, type Equation, placeKey, type Turns, unknownOf } from './unknowns.js';

export interface Implicits {
  /** How many unknowns there are, each element counted. */
  readonly count: number;
  /** The unknowns of a declaration; null where it has a fault. */
  declare(declaration: Declaration, shape: Shape | RunTimeShape): Value | null;
  /** An equation that is written as the definition of an unknown. */
  define(definition: Definition, unknown: Value, value: Value): void;
  /** Equations that are written as elements: `z[1] = …`, or `z[i] = … for i = 2:n`, whose range is of numbers. */
  defineElements(statement: Base | Recurrence, unknown: Value): void;
  /** True for an equation, which it then has, or where a fault is reported: what an optimum is held by, and has no unknown in it, is none. */
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
  /** Elements of arrays of a size that is known at run time that have equations of their own, by where they stand. */
  const bases = new Map<string, number>();

  function declare(declaration: Declaration, sizes: Shape | RunTimeShape): Value | null {
    const { name, value } = declaration;
    if ('known' in sizes) return sizes.dimension === null ? null : declareArray(declaration, sizes);
    const shape: Shape = sizes;
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
      elements.push({
        name: elementName({ name: name.name, shape }, i),
        leaf,
        start: starts[i]!,
        declared: name,
        index: null,
        of: null,
      });
    unknowns.push({ name: name.name, shape, offset, declared: name });
    return shaped(shape, leaves);
  }

  /** An array of a size that is known at run time: its unknowns are known for any one index. */
  function declareArray({ name, value }: Declaration, { dimension, axis, known }: RunTimeShape): Value | null {
    const index = ownIndex(lowering, dimension!);
    const size = runTimeSize(dimension!);
    const shape = axis === 0 ? [size, ...known] : [...known, size];
    const own = (1 << index) | (ofRows.has(name.name) ? 1 << ROW : EVERYWHERE);
    const start = value === null ? null : lowerExpression(lowering, value);
    if (value !== null && start === null) return null;
    const starts = start === null ? null : startsOfArray(start, shape, known, value!);
    if (start !== null && starts === null) return null;
    if (starts?.some(node => (domainOf(graph, node) & ~own) !== 0) === true) {
      const help = "let it be a number, or an array of the same size: 'implicit E[n] = M'";
      report.error('WG224', value!.span, 'a start cannot depend on what the unknown does not depend on', help);
      return null;
    }
    const offset = elements.length;
    const leaves = Array.from({ length: sizeOf(known) }, (_, i) =>
      intern(graph, UNKNOWN, [NOT_YET, offset + i, index, 0, own], name),
    );
    for (const [i, leaf] of leaves.entries()) {
      const column = known.length === 0 ? '' : `,${i + 1}`;
      const called = axis === 0 ? `${name.name}[k${column}]` : `${name.name}[${i + 1},k]`;
      elements.push({ name: called, leaf, start: starts?.[i] ?? null, declared: name, index, of: null });
    }
    unknowns.push({ name: name.name, shape: known, offset, declared: name });
    return { shape, nodes: leaves };
  }

  /** One number fills the array, and one row every row. */
  function startsOfArray(start: Value, shape: Shape, known: Shape, value: Expression): readonly Node[] | null {
    const isRow = known.length > 0 && sameShape(known, shapeOf(start));
    if (isRow || sameShape(shape, shapeOf(start))) return nodesOf(start);
    return isFamily(start) ? filled(start, shape, value) : filled(start, known, value);
  }

  /** One number fills a shape. */
  function filled(start: Value, shape: Shape, { span }: Expression): readonly Node[] | null {
    if (rankOf(start) === 0) return new Array<Node>(sizeOf(shape)).fill(nodesOf(start)[0]!);
    if (sameShape(shape, shapeOf(start))) return nodesOf(start);
    const message = `a start that is a ${describeShape(shapeOf(start))} does not fit a ${describeShape(shape)}`;
    report.error('WG311', span, message, 'give it the same shape; one number fills every shape');
    return null;
  }

  const numberOf = (leaf: Node): number => {
    const { number, at } = unknownOf(graph, leaf);
    return at === null ? number : (bases.get(placeKey(number, at)) ?? number);
  };

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
    const over = isFamily(unknown) ? wholeOf(unknown as Tensor) : null;
    if (claim(nodesOf(unknown), name)) equate(name.name, unknown, found, value.span, span, over);
  }

  /** All elements of an array. */
  const wholeOf = (array: Tensor): Turns => ({ index: ownIndex(lowering, dimensionOf(array)), direction: 1 });

  /** The equation that says what an unknown, or a part of an array of them, is. */
  function equate(name: string, unknown: Value, found: Value, place: Span, span: Span, over: Turns | null): void {
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
      equations.push({ residual: node, span, of: numberOf(leaves[i]!), over });
  }

  function defineElements(statement: Base | Recurrence, unknown: Value): void {
    if (isFamily(unknown)) return defineEntries(statement, unknown as Tensor);
    const { name, isRow, value, span } = statement;
    const turns =
      statement.kind === 'base'
        ? [numberAt(lowering, statement.position)]
        : placesIn(lowering, statement.range, elements.length);
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
      equate(`${name.name}[${at}${isRow ? ',:' : ''}]`, part, found, value.span, span, null);
    }
  }

  /** Of an array of a size that is known at run time: `z[1] = a`, `z[i] = … for i = 2:n`. */
  function defineEntries(statement: Base | Recurrence, unknown: Tensor): void {
    const { name, isRow, value, span } = statement;
    if (isRow !== (unknown.shape.length === 2) || !isRunTime(unknown.shape[0]!)) {
      const written = unknown.shape.length === 2 ? `${name.name}[i,:] = …` : `${name.name}[i] = …`;
      report.error('WG308', span, `'${name.name}' is a ${describeShape(unknown.shape)}`, `write '${written}'`);
      return;
    }
    if (statement.kind === 'base') {
      const at = placeOf(lowering, statement.position);
      if (at === null) return;
      const fault = faultAt(lowering, dimensionOf(unknown), at);
      if (fault !== null) return void report.error('WG308', statement.position.span, `'${name.name}': ${fault}`);
      const part = entryAt(lowering, unknown, at);
      const text = textAt(lowering, at);
      for (const [i, leaf] of nodesOf(part).entries()) baseOf(leaf, unknown.nodes[i]!, at, text);
      const found = lowerExpression(lowering, value);
      if (found === null || !claim(nodesOf(part), name)) return;
      return equate(`${name.name}[${text}${isRow ? ',:' : ''}]`, part, found, value.span, span, null);
    }
    const { dimension } = rootOf(lowering, dimensionOf(unknown));
    const over = turnsIn(lowering, statement.range, statement.index, dimension);
    if (over === null) return;
    const part = entryAt(lowering, unknown, { index: over.index, offset: 0 });
    const index: readonly [string, Value][] = [[statement.index.name, indexNode(graph, over.index, statement.index)]];
    const found = lowerExpression(lowering, value, new Map(index));
    if (found === null || !claim(nodesOf(part), name)) return;
    equate(`${name.name}[${statement.index.name}${isRow ? ',:' : ''}]`, part, found, value.span, span, over);
  }

  /** Makes an unknown of an element that has an equation of its own. @param array leaf of the array that it is in */
  function baseOf(leaf: Node, array: Node, at: Position, text: string): void {
    const { number } = unknownOf(graph, array);
    const key = placeKey(number, at);
    if (bases.has(key)) return;
    const { start, declared, name, index } = elements[number]!;
    const own = start === null ? null : substitute(graph, build, start, index!, at);
    const base = { leaf, start: own, declared, index: null, of: number };
    bases.set(key, elements.push({ ...base, name: name.replace('[k', `[${text}`) }) - 1);
  }

  const isOfUnknowns = (value: Value): boolean =>
    nodesOf(value).some(node => isMadeOf(graph, node, of => graph.operation[of] === UNKNOWN));

  function constrain({ relation, span, each }: Constraint): boolean {
    if (elements.length === 0) return false;
    if (each !== null && isOfSize(lowering, each.range)) return constrainTurns(each, span);
    const difference = differenceOf(relation);
    if (difference === null) return false;
    const found = lowerExpression(lowering, difference);
    if (found === null) return true;
    if (hasGoal && !isOfUnknowns(found)) return false;
    const over = isFamily(found) ? wholeOf(found as Tensor) : null;
    for (const residual of nodesOf(found)) equations.push({ residual, span, of: -1, over });
    return true;
  }

  /** Equations for the indices of a range whose end is known at run time. */
  function constrainTurns({ relation, index, range }: NonNullable<Constraint['each']>, span: Span): boolean {
    const difference = differenceOf(relation);
    if (difference === null) return false;
    const over = turnsIn(lowering, range, index);
    if (over === null) return true;
    const at = indexNode(graph, over.index, index);
    const found = lowerExpression(lowering, difference, new Map<string, Value>([[index.name, at]]));
    if (found === null) return true;
    if (hasGoal && !isOfUnknowns(found)) return false;
    for (const residual of nodesOf(found)) equations.push({ residual, span, of: -1, over });
    return true;
  }

  const { solved, ofRows: found } = systemOf(lowering, { elements, unknowns, equations, bases }, isApart);
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

/** The left side of an equation minus the right one; null for other relations. */
function differenceOf(relation: Expression): Expression | null {
  const last = relation.nodes.at(-1)!;
  if (last.kind !== 'comparison') return null;
  const [operator, ...more] = last.operators;
  if (operator !== '==' || more.length > 0) return null;
  const [left, right] = last.operands as [number, number];
  const { start: operatorStart, end: operatorEnd } = last.operatorSpans[0]!;
  const { start, end } = last;
  const difference = { kind: 'binary', operator: '-', left, right, implicit: false } as const;
  const nodes = [...relation.nodes.slice(0, -1), { ...difference, operatorStart, operatorEnd, start, end }];
  return { ...relation, nodes };
}

/** An element, or a row, that is counted from 1; null where there is none. */
function partAt(unknown: Value, at: number, isRow: boolean): Value | null {
  if (!isTensor(unknown) || unknown.shape.length !== (isRow ? 2 : 1)) return null;
  if (!Number.isInteger(at) || at < 1 || at > unknown.shape[0]!) return null;
  return isRow ? vector(rowOf(unknown, at - 1)) : unknown.nodes[at - 1]!;
}
