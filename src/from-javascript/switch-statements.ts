// `switch`: each case is a way of its own through all that stands behind it, up to what leaves; the default is what is left.

import type * as acorn from 'acorn';
import { branch, closeTarget, leave, openTarget } from './branches.js';
import { conditionOf, type Flow, type Machine } from './machine.js';
import { binary } from './operators.js';
import type { Scope } from './values.js';

export function executeSwitch(
  machine: Machine,
  { discriminant, cases }: acorn.SwitchStatement,
  outer: Scope,
  label: string | null,
): Flow {
  const scope: Scope = { outer, names: new Map() };
  const value = machine.evaluate(discriminant, outer);
  const target = openTarget(machine, 'break', label);
  /** From a case on, through those behind it. */
  const from = (position: number): Flow =>
    machine.execute(
      cases.slice(position).flatMap(({ consequent }) => consequent),
      { outer: scope, names: new Map() },
    );
  let flow: Flow = 'goes on';
  for (const [position, { test }] of cases.entries()) {
    if (test == null || flow === 'leaves') continue;
    const condition = conditionOf(machine, binary(machine, '===', value, machine.evaluate(test, scope), test), test);
    flow = branch(
      machine,
      condition,
      () => (from(position) === 'leaves' ? 'leaves' : leave(machine, target)),
      () => 'goes on',
    );
  }
  const otherwise = cases.findIndex(({ test }) => test == null);
  if (flow === 'goes on' && otherwise !== -1) flow = from(otherwise);
  return closeTarget(machine, target, flow).flow;
}
