// A module of loops over arrays, two numbers at a time, each with one of the vector functions: called, or written into the loop.

import { Bytes } from '../../../src/emit/wasm/bytes.js';
import { FunctionCode } from '../../../src/emit/wasm/function-code.js';
import { VectorConstants } from '../../../src/emit/wasm/vector/constants.js';
import { type VectorFunction, vectorFunction } from '../../../src/emit/wasm/vector/functions.js';
import { type VectorContext, VectorWriter } from '../../../src/emit/wasm/vector/writer.js';

/** Node has it; its types, without those of a browser, do not. */
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { memory: { buffer: ArrayBuffer }; run: Loop } };
};

/** From the address of operands to that of results, up to an end of those. */
type Loop = (source: number, target: number, end: number) => void;

/** What may be imported; all are functions of one number. */
const IMPORTS = ['Math.sin', 'Math.cos', 'Math.exp', 'Math.log', 'Math.tanh', 'Math.expm1', 'Math.log1p'];
const PAGES = 64;
const PAGE = 65_536;
const V128 = 0x7b;
const I32 = 0x7f;
const F64 = 0x7c;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOAD = [LOCAL_GET, 0, 0xfd, 0, 4, 0];
const STORE = [0xfd, 11, 4, 0];

/** Steps both addresses by a vector, and goes on where the second is below the end. */
const NEXT = [
  ...[LOCAL_GET, 0, 0x41, 16, 0x6a, LOCAL_SET, 0],
  ...[LOCAL_GET, 1, 0x41, 16, 0x6a, 0x22, 1, LOCAL_GET, 2, 0x49, 0x0d, 0, 0x0b],
];
const LOOP = [0x03, 0x40];

export interface VectorLoop {
  readonly loop: Loop;
  readonly memory: Float64Array;
  /** Bytes of the function, or of the loop that it is written into. */
  readonly size: number;
  /** Names of the functions that its code calls. */
  readonly imported: ReadonlySet<string>;
  /** Results of an even count of numbers. */
  run(operands: ArrayLike<number>): Float64Array;
}

export function vectorLoop(write: VectorFunction, how: 'called' | 'inlined' = 'called'): VectorLoop {
  const constants = new VectorConstants();
  const imported = new Set<string>();
  const context: VectorContext = {
    constant: value => constants.indexOf(value),
    imported(name) {
      imported.add(name);
      return IMPORTS.indexOf(name);
    },
  };
  const entries = how === 'called' ? calling(write, context) : inlining(write, context);
  const code = new Bytes().unsigned(entries.length);
  for (const entry of entries) code.append(entry);
  const types = new Bytes().put(3).put(0x60, 1, F64, 1, F64).put(0x60, 3, I32, I32, I32, 0).put(0x60, 1, V128, 1, V128);
  const imports = new Bytes().unsigned(IMPORTS.length);
  for (const name of IMPORTS) imports.text('m').text(name).put(0, 0);
  const last = IMPORTS.length + entries.length - 1;
  const file = new Bytes().put(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  for (const [id, section] of [
    [1, types],
    [2, imports],
    [3, how === 'called' ? new Bytes().put(2, 2, 1) : new Bytes().put(1, 1)],
    [5, new Bytes().put(1, 0).unsigned(PAGES)],
    [6, constants.section()],
    [7, new Bytes().put(2).text('memory').put(2, 0).text('run').put(0).unsigned(last)],
    [10, code],
  ] as const) {
    file.put(id).sized(section);
  }
  const functions = Object.fromEntries(IMPORTS.map(name => [name, Math[name.slice(5) as 'sin']]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(file.data), { m: functions });
  const memory = new Float64Array(exports.memory.buffer);
  const half = (PAGES * PAGE) / 2;
  return {
    loop: exports.run,
    memory,
    size: entries[0]!.length,
    imported,
    run(operands) {
      memory.set(operands, 0);
      exports.run(0, half, half + 8 * operands.length);
      return memory.slice(half / 8, half / 8 + operands.length);
    },
  };
}

function calling(write: VectorFunction, context: VectorContext): Bytes[] {
  const body = new Bytes().put(0, ...LOOP, LOCAL_GET, 1, ...LOAD, 0x10, IMPORTS.length, ...STORE, ...NEXT, 0x0b);
  return [vectorFunction(write, context), new Bytes().sized(body)];
}

function inlining(write: VectorFunction, context: VectorContext): Bytes[] {
  const own = new FunctionCode(3);
  const writer = new VectorWriter(context, own);
  own.code.put(...LOOP);
  const operand = writer.keep(code => code.put(...LOAD));
  const result = write(writer, operand);
  own.code.put(LOCAL_GET, 1);
  result(own.code);
  own.code.put(...STORE, ...NEXT);
  return [own.finish()];
}
