// What a building function is given, as types: scalars, vectors and matrices are opaque, numbers are constants, and what does not
// go together is refused before it runs, as far as types know.

import type { pairNames, severalNames, unaryNames } from './built-names.js';

declare const kind: unique symbol;

/** A number of the program. */
export interface Scalar {
  readonly [kind]: 'scalar';
}

export interface Vector {
  readonly [kind]: 'vector';
}

export interface Matrix {
  readonly [kind]: 'matrix';
}

/** What operations take; a number is a constant. */
export type Operand = Scalar | Vector | Matrix | number;
type Single = Scalar | number;
type Elements = Vector | Matrix;

/** The shape that elementwise operations give. */
export type Like<T> = [Extract<T, Matrix>] extends [never]
  ? [Extract<T, Vector>] extends [never]
    ? Scalar
    : Vector
  : Matrix;

type Times<A, B> = A extends Single
  ? Like<B>
  : B extends Single
    ? Like<A>
    : A extends Vector
      ? B extends Matrix
        ? Vector
        : never
      : B extends Vector
        ? Vector
        : Matrix;

/** The shape of a product, as `*` has it: of two vectors there is none. */
export type Product<T extends readonly Operand[]> = T extends readonly [
  infer A extends Operand,
  infer B extends Operand,
  ...infer Rest extends readonly Operand[],
]
  ? [Times<A, B>] extends [never]
    ? never
    : Product<[Times<A, B>, ...Rest]>
  : Like<T[number]>;

/** Scalars go with every shape; a vector and a matrix do not go together. */
type Together = readonly (Single | Vector)[] | readonly (Single | Matrix)[];

type Elementwise = <T extends Operand>(x: T) => Like<T>;
type Pairwise = <T extends Together & readonly [Operand, Operand]>(...operands: T) => Like<T[number]>;
type Several = <T extends Together>(...operands: T) => Like<T[number]>;

/** Of a vector or a matrix all elements; several scalars are reduced as well. */
interface Reduction {
  (elements: Elements): Scalar;
  (...operands: Single[]): Scalar;
}

/** Reductions of one array; of several operands element by element. */
interface Choice {
  (elements: Elements): Scalar;
  <T extends Together>(...operands: T): Like<T[number]>;
}

export interface InputOptions {
  /** Default of an input, start of a param; of an array one number for all elements, or all of them. */
  readonly start?: number | Numbers;
  readonly lower?: number | Numbers;
  readonly upper?: number | Numbers;
}

/** Row by row. */
export type Numbers = readonly number[] | readonly (readonly number[])[];

/** One of them at least. */
export interface ConstraintBounds {
  readonly lower?: number;
  readonly upper?: number;
}

/** `[n]`: a vector; `[m, n]`: a matrix. */
interface Input {
  (name: string, options?: InputOptions & { readonly shape?: readonly [] }): Scalar;
  (name: string, options: InputOptions & { readonly shape: readonly [number] }): Vector;
  (name: string, options: InputOptions & { readonly shape: readonly [number, number] }): Matrix;
}

export type ProgramBuilder = Readonly<Record<(typeof unaryNames)[number], Elementwise>> &
  Readonly<Record<(typeof severalNames)[number], Several>> &
  Readonly<Record<(typeof pairNames)[number], Pairwise>> & {
    /** A product, as `*` is one: of a matrix and a vector a vector. */
    mul<T extends readonly Operand[]>(...factors: T & ([Product<T>] extends [never] ? never : unknown)): Product<T>;
    div<T extends Operand>(numerator: T, denominator: Single): Like<T>;
    pow(base: Single, exponent: Single): Scalar;
    /** Of a square matrix, a whole number. */
    pow(base: Matrix, exponent: number): Matrix;
    log<T extends Operand>(x: T, base?: Single): Like<T>;
    nthRoot<T extends Operand>(x: T, n?: Single): Like<T>;
    select<T extends Together & readonly [Operand, Operand, Operand]>(...operands: T): Like<T[number]>;
    clamp<T extends Together & readonly [Operand, Operand, Operand]>(...operands: T): Like<T[number]>;

    readonly sum: Reduction;
    readonly prod: Reduction;
    readonly mean: Reduction;
    readonly variance: Reduction;
    readonly std: Reduction;
    readonly min: Choice;
    readonly max: Choice;
    readonly hypot: Choice;
    readonly logsumexp: Choice;
    norm(elements: Elements): Scalar;
    frobenius(matrix: Matrix): Scalar;
    dot(u: Vector, v: Vector): Scalar;
    cross(u: Vector, v: Vector): Vector;
    trace(matrix: Matrix): Scalar;
    det(matrix: Matrix): Scalar;
    logdet(matrix: Matrix): Scalar;
    inv(matrix: Matrix): Matrix;
    solve<T extends Elements>(matrix: Matrix, right: T): T;
    transpose(matrix: Matrix): Matrix;
    outer(u: Vector, v: Vector): Matrix;
    kron<T extends Elements>(a: T, b: T): T;
    diag(vector: Vector): Matrix;
    diag(matrix: Matrix): Vector;
    identity(rows: number, columns?: number): Matrix;
    zeros(size: number): Vector;
    zeros(rows: number, columns: number): Matrix;
    ones(size: number): Vector;
    ones(rows: number, columns: number): Matrix;

    readonly input: Input;
    /** An input that is differentiated, the others then not. */
    readonly param: Input;
    constant(value: number): Scalar;
    vector(elements: readonly Single[]): Vector;
    matrix(rows: readonly (readonly Single[])[]): Matrix;
    /** The elements of a vector, the rows of a matrix: lists of JavaScript, counted from 0. */
    elements(vector: Vector): Scalar[];
    elements(matrix: Matrix): Scalar[][];
    /** Gives a value a name in the emitted code; returns the value. */
    name<T extends Operand>(name: string, value: T): Like<T>;
    /** One of several results. */
    output(name: string, value: Operand): void;
    /** Holds a value between numbers, an array element by element; equal ones make it an equation. Its multiplier is that of the one that is met. */
    constraint(name: string, value: Operand, bounds: ConstraintBounds): void;
    minimize(value: Single): Scalar;
    maximize(value: Single): Scalar;
  };

/** Returns the result, or nothing where there are outputs. */
export type BuildFunction = (g: ProgramBuilder) => Operand | undefined;
