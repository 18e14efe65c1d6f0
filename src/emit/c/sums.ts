// Sums of a loop over rows in C, in two lanes: rows go to one and the other in turn, as they do in JavaScript. Few are in variables,
// more in an array. Where rows arrive in parts, lanes wait for the next part in the array of the state.

import type { Names } from '../line/line-context.js';

/** Sums of one loop that are kept in variables; more are kept in an array. */
const MOST_VARIABLES = 12;

/** Blocks are at most 2^32: sums of as many levels are kept, and that of the block. */
export const LEVELS = 32;

/** What a loop over the rows of a block has before it, in each turn, and after it. */
interface Lanes {
  readonly before: readonly string[];
  readonly turn: readonly string[];
  readonly after: readonly string[];
}

/** @param values of a row, one for each sum; @param array that takes what a block comes to */
export function lanesOfBlock(
  values: readonly string[],
  array: string,
  names: Names,
  { row, first }: { readonly row: string; readonly first: string },
): Lanes {
  const count = values.length;
  if (count <= MOST_VARIABLES) {
    const { pairs, turn } = inVariables(values, names);
    return {
      before: pairs.map(([now, other]) => `double ${now} = 0.0, ${other} = 0.0;`),
      turn,
      after: pairs.map(([now, other], i) => `${array}[${i}] = ${now} + ${other};`),
    };
  }
  const [lanes, lane, k] = ['lanes', 'lane', 'k'].map(names.claim) as [string, string, string];
  const each = (length: number, text: string): string => `for (int ${k} = 0; ${k} < ${length}; ${k}++) ${text}`;
  return {
    before: [`double ${lanes}[${2 * count}];`, each(2 * count, `${lanes}[${k}] = 0.0;`)],
    turn: inArray(values, lane, `${lanes} + ((${row} - ${first}) & 1) * ${count}`),
    after: [each(count, `${array}[${k}] = ${lanes}[${k}] + ${lanes}[${k} + ${count}];`)],
  };
}

/** The same of some rows of a block. @param lanes array in which they wait; @param seen how many rows came before `first` */
export function lanesOfPart(
  values: readonly string[],
  lanes: string,
  names: Names,
  { row, first, seen }: { readonly row: string; readonly first: string; readonly seen: string },
): Lanes {
  const count = values.length;
  if (count <= MOST_VARIABLES) {
    const { pairs, turn } = inVariables(values, names);
    return {
      before: pairs.map(([now, other], i) => `double ${now} = ${lanes}[${i}], ${other} = ${lanes}[${i + count}];`),
      turn,
      after: pairs.flatMap(([now, other], i) => [`${lanes}[${i}] = ${now};`, `${lanes}[${i + count}] = ${other};`]),
    };
  }
  const lane = names.claim('lane');
  return {
    before: [],
    turn: inArray(values, lane, `${lanes} + ((${seen} + (${row} - ${first})) & 1) * ${count}`),
    after: [],
  };
}

function inVariables(values: readonly string[], names: Names) {
  const pairs = values.map(() => [names.claim('lane'), names.claim('lane')] as const);
  const turn = pairs.flatMap(([now, other], i) => {
    const next = names.temporary();
    return [`const double ${next} = ${now} + ${values[i]!};`, `${now} = ${other};`, `${other} = ${next};`];
  });
  return { pairs, turn };
}

const inArray = (values: readonly string[], lane: string, start: string): string[] => [
  `double *${lane} = ${start};`,
  ...values.map((value, i) => `${lane}[${i}] = ${lane}[${i}] + ${value};`),
];
