// A special function as nodes: the template that modules carry (templates/special.js) is run with nodes for its operands. What
// depends on numbers alone is computed then and there, so that recurrences over a constant order are gone; an `if` that
// depends on a node becomes a conditional of what either way comes to, and a loop as many turns as it may take.

import type * as ESTree from 'estree';
import linearProgram from '../../../templates/linear.js?estree';
import specialProgram from '../../../templates/special.js?estree';
import { once } from '../../once.js';
import type { Build, Node, OperationName } from '../../ops/operation.js';
import { declarationsIn } from '../special.js';

/** What a number became that is not known before the query is run. */
interface Unknown {
  readonly node: Node;
}

type Value = number | boolean | Unknown | Value[] | Callable | undefined;
type Callable = (operands: readonly Value[]) => Value;
type Names = Map<string, Value>;

/** What waits to be run, the next first. */
interface Pending {
  readonly statement: ESTree.Statement;
  readonly rest: Pending | null;
}

/** Turns of a loop whose end depends on a node; what would take more is NaN. The combinations of up to 30 take most. */
const MOST_TURNS = 31;

/** Those of loops that take fewer by what stands before them. */
const TURNS: Readonly<Record<string, number>> = { gamma: 21, digamma: 9 };

/** How many calls of one function are open at once at most: the gamma function below 0 is by that above. */
const MOST_OPEN = 2;

/** Roots of negative numbers and negative roots are by two. */
const OPEN: Readonly<Record<string, number>> = { nthRoot: 3 };

/** Beyond so many statements a function is no formula any more: two for each column that it becomes, or more. */
export const MOST_STEPS = 1200;

/** Thrown where a template does with an unknown what has no form as nodes. */
class NoNodes extends Error {}

const ARITHMETIC: Readonly<Record<string, readonly [OperationName, (a: number, b: number) => number | boolean]>> = {
  '+': ['add', (a, b) => a + b],
  '-': ['sub', (a, b) => a - b],
  '*': ['mul', (a, b) => a * b],
  '/': ['div', (a, b) => a / b],
  '%': ['remainder', (a, b) => a % b],
  '**': ['pow', (a, b) => a ** b],
  '<': ['lt', (a, b) => a < b],
  '<=': ['le', (a, b) => a <= b],
  '>': ['gt', (a, b) => a > b],
  '>=': ['ge', (a, b) => a >= b],
  '===': ['eq', (a, b) => a === b],
  '!==': ['ne', (a, b) => a !== b],
};

const isUnknown = (value: Value): value is Unknown =>
  typeof value === 'object' && !Array.isArray(value) && value !== null;

const declarations = once(() => declarationsIn([linearProgram(), specialProgram()]));

/**
 * What a special function is of these operands; undefined where it has no form as nodes.
 * @param isThere true for functions that need none: they stay where others call them
 * @param most statements that are run
 */
export function specialNodes(
  g: Build,
  name: string,
  operands: readonly Node[],
  isThere: (name: string) => boolean,
  most: number,
): Node | undefined {
  if (!declarations().has(name)) return undefined;
  try {
    const values = operands.map((node): Value => g.constantValue(node) ?? { node });
    return createRun(g, isThere, most).call(name, values);
  } catch (error) {
    if (error instanceof NoNodes) return undefined;
    throw error;
  }
}

