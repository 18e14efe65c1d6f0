// TypeScript's enums, as the objects that they are: `enum Kind { Soft, Hard = 4 }` is `const Kind = { Soft: 0, Hard: 4 }`.

import type { AnyNode } from 'acorn';

interface EnumNode {
  readonly id: { readonly name: string };
  readonly members: readonly {
    readonly id: AnyNode;
    readonly initializer?: AnyNode;
    readonly start: number;
    readonly end: number;
  }[];
}

/** Null for every other node. */
export function enumOf(node: AnyNode): EnumNode | null {
  const { type } = node as { readonly type: string };
  return type === 'TSEnumDeclaration' ? (node as unknown as EnumNode) : null;
}

/** The object that an enum is, as an expression. */
export function objectOf({ members }: EnumNode, { start, end }: AnyNode): AnyNode {
  let next: number | null = 0;
  const properties = members.map(({ id: key, initializer, ...at }) => {
    const { start, end } = at;
    const value =
      initializer ?? (next === null ? { type: 'Identifier', name: 'undefined', start, end } : literal(next));
    function literal(number: number) {
      return { type: 'Literal', value: number, raw: String(number), start, end };
    }
    const said = numberIn(initializer ?? null);
    const given: number | null = initializer === undefined ? next : said;
    next = given === null ? null : given + 1;
    return { type: 'Property', kind: 'init', computed: false, method: false, shorthand: false, key, value, start, end };
  });
  return { type: 'ObjectExpression', properties, start, end } as unknown as AnyNode;
}

function numberIn(node: AnyNode | null): number | null {
  if (node?.type === 'UnaryExpression' && node.operator === '-') {
    const value = numberIn(node.argument);
    return value === null ? null : -value;
  }
  return node?.type === 'Literal' && typeof node.value === 'number' ? node.value : null;
}

/** The same as text. @param text of an expression in the module */
export function printedObject(node: EnumNode, at: AnyNode, text: (expression: AnyNode) => string): string {
  const object = objectOf(node, at) as Extract<AnyNode, { type: 'ObjectExpression' }>;
  const fields = object.properties.map(property => {
    if (property.type !== 'Property') return '';
    const { key, value } = property;
    const name = key.type === 'Identifier' ? key.name : JSON.stringify((key as { value?: unknown }).value);
    const isOwn = value.start === property.start && value.end === property.end;
    const own = value.type === 'Literal' ? String(value.value) : 'undefined';
    return `${name}: ${isOwn ? own : text(value as AnyNode)}`;
  });
  return `({ ${fields.join(', ')} })`;
}
