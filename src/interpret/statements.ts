// Statements → functions of a call's variables.

import type * as ESTree from 'estree';
import type { Expressions } from './expressions.js';
import { inner, placeOf, type Run, type Scope } from './frame.js';
import type { Targets } from './targets.js';

/** How a statement ended: undefined where the next one follows. */
export type Completion = { readonly value: unknown } | typeof CONTINUE | undefined;

const CONTINUE = null;

export type Statements = ReturnType<typeof createStatements>;

export function createStatements({ value, assign }: Expressions, { store }: Targets) {
  /** Statements one after another, whose variables are known among them. */
  function block(body: readonly ESTree.Statement[], scope: Scope): Run<Completion> {
    return inOrder(body.map(of => statement(of, scope)));
  }

  function inOrder(all: readonly Run<Completion>[]): Run<Completion> {
    if (all.length === 1) return all[0]!;
    return (n, v) => {
      for (let i = 0; i < all.length; i++) {
        const completion = all[i]!(n, v);
        if (completion !== undefined) return completion;
      }
      return undefined;
    };
  }

  const doing = (run: Run): Run<Completion> => run as Run<undefined>;

  function statement(node: ESTree.Statement, scope: Scope): Run<Completion> {
    switch (node.type) {
      case 'BlockStatement':
        return block(node.body, inner(scope));
      case 'VariableDeclaration':
        return inOrder(node.declarations.map(of => declaration(of, scope)));
      case 'ExpressionStatement':
        return effect(node.expression, scope);
      case 'IfStatement': {
        const test = value(node.test, scope);
        const consequent = statement(node.consequent, scope);
        if (!node.alternate) return (n, v) => (test(n, v) ? consequent(n, v) : undefined);
        const alternate = statement(node.alternate, scope);
        return (n, v) => (test(n, v) ? consequent(n, v) : alternate(n, v));
      }
      case 'ForStatement':
        return loop(node, inner(scope));
      case 'WhileStatement':
        return loop(node, scope);
      case 'ForOfStatement': {
        const within = inner(scope);
        const all = value(node.right, scope) as Run<Iterable<unknown>>;
        const take = store((node.left as ESTree.VariableDeclaration).declarations[0]!.id, within, true);
        const body = statement(node.body, within);
        return (n, v) => {
          for (const one of all(n, v)) {
            take(n, v, one);
            const completion = body(n, v);
            if (completion) return completion;
          }
          return undefined;
        };
      }
      case 'ReturnStatement': {
        const run = node.argument ? value(node.argument, scope) : () => undefined;
        return (n, v) => ({ value: run(n, v) });
      }
      case 'ThrowStatement': {
        const run = value(node.argument, scope);
        return (n, v) => {
          throw run(n, v);
        };
      }
      case 'TryStatement':
        return attempt(node, scope);
      case 'ContinueStatement':
        return () => CONTINUE;
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  function declaration({ id, init }: ESTree.VariableDeclarator, scope: Scope): Run<Completion> {
    // Its value may be of a variable of the same name around.
    const run = id.type === 'Identifier' || !init ? null : value(init, scope);
    const write = store(id, scope, true);
    if (id.type === 'Identifier' && init) return doing(assign(placeOf(id.name, scope)!, init, scope));
    return (n, v) => {
      write(n, v, run?.(n, v));
      return undefined;
    };
  }

  /** An expression whose value nothing reads. */
  function effect(node: ESTree.Expression, scope: Scope): Run<Completion> {
    if (node.type === 'AssignmentExpression' && node.operator === '=') {
      if (node.left.type === 'Identifier') return doing(assign(placeOf(node.left.name, scope)!, node.right, scope));
      const [write, run] = [store(node.left, scope, false), value(node.right, scope)];
      return (n, v) => {
        write(n, v, run(n, v));
        return undefined;
      };
    }
    const run = value(node, scope);
    return (n, v) => {
      run(n, v);
      return undefined;
    };
  }

  function loop(node: ESTree.ForStatement | ESTree.WhileStatement, scope: Scope): Run<Completion> {
    const { init = null, update = null } = node as ESTree.ForStatement;
    const start = init === null ? null : statement(init as ESTree.VariableDeclaration, scope);
    const test = node.test ? value(node.test, scope) : () => true;
    const next = update === null ? null : effect(update, scope);
    const body = statement(node.body, scope);
    return (n, v) => {
      for (start?.(n, v); test(n, v); next?.(n, v)) {
        const completion = body(n, v);
        if (completion) return completion;
      }
      return undefined;
    };
  }

  function attempt({ block: tried, handler }: ESTree.TryStatement, scope: Scope): Run<Completion> {
    const body = statement(tried, scope);
    const within = inner(scope);
    const take = handler!.param ? store(handler!.param, within, true) : null;
    const caught = statement(handler!.body, within);
    return (n, v) => {
      try {
        return body(n, v);
      } catch (error) {
        take?.(n, v, error);
        return caught(n, v);
      }
    };
  }

  return { block, statement };
}
