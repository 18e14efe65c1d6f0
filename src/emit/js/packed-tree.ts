// Syntax trees of templates as the build packs them: a text of tokens in preorder, each a character that counts from FIRST
// and stands for an entry of a table. Unpacked when first used.

import type * as ESTree from 'estree';
import { text } from './estree.js';

/**
 * An identifier, a number, `[length]` of a list whose items follow, `[null, value]` of another literal, `[tail, text]` of a
 * piece of a template literal, or a node: the entries that are known, and the keys of those that follow.
 */
export type Token =
  | string
  | number
  | readonly [number]
  | readonly [null, string | null]
  | readonly [boolean, string]
  | readonly [Readonly<Record<string, unknown>>, ...string[]];

const FIRST = 35;

/** Rebuilds a tree; templates are our own and a few levels deep, so this may recurse. */
export function unpack(table: readonly Token[], packed: string): ESTree.Program {
  let next = 0;
  const rebuild = (): unknown => {
    const token = table[packed.charCodeAt(next++) - FIRST]!;
    if (typeof token === 'string') return { type: 'Identifier', name: token };
    if (typeof token === 'number') return { type: 'Literal', value: token };
    const [head, ...rest] = token;
    if (typeof head === 'number') return Array.from({ length: head }, rebuild);
    if (typeof head === 'boolean') return { type: 'TemplateElement', tail: head, value: { raw: rest[0] } };
    if (head === null) return rest[0] === null ? { type: 'Literal', value: null } : text(rest[0]!);
    const node: Record<string, unknown> = { ...head };
    for (const key of rest as string[]) node[key] = rebuild();
    return node;
  };
  // The build packed a program.
  return rebuild() as ESTree.Program;
}
