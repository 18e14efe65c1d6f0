// Scheduled program → JavaScript statements: one operation a statement, under the names that the user chose.

import type * as ESTree from 'estree';
import { constantValue, type Graph, inputSlot, isLeaf, operand, operandsOf, operationOf } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import { armOf, eachRead, eachReadOf, readCounts } from '../../schedule/reads.js';
import {
  type Block,
  type Chunk,
  type Chunks,
  COMPUTE,
  INITIAL,
  type Line,
  type Step,
  stepKind,
  stepNode,
} from '../../schedule/sections.js';
import * as js from './estree.js';
import type { Names } from './names.js';
import { createNumbering, type Numbering } from './numbering.js';
import { inPlace } from './special.js';
import { spillsOf, WAIT } from './spill.js';

/** How an input is read. */
export interface Access {
  readonly expression: ESTree.Expression;
  /** Name of the local that holds an element of an array which is read more than once, '' for any; null for a parameter. */
  readonly keep: string | null;
}

export interface BodyContext {
  readonly names: Names;
  /** What the formula calls a node, if anything. */
  readonly wanted: readonly (string | undefined)[];
  argument(slot: number): Access;
  /** Name of an emitted special function. */
  special(name: string): string;
  /** Place in the formula that a node came from. */
  location(node: Node): js.Location | undefined;
  /** Element that a stored result is written to as soon as it is known, by its position; null for one that comes later. */
  stored?(position: number): ESTree.Pattern | null;
  /** Takes elements of an array for values that wait long; returns what gives each. */
  spill?(elements: number): (element: number) => ESTree.MemberExpression;
  /** Code after a node has its value; what `--trace` listens to. */
  observe?(node: Node, value: ESTree.Expression): ESTree.Statement;
}

/** Takes one statement after another. */
export type Into = (statement: ESTree.Statement) => void;

function listOf(give: (into: Into) => void): ESTree.Statement[] {
  const statements: ESTree.Statement[] = [];
  give(statement => statements.push(statement));
  return statements;
}

export interface Body {
  readonly statements: ESTree.Statement[];
  /** A node as a number, where the statements have run. */
  numeric(node: Node): ESTree.Expression;
}

/** Code of a program that is one function. @param late results that are read where the statements have run. */
export function emitBody(line: Line, context: BodyContext, late: readonly Node[]): Body {
  const writer = new Writer(line, context, line.blocks, late, placesFor(line));
  return { statements: listOf(into => writer.blocks(into)), numeric: node => writer.numeric(node) };
}

/** What code in pieces needs besides: the array that values cross in. */
export interface ChunkContext extends BodyContext {
  /** The array of slots. */
  readonly slots: ESTree.Identifier;
  stored(position: number): ESTree.Pattern;
  /** For the numbering of each piece's nodes, one piece after another. */
  readonly places: Int32Array;
}

export const placesFor = ({ graph }: Line): Int32Array => new Int32Array(graph.size);

/** Code of one piece of a long program, to be printed statement by statement: each is garbage at once then. */
export function emitChunk(line: Line, chunk: Chunk, context: ChunkContext, into: Into): void {
  const late = chunk.stores.map(position => line.results.stored[position]!);
  const writer = new Writer(line, context, chunk.blocks, late, context.places);
  writer.blocks(into);
  for (const [i, position] of chunk.stores.entries()) {
    into(js.assign(context.stored(position), writer.numeric(late[i]!)));
  }
}

/** Code of the function that calls the pieces. */
export function emitCalls(
  line: Line,
  chunks: Chunks,
  context: ChunkContext,
  call: (chunk: number) => ESTree.Statement[],
): Body {
  const writer = new Writer(line, context, [], [], placesFor(line));
  const statements = chunks.runs.flatMap(run => {
    const calls = run.chunks.flatMap(call);
    return run.condition === null ? calls : [writer.branch(run.condition, calls, run.otherwise.flatMap(call))];
  });
  return { statements, numeric: node => writer.numeric(node) };
}

