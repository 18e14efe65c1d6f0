// `for (let i = 0; i < n; i++)` and `for (const v of x)`.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { copyOfChosen } from './choices.js';
import { knownDifference } from './edges.js';
import { assign } from './expressions.js';
import { cannot, Fault } from './fault.js';
import { type Counted, countedLoop, loopOfMany, writtenOut } from './loops.js';
import {
  conditionOf,
  constant,
  contentsOf,
  type Flow,
  known,
  type Machine,
  nameOfKind,
  newArray,
  newCell,
  numeric,
} from './machine.js';
import { binary } from './operators.js';
import { bind, bindVar } from './patterns.js';
import { elementOf, lengthOf } from './rows.js';
import { apply, changesSince, layerOver, read } from './store.js';
import { childrenOf, unwrapped } from './syntax-tree.js';
import { HOLE, type NumberValue, type Rows, type Scope, UNDEFINED, type Value } from './values.js';

const innerOf = (outer: Scope): Scope => ({ outer, names: new Map() });

/** A loop that counts. */
interface Counting {
  readonly name: string;
  readonly first: AnyNode;
  readonly end: AnyNode;
  readonly isInclusive: boolean;
  /** What is added to the variable before it is compared: 1 in `i + 1 < n`. */
  readonly ahead: number;
  readonly step: number;
  readonly isIt: (node: AnyNode) => boolean;
  /** Where the variable is one that the loop leaves behind. */
  readonly outer: acorn.Identifier | null;
}

export function overRange(machine: Machine, statement: acorn.ForStatement, outer: Scope, label: string | null): Flow {
  // What it begins with is evaluated here to see how it counts; a loop that is gone through step by step begins anew.
  const base = machine.store;
  machine.store = layerOver(base);
  const flow = counted(machine, statement, outer, label);
  const changes = changesSince(machine.store, base);
  machine.store = base;
  if (flow === null) return stepByStep(machine, statement, innerOf(outer), label);
  apply(base, changes);
  return flow;
}

/** A loop that counts, as one of the graph; null for any other. */
function counted(machine: Machine, statement: acorn.ForStatement, outer: Scope, label: string | null): Flow | null {
  const scope = innerOf(outer);
  const counting = countingOf(machine, statement, scope);
  if (counting === null) return null;
  const { name, step, isInclusive } = counting;
  const first = numeric(machine, machine.evaluate(counting.first, scope), counting.first);
  const bound = numeric(machine, machine.evaluate(counting.end, scope), counting.end);
  const shift = step > 0 ? (isInclusive ? 1 : 0) : isInclusive ? 0 : 1;
  const value = known(machine, bound);
  // Ends that are no whole numbers are those that the last turn is before.
  const whole = value === undefined || Number.isInteger(value);
  const isKnown = value !== undefined && known(machine, first) !== undefined;
  if (isKnown && (!whole || counting.outer !== null)) return null;
  const by = shift - counting.ahead;
  const end = by === 0 ? bound : (binary(machine, '+', bound, constant(machine, by), counting.end) as typeof bound);
  const stays = (): void => {
    const [now, stepNow] = [
      machine.evaluate(counting.end, scope),
      stepOf(machine, statement.update!, counting.isIt, scope),
    ];
    const isSame = known(machine, bound) !== undefined && known(machine, bound) === known(machine, now);
    const isStill =
      isSame || (now.kind === 'number' && (now.node === bound.node || knownDifference(machine, now, bound) === 0));
    if (isStill && stepNow === step) return;
    const help = 'let the turns leave the numbers alone that the loop runs to';
    throw new Fault('WG352', counting.end, 'the turns of this loop change how often it runs', help);
  };
  const loop: Counted = { first, end, step, name, label, stays };
  const turn = (i: NumberValue): Flow => {
    const own = innerOf(scope);
    bind(machine, { type: 'Identifier', name, start: statement.start, end: statement.end } as AnyNode, i, own, 'const');
    return machine.execute([statement.body], innerOf(own));
  };
  if (isKnown) return loopOfMany(machine, loop, statement, turn);
  // Functions of the outside that look at it, or set it, would not see the turns.
  if (counting.outer !== null) leaveBehind(machine, counting.outer, statement, scope);
  const flow = countedLoop(machine, loop, statement, turn);
  if (counting.outer !== null) leaveBehind(machine, counting.outer, statement, scope);
  return flow;
}

