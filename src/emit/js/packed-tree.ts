// Syntax trees of templates as the build packs them: a name is a string, a number itself, every other node is
// [shape, ...values], a shape the list of its keys with the values that never differ. Unpacked when first used.

import type * as ESTree from 'estree';

export type Packed = null | boolean | number | string | readonly Packed[];

/** Keys of one kind of node; a key with a value is the same in every node of that kind. */
export type Shape = readonly (readonly [key: string, fixed?: Packed])[];

/** Rebuilds a tree; templates are our own and a few levels deep, so this may recurse. */
export function unpack(shapes: readonly Shape[], packed: Packed): ESTree.Program {
  const rebuild = (value: Packed): unknown => {
    if (typeof value === 'string') return { type: 'Identifier', name: value };
    if (typeof value === 'number') return { type: 'Literal', value };
    if (!Array.isArray(value)) return value;
    const [head, ...rest] = value as [number, ...Packed[]];
    if (head === LIST) return rest.map(rebuild);
    if (head === TEXT) return rest[0];
    const values = rest.map(rebuild);
    let next = 0;
    return Object.fromEntries(shapes[head]!.map(entry => [entry[0], entry.length === 2 ? entry[1] : values[next++]]));
  };
  // The build packed a program.
  return rebuild(packed) as ESTree.Program;
}

const LIST = -1;
const TEXT = -2;
