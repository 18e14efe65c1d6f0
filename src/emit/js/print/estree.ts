// Small constructors of ESTree nodes. Code is only ever built from these, so no text of a user can become code.

import type * as ESTree from 'estree';
import type { Element } from '../../line/line-context.js';

export function identifier(name: string): ESTree.Identifier {
  return { type: 'Identifier', name };
}

/** A number as JavaScript writes it: no negative, infinite or NaN literals, which are operators and names. */
export function number(value: number): ESTree.Expression {
  if (Number.isNaN(value)) return identifier('NaN');
  if (value < 0 || Object.is(value, -0)) return unary('-', number(-value));
  if (value === Number.POSITIVE_INFINITY) return identifier('Infinity');
  return { type: 'Literal', value };
}

export function text(value: string): ESTree.Literal {
  // U+2028 and U+2029 are legal in strings since ES2019 but not everywhere that reads JavaScript.
  const raw = JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return { type: 'Literal', value, raw: singleQuoted(raw) };
}

function singleQuoted(json: string): string {
  if (json.includes("'") && !json.includes('\\"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

export function unary(operator: ESTree.UnaryOperator, argument: ESTree.Expression): ESTree.Expression {
  return { type: 'UnaryExpression', operator, prefix: true, argument };
}

export function binary(
  operator: ESTree.BinaryOperator,
  left: ESTree.Expression,
  right: ESTree.Expression,
): ESTree.Expression {
  return { type: 'BinaryExpression', operator, left, right };
}

export function logical(
  operator: '&&' | '||' | '??',
  left: ESTree.Expression,
  right: ESTree.Expression,
): ESTree.Expression {
  return { type: 'LogicalExpression', operator, left, right };
}

export function conditional(
  test: ESTree.Expression,
  consequent: ESTree.Expression,
  alternate: ESTree.Expression,
): ESTree.Expression {
  return { type: 'ConditionalExpression', test, consequent, alternate };
}

export function call(callee: ESTree.Expression, values: readonly ESTree.Expression[]): ESTree.Expression {
  return { type: 'CallExpression', callee, arguments: [...values], optional: false };
}

/** `Math.exp` from its two names. */
/** `new Float64Array(n)` */
export const made = (name: string, values: readonly ESTree.Expression[]): ESTree.Expression => ({
  type: 'NewExpression',
  callee: identifier(name),
  arguments: [...values],
});

export function member(object: ESTree.Expression, property: string): ESTree.MemberExpression {
  return { type: 'MemberExpression', object, property: identifier(property), computed: false, optional: false };
}

export function element(object: ESTree.Expression, index: number): ESTree.MemberExpression {
  return { type: 'MemberExpression', object, property: number(index), computed: true, optional: false };
}

/** A parameter with a default; patterns stand among the parameters of templates. */
export const withDefault = (left: ESTree.Identifier, right: ESTree.Expression): ESTree.Expression =>
  ({ type: 'AssignmentPattern', left, right }) as unknown as ESTree.Expression;

/** An element whose index is computed. */
export function at(object: ESTree.Expression, index: ESTree.Expression): ESTree.MemberExpression {
  return { type: 'MemberExpression', object, property: index, computed: true, optional: false };
}

/** Our own text of an expression, of names and numbers that are checked; it stands where no brackets are needed. */
export const code = (text: string): ESTree.Expression => identifier(text);

/** A parameter, or an element of one. */
export function read({ name, index }: Element): ESTree.Identifier | ESTree.MemberExpression {
  return index === null ? identifier(name) : element(identifier(name), index);
}

export function statement(expression: ESTree.Expression): ESTree.Statement {
  return { type: 'ExpressionStatement', expression };
}

export function assign(left: ESTree.Pattern, right: ESTree.Expression): ESTree.Statement {
  return statement({ type: 'AssignmentExpression', operator: '=', left, right });
}

export function declare(
  kind: 'const' | 'let',
  id: ESTree.Identifier,
  init: ESTree.Expression,
): ESTree.VariableDeclaration {
  return { type: 'VariableDeclaration', kind, declarations: [{ type: 'VariableDeclarator', id, init }] };
}

export function block(body: readonly ESTree.Statement[]): ESTree.BlockStatement {
  return { type: 'BlockStatement', body: [...body] };
}

export function when(
  test: ESTree.Expression,
  then: readonly ESTree.Statement[],
  otherwise: readonly ESTree.Statement[],
): ESTree.Statement {
  const alternate = otherwise.length > 0 ? block(otherwise) : null;
  return { type: 'IfStatement', test, consequent: block(then), alternate };
}

/** `for (let i = 0; i < count; i++) statement` */
export function countingLoop(
  i: ESTree.Identifier,
  count: number | ESTree.Expression,
  body: ESTree.Statement,
): ESTree.Statement {
  return {
    type: 'ForStatement',
    init: declare('let', i, number(0)),
    test: binary('<', i, typeof count === 'number' ? number(count) : count),
    update: { type: 'UpdateExpression', operator: '++', prefix: false, argument: i },
    body,
  };
}

export function list(elements: readonly ESTree.Expression[]): ESTree.ArrayExpression {
  return { type: 'ArrayExpression', elements: [...elements] };
}

/** `{key: value}`; a key that JavaScript would take as the prototype is computed. */
export function record(entries: readonly (readonly [string, ESTree.Expression])[]): ESTree.ObjectExpression {
  return { type: 'ObjectExpression', properties: entries.map(([key, value]) => property(key, value)) };
}

function property(key: string, value: ESTree.Expression): ESTree.Property {
  const plain = /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__';
  return {
    type: 'Property',
    kind: 'init',
    method: false,
    computed: !plain && key === '__proto__',
    shorthand: plain && value.type === 'Identifier' && value.name === key,
    key: plain ? identifier(key) : text(key),
    value,
  };
}
