// Runs syntax trees of JavaScript, those of templates and of emitted modules, where an engine makes no code of texts. Of the tree of each
// function nested functions of a call's variables are made when it is first called; they compute what it says with the
// engine's own operators, so that results are the same bit by bit.

import { once } from '../once.js';
import { createExpressions } from './expressions.js';
import { type Frame, frameOf, type Place, type Run, type Scope } from './frame.js';
import type { FunctionNode, Program } from './program.js';
import { type Completion, createStatements } from './statements.js';
import { createStepwise, type Steps } from './stepwise.js';
import { targetsOf } from './targets.js';

type Callable = (this: unknown, ...values: unknown[]) => unknown;

/** What calls of a function do. */
interface Code {
  readonly frame: Frame;
  /** Of the parameter that takes all that is left; -1 without one. */
  readonly restAt: number;
  readonly parameters: readonly Run<void>[];
  /** Null for a function that stops on its way, which has steps. */
  readonly body: Run<Completion> | null;
  readonly steps: Steps | null;
  /** Numbers of a call, before its first statement. */
  readonly numbers: Float64Array;
  /** Those that no call uses. */
  readonly free: Float64Array[];
}

export interface Interpreted {
  /** What the statements return. */
  readonly result: unknown;
  /** A variable or a function at the top level. */
  named(name: string): unknown;
}

/** @param given names that the program reads beside the engine's, and their values */
export function interpret(
  { functions, statements }: Program,
  given: readonly (readonly [string, unknown])[] = [],
): Interpreted {
  const cells: unknown[] = [];
  const top: Scope = { frame: null, around: null, places: new Map() };
  const cellFor = (name: string, value?: unknown): void => {
    top.places.set(name, { frame: null, index: cells.push(value) - 1, isNumber: false });
  };
  const closure = (node: FunctionNode, scope: Scope): Run<Callable> => {
    const code = once(() => codeOf(node, scope));
    return (_n, v) => callable(() => node, code, v);
  };
  const expressions = createExpressions({ cells, closure });
  const targets = targetsOf(expressions, cellFor);
  const ofStatements = createStatements(expressions, targets);
  const stepwise = createStepwise(expressions, targets, ofStatements);

  function codeOf(node: FunctionNode, around: Scope): Code {
    const { params, body: own } = node;
    const frame = frameOf(node, around.frame);
    const scope = { frame, around, places: new Map<string, Place>() };
    if (node.type !== 'ArrowFunctionExpression')
      scope.places.set('this', { frame, index: frame.thisAt, isNumber: false });
    const parameters = targets.parameters(params, scope);
    frame.areTaken = true;
    const body = own.type === 'BlockStatement' ? own.body : [{ type: 'ReturnStatement', argument: own } as const];
    const runs = node.generator ? null : ofStatements.block(body, scope);
    const steps = node.generator ? stepwise(body, scope) : null;
    for (const [index, at] of frame.parameters)
      parameters.push((n, v) => {
        n[at] = numberOf(v[index]);
      });
    const restAt = params.findIndex(({ type }) => type === 'RestElement');
    return { frame, restAt, parameters, body: runs, steps, numbers: Float64Array.from(frame.numbers), free: [] };
  }

  for (const [name, value] of given) cellFor(name, value);
  for (const [name, node] of functions) {
    const code = once(() => codeOf(node(), top));
    cellFor(name, callable(node, code, null));
  }
  const completion = ofStatements.block(statements, top)(new Float64Array(0), []);
  return { result: completion?.value, named: name => cells[top.places.get(name)!.index] };
}

/** @param around variables of the call that makes it */
function callable(node: () => FunctionNode, code: () => Code, around: unknown[] | null): Callable {
  function made(this: unknown, ...values: unknown[]): unknown {
    return call(code(), values, around, this);
  }
  return Object.defineProperties(made, {
    name: { get: () => nameOf(node()), configurable: true },
    length: { get: () => lengthOf(node()), configurable: true },
  });
}

const nameOf = (node: FunctionNode): string => (node.type === 'ArrowFunctionExpression' ? '' : (node.id?.name ?? ''));

/** How many parameters come before the first that may be left out. */
function lengthOf({ params }: FunctionNode): number {
  const first = params.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement');
  return first === -1 ? params.length : first;
}

function call(code: Code, values: unknown[], around: unknown[] | null, self: unknown): unknown {
  const { frame, restAt, parameters, body, steps, free } = code;
  if (restAt !== -1) {
    while (values.length < restAt) values.push(undefined);
    const rest = values.splice(restAt);
    values.push(rest);
  }
  while (values.length < frame.length) values.push(undefined);
  values[frame.outerAt] = around;
  values[frame.thisAt] = self;
  const numbers = free.pop() ?? code.numbers.slice();
  for (const take of parameters) take(numbers, values);
  if (body === null) return results(steps!(numbers, values));
  const completion = body(numbers, values);
  free.push(numbers);
  return completion?.value;
}

/** Steps whose last result is what the function returns. */
function* results(steps: ReturnType<Steps>): Generator<unknown, unknown, unknown> {
  return (yield* steps)?.value;
}

/** What arithmetic makes of an argument. Checks refuse what is none, where there are some. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return value === null || typeof value === 'string' || typeof value === 'boolean' ? Number(value) : NaN;
}