/** What the variable is after a loop of the graph, nobody asks. */
function leaveBehind(machine: Machine, id: acorn.Identifier, { init }: acorn.ForStatement, scope: Scope): void {
  const message = 'what a loop over a length has left in its variable is not known here';
  const left: Value = {
    kind: 'unclear',
    node: null,
    message,
    help: `declare it in the loop: 'for (let ${id.name} = …'`,
    choice: null,
  };
  if (init?.type === 'VariableDeclaration') bindVar(machine, id, left, scope);
  else assign(machine, id, left, scope);
}

/** How the loop counts; null for one that does it in another way, or in whose turns the variable is set. */
function countingOf(machine: Machine, { init, test, update, body }: acorn.ForStatement, scope: Scope): Counting | null {
  if (test?.type !== 'BinaryExpression' || update == null) return null;
  const isAssigned = init?.type === 'AssignmentExpression' && init.operator === '=' && init.left.type === 'Identifier';
  const [declarator, ...others] = init?.type === 'VariableDeclaration' ? init.declarations : [];
  const id = isAssigned ? (init.left as acorn.Identifier) : declarator?.id;
  const start = isAssigned ? init.right : declarator?.init;
  if (id?.type !== 'Identifier' || start == null) return null;
  const { name } = id;
  const isVar = init?.type === 'VariableDeclaration' && init.kind === 'var';
  const isIt = (node: AnyNode): boolean =>
    unwrapped(node).type === 'Identifier' && (unwrapped(node) as acorn.Identifier).name === name;
  const step = stepOf(machine, update, isIt, scope);
  if (step === null || isSet(body, isIt)) return null;
  const flipped: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
  const left = aheadOf(machine, test.left, isIt, scope);
  const right = left === null ? aheadOf(machine, test.right, isIt, scope) : null;
  const ahead = left ?? right;
  if (ahead === null) return null;
  const isLeft = left !== null;
  const operator = isLeft ? test.operator : flipped[test.operator];
  const end = isLeft ? test.right : test.left;
  const isRight = step > 0 ? operator === '<' || operator === '<=' : operator === '>' || operator === '>=';
  if (!isRight || mentions(end, isIt)) return null;
  for (const { id, init: value } of others)
    if (isVar) return null;
    else bind(machine, id, value == null ? { kind: 'undefined' } : machine.evaluate(value, scope), scope, 'const');
  const outer = isAssigned || isVar ? id : null;
  return { name, first: start, end, isInclusive: operator!.length === 2, ahead, step, isIt, outer };
}

/** What `i`, `i + 1` and `i - 1` add to the variable; null for everything else. */
function aheadOf(machine: Machine, written: AnyNode, isIt: (node: AnyNode) => boolean, scope: Scope): number | null {
  const node = unwrapped(written);
  if (isIt(node)) return 0;
  if (node.type !== 'BinaryExpression' || !isIt(node.left) || mentions(node.right, isIt)) return null;
  if (node.operator !== '+' && node.operator !== '-') return null;
  const value = known(machine, machine.evaluate(node.right, scope));
  if (value === undefined || !Number.isSafeInteger(value)) return null;
  return node.operator === '+' ? value : -value;
}

function stepOf(machine: Machine, update: AnyNode, isIt: (node: AnyNode) => boolean, scope: Scope): number | null {
  if (update.type === 'UpdateExpression' && isIt(update.argument)) return update.operator === '++' ? 1 : -1;
  if (update.type !== 'AssignmentExpression' || !isIt(update.left)) return null;
  const { operator, right } = update;
  const sign = operator === '+=' ? 1 : operator === '-=' ? -1 : null;
  let by: AnyNode = right;
  let direction = sign;
  if (operator === '=' && right.type === 'BinaryExpression' && isIt(right.left)) {
    direction = right.operator === '+' ? 1 : right.operator === '-' ? -1 : null;
    by = right.right;
  }
  if (direction === null || mentions(by, isIt)) return null;
  const value = known(machine, machine.evaluate(by, scope));
  return value !== undefined && Number.isInteger(value) && value !== 0 ? direction * value : null;
}

function mentions(node: AnyNode, isIt: (node: AnyNode) => boolean): boolean {
  const pending = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (isIt(at)) return true;
    pending.push(...childrenOf(at));
  }
  return false;
}

