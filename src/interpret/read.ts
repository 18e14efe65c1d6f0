// The text of an emitted module → syntax trees. Only the JavaScript that emission writes is understood, as it writes it: statements
// end in semicolons, a function at the top level ends where a line is its closing brace alone. These are read when they are
// first called, as most of a module never is.

import type * as ESTree from 'estree';
import { once } from '../once.js';
import type { FunctionNode, Program } from './program.js';
import { readExpressions } from './read-expressions.js';
import { type Tokens, tokensOf } from './tokens.js';

const FUNCTION = /^function\*? ([^\s(]+)\((?:.*\{\}$|[\s\S]*?^\}$)/gmu;

export function readProgram(code: string): Program {
  const functions = new Map<string, () => FunctionNode>();
  const rest = code.replace(FUNCTION, (text: string, name: string) => {
    functions.set(
      name,
      once(() => readerOf(tokensOf(text)).expression() as ESTree.FunctionExpression),
    );
    return '';
  });
  const tokens = tokensOf(rest);
  const { statement } = readerOf(tokens);
  const statements: ESTree.Statement[] = [];
  while (tokens.kind !== 'end') statements.push(statement());
  return { functions, statements };
}

function readerOf(tokens: Tokens) {
  const { is, take, skip, expect } = tokens;
  const { expression, pattern } = readExpressions(tokens, block);

  function block(): ESTree.BlockStatement {
    const body: ESTree.Statement[] = [];
    expect('{');
    while (!skip('}')) body.push(statement());
    return { type: 'BlockStatement', body };
  }

  function bracketed(): ESTree.Expression {
    expect('(');
    const inside = expression();
    expect(')');
    return inside;
  }

  function ended<T>(node: T): T {
    expect(';');
    return node;
  }

  /** `const a = 1, [b] = c` */
  function declaration(): ESTree.VariableDeclaration {
    const kind = take() as 'const' | 'let';
    const declarations: ESTree.VariableDeclarator[] = [];
    do {
      const id = pattern();
      declarations.push({ type: 'VariableDeclarator', id, init: skip('=') ? expression() : null });
    } while (skip(','));
    return { type: 'VariableDeclaration', kind, declarations };
  }

  const isDeclaration = (): boolean => is('const') || is('let');

  function loop(): ESTree.Statement {
    expect('(');
    const init = is(';') ? null : isDeclaration() ? declaration() : expression();
    if (skip('of')) {
      const right = expression();
      expect(')');
      // What is declared there.
      const left = init as ESTree.VariableDeclaration;
      return { type: 'ForOfStatement', await: false, left, right, body: statement() };
    }
    expect(';');
    const test = is(';') ? null : expression();
    expect(';');
    const update = is(')') ? null : expression();
    expect(')');
    return { type: 'ForStatement', init, test, update, body: statement() };
  }

  function attempt(): ESTree.TryStatement {
    const tried = block();
    expect('catch');
    const isNamed = skip('(');
    const param = isNamed ? pattern() : null;
    if (isNamed) expect(')');
    return { type: 'TryStatement', block: tried, handler: { type: 'CatchClause', param, body: block() } };
  }

  function statement(): ESTree.Statement {
    if (is('{')) return block();
    if (isDeclaration()) return ended(declaration());
    if (skip('if')) {
      const test = bracketed();
      const consequent = statement();
      return { type: 'IfStatement', test, consequent, alternate: skip('else') ? statement() : null };
    }
    if (skip('for')) return loop();
    if (skip('while')) return { type: 'WhileStatement', test: bracketed(), body: statement() };
    if (skip('return')) return ended({ type: 'ReturnStatement', argument: is(';') ? null : expression() });
    if (skip('throw')) return ended({ type: 'ThrowStatement', argument: expression() });
    if (skip('try')) return attempt();
    if (skip('continue')) return ended({ type: 'ContinueStatement' });
    return ended({ type: 'ExpressionStatement', expression: expression() });
  }

  return { statement, expression };
}
