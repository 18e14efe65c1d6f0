// What has no derivative by what it is, wherever it stands.

import type { AnyNode } from 'acorn';
import { cannot, type Fault } from './fault.js';
import { childrenOf } from './syntax-tree.js';

type Said = readonly [message: string, help?: string];

const LATER: Said = ['what comes later has no derivative', 'hand it to the function as an argument'];
const TEXT: Said = ['text has no derivative'];
const OBJECT: Said = ["'this' is not known here", 'hand what is needed to the function as arguments'];
const CLASS: Said = ['classes are not known here', 'write functions'];

const BY_TYPE: Readonly<Record<string, Said>> = {
  TryStatement: ["'try' is not known here: nothing here throws", 'leave it out'],
  ForInStatement: ["'for … in' goes over names", "write 'for (const v of x)'"],
  ClassDeclaration: CLASS,
  ClassExpression: CLASS,
  TemplateLiteral: TEXT,
  TaggedTemplateExpression: TEXT,
  AwaitExpression: LATER,
  YieldExpression: LATER,
  ImportExpression: LATER,
  ThisExpression: OBJECT,
  Super: OBJECT,
  MetaProperty: ["'import.meta' and 'new.target' are not known here"],
};

/** The fault that a statement or an expression is; null where it is none by itself. */
export function refused(node: AnyNode): Fault | null {
  const said = Object.hasOwn(BY_TYPE, node.type) ? BY_TYPE[node.type] : saidOf(node);
  return said == null ? null : cannot(node, ...said);
}

const FUNCTIONS_OF_MATH: Readonly<Record<string, string>> = {
  random: 'hand random numbers to the function as an argument',
};

function saidOf(node: AnyNode): Said | null {
  if (node.type === 'Literal') {
    if (node.bigint != null) return ['a bigint has no derivative', 'write a number: 1 for 1n'];
    if (node.regex != null) return ['a pattern has no derivative'];
    return node.raw === 'null' ? ["'null' is no number", "use 'NaN', or a number that says so"] : null;
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  const { object, property } = node.callee;
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return null;
  const called = `'${object.name}.${property.name}'`;
  if (object.name === 'console')
    return [`${called} prints, and has no derivative`, 'leave it out of the function that is differentiated'];
  if (object.name === 'Math' && Object.hasOwn(FUNCTIONS_OF_MATH, property.name))
    return [`${called} has no derivative`, FUNCTIONS_OF_MATH[property.name]!];
  return null;
}

/** All such faults in a function, of which the reading has met one. */
export function refusedIn(of: AnyNode): Fault[] {
  const faults: Fault[] = [];
  const pending = [of];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    // A directive, and the names of fields, are text that does nothing.
    if (node.type === 'ExpressionStatement' && node.expression.type === 'Literal') continue;
    const fault = refused(node);
    if (fault !== null) faults.push(fault);
    else pending.push(...childrenOf(node).filter(child => !isKey(node, child)));
  }
  return faults;
}

const isKey = (node: AnyNode, child: AnyNode): boolean =>
  (node.type === 'Property' && node.key === child) ||
  (node.type === 'MemberExpression' && node.property === child && child.type === 'Literal');
