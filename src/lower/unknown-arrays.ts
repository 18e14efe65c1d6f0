// Unknowns of arrays whose size is known at run time: `implicit E[n] = M`, `implicit z[n] = a`.
//
// They have no number of equations that is known, but one for any index. Where these need no others of their own array, a block is
// solved for each: its solution is what the array is for any index, as of an array that is defined. Where they need those before
// them, as steps of implicit methods do, the block is the rule of a recurrence, whose turns are solved one after another.

import { solve } from '../graph/block.js';
import type { Builder } from '../graph/build.js';
import { type Domain, domainOf, EVERYWHERE, INSIDE } from '../graph/domain.js';
import { type Block, FROM_FIRST, FROM_LAST, type Graph, type Node, operandsOf, type Standing } from '../graph/graph.js';
import { replaced } from '../graph/replace.js';
import { entryNode, nextScan, scanNode, stateNode } from '../graph/scan.js';
import { substitute } from '../graph/substitute.js';
import { UNKNOWN } from '../ops/table.js';
import { cutAt, equationsOf, saidBy } from './blocks.js';
import type { Lowering } from './lowering.js';
import { type Element, type Equation, placeKey, unknownOf } from './unknowns.js';

/** The unknowns of arrays that are solved together, and what is known besides. */
export interface Solving {
  readonly numbers: readonly number[];
  readonly elements: readonly Element[];
  /** Their equations, in the same order. */
  readonly equations: readonly Equation[];
  /** Elements of arrays that have equations of their own, by where they stand. */
  readonly bases: ReadonlyMap<string, number>;
  /** All leaves of the program's unknowns. */
  readonly leaves: readonly Node[];
  /** What leaves are; those of these unknowns are added. */
  readonly known: Map<Node, Node>;
  readonly rule: Builder;
  /** Nodes with what is known in them. */
  at(nodes: readonly Node[]): Node[];
  /** Reports what cannot be in the equations of a block. */
  check(inside: readonly Node[], own: Domain): void;
  blockOf(names: readonly string[], equations: ReturnType<typeof equationsOf>): Block;
}

