// Syntax trees of templates as the build packs them: a text of tokens in preorder, each a character. The first, ONCE, stands
// for the next line of a list of the tokens that come once, those after it for the lines of a table. Unpacked when first used.

import type * as ESTree from 'estree';
import { text } from './estree.js';

const ONCE = 33;

/**
 * Rebuilds a tree; templates are our own and a few levels deep, so this may recurse.
 *
 * @param table what tokens are, by their first character: `.length` of a list whose items follow, `"` and a text, `'` for null,
 * `[` and a piece of a template literal, a number, `!` and a node – its type, `key=value` of entries that are known and the
 * keys of those that follow – or the name of an identifier.
 */
export function unpack(table: readonly string[], packed: string, once: string): ESTree.Program {
  const others = once.split('\n').values();
  let next = 0;
  const rebuild = (): unknown => {
    const code = packed.charCodeAt(next++) - ONCE;
    const token = code === 0 ? others.next().value! : table[code - 1]!;
    const rest = token.slice(1);
    if (token[0] === '.') return Array.from({ length: +rest }, rebuild);
    if (token[0] === '"') return text(rest);
    if (token[0] === "'") return { type: 'Literal', value: null };
    if (token[0] === '[') return { type: 'TemplateElement', value: { raw: rest } };
    if (token >= '0' && token < ':') return { type: 'Literal', value: +token };
    if (token[0] !== '!') return { type: 'Identifier', name: token };
    const [type, ...entries] = rest.split(' ');
    const node: Record<string, unknown> = { type };
    for (const entry of entries) {
      const [, key, value] = /(\w+)=?(.*)/.exec(entry)!;
      node[key!] = entry === key ? rebuild() : value;
    }
    return node;
  };
  // The build packed a program.
  return rebuild() as ESTree.Program;
}
