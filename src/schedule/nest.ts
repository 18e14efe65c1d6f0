// A program with open indices → loops, and the straight lines before, between and inside of them, each with a graph of its own.
//
// What depends on no index stands outside of all loops. A sum over rows is the total of a loop, and what needs it comes in a
// later section: sums that need each other's totals are loops one after another, all others share one. What rows compute is
// not kept: a loop that needs it computes it again.

import { type Domain, domainOf, EVERYWHERE, INSIDE } from '../graph/domain.js';
import {
  createGraph,
  type Graph,
  hasSeveral,
  inputNode,
  inputSlot,
  intern,
  isConstant,
  isLeaf,
  leafEntries,
  type Node,
  type NodeSet,
  operand,
  operandsOf,
  operationOf,
  originOf,
} from '../graph/graph.js';
import { copyLeaf } from '../graph/rebuild.js';
import { isEntry, isScan, scanOf } from '../graph/scan.js';
import { ROWS } from '../lower/lowering.js';
import { SIZE } from '../ops/table.js';
import { prune } from '../passes/prune.js';
import { allResults, type Links, type Loop, type Results, sourceIn, type Total } from './sections.js';
import { type Separated, separated, type Whole } from './separate.js';

/** A straight line that is not scheduled yet. */
export interface PlainLine {
  readonly kind: 'line';
  readonly graph: Graph;
  readonly results: Results;
  readonly links: Links;
  /** Nodes that must stay statements of their own. */
  readonly keep: NodeSet;
}

export interface PlainLoop extends Omit<Loop, 'sections'> {
  readonly sections: readonly PlainSection[];
}

export type PlainSection = PlainLine | PlainLoop;

/** The program in which the sections are, and these. */
export interface Nest extends Separated {
  readonly sections: readonly PlainSection[];
}

/** @param isParted how many rows there are is known after a loop over them */
export function nestOf({ graph, results, keep, names }: Whole, isParted: boolean): Nest {
  if (graph.indices.length === 0) {
    const links = { imports: [], first: 0, exports: [], names, sources: null };
    return { graph, results, keep, names, sources: null, sections: [{ kind: 'line', graph, results, links, keep }] };
  }
  const whole = separated({ graph, results, keep, names });
  let first = 0;
  for (let node = 0; node < graph.size; node++) first = Math.max(first, (inputSlot(graph, node) ?? -1) + 1);
  return {
    ...whole,
    sections: sectionsIn({ ...whole, first, isParted }, OUTSIDE, allResults(whole.results), whole.results),
  };
}

interface Placing extends Separated {
  /** Slot of the first import of a line. */
  readonly first: number;
  readonly isParted: boolean;
}

/** The loops that a section is in. */
interface Around {
  readonly open: Domain;
  /** The innermost one's. */
  readonly last: Domain;
}

const OUTSIDE: Around = { open: EVERYWHERE, last: EVERYWHERE };

/**
 * The sections inside of some loops. Loops are as deep as indices are many, so this may recurse.
 * @param wanted what has to be known at the end
 * @param results of the whole program; null inside of loops
 */
