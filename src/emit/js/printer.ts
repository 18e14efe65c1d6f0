// ESTree → text, for the nodes that emission and templates make. Expressions on one line, two spaces a level.

import type * as ESTree from 'estree';

type Node = ESTree.Node | ESTree.Super;

/** How tightly operators bind, as in ECMA-262; what is not here binds as BINARY or tighter than all. */
const BINDING: Readonly<Record<string, number>> = {
  // Where a statement could begin, its brace would open a block.
  ObjectExpression: 1,
  ArrowFunctionExpression: 1,
  AssignmentExpression: 1,
  ConditionalExpression: 2,
  '??': 3,
  '||': 4,
  '&&': 5,
  '===': 6,
  '!==': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
  '**': 10,
  UnaryExpression: 11,
  UpdateExpression: 12,
  // A dot after a number would be its decimal point.
  Literal: 12,
};
const CALL = 13;
const UNARY = 11;

function binding(node: Node): number {
  const key = node.type === 'BinaryExpression' || node.type === 'LogicalExpression' ? node.operator : node.type;
  return BINDING[key] ?? CALL;
}

/** Is told the line, from 0, and the column where an identifier with a location is printed. */
export type OnLocated = (node: ESTree.Identifier, line: number, column: number) => void;

/**
 * The lines of a statement.
 * @param level of indentation.
 */
