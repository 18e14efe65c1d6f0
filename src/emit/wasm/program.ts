// A WebAssembly module that functions are added to one by one.
//
// All functions share one memory, counted in doubles: the inputs at their slots, then the results, then the slots that
// values cross in. Whoever calls a function writes the inputs before and reads the results after.

import type { ScheduledFunction } from '../../exports/plan.js';
import { LimitReached } from '../../limits.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import { allResults, hasLoops, lastLine } from '../../schedule/sections.js';
import { Bytes } from './bytes.js';
import { lineFunction } from './line-function.js';
import { type ArrayPlaces, arraysOf } from './loops/arrays.js';
import { loopsFunction } from './loops/function.js';
import { refuses } from './refused.js';
import type { Column } from './rows/columns.js';
import { inputCount, type Nest, nestFunctions, slotsOf } from './rows/nest.js';
import { isOfRows } from './rows/of-rows.js';
import { VectorConstants } from './vector/constants.js';

const PAGE = 65_536;

/** Bytes of a line of a processor's cache. */
const LINE = 64;

/** A function of the module, or for a program with loops several, which are its steps. */
export interface WasmFunction {
  readonly name: string;
  /** Place of the first result; the others follow in order. */
  readonly results: number;
  /** Null for one without loops, or of which one function has all. */
  readonly nest: Nest | null;
  /** Null where no sizes are known at run time but that of data, whose rows are gone over in loops of their own. */
  readonly arrays: ArrayPlaces | null;
}

/** Addresses in the memory of a module. */
export interface MemoryEnd {
  /** Where data that are copied go, after all places. */
  readonly copied: number;
  /** The end of what there is at first. */
  readonly heap: number;
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
  readonly #constants = new VectorConstants();
  /** Code of the functions that call no other of these, in order. */
  readonly #code = new Bytes();
  #chunks = 0;
  /** The functions that are exported: their code is made at the end, when the indices of others are known. */
  readonly #exported: { readonly name: string; make(first: number): Bytes }[] = [];
  #places = 0;

  /**
   * Adds the function that computes a plan's results.
   * @param model its arguments
   * @param columns of the data that a program with loops goes over
   * @throws LimitReached for what is refused
   */
  add(
    { plan, schedule }: ScheduledFunction,
    model: Pick<DifferentiatedModel, 'inputs' | 'wrt'>,
    columns: readonly Column[] = [],
  ): WasmFunction {
    const { name } = plan;
    const refused = refuses(schedule.graph);
    if (refused !== null) throw new LimitReached(refused.code, refused.message, refused.help);
    let places = 0;
    const take = (doubles: number): number => {
      places += doubles;
      this.#places = Math.max(this.#places, places);
      return places - doubles;
    };
    const context = {
      imported: (callee: string, arity: number, inMemory = false): number => this.#import(callee, arity, inMemory),
      constant: (value: number): number => this.#constants.indexOf(value),
      addFunction: (code: Bytes): number => {
        this.#code.append(code);
        return this.#chunks++;
      },
      addExport: (own: string, make: (first: number) => Bytes): void => void this.#exported.push({ name: own, make }),
    };
    if (!isOfRows(plan, schedule)) {
      const arrays = arraysOf(model, plan.seeds === 'tangents');
      const made = loopsFunction(name, { plan, schedule }, { ...context, arrays, take });
      return { name, results: made.results, nest: null, arrays: made.places };
    }
    const line = lastLine(schedule);
    if (hasLoops(schedule) || line.links.imports.length > 0) {
      const nest = nestFunctions(name, schedule, { ...context, columns, take });
      return { name, results: nest.results, nest, arrays: null };
    }
    const inputs = take(inputCount(line.graph));
    const results = take(allResults(schedule.results).length);
    const slots = take(slotsOf(line));
    const own = { ...context, slots, input: (slot: number) => inputs + slot, result: (of: number) => results + of };
    context.addExport(name, lineFunction(line, own));
    return { name, results, nest: null, arrays: null };
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

  /**
   * The module in the binary format. It exports the functions and its `memory`.
   * @param copied bytes of data after the places
   */
  encode(copied: number): { readonly file: Bytes; readonly end: MemoryEnd } {
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
    const start = LINE * Math.ceil((8 * this.#places) / LINE);
    const pages = Math.ceil((start + copied) / PAGE);
    const memory = new Bytes().put(1, 0).unsigned(pages);
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
      [6, this.#constants.section()],
      [7, exports],
      [10, new Bytes().unsigned(count).append(code)],
    ] as const) {
      if (id !== 6 || this.#constants.count > 0) file.put(id).sized(section);
    }
    return { file, end: { copied: start, heap: pages * PAGE } };
  }
}
