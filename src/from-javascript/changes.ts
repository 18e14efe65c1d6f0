// Which of a module's variables and arrays are changed after they are made: what they are when a function is called is not what
// their declarations say.

import type { AnyNode, Program } from 'acorn';
import { childrenOf, unwrapped } from './syntax-tree.js';

const CHANGING = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'set', 'copyWithin'],
]);

/** By name the place where it is changed. A function that declares the name for itself changes its own. */
export function changedIn({ body }: Program): Map<string, AnyNode> {
  const changed = new Map<string, AnyNode>();
  // Functions inside of functions add what these declare.
  const pending: [node: AnyNode, own: ReadonlySet<string>][] = body.map(node => [node, new Set()]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, around] = next;
    const isFunction = 'params' in node && Array.isArray(node.params);
    const own = isFunction ? new Set([...around, ...declaredIn(node)]) : around;
    for (const name of changedBy(node, around.size > 0 || isFunction)) if (!own.has(name)) changed.set(name, node);
    for (const child of childrenOf(node)) pending.push([child, own]);
  }
  return changed;
}

/** Names of what a node itself changes. @param isInFunction what is handed to others is looked at outside of functions only */
function changedBy(node: AnyNode, isInFunction: boolean): string[] {
  const names = (targets: readonly AnyNode[]): string[] =>
    targets.map(rootOf).filter((name): name is string => name !== null);
  switch (node.type) {
    case 'AssignmentExpression':
      return names(node.left.type.endsWith('Pattern') ? childrenOf(node.left) : [node.left]);
    case 'UpdateExpression':
      return names([node.argument]);
    case 'UnaryExpression':
      return node.operator === 'delete' ? names([node.argument]) : [];
    case 'ForOfStatement':
    case 'ForInStatement':
      return node.left.type === 'VariableDeclaration' ? [] : names([node.left]);
    case 'CallExpression': {
      const { callee } = node;
      const of = callee.type === 'MemberExpression' ? rootOf(callee.object as AnyNode) : null;
      if (of === 'console' || of === 'Math') return [];
      const method =
        callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
      const isHandedOn = !isInFunction && (callee.type === 'Identifier' || (of === 'Object' && method === 'assign'));
      const given = node.arguments.filter(({ type }) => type === 'Identifier');
      return [...(of !== null && CHANGING.has(method) ? [of] : []), ...(isHandedOn ? names(given) : [])];
    }
    default:
      return [];
  }
}

/** The name that `x`, `x.a[0]` and the like begin with. */
function rootOf(node: AnyNode): string | null {
  let at = unwrapped(node);
  while (at.type === 'MemberExpression') at = unwrapped(at.object as AnyNode);
  return at.type === 'Identifier' ? at.name : null;
}

/** Names that a function declares, in itself and in what is inside of it. */
function declaredIn(of: AnyNode): Set<string> {
  const names = new Set<string>();
  const pending: AnyNode[] = [of];
  const add = (pattern: AnyNode): void => {
    const parts = [pattern];
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      if (part.type === 'Identifier') names.add(part.name);
      else parts.push(...childrenOf(part));
    }
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'VariableDeclarator') add(node.id);
    if ('params' in node && Array.isArray(node.params)) for (const parameter of node.params) add(parameter as AnyNode);
    pending.push(...childrenOf(node));
  }
  return names;
}
