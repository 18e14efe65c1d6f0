// The operations that a building function calls, by what they take.

import type { OperationName } from '../ops/operation.js';

/** Of one operand, element by element. */
export const unaryNames = [
  'neg', 'not', 'abs', 'sign', 'floor', 'ceil', 'fix', 'round', 'step', 'square', 'cube', 'sqrt', 'cbrt',
  'exp', 'expm1', 'exp2', 'log1p', 'log2', 'log10', 'sin', 'cos', 'tan', 'sec', 'csc', 'cot', 'asin', 'acos', 'atan', 'asec',
  'acsc', 'acot', 'sinh', 'cosh', 'tanh', 'sech', 'csch', 'coth', 'asinh', 'acosh', 'atanh', 'asech', 'acsch', 'acoth',
  'erf', 'erfc', 'erfcx', 'normcdf', 'lognormcdf', 'gamma', 'lgamma', 'digamma', 'factorial', 'logit', 'log1mexp',
  'sigmoid', 'softplus', 'relu', 'silu', 'gelu', 'mish', 'softsign', 'elu', 'j0', 'j1', 'y0', 'y1', 'i0', 'i1', 'lambertw',
] as const; // biome-ignore format: one group a line

/** Of two, element by element. */
export const pairNames = [
  'sub', 'dotMultiply', 'dotDivide', 'dotPow', 'atan2', 'mod', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'beta', 'lbeta',
  'combinations', 'jn', 'gammainc',
] as const; // biome-ignore format: one group a line

/** Of as many as there are, element by element. */
export const severalNames = ['add', 'and', 'or'] as const;

/** Operations of the graph that are folded over operands from the left. */
export const folded: ReadonlySet<string> = new Set([...severalNames, 'mul']);

/** Operations of the graph that are called by another name where they go element by element. */
export const elementwiseNames: Readonly<Record<string, OperationName>> = {
  dotMultiply: 'mul',
  dotDivide: 'div',
  dotPow: 'pow',
};

/** Operators of the language, which say what shapes go together. */
export const operators = {
  add: '+', sub: '-', mul: '*', div: '/', pow: '^', mod: 'mod', and: 'and', or: 'or',
} as const; // biome-ignore format: a table

/** Operations of the graph that are no functions of the language. */
export const plainNames = ['neg', 'not', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'select'] as const;
