// A row of the tables of traps.

import type { Code } from '../catalogue.js';

export interface Rule {
  readonly pattern: RegExp;
  /** Where what begins with the pattern ends. */
  readonly end?: (text: string, at: number) => number;
  /** How much of it is pointed at; all of it unless it is said. */
  readonly reported?: number;
  readonly code: Code;
  readonly message: (found: string) => string;
  /** @param rest what stands after it on its line @param before what stands before it */
  readonly help: string | ((found: string, rest: string, before: string) => string);
  /** Only where an operand has just ended, or only where none has. */
  readonly after?: 'operand' | 'operator';
}
