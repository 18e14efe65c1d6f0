// A straight line for two rows at a time: numbers are vectors, comparisons and logic are masks. Or for several pairs of rows:
// each statement is written for all of them in turn, so that a processor need not wait for what one pair's comes from.
//
// Lanes that take different arms of a conditional take both: what the one that is not theirs makes of them is discarded, as no
// instruction can fail. A block runs where any lane wants it, and gives variables new values in those lanes only. Functions that
// are called get no numbers of other lanes: they may take long for some.

import { constantValue, inputSlot, operandsOf, operationOf } from '../../../graph/graph.js';
import type { Node } from '../../../ops/operation.js';
import type { Line } from '../../../schedule/sections.js';
import { type Memory, type Part, type Placement, placementOf } from '../../line/placement.js';
import { ARGUMENT, COMPUTED, CONSTANT, INLINED, KEPT, type Sink, SLOT, VARIABLE } from '../../line/sink.js';
import { singleOf } from '../../special.js';
import type { FunctionCode } from '../function-code.js';
import { type Instructions, type Parts, singleValue } from '../single.js';
import { VECTOR_FUNCTIONS } from '../vector/functions.js';
import {
  absolute,
  add,
  and,
  ceiling,
  choose,
  divide,
  floor,
  isAny,
  isAtLeast,
  isAtMost,
  isEqual,
  isGreater,
  isLess,
  isSet,
  isUnequal,
  loadVector,
  maximum,
  minimum,
  multiply,
  negative,
  not,
  or,
  squareRoot,
  store,
  subtract,
  truncated,
  type Value,
  withLane,
} from '../vector/instructions.js';
import { type Variable, type VectorContext, VectorWriter } from '../vector/writer.js';
import { whole } from './scalar.js';

const IF = 0x04;
const NOTHING = 0x40;
const END = 0x0b;
const CALL = 0x10;

/** Bytes of a block that runs whether it is wanted or not, unless it calls something. */
const SHORT_BLOCK = 48;

/** The address 0, to which places are offsets. */
const START = whole(0);

/** Functions of Math that are an instruction on vectors. */
const INSTRUCTIONS: ReadonlyMap<string, (a: Value) => Value> = new Map([
  ['Math.abs', absolute],
  ['Math.ceil', ceiling],
  ['Math.floor', floor],
  ['Math.trunc', truncated],
  ['Math.sqrt', squareRoot],
]);

/** Comparisons give masks. */
const VECTORS: Instructions = {
  arithmetic: { '+': add, '-': subtract, '*': multiply, '/': divide },
  comparisons: { '===': isEqual, '!==': isUnequal, '<': isLess, '>': isGreater, '<=': isAtMost, '>=': isAtLeast },
  and,
  or,
  not,
  negative,
};

const EXTREMA: ReadonlyMap<string, (a: Value, b: Value) => Value> = new Map([
  ['Math.min', minimum],
  ['Math.max', maximum],
]);

const SIGN = 'Math.sign';

const isInstruction = (callee: string): boolean => INSTRUCTIONS.has(callee) || EXTREMA.has(callee) || callee === SIGN;

export interface TurnContext extends VectorContext {
  /** Address of the first slot that vectors cross in. */
  readonly slots: number;
  /** Address of the lanes that take a chunk which only some of them may. */
  readonly lanes: number;
  /** Of each pair of rows, what reads an input of the line in both. */
  readonly inputs: readonly ((slot: number) => Value)[];
}

/** What is another for each pair of rows. */
interface Pair {
  readonly input: (slot: number) => Value;
  /** Local of a node, by its number. */
  readonly variables: Variable[];
  /** Lanes that take the block or the arm at hand; null for all. */
  lanes: Value | null;
}

/** Inputs are not read from memory, so that none needs a local of its own. */
const MEMORY: Memory = { isInMemory: () => false, isEarly: () => false, overlaps: false, spills: null };

export class TurnWriter implements Sink {
  readonly #line: Line;
  readonly #context: TurnContext;
  readonly #placement: Placement;
  readonly #own: FunctionCode;
  readonly #writer: VectorWriter;
  readonly #pairs: readonly Pair[];
  /** The one that is being written for. */
  #pair: Pair;
  /** Calls so far, and functions that are written in place. */
  #calls = 0;

  /** @param places an entry for every node of the graph, whatever is in them */
  constructor(line: Line, part: Part, context: TurnContext, places: Int32Array, own: FunctionCode) {
    this.#line = line;
    this.#context = context;
    this.#own = own;
    this.#pairs = context.inputs.map(input => ({ input, variables: [], lanes: null }));
    this.#pair = this.#pairs[0]!;
    this.#writer = new VectorWriter(context, own);
    this.#placement = placementOf(line, part, MEMORY, places);
  }

  /** @param isConditional the code is that of a chunk that some lanes may not take */
  write(isConditional = false): void {
    if (isConditional) this.#pair.lanes = loadVector(START, this.#context.lanes);
    this.#placement.write(this);
  }

