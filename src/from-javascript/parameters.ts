// What the arguments of a function are: numbers, or arrays of a length that is known now or at run time.
//
// Types say it, of TypeScript or of a JSDoc comment; so do defaults. Where nothing does, the use: what has elements, a length or
// methods is an array, and so is what is handed to a function that uses it as one.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { cannot, Fault } from './fault.js';
import type { Script } from './script.js';
import { childrenOf, unwrapped } from './syntax-tree.js';
import type { FunctionNode } from './values.js';

export interface Parameter {
  readonly name: string;
  readonly node: AnyNode;
  /** Whose names its elements, or its fields, are given to; null for a name. */
  readonly pattern: acorn.ArrayPattern | null;
  readonly isArray: boolean;
  /** Null for a number, and for an array of any length. */
  readonly length: number | null;
  readonly initial: readonly number[] | null;
}

/** What a text says about a type. */
interface Said {
  readonly isArray: boolean;
  readonly length: number | null;
}

const NUMBER: Said = { isArray: false, length: null };
const ARRAY: Said = { isArray: true, length: null };

/** @param lengths of arrays, by name, as the options say */
export function parametersOf(script: Script, of: FunctionNode, lengths: Readonly<Record<string, number>>): Parameter[] {
  const documented = documentedTypes(script, of);
  const parameters = of.params.map((node, position) => parameterOf(script, of, node, position, documented, lengths));
  for (const name of Object.keys(lengths)) {
    const found = parameters.find(parameter => parameter.name === name);
    if (found?.isArray === true) continue;
    const message = found === undefined ? `there is no argument '${name}'` : `'${name}' is a number, and has no length`;
    throw new Fault('WG351', of.params[0] ?? of, message, 'lengths are of arrays among the arguments');
  }
  return parameters;
}

function parameterOf(
  script: Script,
  of: FunctionNode,
  written: acorn.Pattern,
  position: number,
  documented: ReadonlyMap<string, string>,
  lengths: Readonly<Record<string, number>>,
): Parameter {
  const [node, fallback] = written.type === 'AssignmentPattern' ? [written.left, written.right] : [written, null];
  if (node.type === 'RestElement') throw cannot(node, "'...' collects arguments", 'take one array');
  if (node.type === 'ObjectPattern')
    throw cannot(node, 'an argument is an object', 'take numbers and arrays: the module that is made does');
  if (node.type !== 'Identifier' && node.type !== 'ArrayPattern') throw cannot(node, 'this is no argument');
  const pattern = node.type === 'ArrayPattern' ? node : null;
  const name = node.type === 'Identifier' ? node.name : `argument${position + 1}`;
  const initial = fallback === null ? null : numbersIn(fallback);
  if (fallback !== null && initial === null)
    throw cannot(fallback, `the default of '${name}' is no number`, 'write a number, or a list of numbers');
  const said =
    ofAnnotation(node, name) ??
    ofText(documented.get(name), name, node) ??
    (pattern?.elements.every(element => element?.type !== 'RestElement') === true
      ? { isArray: true, length: pattern.elements.length }
      : fallback !== null && unwrapped(fallback).type === 'ArrayExpression'
        ? { isArray: true, length: initial!.length }
        : pattern !== null || isUsedAsArray(script, of, position, new Set())
          ? ARRAY
          : NUMBER);
  if (fallback !== null && said.isArray !== (unwrapped(fallback).type === 'ArrayExpression'))
    throw new Fault('WG351', fallback, `the default of '${name}' is not what its type says`);
  const length = lengths[name] ?? said.length;
  if (length !== null && said.isArray && (!Number.isInteger(length) || length < 1))
    throw new Fault('WG351', node, `'${name}' has ${length} elements`, 'a length is a whole number from 1');
  return { name, node, pattern, isArray: said.isArray, length: said.isArray ? length : null, initial };
}

/** A number or a list of numbers as they stand in the text. */
function numbersIn(node: AnyNode): readonly number[] | null {
  const of = unwrapped(node);
  if (of.type === 'ArrayExpression') {
    const numbers = of.elements.map(element => (element === null ? null : numberIn(element)));
    return numbers.includes(null) ? null : (numbers as number[]);
  }
  const value = numberIn(of);
  return value === null ? null : [value];
}

function numberIn(node: AnyNode): number | null {
  const of = unwrapped(node);
  if (of.type === 'UnaryExpression' && (of.operator === '-' || of.operator === '+')) {
    const value = numberIn(of.argument);
    return value === null ? null : of.operator === '-' ? -value : value;
  }
  return of.type === 'Literal' && typeof of.value === 'number' ? of.value : null;
}

/** TypeScript's types, as far as they are of numbers. */
type TypeNode = { readonly type: string } & {
  readonly typeAnnotation?: TypeNode;
  readonly elementType?: TypeNode;
  readonly elementTypes?: readonly TypeNode[];
  readonly typeName?: { readonly name?: string };
  readonly typeArguments?: { readonly params: readonly TypeNode[] };
  readonly typeParameters?: { readonly params: readonly TypeNode[] };
  readonly start: number;
  readonly end: number;
};

const ARRAYS = new Set(['Float64Array', 'Array', 'ReadonlyArray', 'ArrayLike']);
const ROUNDING = new Set([
  'Float32Array',
  'Int32Array',
  'Int8Array',
  'Int16Array',
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
]);

function ofAnnotation(node: acorn.Pattern, name: string): Said | null {
  const { typeAnnotation } = node as unknown as { typeAnnotation?: TypeNode };
  return typeAnnotation?.typeAnnotation === undefined ? null : ofType(typeAnnotation.typeAnnotation, name);
}

