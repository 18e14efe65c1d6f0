// Runs a line as the emitted code would run, by the operations table: scopes, variables, slots and stores.
//
// Reading a value that has not been computed on the way there throws. The exceptions are what is declared before a block and
// assigned in it, and slots: logic may read these elsewhere where its outcome does not depend on that, so they hold what the
// caller chooses.

import { constantValue, inputSlot, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { armOf } from '../../src/schedule/reads.js';
import { type Block, COMPUTE, INITIAL, type Line, type Step, stepKind, stepNode } from '../../src/schedule/sections.js';

export interface Run {
  readonly returned: readonly number[];
  readonly stored: readonly number[];
  /** Nodes as their operations were begun; inlined ones each time that they were looked at. */
  readonly computed: readonly Node[];
}

type Scope = Map<Node, number>;

/** @param unassigned what a variable or a slot holds before it is assigned. */
export function interpret(line: Line, inputs: ArrayLike<number>, unassigned: number): Run {
  const { graph, results, inlined, reassigned, storedWith, chunks } = line;
  const stored: number[] = new Array(results.stored.length).fill(Number.NaN);
  const isWritten = new Set<number>();
  const computed: Node[] = [];
  const slots: { node: Node; value: number }[] = [];
  /** Scopes of the function that runs, the innermost last. */
  let scopes: Scope[] = [];

  const scopeOf = (node: Node): Scope | undefined => scopes.findLast(scope => scope.has(node));
  const slotOf = (node: Node): number => chunks?.slotOf[node] ?? -1;

  function read(node: Node): number {
    const slot = inputSlot(graph, node);
    if (slot !== undefined) return inputs[slot]!;
    const constant = constantValue(graph, node);
    if (constant !== undefined) return constant;
    if (inlined[node] === 1) return compute(node);
    const local = scopeOf(node)?.get(node);
    if (local !== undefined) return local;
    if (slotOf(node) !== -1) {
      const crossing = slots[slotOf(node)];
      return crossing?.node === node ? crossing.value : unassigned;
    }
    throw new Error(`node ${node} is read before it is computed`);
  }

  function compute(node: Node): number {
    computed.push(node);
    const row = operationOf(graph, node);
    const values: number[] = [];
    for (const [index, each] of operandsOf(graph, node).entries()) {
      const needs = row.lazy?.[index];
      values.push(needs === undefined || needs === Boolean(values[0]) ? read(each) : Number.NaN);
    }
    return row.compute!(...values);
  }

  function declare(node: Node): void {
    if (slotOf(node) !== -1) slots[slotOf(node)] = { node, value: unassigned };
    else scopes.at(-1)!.set(node, unassigned);
  }

  function write(step: Step): void {
    const node = stepNode(step);
    const kind = stepKind(step);
    if (inlined[node] === 1) throw new Error(`node ${node} is inlined and a statement`);
    const value = kind === COMPUTE ? compute(node) : read(armOf(line, step));
    if (kind !== COMPUTE && kind !== INITIAL && operandsOf(graph, node).length !== 3) throw new Error('not an arm');
    if (slotOf(node) !== -1) slots[slotOf(node)] = { node, value };
    else if (reassigned[node] !== 1) {
      if (scopeOf(node) !== undefined) throw new Error(`node ${node} is computed twice`);
      scopes.at(-1)!.set(node, value);
    } else {
      const scope = scopeOf(node) ?? (kind === INITIAL && scopes.length === 1 ? scopes[0] : undefined);
      if (scope === undefined) throw new Error(`node ${node} is assigned before it is declared`);
      scope.set(node, value);
    }
    if (kind === COMPUTE) for (const position of storedWith.get(node) ?? []) store(position, value);
  }

  function store(position: number, value: number): void {
    if (isWritten.has(position)) throw new Error(`result ${position} is stored twice`);
    isWritten.add(position);
    stored[position] = value;
  }

  function within(steps: readonly Step[]): void {
    scopes.push(new Map());
    for (const step of steps) write(step);
    scopes.pop();
  }

  function runBlocks(blocks: readonly Block[]): void {
    for (const { condition, declared, steps, otherwise } of blocks) {
      for (const node of declared) declare(node);
      if (condition === null) for (const step of steps) write(step);
      else within(read(condition) ? steps : otherwise);
    }
  }

  function runChunk(index: number): void {
    const outer = scopes;
    scopes = [new Map()];
    const { blocks, stores } = chunks!.chunks[index]!;
    runBlocks(blocks);
    for (const position of stores) store(position, read(results.stored[position]!));
    scopes = outer;
  }

  scopes.push(new Map());
  if (chunks === null) {
    runBlocks(line.blocks);
    for (const [position, node] of results.stored.entries()) if (!storedWith.has(node)) store(position, read(node));
  } else {
    for (const run of chunks.runs) {
      const isTaken = run.condition === null || Boolean(read(run.condition));
      for (const index of isTaken ? run.chunks : run.otherwise) runChunk(index);
    }
  }
  return { returned: results.returned.map(read), stored, computed };
}
