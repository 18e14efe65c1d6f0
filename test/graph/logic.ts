// Formulas of conditions and their truth tables, which guards and condition nodes are held against.

import fc from 'fast-check';

export type Logic =
  | { readonly kind: 'condition'; readonly node: number }
  | { readonly kind: 'not'; readonly of: Logic }
  | { readonly kind: 'and' | 'or'; readonly left: Logic; readonly right: Logic };

/** Truth of every condition: bit `n` is that of node `n`. */
export type Assignment = number;

export const assignments = (conditions: number): Assignment[] => Array.from({ length: 2 ** conditions }, (_, i) => i);

/** Of a formula, or of the condition of a number. */
export function truth(formula: Logic | number, assignment: Assignment): boolean {
  if (typeof formula === 'number') return ((assignment >> formula) & 1) === 1;
  switch (formula.kind) {
    case 'condition':
      return truth(formula.node, assignment);
    case 'not':
      return !truth(formula.of, assignment);
    case 'and':
      return truth(formula.left, assignment) && truth(formula.right, assignment);
    case 'or':
      return truth(formula.left, assignment) || truth(formula.right, assignment);
  }
}

/** Random formulas of so many conditions. */
export function logic(conditions: number): fc.Arbitrary<Logic> {
  return fc.letrec<{ formula: Logic }>(tie => ({
    formula: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.record({ kind: fc.constant('condition' as const), node: fc.nat(conditions - 1) }),
      fc.record({ kind: fc.constant('not' as const), of: tie('formula') }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('formula'), right: tie('formula') }),
    ),
  })).formula;
}
