// Backpropagation, step by step: values from the inputs on, then adjoints from the result back.

import type { ExplainedNumbers, Explanation } from '../../src/explain.js';
import { short } from './elements.js';

/** What one step makes known. */
export interface Step {
  readonly kind: 'value' | 'adjoint';
  /** Which of the explanation's steps. */
  readonly at: number;
  /** Which of its uses it goes over. */
  readonly uses: readonly number[];
  /** `b = a^2`, and with numbers. */
  readonly equation: string;
  readonly numbers: string;
}

export function stepsOf({ steps, uses }: Explanation, numbers: ExplainedNumbers): Step[] {
  const { values, adjoints, partials } = numbers;
  const known = [...uses.keys()];
  const forward = steps.map(({ name, operation, kind, isZero }, at): Step => {
    const own = known.filter(use => uses[use]!.user === at);
    const operands = own.map(use => `${steps[uses[use]!.operand]!.name} = ${short(values[uses[use]!.operand]!)}`);
    return {
      kind: 'value',
      at,
      uses: own,
      equation: kind === 'input' ? name : isZero ? `${operation} = 0, for ${name}` : `${name} = ${operation}`,
      numbers: `${short(values[at]!)}${operands.length === 0 ? '' : `   with ${[...new Set(operands)].join(', ')}`}`,
    };
  });
  const backward = [...steps.keys()].toReversed().flatMap((at): Step[] => {
    const { adjoint, equation, isResult, isZero } = steps[at]!;
    if (adjoint === null || equation === null) return [];
    const own = known.filter(use => uses[use]!.operand === at && uses[use]!.partial !== null);
    const terms = own.map(use => `${short(adjoints[uses[use]!.user]!)}·${short(partials[use]!)}`);
    // What an equation determines is no product of partials.
    const isOfEquation = isZero || own.some(use => steps[uses[use]!.user]!.isZero);
    const sum = [...(isResult ? ['1'] : []), ...terms].join(' + ');
    return [
      {
        kind: 'adjoint',
        at,
        uses: own,
        equation: isZero ? `0 = ${equation}, for ${adjoint}` : `${adjoint} = ${equation}`,
        numbers:
          isOfEquation || sum === short(adjoints[at]!) ? short(adjoints[at]!) : `${sum} = ${short(adjoints[at]!)}`,
      },
    ];
  });
  return [...forward, ...backward];
}
