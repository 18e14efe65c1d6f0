// Special functions under the names that they have in a module.

import type * as ESTree from 'estree';
import { type Declaration, isMemberName } from '../../special.js';
import * as js from '../print/estree.js';

/** A declaration with its top-level names replaced. */
export function renamed(node: Declaration, names: ReadonlyMap<string, string>): Declaration {
  const replaced = [...names].filter(([name, free]) => name !== free);
  if (replaced.length === 0) return node;
  return copy(node, new Map(replaced.map(([name, free]) => [name, js.identifier(free)]))) as Declaration;
}

function copy(value: unknown, replaced: ReadonlyMap<string, ESTree.Expression>): unknown {
  if (Array.isArray(value)) return value.map(item => copy(item, replaced));
  if (value === null || typeof value !== 'object') return value;
  const { type, name } = value as Partial<ESTree.Identifier>;
  if (type === 'Identifier') return replaced.get(name!) ?? value;
  const node: Record<string, unknown> = { ...value };
  for (const key in node) if (!isMemberName(value, key)) node[key] = copy(node[key], replaced);
  return node;
}
