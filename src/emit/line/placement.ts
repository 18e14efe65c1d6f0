// Where each value of a straight line lives, and what is written for it, in which order. One walk for every target: it decides
// and tells a sink, which only knows how the target writes one thing.
//
// A value is a variable from its statement on, or written in place of its user. What is read again from memory, an element of
// an argument or a slot, is kept in a local before its first use outside of branches; what blocks assign is declared before
// the first of them; what crosses from one chunk to another goes through its slot; results are stored as soon as they are known.

import { constantValue, hasSeveral, inputSlot, isConstant, isElement, isLeaf, operand } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import { armOf, eachRead, eachReadOf, readCounts } from '../../schedule/reads.js';
import {
  type Block,
  type Chunks,
  COMPUTE,
  INITIAL,
  type Line,
  type Step,
  stepKind,
  stepNode,
} from '../../schedule/sections.js';
import { createNumbering } from './numbering.js';
import { ARGUMENT, COMPUTED, CONSTANT, INLINED, KEPT, type Place, type Sink, SLOT, VARIABLE } from './sink.js';

/** What the code of a line, or of one chunk of it, consists of. */
export interface Part {
  readonly blocks: readonly Block[];
  /** Nodes that are read at its end. */
  readonly results: readonly Node[];
}

/** What a target's memory is like. */
export interface Memory {
  /** True for an argument that is read from memory, so that a local is faster. */
  isInMemory(input: number): boolean;
  /** True for a stored result that is written as soon as it is known. */
  isEarly(position: number): boolean;
  /** Results may be written over arguments that are still to be read. */
  readonly overlaps: boolean;
  /** Slots of values that wait long for their use, and how many statements one may wait in a variable. */
  readonly spills: { readonly slots: ReadonlyMap<Node, number>; readonly longest: number } | null;
}

export interface Placement {
  /** A number for each node that has to do with this code, from 0 on. */
  numberOf(node: Node): number;
  /** To be asked once for each time that a value is read, in the order of the code. */
  placeOf(node: Node): Place;
  /** Slot that the node's value is in; -1 for none. */
  slotOf(node: Node): number;
  /** Where in the array one of several results is, or all that a node with several works with. */
  placeInArray(node: Node): number;
  /** False for a value that this code makes and does not read. */
  isRead(node: Node): boolean;
  write(sink: Sink): void;
}

const NO_POSITIONS: readonly number[] = [];

