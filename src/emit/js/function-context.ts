// What the functions of one module share.

import type { ScheduledBlock } from '../../exports/blocks.js';
import type { FunctionPlan } from '../../exports/plan.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import type { Node } from '../../ops/operation.js';
import type { Names } from '../line/line-context.js';
import type { NativeCode } from './native/native.js';

/**
 * Where `packed` has straight-line code of its own, which reads `theta`, and the functions that take arguments one by one
 * write them to an array and call it. Passing many numbers costs V8 a heap number each.
 */
export interface ThetaLayout {
  /** The module's array that arguments are written to. */
  readonly scratch: string;
  readonly value: string;
  readonly valueAndGradient: string;
}

/** What solves the implicit blocks of a module. */
export interface Solvers {
  /** The module's variable for the state that the function which runs was given. */
  readonly state: string;
  /** True once something refers to it. */
  hasState: boolean;
  /** The array that matrices in equations are in. */
  readonly matrices: { readonly name: string; length: number };
  /** By number those that functions have the solutions of. */
  readonly blocks: Map<number, ScheduledBlock>;
  /** Names of the functions of those that are called, by what stands for them in code. */
  readonly names: Map<string, string>;
}

/** Is told what the variable of a node of a plan is called. */
export type OnNamed = (plan: FunctionPlan, node: Node, name: string) => void;

export interface FunctionContext {
  readonly model: DifferentiatedModel;
  readonly theta: ThetaLayout | null;
  /** Name of the module's array that values of long functions cross in, and the length asked of it so far. */
  readonly slots: { readonly name: string; length: number };
  /** The same of the array that sums over rows are made in. */
  readonly sums: { readonly name: string; length: number };
  /** What solves implicit blocks; null for a program without any. */
  readonly solvers: Solvers | null;
  /** Null where straight-line code is JavaScript. */
  readonly native: NativeCode | null;
  /** A free name at the top level of the module. */
  claim(name: string): string;
  /** Those that functions refer to. */
  readonly claimed: ReadonlySet<string>;
  /** Names of temporaries, which scopes share. */
  readonly temporaryNames: string[];
  /** Names of the formula that temporaries would have, too, and leave to it. */
  readonly likeTemporaries: ReadonlySet<string>;
  /** Names inside a function: none that function bodies refer to at the top level of the module. */
  scope(): Names;
  special(name: string): string;
  /** Is told what variables are called. */
  readonly onNamed: OnNamed | undefined;
  /** Where the formula's lines start; null where no places are asked for. */
  readonly starts: readonly number[] | null;
}
