// Where a module tags templates with wengert's `formula`, and which of its imports are for nothing else.

import type * as acorn from 'acorn';
import type { AnyNode } from '../../from-javascript/syntax-tree.js';
import { importedName, isTypeOnly } from '../javascript/imports.js';
import { memberName } from '../javascript/members.js';
import type { Binding, Scopes } from '../javascript/scopes.js';

export interface Tags {
  /** In the order of the text. */
  readonly templates: readonly acorn.TaggedTemplateExpression[];
  /** Specifiers that nothing needs once the templates are replaced. */
  readonly spent: ReadonlySet<AnyNode>;
  readonly imports: readonly acorn.ImportDeclaration[];
}

export function findTags(program: acorn.Program, scopes: Scopes): Tags {
  const imports = program.body.filter(node => node.type === 'ImportDeclaration').filter(isOfWengert);
  const templates: acorn.TaggedTemplateExpression[] = [];
  const spent = new Set<AnyNode>();
  for (const specifier of imports.flatMap(({ specifiers }) => specifiers)) {
    const binding = scopes.top.get(specifier.local.name);
    if (binding === undefined || isTypeOnly(specifier)) continue;
    const found = taggedBy(binding, specifier, scopes);
    for (const template of found) if (template !== null) templates.push(template);
    if (found.length > 0 && !found.includes(null)) spent.add(specifier);
  }
  return { templates: templates.sort((a, b) => a.start - b.start), spent, imports };
}

const isOfWengert = (node: acorn.ImportDeclaration): boolean => node.source.value === 'wengert' && !isTypeOnly(node);

/** The template of each use of what is imported; null for a use that is something else. */
function taggedBy(binding: Binding, specifier: acorn.ImportDeclaration['specifiers'][number], scopes: Scopes) {
  const isNamespace = specifier.type === 'ImportNamespaceSpecifier';
  if (!isNamespace && importedName(specifier) !== 'formula') return [];
  return binding.references.map(reference => {
    const parent = scopes.parentOf(reference);
    const tag = isNamespace ? parent : reference;
    if (tag === undefined) return null;
    if (isNamespace && !(tag.type === 'MemberExpression' && memberName(tag) === 'formula')) return null;
    const template = scopes.parentOf(tag);
    return template?.type === 'TaggedTemplateExpression' && template.tag === tag ? template : null;
  });
}