const NO_SLOTS = new Int32Array();
const NO_TARGETS: readonly ESTree.Pattern[] = [];

class Writer {
  readonly #graph: Graph;
  readonly #line: Line;
  readonly #context: BodyContext;
  readonly #blocks: readonly Block[];
  readonly #results: readonly Node[];
  /** Null for a program of one piece. */
  readonly #chunked: ChunkContext | null;
  readonly #slotOf: Int32Array;
  readonly #numbering: Numbering;
  // Lists by the number of a node.
  /** How often the code of these blocks reads it. */
  readonly #uses: number[] = [];
  /** Its variable, as it is read: one object for all places, as nothing changes it. */
  readonly #variable: (ESTree.Identifier | null)[] = [];
  readonly #declared: boolean[] = [];
  /** The local that holds it where it is an element of an array or a slot. */
  readonly #kept: (ESTree.Identifier | null)[] = [];
  /** Elements of values that wait long. */
  readonly #spilled = new Map<Node, ESTree.MemberExpression>();
  /** The statement at which one of these was last at hand, and the one being written. */
  readonly #seen = new Map<Node, number>();
  #now = 0;

  constructor(
    line: Line,
    context: BodyContext | ChunkContext,
    blocks: readonly Block[],
    results: readonly Node[],
    places: Int32Array,
  ) {
    this.#graph = line.graph;
    this.#line = line;
    this.#context = context;
    this.#chunked = 'slots' in context ? context : null;
    this.#slotOf = line.chunks?.slotOf ?? NO_SLOTS;
    this.#blocks = blocks;
    this.#results = results;
    this.#spill(places);
    this.#numbering = createNumbering(places);
    eachReadOf(line, blocks, results, node => {
      const number = this.#number(node);
      this.#uses[number]!++;
    });
  }