function createRun(
  g: Build,
  isThere: (name: string) => boolean,
  most: number,
): { call(name: string, operands: readonly Value[]): Node } {
  const globals: Names = new Map<string, Value>([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
  ]);
  /** The functions that are being run, the innermost last. */
  const open: string[] = [];
  let steps = 0;

  return { call: (name, operands) => nodeOf(called(name, operands)) };

  function nodeOf(value: Value): Node {
    if (isUnknown(value)) return value.node;
    if (typeof value === 'number' || typeof value === 'boolean') return g.constant(Number(value));
    throw new NoNodes();
  }

  function global(name: string): Value {
    if (globals.has(name)) return globals.get(name);
    const declaration = declarations().get(name);
    if (declaration === undefined) throw new NoNodes();
    const value: Value =
      declaration.type === 'FunctionDeclaration'
        ? operands => called(name, operands)
        : evaluate(declaration.declarations[0]!.init!, new Map());
    globals.set(name, value);
    return value;
  }

  function called(name: string, operands: readonly Value[]): Value {
    if (open.length > 0 && isThere(name) && operands.some(isUnknown))
      return { node: g.make(name as OperationName, operands.map(nodeOf)) };
    if (open.filter(of => of === name).length === (OPEN[name] ?? MOST_OPEN)) return Number.NaN;
    const { params, body } = declarations().get(name) as ESTree.FunctionDeclaration;
    open.push(name);
    const names: Names = new Map(params.map((param, i) => [(param as ESTree.Identifier).name, operands[i]]));
    const result = run({ statement: body, rest: null }, names);
    open.pop();
    return result;
  }

  /** Runs statements up to a `return`, and gives its value; undefined where there is none. */
  function run(first: Pending | null, names: Names): Value {
    for (let pending = first; pending !== null; ) {
      if (++steps > most) throw new NoNodes();
      const { statement, rest } = pending;
      pending = rest;
      switch (statement.type) {
        case 'BlockStatement':
          pending = statement.body.reduceRight<Pending | null>(
            (after, inner) => ({ statement: inner, rest: after }),
            rest,
          );
          break;
        case 'VariableDeclaration':
          for (const { id, init } of statement.declarations)
            names.set((id as ESTree.Identifier).name, evaluate(init!, names));
          break;
        case 'ExpressionStatement':
          evaluate(statement.expression, names);
          break;
        case 'ReturnStatement':
          return evaluate(statement.argument!, names);
        case 'IfStatement': {
          const test = evaluate(statement.test, names);
          const otherwise = statement.alternate ?? null;
          if (!isUnknown(test)) {
            const taken = test ? statement.consequent : otherwise;
            if (taken !== null) pending = { statement: taken, rest };
          } else if (mayReturn(statement)) {
            const [yes, no] = [copyOf(names), copyOf(names)];
            const taken = run({ statement: statement.consequent, rest }, yes);
            return chosen(test, taken, run(otherwise === null ? rest : { statement: otherwise, rest }, no));
          } else {
            either(test, names, statement.consequent, otherwise);
          }
          break;
        }
        case 'ForStatement':
          if (statement.init) run({ statement: statement.init as ESTree.VariableDeclaration, rest: null }, names);
          return repeated(statement.test!, statement.body, statement.update ?? null, rest, names);
        case 'WhileStatement':
          return repeated(statement.test, statement.body, null, rest, names);
        default:
          throw new NoNodes();
      }
    }
    return undefined;
  }

  /** A loop, and what comes after it. */
  function repeated(
    test: ESTree.Expression,
    body: ESTree.Statement,
    update: ESTree.Expression | null,
    rest: Pending | null,
    names: Names,
  ): Value {
    if (mayReturn(body)) throw new NoNodes();
    const turn = (within: Names): void => {
      run({ statement: body, rest: null }, within);
      if (update !== null) evaluate(update, within);
    };
    const most = TURNS[open.at(-1)!] ?? MOST_TURNS;
    /** Where the loop ended after so many turns, and what it comes to then. */
    const ends: [Unknown, Value][] = [];
    let result: Value;
    for (let turns = 0; ; ) {
      const holds = evaluate(test, names);
      if (!isUnknown(holds)) {
        if (holds) turn(names);
        else {
          result = run(rest, names);
          break;
        }
        continue;
      }
      const after = copyOf(names);
      if (turns++ < most) turn(after);
      else for (const [name, value] of names) if (isNumeric(value)) after.set(name, Number.NaN);
      if ([...names].some(([name, value]) => isCounted(value, after.get(name)))) {
        // Numbers stay numbers, which arrays are indexed with.
        ends.push([holds, run(rest, copyOf(names))]);
        for (const name of names.keys()) names.set(name, after.get(name));
      } else merge(holds, names, after, names);
      if (turns > most) {
        result = run(rest, names);
        break;
      }
    }
    return ends.reduceRight((after, [goesOn, ended]) => chosen(goesOn, after, ended), result);
  }

  /** Runs both, and makes every name what it is after the one that is taken. */
  function either(test: Unknown, names: Names, consequent: ESTree.Statement, otherwise: ESTree.Statement | null): void {
    const [yes, no] = [copyOf(names), copyOf(names)];
    run({ statement: consequent, rest: null }, yes);
    if (otherwise !== null) run({ statement: otherwise, rest: null }, no);
    merge(test, names, yes, no);
  }

  function merge(test: Unknown, names: Names, yes: Names, no: Names): void {
    for (const name of names.keys()) names.set(name, chosen(test, yes.get(name), no.get(name)));
  }

  function chosen(test: Unknown, yes: Value, no: Value): Value {
    if (Object.is(yes, no)) return yes;
    if (Array.isArray(yes) && Array.isArray(no) && yes.length === no.length)
      return yes.map((value, i) => chosen(test, value, no[i]));
    return { node: g.select(test.node, nodeOf(yes), nodeOf(no)) };
  }

  function evaluate(node: ESTree.Node, names: Names): Value {
    switch (node.type) {
      case 'Literal':
        return node.value as number;
      case 'Identifier':
        return names.has(node.name) ? names.get(node.name) : global(node.name);
      case 'BinaryExpression':
        return binary(node.operator, evaluate(node.left, names), evaluate(node.right, names));
      case 'LogicalExpression':
        return logical(node, names);
      case 'UnaryExpression': {
        const operand = evaluate(node.argument, names);
        if (isUnknown(operand)) return { node: node.operator === '-' ? g.neg(operand.node) : g.not(operand.node) };
        return node.operator === '-' ? -(operand as number) : !operand;
      }
      case 'ConditionalExpression': {
        const test = evaluate(node.test, names);
        if (!isUnknown(test)) return evaluate(test ? node.consequent : node.alternate, names);
        return chosen(test, evaluate(node.consequent, names), evaluate(node.alternate, names));
      }
      case 'ArrayExpression':
        return node.elements.map(element => evaluate(element!, names));
      case 'MemberExpression':
        return member(node, names);
      case 'CallExpression':
        return call(node, names);
      case 'UpdateExpression':
        return assign(node.argument, binary(node.operator[0]!, evaluate(node.argument, names), 1), names);
      case 'AssignmentExpression': {
        const right = evaluate(node.right, names);
        const operator = node.operator.slice(0, -1);
        return assign(node.left, operator === '' ? right : binary(operator, evaluate(node.left, names), right), names);
      }
      default:
        throw new NoNodes();
    }
  }

  function binary(operator: string, a: Value, b: Value): Value {
    const [name, compute] = ARITHMETIC[operator]!;
    if (isUnknown(a) || isUnknown(b)) {
      const node = g.make(name, [nodeOf(a), nodeOf(b)]);
      return g.constantValue(node) ?? { node };
    }
    return compute(a as number, b as number);
  }

  function logical({ operator, left, right }: ESTree.LogicalExpression, names: Names): Value {
    const a = evaluate(left, names);
    if (operator === '??') return a ?? evaluate(right, names);
    if (!isUnknown(a)) return Boolean(a) === (operator === '||') ? a : evaluate(right, names);
    const b = evaluate(right, names);
    if (!isUnknown(b)) return Boolean(b) === (operator === '&&') ? a : b;
    return { node: operator === '&&' ? g.and(a.node, b.node) : g.or(a.node, b.node) };
  }

  function member({ object, property, computed }: ESTree.MemberExpression, names: Names): Value {
    if ((object as ESTree.Identifier).name === 'Math') {
      return Math[(property as ESTree.Identifier).name as 'PI'];
    }
    const array = evaluate(object, names) as Value[];
    if (!computed) return array.length;
    return array[indexOf(property, names)];
  }

  function indexOf(property: ESTree.Node, names: Names): number {
    const index = evaluate(property, names);
    if (typeof index !== 'number') throw new NoNodes();
    return index;
  }

  function call({ callee, arguments: given }: ESTree.SimpleCallExpression, names: Names): Value {
    const operands = given.map(argument => evaluate(argument, names));
    if (callee.type !== 'MemberExpression') return (evaluate(callee, names) as Callable)(operands);
    const name = (callee.property as ESTree.Identifier).name;
    if ((callee.object as ESTree.Identifier).name === 'Math') return math(name, operands);
    const array = evaluate(callee.object, names) as Value[];
    const method = array[name as 'push'] as (...of: Value[]) => Value;
    return method.apply(array, operands);
  }

  function math(name: string, operands: readonly Value[]): Value {
    if (!operands.some(isUnknown)) return Math[name as 'max'](...(operands as number[]));
    const nodes = operands.map(nodeOf);
    const [x] = nodes as [Node];
    switch (name) {
      case 'trunc':
        return { node: g.fix(x) };
      case 'round':
        return { node: g.floor(g.add(x, g.constant(0.5))) };
      // Any part with half of the digits does, by Dekker.
      case 'fround': {
        const scaled = g.mul(g.constant(2 ** 27 + 1), x);
        return { node: g.sub(scaled, g.sub(scaled, x)) };
      }
      default: {
        const node = g.make(name as OperationName, nodes);
        return g.constantValue(node) ?? { node };
      }
    }
  }

  function assign(target: ESTree.Node, assigned: Value, names: Names): Value {
    if (target.type === 'MemberExpression') {
      const array = evaluate(target.object, names) as Value[];
      array[indexOf(target.property, names)] = assigned;
    } else names.set((target as ESTree.Identifier).name, assigned);
    return assigned;
  }
}

const isCounted = (before: Value, after: Value): boolean =>
  typeof before === 'number' && typeof after === 'number' && !Number.isNaN(after) && before !== after;

const isNumeric = (value: Value): boolean => typeof value === 'number' || isUnknown(value);

/** Arrays are changed in place. */
const copyOf = (names: Names): Names => new Map([...names].map(([name, value]) => [name, copyOfValue(value)]));
const copyOfValue = (value: Value): Value => (Array.isArray(value) ? value.map(copyOfValue) : value);

function mayReturn(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(mayReturn);
  if (node === null || typeof node !== 'object') return false;
  return (node as ESTree.Node).type === 'ReturnStatement' || Object.values(node).some(mayReturn);
}