function sectionsIn(whole: Placing, around: Around, wanted: readonly Node[], results: Results | null): PlainSection[] {
  const { graph } = whole;
  const belongs = (node: Node): boolean => {
    const domain = domainOf(graph, node);
    return !isLeaf(graph, node) && (domain & ~around.open) === 0 && (domain & around.last) === around.last;
  };
  const isDeeper = (node: Node): boolean => (domainOf(graph, node) & ~around.open) !== 0;
  const needed = neededOf(graph, wanted, node => belongs(node) || isDeeper(node));
  const levels = new Map<Node, number>();
  const members: Node[] = [];
  let deepest = 0;
  for (const node of needed) {
    let level = 0;
    for (const of of operandsOf(graph, node)) level = Math.max(level, levels.get(of) ?? levelOfLeaf(whole, of));
    const isMember = belongs(node);
    if (isMember && isClosing(graph, node)) level++;
    levels.set(node, level);
    // What a recurrence has left is read where it is needed.
    if (!isMember || isEntry(graph, node)) continue;
    members.push(node);
    deepest = Math.max(deepest, level);
  }
  const lines: Node[][] = Array.from({ length: deepest + 1 }, () => []);
  const closings: Node[][] = Array.from({ length: deepest + 1 }, () => []);
  for (const node of members) (isClosing(graph, node) ? closings : lines)[levels.get(node)!]!.push(node);

  const exported = exportsOf(graph, { needed, wanted, levels, belongs, isFinal: results !== null, deepest });
  const sections: PlainSection[] = [];
  for (let level = 0; level <= deepest; level++) {
    for (const { index, nodes, direction, isScan } of loopsOf(graph, closings[level]!)) {
      const bit = 1 << index;
      const inside = {
        open: around.open | bit | (isScan || nodes.some(of => isFold(graph, of)) ? INSIDE : EVERYWHERE),
        last: bit,
      };
      const totals = isScan ? [] : nodes.map(node => totalOf(graph, node));
      const recurrences = isScan ? nodes.map(node => ({ node, ...scanOf(graph, node) })) : [];
      const values = [...totals.map(({ value }) => value), ...recurrences.flatMap(({ bodies }) => bodies)];
      const inner = sectionsIn(whole, inside, values, null);
      sections.push({ kind: 'loop', index, direction, sections: inner, totals, recurrences });
    }
    const line = lines[level]!;
    const isFinal = results !== null && level === deepest;
    if (line.length > 0 || isFinal) sections.push(lineOf(whole, line, exported, isFinal ? results : null));
  }
  return sections;
}

/** What says how many rows there are comes after the first loop over them, where these arrive in parts. */
const levelOfLeaf = ({ graph, isParted }: Placing, node: Node): number =>
  isParted && graph.operation[node] === SIZE && operand(graph, node, 0) === ROWS ? 1 : 0;

const isFold = (graph: Graph, node: Node): boolean => operationOf(graph, node).name === 'foldOver';

const isClosing = (graph: Graph, node: Node): boolean => operationOf(graph, node).closes === true;

function totalOf(graph: Graph, node: Node): Total {
  const { form, name } = operationOf(graph, node);
  if (form.kind !== 'over') throw new Error(`internal error: ${name}`);
  const { combine } = form;
  if (combine === 'fold') {
    const [start, value, leaf] = operandsOf(graph, node) as [Node, Node, Node];
    return { node, value, combine, place: null, handed: { start, leaf } };
  }
  return {
    node,
    value: operand(graph, node, 0),
    combine,
    place: combine === 'scatter' ? operand(graph, node, 1) : null,
    handed: null,
  };
}

/** What some nodes need, in the order of the list, as far as `isInside` goes. */
function neededOf(graph: Graph, wanted: readonly Node[], isInside: (node: Node) => boolean): Node[] {
  const found = new Set<Node>();
  const pending = wanted.filter(isInside);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    for (const of of operandsOf(graph, node)) if (!found.has(of) && isInside(of)) pending.push(of);
  }
  return [...found].sort((a, b) => a - b);
}

interface Placed {
  readonly needed: readonly Node[];
  readonly wanted: readonly Node[];
  readonly levels: ReadonlyMap<Node, number>;
  belongs(node: Node): boolean;
  /** True where the last line has the wanted ones itself. */
  readonly isFinal: boolean;
  readonly deepest: number;
}

/** The nodes of lines that are read elsewhere: in another line, in a loop, or at the end. */
function exportsOf(graph: Graph, { needed, wanted, levels, belongs, isFinal, deepest }: Placed): Set<Node> {
  const exported = new Set<Node>();
  const isInLine = (node: Node): boolean => belongs(node) && !isClosing(graph, node) && !isEntry(graph, node);
  const add = (node: Node): void => {
    // What has several results is made again wherever it is read.
    if (hasSeveral(graph, node)) operandsOf(graph, node).forEach(add);
    else if (isInLine(node)) exported.add(node);
  };
  for (const node of needed) {
    for (const of of operandsOf(graph, node)) {
      if (!isInLine(node) || levels.get(of) !== levels.get(node)) add(of);
    }
  }
  for (const node of wanted) if (!isFinal || levels.get(node) !== deepest) add(node);
  return exported;
}

/** What closes an index in one loop. */
interface Turning extends Pick<Loop, 'index' | 'direction'> {
  readonly nodes: Node[];
  readonly isScan: boolean;
}

