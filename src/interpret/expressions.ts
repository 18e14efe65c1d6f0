// Expressions → functions of a call's variables, each made once: what runs again and again walks no tree.

import type * as ESTree from 'estree';
import { assignmentsOf } from './assignments.js';
import { callsOf } from './calls.js';
import { isOfMath, type Run, type Scope } from './frame.js';
import { literalsOf } from './literals.js';
import { BINARY, OF_NUMBERS, UNARY } from './operators.js';
import type { FunctionNode } from './program.js';
import { numberAt, variablesIn } from './variables.js';

/** What a module's code shares. */
export interface Shared {
  /** Variables at the top level. */
  readonly cells: unknown[];
  /** Makes the function that an expression is. */
  closure(node: FunctionNode, scope: Scope): Run;
}

export type Expressions = ReturnType<typeof createExpressions>;

type Fields = Record<string | number, unknown>;

export function createExpressions({ cells, closure }: Shared) {
  const variables = variablesIn(cells);
  const { list, record, template } = literalsOf(value);
  const calls = callsOf({ value, list });
  const { assign, storeIn, assignment, update } = assignmentsOf({ value, variables });

  function value(node: ESTree.Expression, scope: Scope): Run {
    switch (node.type) {
      case 'Literal': {
        const { value } = node;
        return () => value;
      }
      case 'Identifier':
        return variables.read(node.name, scope);
      case 'ThisExpression':
        return variables.read('this', scope);
      case 'MemberExpression':
        return member(node, scope);
      case 'BinaryExpression':
      case 'LogicalExpression':
        return binary(node, scope);
      case 'UnaryExpression':
        return UNARY[node.operator]!(operand(node.argument, scope));
      case 'ConditionalExpression': {
        const [test, consequent, alternate] = [node.test, node.consequent, node.alternate].map(of => value(of, scope));
        return (n, v) => (test!(n, v) ? consequent!(n, v) : alternate!(n, v));
      }
      case 'CallExpression':
        return calls.call(node, scope);
      case 'NewExpression':
        return calls.construct(node, scope);
      case 'AssignmentExpression':
        return assignment(node, scope);
      case 'UpdateExpression':
        return update(node, scope);
      case 'SequenceExpression': {
        const all = list(node.expressions, scope);
        return (n, v) => all(n, v).at(-1);
      }
      case 'ArrayExpression':
        return list(node.elements as ESTree.Expression[], scope);
      case 'ObjectExpression':
        return record(node, scope);
      case 'TemplateLiteral':
        return template(node, scope);
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return closure(node, scope);
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  /** What an operator takes; every operator says what it does with what is no number. */
  const operand = (node: ESTree.Expression, scope: Scope): Run<number> => value(node, scope) as Run<number>;

  function binary(node: ESTree.BinaryExpression | ESTree.LogicalExpression, scope: Scope): Run {
    const { operator, right } = node;
    const left = node.left as ESTree.Expression;
    const of = OF_NUMBERS[operator];
    if (of === undefined) return BINARY[operator]!(operand(left, scope), operand(right, scope));
    const [a, b] = [numberAt(left, scope), numberAt(right, scope)];
    if (a !== null) return b !== null ? of.both(a, b) : of.first(a, operand(right, scope));
    return b !== null
      ? of.second(operand(left, scope), b)
      : BINARY[operator]!(operand(left, scope), operand(right, scope));
  }

  function member(node: ESTree.MemberExpression, scope: Scope): Run {
    const { property, computed, optional } = node;
    const of = value(node.object as ESTree.Expression, scope) as Run<Fields>;
    if (computed && property.type !== 'Literal') {
      const key = operand(property as ESTree.Expression, scope);
      return (n, v) => of(n, v)[key(n, v)];
    }
    const key = computed ? ((property as ESTree.Literal).value as number) : (property as ESTree.Identifier).name;
    if (isOfMath(node)) {
      const known = (Math as unknown as Fields)[key];
      return () => known;
    }
    return optional ? (n, v) => (of(n, v) as Fields | null | undefined)?.[key] : (n, v) => of(n, v)[key];
  }

  return { value, assign, storeAt: variables.storeAt, storeIn };
}
