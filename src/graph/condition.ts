// A guard back as a condition in the graph: `and`, `or`, `not` over its condition nodes.

import type { Build, Node } from '../ops/operation.js';
import { ALWAYS, type Guard, type GuardStore, NEVER } from './guard.js';

/** Makes (and remembers) the condition node of a guard. @param at builder of the origin that new nodes get */
export type ConditionOf = (guard: Guard, at?: Build) => Node;

/** With a stack of its own, because guards are as deep as conditions nest. */
export function conditionBuilder(build: Build, guards: GuardStore): ConditionOf {
  const made = new Map<Guard, Node>([
    [NEVER, build.constant(0)],
    [ALWAYS, build.constant(1)],
  ]);
  return (guard, at = build) => {
    const pending = [guard];
    for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
      const missing = made.has(top) ? [] : partsOf(guards, top).filter(part => !made.has(part));
      if (missing.length > 0) pending.push(...missing);
      else {
        if (!made.has(top)) made.set(top, conditionOf(at, guards, top, made));
        pending.pop();
      }
    }
    return made.get(guard)!;
  };
}

function partsOf(guards: GuardStore, guard: Guard): Guard[] {
  const variable = guards.variables[guards.rank[guard]!]!;
  const decided = [guards.high[guard]!, guards.low[guard]!];
  return variable.kind === 'condition' ? decided : [...decided, variable.left, variable.right];
}

function conditionOf(build: Build, guards: GuardStore, guard: Guard, made: ReadonlyMap<Guard, Node>): Node {
  const variable = guards.variables[guards.rank[guard]!]!;
  const tested =
    variable.kind === 'condition'
      ? variable.node
      : build[variable.combine](made.get(variable.left)!, made.get(variable.right)!);
  const high = guards.high[guard]!;
  const low = guards.low[guard]!;
  const whenTrue = made.get(high)!;
  const whenFalse = made.get(low)!;
  if (high === ALWAYS) return low === NEVER ? tested : build.or(tested, whenFalse);
  if (low === NEVER) return build.and(tested, whenTrue);
  const untested = build.not(tested);
  if (high === NEVER) return low === ALWAYS ? untested : build.and(untested, whenFalse);
  if (low === ALWAYS) return build.or(untested, whenTrue);
  return build.or(build.and(tested, whenTrue), build.and(untested, whenFalse));
}