/** Puts the solutions of unknowns of arrays in their places. */
export function solveArrays({ graph, report }: Lowering, solving: Solving): void {
  const { numbers, elements, equations, bases, leaves, known, rule, at } = solving;
  const [{ span, over }] = equations as readonly [Equation];
  const refuse = (message: string, help: string): void => void report.error('WG224', span, message, help);
  if (over === null || equations.some(of => of.over?.index !== over.index || of.over.direction !== over.direction)) {
    refuse(
      'equations of implicit unknowns that need each other hold for different indices',
      'let all of them have the same range',
    );
    return;
  }
  const { index, direction } = over;
  const bit = 1 << index;
  const here: Standing = { index, offset: 0 };
  const of = new Map(numbers.map((number, c) => [number, c]));
  const own = leaves.filter(leaf => of.has(unknownOf(graph, leaf).number));
  const written = equations.map(({ residual }) => residual);

  // What stands before the first turn, the next one to it first.
  const { lower, upper } = graph.indices[index]!;
  const reach = direction === 1 ? lower - 1 : -upper;
  const isWhole = direction === 1 ? upper === 0 : lower === 1;
  const before = Array.from(
    { length: reach },
    (_, i): Standing =>
      direction === 1 ? { index: FROM_FIRST, offset: lower - 1 - i } : { index: FROM_LAST, offset: upper + 1 + i },
  );
  const starting = before.flatMap(place => numbers.map(number => bases.get(placeKey(number, place))));
  const count = [...bases.keys()].filter(key => of.has(Number(key.split(' ')[0]))).length;
  if (!isWhole || starting.includes(undefined) || count !== starting.length) {
    const { name } = elements[numbers[0]!]!.declared;
    const help = `elements that have equations of their own come right before the range: '${name}[1] = a', '${name}[i] = … for i = 2:n'`;
    refuse(`the equations of '${name}' are not those of all of its elements, each once`, help);
    return;
  }

  const reads: { readonly leaf: Node; readonly component: number; readonly lag: number }[] = [];
  for (const leaf of leavesIn(graph, written)) {
    const { number, at: place } = unknownOf(graph, leaf);
    const component = of.get(number);
    if (component === undefined || (place!.index === index && place!.offset === 0)) continue;
    if (bases.has(placeKey(number, place!))) continue;
    const lag = place!.index === index ? -direction * place!.offset : 0;
    if (lag < 1) {
      const { name } = elements[number]!.declared;
      const help = `it reads elements before its own: '${name}[i-1]', or '${name}[i+1]' of 'for i = n-1:-1:1'`;
      refuse(`the equation of '${name}' for one index reads an element that comes later, or is not known`, help);
      return;
    }
    reads.push({ leaf, component, lag });
  }

  const sources = numbers.map(number => elements[number]!);
  const placed = sources.map(({ start, index: from }) =>
    start === null ? null : substitute(graph, rule, start, from!, here),
  );
  const isRecurrence = reads.length > 0 || reach > 0;
  const first = starting.map(number => known.get(elements[number!]!.leaf)!);
  const made = at(written);
  const given = placed.map(start => (start === null ? null : at([start])[0]!));
  const domains = [...made, ...first, ...given.filter(start => start !== null)].map(node => domainOf(graph, node));
  const around = domains.reduce((all, domain) => all | domain, EVERYWHERE) & ~(bit | INSIDE);
  const opened = { index, id: isRecurrence ? nextScan(graph) : 0, around };
  const states = new Map(
    reads.map(({ leaf, component, lag }) => [leaf, stateNode(graph, opened, component, lag)] as const),
  );
  const residuals = replaced(graph, rule, made, states, 'apply');
  const unknowns = numbers.map(number => own.find(leaf => isAt(unknownOf(graph, leaf), number, here))!);
  const said = numbers.length === 1 ? saidBy(graph, residuals[0]!, unknowns[0]!) : null;
  const missing = isRecurrence || said !== null ? -1 : placed.indexOf(null);
  if (missing !== -1) {
    const { declared } = sources[missing]!;
    report.error(
      'WG222',
      declared,
      `implicit '${declared.name}' has no start`,
      `say where to start from: 'implicit ${declared.name}[n] = 1'; a recurrence may start from the element before`,
    );
    return;
  }
  const roots = said === null ? solved() : [said];

  if (!isRecurrence) {
    for (const leaf of own) {
      const { number, at: place } = unknownOf(graph, leaf);
      known.set(leaf, substitute(graph, rule, roots[of.get(number)!]!, index, place!));
    }
    return;
  }
  const scan = scanNode(graph, rule, { ...opened, direction, bodies: roots, bases: first });
  for (const leaf of own) {
    const { number, at: place } = unknownOf(graph, leaf);
    known.set(leaf, entryNode(graph, rule, scan, of.get(number)!, place!));
  }

  function solved(): readonly Node[] {
    const { inside, outside } = cutAt(graph, residuals, unknowns);
    solving.check(inside, around | bit | INSIDE);
    const starts = given.map((start, c) => start ?? stateNode(graph, opened, c, 1));
    const block = solving.blockOf(
      sources.map(({ name }) => name.replace('[k', `[${graph.indices[index]!.name}`)),
      equationsOf(graph, { inside, outside, leaves: unknowns, residuals }),
    );
    return solve(graph, k => rule.at(equations[k]!.span), block, outside, starts);
  }
}

function isAt({ number, at }: ReturnType<typeof unknownOf>, wanted: number, { index, offset }: Standing): boolean {
  return number === wanted && at?.index === index && at.offset === offset;
}

/** Unknowns that nodes are made of. */
function leavesIn(graph: Graph, nodes: readonly Node[]): Node[] {
  const seen = new Set<Node>();
  const pending = [...nodes];
  const found: Node[] = [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (graph.operation[node] === UNKNOWN) found.push(node);
    else pending.push(...operandsOf(graph, node));
  }
  return found.sort((a, b) => a - b);
}