/** Loops over the same index run as one, those of recurrences and of other operations apart. */
function loopsOf(graph: Graph, closings: readonly Node[]): Turning[] {
  const groups: Turning[] = [];
  for (const node of closings) {
    const own = isScan(graph, node);
    const index = operand(graph, operandsOf(graph, node).at(-1)!, 0);
    const direction = own ? scanOf(graph, node).direction : isFold(graph, node) ? foldDirection(graph, node) : 1;
    const group = groups.find(of => of.index === index && of.direction === direction && of.isScan === own);
    if (group === undefined) groups.push({ index, direction, isScan: own, nodes: [node] });
    else group.nodes.push(node);
  }
  return groups;
}

/** As the turns say, which are its last operand. */
const foldDirection = (graph: Graph, node: Node): Loop['direction'] =>
  leafEntries(graph, operandsOf(graph, node).at(-1)!)[2] === -1 ? -1 : 1;

function lineOf(
  { graph, keep, names, sources, first }: Placing,
  nodes: readonly Node[],
  exported: ReadonlySet<Node>,
  results: Results | null,
): PlainLine {
  const own = createGraph(graph.budget, nodes.length + 16);
  for (const [number, block] of graph.blocks) own.blocks.set(number, block);
  const moved = new Map<Node, Node>();
  const imports: Node[] = [];
  const at = (node: Node): Node => {
    let found = moved.get(node);
    if (found === undefined && hasSeveral(graph, node)) {
      found = intern(own, graph.operation[node]!, operandsOf(graph, node).map(at), originOf(graph, node));
      moved.set(node, found);
    }
    if (found === undefined) {
      const origin = originOf(graph, node);
      const isOwn = isConstant(graph, node) || inputSlot(graph, node) !== undefined;
      found = isOwn ? copyLeaf(graph, node, own, origin) : inputNode(own, first + imports.push(node) - 1, origin);
      moved.set(node, found);
    }
    return found;
  };
  for (const node of nodes) {
    const operands = operandsOf(graph, node).map(at);
    moved.set(node, intern(own, graph.operation[node]!, operands, originOf(graph, node)));
  }
  const exports = results === null ? nodes.filter(node => exported.has(node)) : [];
  const moving = (of: readonly Node[]): Node[] => of.map(at);
  const ownResults =
    results === null
      ? { returned: moving(exports), stored: [] }
      : { returned: moving(results.returned), stored: moving(results.stored) };
  const ownNames = new Array<string | undefined>(own.size).fill(undefined);
  const ownSources = new Array<Node>(own.size).fill(-1);
  const kept = new Set(exports.map(at));
  for (const node of nodes) {
    ownNames[at(node)] = names[node];
    ownSources[at(node)] = sourceIn({ sources }, node);
    if (keep.has(node)) kept.add(at(node));
  }
  const links = { imports, first, exports, names: ownNames, sources: ownSources };
  return pruned({ kind: 'line', graph: own, results: ownResults, links, keep: kept });
}

/** Without branches that are never taken where they stand: what decides about them in other sections is a number here. */
function pruned(line: PlainLine): PlainLine {
  const { graph, results, links, keep } = line;
  const mode = { derivative: false, algebraic: false, settled: true, primal: graph.size };
  const { graph: left, nodes } = prune.run(graph, allResults(results), mode);
  if (left === graph) return line;
  const names = new Array<string | undefined>(left.size).fill(undefined);
  const sources = new Array<Node>(left.size).fill(-1);
  const kept = new Set<Node>();
  for (const [node, moved] of nodes.entries()) {
    if (moved === -1) continue;
    names[moved] ??= links.names[node];
    if (sources[moved] === -1) sources[moved] = sourceIn(links, node);
    if (keep.has(node)) kept.add(moved);
  }
  const at = (of: readonly Node[]): Node[] => of.map(node => nodes[node]!);
  const moved = { returned: at(results.returned), stored: at(results.stored) };
  // What other sections read has statements of its own.
  const isStated = links.exports.length === new Set(moved.returned.filter(node => !isLeaf(left, node))).size;
  if (links.exports.length > 0 && !isStated) return line;
  return { ...line, graph: left, results: moved, links: { ...links, names, sources }, keep: kept };
}
