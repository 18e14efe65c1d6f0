// The code of one function as it grows, and the locals that it takes.

import { Bytes } from './bytes.js';

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;

const END = 0x0b;

export class FunctionCode {
  #code = new Bytes();
  /** Types of the locals. */
  readonly #types: number[] = [];
  readonly #parameters: number;
  /** Locals that nothing reads any more. */
  readonly #free: number[] = [];
  /** Those that are taken for a while; null where they are kept. */
  #taken: number[] | null = null;

  /** @param parameters how many it has: locals come after them */
  constructor(parameters = 0) {
    this.#parameters = parameters;
  }

  /** Where instructions are put. */
  get code(): Bytes {
    return this.#code;
  }

  /** Index of a local that nothing else reads. */
  local(type: number): number {
    const at = this.#free.findLastIndex(of => this.typeOf(of) === type);
    const local = at === -1 ? this.#parameters + this.#types.push(type) - 1 : this.#free.splice(at, 1)[0]!;
    this.#taken?.push(local);
    return local;
  }

  /** Index of a local that is never free again, and that nothing has written to: code that comes before may set it. */
  lasting(type: number): number {
    return this.#parameters + this.#types.push(type) - 1;
  }

  /** Locals that are taken meanwhile are free afterwards: a function has at most 50,000. */
  temporarily(write: () => void): void {
    const around = this.#taken;
    const taken: number[] = [];
    this.#taken = taken;
    write();
    this.#taken = around;
    this.#free.push(...taken);
  }

  typeOf(local: number): number {
    return this.#types[local - this.#parameters]!;
  }

  /** The instructions that are written meanwhile, which do not become part of the code. */
  apart(write: () => void): Bytes {
    const around = this.#code;
    const own = new Bytes();
    this.#code = own;
    write();
    this.#code = around;
    return own;
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
}