/** Whether something in a loop sets its variable. */
function isSet(body: AnyNode, isIt: (node: AnyNode) => boolean): boolean {
  const pending = [body];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === 'AssignmentExpression' && mentions(at.left, isIt) && at.left.type !== 'MemberExpression')
      return true;
    if (at.type === 'UpdateExpression' && isIt(at.argument)) return true;
    pending.push(...childrenOf(at));
  }
  return false;
}

/** A loop whose conditions are known, turn by turn. */
function stepByStep(machine: Machine, statement: acorn.ForStatement, scope: Scope, label: string | null): Flow {
  const { init, test, update, body } = statement;
  if (init?.type === 'VariableDeclaration') machine.execute([init], scope);
  else if (init != null) machine.evaluate(init, scope);
  const isLet = init?.type === 'VariableDeclaration' && init.kind === 'let';
  let own = scope;
  let isFirst = true;
  const goesOn = (): boolean => {
    if (!isFirst && isLet) own = renewed(machine, own);
    if (!isFirst && update != null) machine.evaluate(update, own);
    isFirst = false;
    if (test == null) return true;
    const value = machine.evaluate(test, own);
    const decided = known(machine, value) ?? (value.kind === 'undefined' ? 0 : undefined);
    if (decided !== undefined) return Boolean(decided);
    conditionOf(machine, value, test);
    const help = "loops run between numbers and lengths, and count themselves: 'for (let i = 0; i < x.length; i++)'";
    throw new Fault('WG352', test, 'how often this loop runs is not known', help);
  };
  return writtenOut(machine, label, statement, goesOn, () => machine.execute([body], innerOf(own)));
}

/** The variables of a loop are each turn's own: functions that a turn makes see what they were in it. */
function renewed(machine: Machine, { outer, names }: Scope): Scope {
  const copies = [...names].map(([name, { cell, isConstant }]) => {
    const held = read(machine.store, cell)!;
    return [name, { cell: newCell(machine, held), isConstant }] as const;
  });
  return { outer, names: new Map(copies) };
}

export function overElements(
  machine: Machine,
  statement: acorn.ForOfStatement,
  outer: Scope,
  label: string | null,
): Flow {
  if (statement.await) throw cannot(statement, 'what comes later has no derivative');
  const entries = entriesOf(statement.right);
  const gone = entries?.of ?? statement.right;
  const of = copyOfChosen(machine, machine.evaluate(gone, outer), gone);
  if (of.kind !== 'reference')
    throw new Fault('WG351', statement.right, `this is ${nameOfKind(machine, of)}, not an array`);
  const { left, body } = statement;
  const turn = (item: Value): Flow => {
    const scope = innerOf(outer);
    if (left.type === 'VariableDeclaration')
      bind(machine, left.declarations[0]!.id, item, scope, left.kind === 'const' ? 'const' : 'let');
    else assign(machine, left, item, scope);
    return machine.execute([body], innerOf(scope));
  };
  const given = (i: Value, item: () => Value): Value => {
    if (entries === null) return item();
    return entries.name === 'keys' ? i : newArray(machine, [i, item()]);
  };
  const contents = contentsOf(machine, of);
  if (contents.kind === 'fields') throw new Fault('WG351', statement.right, 'this is an object, not an array');
  if (contents.kind === 'list') {
    let i = 0;
    const items = (): readonly Value[] => (contentsOf(machine, of) as typeof contents).items;
    return writtenOut(
      machine,
      label,
      statement,
      () => i < items().length,
      () => {
        const position = constant(machine, i);
        const item = items()[i++]!;
        return turn(given(position, () => (item === HOLE ? UNDEFINED : item)));
      },
    );
  }
  const counted = { first: constant(machine, 0), end: lengthOf(machine, contents), step: 1, name: 'i', label };
  return countedLoop(machine, counted, statement, i => {
    const item = (): Value => elementOf(machine, of.cell, contentsOf(machine, of) as Rows, i, statement.right);
    return turn(given(i, item));
  });
}

interface Entries {
  readonly of: acorn.Expression;
  readonly name: 'entries' | 'keys';
}

/** What `x.entries()` goes over; null for every other expression. */
function entriesOf(written: AnyNode): Entries | null {
  const node = unwrapped(written);
  if (node.type !== 'CallExpression' || node.arguments.length > 0) return null;
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
  const { name } = callee.property;
  return name === 'entries' || name === 'keys' ? { of: callee.object as acorn.Expression, name } : null;
}
