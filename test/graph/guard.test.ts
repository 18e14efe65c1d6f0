// Guards against truth tables: every operation at every assignment of its conditions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALWAYS,
  both,
  conditionGuard,
  createGuards,
  either,
  type Guard,
  type GuardStore,
  isExhausted,
  NEVER,
  negation,
  without,
} from '../../src/graph/guard.js';
import { type Assignment, assignments, type Logic, logic, truth } from './logic.js';

const CONDITIONS = 5;

/** What a guard says where condition node `n` is true if bit `n` of the assignment is set, read from its diagram. */
function holds(store: GuardStore, guard: Guard, assignment: Assignment): boolean {
  let at = guard;
  while (at !== NEVER && at !== ALWAYS) {
    const variable = store.variables[store.rank[at]!]!;
    let isTrue: boolean;
    if (variable.kind === 'condition') isTrue = truth(variable.node, assignment);
    else {
      const [left, right] = [variable.left, variable.right].map(part => holds(store, part, assignment));
      isTrue = variable.combine === 'and' ? left! && right! : left! || right!;
    }
    at = isTrue ? store.high[at]! : store.low[at]!;
  }
  return at === ALWAYS;
}

function guardOf(store: GuardStore, formula: Logic): Guard {
  switch (formula.kind) {
    case 'condition':
      return conditionGuard(store, formula.node);
    case 'not':
      return negation(store, guardOf(store, formula.of));
    case 'and':
      return both(store, guardOf(store, formula.left), guardOf(store, formula.right));
    case 'or':
      return either(store, guardOf(store, formula.left), guardOf(store, formula.right));
  }
}

const formulas = logic(CONDITIONS);
const all = assignments(CONDITIONS);
const tableOf = (formula: Logic): boolean[] => all.map(assignment => truth(formula, assignment));
const tableOfGuard = (store: GuardStore, guard: Guard): boolean[] =>
  all.map(assignment => holds(store, guard, assignment));

describe('constants', () => {
  it('are neutral and absorbing', () => {
    const store = createGuards();
    const a = conditionGuard(store, 0);
    expect([both(store, a, ALWAYS), both(store, ALWAYS, a), either(store, a, NEVER), either(store, NEVER, a)]).toEqual([
      ...[a, a, a, a],
    ]);
    expect([both(store, a, NEVER), both(store, NEVER, a)]).toEqual([NEVER, NEVER]);
    expect([either(store, a, ALWAYS), either(store, ALWAYS, a)]).toEqual([ALWAYS, ALWAYS]);
    expect([negation(store, NEVER), negation(store, ALWAYS)]).toEqual([ALWAYS, NEVER]);
    expect([both(store, a, a), either(store, a, a)]).toEqual([a, a]);
  });

  it('come out of a condition and its complement', () => {
    const store = createGuards();
    const a = conditionGuard(store, 3);
    const complement = negation(store, a);
    expect(both(store, a, complement)).toBe(NEVER);
    expect(either(store, a, complement)).toBe(ALWAYS);
    expect(negation(store, complement)).toBe(a);
  });
});

