// Scheduled program → the instructions of one WebAssembly function. Numbers are f64, comparisons and logic i32.

import { arity, constantValue, type Graph, inputSlot, isLeaf, operandsOf, operationOf } from '../../graph/graph.js';
import { LimitReached } from '../../limits.js';
import type { Node } from '../../ops/operation.js';
import { armOf, eachRead, readCounts } from '../../schedule/reads.js';
import { type Block, COMPUTE, type Line, type Step, stepKind, stepNode } from '../../schedule/sections.js';
import { Bytes } from './bytes.js';

const I32 = 0x7f;
const F64 = 0x7c;

const NOTHING = 0x40;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const CALL = 0x10;
const SELECT = 0x1b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const F64_LOAD = 0x2b;
const F64_STORE = 0x39;
const I32_CONST = 0x41;
const F64_CONST = 0x44;
const I32_EQZ = 0x45;
const F64_GT = 0x64;
const F64_ABS = 0x99;
const F64_NEG = 0x9a;
const F64_MUL = 0xa2;
const F64_FROM_I32 = 0xb8;

const BINARY = {
  '===': 0x61,
  '!==': 0x62,
  '<': 0x63,
  '>': F64_GT,
  '<=': 0x65,
  '>=': 0x66,
  '+': 0xa0,
  '-': 0xa1,
  '*': F64_MUL,
  '/': 0xa3,
} as const;

/** Functions of Math that are an instruction, and with the same result for every operand. */
const INSTRUCTIONS: Readonly<Record<string, number>> = {
  'Math.abs': F64_ABS,
  'Math.ceil': 0x9b,
  'Math.floor': 0x9c,
  'Math.trunc': 0x9d,
  'Math.sqrt': 0x9f,
  'Math.min': 0xa4,
  'Math.max': 0xa5,
};

/** Of a function: https://webassembly.github.io/spec/js-api/#limits */
const MOST_PARAMETERS = 1000;

const tooMany = (callee: string, count: number): LimitReached =>
  new LimitReached(
    'WG706',
    `${callee} of ${count} numbers: a WebAssembly function takes at most ${MOST_PARAMETERS}`,
    "use the target 'js'",
  );

/** Whether a graph has a call of more numbers than that. */
export function refuses(graph: Graph): boolean {
  for (let node = 0; node < graph.size; node++) {
    const { form } = operationOf(graph, node);
    const isCall = form.kind === 'call' && INSTRUCTIONS[form.callee] === undefined;
    if (isCall && arity(graph, node) > MOST_PARAMETERS) return true;
  }
  return false;
}

/** Where values live in memory, in units of a double, and what other functions are called. */
export interface BodyContext {
  /** Place of a slot that values cross in; inputs start at 0. */
  readonly slots: number;
  /** Place of a result, by its position among all. */
  result(position: number): number;
  /** Index of an imported function: a name of Math's, or of a special function. */
  imported(name: string, arity: number): number;
}

/** Code of a function; `results` are positions of results stored at the end, with their nodes. */
export class BodyWriter {
  readonly #graph: Graph;
  readonly #line: Line;
  readonly #context: BodyContext;
  readonly #code = new Bytes();
  /** Types of the locals. */
  readonly #types: number[] = [];
  readonly #local = new Map<Node, number>();
  /** How often the code reads a node. */
  #uses: ReadonlyMap<Node, number> = new Map();

  constructor(line: Line, context: BodyContext) {
    this.#graph = line.graph;
    this.#line = line;
    this.#context = context;
  }

