export interface Problem {
  readonly name: string;
  readonly text: string;
  /** Values at minima; an answer is one of them, to the digits that the source has. */
  readonly minima: readonly number[];
  /** Where the minimum is, if it is one point. */
  readonly point?: readonly number[];
}

export declare const unconstrained: readonly Problem[];
export declare const bounded: readonly Problem[];
export declare function isMinimum(value: number, problem: Problem): boolean;
