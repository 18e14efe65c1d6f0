// Expressions whose value is known when the project is built: literals, what is computed from them, and what leads to one.

import type * as acorn from 'acorn';
import type { AnyNode } from '../../from-javascript/syntax-tree.js';
import { memberName } from '../javascript/members.js';
import { createDefinitions, type EnumDeclaration, type EnumMember, isUnknown, type Unknown } from './definitions.js';
import type { ImportedModule, Place, ProjectModule } from './modules.js';

type Value = number | string | boolean;

export interface Constants {
  /** The value of what `definitionOf` leads to. */
  valueAt(definition: Place): Value | Unknown;
  definitionOf(expression: Place): Place | Unknown;
}

export function createConstants(imported: ImportedModule): Constants {
  const known = new Map<AnyNode, Value | Unknown>();
  const evaluate = (node: AnyNode, module: ProjectModule): Value | Unknown => {
    const definition = definitionOf({ node, module });
    return isUnknown(definition) ? definition : valueAt(definition);
  };
  const definitionOf = createDefinitions(imported, {
    keyOf(member, module) {
      const name = memberName(member);
      if (name !== null || !member.computed) return name;
      const key = evaluate(member.property, module);
      return typeof key === 'object' ? null : String(key);
    },
    isTrue(condition, module) {
      const value = evaluate(condition, module);
      return typeof value === 'object' ? value : Boolean(value);
    },
  });
  const valueAt = ({ node, module }: Place): Value | Unknown => {
    if (!known.has(node)) {
      known.set(node, { why: 'it is defined by itself' });
      known.set(node, compute(node, module));
    }
    return known.get(node)!;
  };

  const compute = (node: AnyNode, module: ProjectModule): Value | Unknown => {
    const { scopes } = module;
    const { type } = node as { type: string };
    if (type === 'TSEnumMember') return enumValue(node as AnyNode & EnumMember, module);
    switch (node.type) {
      case 'Literal':
        return isValue(node.value) ? node.value : NOT_KNOWN;
      case 'Identifier':
        // Others have led further.
        if (node.name === 'undefined') return NOT_KNOWN;
        return GLOBALS.get(node.name) ?? { why: `'${node.name}' is not declared in the module` };
      case 'UnaryExpression': {
        const operand = evaluate(node.argument, module);
        if (typeof operand === 'object') return operand;
        if (node.operator === '!') return !operand;
        if (typeof operand !== 'number') return NOT_KNOWN;
        return node.operator === '-' ? -operand : node.operator === '+' ? operand : NOT_KNOWN;
      }
      case 'BinaryExpression':
        return binary(node, module);
      case 'LogicalExpression': {
        const left = evaluate(node.left, module);
        if (typeof left === 'object') return left;
        const decides = node.operator === '&&' ? !left : node.operator === '||' ? left : true;
        return decides ? left : evaluate(node.right, module);
      }
      case 'MemberExpression': {
        const name = memberName(node);
        const { object } = node;
        if (name === null || object.type !== 'Identifier' || scopes.bindingOf(object) !== undefined) return NOT_KNOWN;
        return GLOBALS.get(`${object.name}.${name}`) ?? NOT_KNOWN;
      }
      case 'CallExpression': {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return NOT_CALLED;
        if (callee.object.name !== 'Math' || scopes.bindingOf(callee.object) !== undefined) return NOT_CALLED;
        const compute = PURE.get(memberName(callee) ?? '');
        if (compute === undefined) return NOT_CALLED;
        const values = node.arguments.map(argument => evaluate(argument, module));
        const unknown = values.find(value => typeof value === 'object');
        if (unknown !== undefined) return unknown;
        return values.every(value => typeof value === 'number') ? compute(...values) : NOT_KNOWN;
      }
    }
    return NOT_KNOWN;
  };

  const binary = ({ operator, left, right }: acorn.BinaryExpression, module: ProjectModule): Value | Unknown => {
    const a = evaluate(left, module);
    if (typeof a === 'object') return a;
    const b = evaluate(right, module);
    if (typeof b === 'object') return b;
    if (operator === '===' || operator === '!==') return (a === b) === (operator === '===');
    if (typeof a !== 'number' || typeof b !== 'number') return NOT_KNOWN;
    return OPERATORS[operator]?.(a, b) ?? NOT_KNOWN;
  };

  /** Without a value of its own it is one more than the one before. */
  const enumValue = (member: AnyNode & EnumMember, module: ProjectModule): Value | Unknown => {
    if (member.initializer) return evaluate(member.initializer, module);
    // Members stand in enumerations.
    const { members } = module.scopes.parentOf(member) as unknown as EnumDeclaration;
    const before = members[members.indexOf(member) - 1];
    if (before === undefined) return 0;
    const value = valueAt({ node: before, module });
    return typeof value === 'number' ? value + 1 : typeof value === 'object' ? value : NOT_KNOWN;
  };

  return { valueAt, definitionOf };
}

const NOT_KNOWN: Unknown = { why: '' };
const NOT_CALLED: Unknown = { why: 'of functions only those of Math, without random, are called' };

const isValue = (value: unknown): value is Value => ['number', 'string', 'boolean'].includes(typeof value);

const OPERATORS: Readonly<Record<string, (a: number, b: number) => Value>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

const valuesIn = (name: string, holder: object): [string, number][] =>
  Object.entries(Object.getOwnPropertyDescriptors(holder)).flatMap(([key, { value }]) =>
    typeof value === 'number' ? [[`${name}.${key}`, value]] : [],
  );

/** `Math.PI`, `Number.EPSILON` and their like. */
const GLOBALS: ReadonlyMap<string, number> = new Map([
  ...valuesIn('Math', Math),
  ...valuesIn('Number', Number),
  ['Infinity', Number.POSITIVE_INFINITY],
  ['NaN', Number.NaN],
]);

/** `Math.sqrt` and its like: the same for the same numbers. */
const PURE: ReadonlyMap<string, (...values: number[]) => number> = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(Math)).flatMap(([name, { value }]) =>
    typeof value === 'function' && name !== 'random' ? [[name, value]] : [],
  ),
);
