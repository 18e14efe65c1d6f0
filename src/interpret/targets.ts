// Where values go: variables, elements, and patterns that take them apart.

import type * as ESTree from 'estree';
import type { Expressions } from './expressions.js';
import { declare, type Frame, placeOf, type Run, type Scope } from './frame.js';
import type { Store } from './variables.js';

export type Targets = ReturnType<typeof targetsOf>;

/** @param cellFor makes a variable at the top level */
export function targetsOf({ value, storeAt, storeIn }: Expressions, cellFor: (name: string) => void) {
  /** @param isNew true where variables are declared */
  function store(target: ESTree.Node, scope: Scope, isNew: boolean): Store {
    switch (target.type) {
      case 'Identifier':
        if (isNew) makePlace(target.name, scope);
        return storeAt(placeOf(target.name, scope)!, scope);
      case 'MemberExpression':
        return storeIn(target, scope);
      case 'AssignmentPattern': {
        const otherwise = value(target.right, scope);
        const inner = store(target.left, scope, isNew);
        return (n, v, given) => inner(n, v, given === undefined ? otherwise(n, v) : given);
      }
      case 'ObjectPattern': {
        const parts = target.properties.map(of => {
          const { key, value } = of as ESTree.AssignmentProperty;
          return { name: (key as ESTree.Identifier).name, inner: store(value, scope, isNew) };
        });
        return (n, v, given) => {
          for (const { name, inner } of parts) inner(n, v, (given as Record<string, unknown>)[name]);
        };
      }
      // What is assigned to is read as a list of elements.
      case 'ArrayPattern':
      case 'ArrayExpression': {
        const parts = target.elements.map(of => store(of!, scope, isNew));
        return (n, v, given) => {
          const elements = (given as Iterable<unknown>)[Symbol.iterator]();
          for (const part of parts) part(n, v, elements.next().value);
          elements.return?.();
        };
      }
      default:
        throw new Error(`internal error: ${target.type}`);
    }
  }

  function makePlace(name: string, scope: Scope): void {
    if (scope.frame === null) cellFor(name);
    else declare(name, scope as Scope & { readonly frame: Frame });
  }

  /** Parameters are where callers put them; what becomes of the others before the first statement. */
  function parameters(params: readonly ESTree.Pattern[], scope: Scope & { readonly frame: Frame }): Run<void>[] {
    const owns = params.map(param => {
      if (param.type === 'RestElement') return param.argument;
      return param.type === 'AssignmentPattern' ? param.left : param;
    });
    for (const [index, own] of owns.entries())
      if (own.type === 'Identifier') scope.places.set(own.name, { frame: scope.frame, index, isNumber: false });
    return params.flatMap((param, index): Run<void>[] => {
      if (owns[index]!.type !== 'Identifier') {
        const take = store(param, scope, true);
        return [(n, v) => take(n, v, v[index])];
      }
      if (param.type !== 'AssignmentPattern') return [];
      const otherwise = value(param.right, scope);
      return [
        (n, v) => {
          if (v[index] === undefined) v[index] = otherwise(n, v);
        },
      ];
    });
  }

  return { store, parameters };
}
