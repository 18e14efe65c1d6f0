// Syntax trees of templates as the build packs them: a text of tokens in preorder. Names and numbers stand for themselves, and
// signs for nodes of a kind. Unpacked when first used.

import type * as ESTree from 'estree';
import { text } from '../print/estree.js';

const TOKEN = /~.|\d[\d.]*(?:e[-+]?\d+)?|[\w$]+|[^ ]/g;

/**
 * Rebuilds a tree; templates are our own and a few levels deep, so this may recurse.
 *
 * @param table a line for each sign: its kind, a space, and the sign. A kind is `.length` of a list whose items follow, `"` for
 * the next text, `[` for the next piece of a template literal, `'` for null, or a node: its type, `key=value` of entries that
 * are known and the keys of those that follow.
 */
export function unpack(table: readonly string[], packed: string, texts: string): ESTree.Program {
  const kinds = new Map(table.map(line => [line.slice(line.lastIndexOf(' ') + 1), line.split(' ')]));
  const tokens = packed.match(TOKEN)!.values();
  const strings = texts.split('\n').values();
  const rebuild = (): unknown => {
    const token: string = tokens.next().value!;
    if (/^\d/.test(token)) return { type: 'Literal', value: +token };
    const kind = kinds.get(token);
    if (kind === undefined) return { type: 'Identifier', name: token };
    const type = kind[0]!;
    if (type[0] === '.') return Array.from({ length: +type.slice(1) }, rebuild);
    if (type === '"') return text(strings.next().value!);
    if (type === "'") return { type: 'Literal', value: null };
    if (type === '[') return { type: 'TemplateElement', value: { raw: strings.next().value! } };
    const node: Record<string, unknown> = { type };
    for (let i = 1; i < kind.length - 1; i++) {
      const entry = kind[i]!;
      const at = entry.indexOf('=');
      if (at === -1) node[entry] = rebuild();
      else node[entry.slice(0, at)] = entry.slice(at + 1);
    }
    return node;
  };
  // The build packed a program.
  return rebuild() as ESTree.Program;
}
