// Where a function is put together from pieces: found from the operands that its operations compare, at the points that
// differences are taken over, and never from the differences, or a wrong derivative would look like a kink.
//
// Every operation with pieces says whether two sets of operands are on the same one. Where all of those that the result
// depends on are, the result is one smooth formula at both points. An operation in the arm that is not taken, or below an
// operand that lost, has no say.

import { constantValue, type Graph, isLeaf, type Node, operandsOf, operationOf } from '../../graph/graph.js';

/** What the contract says where two pieces meet. */
export type KinkKind =
  /** Piecewise linear: something between the slopes of both sides at first order, 0 at higher ones. */
  | 'piecewise'
  /** A length: 0 at first order, NaN at higher ones. */
  | 'length'
  /** The outcome of a comparison or a condition: the side that the point is on. */
  | 'condition'
  /** A rule of its own. */
  | 'point'
  /** Nothing: here a function ends, or has a pole. */
  | 'edge';

export interface Kink {
  readonly operation: string;
  readonly node: Node;
  readonly kind: KinkKind;
}

interface Pieces {
  readonly kind: KinkKind;
  /** Whether two sets of operands are on the same piece. */
  same(a: readonly number[], b: readonly number[]): boolean;
}

/** Pieces told apart by a number that is the same all over one. */
function numbered(kind: KinkKind, piece: (...operands: number[]) => number): Pieces {
  return { kind, same: (a, b) => Object.is(piece(...a) + 0, piece(...b) + 0) };
}

const sides = (kind: KinkKind, at = 0): Pieces => numbered(kind, x => Math.sign(x! - at));
/** Domains that end at -1 and 1. */
const unit = numbered('edge', x => Math.sign(x! + 1) + Math.sign(x! - 1));
const truth = (holds: (a: number, b: number) => boolean): Pieces =>
  numbered('condition', (a, b) => Number(holds(a!, b!)));

const extremum = (pick: (...operands: number[]) => number): Pieces => ({
  kind: 'piecewise',
  same(a, b) {
    const [ofA, ofB] = [pick(...a), pick(...b)];
    return a.every((x, i) => (x === ofA) === (b[i] === ofB));
  },
});

const isIntegral = (n: number): boolean => Number.isInteger(n) && n >= 0;

/** x^y is one formula where x > 0, and another for every whole y. */
const power: Pieces = {
  kind: 'point',
  same([x = NaN, y = NaN], [u = NaN, v = NaN]) {
    if (y === v && isIntegral(y)) return true;
    if (Math.sign(x) !== Math.sign(u)) return false;
    return x > 0 || (x === 0 ? Math.sign(y) === Math.sign(v) : y === v);
  },
};

/** The angle jumps across the negative x axis. */
const angle: Pieces = {
  kind: 'point',
  same([y = NaN, x = NaN], [v = NaN, u = NaN]) {
    if ((x === 0 && y === 0) !== (u === 0 && v === 0)) return false;
    return x > 0 || u > 0 || y < 0 === v < 0;
  },
};

/** Poles at the whole numbers up to 0. */
const gammaPoles = numbered('edge', x => (x! > 0 ? 1 : Math.floor(x!) + (Number.isInteger(x!) ? 0.5 : 0)));
/** Poles a distance of π apart. */
const poles = (shift: number): Pieces => numbered('edge', x => Math.floor(x! / Math.PI + shift));

const PIECES: ReadonlyMap<string, Pieces> = new Map([
  ['abs', sides('piecewise')],
  ['sign', sides('piecewise')],
  ['relu', sides('piecewise')],
  ['step', sides('piecewise')],
  ['floor', numbered('piecewise', x => Math.floor(x!))],
  ['ceil', numbered('piecewise', x => Math.ceil(x!))],
  ['fix', numbered('piecewise', x => Math.trunc(x!))],
  ['round', numbered('piecewise', x => Math.sign(x!) * Math.floor(Math.abs(x!) + 0.5))],
  ['mod', numbered('piecewise', (a, b) => Math.floor(a! / b!))],
  ['clamp', numbered('piecewise', (x, low, high) => Math.sign(x! - low!) + Math.sign(x! - high!))],
  ['min', extremum(Math.min)],
  ['max', extremum(Math.max)],
  ['hypot', numbered('length', (...x) => Number(x.every(of => of === 0)))],
  ['lt', truth((a, b) => a < b)],
  ['le', truth((a, b) => a <= b)],
  ['gt', truth((a, b) => a > b)],
  ['ge', truth((a, b) => a >= b)],
  ['eq', truth((a, b) => a === b)],
  ['ne', truth((a, b) => a !== b)],
  ['and', truth((a, b) => Boolean(a) && Boolean(b))],
  ['or', truth((a, b) => Boolean(a) || Boolean(b))],
  ['not', numbered('condition', x => Number(!x))],
  ['select', numbered('condition', condition => Number(Boolean(condition)))],
  ['pow', power],
  ['sqrt', sides('point')],
  ['cbrt', sides('point')],
  ['nthRoot', sides('point')],
  ['atan2', angle],
  ['acot', sides('piecewise')],
  ['div', numbered('edge', (_a, b) => Math.sign(b!))],
  ['log', sides('edge')],
  ['log2', sides('edge')],
  ['log10', sides('edge')],
  ['log1p', sides('edge', -1)],
  ['asin', unit],
  ['acos', unit],
  ['atanh', unit],
  ['acoth', unit],
  ['asec', unit],
  ['acsc', unit],
  ['acosh', sides('edge', 1)],
  ['asech', numbered('edge', x => Math.sign(x!) + Math.sign(x! - 1))],
  ['acsch', sides('edge')],
  ['coth', sides('edge')],
  ['csch', sides('edge')],
  ['tan', poles(0.5)],
  ['sec', poles(0.5)],
  ['cot', poles(0)],
  ['csc', poles(0)],
  ['gamma', gammaPoles],
  ['lgamma', gammaPoles],
  ['digamma', gammaPoles],
]);

