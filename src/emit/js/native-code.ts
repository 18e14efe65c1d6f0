// What makes code WebAssembly, which the package holds apart from its root: `wengert/wasm` brings it (native.ts), and whoever
// emits a module asks for it here.
//
// As with rare numerics (ops/numerics.ts), an import only adds what is the same each time; without it the target `wasm` is
// an error that names the import.

import type { Graph } from '../../graph/graph.js';
import type { NativeCode } from './native.js';

export interface NativeTarget {
  /**
   * What one module calls and carries.
   * @param claim a name at the top level of the module; @param special the name that a special function is printed under.
   */
  create(claim: (name: string) => string, special: (name: string) => string): NativeCode;
  /** Whether WebAssembly has not what a formula calls. */
  refuses(graph: Graph): boolean;
}

let brought: NativeTarget | null = null;

/** Called by `wengert/wasm` when it is loaded. */
export function bringNativeCode(target: NativeTarget): void {
  brought = target;
}

/** Null where nothing has imported `wengert/wasm`. */
export function nativeTarget(): NativeTarget | null {
  return brought;
}
