// Functions without their looks at arguments, for whoever calls them with the right ones.

import type * as ESTree from 'estree';

/** Functions of templates/checks.js that look at arguments and do nothing else. */
export const LOOKS: ReadonlySet<string> = new Set(['refuse', 'refuseRows', 'refuseSizes', 'checkTheta']);

const isLook = (call: ESTree.Expression): boolean =>
  call.type === 'CallExpression' && call.callee.type === 'Identifier' && LOOKS.has(call.callee.name);

/** `checkTheta(…);`, and an `if` that calls one where an argument is wrong. */
function isCheck(statement: ESTree.Statement): boolean {
  if (statement.type === 'ExpressionStatement') return isLook(statement.expression);
  if (statement.type !== 'IfStatement' || statement.alternate) return false;
  const { consequent } = statement;
  const inside = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
  return inside.length === 1 && isCheck(inside[0]!);
}

/** Checks stand at the top of a function, or of the one that it returns. */
export function unchecked<Node extends ESTree.Node>(node: Node): Node {
  if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression') return node;
  const body = node.body.body
    .filter(statement => !isCheck(statement))
    .map(statement =>
      statement.type === 'ReturnStatement' && statement.argument
        ? { ...statement, argument: unchecked(statement.argument) }
        : statement,
    );
  return { ...node, body: { ...node.body, body } };
}
