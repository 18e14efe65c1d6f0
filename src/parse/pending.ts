// What a parser of expressions keeps until it has the operands: finished ones, and what waits for them.

import type { Span } from '../source.js';
import type { Form } from './grammar.js';
import type {
  BinaryOperator,
  Comparison,
  Expression,
  ExpressionNode,
  LogicOperator,
  Name,
  UnaryOperator,
} from './program.js';
import type { Token } from './tokens.js';

/** A finished operand that waits for its operator. */
export interface Operand {
  /** Its entry. */
  readonly node: number;
  /** Its first token, which may be a bracket. */
  readonly first: number;
  readonly form: Form;
}

/** What waits for operands; `level` is how tightly it binds. */
export type Pending = Prefix | Binary | Chain | RangeEnds | Choice | Bracket;

export interface Prefix {
  readonly type: 'prefix';
  readonly level: number;
  readonly operator: UnaryOperator;
  /** Its own token. */
  readonly first: number;
}

/** With the span of its operator. */
export interface Binary extends Span {
  readonly type: 'binary';
  readonly level: number;
  readonly operator: BinaryOperator | LogicOperator;
  /** True for a product without an operator, whose span is empty. */
  readonly implicit: boolean;
}

export interface Chain {
  readonly type: 'comparison';
  readonly level: number;
  readonly operators: Comparison[];
  readonly operatorSpans: Span[];
}

export interface RangeEnds {
  readonly type: 'range';
  readonly level: number;
  readonly first: number;
  /** Which of its parts are written: the first, a step, the last. */
  readonly hasFrom: boolean;
  hasStep: boolean;
  hasTo: boolean;
}

export interface Choice {
  readonly type: 'conditional';
  readonly level: number;
  /** What `ignoresRange` was before it. */
  readonly outer: number;
  /** True from its `:` on. */
  hasBoth: boolean;
}

export interface Bracket {
  readonly type: '(' | 'call' | 'index' | 'array';
  readonly level: number;
  readonly first: number;
  /** Operands that were finished before it. */
  readonly base: number;
  /** What is called. */
  readonly callee: Token | null;
  /** Entries of an array's rows that ended. */
  readonly rows: number[];
  /** For a call that binds indices. */
  readonly comprehension: Comprehension | null;
}

export interface Comprehension {
  /** The list of entries that it goes into. */
  readonly outer: ExpressionNode[];
  /** Its indices so far, and its body with their ranges. */
  readonly names: Name[];
  readonly parts: Expression[];
}

/** An object whose indices are being read. */
export interface Indexed {
  readonly object: number;
  dimension: number;
  /** The list that it is in: each part of a comprehension has one of its own. */
  readonly nodes: readonly ExpressionNode[];
}
