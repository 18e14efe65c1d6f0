// Special functions: templates of JavaScript → functions of C. What templates are written with is little: numbers, conditions,
// loops, lists of numbers that grow. All of it is understood here, so that a new special function needs nothing.

import type * as ESTree from 'estree';
import { ANY, atom, call, type Form, fillForm, SIGN, type Written } from '../line/language.js';
import type { Names } from '../line/line-context.js';
import type { Declaration } from '../special.js';
import { type FunctionKinds, isMath, type Kind, kindsOf, parametersOf } from './kinds.js';
import { conditional, infixOf, language, mathCall, negation, not, remainder, truthOf } from './language.js';
import { snake } from './names.js';
import { MOST_IN_LIST } from './support.js';

export interface Module {
  /** The name that a function of ours, or a special one, is printed under. */
  called(key: string): string;
  /** Names inside of a function. */
  scope(): Names;
}

const TYPES: Readonly<Record<Kind, string>> = {
  truth: 'int ',
  number: 'double ',
  list: 'struct list ',
  table: 'struct table ',
  array: 'double *',
};

/** The texts of special functions and of the constants that they read, in order; functions are known before all of them. */
export function specialTexts(
  declarations: readonly { readonly name: string; readonly declaration: Declaration }[],
  module: Module,
): string[] {
  const kinds = kindsOf(declarations);
  const constants: string[] = [];
  const prototypes: string[] = [];
  const functions: string[] = [];
  for (const { name, declaration } of declarations) {
    if (declaration.type === 'VariableDeclaration') constants.push(constantText(name, declaration, module));
    else {
      const { head, text } = functionText(declaration, kinds.functions.get(name)!);
      prototypes.push(`${head};`);
      functions.push(text);
    }
  }
  return [...constants, ...(prototypes.length > 0 ? [prototypes.join('\n')] : []), ...functions];

  function functionText(declaration: ESTree.FunctionDeclaration, inside: FunctionKinds) {
    const names = module.scope();
    const local = new Map<string, string>();
    const named = (name: string): string => {
      if (!inside.names.has(name)) return module.called(name);
      const known = local.get(name) ?? names.claim(snake(name));
      local.set(name, known);
      return known;
    };
    const pointers = new Set(parametersOf(declaration).filter(name => inside.names.get(name) === 'list'));
    const parameters = parametersOf(declaration).map(name =>
      pointers.has(name) ? `const struct list *${named(name)}` : `${TYPES[inside.names.get(name)!]}${named(name)}`,
    );
    const head = `static ${TYPES[inside.result]}${module.called(declaration.id.name)}(${parameters.join(', ')})`;
    const writer = createWriter(inside, named, pointers);
    return { head, text: `${head} ${writer.block(declaration.body, '')}` };
  }

  function createWriter(inside: FunctionKinds, named: (name: string) => string, pointers: ReadonlySet<string>) {
    const kindOf = (node: ESTree.Node): Kind => kinds.kindOf(node, inside);
    const text = (node: ESTree.Node): string => written(node).text;
    const compose = (form: Form, ...operands: readonly ESTree.Node[]): Written =>
      fillForm(
        form,
        operands.map((operand, i) =>
          form.holes.find(hole => hole.operand === i)?.kind === 'number' ? written(operand) : condition(operand),
        ),
      );
    const helper = (key: string, ...operands: readonly string[]): Written =>
      atom(`${module.called(key)}(${operands.join(', ')})`);

    /** Of a number that it is not NaN and not 0. */
    function condition(node: ESTree.Node): Written {
      const value = written(node);
      return kindOf(node) === 'truth' ? value : fillForm(truthOf, [value]);
    }

    /** Where a list is, for functions to read. */
    function pointer(node: ESTree.Node): string {
      if (node.type === 'Identifier') return pointers.has(node.name) ? named(node.name) : `&${named(node.name)}`;
      if (node.type === 'MemberExpression') return row(node);
      return `(struct list[1]){${text(node)}}`;
    }

    const row = ({ object, property }: ESTree.MemberExpression): string =>
      helper('row', `&${text(object)}`, text(property)).text;

    const item = ({ object, property }: ESTree.MemberExpression, otherwise: string): Written =>
      helper('item', pointer(object), text(property), otherwise);

    function written(node: ESTree.Node): Written {
      switch (node.type) {
        case 'Literal':
          return atom(language.number(node.value as number));
        case 'Identifier':
          if (node.name === 'NaN' || node.name === 'Infinity') return atom(language.number(Number(node.name)));
          return pointers.has(node.name) ? { text: `*${named(node.name)}`, binding: SIGN } : atom(named(node.name));
        case 'UnaryExpression': {
          if (node.operator === '!') return fillForm(not, [condition(node.argument)]);
          // Two signs would be one.
          const operand = written(node.argument);
          return fillForm(negation, [operand.binding === SIGN ? atom(`(${operand.text})`) : operand]);
        }
        case 'BinaryExpression':
          if (node.operator === '**') return compose(call(module.called('Math.pow'), 2), node.left, node.right);
          if (node.operator === '%') return compose(remainder, node.left, node.right);
          return compose(infixOf(node.operator), node.left, node.right);
        case 'LogicalExpression':
          if (node.operator === '??') return item(node.left as ESTree.MemberExpression, text(node.right));
          return compose(infixOf(node.operator), node.left, node.right);
        case 'ConditionalExpression':
          return compose(conditional, node.test, node.consequent, node.alternate);
        case 'ArrayExpression':
          return listOf(node);
        case 'MemberExpression':
          return member(node);
        case 'CallExpression':
          return called(node);
        case 'UpdateExpression':
          return atom(text(node.argument) + node.operator);
        case 'AssignmentExpression':
          return { text: `${text(node.left)} ${node.operator} ${text(node.right)}`, binding: ANY };
        default:
          throw new Error(`internal error: ${node.type} in a special function`);
      }
    }

    function listOf(node: ESTree.ArrayExpression): Written {
      return { text: `(struct list)${elementsOf(node, text)}`, binding: SIGN };
    }

    function member(node: ESTree.MemberExpression): Written {
      const { object, property, computed } = node;
      if (kindOf(object) === 'array') return atom(`${text(object)}[(int)(${text(property)})]`);
      if (computed) return kindOf(object) === 'table' ? { text: `*${row(node)}`, binding: SIGN } : item(node, 'NAN');
      const { name } = property as ESTree.Identifier;
      // A number, as no function is meant here.
      if (isMath(node)) return atom(language.number(Math[name as keyof Math] as unknown as number));
      return atom(lengthOf(pointer(object)));
    }

    function called({ callee, arguments: operands }: ESTree.CallExpression): Written {
      if (callee.type === 'Identifier') {
        const of = operands.map(operand => (kindOf(operand) === 'list' ? pointer(operand) : text(operand)));
        return helper(callee.name, ...of);
      }
      const { object, property } = callee as ESTree.MemberExpression;
      const { name } = property as ESTree.Identifier;
      if (isMath(callee)) return compose(mathCall(`Math.${name}`, operands.length, module.called), ...operands);
      switch (name) {
        case 'push':
          return helper(name, pointer(object), text(operands[0]!));
        case 'unshift':
          return helper(name, `&${text(object)}`, text(operands[0]!));
        case 'slice':
          return helper(name, pointer(object), operands.length > 0 ? text(operands[0]!) : '0.0');
        case 'reverse':
          // What is turned round is a copy that nobody else has.
          return helper(name, pointer(object));
        default:
          throw new Error(`internal error: ${name} in a special function`);
      }
    }

    function declared({ kind, declarations }: ESTree.VariableDeclaration): string {
      const of = declarations.map(({ id, init }) => {
        const { name } = id as ESTree.Identifier;
        if (inside.names.get(name) === 'table') return `${named(name)} = {0.0, {{0.0, {0.0}}}}`;
        const initial = init!.type === 'ArrayExpression' ? elementsOf(init!, text) : text(init!);
        return `${named(name)} = ${initial}`;
      });
      const type = inside.names.get((declarations[0]!.id as ESTree.Identifier).name)!;
      const isFixed = kind === 'const' && (type === 'number' || type === 'truth');
      return `${isFixed ? 'const ' : ''}${TYPES[type]}${of.join(', ')}`;
    }

    function block(node: ESTree.Statement, indent: string): string {
      const statements = node.type === 'BlockStatement' ? node.body : [node];
      const inner = `${indent}  `;
      return `{\n${statements.map(of => `${inner}${statement(of, inner)}\n`).join('')}${indent}}`;
    }

    function statement(node: ESTree.Statement, indent: string): string {
      switch (node.type) {
        case 'VariableDeclaration':
          return `${declared(node)};`;
        case 'ExpressionStatement':
          return `${text(node.expression)};`;
        case 'ReturnStatement':
          return `return ${text(node.argument!)};`;
        case 'IfStatement': {
          const { test, consequent, alternate } = node;
          const otherwise = alternate ? ` else ${block(alternate, indent)}` : '';
          return `if (${condition(test).text}) ${block(consequent, indent)}${otherwise}`;
        }
        case 'WhileStatement':
          return `while (${condition(node.test).text}) ${block(node.body, indent)}`;
        case 'ForStatement': {
          const head = [
            declared(node.init as ESTree.VariableDeclaration),
            condition(node.test!).text,
            text(node.update!),
          ];
          return `for (${head.join('; ')}) ${block(node.body, indent)}`;
        }
        default:
          throw new Error(`internal error: ${node.type} in a special function`);
      }
    }

    return { block };
  }
}

