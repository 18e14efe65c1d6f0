// Expressions whose value is known when the project is built: numbers, arithmetic with them, and consts that hold either.

import { type AnyNode, unwrapped } from './module.js';
import type { Binding, Scopes } from './scopes.js';

/** What an expression is in the end, through conversions and consts. */
export function definitionOf(expression: AnyNode, scopes: Scopes): AnyNode {
  const seen = new Set<Binding>();
  for (let node = unwrapped(expression); ; ) {
    const binding = node.type === 'Identifier' ? scopes.bindingOf(node) : undefined;
    const init = binding === undefined || seen.has(binding) ? null : initialiserOf(binding, scopes);
    if (binding === undefined || init === null) return node;
    seen.add(binding);
    node = unwrapped(init);
  }
}

/** What a const, or a `let` set once, holds; null for other names, and for those that a pattern or a loop binds. */
function initialiserOf({ node, constant }: Binding, scopes: Scopes): AnyNode | null {
  if (!constant || node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return null;
  // It can be read before it is set.
  const declaration = scopes.parentOf(node);
  if (declaration?.type === 'VariableDeclaration' && declaration.kind === 'var') return null;
  return node.init ?? null;
}

/** Values of expressions of numbers; undefined where one is not known. */
export function createConstants(scopes: Scopes): (expression: AnyNode) => number | undefined {
  const known = new Map<AnyNode, number | undefined>();
  const numberOf = (expression: AnyNode): number | undefined => {
    const node = definitionOf(expression, scopes);
    if (!known.has(node)) {
      // For consts that are defined by themselves.
      known.set(node, undefined);
      known.set(node, evaluate(node));
    }
    return known.get(node);
  };
  const evaluate = (node: AnyNode): number | undefined => {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'number' ? node.value : undefined;
      case 'UnaryExpression': {
        const operand = numberOf(node.argument);
        if (operand === undefined) return undefined;
        return node.operator === '-' ? -operand : node.operator === '+' ? operand : undefined;
      }
      case 'BinaryExpression': {
        const [left, right] = [numberOf(node.left), numberOf(node.right)];
        return left === undefined || right === undefined ? undefined : ARITHMETIC[node.operator]?.(left, right);
      }
      case 'MemberExpression': {
        const { object, property, computed } = node;
        const isMath = object.type === 'Identifier' && object.name === 'Math' && scopes.bindingOf(object) === undefined;
        return isMath && !computed && property.type === 'Identifier' ? MATH.get(property.name) : undefined;
      }
      default:
        return undefined;
    }
  };
  return numberOf;
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

/** `Math.PI` and its like. */
const MATH: ReadonlyMap<string, number> = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(Math)).flatMap(([name, { value }]) =>
    typeof value === 'number' ? [[name, value] as const] : [],
  ),
);
