// Fits in steps, run on an engine. What one fit asks, or many at the same time, is a query; what a query comes to is handed to those
// who asked, each his own row.
//
// Fits of groups go in lockstep: every one is at a question of its own, and those that ask the same with other parameters are asked
// for together. So a thousand fits take as many queries as the longest of them.

import type { Steps } from '../../solve/turns.js';
import type { Key, QueryRow } from '../query-types.js';
import type { Asked, Told } from './engine-sums.js';
import type { FitQueries } from './fit-queries.js';

/**
 * Rows of a statement, given the values of its placeholders in their order, and their names: PostgreSQL has $1, $2, …, DuckDB $name
 * and SQLite :name.
 */
export type Run = (
  text: string,
  values: number[],
  names: string[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Where a fit stands with who answers it. */
export interface Line {
  readonly run: Run;
  /** What the engine said in place of rows; then nothing is asked any more. */
  fault: unknown;
  /** Whether what runs is to end: the same questions may be asked again, for those of the end. */
  readonly isInterrupted: () => boolean;
}

export const createLine = (run: Run, isInterrupted: () => boolean): Line => ({ run, fault: null, isInterrupted });

/** Whether solvers are to end with what they have. */
export const isOver = ({ fault, isInterrupted }: Line): boolean => fault !== null || isInterrupted();

async function rowsOf(line: Line, text: string, values: number[], names: string[]) {
  if (line.fault !== null) return null;
  try {
    return await line.run(text, values, names);
  } catch (error) {
    // Who was interrupted is there, and may be asked once more what is known of the best point.
    if (!line.isInterrupted()) line.fault = error;
    return null;
  }
}

export async function answered<T>(steps: Steps<T, Asked, Told>, queries: FitQueries, line: Line): Promise<T> {
  let step = steps.next();
  while (step.done !== true) {
    const { name, point } = step.value;
    const parts: Float64Array[] = [];
    for (const query of queries.query(name)) {
      const names = query.parameters.map(of => of.name);
      const rows = await rowsOf(line, query.text, query.bind(point), names);
      if (rows === null) break;
      parts.push(numbersOf(query.read(rows[0] ?? {})));
    }
    step = steps.next(parts.length < queries.query(name).length ? null : joined(parts));
  }
  return step.value;
}

// Results of several numbers are an array.
const numbersOf = ({ value }: QueryRow): Float64Array => value as Float64Array;

const joined = (parts: readonly Float64Array[]): Float64Array =>
  parts.length === 1 ? parts[0]! : Float64Array.from(parts.flatMap(part => [...part]));

/** A fit of a group. */
export interface GroupSteps<T> {
  readonly keys: readonly Key[];
  readonly steps: Steps<T, Asked, Told>;
}

/** What came of a group: a result, or what was thrown. */
export type Ended<T> = { readonly result: T } | { readonly error: unknown };

/** Groups of one query: what is longer some engines do not read. */
const MOST_GROUPS = 1000;

/** @param onRound told how many groups go on */
export async function answeredTogether<T>(
  groups: readonly GroupSteps<T>[],
  queries: FitQueries,
  line: Line,
  onRound?: (active: number) => void,
): Promise<Ended<T>[]> {
  const ended = new Array<Ended<T>>(groups.length);
  const waiting = new Map<number, Asked>();
  const advance = (at: number, told: Told): void => {
    waiting.delete(at);
    try {
      const step = groups[at]!.steps.next(told);
      if (step.done === true) ended[at] = { result: step.value };
      else waiting.set(at, step.value);
    } catch (error) {
      ended[at] = { error };
    }
  };
  // The first step is handed nothing.
  for (const at of groups.keys()) advance(at, null);
  while (waiting.size > 0) {
    onRound?.(waiting.size);
    const [[, { name }]] = waiting as unknown as [[number, Asked]];
    const together = [...waiting].filter(([, asked]) => asked.name === name).slice(0, MOST_GROUPS);
    const asked = together.map(([at, { point }]) => ({ keys: groups[at]!.keys, point }));
    const told = new Map<string, Float64Array[]>();
    const all = queries.query(name);
    for (const query of all) {
      const rows = (await rowsOf(line, query.bindGroups(asked), [], [])) ?? [];
      for (const read of rows.map(query.read)) {
        const own = nameOf(read.keys);
        told.set(own, [...(told.get(own) ?? []), numbersOf(read)]);
      }
    }
    for (const [at] of together) {
      const parts = told.get(nameOf(groups[at]!.keys)) ?? [];
      advance(at, parts.length < all.length ? null : joined(parts));
    }
  }
  return ended;
}

/** Keys of a group as one text; numbers and texts are told apart. */
export const nameOf = (keys: readonly unknown[]): string =>
  JSON.stringify(keys.map(key => (typeof key === 'bigint' ? `${key}n` : typeof key === 'string' ? `'${key}` : key)));