/** Of a list that a pointer leads to. */
const lengthOf = (pointer: string): string => {
  if (pointer.startsWith('&')) return `${pointer.slice(1)}.length`;
  return `${pointer.startsWith('(') ? `(${pointer})` : pointer}->length`;
};

/** The parts of a list between braces. */
function elementsOf({ elements }: ESTree.ArrayExpression, text: (node: ESTree.Node) => string): string {
  const { length } = elements;
  if (length > MOST_IN_LIST) throw new Error('internal error: a long list in a special function');
  return `{${length}.0, {${length === 0 ? '0.0' : elements.map(element => text(element!)).join(', ')}}}`;
}

/** Coefficients, or one number: literals, and signs and quotients of such. */
function constantText(name: string, { declarations }: ESTree.VariableDeclaration, module: Module): string {
  const text = (node: ESTree.Node): string => {
    if (node.type === 'Literal') return language.number(node.value as number);
    if (node.type === 'UnaryExpression') return `-${text(node.argument)}`;
    const { left, operator, right } = node as ESTree.BinaryExpression;
    return `${text(left)} ${operator} ${text(right)}`;
  };
  const init = declarations[0]!.init!;
  if (init.type !== 'ArrayExpression') return `static const double ${module.called(name)} = ${text(init)};`;
  module.called('list');
  return folded(`static const struct list ${module.called(name)} = ${elementsOf(init, text)};`);
}

const WIDEST = 120;

/** A long text on several lines, cut after commas. */
function folded(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDEST) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines.join('\n');
}
