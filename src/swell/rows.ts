// What the comparison finds, row by row.

import type { ByClass } from '../schedule/count.js';
import type { Code } from './measure.js';

export const pipelines = [
  'mathjs',
  'mathjs-simplified',
  'symbolic-tree',
  'symbolic-cse',
  'forward',
  'adjoint',
] as const;

export type Pipeline = (typeof pipelines)[number];

/** Pipelines whose result is one formula written out; the others are code over shared nodes. */
export const isWritten = (pipeline: Pipeline): boolean => pipelines.indexOf(pipeline) < 3;

/** What one pipeline makes of one formula. */
export interface Row {
  readonly n: number | null;
  readonly order: number;
  readonly pipeline: Pipeline;
  /** Operations of the derivative written out in full, a power being one. */
  readonly tree: bigint;
  /** Distinct nodes of the derivative. */
  readonly nodes: number;
  /** Operations of value and derivative together, and of the derivative alone. */
  readonly operations: number;
  readonly derivativeOperations: number;
  readonly byClass: ByClass;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly nanoseconds: number | null;
  readonly derivativeNanoseconds: number | null;
  /** Of `symbolic-tree`: the line that most of its operations come from. */
  readonly mostFrom?: number;
}

export interface StoppedRow {
  readonly n: number | null;
  readonly order: number;
  readonly pipeline: Pipeline;
  readonly reason: string;
}

export type AnyRow = Row | StoppedRow;
export const isStopped = (row: AnyRow): row is StoppedRow => 'reason' in row;

/** Why there is nothing of mathjs, where there is no mathjs. */
export const NOT_INSTALLED = 'mathjs is not installed';

/** In place of a number. */
export const stoppedText = (row: StoppedRow | undefined): string => (row?.reason === NOT_INSTALLED ? '–' : 'stopped');

/** The value itself. */
export interface FormulaRow {
  readonly n: number | null;
  readonly tree: bigint;
  readonly nodes: number;
  readonly code: Code;
  /** Σ c(op): bounds the operations of value and gradient together. */
  readonly bound: number;
}

export interface Comparison {
  readonly formulas: readonly FormulaRow[];
  readonly rows: readonly AnyRow[];
}