/** Values of nodes at a point, by node. */
export type NodeValues = (nodes: readonly Node[], point: readonly number[]) => ArrayLike<number>;

export interface Kinks {
  /** Operations that are on another piece at a point than in the middle, for one result. */
  between(row: number, middle: readonly number[], point: readonly number[]): Kink[];
}

/** @param results nodes of the results, by row. */
export function createKinks(graph: Graph, results: readonly Node[], compute: NodeValues): Kinks {
  /** Nodes that operations with pieces compare, once each. */
  const watched = compared(graph, results);
  const index = new Map(watched.map((node, i) => [node, i]));
  const known = new Map<string, ArrayLike<number>>();
  const valuesAt = (point: readonly number[]): ((node: Node) => number) => {
    const key = point.join();
    let found = known.get(key);
    if (found === undefined) {
      found = watched.length === 0 ? [] : compute(watched, point);
      // The points of one entry come again, those of all would fill the memory.
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(key, found);
    }
    const values = found;
    return node => values[index.get(node)!]!;
  };
  const live = new Map<string, Node[]>();
  const liveAt = (row: number, middle: readonly number[], valueAt: (node: Node) => number): Node[] => {
    const key = `${row}:${middle.join()}`;
    const found = live.get(key) ?? withPieces(graph, liveNodes(graph, [results[row]!], valueAt));
    if (live.size >= MOST_REMEMBERED) live.clear();
    live.set(key, found);
    return found;
  };
  return {
    between(row, middle, point) {
      const [before, after] = [valuesAt(middle), valuesAt(point)];
      const found: Kink[] = [];
      for (const node of liveAt(row, middle, before)) {
        const operation = operationOf(graph, node).name;
        const { kind, same } = PIECES.get(operation)!;
        const operands = operandsOf(graph, node);
        if (!same(operands.map(before), operands.map(after))) found.push({ operation, node, kind });
      }
      return found;
    },
  };
}

const MOST_REMEMBERED = 64;

/** Operands of the operations with pieces that the results use. */
function compared(graph: Graph, results: readonly Node[]): Node[] {
  const nodes = new Set<Node>();
  for (const node of withPieces(graph, reachable(graph, results, operandsOf)))
    for (const operand of operandsOf(graph, node)) nodes.add(operand);
  return [...nodes];
}

function withPieces(graph: Graph, nodes: Uint8Array): Node[] {
  const found: Node[] = [];
  for (let node = 0; node < nodes.length; node++)
    if (nodes[node] === 1 && PIECES.has(operationOf(graph, node).name)) found.push(node);
  return found;
}

/** 1 for the nodes that the results depend on where nodes have the given values. */
export function liveNodes(graph: Graph, results: readonly Node[], valueAt: (node: Node) => number): Uint8Array {
  const value = (node: Node): number => constantValue(graph, node) ?? valueAt(node);
  return reachable(graph, results, (_graph, node) => {
    const operands = operandsOf(graph, node);
    switch (operationOf(graph, node).name) {
      case 'select':
        return [operands[0]!, operands[value(operands[0]!) ? 1 : 2]!];
      case 'min':
      case 'max': {
        const values = operands.map(value);
        const extreme = operationOf(graph, node).compute(...values);
        return Number.isNaN(extreme) ? operands : operands.filter((_, i) => values[i] === extreme);
      }
      case 'relu':
        return value(operands[0]!) < 0 ? [] : operands;
      default:
        return operands;
    }
  });
}

function reachable(
  graph: Graph,
  results: readonly Node[],
  next: (graph: Graph, node: Node) => readonly Node[],
): Uint8Array {
  const reached = new Uint8Array(results.reduce((most, node) => Math.max(most, node + 1), 0));
  for (const node of results) reached[node] = 1;
  for (let node = reached.length - 1; node >= 0; node--) {
    if (reached[node] !== 1 || isLeaf(graph, node)) continue;
    for (const operand of next(graph, node)) reached[operand] = 1;
  }
  return reached;
}
