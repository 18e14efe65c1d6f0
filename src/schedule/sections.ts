// What a schedule is: sections that run one after another, straight lines of blocks and loops, in which there are sections
// again; what every target emits from.
//
// A line has a graph of its own. What other sections compute, and what an index places, are inputs of it.

import type { Graph, NodeSet } from '../graph/graph.js';
import type { Scan } from '../graph/scan.js';
import type { Combine, Node } from '../ops/operation.js';
import type { Guards } from './guards.js';

/** A statement: a node and how it gets its value, in one number, as long programs have millions of them. */
export type Step = number;

/**
 * COMPUTE gives a node its value. A conditional whose arms need code of their own is assigned in blocks instead: INITIAL gives
 * it the value of the arm that needs none, WHEN_TRUE and WHEN_FALSE, which are the arms' operands, the value of theirs.
 */
export const COMPUTE = 0;
export const WHEN_TRUE = 1;
export const WHEN_FALSE = 2;
export const INITIAL = 3;

export const stepOf = (node: Node, kind: number): Step => 4 * node + kind;
export const stepNode = (step: Step): Node => step >>> 2;
export const stepKind = (step: Step): number => step & 3;

/** The arm whose value an assigned conditional starts with, or null where each arm has a block. */
export type InitialArm = 1 | 2 | null;

export interface Block {
  /** Condition node of the `if`, or null for straight-line code. */
  readonly condition: Node | null;
  /** Nodes assigned in this block or a later one and used outside it: declared just before it. */
  readonly declared: readonly Node[];
  readonly steps: readonly Step[];
  readonly otherwise: readonly Step[];
}

/** What a program is for: nodes that its function returns, and nodes that it stores in arrays. */
export interface Results {
  readonly returned: readonly Node[];
  readonly stored: readonly Node[];
  /** What loops write to arrays themselves. */
  readonly scattered?: readonly Node[];
}

export const allResults = ({ returned, stored, scattered = [] }: Results): Node[] => [
  ...returned,
  ...stored,
  ...scattered,
];

/** A stretch of a long program: a function of its own. */
export interface Chunk {
  readonly blocks: readonly Block[];
  /** Stored results, by position, that are written at its end; the others are written where they are computed. */
  readonly stores: readonly number[];
}

/** Chunks that are called in order; with a condition, one list of them or the other. */
export interface ChunkRun {
  readonly condition: Node | null;
  readonly chunks: readonly number[];
  readonly otherwise: readonly number[];
}

/** Places for values that one chunk computes and another reads. */
export interface Slots {
  /** Slot of a value that crosses from one chunk to another, -1 for all others. */
  readonly slotOf: Int32Array;
  /** With those of arrays, which come before. */
  readonly slotCount: number;
  /** Values that cross. */
  readonly crossings: number;
}

/** Stretches of the array that values cross in, at its beginning; they are used again once nothing reads them. */
export interface Arrays {
  /** Where the stretch of each node with several results starts. */
  readonly offsets: ReadonlyMap<Node, number>;
  readonly length: number;
}

export interface Chunks extends Slots {
  readonly chunks: readonly Chunk[];
  readonly runs: readonly ChunkRun[];
}

/** Statements one after another, some of them under an `if`. */
export interface Line {
  readonly kind: 'line';
  readonly graph: Graph;
  readonly results: Results;
  readonly links: Links;
  readonly blocks: readonly Block[];
  /** 1 for a node that is written inside the one expression that uses it. */
  readonly inlined: Uint8Array;
  /** 1 for a node that gets its value by assignment to a variable declared before. */
  readonly reassigned: Uint8Array;
  /** The arm that each conditional which is assigned in blocks starts with. */
  readonly initialArm: ReadonlyMap<Node, InitialArm>;
  /** Stored results, by position, that are written where their node is computed. */
  readonly storedWith: ReadonlyMap<Node, readonly number[]>;
  /** Where in the array what operations with several results work with is. */
  readonly arrays: Arrays;
  /** Chunks of a line that is too long for one function, otherwise null. */
  readonly chunks: Chunks | null;
}

/** What a line has to do with others; nodes are those of the whole program's graph. */
export interface Links {
  /** What its inputs from slot `first` on are. */
  readonly imports: readonly Node[];
  readonly first: number;
  /** What other sections read of it: the values that its graph returns. The last line of a program has the results instead. */
  readonly exports: readonly Node[];
  /** What the formula calls the nodes of its graph, if anything. */
  readonly names: readonly (string | undefined)[];
  /** What its nodes are in the plan, -1 for leaves of its own; null where they are the plan's. */
  readonly sources: readonly Node[] | null;
}

