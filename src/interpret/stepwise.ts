// Bodies of functions that stop where they need rows and go on when they are handed some. Statements that stop are steps of a
// generator; all others, which do the work, are what they are elsewhere.

import type * as ESTree from 'estree';
import type { Expressions } from './expressions.js';
import { inner, type Run, type Scope } from './frame.js';
import type { Completion, Statements } from './statements.js';
import type { Targets } from './targets.js';
import type { Store } from './variables.js';

export type Steps = Run<Generator<unknown, Completion, unknown>>;

/** Emission stops in loops, and where a variable takes what it is handed. */
export function createStepwise({ value }: Expressions, { store }: Targets, { statement, block }: Statements) {
  function steps(body: readonly ESTree.Statement[], scope: Scope): Steps {
    const parts = body.map(node => {
      const isStopping = stops(node);
      return isStopping ? { stopping: stopping(node, scope) } : { whole: block([node], scope) };
    });
    return function* (n, v) {
      for (const { stopping, whole } of parts) {
        const completion = stopping === undefined ? whole(n, v) : yield* stopping(n, v);
        if (completion !== undefined) return completion;
      }
      return undefined;
    };
  }

  function stopping(node: ESTree.Statement | ESTree.Expression, scope: Scope): Steps {
    switch (node.type) {
      case 'VariableDeclaration': {
        const [{ id, init }] = node.declarations as [ESTree.VariableDeclarator];
        return handed(init as ESTree.YieldExpression, store(id, scope, true), scope);
      }
      case 'AssignmentExpression':
        return handed(node.right as ESTree.YieldExpression, store(node.left, scope, false), scope);
      case 'ForStatement': {
        const within = inner(scope);
        const start = stopping(node.init as ESTree.VariableDeclaration, within);
        const test = value(node.test!, within);
        const next = stopping(node.update!, within);
        const body = statement(node.body, within);
        return function* (n, v) {
          for (yield* start(n, v); test(n, v); yield* next(n, v)) body(n, v);
          return undefined;
        };
      }
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  function handed({ argument }: ESTree.YieldExpression, take: Store, scope: Scope): Steps {
    const run = argument ? value(argument, scope) : () => undefined;
    return function* (n, v) {
      take(n, v, yield run(n, v));
      return undefined;
    };
  }

  return steps;
}

function stops(node: unknown): boolean {
  if (node === null || typeof node !== 'object') return false;
  return (node as ESTree.Node).type === 'YieldExpression' || Object.values(node).some(stops);
}