  blocks(into: Into): void {
    // Of a conditional that starts with one arm, the condition may only come later.
    const keepTwice = (operand: Node): void => this.#keep(operand, 2, into);
    let hasStored = this.#chunked !== null;
    for (const [b, block] of this.#blocks.entries()) {
      for (const node of block.declared) into(this.#declare(node));
      if (block.condition === null) {
        for (const [i, step] of block.steps.entries()) {
          if (!hasStored && this.#targets(stepNode(step)).length > 0) {
            const rest = { ...block, steps: block.steps.slice(i) };
            this.#keepInputs([rest, ...this.#blocks.slice(b + 1)], into);
            hasStored = true;
          }
          eachRead(this.#line, step, keepTwice);
          this.#step(step, into);
        }
        continue;
      }
      const listed = (steps: readonly Step[]): ESTree.Statement[] =>
        listOf(list => {
          for (const step of steps) this.#step(step, list);
        });
      const steps = listed(block.steps);
      into(this.branch(block.condition, steps, listed(block.otherwise)));
    }
    if (!hasStored && this.#line.results.stored.length > 1) this.#keepInputs([], into);
  }

  branch(condition: Node, steps: ESTree.Statement[], otherwise: ESTree.Statement[]): ESTree.Statement {
    if (steps.length > 0) return js.when(this.#test(condition), steps, otherwise);
    return js.when(js.unary('!', this.#test(condition)), otherwise, []);
  }

  /** A variable before the block that assigns it. */
  #declare(node: Node): ESTree.Statement {
    const slot = this.#slot(node);
    if (slot !== null) return js.assign(slot, js.number(0));
    this.#declared[this.#number(node)] = true;
    const start: ESTree.Expression = this.#isBoolean(node) ? { type: 'Literal', value: false } : js.number(0);
    return js.declare('let', this.#name(node), start);
  }

  /** The element that a value crosses in, or null. */
  #slot(node: Node): ESTree.MemberExpression | null {
    if (this.#chunked === null) return null;
    const slot = this.#slotOf[node]!;
    return slot === -1 ? null : js.element(this.#chunked.slots, slot);
  }

  /** Before the first result is written, all that is still to be read: both may be in one array. */
  #keepInputs(blocks: readonly Block[], into: Into): void {
    const read = readCounts(this.#line, blocks, this.#results).keys();
    const leaves = [...read].filter(node => isLeaf(this.#graph, node)).sort((a, b) => a - b);
    for (const node of leaves) this.#keep(node, 1, into);
  }

  /** Before its first use outside of branches, what is read `times` from an array becomes a local. */
  #keep(operand: Node, times: number, into: Into): void {
    const number = this.#number(operand);
    if (this.#declared[number] || this.#kept[number] !== null || this.#uses[number]! < times) return;
    const input = inputSlot(this.#graph, operand);
    const access = input === undefined ? this.#crossing(operand) : this.#context.argument(input);
    if (access === null || access.keep === null) return;
    const name = access.keep === '' ? this.#context.names.temporary() : this.#context.names.claim(access.keep);
    const local = js.identifier(name);
    this.#kept[number] = local;
    into(js.declare('const', local, access.expression));
  }

  /** How a value that another piece computed is read; null for one that may change. */
  #crossing(node: Node): Access | null {
    const slot = this.#slot(node);
    if (slot === null || this.#line.reassigned[node] === 1) return null;
    return { expression: slot, keep: this.#context.wanted[node] ?? '' };
  }

  /** Chooses the values of straight-line code that wait in an array. */
  #spill(places: Int32Array): void {
    const [only] = this.#blocks;
    const isStraight = this.#blocks.length === 1 && only!.condition === null;
    const spills = isStraight && this.#context.spill ? spillsOf(this.#line, only!.steps, places) : null;
    if (spills === null) return;
    const element = this.#context.spill!(spills.size);
    for (const [node, index] of spills) this.#spilled.set(node, this.#slot(node) ?? element(index));
  }

  #step(step: Step, into: Into): void {
    const node = stepNode(step);
    const kind = stepKind(step);
    this.#now++;
    const value = kind === COMPUTE ? this.#operation(node) : this.numeric(armOf(this.#line, step));
    this.#store(node, value, into);
    if (this.#context.observe === undefined || kind === INITIAL) return;
    into(this.#context.observe(node, this.numeric(node)));
  }

  #store(node: Node, value: ESTree.Expression, into: Into): void {
    const reassigned = this.#line.reassigned[node] === 1;
    const slot = this.#slot(node);
    const asNumber = this.#isBoolean(node) ? js.unary('+', value) : value;
    if (slot !== null && reassigned) {
      into(js.assign(slot, asNumber));
      return;
    }
    const number = this.#number(node);
    if (this.#declared[number]) {
      into(js.assign(this.#name(node), value));
      return;
    }
    const spilled = this.#spilled.size === 0 ? undefined : this.#spilled.get(node);
    if (spilled !== undefined) this.#seen.set(node, this.#now);
    const stored = this.#targets(node);
    const array = slot ?? spilled;
    const targets = array === undefined ? stored : [array, ...stored];
    if (targets.length === 1 && this.#uses[number] === 0) {
      into(js.assign(targets[0]!, asNumber));
      return;
    }
    this.#declared[number] = true;
    into(js.declare(reassigned ? 'let' : 'const', this.#name(node, true), value));
    for (const target of targets) into(js.assign(target, this.numeric(node)));
  }

  /** Where a node is written as soon as it is known, besides its slot. */
  #targets(node: Node): readonly ESTree.Pattern[] {
    const positions = this.#line.storedWith.get(node);
    return positions === undefined ? NO_TARGETS : positions.flatMap(position => this.#context.stored?.(position) ?? []);
  }

  /** The formula's own names lead back to it wherever they are read, ours only where they are declared. */
  #name(node: Node, isDeclared = false): ESTree.Identifier {
    const number = this.#number(node);
    const known = this.#variable[number];
    if (known) return known;
    const { names, wanted, location } = this.#context;
    const own = wanted[node];
    const name = own === undefined ? names.temporary() : names.claim(own);
    const place = location(node);
    const read = js.identifier(name, own === undefined ? undefined : place);
    this.#variable[number] = read;
    return isDeclared && own === undefined && place !== undefined ? js.identifier(name, place) : read;
  }

  #isBoolean(node: Node): boolean {
    return operationOf(this.#graph, node).boolean === true;
  }

  #number(node: Node): number {
    const number = this.#numbering.numberOf(node);
    if (number === this.#uses.length) {
      this.#uses.push(0);
      this.#variable.push(null);
      this.#declared.push(false);
      this.#kept.push(null);
    }
    return number;
  }

  /** True where reading the node gives a boolean: slots hold numbers. */
  #readsBoolean(node: Node): boolean {
    return this.#isBoolean(node) && this.#isLocal(node);
  }

  #isLocal(node: Node): boolean {
    const number = this.#number(node);
    return this.#kept[number] === null && (this.#declared[number]! || this.#slot(node) === null);
  }

  /** A node's value as the variable, argument or expression that holds it; comparisons and logic are booleans. */
  #read(node: Node): ESTree.Expression {
    const constant = constantValue(this.#graph, node);
    if (constant !== undefined) return js.number(constant);
    const number = this.#number(node);
    const kept = this.#kept[number];
    if (kept) return kept;
    const spilled = this.#spilled.size === 0 ? undefined : this.#spilled.get(node);
    if (spilled !== undefined) {
      if (this.#now - this.#seen.get(node)! > WAIT) return spilled;
      this.#seen.set(node, this.#now);
    }
    const input = inputSlot(this.#graph, node);
    if (input !== undefined) return this.#context.argument(input).expression;
    if (this.#line.inlined[node] === 1) return this.#operation(node);
    if (!this.#declared[number]) {
      const slot = this.#slot(node);
      if (slot !== null) return slot;
    }
    return this.#name(node);
  }

  numeric(node: Node): ESTree.Expression {
    const value = this.#read(node);
    return this.#readsBoolean(node) ? js.unary('+', value) : value;
  }

  /** For `if`, `?:` and `!`, where JavaScript takes 0 and NaN for false, as the formula language does. */
  #test(node: Node): ESTree.Expression {
    return this.#read(node);
  }

  #boolean(node: Node): ESTree.Expression {
    const value = this.#read(node);
    return this.#readsBoolean(node) ? value : js.unary('!', js.unary('!', value));
  }

  #operation(node: Node): ESTree.Expression {
    const row = operationOf(this.#graph, node);
    const at = (index: number): Node => operand(this.#graph, node, index);
    const numbers = (): ESTree.Expression[] => operandsOf(this.#graph, node).map(of => this.numeric(of));
    switch (row.form.kind) {
      case 'binary':
        return js.binary(row.form.operator, this.numeric(at(0)), this.numeric(at(1)));
      case 'logic':
        return js.logical(row.form.operator, this.#boolean(at(0)), this.#boolean(at(1)));
      case 'prefix':
        return js.unary(row.form.operator, row.form.operator === '!' ? this.#test(at(0)) : this.numeric(at(0)));
      case 'square':
        return js.binary('*', this.numeric(at(0)), this.numeric(at(0)));
      case 'conditional':
        return js.conditional(this.#test(at(0)), this.numeric(at(1)), this.numeric(at(2)));
      case 'call': {
        const callee = js.member(js.identifier('Math'), row.form.callee.slice('Math.'.length));
        return js.call(callee, numbers());
      }
      case 'special': {
        const values = numbers();
        const { name } = row.form;
        return inPlace(name, values) ?? js.call(js.identifier(this.#context.special(name)), values);
      }
      default:
        throw new Error(`internal error: ${row.name}`);
    }
  }
}