function ofType(type: TypeNode, name: string): Said | null {
  if (type.type === 'TSNumberKeyword') return NUMBER;
  if (type.type === 'TSTypeOperator' || type.type === 'TSParenthesizedType') return ofType(type.typeAnnotation!, name);
  if (type.type === 'TSArrayType' && type.elementType?.type === 'TSNumberKeyword') return ARRAY;
  if (type.type === 'TSTupleType' && type.elementTypes!.every(isNumberType))
    return { isArray: true, length: type.elementTypes!.length };
  if (type.type === 'TSTypeReference') {
    const called = type.typeName?.name ?? '';
    const [of] = (type.typeArguments ?? type.typeParameters)?.params ?? [];
    if (ARRAYS.has(called) && (of === undefined || of.type === 'TSNumberKeyword')) return ARRAY;
    if (ROUNDING.has(called)) throw roundingOf(called, name, type);
    // A name of the user's own says nothing here.
    return null;
  }
  throw cannot(
    type,
    `'${name}' is neither a number nor an array of numbers`,
    "write 'number', 'number[]' or '[number, number]'",
  );
}

const isNumberType = (type: TypeNode): boolean =>
  type.type === 'TSNumberKeyword' ||
  (type.type === 'TSNamedTupleMember' && (type.elementTypes?.[0] ?? type.elementType)?.type === 'TSNumberKeyword');

const roundingOf = (called: string, name: string, node: { start: number; end: number }): Fault =>
  cannot(node, `'${name}' is a ${called}, which rounds`, 'take a Float64Array or an array');

/** Types in the comment right before a function, by parameter. */
function documentedTypes({ source: { text } }: Script, of: FunctionNode): Map<string, string> {
  const types = new Map<string, string>();
  const before = text.slice(0, of.start);
  const end = before.lastIndexOf('*/');
  const start = before.lastIndexOf('/**', end);
  if (end === -1 || start === -1) return types;
  // Between the two there is nothing but how the function gets its name.
  if (
    !/^\s*(?:export\s+)?(?:default\s+)?(?:(?:const|let|var)\s+[\w$]+\s*(?::[^=]*)?=\s*)?$/.test(before.slice(end + 2))
  )
    return types;
  const comment = before.slice(start, end);
  for (const [, type, name] of comment.matchAll(/@param\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\[?([\w$]+)/g))
    types.set(name!, type!);
  return types;
}

function ofText(type: string | undefined, name: string, node: AnyNode): Said | null {
  if (type === undefined) return null;
  const text = type
    .replaceAll(/\s+/g, ' ')
    .replace(/^[?!]|=$/g, '')
    .replace(/^readonly /, '')
    .trim();
  if (text === 'number') return NUMBER;
  if (/^(?:number\[\]|(?:Array|ReadonlyArray|ArrayLike)\.?<number>|Float64Array|Array)$/.test(text)) return ARRAY;
  if (/^\[ ?number(?: ?, ?number)* ?,? ?\]$/.test(text))
    return { isArray: true, length: text.split('number').length - 1 };
  if (ROUNDING.has(text)) throw roundingOf(text, name, node);
  if (text === '*' || text === 'any' || text === 'unknown') return null;
  throw cannot(
    node,
    `'${name}' is documented as {${text}}, which is neither a number nor an array of numbers`,
    "write '{number}', '{number[]}' or '{[number, number]}'",
  );
}

const METHODS = new Set([
  ...[
    'filter',
    'sort',
    'push',
    'reverse',
    'indexOf',
    'find',
    'findIndex',
    'includes',
    'join',
    'flatMap',
    'reduceRight',
    'pop',
    'shift',
    'unshift',
    'keys',
    'values',
  ],

  'length',
  'map',
  'forEach',
  'reduce',
  'slice',
  'fill',
  'every',
  'some',
  'at',
  'concat',
  'entries',
]);

/** Methods that are given an array. */
const TAKING_ARRAYS = new Set(['from', 'set', 'concat']);

/** Whether a parameter is used as an array is, in the function or in one that it is handed to. */
function isUsedAsArray(script: Script, of: FunctionNode, position: number, seen: Set<AnyNode>): boolean {
  const parameter = of.params[position];
  const pattern = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (pattern?.type === 'ArrayPattern') return true;
  if (pattern?.type !== 'Identifier' || seen.has(pattern)) return false;
  seen.add(pattern);
  const { name } = pattern;
  const isIt = (node: AnyNode | null | undefined): boolean =>
    node != null && unwrapped(node).type === 'Identifier' && (unwrapped(node) as acorn.Identifier).name === name;
  const pending: AnyNode[] = [of.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    pending.push(...childrenOf(node));
    if (node.type === 'MemberExpression' && isIt(node.object)) {
      if (node.computed || (node.property.type === 'Identifier' && METHODS.has(node.property.name))) return true;
    }
    if ((node.type === 'ForOfStatement' && isIt(node.right)) || (node.type === 'SpreadElement' && isIt(node.argument)))
      return true;
    if (node.type === 'VariableDeclarator' && node.id.type === 'ArrayPattern' && isIt(node.init)) return true;
    if (node.type !== 'CallExpression') continue;
    const { callee } = node;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier')
      if (TAKING_ARRAYS.has(callee.property.name) && isIt(node.arguments[0] as AnyNode | undefined)) return true;
    const other = callee.type === 'Identifier' ? script.functions.get(callee.name) : undefined;
    if (other !== undefined && node.arguments.some((given, i) => isIt(given) && isUsedAsArray(script, other, i, seen)))
      return true;
  }
  return false;
}
