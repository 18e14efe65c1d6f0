// Calls of functions and methods.

import type * as ESTree from 'estree';
import { isOfMath, type Run, type Scope } from './frame.js';
import { numberAt } from './variables.js';

interface Parts {
  value(node: ESTree.Expression, scope: Scope): Run;
  list(elements: readonly (ESTree.Expression | ESTree.SpreadElement)[], scope: Scope): Run<unknown[]>;
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

  function ofMath({ property }: ESTree.MemberExpression, given: ESTree.CallExpression['arguments'], scope: Scope): Run {
    const of = Math[(property as ESTree.Identifier).name as 'exp' | 'atan2'] as (a: number, b?: number) => number;
    const [first, second, ...others] = given as ESTree.Expression[];
    const at = numberAt(first!, scope);
    if (second === undefined && at !== null) return n => of(n[at]!);
    const all = list(given, scope) as Run<[number, number]>;
    if (others.length > 0) return (n, v) => of(...all(n, v));
    const [a, b] = [first!, second ?? first!].map(argument => value(argument, scope) as Run<number>);
    return second === undefined ? (n, v) => of(a!(n, v)) : (n, v) => of(a!(n, v), b!(n, v));
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
