// The targets by name. JavaScript is always there; the others the package holds apart from its root, and a subpath brings each:
// `wengert/wasm`, `wengert/c`.
//
// As with rare numerics (ops/numerics.ts), an import only adds what is the same each time; without it the target is an error
// that names the import.

import { javascript } from './js/target.js';
import type { Target } from './target.js';

const brought = new Map<Target['name'], Target>();

/** Called by a subpath when it is loaded. */
export function bringTarget(target: Target): void {
  brought.set(target.name, target);
}

/** Null where nothing has imported what brings it. */
export const targetNamed = (name: Target['name']): Target | null =>
  name === javascript.name ? javascript : (brought.get(name) ?? null);
