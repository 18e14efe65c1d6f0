// Guards: under which conditions a node is needed, as interned booleans.
//
// A guard is a reduced ordered binary decision diagram (Bryant 1986) over the truth of condition nodes, so equal conditions
// are equal integers: a value used in both arms of a conditional gets the guard of the conditional itself. Conditions are
// ordered so that an outer one comes before those that are looked at inside its arms. Diagrams can explode; past a budget
// of work a combination becomes a variable of its own, which stays right and only loses the recognition of equals.

import { type Budget, checkTime } from '../limits.js';
import type { Node } from '../ops/operation.js';

/** Index of a guard in its store. */
export type Guard = number;

export const NEVER: Guard = 0;
export const ALWAYS: Guard = 1;

type Combination = 'and' | 'or';

/** What a variable of the diagrams stands for. */
export type Variable =
  | { readonly kind: 'condition'; readonly node: Node }
  | { readonly kind: 'combination'; readonly combine: Combination; readonly left: Guard; readonly right: Guard };

export interface GuardStore {
  /** Variable tested by each guard; Infinity for NEVER and ALWAYS. */
  readonly rank: number[];
  readonly high: Guard[];
  readonly low: Guard[];
  /** Number of decisions of each guard, written out as a tree. */
  readonly weight: number[];
  readonly variables: Variable[];
  readonly unique: Map<string, Guard>;
  readonly memo: Map<string, Guard>;
  readonly variableOf: Map<Node, number>;
  /** Steps left before combinations become opaque. */
  budget: number;
  /** Looked at while diagrams are combined. */
  readonly clock: Budget | null;
}

const BUDGET = 4_000_000;

/** @param clock whose end throws LimitReached */
export function createGuards(clock: Budget | null = null): GuardStore {
  return {
    rank: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    high: [NEVER, ALWAYS],
    low: [NEVER, ALWAYS],
    weight: [0, 0],
    variables: [],
    unique: new Map(),
    memo: new Map(),
    variableOf: new Map(),
    budget: BUDGET,
    clock,
  };
}

/** The guard that a condition node is true. Its rank is the order of first calls. */
export function conditionGuard(store: GuardStore, node: Node): Guard {
  let variable = store.variableOf.get(node);
  if (variable === undefined) {
    variable = store.variables.push({ kind: 'condition', node }) - 1;
    store.variableOf.set(node, variable);
  }
  return decide(store, variable, ALWAYS, NEVER);
}

function decide(store: GuardStore, variable: number, high: Guard, low: Guard): Guard {
  if (high === low) return high;
  const key = `${variable},${high},${low}`;
  let guard = store.unique.get(key);
  if (guard === undefined) {
    guard = store.rank.push(variable) - 1;
    store.high.push(high);
    store.low.push(low);
    store.weight.push(1 + store.weight[high]! + store.weight[low]!);
    store.unique.set(key, guard);
  }
  return guard;
}

export const both = (store: GuardStore, left: Guard, right: Guard): Guard => combine(store, 'and', left, right);
export const either = (store: GuardStore, left: Guard, right: Guard): Guard => combine(store, 'or', left, right);

function settled(kind: Combination, left: Guard, right: Guard): Guard | undefined {
  if (left === right) return left;
  const neutral = kind === 'and' ? ALWAYS : NEVER;
  const absorbing = kind === 'and' ? NEVER : ALWAYS;
  if (left === absorbing || right === absorbing) return absorbing;
  if (left === neutral) return right;
  return right === neutral ? left : undefined;
}

function keyOf(kind: Combination, left: Guard, right: Guard): string {
  return left < right ? `${kind}${left},${right}` : `${kind}${right},${left}`;
}

/** Conjunction or disjunction. */
function combine(store: GuardStore, kind: Combination, left: Guard, right: Guard): Guard {
  return settled(kind, left, right) ?? combineDiagrams(store, kind, left, right);
}

/** With a stack of its own, because diagrams are as deep as there are conditions. */
function combineDiagrams(store: GuardStore, kind: Combination, left: Guard, right: Guard): Guard {
  const known = (a: Guard, b: Guard): Guard | undefined => settled(kind, a, b) ?? store.memo.get(keyOf(kind, a, b));
  const pending: [Guard, Guard][] = [[left, right]];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const [a, b] = top;
    if (store.clock !== null) checkTime(store.clock);
    if (known(a, b) !== undefined) {
      pending.pop();
      continue;
    }
    const variable = Math.min(store.rank[a]!, store.rank[b]!);
    const [aHigh, aLow] = cofactors(store, a, variable);
    const [bHigh, bLow] = cofactors(store, b, variable);
    const high = known(aHigh, bHigh);
    const low = known(aLow, bLow);
    if (high !== undefined && low !== undefined) {
      store.memo.set(keyOf(kind, a, b), decide(store, variable, high, low));
      pending.pop();
    } else if (store.budget-- <= 0) {
      store.memo.set(keyOf(kind, a, b), opaque(store, kind, a, b));
      pending.pop();
    } else {
      if (high === undefined) pending.push([aHigh, bHigh]);
      if (low === undefined) pending.push([aLow, bLow]);
    }
  }
  return known(left, right)!;
}

function cofactors(store: GuardStore, guard: Guard, variable: number): [Guard, Guard] {
  return store.rank[guard] === variable ? [store.high[guard]!, store.low[guard]!] : [guard, guard];
}

function opaque(store: GuardStore, kind: Combination, left: Guard, right: Guard): Guard {
  const variable = store.variables.push({ kind: 'combination', combine: kind, left, right }) - 1;
  return decide(store, variable, ALWAYS, NEVER);
}

/** True once combinations have become opaque: equal guards may then be different integers. */
export const isExhausted = (store: GuardStore): boolean => store.budget < 0;

export function negation(store: GuardStore, guard: Guard): Guard {
  const known = (g: Guard): Guard | undefined => (g <= ALWAYS ? ALWAYS - g : store.memo.get(`not${g}`));
  const pending = [guard];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const high = known(store.high[top]!);
    const low = known(store.low[top]!);
    if (known(top) !== undefined) pending.pop();
    else if (high !== undefined && low !== undefined) {
      store.memo.set(`not${top}`, decide(store, store.rank[top]!, high, low));
      pending.pop();
    } else {
      if (high === undefined) pending.push(store.high[top]!);
      if (low === undefined) pending.push(store.low[top]!);
    }
  }
  return known(guard)!;
}

/** The weakest guard that follows from `guard` and does not look at the dropped variables (∃). */
export function without(
  store: GuardStore,
  guard: Guard,
  drops: (variable: Variable) => boolean,
  memo: Map<Guard, Guard>,
): Guard {
  const known = (g: Guard): Guard | undefined => (g <= ALWAYS ? g : memo.get(g));
  const pending = [guard];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const high = known(store.high[top]!);
    const low = known(store.low[top]!);
    if (known(top) !== undefined) pending.pop();
    else if (high !== undefined && low !== undefined) {
      const rank = store.rank[top]!;
      memo.set(top, drops(store.variables[rank]!) ? either(store, high, low) : decide(store, rank, high, low));
      pending.pop();
    } else {
      if (high === undefined) pending.push(store.high[top]!);
      if (low === undefined) pending.push(store.low[top]!);
    }
  }
  return known(guard)!;
}