  blocks(blocks: readonly Block[], results: readonly Node[]): void {
    this.#uses = readCounts(this.#line, blocks, results);
    for (const { condition, declared, steps, otherwise } of blocks) {
      for (const node of declared) this.#declare(node);
      if (condition === null) {
        for (const step of steps) {
          // Of a conditional that starts with one arm, the condition may only come later.
          eachRead(this.#line, step, operand => this.#keep(operand));
          this.#step(step);
        }
        continue;
      }
      this.branch(
        condition,
        () => steps.forEach(step => void this.#step(step)),
        otherwise.length === 0 ? null : () => otherwise.forEach(step => void this.#step(step)),
      );
    }
  }

  branch(condition: Node, whenTrue: () => void, whenFalse: (() => void) | null): void {
    this.#test(condition);
    this.#code.put(IF, NOTHING);
    whenTrue();
    if (whenFalse !== null) {
      this.#code.put(ELSE);
      whenFalse();
    }
    this.#code.put(END);
  }

  call(index: number): void {
    this.#code.put(CALL).unsigned(index);
  }

  /** Writes zeros to `count` places. */
  zeros(place: number, count: number): void {
    this.#code.put(I32_CONST).signed(8 * place);
    this.#code.put(I32_CONST, 0, I32_CONST).signed(8 * count);
    this.#code.put(0xfc, 0x0b, 0);
  }

  storeResult(position: number, node: Node): void {
    this.#storeAt(this.#context.result(position), () => this.#number(node));
  }

  /** The function's entry in the code section. */
  finish(): Bytes {
    const groups = new Bytes();
    let count = 0;
    for (let start = 0; start < this.#types.length; count++) {
      let end = start;
      while (this.#types[end] === this.#types[start]) end++;
      groups.unsigned(end - start).put(this.#types[start]!);
      start = end;
    }
    const body = new Bytes().unsigned(count).append(groups).append(this.#code.put(END));
    return new Bytes().sized(body);
  }

  #newLocal(node: Node, type: number): number {
    const index = this.#types.push(type) - 1;
    this.#local.set(node, index);
    return index;
  }

  /** Place in memory of an input or of a value that crosses, -1 for all others. */
  #place(node: Node): number {
    const input = inputSlot(this.#graph, node);
    if (input !== undefined) return input;
    const slot = this.#line.chunks?.slotOf[node] ?? -1;
    return slot === -1 ? -1 : this.#context.slots + slot;
  }

  /** A variable before the block that assigns it; locals start at 0, places do not. */
  #declare(node: Node): void {
    const place = this.#place(node);
    if (place === -1) this.#newLocal(node, this.#isBoolean(node) ? I32 : F64);
    else this.#storeAt(place, () => this.#code.put(F64_CONST).float(0));
  }

  /** Before its first use outside of branches, what is read again from memory becomes a local. */
  #keep(node: Node): void {
    if (this.#local.has(node) || (this.#uses.get(node) ?? 0) < 2 || this.#line.reassigned[node] === 1) return;
    const place = this.#place(node);
    if (place === -1) return;
    this.#load(place);
    this.#code.put(LOCAL_SET).unsigned(this.#newLocal(node, F64));
  }

  #load(place: number): void {
    this.#code.put(I32_CONST, 0, F64_LOAD, 3).unsigned(8 * place);
  }

  #storeAt(place: number, value: () => void): void {
    this.#code.put(I32_CONST, 0);
    value();
    this.#code.put(F64_STORE, 3).unsigned(8 * place);
  }

  #step(step: Step): void {
    const node = stepNode(step);
    const { reassigned, storedWith, results } = this.#line;
    const arm = stepKind(step) === COMPUTE ? null : armOf(this.#line, step);
    const place = this.#place(node);
    const boolean = this.#isBoolean(node);
    const value = (): void => (arm === null ? this.#operation(node) : this.#number(arm));
    const number = (): void => {
      value();
      if (boolean) this.#code.put(F64_FROM_I32);
    };
    const positions = (storedWith.get(node) ?? []).map(position => results.returned.length + position);
    const isAssigned = reassigned[node] === 1;
    if (place !== -1 && isAssigned) return this.#storeAt(place, number);
    const existing = this.#local.get(node);
    if (existing === undefined && !this.#uses.has(node) && positions.length + (place === -1 ? 0 : 1) === 1) {
      return this.#storeAt(place === -1 ? this.#context.result(positions[0]!) : place, number);
    }
    value();
    this.#code.put(LOCAL_SET).unsigned(existing ?? this.#newLocal(node, boolean ? I32 : F64));
    if (existing !== undefined) return;
    if (place !== -1) this.#storeAt(place, () => this.#number(node));
    for (const position of positions) this.storeResult(position, node);
  }

  #isBoolean(node: Node): boolean {
    return operationOf(this.#graph, node).boolean === true;
  }

  /** Leaves a node's value on the stack; true for an i32, which is 0 or 1. */
  #read(node: Node): boolean {
    const constant = constantValue(this.#graph, node);
    if (constant !== undefined) {
      this.#code.put(F64_CONST).float(constant);
      return false;
    }
    const local = this.#local.get(node);
    if (local !== undefined) {
      this.#code.put(LOCAL_GET).unsigned(local);
      return this.#types[local] === I32;
    }
    if (!isLeaf(this.#graph, node) && this.#line.inlined[node] === 1) {
      this.#operation(node);
      return this.#isBoolean(node);
    }
    this.#load(this.#place(node));
    return false;
  }

  #number(node: Node): void {
    if (this.#read(node)) this.#code.put(F64_FROM_I32);
  }

  /** An i32 that is not 0 where the node is neither 0 nor NaN. */
  #test(node: Node): void {
    if (!this.#read(node)) this.#code.put(F64_ABS, F64_CONST).float(0).put(F64_GT);
  }

  #operation(node: Node): void {
    const { form, name } = operationOf(this.#graph, node);
    const operands = operandsOf(this.#graph, node);
    const [a, b, c] = operands;
    const code = this.#code;
    switch (form.kind) {
      case 'binary':
        this.#number(a!);
        this.#number(b!);
        code.put(BINARY[form.operator]);
        return;
      case 'logic': {
        // The second operand is not looked at where the first decides.
        this.#test(a!);
        code.put(IF, I32);
        const decided = (): unknown => code.put(I32_CONST, form.operator === '||' ? 1 : 0);
        const other = (): unknown => {
          this.#test(b!);
          return code;
        };
        if (form.operator === '||') decided();
        else other();
        code.put(ELSE);
        if (form.operator === '||') other();
        else decided();
        code.put(END);
        return;
      }
      case 'prefix':
        if (form.operator === '!') {
          this.#test(a!);
          code.put(I32_EQZ);
        } else {
          this.#number(a!);
          code.put(F64_NEG);
        }
        return;
      case 'square':
        this.#number(a!);
        this.#number(a!);
        code.put(F64_MUL);
        return;
      case 'conditional':
        // Arms that are values already need no branch.
        if ([b!, c!].some(arm => this.#line.inlined[arm] === 1)) {
          this.#test(a!);
          code.put(IF, F64);
          this.#number(b!);
          code.put(ELSE);
          this.#number(c!);
          code.put(END);
          return;
        }
        this.#number(b!);
        this.#number(c!);
        this.#test(a!);
        code.put(SELECT);
        return;
      case 'call':
      case 'special': {
        const callee = form.kind === 'call' ? form.callee : form.name;
        const instruction = INSTRUCTIONS[callee];
        for (const [i, operand] of operands.entries()) {
          this.#number(operand);
          if (instruction !== undefined && (i > 0 || operands.length === 1)) code.put(instruction);
        }
        if (instruction === undefined) {
          if (operands.length > MOST_PARAMETERS) throw tooMany(callee, operands.length);
          this.call(this.#context.imported(callee, operands.length));
        }
        return;
      }
      default:
        throw new Error(`internal error: ${name}`);
    }
  }
}
