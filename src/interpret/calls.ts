// Calls of functions and methods.

import type * as ESTree from 'estree';
import { isOfMath, type Run, type Scope } from './frame.js';
import { numberAt } from './variables.js';

type Given = ESTree.CallExpression['arguments'];

interface Parts {
  value(node: ESTree.Expression, scope: Scope): Run;
  list(elements: Given, scope: Scope): Run<unknown[]>;
}

type Callable = (...values: unknown[]) => unknown;

export function callsOf({ value, list }: Parts) {
  function call({ callee, arguments: given }: ESTree.CallExpression, scope: Scope): Run {
    if (callee.type === 'MemberExpression')
      return isOfMath(callee) ? ofMath(callee, given, scope) : method(callee, list(given, scope), scope);
    const of = value(callee as ESTree.Expression, scope) as Run<Callable>;
    if (given.length > 3 || given.some(({ type }) => type === 'SpreadElement')) {
      const all = list(given, scope);
      return (n, v) => of(n, v)(...all(n, v));
    }
    const [a, b, c] = given.map(argument => value(argument as ESTree.Expression, scope));
    if (c !== undefined) return (n, v) => of(n, v)(a!(n, v), b!(n, v), c(n, v));
    if (b !== undefined) return (n, v) => of(n, v)(a!(n, v), b(n, v));
    if (a !== undefined) return (n, v) => of(n, v)(a(n, v));
    return (n, v) => of(n, v)();
  }

  /** A function that stays what it is. */
  function ofMath({ property }: ESTree.MemberExpression, given: Given, scope: Scope): Run {
    const of = (Math as unknown as Record<string, (...values: number[]) => number>)[
      (property as ESTree.Identifier).name
    ]!;
    const [only, ...others] = given;
    if (only === undefined || only.type === 'SpreadElement' || others.length > 0) {
      const all = list(given, scope) as Run<number[]>;
      return (n, v) => of(...all(n, v));
    }
    const at = numberAt(only, scope);
    if (at !== null) return n => of(n[at]!);
    const a = value(only, scope) as Run<number>;
    return (n, v) => of(a(n, v));
  }

  function method({ object, property }: ESTree.MemberExpression, all: Run<unknown[]>, scope: Scope): Run {
    const of = value(object as ESTree.Expression, scope) as Run<Record<string, Callable>>;
    const { name } = property as ESTree.Identifier;
    return (n, v) => {
      const receiver = of(n, v);
      return receiver[name]!(...all(n, v));
    };
  }

  function construct({ callee, arguments: given }: ESTree.NewExpression, scope: Scope): Run {
    const of = value(callee as ESTree.Expression, scope) as Run<new (...values: unknown[]) => unknown>;
    const all = list(given, scope);
    return (n, v) => new (of(n, v))(...all(n, v));
  }

  return { call, construct };
}
