// A growing array of bytes, and the numbers of the WebAssembly binary format.

export class Bytes {
  #data = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view; what is written later may move it. */
  get data(): Uint8Array {
    return this.#data.subarray(0, this.#length);
  }

  #reserve(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#data.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#data);
      this.#data = larger;
    }
    return start;
  }

  put(...values: readonly number[]): this {
    const start = this.#reserve(values.length);
    for (let i = 0; i < values.length; i++) this.#data[start + i] = values[i]!;
    return this;
  }

  /** LEB128 of a whole number below 2^32. */
  unsigned(value: number): this {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.put(128 + (rest % 128));
    return this.put(rest);
  }

  /** Signed LEB128 of a whole number between -2^31 and 2^31. */
  signed(value: number): this {
    let rest = value;
    for (; rest > 63 || rest < -64; rest = Math.floor(rest / 128)) this.put(128 | (rest & 127));
    return this.put(rest & 127);
  }

  /** IEEE 754 double, little-endian. */
  float(value: number): this {
    const start = this.#reserve(8);
    new DataView(this.#data.buffer).setFloat64(start, value, true);
    return this;
  }

  append({ data }: Bytes): this {
    // Reserving may replace the array.
    const start = this.#reserve(data.length);
    this.#data.set(data, start);
    return this;
  }

  /** The length of other bytes, and these. */
  sized(other: Bytes): this {
    return this.unsigned(other.length).append(other);
  }

  text(value: string): this {
    return this.unsigned(value.length).put(...Array.from(value, character => character.charCodeAt(0)));
  }

  base64(): string {
    // In thousands of bytes, a multiple of 3: a call takes only so many arguments.
    const STEP = 24_576;
    let text = '';
    for (let i = 0; i < this.#length; i += STEP) {
      text += btoa(String.fromCharCode(...this.#data.subarray(i, Math.min(i + STEP, this.#length))));
    }
    return text;
  }
}
