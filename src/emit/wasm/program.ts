// A WebAssembly module that functions are added to one by one.
//
// All functions share one memory, counted in doubles: the inputs at their slots, then the results, then the slots that
// values cross in. Whoever calls a function writes the inputs before and reads the results after.

import { constantValue, inputSlot } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';
import { lateResults } from '../../schedule/reads.js';
import { allResults, type Block, lastLine, type Schedule } from '../../schedule/sections.js';
import { writeCalls } from '../line/placement.js';
import { BodyWriter } from './body.js';
import { Bytes } from './bytes.js';

/** Zeros among the results beyond which they are written in one go. */
const MOST_ZEROS = 32;

const PAGE = 65_536;

/** A function of the module. */
export interface WasmFunction {
  readonly name: string;
  /** Place of the first result; the others follow in order. */
  readonly results: number;
}

export interface WasmImport {
  /** `Math.sin`, or the name of a special function. */
  readonly name: string;
  readonly arity: number;
  /** Works in the memory, which it is given before its operands. */
  readonly inMemory: boolean;
}

export class WasmProgram {
  /** In order; the module imports function `i` under the name `i`. */
  readonly imports: WasmImport[] = [];
  readonly #importIndex = new Map<string, number>();
  /** Code of the functions that call no other of these, in order. */
  readonly #code = new Bytes();
  #chunks = 0;
  /** The functions that are exported: their code is made at the end, when the indices of others are known. */
  readonly #exported: { readonly name: string; make(first: number): Bytes }[] = [];
  #places = 0;

  /** Adds the function that computes a schedule's results. */
  add(name: string, schedule: Schedule): WasmFunction {
    const line = lastLine(schedule);
    const { graph, arrays, chunks } = line;
    const nodes = allResults(schedule.results);
    let inputs = 0;
    for (let node = 0; node < graph.size; node++) {
      const slot = inputSlot(graph, node);
      if (slot !== undefined && slot >= inputs) inputs = slot + 1;
    }
    const slots = inputs + nodes.length;
    this.#places = Math.max(this.#places, slots + (chunks?.slotCount ?? arrays.length));
    const imported = (callee: string, arity: number, inMemory = false): number => this.#import(callee, arity, inMemory);
    const returned = schedule.results.returned.length;
    const isZero = (node: Node): boolean => Object.is(constantValue(graph, node), 0);
    const zeros = nodes.filter(isZero).length > MOST_ZEROS;
    const context = { slots, imported, result: (position: number): number => inputs + position };
    const places = new Int32Array(graph.size);
    /** Code of a part that is followed by the results at some positions. */
    const code = (
      blocks: readonly Block[],
      positions: readonly number[],
      start: (writer: BodyWriter) => void,
    ): Bytes => {
      const late = positions.filter(position => !zeros || !isZero(nodes[position]!));
      const part = { blocks, results: late.map(position => nodes[position]!) };
      const writer = new BodyWriter(line, part, context, places);
      start(writer);
      writer.write();
      for (const position of late) writer.result(position, nodes[position]!);
      return writer.finish();
    };
    const fill = (writer: BodyWriter): void => {
      if (zeros) writer.zeros(inputs, nodes.length);
    };
    if (chunks === null) {
      const late = lateResults(line).map(position => returned + position);
      const whole = code(line.blocks, [...schedule.results.returned.keys(), ...late], fill);
      this.#exported.push({ name, make: () => whole });
      return { name, results: inputs };
    }
    const indices = chunks.chunks.map(({ blocks, stores }) => {
      const late = stores.map(position => returned + position);
      this.#code.append(code(blocks, late, () => undefined));
      return this.#chunks++;
    });
    const make = (first: number): Bytes =>
      code([], [...schedule.results.returned.keys()], writer => {
        fill(writer);
        writeCalls(
          chunks,
          writer,
          chunk => writer.call(first + indices[chunk]!),
          () => true,
        );
      });
    this.#exported.push({ name, make });
    return { name, results: inputs };
  }

  #import(name: string, arity: number, inMemory: boolean): number {
    const key = `${name}/${arity}`;
    let index = this.#importIndex.get(key);
    if (index === undefined) {
      index = this.imports.push({ name, arity, inMemory }) - 1;
      this.#importIndex.set(key, index);
    }
    return index;
  }

  /** The module in the binary format. It exports the functions and its `memory`. */
  encode(): Bytes {
    const F64 = 0x7c;
    const first = this.imports.length;
    const count = this.#chunks + this.#exported.length;
    const code = new Bytes().append(this.#code);
    for (const { make } of this.#exported) code.append(make(first));
    // Type n takes n numbers and gives one; type 0 takes and gives nothing.
    const arities = Math.max(0, ...this.imports.map(({ arity }) => arity));
    const types = new Bytes().unsigned(arities + 1).put(0x60, 0, 0);
    for (let n = 1; n <= arities; n++) {
      types.put(0x60).unsigned(n);
      for (let i = 0; i < n; i++) types.put(F64);
      types.put(1, F64);
    }
    const imports = new Bytes().unsigned(this.imports.length);
    for (const [i, { arity }] of this.imports.entries()) imports.text('m').text(String(i)).put(0).unsigned(arity);
    const functions = new Bytes().unsigned(count);
    for (let i = 0; i < count; i++) functions.put(0);
    const memory = new Bytes().put(1, 0).unsigned(Math.ceil((8 * this.#places) / PAGE));
    const exports = new Bytes().unsigned(this.#exported.length + 1);
    exports.text('memory').put(2, 0);
    for (const [i, { name }] of this.#exported.entries()) {
      exports
        .text(name)
        .put(0)
        .unsigned(first + this.#chunks + i);
    }
    const file = new Bytes().put(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    for (const [id, section] of [
      [1, types],
      [2, imports],
      [3, functions],
      [5, memory],
      [7, exports],
      [10, new Bytes().unsigned(count).append(code)],
    ] as const) {
      file.put(id).sized(section);
    }
    return file;
  }
}
