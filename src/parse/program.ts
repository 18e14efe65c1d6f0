// What the parser hands to lowering: statements whose expressions are flat lists in postfix order.
//
// An operand's index is always smaller than its user's and the last entry is the whole expression, so that lowering is
// one loop over the list and a sum of 100,000 terms needs no stack. Every entry carries the span it was written at.

import type { Span } from '../source.js';

export interface Name extends Span {
  readonly name: string;
}

/** Binary operators as mathjs spells them, after aliases (`**` is `^`). */
export type BinaryOperator = '+' | '-' | '*' | '/' | '\\' | '^' | '.*' | './' | '.^' | 'mod';
export type LogicOperator = 'and' | 'or';
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';
/** Prefix `-`, `+`, `not`; postfix `!` (factorial) and `'` (transpose). */
export type UnaryOperator = '-' | '+' | 'not' | '!' | "'";

/** One entry of an expression, and where it stands; operands are indices of earlier entries. Nothing inside that could be flat: large programs have millions. */
export type ExpressionNode = Span &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: number }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator | LogicOperator;
        readonly left: number;
        readonly right: number;
        /** True for a product written without an operator: `2 x`. */
        readonly implicit: boolean;
        /** Where the operator stands; the end of the left factor for one that is not written. */
        readonly operatorStart: number;
        readonly operatorEnd: number;
      }
    /** `a < b <= c`: a conjunction of neighbours; two operands are an ordinary comparison. */
    | {
        readonly kind: 'comparison';
        readonly operators: readonly Comparison[];
        readonly operatorSpans: readonly Span[];
        readonly operands: readonly number[];
      }
    | {
        readonly kind: 'conditional';
        readonly condition: number;
        readonly whenTrue: number;
        readonly whenFalse: number;
      }
    | { readonly kind: 'call'; readonly callee: Name; readonly arguments: readonly number[] }
    /** `[1, 2; 3, 4]`: rows of entries. */
    | { readonly kind: 'array'; readonly rows: readonly (readonly number[])[] }
    /** `A[1, 2:3]`. */
    | { readonly kind: 'index'; readonly object: number; readonly indices: readonly number[] }
    /** `a:b`, `a:step:b`; a missing end (`A[:, 1]`) is null. */
    | {
        readonly kind: 'range';
        readonly from: number | null;
        readonly step: number | null;
        readonly to: number | null;
      }
    /** `end` inside an index: the size of a dimension of the object that is indexed. */
    | { readonly kind: 'end'; readonly object: number; readonly dimension: number }
    /** `sum(expr, i = 1:n, j = 1:i)`: the body once for every value of the indices. */
    | {
        readonly kind: 'comprehension';
        readonly callee: Name;
        readonly body: Expression;
        readonly indices: readonly { readonly name: Name; readonly range: Expression }[];
      }
  );

/** Postfix list; the last entry is the expression. */
export interface Expression {
  readonly nodes: readonly ExpressionNode[];
  readonly span: Span;
}

/** Every entry of an expression and of those inside it, in the order of the text. */
export function* entriesOf(expression: Expression): Generator<ExpressionNode> {
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const node of next.nodes) {
      yield node;
      if (node.kind === 'comprehension') pending.push(node.body, ...node.indices.map(({ range }) => range));
    }
  }
}

export type DeclarationKeyword = 'input' | 'param' | 'const' | 'data' | 'implicit';

/** One declared name: `input x, A[2,3] = 0` is two declarations. */
export interface Declaration {
  readonly kind: 'declaration';
  readonly keyword: DeclarationKeyword;
  readonly keywordSpan: Span;
  readonly name: Name;
  /** Sizes between brackets, null for a scalar. */
  readonly shape: { readonly sizes: readonly Expression[]; readonly span: Span } | null;
  /** Default, start or value after `=`. */
  readonly value: Expression | null;
  /** `in [lower, upper]`. */
  readonly bounds: { readonly lower: Expression; readonly upper: Expression; readonly span: Span } | null;
  readonly span: Span;
}

export interface Definition {
  readonly kind: 'definition';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** `z[1] = a`, `z[2,:] = [a, b]`: what a recurrence starts from. */
export interface Base {
  readonly kind: 'base';
  readonly name: Name;
  readonly position: Expression;
  /** With `:` after the position: a row of a matrix. */
  readonly isRow: boolean;
  readonly value: Expression;
  readonly span: Span;
}

/** `z[i] = f(z[i-1]) for i = 2:n`, `for i = n-1:-1:1`. */
export interface Recurrence {
  readonly kind: 'recurrence';
  readonly name: Name;
  readonly index: Name;
  readonly isRow: boolean;
  readonly value: Expression;
  readonly range: Range;
  readonly span: Span;
}

export interface Range extends Span {
  readonly from: Expression;
  /** Null for 1. */
  readonly step: Expression | null;
  readonly to: Expression;
}

export interface FunctionDefinition {
  readonly kind: 'function';
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: Expression;
  readonly span: Span;
}

/** `output a, b` and `emit value, hessian`. */
export interface NameList {
  readonly kind: 'output' | 'emit';
  readonly keywordSpan: Span;
  readonly names: readonly Name[];
  readonly span: Span;
}

export interface Goal {
  readonly kind: 'minimize' | 'maximize' | 'residual';
  readonly keywordSpan: Span;
  readonly value: Expression;
  readonly span: Span;
}

/** `constraint lhs == rhs`, `constraint lhs == rhs for i = 2:n`: a comparison at the top of the expression. */
export interface Constraint {
  readonly kind: 'constraint';
  readonly keywordSpan: Span;
  readonly relation: Expression;
  /** Of one for each index the range of the first. */
  readonly range: Expression | null;
  /** The same as it is for one index; null where there is none. */
  readonly each: { readonly relation: Expression; readonly index: Name; readonly range: Range } | null;
  readonly span: Span;
}

/** An expression standing alone: the result when it is last. */
export interface Result {
  readonly kind: 'expression';
  readonly value: Expression;
  readonly span: Span;
}

export type Statement =
  | Declaration
  | Definition
  | Base
  | Recurrence
  | FunctionDefinition
  | NameList
  | Goal
  | Constraint
  | Result;

export interface Program {
  readonly statements: readonly Statement[];
}

/** Kinds of statements that have a value. */
export const COMPUTING = ['definition', 'base', 'recurrence', 'expression', 'minimize', 'maximize'];

/** Index of the statement that is the result unless there are outputs; functions without parameters after it go in where they are called. */
export const resultIndex = ({ statements }: Program): number =>
  statements.findLastIndex(({ kind }) => COMPUTING.includes(kind));
