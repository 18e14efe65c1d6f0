// Syntax trees of templates as the build packs them: a text of tokens in preorder, each a character that counts from FIRST
// and stands for an entry of a table. Unpacked when first used.

import type * as ESTree from 'estree';

/**
 * A name, a number, `[length]` of a list whose items follow, `[0, value]`, or a node: the entries that are known, and the
 * keys of those that follow.
 */
export type Token =
  | string
  | number
  | readonly [number]
  | readonly [0, unknown]
  | readonly [Readonly<Record<string, unknown>>, ...string[]];

const FIRST = 35;

/** Rebuilds a tree; templates are our own and a few levels deep, so this may recurse. */
export function unpack(table: readonly Token[], text: string): ESTree.Program {
  let next = 0;
  const rebuild = (): unknown => {
    const token = table[text.charCodeAt(next++) - FIRST]!;
    if (typeof token === 'string') return { type: 'Identifier', name: token };
    if (typeof token === 'number') return { type: 'Literal', value: token };
    const [head, ...rest] = token;
    if (typeof head === 'object') {
      const node: Record<string, unknown> = { ...head };
      for (const key of rest as string[]) node[key] = rebuild();
      return node;
    }
    return rest.length > 0 ? rest[0] : Array.from({ length: head }, rebuild);
  };
  // The build packed a program.
  return rebuild() as ESTree.Program;
}
