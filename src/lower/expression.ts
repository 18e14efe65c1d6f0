// One expression → nodes. A loop over the postfix list; calls of the program's own functions are inlined through an
// explicit stack of such loops.

import type { Report } from '../diagnostic.js';
import type { Builder } from '../graph/build.js';
import { constantValue, type Graph, type Node } from '../graph/graph.js';
import type { Expression, ExpressionNode, Name } from '../parse/program.js';
import { aliases, foreignFunctions, functions, isFunctionName, shapedFunctions } from './functions.js';
import {
  callKey,
  constants,
  reportTooEarly,
  reportUnknownFunction,
  reportUnknownName,
  type Scope,
  type UserFunction,
  type Variable,
} from './scope.js';

export interface Lowering {
  readonly graph: Graph;
  readonly build: Builder;
  readonly scope: Scope;
  readonly report: Report;
  /** Results of inlined calls by function and argument nodes. */
  readonly inlined: Map<UserFunction, Map<string, Node | null>>;
  /** Makes the input that an undeclared name stands for. */
  infer(name: Name): Variable;
}

interface Frame {
  readonly expression: Expression;
  readonly parameters: ReadonlyMap<string, Node> | null;
  readonly values: (Node | null)[];
  /** Where the result is remembered. */
  readonly memo: { readonly results: Map<string, Node | null>; readonly key: string } | null;
}

/** Node of an expression, or null where something in it was reported. */
export function lowerExpression(
  lowering: Lowering,
  expression: Expression,
  parameters: ReadonlyMap<string, Node> | null = null,
): Node | null {
  const stack: Frame[] = [{ expression, parameters, values: [], memo: null }];
  const outer = lowering.graph.currentOrigin;
  for (;;) {
    const frame = stack.at(-1)!;
    const { nodes } = frame.expression;
    if (frame.values.length === nodes.length) {
      const result = frame.values.at(-1) ?? null;
      frame.memo?.results.set(frame.memo.key, result);
      stack.pop();
      const caller = stack.at(-1);
      if (caller === undefined) {
        lowering.graph.currentOrigin = outer;
        return result;
      }
      caller.values.push(result);
      continue;
    }
    const node = nodes[frame.values.length]!;
    lowering.graph.currentOrigin = node.span;
    const value = lowerNode(lowering, frame, node);
    if (value !== undefined && !isFrame(value)) frame.values.push(value);
    else if (value !== undefined) stack.push(value);
  }
}

const isFrame = (value: Node | Frame | null): value is Frame => typeof value === 'object' && value !== null;

function lowerNode(lowering: Lowering, frame: Frame, node: ExpressionNode): Node | Frame | null {
  const { build: g, report } = lowering;
  const value = (index: number): Node | null => frame.values[index]!;
  switch (node.kind) {
    case 'number':
      return g.constant(node.value);
    case 'name':
      return frame.parameters?.get(node.name) ?? lowerName(lowering, node, frame);
    case 'unary': {
      const operand = value(node.operand);
      if (operand === null) return null;
      if (node.operator === '-') return g.neg(operand);
      if (node.operator === 'not') return g.not(operand);
      return node.operator === '!' ? g.gamma(g.add(operand, g.constant(1))) : operand;
    }
    case 'binary': {
      if (node.operator === '^' && isEuler(lowering, frame, node.left)) {
        const exponent = value(node.right);
        return exponent === null ? null : g.exp(exponent);
      }
      const left = value(node.left);
      const right = value(node.right);
      return left === null || right === null ? null : g[BINARY[node.operator]](left, right);
    }
    case 'comparison': {
      const operands = node.operands.map(value);
      if (operands.includes(null)) return null;
      // null was ruled out in the line before.
      const pairs = node.operators.map((operator, i) =>
        g[COMPARE[operator]](operands[i] as Node, operands[i + 1] as Node),
      );
      return pairs.reduce((a, b) => g.and(a, b));
    }
    case 'conditional': {
      const [condition, whenTrue, whenFalse] = [node.condition, node.whenTrue, node.whenFalse].map(value);
      if (condition == null || whenTrue == null || whenFalse == null) return null;
      return g.select(condition, whenTrue, whenFalse);
    }
    case 'call':
      return lowerCall(lowering, frame, node);
    default:
      report.error('WG199', node.span, `${SHAPED[node.kind]} are not supported yet`);
      return null;
  }
}

const BINARY = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
  '.*': 'mul',
  './': 'div',
  '.^': 'pow',
  mod: 'mod',
  and: 'and',
  or: 'or',
} as const;
const COMPARE = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '==': 'eq', '!=': 'ne' } as const;
const SHAPED = { array: 'vectors and matrices', index: 'indices', range: 'ranges', binding: 'comprehensions' } as const;

/** True for the name `e` that nothing declares: as the base of a power it is the exponential function. */
function isEuler({ scope }: Lowering, frame: Frame, index: number): boolean {
  const node = frame.expression.nodes[index]!;
  return node.kind === 'name' && node.name === 'e' && frame.parameters?.has('e') !== true && !scope.variables.has('e');
}