const NO_LINKS: Links = { imports: [], first: 0, exports: [], names: [], sources: null };

/** What a node of a section, or of a schedule, is in the plan; -1 where it is none of its. */
export const sourceIn = ({ sources }: Pick<Links, 'sources'>, node: Node): Node =>
  sources === null ? node : (sources[node] ?? -1);

/** One number made of a value of each turn of a loop; nodes are those of the whole program's graph. */
export interface Total {
  readonly node: Node;
  readonly value: Node;
  readonly combine: Combine;
  /** The element that says where a value is written; null for numbers. */
  readonly place: Node | null;
  /** Of a number that turns hand on what it is at first, and the leaf that it is inside; null for others. */
  readonly handed: { readonly start: Node; readonly leaf: Node } | null;
}

/** Values that each turn of a loop leaves for those after it; nodes are those of the whole program's graph. */
export interface Recurrence extends Pick<Scan, 'id' | 'bodies' | 'bases'> {
  readonly node: Node;
}

/** Sections that run for every value of an index. */
export interface Loop {
  readonly kind: 'loop';
  /** Among the graph's indices. */
  readonly index: number;
  /** 1 from its lowest value on, -1 from its highest. */
  readonly direction: Scan['direction'];
  readonly sections: readonly Section[];
  readonly totals: readonly Total[];
  readonly recurrences: readonly Recurrence[];
}

export type Section = Line | Loop;

export interface Schedule {
  /** Of a program without loops that of its line. */
  readonly graph: Graph;
  readonly results: Results;
  /** What the formula calls the nodes of the graph, if anything. */
  readonly names: Links['names'];
  readonly sources: Links['sources'];
  /** The last one is the line that has the results. */
  readonly sections: readonly Section[];
}

/** The line that ends a program, which is all of it where there are no loops. */
export const lastLine = ({ sections }: Pick<Schedule, 'sections'>): Line => sections.at(-1) as Line;

/** True for a program with loops, or with what comes with them, as the number of rows. */
export const hasLoops = ({ sections }: Pick<Schedule, 'sections'>): boolean =>
  sections.length > 1 || lastLine({ sections }).links.imports.length > 0;

/** All lines, those inside of loops among them, in the order of the code. */
export function linesOf({ sections }: Pick<Schedule, 'sections'>): Line[] {
  const lines: Line[] = [];
  const pending = [...sections].reverse();
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    if (section.kind === 'line') lines.push(section);
    else pending.push(...[...section.sections].reverse());
  }
  return lines;
}

/** All loops, those inside of others after these. */
export function loopsOf({ sections }: Pick<Schedule, 'sections'>): Loop[] {
  const loops: Loop[] = [];
  const pending = [...sections].reverse();
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    if (section.kind === 'line') continue;
    loops.push(section);
    pending.push(...[...section.sections].reverse());
  }
  return loops;
}

/** A line as it is before anything is decided: a statement for each of the nodes. */
export function listedLine(graph: Graph, results: Results, nodes: Int32Array, links = NO_LINKS): Line {
  const { size } = graph;
  return {
    kind: 'line',
    graph,
    results,
    links,
    blocks: [straightBlock(nodes)],
    inlined: new Uint8Array(size),
    reassigned: new Uint8Array(size),
    initialArm: new Map(),
    storedWith: new Map(),
    arrays: { offsets: new Map(), length: 0 },
    chunks: null,
  };
}

export function straightBlock(nodes: Int32Array): Block {
  const steps: Step[] = [];
  for (let i = 0; i < nodes.length; i++) steps.push(stepOf(nodes[i]!, COMPUTE));
  return { condition: null, declared: [], steps, otherwise: [] };
}

/** What passes are told besides the line. */
export interface LineContext {
  /** Null where everything is computed. */
  readonly guards: Guards | null;
  /** Nodes that must stay statements of their own, because the user named them. */
  readonly keep: NodeSet;
  /** Statements of one function. */
  readonly most: number;
}

/** Decides one thing about a line that runs before and after, with the same results. */
export type LinePass = (line: Line, context: LineContext) => Line;

/** True for a line that is too long for one function. */
export function isLong({ blocks, results }: Line, { most }: LineContext): boolean {
  return (
    blocks.reduce((sum, { steps, otherwise }) => sum + steps.length + otherwise.length, results.stored.length) > most
  );
}
