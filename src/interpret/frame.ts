// Where the variables of a call are. Those that are numbers at all times are in an array of doubles, so that no number is
// allocated for them; all others, arguments among them, are in a list. Which those are is found out from what they are assigned.

import type * as ESTree from 'estree';
import type { FunctionNode } from './program.js';

/** Computes a value, or does something, in a call that has these variables. */
export type Run<T = unknown> = (numbers: Float64Array, values: unknown[]) => T;

/** Where a variable is. */
export interface Place {
  /** Null at the top level of the module, where all calls share it. */
  readonly frame: Frame | null;
  readonly index: number;
  readonly isNumber: boolean;
}

/** What is known of the variables of a function, and of what is in a call's arrays. */
export interface Frame {
  /** Of the function around, whose call is in the list at `outerAt`; null where that is the module. */
  readonly outer: Frame | null;
  readonly outerAt: number;
  readonly thisAt: number;
  /** Numbers before the first statement: 0 but for constants. */
  readonly numbers: number[];
  readonly constants: Map<number, number>;
  /** Length of the list. */
  length: number;
  /** Variables that are numbers. */
  readonly numeric: ReadonlySet<string>;
  /** The number that a parameter is, for one that statements have asked for: what is left out is made of arguments as they are. */
  readonly parameters: Map<number, number>;
  /** True from the first statement on. */
  areTaken: boolean;
  /** Parameters that stay what they are. */
  readonly isFixed: (name: string) => boolean;
}

/** Names that are known somewhere in a function, or at the top level. */
export interface Scope {
  readonly frame: Frame | null;
  readonly around: Scope | null;
  readonly places: Map<string, Place>;
}

export const inner = (around: Scope): Scope => ({ frame: around.frame, around, places: new Map() });

export function placeOf(name: string, scope: Scope): Place | null {
  for (let at: Scope | null = scope; at !== null; at = at.around) {
    const place = at.places.get(name);
    if (place !== undefined) return place;
  }
  return null;
}

/** A new variable of a function. */
export function declare(name: string, { frame, places }: Scope & { readonly frame: Frame }): Place {
  const isNumber = frame.numeric.has(name);
  const index = isNumber ? frame.numbers.push(0) - 1 : frame.length++;
  const place = { frame, index, isNumber };
  places.set(name, place);
  return place;
}

/** Where a number stands that no statement changes. */
export function constantIn({ numbers, constants }: Frame, value: number): number {
  let at = constants.get(value);
  if (at === undefined) {
    at = numbers.push(value) - 1;
    constants.set(value, at);
  }
  return at;
}

export function frameOf(node: FunctionNode, outer: Frame | null): Frame {
  const count = node.params.length;
  const { assigned, isOpen } = assignmentsIn(node);
  const numeric = isOpen ? new Set<string>() : numericOf(assigned);
  return {
    outer,
    outerAt: count,
    thisAt: count + 1,
    numbers: [],
    constants: new Map(),
    length: count + 2,
    numeric,
    parameters: new Map(),
    areTaken: false,
    isFixed: name => !isOpen && !assigned.has(name),
  };
}

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**', '&']);

/** What gives a number, or NaN, whatever it is given: emission puts texts together by templates alone. */
export const isArithmetic = (operator: string): boolean => ARITHMETIC.has(operator);

/** `Math.exp` and the like; a module has no variable of that name. */
export const isOfMath = (node: ESTree.Node): boolean =>
  node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Math';

type Assigned = Map<string, (ESTree.Expression | null)[]>;

/** All that each name is assigned, null for what is no expression; and whether functions inside share the variables. */
function assignmentsIn(node: FunctionNode): { readonly assigned: Assigned; readonly isOpen: boolean } {
  const assigned: Assigned = new Map();
  let isOpen = false;
  const add = (target: ESTree.Node, value: ESTree.Expression | null): void => {
    if (target.type === 'Identifier') {
      const values = assigned.get(target.name);
      if (values === undefined) assigned.set(target.name, [value]);
      else values.push(value);
    } else if (target.type !== 'MemberExpression') eachPart(target, part => add(part, null));
  };
  const look = (of: ESTree.Node): void => {
    if (of.type === 'FunctionExpression' || of.type === 'ArrowFunctionExpression') isOpen = true;
    else if (of.type === 'VariableDeclarator') add(of.id, of.init ?? null);
    else if (of.type === 'CatchClause' && of.param) add(of.param, null);
    else if (of.type === 'UpdateExpression') add(of.argument, of);
    else if (of.type === 'AssignmentExpression') {
      const isKnown = of.operator === '=' || isArithmetic(of.operator.slice(0, -1));
      add(of.left, isKnown ? (of.operator === '=' ? of.right : of) : null);
    }
    eachPart(of, look);
  };
  look(node.body);
  // What callers give may be anything.
  for (const param of node.params) for (const name of namesIn(param)) assigned.get(name)?.push(null);
  return { assigned, isOpen };
}

function namesIn(pattern: ESTree.Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.name];
  const names: string[] = [];
  eachPart(pattern, part => names.push(...namesIn(part)));
  return names;
}

function eachPart(node: ESTree.Node, visit: (part: ESTree.Node) => void): void {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value?.type === 'string') visit(value);
  }
}

/** Names that are assigned numbers only, when all others that are taken for such are numbers. */
function numericOf(assigned: Assigned): ReadonlySet<string> {
  const numeric = new Set(assigned.keys());
  const isNumber = (node: ESTree.Expression | null): boolean => node !== null && isNumeric(node, numeric);
  for (let before = -1; before !== numeric.size; ) {
    before = numeric.size;
    for (const name of numeric) if (!assigned.get(name)!.every(isNumber)) numeric.delete(name);
  }
  return numeric;
}

function isNumeric(node: ESTree.Expression, numeric: ReadonlySet<string>): boolean {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number';
    case 'Identifier':
      return numeric.has(node.name) || node.name === 'NaN' || node.name === 'Infinity';
    case 'BinaryExpression':
      return isArithmetic(node.operator);
    case 'UnaryExpression':
      return node.operator === '-' || node.operator === '+';
    case 'UpdateExpression':
      return true;
    case 'AssignmentExpression':
      return node.operator === '=' ? isNumeric(node.right, numeric) : isArithmetic(node.operator.slice(0, -1));
    case 'ConditionalExpression':
      return isNumeric(node.consequent, numeric) && isNumeric(node.alternate, numeric);
    case 'CallExpression':
      return isOfMath(node.callee);
    default:
      return false;
  }
}
