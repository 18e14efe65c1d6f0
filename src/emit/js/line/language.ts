// JavaScript, as straight lines are written in it.

import type * as ESTree from 'estree';
import {
  ANY,
  ATOM,
  BOTH,
  CHOICE,
  COMPARISON,
  call,
  choice,
  composeForms,
  EITHER,
  EQUALITY,
  type Form,
  hole,
  infix,
  type Language,
  PRODUCT,
  prefix,
  RAISED,
  SUM,
} from '../../line/language.js';
import { singleOf } from '../../special.js';

const BINDING: Readonly<Record<string, number>> = {
  '||': EITHER,
  '&&': BOTH,
  '===': EQUALITY,
  '!==': EQUALITY,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  '%': PRODUCT,
};

/** `**` groups to the right and takes no sign before it. */
const operation = (operator: string): Form =>
  operator === '**' ? infix(operator, RAISED, { left: ATOM, right: RAISED }) : infix(operator, BINDING[operator]!);

const conditional = choice(CHOICE + 1, ANY, 'condition');

export const javascript: Language = {
  form({ name, form }, count, special) {
    switch (form.kind) {
      case 'binary':
        return operation(form.operator);
      case 'logic':
        return infix(form.operator, BINDING[form.operator]!, { kind: 'truth' });
      case 'prefix':
        return prefix(form.operator, undefined, form.operator === '!' ? 'condition' : 'number');
      case 'square':
        return { ...operation('*'), holes: [hole(0, PRODUCT), hole(0, PRODUCT + 1)] };
      case 'conditional':
        return conditional;
      case 'call':
        return call(form.callee, count);
      case 'special': {
        const single = singleOf(form.name);
        if (single === null) return call(special(form.name), count);
        // No function gives back its argument.
        return formOf(single.result, single.parameters) as Form;
      }
      default:
        throw new Error(`internal error: ${name}`);
    }
  },
  number: String,
  untrue: 'false',
  counter: 'let ',
  conversions: { toNumber: prefix('+'), toTruth: prefix('!!'), toCondition: null },
  declaration: (_isTruth, isAssigned) => (isAssigned ? 'let ' : 'const '),
};

const text = (code: string): Form => ({ binding: ATOM, texts: [code], holes: [] });

/** An expression of a template as a form over the function's parameters; for one of these its number. */
function formOf(node: ESTree.Expression, parameters: readonly string[]): Form | number {
  const compose = (form: Form, ...inner: readonly ESTree.Expression[]): Form =>
    composeForms(
      form,
      inner.map(of => formOf(of, parameters)),
    );
  switch (node.type) {
    case 'Identifier': {
      const parameter = parameters.indexOf(node.name);
      return parameter === -1 ? text(node.name) : parameter;
    }
    case 'Literal':
      return text(String(node.value));
    case 'UnaryExpression':
      return compose(prefix(node.operator), node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return compose(operation(node.operator), node.left as ESTree.Expression, node.right);
    case 'ConditionalExpression':
      return compose(conditional, node.test, node.consequent, node.alternate);
    case 'CallExpression': {
      const callee = node.callee as ESTree.MemberExpression;
      return compose(call(nameOf(callee), node.arguments.length), ...(node.arguments as ESTree.Expression[]));
    }
    case 'MemberExpression':
      return text(nameOf(node));
    default:
      throw new Error(`internal error: ${node.type}`);
  }
}

/** `Math.exp`: functions written in place read and call nothing else. */
const nameOf = ({ object, property }: ESTree.MemberExpression): string =>
  `${(object as ESTree.Identifier).name}.${(property as ESTree.Identifier).name}`;