export function print(node: ESTree.Program['body'][number], level: number, onLocated: OnLocated | null): string[] {
  const lines: string[] = [];
  let indent = '  '.repeat(level);
  /** The line at hand: V8 joins many short strings faster than it flattens one long one. */
  let text = indent;

  const newLine = (): void => {
    lines.push(text);
    text = indent;
  };

  /** An expression, in brackets where it binds less tightly than `least`. */
  const within = (inner: Node, least: number): void => {
    if (inner.type === 'Identifier' || inner.type === 'MemberExpression') return write(inner);
    if (binding(inner) >= least) return write(inner);
    text += '(';
    write(inner);
    text += ')';
  };

  const list = (open: string, items: readonly (Node | null)[], close: string): void => {
    text += open;
    for (let i = 0; i < items.length; i++) {
      if (i > 0) text += ', ';
      if (items[i]) write(items[i]!);
    }
    text += close;
  };

  const declarations = ({ kind, declarations: all }: ESTree.VariableDeclaration): void => {
    text += `${kind} `;
    if (all.length === 1) write(all[0]!);
    else list('', all, '');
  };

  const test = (keyword: string, condition: Node, body: Node): void => {
    text += `${keyword} (`;
    write(condition);
    text += ') ';
    write(body);
  };

  const callee = (inner: Node): void => within(inner, CALL);

  function write(node: Node): void {
    // What long programs are made of comes first: a switch over strings compares one after another.
    switch (node.type) {
      case 'Identifier':
        if (node.loc) onLocated?.(node, lines.length, text.length);
        text += node.name;
        return;
      case 'Literal':
        text += ('raw' in node && node.raw) || JSON.stringify(node.value);
        return;
      case 'MemberExpression':
        callee(node.object);
        text += node.computed ? '[' : node.optional ? '?.' : '.';
        write(node.property);
        if (node.computed) text += ']';
        return;
      case 'BinaryExpression':
      case 'LogicalExpression': {
        const own = binding(node);
        const { operator, left, right } = node;
        // `**` groups to the right and takes no sign before it; `??` does not mix with other logic.
        const [least, most] = operator === '**' ? [UNARY + 1, own] : operator === '??' ? [6, 6] : [own, own + 1];
        within(left, least);
        text += ` ${operator} `;
        within(right, most);
        return;
      }
      case 'VariableDeclaration':
        declarations(node);
        text += ';';
        return;
      case 'VariableDeclarator':
        write(node.id);
        if (!node.init) return;
        text += ' = ';
        return write(node.init);
      case 'ExpressionStatement':
        write(node.expression);
        text += ';';
        return;
      case 'AssignmentExpression':
      case 'AssignmentPattern':
        write(node.left);
        text += ` ${node.type === 'AssignmentExpression' ? node.operator : '='} `;
        return write(node.right);
      case 'UnaryExpression': {
        const { operator, argument } = node;
        text += operator;
        const isSigned = argument.type === 'UnaryExpression' && argument.operator === operator && operator === '-';
        if (operator.length > 1 || isSigned) text += ' ';
        return within(argument, UNARY);
      }
      case 'UpdateExpression':
        write(node.argument);
        text += node.operator;
        return;
      case 'CallExpression':
        callee(node.callee);
        return list('(', node.arguments, ')');
      case 'NewExpression':
        // The only comment among the nodes of code: that bundlers may drop it.
        text += node.leadingComments ? '/*#__PURE__*/ new ' : 'new ';
        callee(node.callee);
        return list('(', node.arguments, ')');
      case 'ChainExpression':
        return write(node.expression);
      case 'ConditionalExpression':
        within(node.test, 3);
        text += ' ? ';
        write(node.consequent);
        text += ' : ';
        return write(node.alternate);
      case 'ArrayExpression':
      case 'ArrayPattern':
        return list('[', node.elements, ']');
      case 'ObjectExpression':
      case 'ObjectPattern':
        return node.properties.length === 0 ? list('{', [], '}') : list('{ ', node.properties, ' }');
      case 'Property':
        if (!node.shorthand) {
          if (node.computed) list('[', [node.key], ']');
          else write(node.key);
          text += ': ';
        }
        return write(node.value);
      case 'SpreadElement':
      case 'RestElement':
        text += '...';
        return write(node.argument);
      case 'TemplateLiteral':
        text += '`';
        for (const [i, { value }] of node.quasis.entries()) {
          text += value.raw;
          if (i < node.expressions.length) list('${', [node.expressions[i]!], '}');
        }
        text += '`';
        return;
      case 'ArrowFunctionExpression': {
        const [only, ...more] = node.params;
        if (only?.type === 'Identifier' && more.length === 0) write(only);
        else list('(', node.params, ')');
        text += ' => ';
        return within(node.body, 2);
      }
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        list(`function ${node.id?.name ?? ''}(`, node.params, ') ');
        return write(node.body);
      case 'BlockStatement': {
        text += '{';
        const outer = indent;
        const before = lines.length;
        indent += '  ';
        node.body.forEach(statement => {
          newLine();
          write(statement);
        });
        indent = outer;
        if (lines.length > before) newLine();
        text += '}';
        return;
      }
      case 'ReturnStatement':
      case 'ThrowStatement':
        text += node.type === 'ReturnStatement' ? 'return' : 'throw';
        if (node.argument) {
          text += ' ';
          write(node.argument);
        }
        text += ';';
        return;
      case 'IfStatement':
        test('if', node.test, node.consequent);
        if (!node.alternate) return;
        text += ' else ';
        return write(node.alternate);
      case 'WhileStatement':
        return test('while', node.test, node.body);
      case 'ForStatement':
        text += 'for (';
        // Templates and emission declare the variable of every loop.
        declarations(node.init as ESTree.VariableDeclaration);
        text += '; ';
        write(node.test!);
        text += '; ';
        write(node.update!);
        text += ') ';
        return write(node.body);
      case 'ForOfStatement':
        text += 'for (';
        declarations(node.left as ESTree.VariableDeclaration);
        text += ' of ';
        write(node.right);
        text += ') ';
        return write(node.body);
      case 'TryStatement':
        text += 'try ';
        write(node.block);
        text += ' catch ';
        return write(node.handler!.body);
      case 'ExportNamedDeclaration':
        text += 'export ';
        return write(node.declaration!);
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  write(node);
  lines.push(text);
  return lines;
}
