// Scheduled program → the instructions of one WebAssembly function. Numbers are f64, comparisons and logic i32.

import { constantValue, type Graph, inputSlot, operandsOf, operationOf } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import type { Line } from '../../schedule/sections.js';
import { inArray, runsOf } from '../line/in-array.js';
import { type Memory, type Part, type Placement, placementOf } from '../line/placement.js';
import { ARGUMENT, COMPUTED, CONSTANT, INLINED, KEPT, type Sink, VARIABLE } from '../line/sink.js';
import { type Single, singleOf } from '../special.js';
import type { Bytes } from './bytes.js';
import { F64, FunctionCode, I32 } from './function-code.js';
import { choice, either, get, NUMBERS, number, set } from './rows/scalar.js';
import { type Parts, singleValue } from './single.js';
import type { Value } from './vector/instructions.js';

const NOTHING = 0x40;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const CALL = 0x10;
/** `memory.copy` */
const COPY = [0xfc, 0x0a, 0, 0];
const DROP = 0x1a;
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
export const INSTRUCTIONS: Readonly<Record<string, number>> = {
  'Math.abs': F64_ABS,
  'Math.ceil': 0x9b,
  'Math.floor': 0x9c,
  'Math.trunc': 0x9d,
  'Math.sqrt': 0x9f,
  'Math.min': 0xa4,
  'Math.max': 0xa5,
};

/** How an input is read that has no place of its own in memory. */
export interface Read {
  readonly value: Value;
  /** True where a local is faster, for what is read again. */
  readonly isSlow: boolean;
}

/** Where values live in memory, in units of a double, and what other functions are called. */
export interface BodyContext {
  /** Place of a slot that values cross in. */
  readonly slots: number;
  /** Place of an input. */
  input(slot: number): number;
  /** What is read in its place; absent where all of them are in memory. @returns null for one that is */
  read?(slot: number): Read | null;
  /** True for code that runs again in the same function, where locals have what they had before. */
  readonly isRepeated?: boolean;
  /** Place of a result, by its position among all. */
  result(position: number): number;
  /**
   * Index of an imported function: a name of Math's, or of a special function.
   * @param inMemory given the memory before its operands
   */
  imported(name: string, arity: number, inMemory?: boolean): number;
}

/** Nearly everything is in memory, where results have places of their own. */
const memoryOf = (context: BodyContext): Memory => ({
  isInMemory: input => context.read?.(input)?.isSlow ?? true,
  isEarly: () => true,
  overlaps: false,
  spills: null,
});

/** Code of a function, or of a part of it. */
export class BodyWriter implements Sink {
  readonly #graph: Graph;
  readonly #line: Line;
  readonly #context: BodyContext;
  readonly #placement: Placement;
  readonly #own: FunctionCode;
  readonly #code: Bytes;
  /** Local of a node, by its number. */
  readonly #local: number[] = [];

  /**
   * @param places an entry for every node of the graph, whatever is in them
   * @param own the function that the code becomes part of
   */
  constructor(line: Line, part: Part, context: BodyContext, places: Int32Array, own = new FunctionCode()) {
    this.#own = own;
    this.#code = own.code;
    this.#graph = line.graph;
    this.#line = line;
    this.#context = context;
    this.#placement = placementOf(line, part, memoryOf(context), places);
  }

  write(): void {
    this.#placement.write(this);
  }

