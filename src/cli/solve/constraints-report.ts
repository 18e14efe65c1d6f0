// What is said of constraints where a solver has stopped: their values and multipliers, and how well the conditions of an optimum hold.

import type { Held, SecondOrder } from '../../solve/constrained/subject.js';
import type { Solution } from '../../solve/minimize.js';
import { table } from '../terminal/columns.js';

/** Elements beyond which a constraint is not listed whole. */
const MOST_LISTED = 10;

/** A row for each constraint, and for each bound that is met. */
export function constraintsText({ held, converged }: Solution): string[] {
  if (held === undefined) return [];
  const rows = held.constraints.flatMap(({ text, value, multiplier }) => {
    const [values, multipliers] = [flat(value), flat(multiplier)];
    const places = placesIn(value);
    const listed = values.slice(0, MOST_LISTED).map((of, i) => {
      const name = `${i === 0 ? text : ''} ${places[i]}`.trim();
      return [name, shown(of), converged ? shown(multipliers[i]!) : ''];
    });
    const rest = values.length - listed.length;
    return rest === 0 ? listed : [...listed, [`… ${rest} more: --json`, '', '']];
  });
  const bounds = converged
    ? Object.entries(held.boundMultipliers).flatMap(([name, of]) => {
        const places = placesIn(of);
        const met = flat(of).flatMap((multiplier, i) =>
          multiplier === 0 ? [] : [[`bound of ${name}${places[i]}`, '', shown(multiplier)]],
        );
        const rest = met.length - MOST_LISTED;
        return rest <= 0 ? met : [...met.slice(0, MOST_LISTED), [`… ${rest} more: --json`, '', '']];
      })
    : [];
  const head = ['constraint', 'left − right', converged ? 'λ = df*/du' : ''];
  return [table([head, ...rows, ...bounds])];
}

type Nested = number | number[] | number[][];

const flat = (of: Nested): number[] => (typeof of === 'number' ? [of] : of.flat());

/** Where elements stand: nothing for a number, `[2]` in a vector, `[1,2]` in a matrix. */
function placesIn(of: Nested): string[] {
  if (typeof of === 'number') return [''];
  return of.flatMap((row, i) => (typeof row === 'number' ? [`[${i + 1}]`] : row.map((_, j) => `[${i + 1},${j + 1}]`)));
}

/** What rounding leaves of 0 is shown as it is. */
const shown = (of: number): string => String(of);

export function factsOfConstraints({ held, converged }: Solution, shortNumber: (of: number) => string): string[][] {
  const { residuals, secondOrder, independent }: Held = held!;
  const { stationarity, feasibility, complementarity } = residuals;
  // Elsewhere multipliers are on their way.
  if (!converged) return [['constraints missed by', shortNumber(feasibility)]];
  return [
    ['stationarity', shortNumber(stationarity)],
    ['feasibility', shortNumber(feasibility)],
    ['complementarity', shortNumber(complementarity)],
    ...(secondOrder === null ? [] : [['second order', SECOND_ORDER[secondOrder]]]),
    ...(independent ? [] : [['multipliers', 'others do as well: gradients of the constraints depend on each other']]),
  ];
}

const SECOND_ORDER: Readonly<Record<SecondOrder, string>> = {
  minimum: 'sufficient: the reduced Hessian is definite',
  saddle: 'not an optimum: the reduced Hessian has a direction that leads on',
  undecided: 'undecided: the reduced Hessian is singular',
};
