// Syntax trees of templates as the build packs them: a text of tokens in preorder. Names and numbers stand for themselves, and
// signs for nodes of a kind. Unpacked when first used.

import type * as ESTree from 'estree';
import { text } from './estree.js';

const TOKEN = /~.|\d[\d.]*(?:e[-+]?\d+)?|[\w$]+|[^ ]/g;

/**
 * Rebuilds a tree; templates are our own and a few levels deep, so this may recurse.
 *
 * @param table a line for each sign: its kind, a space, and the sign. A kind is `.length` of a list whose items follow, `"` for
 * the next text, `[` for the next piece of a template literal, `'` for null, or a node: its type, `key=value` of entries that
 * are known and the keys of those that follow.
 */
export function unpack(table: readonly string[], packed: string, texts: string): ESTree.Program {
  const kinds = new Map(table.map(line => /(.*) (.*)/.exec(line)!.slice(1).reverse() as [string, string]));
  const tokens = packed.match(TOKEN)!.values();
  const strings = texts.split('\n').values();
  const rebuild = (): unknown => {
    const token: string = tokens.next().value!;
    if (/^\d/.test(token)) return { type: 'Literal', value: +token };
    const kind = kinds.get(token);
    if (kind === undefined) return { type: 'Identifier', name: token };
    if (kind[0] === '.') return Array.from({ length: +kind.slice(1) }, rebuild);
    if (kind === '"') return text(strings.next().value!);
    if (kind === "'") return { type: 'Literal', value: null };
    if (kind === '[') return { type: 'TemplateElement', value: { raw: strings.next().value! } };
    const [type, ...entries] = kind.split(' ');
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
