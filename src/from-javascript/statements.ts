// Statements: what they do to the variables, and where they lead.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { branch, closeTarget, leave, openTarget } from './branches.js';
import { checkDepth } from './depth.js';
import { cannot, Fault } from './fault.js';
import { overElements, overRange } from './for-statements.js';
import { isOfLengths, refuse, throwsOnly } from './guards.js';
import { writtenOut } from './loops.js';
import { conditionOf, declare, type Flow, known, type Machine, type Target } from './machine.js';
import { bind, bindVar } from './patterns.js';
import { refused } from './refused.js';
import { isFunction } from './script.js';
import { executeSwitch } from './switch-statements.js';
import { type Scope, UNDEFINED } from './values.js';

export const inner = (outer: Scope): Scope => ({ outer, names: new Map() });

/** Statements of a block: functions that it declares are there from its beginning. */
export function execute(machine: Machine, statements: readonly AnyNode[], scope: Scope): Flow {
  for (const statement of statements)
    if (isFunction(statement))
      declare(machine, scope, statement.id!.name, { kind: 'function', of: statement, scope }, true);
  for (const statement of statements) {
    machine.depth++;
    checkDepth(machine, statement);
    const flow = executeOne(machine, statement, scope, null);
    machine.depth--;
    if (flow === 'leaves') return flow;
  }
  return 'goes on';
}

function executeOne(machine: Machine, statement: AnyNode, scope: Scope, label: string | null): Flow {
  const { type } = statement;
  switch (type) {
    case 'ExpressionStatement': {
      const isDirective = typeof (statement as { directive?: string }).directive === 'string';
      if (!isDirective) machine.evaluate(statement.expression, scope);
      return 'goes on';
    }
    case 'VariableDeclaration':
      return declareVariables(machine, statement, scope);
    case 'BlockStatement':
      return execute(machine, statement.body, inner(scope));
    case 'EmptyStatement':
    case 'FunctionDeclaration':
      return 'goes on';
    case 'IfStatement':
      return executeIf(machine, statement, scope);
    case 'ForStatement':
      return overRange(machine, statement, scope, label);
    case 'ForOfStatement':
      return overElements(machine, statement, scope, label);
    case 'WhileStatement':
    case 'DoWhileStatement':
      return whileKnown(machine, statement, scope, label);
    case 'SwitchStatement':
      return executeSwitch(machine, statement, scope, label);
    case 'LabeledStatement':
      return executeLabelled(machine, statement, scope);
    case 'ThrowStatement':
      return refuse(machine, statement);
    case 'ReturnStatement': {
      const value = statement.argument == null ? UNDEFINED : machine.evaluate(statement.argument, scope);
      const target = machine.targets.findLast(({ kind }) => kind === 'return')!;
      return leave(machine, out(machine, target, statement), value);
    }
    case 'BreakStatement':
    case 'ContinueStatement': {
      const wanted = type === 'BreakStatement' ? 'break' : 'continue';
      const name = statement.label?.name ?? null;
      const target = machine.targets.findLast(
        ({ kind, label: of }) =>
          (kind === wanted && (name === null || of === name)) || isLabelled(kind, of, name, wanted),
      );
      if (target === undefined)
        throw cannot(statement, `'${wanted}' leaves no loop`, "write it in a loop, or use 'return'");
      return leave(machine, out(machine, target, statement));
    }
    default:
      if (type.startsWith('TS')) return 'goes on';
      throw refused(statement) ?? cannot(statement, 'this statement is not known here');
  }
}

const isLabelled = (kind: Target['kind'], label: string | null, name: string | null, wanted: string): boolean =>
  kind === 'labelled' && wanted === 'break' && name !== null && label === name;

const LABELS_ARE_THEIRS = new Set([
  ...['ForStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement', 'SwitchStatement'],
]);

/** A label of a loop is the loop's; of anything else it is what `break` leaves. */
function executeLabelled(machine: Machine, { label: { name }, body }: acorn.LabeledStatement, scope: Scope): Flow {
  if (LABELS_ARE_THEIRS.has(body.type)) return executeOne(machine, body, scope, name);
  const target = openTarget(machine, 'labelled', name);
  return closeTarget(machine, target, executeOne(machine, body, scope, name)).flow;
}

/** A loop of the graph goes through all of its turns. */
function out(machine: Machine, target: Target, at: AnyNode): Target {
  const from = machine.targets.indexOf(target);
  const isThrough = machine.targets.slice(from).some(({ isRunTime }) => isRunTime);
  if (!isThrough) return target;
  const help = "go through all turns and let the others do nothing: 'if (found) continue;'";
  throw new Fault('WG352', at, 'a loop whose turns are as many as is known at run time is left in the middle', help);
}

function declareVariables(machine: Machine, { kind, declarations }: acorn.VariableDeclaration, scope: Scope): Flow {
  for (const { id, init } of declarations) {
    const value = init == null ? UNDEFINED : machine.evaluate(init, scope);
    if (kind === 'var') bindVar(machine, id, init == null ? null : value, scope);
    else bind(machine, id, value, scope, kind === 'const' ? 'const' : 'let');
    // What the function itself calls a number, emitted code calls so, too.
    if (
      id.type === 'Identifier' &&
      value.kind === 'number' &&
      machine.calls.length === 1 &&
      !machine.named.has(id.name)
    )
      machine.named.set(id.name, value.node);
  }
  return 'goes on';
}

/** `else if` again and again is as long as the user likes. */
function executeIf(machine: Machine, statement: acorn.IfStatement, scope: Scope): Flow {
  const { test, consequent, alternate } = statement;
  const { build } = machine;
  machine.build = build.at(test);
  const condition = conditionOf(machine, machine.evaluate(test, scope), test);
  const isGuard = machine.build.constantValue(condition) === undefined && throwsOnly(consequent);
  const holds = isGuard && isOfLengths(machine, test, scope) ? build.constant(0) : condition;
  const flow = branch(
    machine,
    holds,
    () => execute(machine, [consequent], inner(scope)),
    () => (alternate == null ? 'goes on' : execute(machine, [alternate], inner(scope))),
  );
  machine.build = build;
  return flow;
}

function whileKnown(
  machine: Machine,
  statement: acorn.WhileStatement | acorn.DoWhileStatement,
  scope: Scope,
  label: string | null,
): Flow {
  let isFirst = statement.type === 'DoWhileStatement';
  const goesOn = (): boolean => {
    if (isFirst) {
      isFirst = false;
      return true;
    }
    const value = known(machine, machine.evaluate(statement.test, scope));
    if (value !== undefined) return Boolean(value);
    const help = "write a loop of so many turns: 'for (let k = 0; k < 50; k++)'";
    throw new Fault('WG352', statement.test, 'how often this loop runs depends on values', help);
  };
  return writtenOut(machine, label, statement, goesOn, () => execute(machine, [statement.body], inner(scope)));
}
