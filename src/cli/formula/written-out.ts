// A program with data written out: what it is for columns of so many rows, without loops. Every node is there once for each
// row, and a sum is as many additions. Slow and long, but it is what the emitted loops must equal, and all that commands know
// of programs without data holds for it.

import type { Compilation } from '../../compilation.js';
import { planOf, scheduledPlan } from '../../exports/plan.js';
import { type Builder, createBuilder } from '../../graph/build.js';
import { coneOf, type Domain, domainOf, EVERYWHERE, INSIDE, indicesIn } from '../../graph/domain.js';
import {
  constantNode,
  constantValue,
  copyGraph,
  createGraph,
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  type Index,
  inputNode,
  inputSlot,
  isLeaf,
  leafEntries,
  type Node,
  operand,
  operandsOf,
  operationOf,
  originOf,
} from '../../graph/graph.js';
import { entryOf, isEntry, isScan, type State, scanOf, stateOf } from '../../graph/scan.js';
import { usedBy } from '../../graph/use.js';
import { ROW } from '../../lower/lowering.js';
import type { DifferentiatedModel, Input, Model, NamedStatement, Output, Results, Shape } from '../../lower/model.js';
import { remembered } from '../../once.js';
import { ELEMENT, INDEX, SIZE, STEP } from '../../ops/table.js';
import { withLimits } from '../../within-limits.js';

/** Lengths by dimension. */
export type Sizes = readonly number[];

/** Where a node of a program that is written out comes from. */
export interface Written {
  readonly node: Node;
  /** The row, from 1 on; null for what stands outside of rows. */
  readonly row: number | null;
}

export interface WrittenOut {
  /** Of the program that is written out; of one without data itself. */
  readonly compilation: Compilation;
  /** By node of its graph; undefined for what has no counterpart, as the parts of a sum. */
  readonly origins: readonly (Written | undefined)[] | null;
  /** What a node of the program is there: in rows one for each, and none of what neither results nor statements need. */
  nodesOf(node: Node): readonly Node[];
}

/** Inputs as arrays with an entry for each row, one after another. */
export function inputsOf({ inputs }: Pick<Model, 'inputs'>, sizes: Sizes): Input[] {
  let next = 0;
  return inputs.map(input => {
    const { rows, axis, nodes } = input;
    const count = nodes.length;
    const slot = next;
    if (rows === null) {
      next += count;
      return { ...input, slot };
    }
    const size = sizes[rows]!;
    const length = count * size;
    next += length;
    const repeated = (values: readonly number[] | null): readonly number[] | null => {
      if (values === null) return null;
      return Array.from({ length }, (_, i) => values[axis === 1 ? Math.floor(i / size) : i % count]!);
    };
    return {
      ...input,
      shape: input.shape.length === 0 ? [size] : axis === 1 ? [count, size] : [size, count],
      slot,
      rows: null,
      nodes: new Array<Node>(length).fill(-1),
      initial: repeated(input.initial),
      lower: repeated(input.lower),
      upper: repeated(input.upper),
    };
  });
}

/** Results as arrays of known sizes. */
export const outputsAt = ({ outputs }: Pick<Model, 'outputs'>, sizes: Sizes): Output[] =>
  outputs.map(output => {
    const shape = shapeAt(output, sizes);
    const length = shape.reduce((product, size) => product * size, 1);
    return { ...output, shape, along: null, nodes: new Array<Node>(length).fill(-1) };
  });

function shapeAt({ shape, along, axis }: Output, sizes: Sizes): Shape {
  if (along === null) return shape;
  const size = sizes[along.dimension]! + along.plus;
  return axis === 0 ? [size, ...shape] : [...shape, size];
}

/** How many values an index has. */
function lengthOfIndex({ dimension, lower, upper }: Index, sizes: Sizes): number {
  return Math.max(sizes[dimension]! + upper - lower + 1, 0);
}

/** About how many nodes a program has that is written out; none where it has no data. */
export function writtenSize({ graph, primal }: Pick<DifferentiatedModel, 'graph' | 'primal'>, sizes: Sizes): number {
  let total = 0;
  for (let node = 0; node < primal && sizes.length > 0; node++) {
    const indices = indicesIn(domainOf(graph, node));
    total += indices.reduce((product, index) => product * lengthOfIndex(graph.indices[index]!, sizes), 1);
  }
  return total;
}

/**
 * @param isNamedByRow true where statements that depend on the row are named ones, too: with a number for each row
 * @throws FormulaError where a limit is reached
 */