  keep(node: Node): void {
    if (this.#line.inlined[node] === 1) this.#operation(node);
    else this.#load(node);
    this.#code.put(LOCAL_SET).unsigned(this.#newLocal(node, F64));
  }

  /** Locals start at 0. */
  declare(node: Node): void {
    const isBoolean = this.#isBoolean(node);
    const local = this.#newLocal(node, isBoolean ? I32 : F64);
    if (this.#context.isRepeated !== true) return;
    if (isBoolean) this.#code.put(I32_CONST, 0);
    else this.#code.put(F64_CONST).float(0);
    this.#code.put(LOCAL_SET).unsigned(local);
  }

  clear(slot: number): void {
    this.#storeAt(this.#context.slots + slot, () => this.#code.put(F64_CONST).float(0));
  }

  define(node: Node, source: Node): void {
    this.#value(node, source);
    this.#code.put(LOCAL_SET).unsigned(this.#newLocal(node, this.#isBoolean(node) ? I32 : F64));
  }

  assign(node: Node, source: Node): void {
    this.#value(node, source);
    this.#code.put(LOCAL_SET).unsigned(this.#localOf(node));
  }

  storeInSlot(slot: number, node: Node, source: Node): void {
    this.#storeAt(this.#context.slots + slot, () => this.#numberFrom(node, source));
  }

  storeResult(position: number, node: Node, source: Node): void {
    this.result(this.#line.results.returned.length + position, node, source);
  }

  /** A function of JavaScript's, which works in the same memory. */
  callInArray(node: Node): void {
    const at = (of: Node): number => this.#context.slots + this.#placement.placeInArray(of);
    const { callee, told, written } = inArray(this.#graph, node, at);
    for (const { start, end } of runsOf(this.#graph, written, (before, of) => this.#isNext(before, of))) {
      const first = written[start]!;
      const input = inputSlot(this.#graph, first);
      if (end === start + 1 || input === undefined)
        for (let i = start; i < end; i++) this.#storeAt(at(node) + i, () => this.number(first));
      else
        for (const value of [at(node) + start, this.#context.input(input), end - start])
          this.#code.put(I32_CONST).signed(8 * value);
      if (end > start + 1 && input !== undefined) this.#code.put(...COPY);
    }
    for (const value of [at(node), ...told]) this.#code.put(F64_CONST).float(value);
    this.call(this.#context.imported(callee, 1 + told.length, true));
    this.#code.put(DROP);
  }

  /** True for inputs that are next to each other in memory, and read there. */
  #isNext(before: Node, node: Node): boolean {
    const isInPlace = (of: Node): boolean =>
      this.#placement.placeOf(of) === ARGUMENT && (this.#context.read?.(inputSlot(this.#graph, of)!) ?? null) === null;
    if (![before, node].every(isInPlace)) return false;
    const [first, next] = [before, node].map(of => this.#context.input(inputSlot(this.#graph, of)!)) as [
      number,
      number,
    ];
    return next === first + 1;
  }

  branch(condition: Node, whenTrue: (() => void) | null, whenFalse: (() => void) | null): void {
    this.#test(condition);
    this.#code.put(IF, NOTHING);
    whenTrue?.();
    if (whenFalse !== null) {
      this.#code.put(ELSE);
      whenFalse();
    }
    this.#code.put(END);
  }

  /** Stores a result, by its position among all. */
  result(position: number, node: Node, source: Node = node): void {
    this.#storeAt(this.#context.result(position), () => this.#numberFrom(node, source));
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

  /** The function's entry in the code section. */
  finish(): Bytes {
    return this.#own.finish();
  }

  #newLocal(node: Node, type: number): number {
    const index = this.#own.local(type);
    this.#local[this.#placement.numberOf(node)] = index;
    return index;
  }

  #localOf(node: Node): number {
    return this.#local[this.#placement.numberOf(node)]!;
  }

  /** Puts what is in a node's place in memory on the stack. */
  #load(node: Node): void {
    const input = inputSlot(this.#graph, node);
    const read = input === undefined ? undefined : this.#context.read?.(input);
    if (read) return read.value(this.#code);
    const place = input === undefined ? this.#context.slots + this.#placement.slotOf(node) : this.#context.input(input);
    this.#code.put(I32_CONST, 0, F64_LOAD, 3).unsigned(8 * place);
  }

  #storeAt(place: number, value: () => void): void {
    this.#code.put(I32_CONST, 0);
    value();
    this.#code.put(F64_STORE, 3).unsigned(8 * place);
  }

  #value(node: Node, source: Node): void {
    if (source === COMPUTED) this.#operation(node);
    else this.number(source);
  }

  #numberFrom(node: Node, source: Node): void {
    this.#value(node, source);
    if (source === COMPUTED && this.#isBoolean(node)) this.#code.put(F64_FROM_I32);
  }

  #isBoolean(node: Node): boolean {
    return operationOf(this.#graph, node).boolean === true;
  }

  /** Leaves a node's value on the stack; true for an i32, which is 0 or 1. */
  #read(node: Node): boolean {
    switch (this.#placement.placeOf(node)) {
      case CONSTANT:
        this.#code.put(F64_CONST).float(constantValue(this.#graph, node)!);
        return false;
      case KEPT:
      case VARIABLE: {
        const local = this.#localOf(node);
        this.#code.put(LOCAL_GET).unsigned(local);
        return this.#own.typeOf(local) === I32;
      }
      case INLINED:
        this.#operation(node);
        return this.#isBoolean(node);
      default:
        this.#load(node);
        return false;
    }
  }

  /** Leaves a node's value on the stack as a number. */
  number(node: Node): void {
    if (this.#read(node)) this.#code.put(F64_FROM_I32);
  }

  /** An i32 that is not 0 where the node is neither 0 nor NaN. */
  #test(node: Node): void {
    if (!this.#read(node)) this.#code.put(F64_ABS, F64_CONST).float(0).put(F64_GT);
  }

  /** A function that is a single expression. */
  #inPlace(single: Single, operands: readonly Node[]): void {
    const keep = (value: Value): Value => {
      const local = this.#own.local(F64);
      set(local, value)(this.#code);
      return get(local);
    };
    this.#own.temporarily(() => {
      const kept = operands.map(operand => keep(() => this.number(operand)));
      const parts: Parts = {
        instructions: NUMBERS,
        constant: number,
        keep,
        call: (callee, values) => this.#call(callee, values),
        isCheap: callee => INSTRUCTIONS[callee] !== undefined,
        either: (condition, whenTrue, whenFalse, isCheap) =>
          isCheap ? either(whenTrue(), whenFalse(), condition) : choice(condition, whenTrue(), whenFalse()),
      };
      singleValue(single, kept, parts)(this.#code);
    });
  }

  #call(callee: string, operands: readonly Value[]): Value {
    if (callee === 'Math.sign') return this.#sign(operands[0]!);
    const instruction = INSTRUCTIONS[callee];
    return code => {
      for (const [i, operand] of operands.entries()) {
        operand(code);
        if (instruction !== undefined && (i > 0 || operands.length === 1)) code.put(instruction);
      }
      if (instruction === undefined) code.put(CALL).unsigned(this.#context.imported(callee, operands.length));
    };
  }

  /** Of zeros and NaN these themselves. */
  #sign(value: Value): Value {
    return code =>
      this.#own.temporarily(() => {
        const local = this.#own.local(F64);
        const [x, zero] = [get(local), number(0)];
        const { '<': isBelow, '>': isAbove } = NUMBERS.comparisons;
        set(local, value)(code);
        either(number(1), either(number(-1), x, isBelow(x, zero)), isAbove(x, zero))(code);
      });
  }

  #operation(node: Node): void {
    const { form, name } = operationOf(this.#graph, node);
    const operands = operandsOf(this.#graph, node);
    const [a, b, c] = operands;
    const code = this.#code;
    switch (form.kind) {
      case 'binary':
        this.number(a!);
        this.number(b!);
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
          this.number(a!);
          code.put(F64_NEG);
        }
        return;
      case 'square':
        this.number(a!);
        this.number(a!);
        code.put(F64_MUL);
        return;
      case 'conditional':
        // Arms that are values already need no branch.
        if ([b!, c!].some(arm => this.#line.inlined[arm] === 1)) {
          this.#test(a!);
          code.put(IF, F64);
          this.number(b!);
          code.put(ELSE);
          this.number(c!);
          code.put(END);
          return;
        }
        this.number(b!);
        this.number(c!);
        this.#test(a!);
        code.put(SELECT);
        return;
      case 'call':
      case 'special': {
        const single = form.kind === 'special' && this.#context.isRepeated === true ? singleOf(form.name) : null;
        if (single !== null) return this.#inPlace(single, operands);
        const callee = form.kind === 'call' ? form.callee : form.name;
        return this.#call(
          callee,
          operands.map(operand => () => this.number(operand)),
        )(code);
      }
      case 'element':
        code.put(I32_CONST, 0, F64_LOAD, 3).unsigned(8 * (this.#context.slots + this.#placement.placeInArray(node)));
        return;
      default:
        throw new Error(`internal error: ${name}`);
    }
  }
}
