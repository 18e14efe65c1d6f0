// The constants of vector code: immutable globals of a module, each there once.

import { Bytes } from '../bytes.js';

const V128 = 0x7b;
const IMMUTABLE = 0;
const V128_CONST = [0xfd, 0x0c] as const;
const END = 0x0b;

export class VectorConstants {
  /** By the number; -0 is one of its own. */
  readonly #indices = new Map<number | '-0', number>();
  readonly #globals = new Bytes();

  get count(): number {
    return this.#indices.size;
  }

  /** Index of the global of which both lanes are the number. */
  indexOf(value: number): number {
    const key = Object.is(value, -0) ? '-0' : value;
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.#indices.size;
      this.#indices.set(key, index);
      this.#globals
        .put(V128, IMMUTABLE, ...V128_CONST)
        .float(value)
        .float(value)
        .put(END);
    }
    return index;
  }

  /** The module's section of globals, to be read when all code is made. */
  section(): Bytes {
    return new Bytes().unsigned(this.#indices.size).append(this.#globals);
  }
}