describe('random combinations of conditions', () => {
  it('have the truth table of their formula', () => {
    fc.assert(
      fc.property(formulas, formula => {
        const store = createGuards();
        expect(tableOfGuard(store, guardOf(store, formula))).toEqual(tableOf(formula));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('are the same integer exactly where they have the same truth table', () => {
    fc.assert(
      fc.property(fc.array(formulas, { minLength: 2, maxLength: 12 }), list => {
        const store = createGuards();
        const guards = list.map(formula => guardOf(store, formula));
        const tables = list.map(formula => tableOf(formula).map(Number).join(''));
        for (const [i, table] of tables.entries()) {
          for (const [j, other] of tables.entries()) expect(guards[i] === guards[j]).toBe(table === other);
        }
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it('test conditions in the order of their first calls', () => {
    const store = createGuards();
    const [a, b, c] = [7, 3, 5].map(node => conditionGuard(store, node));
    const guard = either(store, both(store, c!, b!), both(store, a!, negation(store, b!)));
    const ranks: number[] = [];
    for (let at = guard; at > ALWAYS; at = store.high[at]!) ranks.push(store.rank[at]!);
    expect(ranks).toEqual([...ranks].sort((x, y) => x - y));
    expect(store.variables).toEqual([7, 3, 5].map(node => ({ kind: 'condition', node })));
    expect(conditionGuard(store, 3)).toBe(b);
  });
});

describe('without', () => {
  it('is true exactly where some outcome of the dropped conditions makes the guard true', () => {
    fc.assert(
      fc.property(formulas, fc.integer({ min: 0, max: 2 ** CONDITIONS - 1 }), (formula, dropped) => {
        const store = createGuards();
        const guard = guardOf(store, formula);
        const weaker = without(store, guard, v => v.kind === 'condition' && truth(v.node, dropped), new Map());
        for (const assignment of all) {
          const some = all.some(other => (other & ~dropped) === (assignment & ~dropped) && truth(formula, other));
          expect(holds(store, weaker, assignment)).toBe(some);
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('remembers what it has found under the memo that it is given', () => {
    const store = createGuards();
    const [a, b] = [conditionGuard(store, 0), conditionGuard(store, 1)];
    const memo = new Map<Guard, Guard>();
    expect(without(store, both(store, a, b), v => v.kind === 'condition' && v.node === 0, memo)).toBe(b);
    expect(memo.get(both(store, a, b))).toBe(b);
    expect(without(store, ALWAYS, () => true, memo)).toBe(ALWAYS);
    expect(without(store, NEVER, () => true, memo)).toBe(NEVER);
  });
});

describe('beyond the budget', () => {
  it('combinations become opaque, say so, and still have their truth table', () => {
    let exhausted = 0;
    fc.assert(
      fc.property(formulas, fc.nat(2), (formula, budget) => {
        const store = createGuards();
        store.budget = budget;
        expect(tableOfGuard(store, guardOf(store, formula))).toEqual(tableOf(formula));
        expect(isExhausted(store)).toBe(store.variables.some(({ kind }) => kind === 'combination'));
        if (isExhausted(store)) exhausted++;
      }),
      { numRuns: 500, seed: 4 },
    );
    expect(exhausted).toBeGreaterThan(50);
  });

  it('constants are still neutral and absorbing', () => {
    const store = createGuards();
    const guard = either(
      store,
      both(store, conditionGuard(store, 0), conditionGuard(store, 1)),
      conditionGuard(store, 2),
    );
    store.budget = 0;
    expect([both(store, guard, ALWAYS), both(store, ALWAYS, guard)]).toEqual([guard, guard]);
    expect([either(store, guard, NEVER), either(store, NEVER, guard)]).toEqual([guard, guard]);
    expect([both(store, guard, NEVER), either(store, ALWAYS, guard), both(store, guard, guard)]).toEqual([
      ...[NEVER, ALWAYS, guard],
    ]);
    expect(isExhausted(store)).toBe(false);
  });

  it('is not reached by a hundred nested conditions', () => {
    const store = createGuards();
    let guard = ALWAYS;
    for (let node = 0; node < 100; node++) guard = both(store, guard, conditionGuard(store, node));
    for (let node = 0; node < 100; node++) guard = either(store, guard, conditionGuard(store, node));
    expect(isExhausted(store)).toBe(false);
  });
});

it('goes through diagrams that are deeper than the stack', () => {
  const store = createGuards();
  const depth = 20_000;
  let odd = NEVER;
  let everywhere = ALWAYS;
  // From the innermost condition outwards: each step is of constant size.
  for (let node = 0; node < depth; node++) conditionGuard(store, node);
  for (let node = depth - 1; node >= 0; node--) {
    odd = either(store, conditionGuard(store, node), odd);
    everywhere = both(store, conditionGuard(store, node), everywhere);
  }
  expect(negation(store, negation(store, odd))).toBe(odd);
  expect(both(store, everywhere, odd)).toBe(everywhere);
  expect(without(store, everywhere, v => v.kind === 'condition' && v.node > 0, new Map())).toBe(
    conditionGuard(store, 0),
  );
});
