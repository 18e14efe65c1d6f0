// Limits answer before memory or time is gone: formulas may come from strangers.

export interface Limits {
  /** Longest program text, in UTF-16 units. */
  readonly textLength: number;
  /** Deepest nesting of brackets, powers, prefix operators and conditionals. */
  readonly nesting: number;
  /** Most nodes in one graph, derivatives included. */
  readonly nodes: number;
  /** Most seconds that one compilation may take. */
  readonly seconds: number;
}

export const defaultLimits: Limits = { textLength: 50_000_000, nesting: 200, nodes: 20_000_000, seconds: 120 };
