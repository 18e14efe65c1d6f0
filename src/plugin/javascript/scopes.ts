// Which declaration each identifier of a module means: names may be declared again in inner scopes, and types of TypeScript
// are no uses.

import type * as acorn from 'acorn';
import { type AnyNode, childrenOf, isWrapper } from '../../from-javascript/syntax-tree.js';

export interface Binding {
  readonly name: string;
  /** The specifier of an import, the declarator of a variable, or what else declares the name. */
  readonly node: AnyNode;
  /** True for imports and for variables that only their declaration sets. */
  readonly constant: boolean;
  /** Whether text that is no part of the module may use it, as a template does. */
  readonly isUsedOutside: boolean;
  readonly references: acorn.Identifier[];
}

export interface Scopes {
  /** Declarations of the module itself. */
  readonly top: ReadonlyMap<string, Binding>;
  /** Every name that stands anywhere, declared or not. */
  readonly names: ReadonlySet<string>;
  /** The declaration that an identifier uses; none for globals. */
  bindingOf(reference: acorn.Identifier): Binding | undefined;
  /** The names that a node declares. */
  declaredBy(node: AnyNode): readonly Binding[];
  parentOf(node: AnyNode): AnyNode | undefined;
  /** Whether an expression stands where it is given a value: `n = 1`, `n++`, `[k.n] = …`, `for (n of …)`, `delete k.n`. */
  isAssigned(expression: AnyNode): boolean;
}

type OpenBinding = { -readonly [key in keyof Binding]: Binding[key] };

interface Scope {
  readonly outer: Scope | null;
  /** Where `var` goes. */
  readonly vars: Scope | null;
  readonly bindings: Map<string, OpenBinding>;
}

/** @param outside names that stand in text that is no part of the module, but sees what it declares. */
export function analyseScopes(program: acorn.Program, outside: ReadonlySet<string> = new Set()): Scopes {
  const top: Scope = { outer: null, vars: null, bindings: new Map() };
  const parents = new Map<AnyNode, AnyNode>();
  const names = new Set<string>();
  const declared = new Set<AnyNode>();
  const bindings = new Map<AnyNode, Binding[]>();
  const references: { readonly node: acorn.Identifier; readonly scope: Scope }[] = [];

  const declare: Declare = (pattern, scope, node, isConstant = false, kind = 'const') => {
    for (const identifier of identifiersOf(pattern)) {
      declared.add(identifier);
      const { name } = identifier;
      const before = scope.bindings.get(name);
      if (before !== undefined) {
        before.constant = false;
        continue;
      }
      const isUsedOutside = scope === top && outside.has(name);
      // It may be assigned there.
      const constant = isConstant && !(isUsedOutside && kind !== 'const');
      const binding: OpenBinding = { name, node, constant, isUsedOutside, references: [] };
      scope.bindings.set(name, binding);
      bindings.set(node, [...(bindings.get(node) ?? []), binding]);
    }
  };

  const pending: { readonly node: AnyNode; readonly scope: Scope }[] = [{ node: program, scope: top }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, scope } = next;
    if (node.type === 'Identifier') {
      names.add(node.name);
      const parent = parents.get(node);
      if (!declared.has(node) && parent !== undefined && isUse(node, parent)) references.push({ node, scope });
    }
    const inner = opensScope(node) ? innerOf(node, scope) : scope;
    declareNamesOf(node, scope, inner, declare, parents);
    for (const child of evaluatedOf(node)) {
      parents.set(child, node);
      pending.push({ node: child, scope: inner });
    }
  }

  const uses = new Map<acorn.Identifier, Binding>();
  for (const { node, scope } of references.sort((a, b) => a.node.start - b.node.start)) {
    let at: Scope | null = scope;
    while (at !== null && !at.bindings.has(node.name)) at = at.outer;
    const binding = at?.bindings.get(node.name);
    if (binding === undefined) continue;
    binding.references.push(node);
    if (isAssigned(node, parents)) binding.constant = false;
    uses.set(node, binding);
  }
  return {
    top: top.bindings,
    names,
    bindingOf: node => uses.get(node),
    declaredBy: node => bindings.get(node) ?? [],
    parentOf: node => parents.get(node),
    isAssigned: expression => isAssigned(expression, parents),
  };
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const HOLDS_VARS = new Set<string>([...FUNCTIONS, 'StaticBlock', 'TSModuleBlock']);
const HOLDS_NAMES = new Set<string>([
  ...[...HOLDS_VARS, 'BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement'],
  ...['CatchClause', 'ClassExpression', 'TSEnumDeclaration'],
]);

const opensScope = (node: AnyNode): boolean => HOLDS_NAMES.has(node.type);