/** Position of the use of entry `index` in the frame's expression. */
function userOf(frame: Frame, index: number): ExpressionNode | undefined {
  const { nodes } = frame.expression;
  for (let i = index + 1; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node.kind === 'binary' && (node.left === index || node.right === index)) return node;
    if (node.kind === 'unary' && node.operand === index) return node;
  }
  return undefined;
}

/** A function's name used as a factor: `sin x`, `sin^2 x`. */
function isFactor(frame: Frame, index: number): boolean {
  const user = userOf(frame, index);
  if (user?.kind !== 'binary') return false;
  if (user.implicit) return user.left === index;
  if (user.operator !== '^' || user.left !== index) return false;
  const outer = userOf(frame, frame.expression.nodes.indexOf(user, index));
  return outer?.kind === 'binary' && outer.implicit && outer.left === frame.expression.nodes.indexOf(user, index);
}

function lowerName(
  lowering: Lowering,
  { name, span }: { name: string; span: Name['span'] },
  frame: Frame,
): Node | null {
  const { scope, report, build } = lowering;
  const variable = scope.variables.get(name);
  if (variable !== undefined) {
    variable.uses++;
    return variable.node;
  }
  if (scope.defined.has(name)) {
    reportTooEarly(scope, name, { name, span }, report);
    return null;
  }
  const constant = constants.get(name);
  if (constant !== undefined) {
    const index = frame.values.length;
    const user = name === 'e' ? userOf(frame, index) : undefined;
    const isBase = user?.kind === 'binary' && user.operator === '^' && user.left === index;
    if (name === 'e' && !isBase)
      report.warn(
        'WG209',
        span,
        "'e' is the constant 2.71828…",
        "declare 'input e' if it is a variable; write 'exp(x)' for powers",
      );
    return build.constant(constant);
  }
  const isFunction = isFunctionName(name);
  if (scope.functions.has(name)) {
    report.error('WG208', span, `'${name}' is a function, not a value`, `write '${name}(…)'`);
    return null;
  }
  if (isFunction && isFactor(frame, frame.values.length)) {
    report.error(
      'WG208',
      span,
      `'${name}' is a function and stands as a factor`,
      `write '${name}(x)', '${name}(x)^2'; or declare 'input ${name}'`,
    );
    return null;
  }
  if (!scope.inferring) {
    reportUnknownName(scope, { name, span }, report);
    return null;
  }
  const inferred = lowering.infer({ name, span });
  inferred.uses++;
  return inferred.node;
}

/** The node of a call of the table, or a frame that inlines a function of the program. */
function lowerCall(lowering: Lowering, frame: Frame, node: ExpressionNode & { kind: 'call' }): Node | Frame | null {
  const { build, scope, report } = lowering;
  const { callee } = node;
  const own = scope.functions.get(callee.name);
  if (own === undefined && scope.defined.has(callKey(callee.name))) {
    reportTooEarly(scope, callKey(callee.name), callee, report);
    return null;
  }
  const args: (Node | null)[] = node.arguments.map(index => frame.values[index] ?? null);
  if (own !== undefined) {
    own.uses++;
    if (!countFits(args.length, own.parameters.length, own.parameters.length, node, report)) return null;
    if (args.includes(null)) return null;
    return inlineCall(lowering, own, args as Node[]);
  }
  const name = aliases.get(callee.name) ?? callee.name;
  const rule = functions.get(name);
  if (rule === undefined) {
    if (shapedFunctions.has(name))
      report.error('WG199', callee.span, `'${name}' works on vectors and matrices, which are not supported yet`);
    else reportUnknownFunction(scope, callee, foreignFunctions.get(callee.name), report);
    return null;
  }
  if (args.length === 1 && rule.least === 2 && rule.most > 2) {
    report.error(
      'WG301',
      node.span,
      `'${callee.name}' of one number reduces nothing`,
      `give it several: ${callee.name}(a, b)`,
    );
    return null;
  }
  if (!countFits(args.length, rule.least, rule.most, node, report) || args.includes(null)) return null;
  return rule.make(build, args as Node[]);
}

function countFits(
  count: number,
  least: number,
  most: number,
  node: ExpressionNode & { kind: 'call' },
  report: Report,
): boolean {
  if (count >= least && count <= most) return true;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  report.error(
    'WG206',
    node.span,
    `'${node.callee.name}' takes ${wanted} argument${wanted === '1' ? '' : 's'}, got ${count}`,
  );
  return false;
}

function inlineCall(lowering: Lowering, callee: UserFunction, args: readonly Node[]): Node | Frame | null {
  const results = lowering.inlined.get(callee) ?? new Map<string, Node | null>();
  lowering.inlined.set(callee, results);
  const key = args.join(',');
  const known = results.get(key);
  if (known !== undefined) return known;
  const parameters = new Map(callee.parameters.map(({ name }, i) => [name, args[i]!]));
  return { expression: callee.body, parameters, values: [], memo: { results, key } };
}

/** The number that a declaration's expression stands for; reports and returns null where it is none. */
export function lowerConstant(lowering: Lowering, expression: Expression, what: string): number | null {
  const node = lowerExpression(lowering, expression);
  if (node === null) return null;
  const value = constantValue(lowering.graph, node);
  if (value !== undefined) return value;
  lowering.report.error('WG214', expression.span, `${what} must be a number known at compile time`);
  return null;
}