export function writtenOut(compilation: Compilation, sizes: Sizes, isNamedByRow = false): WrittenOut {
  const { model, algebraic } = compilation;
  if (sizes.length === 0) return { compilation, origins: null, nodesOf: node => [node] };
  const { model: whole, origins, nodesOf } = withLimits(model, () => writeOut(model, sizes, isNamedByRow));
  const mode = { algebraic, statements: compilation.statements, blocks: compilation.blocks };
  const scheduled: Compilation['scheduled'] = remembered(row => {
    const own = { ...whole, graph: copyGraph(whole.graph) };
    return scheduledPlan(planOf(own, row.name, row.derive(own, mode)[0]!, mode), mode);
  });
  const of: Compilation = {
    ...compilation,
    model: whole,
    scheduled,
    scratch: () => ({ ...of, model: { ...whole, graph: copyGraph(whole.graph) } }),
  };
  return { compilation: of, origins, nodesOf };
}

function writeOut(model: DifferentiatedModel, sizes: Sizes, isNamedByRow: boolean) {
  const { graph } = model;
  const copy = createGraph(graph.budget);
  for (const [number, block] of graph.blocks) copy.blocks.set(number, block);
  const build = createBuilder(copy, { derivative: false, algebraic: false });
  const inputs = inputsOf(model, sizes).map(input => ({
    ...input,
    nodes: input.nodes.map((_, i) => inputNode(copy, input.slot + i)),
  }));
  const domainsOf = ({ nodes }: NamedStatement): Domain =>
    nodes.reduce((domain, node) => domain | domainOf(graph, node), EVERYWHERE);
  const isOfRows = (of: NamedStatement): boolean => domainsOf(of) === 1 << ROW;
  const named = model.statements.filter(of => domainsOf(of) === EVERYWHERE || (isNamedByRow && isOfRows(of)));
  const others = [...model.residualResults, { nodes: model.residuals }, ...model.constraints];
  const results = [...model.outputs, ...named, ...others].flatMap(({ nodes }) => nodes);
  const used = usedBy(graph, results);
  const origins: (Written | undefined)[] = [];
  const lengthOf = (index: number): number => lengthOfIndex(graph.indices[index]!, sizes);
  /** Of a node that depends on these indices, where they stand at `at`. */
  const placeIn = (indices: readonly number[], at: readonly number[]): number =>
    indices.reduce((place, index) => place * lengthOf(index) + at[index]!, 0);
  const copies: (Node[] | undefined)[] = [];
  const made = (node: Node, at: readonly number[]): Node =>
    copies[node]![placeIn(indicesIn(domainOf(graph, node)), at)]!;

  /** What each recurrence has in its turns, by the place that it is at; what it starts from comes before, backwards. */
  const left = new Map<Node, (readonly Node[])[]>();
  const entryAt = (node: Node, at: readonly number[]): Node => {
    const { scan, component, at: place } = entryOf(graph, node);
    const { index, direction, bodies, bases } = scanOf(graph, scan);
    const { dimension, lower, upper } = graph.indices[index]!;
    const size = sizes[dimension]!;
    const from = place.index === FROM_FIRST ? 0 : place.index === FROM_LAST ? size : numberAt(graph, at, place.index);
    const turn = direction * (from + place.offset - (direction === 1 ? lower : size + upper));
    if (turn < 0) return made(bases[(-turn - 1) * bodies.length + component]!, at);
    return left.get(scan)![placeIn(indicesIn(domainOf(graph, scan)), at)]![turn * bodies.length + component]!;
  };
  const valueAt = (node: Node, at: readonly number[]): Node => {
    const own = build.at(originOf(graph, node));
    if (isLeaf(graph, node)) return leafAt(graph, node, at, { copy, model, inputs, sizes });
    if (isEntry(graph, node)) return entryAt(node, at);
    // In what order it is added up makes no difference here.
    if (isInOrder(node)) return made(operand(graph, node, 1), at);
    if (operationOf(graph, node).closes === true) return closed(own, graph, node, at, lengthOf, made);
    const operands = operandsOf(graph, node).map(of => made(of, at));
    return own.apply(graph.operation[node]!, operands);
  };
  /** Makes a node at all positions, or at those that some indices stand at. */
  const make = (node: Node, fixed: readonly number[], find: (at: readonly number[]) => Node): void => {
    const indices = indicesIn(domainOf(graph, node));
    const list = copies[node] ?? [];
    copies[node] = list;
    for (const at of positions(indices, lengthOf, fixed)) {
      const found = find(at);
      list[placeIn(indices, at)] = found;
      const row = indices.length === 0 ? null : numberAt(graph, at, indices[0]!);
      origins[found] ??= { node, row };
    }
  };
  const isFold = (node: Node): boolean => operationOf(graph, node).name === 'foldOver';
  const isInOrder = (node: Node): boolean =>
    operationOf(graph, node).name === 'rewritten' && isFold(operand(graph, node, 0));
  const isInside = (node: Node): boolean => (domainOf(graph, node) & INSIDE) !== 0;

  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || isInside(node) || isFold(node)) continue;
    if (isScan(graph, node)) left.set(node, turnsOf(node));
    else make(node, [], at => valueAt(node, at));
  }

  /** The values of all turns of a recurrence, at all positions of the indices around it. */
  function turnsOf(scan: Node): Node[][] {
    const { id, index, direction, bodies, bases } = scanOf(graph, scan);
    const width = bodies.length;
    const cone = coneOf(graph, scan, INSIDE, new Map()).filter(isInside);
    const turns: Node[][] = [];
    for (const around of positions(indicesIn(domainOf(graph, scan)), lengthOf)) {
      const values: Node[] = [];
      const count = lengthOf(index);
      for (let turn = 0; turn < count; turn++) {
        const at = around.slice();
        at[index] = direction === 1 ? turn : count - 1 - turn;
        const earlier = ({ component, lag }: State): Node => {
          const of = turn - lag;
          return of < 0 ? made(bases[(-of - 1) * width + component]!, at) : values[of * width + component]!;
        };
        for (const node of cone) {
          const state = stateOf(graph, node);
          if (graph.operation[node] === STEP || (state !== null && state.id !== id)) continue;
          make(node, at, inner => (state === null ? valueAt(node, inner) : earlier(state)));
        }
        values.push(...bodies.map(body => made(body, at)));
      }
      turns.push(values);
    }
    return turns;
  }
  const moved = <T extends { readonly nodes: readonly Node[] }>(item: T): T => ({
    ...item,
    nodes: item.nodes.map(node => copies[node]![0]!),
  });
  /** Elements of results, of one row where they are of rows, in the order of arrays. */
  const elementsOf = ({ nodes, along, axis }: Results, around: readonly number[]): Node[] => {
    const turn = (k: number): number[] => {
      const at = around.slice();
      if (along !== null) at[along.index] = k;
      return at;
    };
    const turns = Array.from({ length: along === null ? 1 : lengthOf(along.index) }, (_, k) => turn(k));
    if (axis === 1) return nodes.flatMap(node => turns.map(at => made(node, at)));
    return turns.flatMap(at => nodes.map(node => made(node, at)));
  };
  const residualNodes = (): Node[] => {
    const [ofRows, others] = [true, false].map(of => model.residualResults.filter(({ isOfRows }) => isOfRows === of));
    const rows = ofRows!.length === 0 ? [] : Array.from({ length: lengthOf(ROW) }, (_, row) => row);
    const inRows = rows.flatMap(row => ofRows!.flatMap(of => elementsOf(of, [row])));
    return [...inRows, ...others!.flatMap(of => elementsOf(of, []))];
  };
  const inRows = (of: NamedStatement): NamedStatement => {
    const rows = Array.from({ length: lengthOf(ROW) }, (_, row) => of.nodes.map(node => made(node, [row])));
    return { ...of, shape: of.nodes.length === 1 ? [rows.length] : [rows.length, of.nodes.length], nodes: rows.flat() };
  };
  const known = { along: null, axis: 0, isOfRows: false } as const;
  const written: DifferentiatedModel = {
    ...model,
    graph: copy,
    inputs: inputs.map(input => (input.role === 'data' ? { ...input, role: 'input' as const } : input)),
    statements: named.map(of => (isOfRows(of) ? inRows(of) : moved(of))),
    outputs: model.outputs.map(of => ({ ...of, ...known, shape: shapeAt(of, sizes), nodes: elementsOf(of, []) })),
    residuals: model.residuals.flatMap(node => copies[node]!),
    residualResults: model.residualResults.length === 0 ? [] : [{ ...known, nodes: residualNodes() }],
    constraints: model.constraints.map(moved),
    wrt: [],
    primal: copy.size,
    hasHessian: false,
  };
  const wrt = written.inputs.filter((_, i) => model.wrt.includes(model.inputs[i]!));
  return { model: { ...written, wrt }, origins, nodesOf: (node: Node): readonly Node[] => copies[node] ?? [] };
}

