// What formulas are written in. A target takes scheduled functions and makes texts of them, and says what it has not; it knows
// nothing of where they come from. Adding one is adding a folder, a format (formats.ts) and, as the root of the package
// carries JavaScript only, a subpath that brings it (targets.ts).

import type { Code } from '../catalogue.js';
import type { Computed, Export, Refusal } from '../exports/export.js';
import type { Member } from '../exports/members.js';
import type { ExportName } from '../exports/table.js';
import type { Graph } from '../graph/graph.js';
import type { DifferentiatedModel, Model } from '../lower/model.js';
import type { Format } from './formats.js';
import type { SecondCore } from './js/line/chunk-printer.js';
import type { Mapper } from './js/print/source-map.js';
import type { QuerySettings } from './sql/settings.js';

/** Is told what long work is at. */
export type OnStage = (stage: string) => void;

export interface EmitOptions {
  /** Names of the exports, in the order in which a record has them. */
  readonly exports: readonly ExportName[];
  readonly format: Format;
  /**
   * Global variable of an `iife`, where null makes the module an expression statement that returns its exports; what names
   * begin with in C.
   */
  readonly name: string | null;
  readonly banner: readonly string[];
  /** Whether functions look at their arguments; default: they do. */
  readonly isChecked?: boolean;
  /** True for a module without metadata and documentation. */
  readonly isMinimal?: boolean;
  /** Entries of the record that an `iife` without a name returns, inside of a module; default: all. */
  readonly entries?: readonly string[];
  readonly mapper: Mapper | null;
  /** What a query is written for. */
  readonly query?: QuerySettings;
  readonly onStage?: OnStage | undefined;
  readonly secondCore?: SecondCore | undefined;
}

/** Why a target cannot have a formula, with a way out. */
export interface Refused extends Refusal {
  readonly code: Code;
  /** The same in few words, for whoever takes another target. */
  readonly because: string;
}

export interface Target {
  readonly name: 'js' | 'wasm' | 'c' | 'sql';
  /** Functions of its modules beside those that are asked for. */
  brings(model: Pick<Model, 'inputs'>): readonly string[];
  /** Why it cannot have what a graph calls; null where it can. */
  refuses(graph: Graph): Refused | null;
  /** Why it has not an export that the model has; null where it has. */
  refusesExport(row: Export, model: DifferentiatedModel): Refusal | null;
  /** What is made of all exports together, where these are one function; absent where each is one. */
  gathers?(exports: readonly ExportName[]): Computed;
  /**
   * The text of a module.
   * @param members its functions in order, each with its schedule
   */
  emit(model: DifferentiatedModel, members: readonly Member[], options: EmitOptions): string;
  /**
   * What other code is told of a module. Absent of those in JavaScript: their types are made apart (js/types/module-types.ts), as the
   * root of the package, which carries this target, makes none; empty where nothing is told.
   */
  declare?(model: DifferentiatedModel, members: readonly Member[], options: Pick<EmitOptions, 'name'>): string;
}
