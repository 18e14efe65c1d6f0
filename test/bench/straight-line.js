// The statements of an emitted function, replayed with the operations of another library: what that library differentiates
// is then the same program, but for what it does about infinities. The first statement may check arguments.

import { parse } from 'acorn';

/**
 * @param source a module whose value is one function
 * @param name of the function
 * @param inputs by the text that reads them, such as `x` or `theta[3]`
 * @param ops `number`, `neg`, `add`, `sub`, `mul`, `div`, and functions by their names in Math
 * @returns the result, or null where an operation is missing
 */
export function replay(source, name, inputs, ops) {
  const { body } = parse(source, { ecmaVersion: 2022, sourceType: 'module' });
  const declarations = body.map(node => node.declaration ?? node);
  const { body: code } = declarations.find(node => node.id?.name === name);
  const values = new Map(inputs);
  const binary = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' };
  const apply = (of, args) => {
    if (ops[of] === undefined) throw new Missing(of);
    return of === 'max' || of === 'min' ? args.reduce((a, b) => ops[of](a, b)) : ops[of](...args);
  };
  const read = node => {
    if (node.type === 'Literal') return ops.number(node.value);
    if (node.type === 'Identifier' || node.type === 'MemberExpression') {
      const value = values.get(source.slice(node.start, node.end));
      if (value === undefined) throw new Missing(node.type);
      return value;
    }
    if (node.type === 'UnaryExpression' && node.operator === '-') return apply('neg', [read(node.argument)]);
    if (node.type === 'BinaryExpression' && node.operator in binary)
      return apply(binary[node.operator], [read(node.left), read(node.right)]);
    if (node.type === 'CallExpression' && node.callee.object?.name === 'Math')
      return apply(node.callee.property.name, node.arguments.map(read));
    throw new Missing(node.type);
  };
  const execute = statement => {
    const { type } = statement;
    if (type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) values.set(id.name, read(init));
    } else if (type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression') {
      const { left, right } = statement.expression;
      values.set(source.slice(left.start, left.end), read(right));
    } else if (type === 'IfStatement' && source.slice(statement.test.start, statement.test.end).includes('Infinity')) {
      // Points are finite.
      for (const inner of statement.consequent.body) execute(inner);
    } else throw new Missing(type);
  };
  try {
    for (const statement of code.body) {
      if (statement.type === 'ReturnStatement') return read(statement.argument);
      if (statement === code.body[0] && statement.type === 'IfStatement') continue;
      execute(statement);
    }
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
  }
  return null;
}

/** Thrown where a library cannot express a program. */
export class Missing extends Error {}