/** All positions of some indices, by index, the last one fastest; those that stand fixed stay there. */
function* positions(
  indices: readonly number[],
  lengthOf: (index: number) => number,
  fixed: readonly (number | undefined)[] = [],
): Generator<number[]> {
  const moving = indices.filter(index => fixed[index] === undefined);
  const total = moving.reduce((product, index) => product * lengthOf(index), 1);
  for (let i = 0; i < total; i++) {
    const at = fixed.slice() as number[];
    let rest = i;
    for (const index of moving.toReversed()) {
      at[index] = rest % lengthOf(index);
      rest = Math.floor(rest / lengthOf(index));
    }
    yield at;
  }
}

/** The number that an index stands at. */
const numberAt = ({ indices }: Graph, at: readonly number[], index: number): number =>
  at[index]! + indices[index]!.lower;

interface Leaves {
  readonly copy: Graph;
  readonly model: DifferentiatedModel;
  readonly inputs: readonly Input[];
  readonly sizes: Sizes;
}

function leafAt(graph: Graph, leaf: Node, at: readonly number[], { copy, model, inputs, sizes }: Leaves): Node {
  const origin = originOf(graph, leaf);
  const value = constantValue(graph, leaf);
  if (value !== undefined) return constantNode(copy, value, origin);
  const entries = leafEntries(graph, leaf);
  if (graph.operation[leaf] === INDEX) return constantNode(copy, numberAt(graph, at, entries[0]!), origin);
  if (graph.operation[leaf] === SIZE) return constantNode(copy, sizes[entries[0]!]!, origin);
  const slot = inputSlot(graph, leaf) ?? entries[0]!;
  const which = model.inputs.findIndex(input => input.slot <= slot && slot < input.slot + input.nodes.length);
  const { slot: before, nodes, rows, axis } = model.inputs[which]!;
  const element = slot - before;
  const first = inputs[which]!.slot;
  if (graph.operation[leaf] !== ELEMENT) return inputNode(copy, first + element, origin);
  const [, index, offset] = entries as [number, number, number];
  const size = sizes[rows!]!;
  // Counted from 1.
  const entry = (index === FROM_FIRST ? 0 : index === FROM_LAST ? size : numberAt(graph, at, index)) + offset;
  return inputNode(
    copy,
    first + (axis === 1 ? element * size + entry - 1 : (entry - 1) * nodes.length + element),
    origin,
  );
}

