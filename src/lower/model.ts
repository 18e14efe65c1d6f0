// What a program means once it is lowered: its graph, and what the graph's nodes are to the user.

import type { Graph, Node } from '../graph/graph.js';
import type { Source, Span } from '../source.js';

export type Role = 'input' | 'param';

/** A scalar argument of the emitted functions; its position in the model is its slot in the graph. */
export interface Input {
  readonly name: string;
  readonly role: Role;
  readonly node: Node;
  /** Default of an `input`, start of a `param`; null where there is none. */
  readonly initial: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly span: Span | null;
}

/** A named statement; several may share a node. */
export interface NamedStatement {
  readonly name: string;
  readonly node: Node;
  readonly span: Span | null;
}

export interface Output {
  readonly name: string;
  readonly node: Node;
}

export type Sense = 'minimize' | 'maximize';

export interface Model {
  readonly source: Source | null;
  readonly graph: Graph;
  readonly inputs: readonly Input[];
  /** Named statements in program order. */
  readonly statements: readonly NamedStatement[];
  /** Spans of all statements that compute, in program order, for reports by statement. */
  readonly spans: readonly Span[];
  readonly outputs: readonly Output[];
  /** True where the result is one number; false for several `output`s. */
  readonly scalar: boolean;
  readonly sense: Sense | null;
  /** Names after `emit`, or null. */
  readonly emit: readonly { readonly name: string; readonly span: Span }[] | null;
}

/** A model together with the inputs that are differentiated. */
export interface DifferentiatedModel extends Model {
  readonly wrt: readonly Input[];
}
