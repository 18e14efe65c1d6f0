// What lowering hands from one part to the next: all that it knows, and the place in an expression that it is at.

import type { Report } from '../diagnostic.js';
import type { Builder } from '../graph/build.js';
import { domainOf } from '../graph/domain.js';
import type { Graph, Index } from '../graph/graph.js';
import type { Limits } from '../limits.js';
import type { Expression, ExpressionNode, Name } from '../parse/program.js';
import type { Span } from '../source.js';
import type { RunTimeSize } from './model.js';
import type { Scope, UserFunction, Variable } from './scope.js';
import { nodesOf, type Value } from './tensor.js';

export interface Lowering {
  readonly graph: Graph;
  readonly build: Builder;
  readonly scope: Scope;
  readonly report: Report;
  readonly limits: Limits;
  /** Results of inlined calls by function and arguments. */
  readonly inlined: Map<UserFunction, Map<string, Value | null>>;
  /** Dimensions whose sizes arguments say; the first is that of data. */
  readonly dimensions: RunTimeSize[];
  /** Numbers in a range from which it is a loop. */
  readonly many: number;
  /** The value of a named statement, or of an element of it, kept apart from equal ones where that is asked for. */
  apart(value: Value): Value;
  /** Makes the input that an undeclared name stands for. */
  infer(name: Name, origin: Span): Variable;
}

/** The index of data, which is the first where there are any, and the dimension that it runs through. */
export const ROW = 0;
export const ROWS = 0;
export const ROW_INDEX: Index = { name: 'row', dimension: ROWS, lower: 1, upper: 0, depth: 0, height: 0 };

/** Parameters of functions and indices of comprehensions. */
export type Bindings = ReadonlyMap<string, Value>;

/** An expression whose value a computation needs before it goes on. */
export interface Request {
  readonly expression: Expression;
  readonly bindings: Bindings;
}

/** A computation that may need values of other expressions. */
export type Steps = Generator<Request, Value | null, Value | null>;

/** Where in an expression a value is being made. */
export interface Place {
  readonly nodes: readonly ExpressionNode[];
  /** Values of the entries so far; the next one is being made. */
  readonly values: (Value | null)[];
  readonly bindings: Bindings;
  /** For each entry the one that uses it, found when somebody asks. */
  users?: readonly (ExpressionNode | undefined)[];
}

/** True where a value differs from row to row. */
export const isOfRows = ({ graph }: Lowering, value: Value): boolean =>
  nodesOf(value).some(node => (domainOf(graph, node) & (1 << ROW)) !== 0);
