// What one row of the operations table holds.

import type { Span } from '../source.js';

/** Index of a node in its graph. */
export type Node = number;

/** Groups of `stats --json`'s byClass; null is not an operation (a leaf, a negation, logic). */
export type OperationClass = 'add' | 'mul' | 'div' | 'pow' | 'transcendental' | 'compare';

/** What a loop makes of the values that it goes over. */
export type Combine = 'sum' | 'prod' | 'min' | 'max' | 'scatter' | 'each' | 'fold';

/** How an operation is written in JavaScript. */
export type Form =
  | { readonly kind: 'binary'; readonly operator: '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '===' | '!==' }
  | { readonly kind: 'logic'; readonly operator: '&&' | '||' }
  | { readonly kind: 'prefix'; readonly operator: '-' | '!' }
  | { readonly kind: 'call'; readonly callee: `Math.${string}` }
  /** A function of templates/special.js or templates/rare.js, printed into the module. */
  | { readonly kind: 'special'; readonly name: string }
  /** A function of templates/linear.js, which is given and gives its numbers in an array; the leading operands it is told. */
  | { readonly kind: 'several'; readonly name: string; readonly lead: number }
  /** One of several results. */
  | { readonly kind: 'element' }
  | { readonly kind: 'square' }
  | { readonly kind: 'conditional' }
  | { readonly kind: 'leaf' }
  /** A loop over the index that the operation closes. */
  | { readonly kind: 'over'; readonly combine: Combine }
  /** A loop whose turns need what turns before them have left. */
  | { readonly kind: 'scan' }
  /** What some turn of it has left. */
  | { readonly kind: 'entry' }
  /** Never reaches emission: `expand` rewrites it. */
  | { readonly kind: 'expanded' };

/** Makes nodes and looks at them; what rules are written in. One method an operation. */
export type Build = {
  readonly [name in OperationName]: (...operands: Node[]) => Node;
} & {
  constant(value: number): Node;
  /** Value of a constant node, undefined for any other. */
  constantValue(node: Node): number | undefined;
  /** True where the node is made by this operation. */
  is(node: Node, name: OperationName): boolean;
  operand(node: Node, index: number): Node;
  operandsOf(node: Node): readonly Node[];
  /** True where the node is 0 or 1 by construction: comparisons and logic. */
  isBoolean(node: Node): boolean;
  /** All that an operation with several results has in its array, where its operands are constants and not too many; else null. */
  constantResults(node: Node): ArrayLike<number> | null;
  /** The same as the method of this name, for as many operands as there are. */
  make(name: OperationName, operands: readonly Node[]): Node;
  /** The node as it stands, without rules. */
  kept(name: OperationName, ...operands: Node[]): Node;
  /** True once derivatives are taken: nothing is rewritten for their sake any more. */
  readonly isSettled: boolean;
  /** True where the form of the node says that it is at least +0, or NaN. */
  isNonNegative(node: Node): boolean;
  /** True where the value depends on an index that is open below the node. */
  dependsOn(node: Node, index: Node): boolean;
  /** How many values an index goes through. */
  count(index: Node): Node;
  /** The text that nodes are made for. */
  readonly origin: Span;
};

/**
 * `scale` times the partial derivative of the output with respect to one operand, linear in `scale`: the contribution to
 * a tangent when `scale` is the operand's tangent, to the operand's adjoint when it is the output's adjoint.
 */
export type Partial = (g: Build, scale: Node, operands: readonly Node[], output: Node) => Node;

/** What the operand of this index gets of `scale`, as a partial gives it. */
export type Contribution = (index: number, scale: Node) => Node;

/** The contributions to all operands of one node; what they share is made here, once. */
export type AdjointRule = (g: Build, operands: readonly Node[], output: Node) => Contribution;

/** The tangent of the output, from those of the operands as far as they pass to it; null for an operand without. */
export type TangentRule = (
  g: Build,
  tangents: readonly (Node | null)[],
  operands: readonly Node[],
  output: Node,
) => Node;

/**
 * What an operation with several results contributes to its operands, from the adjoints of those that have one, by their number;
 * null for nothing.
 */
export type SeveralRule = (
  g: Build,
  adjoints: ReadonlyMap<number, Node>,
  operands: readonly Node[],
  output: Node,
) => (index: number) => Node | null;

/** A cheaper node with the same value, or undefined. */
export type Rule = (g: Build, operands: readonly Node[]) => Node | undefined;

export interface Operation {
  readonly name: string;
  /** Number of operands; variadic operations say the least. */
  readonly arity: number;
  readonly variadic?: boolean;
  /** The value of what `expand` leaves as it is; absent where that is nothing. */
  compute?(...operands: number[]): number;
  /**
   * One for each operand, null where no derivative flows; a function for variadic operations. Rules are differentiated
   * again, so a conditional in one must agree with the function in every derivative; where no arm does, the partial is an
   * operation of its own, and the conditional comes with `expand`, after differentiation.
   */
  readonly partials?: readonly (Partial | null)[] | ((index: number) => Partial | null);
  /** In the place of partials, where those of many operands have much in common; a derivative flows through each operand. */
  readonly adjoint?: AdjointRule;
  /**
   * Of an operation with several results, which are read by `element`: how much of an array the call needs that makes them, for
   * the values of its leading operands.
   */
  readonly results?: (lead: readonly number[]) => number;
  /** The adjoint rule of such an operation; its tangent is a node with as many results. */
  readonly adjoints?: SeveralRule;
  /** Where the tangent is another than the sum of what each operand contributes. */
  readonly tangent?: TangentRule;
  /**
   * For operations that choose among their operands: the condition under which the derivative of one passes. Elsewhere it is
   * 0, and nothing below the operand is looked at. True where a NaN is about.
   */
  readonly passes?: (g: Build, index: number, operands: readonly Node[], output: Node) => Node;
  /** True where the derivative, or the value, jumps: what is said of a derivative there is a convention. */
  readonly kink?: (g: Build, operands: readonly Node[], output: Node) => Node;
  /** A partial may be infinite or NaN where the value is finite: a seed argument of 0 then stands for no direction at all. */
  readonly steep?: boolean;
  /** Finite, as are its partials, for all finite operands that are not so large that they overflow. */
  readonly tame?: boolean;
  /** Operands whose being at least +0 makes the output so; undefined where nothing is known. NaN is allowed. */
  readonly nonNegative?: (g: Build, operands: readonly Node[]) => readonly Node[] | undefined;
  readonly form: Form;
  readonly class: OperationClass | null;
  /** Bound on the operations of value and adjoint together: 1 + cost of the partials times the adjoint + arity - 1. */
  readonly cost: number | ((arity: number) => number);
  readonly commutative?: boolean;
  /** The last operand is an index, which the others may depend on and the output does not. */
  readonly closes?: boolean;
  /** A node of its own even where all operands are constants. */
  readonly apart?: boolean;
  /** The output is 0 or 1. */
  readonly boolean?: boolean;
  /** For each operand the truth of operand 0 under which it is looked at; undefined: always. */
  readonly lazy?: readonly (boolean | undefined)[];
  /** Of lazy operations, what they are where the truth of operand 0 is known. */
  readonly decided?: (g: Build, operands: readonly Node[], truth: boolean) => Node;
  /** Exact for every operand, NaN, infinities and signed zeros included. */
  readonly simplify?: Rule;
  /** Where the sign of zero is not promised and 0, 1, -1 are seeds and partials. */
  readonly simplifyDerivative?: Rule;
  /** Right in exact arithmetic only; behind `--algebraic`. */
  readonly simplifyAlgebraic?: Rule;
  /** Rewrites into cheaper or more basic operations once derivatives are taken. */
  readonly expand?: Rule;
  /** The same where only exact arithmetic makes it right; behind `--algebraic`. Derivatives keep the rules of the operation. */
  readonly expandAlgebraic?: Rule;
}

/** Of linear algebra (linear.ts). */
export type LinearName =
  | 'element' | 'list' | 'overDeterminant' | 'determinant3' | 'factor' | 'solve' | 'invert' | 'cofactors' | 'cofactorsAlong'
  | 'matrixProduct' | 'solution' | 'inverse' | 'determinant' | 'logDeterminant' | 'adjugate' | 'adjugateAlong'; // biome-ignore format: one group a line

export type OperationName =
  | 'add' | 'sub' | 'mul' | 'div' | 'neg' | 'square' | 'pow' | 'power' | 'sqrt' | 'cbrt' | 'nthRoot' | 'hypot'
  | 'powSlope' | 'powLog' | 'powDerivative' | 'nthRootDerivative' | 'lengthSlope' | 'lengthSlopeOf'
  | 'exp' | 'expm1' | 'log' | 'log1p' | 'log2' | 'log10' | 'logSlope'
  | 'sin' | 'cos' | 'tan' | 'sec' | 'csc' | 'cot'
  | 'asin' | 'acos' | 'atan' | 'atan2' | 'asec' | 'acsc' | 'acot' | 'cosAsin' | 'sqrtSquareMinusOne'
  | 'atanSlope' | 'atanDerivative' | 'asecSlope' | 'asecDerivative' | 'acschSlope' | 'acschDerivative'
  | 'sinh' | 'cosh' | 'tanh' | 'tanhSlope' | 'sech' | 'csch' | 'coth'
  | 'asinh' | 'acosh' | 'atanh' | 'asech' | 'acsch' | 'acoth'
  | 'abs' | 'sign' | 'floor' | 'ceil' | 'round' | 'fix' | 'mod' | 'remainder' | 'min' | 'max' | 'tiesOfMin' | 'tiesOfMax' | 'clamp' | 'step'
  | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne' | 'and' | 'or' | 'not' | 'select'
  | 'erf' | 'gamma' | 'reciprocalGamma' | 'lgamma' | 'digamma' | 'polygamma'
  | 'sigmoid' | 'sigmoidSlope' | 'softplus' | 'relu' | 'logsumexp' | 'softmax' | 'softmaxOf'
  | 'erfc' | 'normcdf' | 'lognormcdf' | 'lognormcdfDerivative' | 'gaussian'
  | 'beta' | 'lbeta' | 'lbetaDerivative' | 'combinations' | 'logCombinationsDerivative'
  | 'logit' | 'logitSlope' | 'log1mexp' | 'log1mexpSlope' | 'exp2'
  | 'silu' | 'siluDerivative' | 'gelu' | 'geluDerivative' | 'mish' | 'mishDerivative' | 'softsign' | 'elu'
  | 'erfcx' | 'erfcxSlope' | 'j0' | 'j1' | 'jn' | 'y0' | 'y1' | 'yn' | 'i0' | 'i1' | 'besselIn'
  | 'gammainc' | 'gammaincSlope' | 'gammaDensity' | 'lambertw' | 'lambertwSlope'
  | 'sumOver' | 'prodOver' | 'minOver' | 'maxOver' | 'normOver' | 'logsumexpOver' | 'scatterOver' | 'eachOver' | 'foldOver' | 'zeroAmongZeros' | 'held'
  | 'scan' | 'entry' | 'solved' | 'solutionOfOne' | 'provided' | 'sparseSolution' | 'sparseFactor' | 'sparseSolve'
  | LinearName
  | 'statement' | 'rewritten'; // biome-ignore format: one group a line
