// Limits answer before memory or time is gone: formulas may come from strangers.

import type { Code } from './catalogue.js';
import type { Span } from './source.js';

export interface Limits {
  /** Longest program text, in UTF-16 units. */
  readonly textLength: number;
  /** Deepest nesting of brackets, powers, prefix operators and conditionals. */
  readonly nesting: number;
  /** Most nodes in one graph, derivatives included. */
  readonly nodes: number;
  /** Most seconds that one piece of work may take: reading a formula, making a module of it, counting. */
  readonly seconds: number;
  /** Most statements of one emitted function; longer ones are cut into chunks. */
  readonly statements: number;
}

/** What one program may still use; graphs made from one another share it. */
export interface Budget {
  readonly nodes: number;
  readonly seconds: number;
  /** Time (of Date.now) at which the work under way must have ended. */
  until: number;
  /** Steps of work that makes no nodes. */
  unmade: number;
}

/** Thrown where a limit is reached deep inside; callers turn it into a diagnostic. */
export class LimitReached extends Error {
  readonly code: Code;
  readonly help: string;
  /** The text whose nodes were being made; null where there is none, or where it is not known. */
  readonly place: Span | null;
  constructor(code: Code, message: string, help: string, place: Span | null = null) {
    super(message);
    this.name = 'LimitReached';
    this.code = code;
    this.help = help;
    this.place = place === null || place.start < 0 ? null : place;
  }
}

/** Most arguments that JavaScript engines allow a function. */
export const MOST_ARGUMENTS = 65_000;

/** Of an operation that is one call. @throws LimitReached */
export function checkOperands(name: string, count: number, place: Span): void {
  if (count <= MOST_ARGUMENTS) return;
  const message = `'${name}' of ${count} numbers: one call takes at most ${MOST_ARGUMENTS}`;
  throw new LimitReached('WG706', message, SPLIT, place);
}

const SPLIT = 'give parts of them names of their own, and combine these';

export function createBudget({ nodes, seconds }: Limits): Budget {
  return startClock({ nodes, seconds, until: 0, unmade: 0 });
}

export function startClock(budget: Budget): Budget {
  budget.until = Date.now() + 1000 * budget.seconds;
  return budget;
}

/** @param place the text that the next node comes from. @throws LimitReached */
export function checkNodes(nodes: number, budget: Budget, place: Span): void {
  if (nodes >= budget.nodes) {
    const message = `the program needs more than ${budget.nodes} nodes`;
    throw new LimitReached('WG703', message, 'raise the limit (nodes)', place);
  }
  // Asking for the time costs more than making a node.
  if (nodes % 4096 === 4095) checkClock(budget, place);
}

/** For every step of work that makes no nodes and may be long. @throws LimitReached */
export function checkTime(budget: Budget, place: Span | null = null): void {
  if (++budget.unmade % 1024 === 0) checkClock(budget, place);
}

/** Before each part of long work. @throws LimitReached */
export function checkClock({ until, seconds }: Budget, place: Span | null = null): void {
  if (Date.now() >= until)
    throw new LimitReached('WG705', `stopped after ${seconds} seconds`, 'raise the limit (seconds)', place);
}

export const defaultLimits: Limits = {
  textLength: 50_000_000,
  nesting: 200,
  nodes: 20_000_000,
  seconds: 120,
  statements: 1500,
};
