// Code on vectors: locals for what is read more than once, and branches for lanes that are rare.

import type { Bytes } from '../bytes.js';
import { type FunctionCode, V128 } from '../function-code.js';
import { add, isAny, laneOf, multiply, splat, type Value, withLane } from './instructions.js';

const IF = 0x04;
const NOTHING = 0x40;
const END = 0x0b;
const CALL = 0x10;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const GLOBAL_GET = 0x23;

/** What the module has besides the code. */
export interface VectorContext {
  /** Index of a constant global of which both lanes are the number. */
  constant(value: number): number;
  /** Index of an imported function of numbers. */
  imported(name: string, arity: number): number;
}

/** A local that holds a vector. */
export interface Variable {
  readonly index: number;
  readonly value: Value;
}

export class VectorWriter {
  readonly #context: VectorContext;
  readonly #own: FunctionCode;

  /** @param own the function that the code becomes part of */
  constructor(context: VectorContext, own: FunctionCode) {
    this.#context = context;
    this.#own = own;
  }

  get code(): Bytes {
    return this.#own.code;
  }

  /** Both lanes the number. As a global, as engines make three instructions of a constant in the code each time it is used. */
  constant(value: number): Value {
    return code => code.put(GLOBAL_GET).unsigned(this.#context.constant(value));
  }

  /** A local whose value is to come. */
  newVariable(): Variable {
    const index = this.#own.local(V128);
    return { index, value: code => code.put(LOCAL_GET).unsigned(index) };
  }

  variable(value: Value): Variable {
    const variable = this.newVariable();
    this.assign(variable, value);
    return variable;
  }

  assign({ index }: Variable, value: Value): void {
    value(this.code);
    this.code.put(LOCAL_SET).unsigned(index);
  }

  /** What leaves nothing on the stack. */
  do(statement: Value): void {
    statement(this.code);
  }

  /** The value in a local, to be read more than once. */
  keep(value: Value): Value {
    return this.variable(value).value;
  }

  /** Code for the case that a mask has ones in any lane. */
  whereAny(mask: Value, then: () => void): void {
    this.where(isAny(mask), then);
  }

  where(condition: Value, then: () => void): void {
    condition(this.code);
    this.code.put(IF, NOTHING);
    then();
    this.code.put(END);
  }

  /** An imported function of the numbers in a lane of vectors. */
  call(name: string, lane: number, ...operands: readonly Value[]): Value {
    return code => {
      for (const operand of operands) laneOf(operand, lane)(code);
      code.put(CALL).unsigned(this.#context.imported(name, operands.length));
    };
  }

  /** An imported function of vectors, lane by lane. */
  callEach(name: string, ...operands: readonly Value[]): Value {
    return withLane(splat(this.call(name, 0, ...operands)), 1, this.call(name, 1, ...operands));
  }

  /**
   * Σ coefficients[k]·t^k by Estrin's scheme: terms in pairs, pairs in pairs, as processors can work on several at a time.
   */
  polynomial(coefficients: readonly number[], t: Value): Value {
    let terms = coefficients.map(coefficient => this.constant(coefficient));
    for (let power = t; ; power = this.keep(multiply(power, power))) {
      terms = terms.flatMap((term, i) => {
        if (i % 2 === 1) return [];
        const next = terms[i + 1];
        return [next === undefined ? term : add(term, multiply(next, power))];
      });
      if (terms.length === 1) return terms[0]!;
    }
  }
}
