// The mutants of a source file: one change each, of a kind that a slip of the hand or of the mind could make.
//
// Types, imports and texts are left alone. A mutant is a range of the file and what stands there instead.

import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';

const TypeScript = Parser.extend(tsPlugin());

/** For each operator the ones that are written in its place. */
const OPERATORS = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&&': ['||'],
  '||': ['&&'],
  '++': ['--'],
  '--': ['++'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '??=': ['='],
};

/** For each function the ones that are called in its place: of the operations table and of Math. */
const CALLEES = {
  add: ['sub'],
  sub: ['add'],
  mul: ['div'],
  div: ['mul'],
  gt: ['ge', 'lt'],
  ge: ['gt'],
  lt: ['le', 'gt'],
  le: ['lt'],
  eq: ['ne'],
  ne: ['eq'],
  and: ['or'],
  or: ['and'],
  sin: ['cos'],
  cos: ['sin'],
  sinh: ['cosh'],
  cosh: ['sinh'],
  min: ['max'],
  max: ['min'],
  floor: ['ceil'],
  some: ['every'],
  every: ['some'],
};

/** Properties of a row without which it is still one. */
const OPTIONAL = new Set(['simplify', 'simplifyDerivative', 'simplifyAlgebraic', 'expand', 'commutative', 'lazy']);

const SKIPPED = new Set(['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'superTypeParameters']);
const isType = ({ type }) => type.startsWith('TS') && !/^TS(?:NonNull|As|Satisfies)/.test(type);

/** @returns {{ start: number, end: number, text: string, within: string }[]} */
export function mutantsOf(code) {
  const found = [];
  const program = TypeScript.parse(code, { sourceType: 'module', ecmaVersion: 'latest' });
  const source = ({ start, end }) => code.slice(start, end);
  const pending = [{ node: program, parent: null, key: '', within: '' }];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const { node, parent, key } = top;
    const within = nameOf(node) ?? top.within;
    const replace = (range, text) => {
      if (source(range) !== text) found.push({ start: range.start, end: range.end, text, within });
    };
    mutate(node, { parent, key, code, source, replace });
    for (const [name, value] of Object.entries(node)) {
      if (SKIPPED.has(name)) continue;
      for (const child of [value].flat()) {
        if (typeof child?.type !== 'string' || isType(child) || child.type === 'ImportDeclaration') continue;
        pending.push({ node: child, parent: node, key: name, within });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end || (a.text < b.text ? -1 : 1));
}

/** Name of a function or a variable that mutants are told to be in. */
function nameOf(node) {
  if (node.type === 'FunctionDeclaration' || node.type === 'MethodDefinition') return (node.id ?? node.key).name;
  const isOuter = node.type === 'VariableDeclarator' && node.id.type === 'Identifier';
  return isOuter && /Function|Object|Call/.test(node.init?.type ?? '') ? node.id.name : undefined;
}

function mutate(node, { parent, key, code, source, replace }) {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      const { left, operator } = node;
      const at = code.indexOf(operator, left.end);
      for (const other of OPERATORS[operator] ?? []) replace({ start: at, end: at + operator.length }, other);
      if (operator === '??') replace(node, source(left));
      return;
    }
    case 'UnaryExpression':
      if (node.operator === '-' || node.operator === '!' || node.operator === '~') replace(node, source(node.argument));
      return;
    case 'UpdateExpression': {
      const start = node.prefix ? node.start : node.end - 2;
      replace({ start, end: start + 2 }, OPERATORS[node.operator][0]);
      return;
    }
    case 'Literal':
      if (typeof node.value === 'boolean') replace(node, String(!node.value));
      if (typeof node.value === 'number' && key !== 'property')
        replace(node, node.value === 1 ? '0' : String(node.value + 1));
      return;
    case 'ConditionalExpression':
      for (const arm of [node.consequent, node.alternate]) replace(node, `(${source(arm)})`);
      return;
    case 'IfStatement':
      for (const outcome of ['true', 'false']) replace(node.test, outcome);
      return;
    case 'ExpressionStatement':
      replace(node, ';');
      return;
    case 'ContinueStatement':
      replace(node, ';');
      return;
    case 'CallExpression':
      mutateCall(node, { source, replace });
      return;
    case 'ArrayExpression':
      if (key === 'value' && parent.key?.name === 'partials') {
        for (const element of node.elements) if (element !== null) replace(element, 'null');
      }
      return;
    case 'ObjectExpression':
      for (const property of node.properties) {
        if (property.type !== 'Property' || !OPTIONAL.has(property.key.name)) continue;
        const comma = code[property.end] === ',' ? 1 : 0;
        replace({ start: property.start, end: property.end + comma }, '');
      }
  }
}

/** Another function, the operands in another order, or one operand in place of the result. */
function mutateCall({ callee, arguments: operands, start, end }, { source, replace }) {
  if (callee.type !== 'MemberExpression' || callee.computed) return;
  const { property, object } = callee;
  for (const other of CALLEES[property.name] ?? []) replace(property, other);
  // The rules are written with a builder of this name.
  if (source(object) !== 'g' || operands.length === 0 || property.name === 'constant') return;
  if (['is', 'isBoolean', 'constantValue', 'operand'].includes(property.name)) return;
  for (const operand of operands) if (operand.type !== 'SpreadElement') replace({ start, end }, source(operand));
  if (operands.length === 2 && ['sub', 'div', 'pow', 'gt', 'lt', 'ge', 'le'].includes(property.name)) {
    const [first, second] = operands.map(source);
    replace({ start: operands[0].start, end: operands[1].end }, `${second}, ${first}`);
  }
}