/** @param places an entry for every node of the graph, whatever is in them */
export function placementOf(line: Line, part: Part, memory: Memory, places: Int32Array): Placement {
  const { graph, inlined, reassigned, storedWith, arrays, chunks } = line;
  const { blocks, results } = part;
  const { spills } = memory;
  const { numberOf: number } = createNumbering(places);
  // Lists by the number of a node.
  /** How often this code reads it. */
  const uses: number[] = [];
  const declared: boolean[] = [];
  const kept: boolean[] = [];
  /** The statement at which a value that waits long was last in a variable, and the one being written. */
  const seen = new Map<Node, number>();
  let now = 0;

  const numberOf = (node: Node): number => {
    const found = number(node);
    if (found === uses.length) {
      uses.push(0);
      declared.push(false);
      kept.push(false);
    }
    return found;
  };
  eachReadOf(line, blocks, results, node => {
    const found = numberOf(node);
    uses[found]!++;
  });

  const crossing = (node: Node): number => (chunks === null ? -1 : chunks.slotOf[node]!);

  function placeOf(node: Node): Place {
    if (isConstant(graph, node)) return CONSTANT;
    const at = numberOf(node);
    if (kept[at]) return KEPT;
    if (spills?.slots.has(node)) {
      if (now - seen.get(node)! > spills.longest) return SLOT;
      seen.set(node, now);
    }
    if (isLeaf(graph, node)) return ARGUMENT;
    if (inlined[node] === 1) return INLINED;
    return !declared[at] && crossing(node) !== -1 ? SLOT : VARIABLE;
  }

  /** Positions at which a node's value is written as soon as it is known. */
  function positionsOf(node: Node): readonly number[] {
    const positions = storedWith.get(node);
    return positions === undefined ? NO_POSITIONS : positions.filter(memory.isEarly);
  }

  function isInMemory(node: Node): boolean {
    if (inlined[node] === 1) return isElement(graph, node);
    const input = inputSlot(graph, node);
    if (input !== undefined) return memory.isInMemory(input);
    // One that is assigned may change.
    return crossing(node) !== -1 && reassigned[node] === 0;
  }

  /** Before its first use outside of branches, what is read `times` from memory becomes a local. */
  function keep(node: Node, times: number, sink: Sink): void {
    const at = numberOf(node);
    if (declared[at] || kept[at] || uses[at]! < times || !isInMemory(node)) return;
    sink.keep(node);
    kept[at] = true;
  }

  /** Before the first result is written, all that is still to be read: both may be in one array. */
  function keepInputs(rest: readonly Block[], sink: Sink): void {
    const read = readCounts(line, rest, results).keys();
    const leaves = [...read].filter(node => isLeaf(graph, node)).sort((a, b) => a - b);
    for (const node of leaves) keep(node, 1, sink);
  }

  function declare(node: Node, sink: Sink): void {
    const slot = crossing(node);
    if (slot !== -1) return sink.clear(slot);
    declared[numberOf(node)] = true;
    sink.declare(node);
  }

  function step(of: Step, sink: Sink): void {
    const node = stepNode(of);
    const kind = stepKind(of);
    now++;
    if (hasSeveral(graph, node)) return sink.callInArray(node);
    give(node, kind === COMPUTE ? COMPUTED : armOf(line, of), sink);
    if (kind !== INITIAL) sink.observe?.(node);
  }

  function give(node: Node, source: Node, sink: Sink): void {
    const crossed = crossing(node);
    if (crossed !== -1 && reassigned[node] === 1) return sink.storeInSlot(crossed, node, source);
    const at = numberOf(node);
    if (declared[at]) return sink.assign(node, source);
    if (spills?.slots.has(node)) seen.set(node, now);
    const slot = slotOf(node);
    const positions = positionsOf(node);
    if (uses[at] === 0 && positions.length + (slot === -1 ? 0 : 1) === 1) {
      if (slot === -1) sink.storeResult(positions[0]!, node, source);
      else sink.storeInSlot(slot, node, source);
      return;
    }
    sink.define(node, source);
    declared[at] = true;
    if (slot !== -1) sink.storeInSlot(slot, node, node);
    for (const position of positions) sink.storeResult(position, node, node);
  }

  const slotOf = (node: Node): number => spills?.slots.get(node) ?? crossing(node);

  function placeInArray(node: Node): number {
    if (!isElement(graph, node)) return arrays.offsets.get(node)!;
    return arrays.offsets.get(operand(graph, node, 0))! + constantValue(graph, operand(graph, node, 1))!;
  }

  function write(sink: Sink): void {
    // Of a conditional that starts with one arm, the condition may only come later.
    const keepRead = (node: Node): void => keep(node, 2, sink);
    const all = (steps: readonly Step[]) =>
      steps.length === 0
        ? null
        : (): void => {
            for (const one of steps) step(one, sink);
          };
    let mayOverlap = memory.overlaps;
    for (const [b, block] of blocks.entries()) {
      for (const node of block.declared) declare(node, sink);
      if (block.condition !== null) {
        sink.branch(block.condition, all(block.steps), all(block.otherwise));
        continue;
      }
      for (let i = 0; i < block.steps.length; i++) {
        const one = block.steps[i]!;
        if (mayOverlap && positionsOf(stepNode(one)).length > 0) {
          keepInputs([{ ...block, steps: block.steps.slice(i) }, ...blocks.slice(b + 1)], sink);
          mayOverlap = false;
        }
        eachRead(line, one, keepRead);
        step(one, sink);
      }
    }
    if (mayOverlap && line.results.stored.length > 1) keepInputs([], sink);
  }

  const isRead = (node: Node): boolean => uses[numberOf(node)]! > 0;

  return { numberOf, placeOf, slotOf, placeInArray, isRead, write };
}

/**
 * The calls of a long line's chunks.
 * @param isMade false for a chunk without code
 */
export function writeCalls(
  { runs }: Chunks,
  sink: Pick<Sink, 'branch'>,
  call: (chunk: number) => void,
  isMade: (chunk: number) => boolean,
): void {
  const all = (chunks: readonly number[]) => {
    const made = chunks.filter(isMade);
    return made.length === 0 ? null : () => made.forEach(call);
  };
  for (const { condition, chunks, otherwise } of runs) {
    if (condition === null) all(chunks)?.();
    else sink.branch(condition, all(chunks), all(otherwise));
  }
}
