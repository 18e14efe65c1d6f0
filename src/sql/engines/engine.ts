// What runs queries, as those see it who have some: text and numbers in, rows out. One module an engine; its driver is a package
// of its own, loaded where it is asked for.

import type { DialectName } from '../query-types.js';

/** Cells are numbers, texts, truths and null; whole numbers beyond 2⁵³ are bigints, and what else there is is a text. */
export type EngineRow = Readonly<Record<string, unknown>>;

/** What a column may be used as: data, weights and keys are not all of one kind. */
export type ColumnKind = 'number' | 'truth' | 'text' | 'other';

export interface EngineColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** As the engine calls it. */
  readonly type: string;
}

export interface Engine {
  /** As people call it. */
  readonly title: string;
  readonly dialect: DialectName;
  /**
   * Runs one statement.
   * @param values of its placeholders, in their order
   * @param names of the same, where they have names
   * @throws FormulaError with what the engine says; WG625
   */
  run(text: string, values?: readonly number[], names?: readonly string[]): Promise<EngineRow[]>;
  /** Of what stands after FROM. @throws as `run` */
  columnsOf(from: string): Promise<EngineColumn[]>;
  /** Ends what runs: its promise is rejected, also where there is nobody any more to hear of it. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
}