function innerOf(node: AnyNode, outer: Scope): Scope {
  return { outer, vars: HOLDS_VARS.has(node.type) ? null : (outer.vars ?? outer), bindings: new Map() };
}

type Declare = (pattern: AnyNode, scope: Scope, node: AnyNode, isConstant?: boolean, kind?: string) => void;

function declareNamesOf(
  node: AnyNode,
  scope: Scope,
  inner: Scope,
  declare: Declare,
  parents: ReadonlyMap<AnyNode, AnyNode>,
): void {
  const { type } = node as { type: string };
  if (node.type === 'VariableDeclaration') {
    const target = node.kind === 'var' ? (scope.vars ?? scope) : scope;
    // `namespace N { export let n = 2 }` is assigned as `N.n`.
    const isMember = parents.get(node)?.type === 'ExportNamedDeclaration' && !isModuleLevel(node, parents);
    const isConstant = node.kind === 'const' || !isMember;
    for (const declarator of node.declarations) declare(declarator.id, target, declarator, isConstant, node.kind);
  } else if (node.type === 'ImportDeclaration') {
    for (const specifier of node.specifiers) declare(specifier.local, scope, specifier, true);
  } else if (node.type === 'CatchClause') {
    if (node.param) declare(node.param, inner, node);
  } else if (FUNCTIONS.has(type) || type.startsWith('Class') || NAMED_IN_TYPESCRIPT.has(type)) {
    // An expression's own name is seen inside of it only.
    const { id, params } = node as { id?: AnyNode | null; params?: AnyNode[] };
    if (id) declare(id, type.endsWith('Expression') ? inner : scope, node);
    for (const parameter of params ?? []) declare(parameter, inner, node);
  } else if (type === 'TSEnumMember') {
    declare((node as unknown as { id: AnyNode }).id, scope, node);
  }
}

const isModuleLevel = (node: AnyNode, parents: ReadonlyMap<AnyNode, AnyNode>): boolean =>
  parents.get(parents.get(node)!)?.type === 'Program';

const NAMED_IN_TYPESCRIPT = new Set([
  ...['TSEnumDeclaration', 'TSModuleDeclaration', 'TSImportEqualsDeclaration', 'TSDeclareFunction'],
]);

/** Names that a pattern binds. */
export function identifiersOf(pattern: AnyNode): acorn.Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap(property =>
        identifiersOf(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(element => (element === null ? [] : identifiersOf(element)));
    case 'AssignmentPattern':
      return identifiersOf(pattern.left);
    case 'RestElement':
      return identifiersOf(pattern.argument);
    default: {
      // TypeScript's `constructor(private x)`.
      const { parameter } = pattern as { parameter?: AnyNode };
      return parameter === undefined ? [] : identifiersOf(parameter);
    }
  }
}

function isAssigned(node: AnyNode, parents: ReadonlyMap<AnyNode, AnyNode>): boolean {
  let inner = node;
  for (let parent = parents.get(inner); parent !== undefined; parent = parents.get(inner)) {
    switch (parent.type) {
      case 'AssignmentExpression':
      case 'ForInStatement':
      case 'ForOfStatement':
        return parent.left === inner;
      case 'UpdateExpression':
        return true;
      case 'UnaryExpression':
        return parent.operator === 'delete';
      case 'AssignmentPattern':
        if (parent.left !== inner) return false;
        break;
      case 'Property':
        if (parent.value !== inner) return false;
        break;
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'RestElement':
        break;
      default:
        if (!isWrapper(parent)) return false;
    }
    inner = parent;
  }
  return false;
}

/** Nodes of TypeScript with something in them that runs. */
const EVALUATED = new Set([
  ...['TSEnumDeclaration', 'TSEnumMember', 'TSModuleDeclaration', 'TSModuleBlock', 'TSParameterProperty'],
  ...['TSExportAssignment'],
]);

/** Children that are neither types nor names of another module; what has two roles comes once. */
function evaluatedOf(node: AnyNode): Set<AnyNode> {
  if (node.type === 'ExportNamedDeclaration' && node.source) return new Set();
  const isType = ({ type }: AnyNode): boolean => type.startsWith('TS') && !EVALUATED.has(type);
  return new Set(childrenOf(node).filter(child => isWrapper(child) || !isType(child)));
}

/** Whether an identifier that declares nothing is an expression, rather than a key or a label. */
function isUse(node: acorn.Identifier, parent: AnyNode): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.computed || node === parent.object;
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return parent.computed || node === parent.value;
    case 'ExportSpecifier':
      return node === parent.local;
    case 'ImportSpecifier':
    case 'ImportAttribute':
    case 'ExportAllDeclaration':
    case 'MetaProperty':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false;
    default:
      return true;
  }
}
