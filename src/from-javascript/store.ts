// What variables, arrays and objects hold at a point of the function. A branch, or a turn of a loop, writes into a layer of its own
// over what was there before, so that both ways can be followed and put together again.

import type { Cell, Contents, Value } from './values.js';

export type Held = Value | Contents;

export interface Store {
  readonly below: Store | null;
  readonly held: Map<Cell, Held>;
}

export type Changes = ReadonlyMap<Cell, Held>;

export const layerOver = (below: Store | null): Store => ({ below, held: new Map() });

export function read(store: Store, cell: Cell): Held | undefined {
  for (let at: Store | null = store; at !== null; at = at.below) {
    const held = at.held.get(cell);
    if (held !== undefined) return held;
  }
  return undefined;
}

export function write(store: Store, cell: Cell, held: Held): void {
  store.held.set(cell, held);
}

/** What a store holds other than a layer under it. */
export function changesSince(store: Store, base: Store): Changes {
  const changes = new Map<Cell, Held>();
  for (let at: Store | null = store; at !== null && at !== base; at = at.below)
    for (const [cell, held] of at.held) if (!changes.has(cell)) changes.set(cell, held);
  for (const [cell, held] of changes) if (read(base, cell) === held) changes.delete(cell);
  return changes;
}

export function apply(store: Store, changes: Changes): void {
  for (const [cell, held] of changes) write(store, cell, held);
}
