// Runs functions of templates/special.js and templates/linear.js from their syntax trees: constants fold with the very code that modules carry,
// without permission to generate code, and the package holds that code once. Only what the template uses is understood.

import type * as ESTree from 'estree';
import linearProgram from '../../templates/linear.js?estree';
import specialProgram from '../../templates/special.js?estree';

export type SpecialName =
  | keyof typeof import('../../templates/special.js')
  | keyof typeof import('../../templates/linear.js');

type Names = Map<string, unknown>;

/** The value of a `return`, or null where none was met. */
type Completion = { readonly value: unknown } | null;

const BINARY: Readonly<Record<string, (a: number, b: number) => unknown>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
};

type Interpreted = (name: string) => (...operands: unknown[]) => number;

let functions: Interpreted | undefined;

/** A function of the templates; their trees are read when it is first called. */
export function specialFunction(name: SpecialName): (...operands: number[]) => number {
  return (...operands) => interpreted(name)(...operands);
}

/** A function that works in an array, which it is given before its operands. */
export function functionInArray(name: string): (array: Float64Array, ...operands: number[]) => void {
  return (array, ...operands) => void interpreted(name)(array, ...operands);
}

function interpreted(name: string): ReturnType<Interpreted> {
  functions ??= interpret([...specialProgram().body, ...linearProgram().body]);
  return functions(name);
}

/** The functions that programs declare, by name. */
function interpret(declarations: ESTree.Program['body']): Interpreted {
  const globals: Names = new Map<string, unknown>([
    ['Math', Math],
    ['NaN', NaN],
    ['Infinity', Infinity],
  ]);
  for (const statement of declarations) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'FunctionDeclaration') globals.set(declaration.id.name, callable(declaration));
    else run(declaration as ESTree.Statement, globals);
  }
  return name => globals.get(name) as ReturnType<Interpreted>;

  function callable({ params, body }: ESTree.FunctionDeclaration) {
    return (...operands: unknown[]): unknown => {
      const names: Names = new Map(params.map((param, i) => [(param as ESTree.Identifier).name, operands[i]]));
      return run(body, names)?.value;
    };
  }

  function run(statement: ESTree.Statement, names: Names): Completion {
    switch (statement.type) {
      case 'BlockStatement':
        for (const inner of statement.body) {
          const completion = run(inner, names);
          if (completion) return completion;
        }
        return null;
      case 'VariableDeclaration':
        for (const { id, init } of statement.declarations)
          names.set((id as ESTree.Identifier).name, value(init!, names));
        return null;
      case 'ExpressionStatement':
        value(statement.expression, names);
        return null;
      case 'ReturnStatement':
        return { value: value(statement.argument!, names) };
      case 'IfStatement':
        return value(statement.test, names) ? run(statement.consequent, names) : null;
      case 'ForStatement':
      case 'WhileStatement': {
        const { init = null, update = null } = statement as ESTree.ForStatement;
        if (init) run(init as ESTree.VariableDeclaration, names);
        while (value(statement.test!, names)) {
          run(statement.body, names);
          if (update) value(update, names);
        }
        return null;
      }
      default:
        throw new Error(`internal error: ${statement.type}`);
    }
  }

  function value(node: ESTree.Node, names: Names): unknown {
    switch (node.type) {
      case 'Literal':
        return node.value;
      case 'Identifier':
        return names.has(node.name) ? names.get(node.name) : globals.get(node.name);
      case 'BinaryExpression':
        return BINARY[node.operator]!(value(node.left, names) as number, value(node.right, names) as number);
      case 'LogicalExpression': {
        const left = value(node.left, names);
        if (node.operator === '??') return left ?? value(node.right, names);
        return Boolean(left) === (node.operator === '||') ? left : value(node.right, names);
      }
      case 'UnaryExpression': {
        const operand = value(node.argument, names) as number;
        return node.operator === '-' ? -operand : !operand;
      }
      case 'ConditionalExpression':
        return value(value(node.test, names) ? node.consequent : node.alternate, names);
      case 'ArrayExpression':
        return node.elements.map(element => value(element!, names));
      case 'MemberExpression':
        return member(node, names)[1];
      case 'CallExpression': {
        const [receiver, callee] =
          node.callee.type === 'MemberExpression' ? member(node.callee, names) : [null, value(node.callee, names)];
        const operands = node.arguments.map(argument => value(argument, names));
        return (callee as (...operands: unknown[]) => unknown).apply(receiver, operands);
      }
      case 'UpdateExpression':
        return assign(
          node.argument,
          (value(node.argument, names) as number) + (node.operator === '++' ? 1 : -1),
          names,
        );
      case 'AssignmentExpression': {
        const right = value(node.right, names);
        const operator = node.operator.slice(0, -1);
        if (operator === '') return assign(node.left, right, names);
        return assign(node.left, BINARY[operator]!(value(node.left, names) as number, right as number), names);
      }
      default:
        throw new Error(`internal error: ${node.type}`);
    }
  }

  /** An object and what it holds under a name or an index. */
  function member({ object, property, computed }: ESTree.MemberExpression, names: Names): [unknown, unknown] {
    const receiver = value(object, names) as Record<string, unknown>;
    const key = computed ? value(property, names) : (property as ESTree.Identifier).name;
    return [receiver, receiver[key as string]];
  }

  function assign(target: ESTree.Node, assigned: unknown, names: Names): unknown {
    if (target.type === 'MemberExpression') {
      const array = value(target.object, names) as Record<number, unknown>;
      array[value(target.property, names) as number] = assigned;
    } else names.set((target as ESTree.Identifier).name, assigned);
    return assigned;
  }
}
