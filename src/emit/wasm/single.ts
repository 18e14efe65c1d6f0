// Special functions that are a single expression (emit/special.ts): written in place, as calls of JavaScript take longer than most of
// them. Of numbers, or of two rows.

import type * as ESTree from 'estree';
import type { Single } from '../special.js';
import type { Value } from './vector/instructions.js';

type Two = (a: Value, b: Value) => Value;

/** Instructions on numbers or vectors; conditions are i32 or masks. */
export interface Instructions {
  readonly arithmetic: Readonly<Record<'+' | '-' | '*' | '/', Two>>;
  readonly comparisons: Readonly<Record<'===' | '!==' | '<' | '>' | '<=' | '>=', Two>>;
  readonly and: Two;
  readonly or: Two;
  not(a: Value): Value;
  negative(a: Value): Value;
}

/** How parts of expressions are written. */
export interface Parts {
  readonly instructions: Instructions;
  constant(value: number): Value;
  /** The value, to be read more than once. */
  keep(value: Value): Value;
  /** A function of Math. */
  call(callee: string, operands: readonly Value[]): Value;
  isCheap(callee: string): boolean;
  /** @param isCheap arms call nothing */
  either(mask: Value, whenTrue: () => Value, whenFalse: () => Value, isCheap: boolean): Value;
}

/** @param operands are read where they are used */
export function singleValue({ parameters, result }: Single, operands: readonly Value[], parts: Parts): Value {
  const { arithmetic, comparisons, and, or, not, negative } = parts.instructions;
  // Templates are our own and a few levels deep, so these may recurse.
  const isCheap = (node: ESTree.Node): boolean => {
    if (node.type === 'CallExpression' && !parts.isCheap(nameOf(node.callee))) return false;
    return childrenOf(node).every(isCheap);
  };

  function mask(node: ESTree.Expression): Value {
    switch (node.type) {
      case 'BinaryExpression':
        return comparisons[node.operator as keyof typeof comparisons](
          number(node.left as ESTree.Expression),
          number(node.right),
        );
      case 'LogicalExpression':
        return (node.operator === '||' ? or : and)(mask(node.left), mask(node.right));
      case 'UnaryExpression':
        return not(mask(node.argument));
      default:
        throw new Error(`internal error: ${node.type} as a condition`);
    }
  }

  function number(node: ESTree.Expression): Value {
    switch (node.type) {
      case 'Identifier': {
        const at = parameters.indexOf(node.name);
        return at === -1 ? parts.constant(node.name === 'NaN' ? Number.NaN : Number.POSITIVE_INFINITY) : operands[at]!;
      }
      case 'Literal':
        return parts.constant(node.value as number);
      case 'UnaryExpression':
        return negative(number(node.argument));
      case 'BinaryExpression': {
        const [left, right] = [node.left as ESTree.Expression, node.right];
        if (node.operator !== '**')
          return arithmetic[node.operator as keyof typeof arithmetic](number(left), number(right));
        if (right.type !== 'Literal' || right.value !== 2) return parts.call('Math.pow', [number(left), number(right)]);
        const base = parts.keep(number(left));
        return arithmetic['*'](base, base);
      }
      case 'ConditionalExpression': {
        const { test, consequent, alternate } = node;
        const areCheap = isCheap(consequent) && isCheap(alternate);
        return parts.either(
          mask(test),
          () => number(consequent),
          () => number(alternate),
          areCheap,
        );
      }
      case 'CallExpression':
        return parts.call(nameOf(node.callee), (node.arguments as ESTree.Expression[]).map(number));
      case 'MemberExpression':
        return parts.constant(Math[(node.property as ESTree.Identifier).name as 'LN2']);
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  return number(result);
}

/** `Math.exp`: such functions call nothing else. */
const nameOf = (callee: ESTree.Node): string =>
  `Math.${((callee as ESTree.MemberExpression).property as ESTree.Identifier).name}`;

const childrenOf = (node: ESTree.Node): ESTree.Node[] =>
  Object.values(node as unknown as Record<string, unknown>)
    .flat()
    .filter((inner): inner is ESTree.Node => typeof inner === 'object' && inner !== null && 'type' in inner);
