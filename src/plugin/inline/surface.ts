// What a module uses of a formula: the members that it names, or everything where the formula goes somewhere else.

import type * as acorn from 'acorn';
import { exportNames } from '../../exports/table.js';
import { type AnyNode, isWrapper } from '../../from-javascript/syntax-tree.js';
import { memberName } from '../javascript/members.js';
import type { Scopes } from '../javascript/scopes.js';

export interface Surface {
  /** Where each member is named first. */
  readonly members: ReadonlyMap<string, AnyNode>;
  /** Whether more than these may be asked for. */
  readonly escapes: boolean;
}

/**
 * @param isTag whether a tagged template is a formula too, which takes the text alone.
 * @param markup text beside the module that sees what it declares.
 */
export function surfaceOf(
  formula: acorn.TaggedTemplateExpression,
  scopes: Scopes,
  isTag: (node: AnyNode) => boolean,
  markup: string,
): Surface {
  const members = new Map<string, AnyNode>();
  let escapes = false;
  const add = (name: string | null, node: AnyNode): void => {
    if (name === null) escapes = true;
    else if (node.start < (members.get(name)?.start ?? Number.POSITIVE_INFINITY)) members.set(name, node);
  };
  const pending: AnyNode[] = [formula];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const parent = scopes.parentOf(node);
    if (parent === undefined) continue;
    if (isWrapper(parent)) pending.push(parent);
    else if (parent.type === 'MemberExpression' && parent.object === node) add(memberName(parent), parent.property);
    else if (parent.type === 'VariableDeclarator' && parent.init === node) {
      const { id } = parent;
      const declaration = scopes.parentOf(parent);
      const bindings = scopes.declaredBy(parent);
      const isExported = declaration !== undefined && scopes.parentOf(declaration)?.type === 'ExportNamedDeclaration';
      if (id.type === 'ObjectPattern') {
        for (const property of id.properties) add(keyOf(property), property);
      } else if (id.type === 'Identifier' && bindings.length > 0 && bindings.every(({ constant }) => constant)) {
        pending.push(...bindings.flatMap(({ references }) => references));
        escapes ||=
          isExported || (bindings.some(({ isUsedOutside }) => isUsedOutside) && !hasMembersAlone(markup, id.name));
        for (const name of membersIn(markup, id.name)) add(name, formula);
      } else escapes = true;
    } else if (parent.type === 'TemplateLiteral') {
      const template = scopes.parentOf(parent);
      if (template === undefined || !isTag(template)) escapes = true;
    } else if (parent.type !== 'ExpressionStatement') escapes = true;
  }
  return { members, escapes };
}

/** Functions that a template names: what else looks like a member there may be prose. */
function membersIn(markup: string, name: string): string[] {
  const named = [...markup.matchAll(/([\w$]+)\s*(?:\?\.|\.)\s*(\w+)/g)].filter(([, object]) => object === name);
  return named.map(([, , member = '']) => member).filter(member => exportNames.some(known => known === member));
}

/** Whether a template asks for functions of a formula by name wherever it names it, as in `{{ f.value(x) }}`. */
function hasMembersAlone(markup: string, name: string): boolean {
  const named = (markup.match(/[\w$]+/g) ?? []).filter(word => word === name).length;
  return named > 0 && named === membersIn(markup, name).length;
}

/** The key of a property that is taken out of the formula. */
function keyOf(property: acorn.ObjectPattern['properties'][number]): string | null {
  if (property.type === 'RestElement' || property.computed) return null;
  const { key } = property;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
}
