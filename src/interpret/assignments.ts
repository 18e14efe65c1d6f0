// What writes to variables and elements.

import type * as ESTree from 'estree';
import { type Place, placeOf, type Run, type Scope } from './frame.js';
import { BINARY, INTO_NUMBER, WITH_ELEMENT } from './operators.js';
import { numberAt, type Store, type Variables } from './variables.js';

type Fields = Record<string | number, unknown>;

interface Parts {
  value(node: ESTree.Expression, scope: Scope): Run;
  readonly variables: Variables;
}

export function assignmentsOf({ value, variables: { read, storeAt } }: Parts) {
  /** Gives a variable the value of an expression. */
  function assign(place: Place, node: ESTree.Expression, scope: Scope): Run {
    const { frame, index, isNumber } = place;
    if (isNumber) return assignNumber(index, node, scope);
    const run = value(node, scope);
    if (frame !== null && frame === scope.frame)
      return (n, v) => {
        v[index] = run(n, v);
      };
    const store = storeAt(place, scope);
    return (n, v) => store(n, v, run(n, v));
  }

  function assignNumber(to: number, node: ESTree.Expression, scope: Scope): Run {
    if (node.type === 'BinaryExpression') {
      const into = INTO_NUMBER[node.operator];
      const [a, b] = [node.left as ESTree.Expression, node.right].map(of => numberAt(of, scope));
      if (into !== undefined && a != null && b != null) return into(to, a, b);
    }
    const at = numberAt(node, scope);
    if (at !== null)
      return n => {
        n[to] = n[at]!;
      };
    const run = value(node, scope);
    return (n, v) => {
      n[to] = run(n, v) as number;
    };
  }

  function keyOf({ property, computed }: ESTree.MemberExpression, scope: Scope): Run<string | number> {
    if (computed) return value(property as ESTree.Expression, scope) as Run<number>;
    const { name } = property as ESTree.Identifier;
    return () => name;
  }

  /** Writes to an element. */
  function storeIn(node: ESTree.MemberExpression, scope: Scope): Store {
    const of = value(node.object as ESTree.Expression, scope) as Run<Fields>;
    const key = keyOf(node, scope);
    return (n, v, value) => {
      of(n, v)[key(n, v)] = value;
    };
  }

  /** One whose value may be read; what takes a value apart is a statement. */
  function assignment({ operator, left, right }: ESTree.AssignmentExpression, scope: Scope): Run {
    const target = left as ESTree.Identifier | ESTree.MemberExpression;
    const run = value(right, scope) as Run<number>;
    if (operator === '=') return stored(target, run, scope);
    const before = value(target, scope) as Run<number>;
    if (operator === '??=') return BINARY['??']!(before, stored(target, run, scope) as Run<number>);
    if (target.type === 'Identifier') return stored(target, BINARY[operator.slice(0, -1)]!(before, run), scope);
    const of = value(target.object as ESTree.Expression, scope) as Run<Record<number, number>>;
    return WITH_ELEMENT[operator]!(of, keyOf(target, scope) as Run<number>, run);
  }

  function stored(target: ESTree.Identifier | ESTree.MemberExpression, run: Run, scope: Scope): Run {
    // A module assigns no others than its own variables.
    const store = target.type === 'Identifier' ? storeAt(placeOf(target.name, scope)!, scope) : storeIn(target, scope);
    return (n, v) => {
      const value = run(n, v);
      store(n, v, value);
      return value;
    };
  }

  /** `i++`, whose value is the one before. */
  function update({ operator, argument }: ESTree.UpdateExpression, scope: Scope): Run {
    const target = argument as ESTree.Identifier | ESTree.MemberExpression;
    const by = operator === '++' ? 1 : -1;
    const place = target.type === 'Identifier' ? placeOf(target.name, scope)! : null;
    if (place?.isNumber) {
      const { index } = place;
      return n => {
        const before = n[index]!;
        n[index] = before + by;
        return before;
      };
    }
    const before = (
      place === null ? value(target, scope) : read((target as ESTree.Identifier).name, scope)
    ) as Run<number>;
    const store = place === null ? storeIn(target as ESTree.MemberExpression, scope) : storeAt(place, scope);
    return (n, v) => {
      const number = before(n, v);
      store(n, v, number + by);
      return number;
    };
  }

  return { assign, storeIn, assignment, update };
}
