// Recurrences of one state and of two, upwards and downwards, and what is made of their states.

import { combined, type Expression, type Place } from './program.js';

/** A recurrence, whose states stay moderate if what is added does. */
interface Recurrence {
  readonly text: (added: string) => string;
  /** In the order in which they are computed; bases have a text of their own. */
  readonly states: (n: number) => readonly { readonly place: number; readonly base: string | null }[];
  /** Where the states stand that a step reads, from its own place. */
  readonly back: readonly number[];
}

const ascending = (low: number, high: number): number[] =>
  Array.from({ length: Math.max(0, high - low + 1) }, (_, k) => low + k);

const FORMS: readonly Recurrence[] = [
  {
    text: step => `z[1] = a\nz[i] = tanh(b*z[i-1]) + (${step})/4 for i = 2:n`,
    states: n => [{ place: 1, base: 'a' }, ...ascending(2, n).map(place => ({ place, base: null }))],
    back: [-1],
  },
  {
    text: step => `z[1] = a\nz[2] = b + 0.5\nz[i] = sin(z[i-1]) - b*z[i-2]/2 + (${step})/4 for i = 3:n`,
    states: n => [
      { place: 1, base: 'a' },
      { place: 2, base: 'b + 0.5' },
      ...ascending(3, n).map(place => ({ place, base: null })),
    ],
    back: [-1, -2],
  },
  {
    text: step => `z[n+1] = a\nz[i] = tanh(b*z[i+1]) + (${step})/4 for i = n:-1:1`,
    states: n => [
      { place: n + 1, base: 'a' },
      ...ascending(1, n)
        .reverse()
        .map(place => ({ place, base: null })),
    ],
    back: [1],
  },
  {
    text: step => `z[1] = a\nz[i] = (z[i-1] > b ? z[i-1]/2 : z[i-1] + 0.75) + (${step})/4 for i = 2:n`,
    states: n => [{ place: 1, base: 'a' }, ...ascending(2, n).map(place => ({ place, base: null }))],
    back: [-1],
  },
];

/** What a step is of its states before, at length. */
const STEPS: readonly ((before: readonly string[], step: string) => string)[] = [
  ([z], step) => `tanh(b*${z}) + (${step})/4`,
  ([z, y], step) => `sin(${z}) - b*${y}/2 + (${step})/4`,
  ([z], step) => `tanh(b*${z}) + (${step})/4`,
  ([z], step) => `(${z} > b ? ${z}/2 : ${z} + 0.75) + (${step})/4`,
];

/** The lines of a recurrence whose step adds an expression of the index i, and an expression of its states. */
export function recurring(form: number, use: number, step: Expression, n: number) {
  const k = form % FORMS.length;
  const { text, states, back } = FORMS[k]!;
  const state = (place: number): string => `z_${place}`;
  const between = {
    text: text(step.text),
    write(place: Place): void {
      for (const { place: i, base } of states(n)) {
        const before = back.map(by => state(i + by));
        const of = base ?? STEPS[k]!(before, step.at({ ...place, indices: { i } }));
        place.long.lines.push(`${state(i)} = ${of}`);
      }
    },
  };
  const all = (of: (place: number) => string): string[] => states(n).map(({ place }) => of(place));
  const uses: readonly (readonly [string, (place: Place) => string])[] = [
    ['z[n]', () => state(n)],
    ['sum(z)', ({ long }) => combined('sum', all(state), long)],
    [
      'sum(square(z[i] - x[i]), i = 1:n)',
      ({ long }) =>
        combined(
          'sum',
          ascending(1, n).map(i => `square(${state(i)} - x[${i}])`),
          long,
        ),
    ],
    ['norm(z)', ({ long }) => combined('norm', all(state), long)],
    ['max(z[i], i = 1:n)*p[1]', ({ long }) => `(${combined('max', ascending(1, n).map(state), long)})*p[1]`],
  ];
  // All of it is there from as many on as it starts from.
  const isWhole = use % uses.length === 1 || use % uses.length === 3;
  const [shortly, at] = uses[isWhole && n < back.length ? 0 : use % uses.length]!;
  const last: Expression = { text: shortly, rows: false, at };
  return { between, use: last };
}