/** What an operation that closes an index makes of the values of all rows. */
function closed(
  build: Builder,
  graph: Graph,
  node: Node,
  at: readonly number[],
  lengthOf: (index: number) => number,
  made: (node: Node, at: readonly number[]) => Node,
): Node {
  const index = operand(graph, operandsOf(graph, node).at(-1)!, 0);
  const values = Array.from({ length: lengthOf(index) }, (_, i) => {
    const inside = at.slice();
    inside[index] = i;
    return made(operand(graph, node, 0), inside);
  });
  const name = operationOf(graph, node).name;
  const combine = combinations[name];
  if (combine === undefined) throw new Error(`internal error: ${name}`);
  return combine(build, values);
}

type Combine = (build: Builder, values: readonly Node[]) => Node;

const pairs =
  (empty: number, both: (build: Builder, a: Node, b: Node) => Node): Combine =>
  (build, values) => {
    let level = values;
    while (level.length > 1) {
      const next: Node[] = [];
      for (let i = 0; i < level.length; i += 2)
        next.push(i + 1 < level.length ? both(build, level[i]!, level[i + 1]!) : level[i]!);
      level = next;
    }
    return level[0] ?? build.constant(empty);
  };

const many =
  (empty: number, all: (build: Builder, values: readonly Node[]) => Node): Combine =>
  (build, values) =>
    values.length === 0 ? build.constant(empty) : values.length === 1 ? values[0]! : all(build, values);

const combinations: Readonly<Record<string, Combine>> = {
  sumOver: pairs(0, (build, a, b) => build.add(a, b)),
  prodOver: pairs(1, (build, a, b) => build.mul(a, b)),
  minOver: many(Number.NaN, (build, values) => build.min(...values)),
  maxOver: many(Number.NaN, (build, values) => build.max(...values)),
  logsumexpOver: many(Number.NEGATIVE_INFINITY, (build, values) => build.logsumexp(...values)),
  normOver: (build, values) => (values.length === 0 ? build.constant(0) : build.hypot(...values)),
};
