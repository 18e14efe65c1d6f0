// What the values of special functions are, which JavaScript does not say and C has to: numbers, true or false, lists of numbers
// in one place a list of lists, and the array that matrices are in. Found from how they are used, over all functions at once, until nothing changes.

import type * as ESTree from 'estree';
import type { Declaration } from '../special.js';

/** In the order in which use raises them. */
export const KINDS = ['truth', 'number', 'list', 'table', 'array'] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds of the names inside of a function, and of what it gives back. */
export interface FunctionKinds {
  readonly names: Map<string, Kind>;
  result: Kind;
}

export interface Kinds {
  readonly functions: ReadonlyMap<string, FunctionKinds>;
  kindOf(node: ESTree.Node, inside: FunctionKinds): Kind;
}

interface Named {
  readonly name: string;
  readonly declaration: Declaration;
}

/** What functions of templates/linear.js call the array that they work in, and those of templates/sparse.js what says which entries there are. */
const ARRAYS: readonly string[] = ['slots', 'pattern'];

const COMPARISONS = new Set(['<', '<=', '>', '>=', '===', '!==']);

const isAbove = (a: Kind, b: Kind): boolean => KINDS.indexOf(a) > KINDS.indexOf(b);

export const parametersOf = ({ params }: ESTree.FunctionDeclaration): string[] =>
  params.map(param => (param as ESTree.Identifier).name);

export function kindsOf(declarations: readonly Named[]): Kinds {
  const functions = new Map<string, FunctionKinds>();
  const parameters = new Map<string, readonly string[]>();
  const lists = new Set<string>();
  for (const { name, declaration } of declarations) {
    if (declaration.type === 'FunctionDeclaration') {
      const own = parametersOf(declaration);
      parameters.set(name, own);
      functions.set(name, {
        names: new Map(own.map(of => [of, ARRAYS.includes(of) ? 'array' : 'number'])),
        result: 'truth',
      });
    } else if (declaration.declarations[0]!.init!.type === 'ArrayExpression') lists.add(name);
  }
  let isSettled = true;

  function raise(inside: FunctionKinds, node: ESTree.Node, kind: Kind): void {
    if (node.type !== 'Identifier') return;
    const known = inside.names.get(node.name);
    if (known === undefined || !isAbove(kind, known)) return;
    inside.names.set(node.name, kind);
    isSettled = false;
  }

  function kindOf(node: ESTree.Node, inside: FunctionKinds): Kind {
    switch (node.type) {
      case 'Identifier':
        return inside.names.get(node.name) ?? (lists.has(node.name) ? 'list' : 'number');
      case 'UnaryExpression':
        return node.operator === '!' ? 'truth' : 'number';
      case 'BinaryExpression':
        return COMPARISONS.has(node.operator) ? 'truth' : 'number';
      case 'LogicalExpression':
        return node.operator === '??' ? 'number' : 'truth';
      case 'ConditionalExpression':
        return kindOf(node.consequent, inside);
      case 'ArrayExpression':
        return node.elements.some(element => kindOf(element!, inside) === 'list') ? 'table' : 'list';
      case 'MemberExpression':
        return node.computed && kindOf(node.object, inside) === 'table' ? 'list' : 'number';
      case 'CallExpression':
        if (node.callee.type === 'Identifier') return functions.get(node.callee.name)!.result;
        return isMath(node.callee) ? 'number' : 'list';
      default:
        return 'number';
    }
  }

  function visit(node: ESTree.Node, inside: FunctionKinds): void {
    switch (node.type) {
      case 'VariableDeclarator': {
        const { name } = node.id as ESTree.Identifier;
        const kind = kindOf(node.init!, inside);
        if (inside.names.has(name)) raise(inside, node.id, kind);
        else {
          inside.names.set(name, kind);
          isSettled = false;
        }
        raise(inside, node.init!, inside.names.get(name)!);
        break;
      }
      case 'AssignmentExpression':
        raise(inside, node.left, kindOf(node.right, inside));
        break;
      case 'ReturnStatement': {
        const kind = kindOf(node.argument!, inside);
        if (isAbove(kind, inside.result)) {
          inside.result = kind;
          isSettled = false;
        }
        break;
      }
      case 'MemberExpression':
        if (!isMath(node)) raise(inside, node.object, 'list');
        break;
      case 'CallExpression':
        visitCall(node, inside);
    }
    for (const child of childrenOf(node)) visit(child, inside);
  }

  function visitCall({ callee, arguments: operands }: ESTree.CallExpression, inside: FunctionKinds): void {
    if (callee.type === 'Identifier') {
      const called = functions.get(callee.name)!;
      for (const [i, name] of parameters.get(callee.name)!.entries()) {
        raise(called, { type: 'Identifier', name }, kindOf(operands[i]!, inside));
        raise(inside, operands[i]!, called.names.get(name)!);
      }
    } else if (callee.type === 'MemberExpression' && !isMath(callee) && operands.length > 0) {
      // What is added to it may be a list.
      const { name } = callee.property as ESTree.Identifier;
      if (name !== 'slice' && kindOf(operands[0]!, inside) === 'list') raise(inside, callee.object, 'table');
    }
  }

  do {
    isSettled = true;
    for (const { name, declaration } of declarations)
      if (declaration.type === 'FunctionDeclaration') visit(declaration.body, functions.get(name)!);
  } while (!isSettled);
  return { functions, kindOf };
}

/** `Math.exp`, `Math.PI` */
export const isMath = (node: ESTree.Node): boolean =>
  node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Math';

/** Nodes in a node, in order; templates are our own, of a few levels. */
function childrenOf(node: ESTree.Node): ESTree.Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is ESTree.Node => typeof value === 'object' && value !== null && 'type' in value);
}
