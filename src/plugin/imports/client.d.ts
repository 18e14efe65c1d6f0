// Types of formula imports that need no file beside the formula: `"types": ["wengert/client"]`, or
// `/// <reference types="wengert/client" />`. They hold for every formula, so arguments are not counted; what `wengert types` writes
// knows the formula, and TypeScript takes it first. The table of exports makes them (`npm run docs`).
//
// A pattern has one `*`, so a query is matched by how it ends: by the usual queries, and by `&formula` for all others, as in
// './model.formula?emit=hessian&wrt=x&formula'. The plugins ignore that word. Functions of modules are './energy.js?gradient', or
// './models.ts?gradient=bowl&formula'.

declare module '*.formula' {
  type Numbers = ArrayLike<number>;
  /** Inputs in program order and columns of data, from which row on and how many, then what the function asks for. */
  type Arguments = (number | Numbers | BoundColumn | undefined)[];
  type Elements = number | number[] | number[][];
  type Writable = { length: number; [i: number]: number };
  type Packed = (theta: Numbers, gradient?: Writable | null) => number;
  type Point = Record<string, number | Numbers | ArrayLike<Numbers> | BoundColumn>;
  /** A column of data in the memory of WebAssembly. */
  interface BoundColumn {
    readonly length: number;
    subarray(begin: number, end: number): Float64Array;
  }
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  type Named = Record<string, any>;

  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function value(...args: Arguments): any;
  export function gradient(...args: Arguments): Float64Array;
  export function valueAndGradient(...args: Arguments): number;
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function evaluate(point: Point): { value: any; gradient: Named; hessian: Named; jacobian: number[][] };
  export const packed: Packed;
  export function packedGradient(theta: Numbers, out?: Writable): Float64Array;
  export function bindPacked(point: Point): Packed;
  export function jvp(...args: Arguments): Float64Array;
  export function vjp(...args: Arguments): Float64Array;
  export function jacobian(...args: Arguments): Float64Array;
  export function jacobianSparse(...args: Arguments): Float64Array;
  export const jacobianPattern: { rows: number[]; cols: number[] };
  export function hessian(...args: Arguments): Float64Array;
  export function hessianSparse(...args: Arguments): Float64Array;
  export const hessianPattern: { rows: number[]; cols: number[] };
  export function hvp(...args: Arguments): Float64Array;
  export function valueGradientHessian(...args: Arguments): number;
  export function gaussNewton(...args: Arguments): number;
  export function gaussNewtonProduct(...args: Arguments): Float64Array;
  export function residuals(...args: Arguments): Float64Array;
  export function residualJacobian(...args: Arguments): number;
  export function constraints(...args: Arguments): Float64Array;
  export function constraintsJacobian(...args: Arguments): Float64Array;
  export function constraintsJacobianSparse(...args: Arguments): Float64Array;
  export const constraintsJacobianPattern: { rows: number[]; cols: number[] };
  export function constrainedHessian(...args: Arguments): Float64Array;
  export function constrainedHessianSparse(...args: Arguments): Float64Array;
  export const constrainedHessianPattern: { rows: number[]; cols: number[] };
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function begin(...args: any[]): { readonly stages: number; readonly stage: number };
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function rows(...args: any[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function partial(...args: any[]): { readonly stage: number; readonly rows: number };
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function combine(...args: any[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function finish(...args: any[]): number;
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  export function multipliers(...args: Arguments): Record<string, any>;
  export function sweep(...args: Arguments): number;
  export function residual(...args: Arguments): Float64Array;
  export function lagrangian(...args: Arguments): number;
  export function lagrangianGradient(...args: Arguments): Float64Array;
  export function lagrangianHessianSparse(...args: Arguments): Float64Array;
  export const lagrangianHessianPattern: { rows: number[]; cols: number[] };
  export function start(out?: Writable): Float64Array;
  /** Resolves once the functions of `target=wasm` can be called. */
  export function init(): Promise<void>;
  /** Copies columns of data to where the functions of `target=wasm` read them. */
  export function bind(columns: Point): Record<string, BoundColumn>;
  /** Gives back their memory. */
  export function unbind(columns: Record<string, BoundColumn>): void;
  export const inputs: { name: string; shape: number[]; role: 'input' | 'param' | 'data'; default?: Elements }[];
  export const wrt: {
    name: string;
    shape: number[];
    offset: number;
    start?: Elements;
    lower?: Elements;
    upper?: Elements;
  }[];
  export const outputs: { name: string; shape: number[]; offset: number }[];
  export const sense: 'minimize' | 'maximize' | null;
  /** Of formulas that emit functions about all named statements. */
  export const statements: { name: string; shape: number[]; offset: number }[];
  export const constraintList: {
    text: string;
    kind: string;
    shape: number[];
    offset: number;
    lower?: Elements;
    upper?: Elements;
  }[];
}

declare module '*&formula' {
  export * from 'any.formula';
}
declare module '*?gradient' {
  export * from 'any.formula';
}
declare module '*&gradient' {
  export * from 'any.formula';
}
declare module '*.tex' {
  export * from 'any.formula';
}
declare module '*.formula?emit=value' {
  export * from 'any.formula';
}
declare module '*.formula?emit=gradient' {
  export * from 'any.formula';
}
declare module '*.formula?emit=valueAndGradient' {
  export * from 'any.formula';
}
declare module '*.formula?emit=evaluate' {
  export * from 'any.formula';
}
declare module '*.formula?emit=packed' {
  export * from 'any.formula';
}
declare module '*.formula?emit=packedGradient' {
  export * from 'any.formula';
}
declare module '*.formula?emit=bindPacked' {
  export * from 'any.formula';
}
declare module '*.formula?emit=jvp' {
  export * from 'any.formula';
}
declare module '*.formula?emit=vjp' {
  export * from 'any.formula';
}
declare module '*.formula?emit=jacobian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=jacobianSparse' {
  export * from 'any.formula';
}
declare module '*.formula?emit=jacobianPattern' {
  export * from 'any.formula';
}
declare module '*.formula?emit=hessian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=hessianSparse' {
  export * from 'any.formula';
}
declare module '*.formula?emit=hessianPattern' {
  export * from 'any.formula';
}
declare module '*.formula?emit=hvp' {
  export * from 'any.formula';
}
declare module '*.formula?emit=valueGradientHessian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=gaussNewton' {
  export * from 'any.formula';
}
declare module '*.formula?emit=gaussNewtonProduct' {
  export * from 'any.formula';
}
declare module '*.formula?emit=residuals' {
  export * from 'any.formula';
}
declare module '*.formula?emit=residualJacobian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constraints' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constraintsJacobian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constraintsJacobianSparse' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constraintsJacobianPattern' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constrainedHessian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constrainedHessianSparse' {
  export * from 'any.formula';
}
declare module '*.formula?emit=constrainedHessianPattern' {
  export * from 'any.formula';
}
declare module '*.formula?emit=begin' {
  export * from 'any.formula';
}
declare module '*.formula?emit=rows' {
  export * from 'any.formula';
}
declare module '*.formula?emit=partial' {
  export * from 'any.formula';
}
declare module '*.formula?emit=combine' {
  export * from 'any.formula';
}
declare module '*.formula?emit=finish' {
  export * from 'any.formula';
}
declare module '*.formula?emit=multipliers' {
  export * from 'any.formula';
}
declare module '*.formula?emit=sweep' {
  export * from 'any.formula';
}
declare module '*.formula?emit=residual' {
  export * from 'any.formula';
}
declare module '*.formula?emit=lagrangian' {
  export * from 'any.formula';
}
declare module '*.formula?emit=lagrangianGradient' {
  export * from 'any.formula';
}
declare module '*.formula?emit=lagrangianHessianSparse' {
  export * from 'any.formula';
}
declare module '*.formula?emit=lagrangianHessianPattern' {
  export * from 'any.formula';
}
declare module '*.formula?emit=start' {
  export * from 'any.formula';
}
declare module '*.formula?target=js' {
  export * from 'any.formula';
}
declare module '*.formula?target=wasm' {
  export * from 'any.formula';
}
declare module '*.formula?target=auto' {
  export * from 'any.formula';
}
declare module '*.formula?algebraic' {
  export * from 'any.formula';
}
declare module '*.formula?stable' {
  export * from 'any.formula';
}
declare module '*.tex?emit=value' {
  export * from 'any.formula';
}
declare module '*.tex?emit=gradient' {
  export * from 'any.formula';
}
declare module '*.tex?emit=valueAndGradient' {
  export * from 'any.formula';
}
declare module '*.tex?emit=evaluate' {
  export * from 'any.formula';
}
declare module '*.tex?emit=packed' {
  export * from 'any.formula';
}
declare module '*.tex?emit=packedGradient' {
  export * from 'any.formula';
}
declare module '*.tex?emit=bindPacked' {
  export * from 'any.formula';
}
declare module '*.tex?emit=jvp' {
  export * from 'any.formula';
}
declare module '*.tex?emit=vjp' {
  export * from 'any.formula';
}
declare module '*.tex?emit=jacobian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=jacobianSparse' {
  export * from 'any.formula';
}
declare module '*.tex?emit=jacobianPattern' {
  export * from 'any.formula';
}
declare module '*.tex?emit=hessian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=hessianSparse' {
  export * from 'any.formula';
}
declare module '*.tex?emit=hessianPattern' {
  export * from 'any.formula';
}
declare module '*.tex?emit=hvp' {
  export * from 'any.formula';
}
declare module '*.tex?emit=valueGradientHessian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=gaussNewton' {
  export * from 'any.formula';
}
declare module '*.tex?emit=gaussNewtonProduct' {
  export * from 'any.formula';
}
declare module '*.tex?emit=residuals' {
  export * from 'any.formula';
}
declare module '*.tex?emit=residualJacobian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constraints' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constraintsJacobian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constraintsJacobianSparse' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constraintsJacobianPattern' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constrainedHessian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constrainedHessianSparse' {
  export * from 'any.formula';
}
declare module '*.tex?emit=constrainedHessianPattern' {
  export * from 'any.formula';
}
declare module '*.tex?emit=begin' {
  export * from 'any.formula';
}
declare module '*.tex?emit=rows' {
  export * from 'any.formula';
}
declare module '*.tex?emit=partial' {
  export * from 'any.formula';
}
declare module '*.tex?emit=combine' {
  export * from 'any.formula';
}
declare module '*.tex?emit=finish' {
  export * from 'any.formula';
}
declare module '*.tex?emit=multipliers' {
  export * from 'any.formula';
}
declare module '*.tex?emit=sweep' {
  export * from 'any.formula';
}
declare module '*.tex?emit=residual' {
  export * from 'any.formula';
}
declare module '*.tex?emit=lagrangian' {
  export * from 'any.formula';
}
declare module '*.tex?emit=lagrangianGradient' {
  export * from 'any.formula';
}
declare module '*.tex?emit=lagrangianHessianSparse' {
  export * from 'any.formula';
}
declare module '*.tex?emit=lagrangianHessianPattern' {
  export * from 'any.formula';
}
declare module '*.tex?emit=start' {
  export * from 'any.formula';
}
declare module '*.tex?target=js' {
  export * from 'any.formula';
}
declare module '*.tex?target=wasm' {
  export * from 'any.formula';
}
declare module '*.tex?target=auto' {
  export * from 'any.formula';
}
declare module '*.tex?algebraic' {
  export * from 'any.formula';
}
declare module '*.tex?stable' {
  export * from 'any.formula';
}