  /** Calls the function of a chunk. */
  call(index: number): void {
    this.#calls++;
    const { lanes } = this.#pair;
    if (lanes !== null) this.#writer.do(store(START, this.#context.lanes, lanes));
    this.#own.code.put(CALL).unsigned(index);
  }

  keep(node: Node): void {
    this.#define(node, () => this.#inSlot(node));
  }

  declare(node: Node): void {
    this.#define(node, () => this.#writer.constant(0));
  }

  clear(slot: number): void {
    this.#writer.do(store(START, this.#slot(slot), this.#writer.constant(0)));
  }

  define(node: Node, source: Node): void {
    this.#define(node, () => this.#from(node, source));
  }

  assign(node: Node, source: Node): void {
    this.#eachPair(({ variables }) => {
      const variable = variables[this.#placement.numberOf(node)]!;
      this.#own.temporarily(() =>
        this.#writer.assign(variable, this.#inLanes(this.#from(node, source), variable.value)),
      );
    });
  }

  storeInSlot(slot: number, node: Node, source: Node): void {
    const address = this.#slot(slot);
    this.#own.temporarily(() => {
      const value = this.#inLanes(this.#numberFrom(node, source), loadVector(START, address));
      this.#writer.do(store(START, address, value));
    });
  }

  storeResult(): void {
    throw new Error('internal error: a row has no results');
  }

  callInArray(): void {
    throw new Error('internal error: a row has no arrays');
  }

  branch(condition: Node, whenTrue: (() => void) | null, whenFalse: (() => void) | null): void {
    const masks = this.#eachPair(() => this.#writer.keep(this.#mask(condition)));
    if (whenTrue !== null) this.#block(masks, whenTrue);
    if (whenFalse !== null) {
      const others = masks.map(mask => this.#writer.keep(not(mask)));
      this.#block(others, whenFalse);
    }
  }

  /** The value of a node in each pair of rows, where the statements have run. */
  values(node: Node): Value[] {
    return this.#eachPair(() => this.#number(node));
  }

  #eachPair<T>(write: (pair: Pair) => T): T[] {
    return this.#pairs.map(pair => {
      this.#pair = pair;
      return write(pair);
    });
  }

  /** @param value what the node's variable gets: the locals that it takes are free afterwards */
  #define(node: Node, value: () => Value): void {
    this.#eachPair(({ variables }) => {
      const variable = this.#writer.newVariable();
      this.#own.temporarily(() => this.#writer.assign(variable, value()));
      variables[this.#placement.numberOf(node)] = variable;
    });
  }

  /** @param lanes of each pair */
  #block(lanes: readonly Value[], write: () => void): void {
    const calls = this.#calls;
    for (const [i, pair] of this.#pairs.entries()) pair.lanes = lanes[i]!;
    const block = this.#own.apart(write);
    // Blocks do not nest.
    for (const pair of this.#pairs) pair.lanes = null;
    const isShort = block.length <= SHORT_BLOCK * lanes.length && this.#calls === calls;
    if (!isShort) {
      isAny(lanes.reduce((a, b) => or(a, b)))(this.#own.code);
      this.#own.code.put(IF, NOTHING);
    }
    this.#own.code.append(block);
    if (!isShort) this.#own.code.put(END);
  }

  #inLanes(value: Value, otherwise: Value): Value {
    const { lanes } = this.#pair;
    return lanes === null ? value : choose(value, otherwise, lanes);
  }

  #slot(slot: number): number {
    return this.#context.slots + 16 * slot;
  }

  #inSlot(node: Node): Value {
    return loadVector(START, this.#slot(this.#placement.slotOf(node)));
  }

  #from(node: Node, source: Node): Value {
    return source === COMPUTED ? this.#operation(node) : this.#number(source);
  }

  #numberFrom(node: Node, source: Node): Value {
    const value = this.#from(node, source);
    return source === COMPUTED && this.#isBoolean(node) ? this.#ofMask(value) : value;
  }

  #isBoolean(node: Node): boolean {
    return operationOf(this.#line.graph, node).boolean === true;
  }

  /** 1 or 0. */
  #ofMask(mask: Value): Value {
    return and(mask, this.#writer.constant(1));
  }

  #read(node: Node): { readonly value: Value; readonly isMask: boolean } {
    const { graph } = this.#line;
    switch (this.#placement.placeOf(node)) {
      case CONSTANT:
        return { value: this.#writer.constant(constantValue(graph, node)!), isMask: false };
      case ARGUMENT:
        return { value: this.#pair.input(inputSlot(graph, node)!), isMask: false };
      case VARIABLE: {
        // Logic may read a condition that is not computed, where it does not depend on that (schedule/guards.ts).
        const variable = this.#pair.variables[this.#placement.numberOf(node)];
        return { value: variable?.value ?? this.#writer.constant(0), isMask: this.#isBoolean(node) };
      }
      case KEPT:
        return { value: this.#pair.variables[this.#placement.numberOf(node)]!.value, isMask: false };
      case SLOT:
        return { value: this.#inSlot(node), isMask: false };
      case INLINED:
        return { value: this.#operation(node), isMask: this.#isBoolean(node) };
    }
  }

  #number(node: Node): Value {
    const { value, isMask } = this.#read(node);
    return isMask ? this.#ofMask(value) : value;
  }

  /** Ones where the node is neither 0 nor NaN. */
  #mask(node: Node): Value {
    const { value, isMask } = this.#read(node);
    return isMask ? value : isGreater(absolute(value), this.#writer.constant(0));
  }

  #operation(node: Node): Value {
    const { form, name } = operationOf(this.#line.graph, node);
    const operands = operandsOf(this.#line.graph, node);
    const [a, b, c] = operands;
    switch (form.kind) {
      case 'binary':
        return { ...VECTORS.arithmetic, ...VECTORS.comparisons }[form.operator](this.#number(a!), this.#number(b!));
      case 'logic':
        return (form.operator === '||' ? or : and)(this.#mask(a!), this.#mask(b!));
      case 'prefix':
        return form.operator === '!' ? not(this.#mask(a!)) : negative(this.#number(a!));
      case 'square': {
        const value = this.#writer.keep(this.#number(a!));
        return multiply(value, value);
      }
      case 'conditional':
        return this.#either(
          this.#mask(a!),
          () => this.#number(b!),
          () => this.#number(c!),
          this.#isCheap(b!) && this.#isCheap(c!),
        );
      case 'call':
        return this.#call(form.callee, this.#numbers(operands));
      case 'special': {
        const single = singleOf(form.name);
        const values = this.#numbers(operands);
        return single === null
          ? this.#call(form.name, values)
          : singleValue(
              single,
              values.map(value => this.#writer.keep(value)),
              this.#parts,
            );
      }
      default:
        throw new Error(`internal error: ${name}`);
    }
  }

  readonly #parts: Parts = {
    instructions: VECTORS,
    constant: value => this.#writer.constant(value),
    keep: value => this.#writer.keep(value),
    call: (callee, operands) => this.#call(callee, operands),
    isCheap: isInstruction,
    either: (...operands) => this.#either(...operands),
  };

  /** @param isCheap the arms call nothing, so that both are computed */
  #either(mask: Value, whenTrue: () => Value, whenFalse: () => Value, isCheap: boolean): Value {
    if (isCheap) return choose(whenTrue(), whenFalse(), mask);
    const writer = this.#writer;
    const kept = writer.keep(mask);
    const pair = this.#pair;
    const { lanes } = pair;
    const result = writer.variable(writer.constant(0));
    for (const [arm, taken] of [
      [whenTrue, kept],
      [whenFalse, writer.keep(not(kept))],
    ] as const) {
      const own = lanes === null ? taken : writer.keep(and(lanes, taken));
      pair.lanes = own;
      writer.whereAny(own, () => writer.assign(result, choose(arm(), result.value, own)));
    }
    pair.lanes = lanes;
    return result.value;
  }

  /** False for what is written in place and calls something. */
  #isCheap(node: Node): boolean {
    const { graph, inlined } = this.#line;
    if (inlined[node] !== 1) return true;
    const { form } = operationOf(graph, node);
    if (form.kind === 'special') return false;
    if (form.kind === 'call' && !isInstruction(form.callee)) return false;
    return operandsOf(graph, node).every(operand => this.#isCheap(operand));
  }

  #numbers(nodes: readonly Node[]): Value[] {
    return nodes.map(node => this.#number(node));
  }

  #call(callee: string, values: readonly Value[]): Value {
    const extremum = EXTREMA.get(callee);
    if (extremum !== undefined) return values.reduce((a, b) => extremum(a, b));
    const instruction = INSTRUCTIONS.get(callee);
    if (instruction !== undefined) return instruction(values[0]!);
    if (callee === SIGN) return this.#sign(this.#writer.keep(values[0]!));
    this.#calls++;
    // They are written where they are read.
    const kept = values.map(value => this.#writer.keep(value));
    const write = VECTOR_FUNCTIONS.get(callee);
    if (write !== undefined) return write(this.#writer, kept[0]!);
    const { lanes } = this.#pair;
    return lanes === null ? this.#writer.callEach(callee, ...kept) : this.#callIn(lanes, callee, kept);
  }

  /** Of zeros and NaN these themselves. */
  #sign(value: Value): Value {
    const [zero, one, less] = [0, 1, -1].map(of => this.#writer.constant(of)) as [Value, Value, Value];
    return choose(one, choose(less, value, isLess(value, zero)), isGreater(value, zero));
  }

  #callIn(lanes: Value, callee: string, operands: readonly Value[]): Value {
    const writer = this.#writer;
    const result = writer.variable(writer.constant(0));
    for (const lane of [0, 1]) {
      const call = writer.call(callee, lane, ...operands);
      writer.where(isSet(lanes, lane), () => writer.assign(result, withLane(result.value, lane, call)));
    }
    return result.value;
  }
}
