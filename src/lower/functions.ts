// The functions that a formula can call, as operations of the table.

import { checkOperands } from '../limits.js';
import type { Build, Node, OperationName } from '../ops/operation.js';
import { rareFunctions } from '../ops/rare.js';
import { logarithm } from './linear.js';
import { reductions, shapedFunctions } from './shaped.js';

export interface CallRule {
  /** Fewest and most arguments. */
  readonly least: number;
  readonly most: number;
  /** Does not go element by element. */
  readonly ofNumbers?: true;
  make(g: Build, args: readonly Node[]): Node;
}

function direct(name: OperationName, least = 1, most = least): CallRule {
  const make: CallRule['make'] = (g, args) => {
    checkOperands(name, args.length, g.origin);
    return g[name](...args);
  };
  return { least, most, make };
}

const unary: readonly OperationName[] = [
  'abs', 'sqrt', 'cbrt', 'square', 'exp', 'expm1', 'log1p', 'log2', 'log10', 'sin', 'cos', 'tan', 'sec', 'csc', 'cot',
  'asin', 'acos', 'atan', 'asec', 'acsc', 'acot', 'sinh', 'cosh', 'tanh', 'sech', 'csch', 'coth', 'asinh', 'acosh',
  'atanh', 'asech', 'acsch', 'acoth', 'sign', 'floor', 'ceil', 'round', 'fix', 'erf', 'gamma', 'lgamma', 'digamma',
  'sigmoid', 'softplus', 'relu', 'step',
  'erfc', 'normcdf', 'lognormcdf', 'logit', 'log1mexp', 'exp2', 'silu', 'gelu', 'softsign', 'mish', 'elu',
]; // biome-ignore format: one group a line

const MANY = Number.POSITIVE_INFINITY;

function logarithmTo(g: Build, [x, base]: readonly Node[]): Node {
  if (base === undefined) return logarithm(g, x!);
  if (g.constantValue(base) === 2) return g.log2(x!);
  if (g.constantValue(base) === 10) return g.log10(x!);
  return g.div(g.log(x!), g.log(base));
}

function mean(g: Build, args: readonly Node[]): Node {
  return g.div(
    args.reduce((a, b) => g.add(a, b)),
    g.constant(args.length),
  );
}

/** Of several numbers; mathjs's second argument after a matrix, a dimension, would not be one of them. */
function spread(name: 'variance' | 'std'): CallRule {
  // Null only of no elements.
  return { least: 2, most: MANY, ofNumbers: true, make: (g, args) => reductions.get(name)!(g, args)! };
}

export const functions: ReadonlyMap<string, CallRule> = new Map<string, CallRule>([
  ...unary.map(name => [name, direct(name)] as const),
  ['cube', { least: 1, most: 1, make: (g, [x]) => g.pow(x!, g.constant(3)) }],
  ['log', { least: 1, most: 2, make: logarithmTo }],
  ['pow', direct('pow', 2)],
  ['atan2', direct('atan2', 2)],
  ['hypot', direct('hypot', 1, MANY)],
  ['sum', { least: 2, most: MANY, make: (g, args) => args.reduce((a, b) => g.add(a, b)) }],
  ['prod', { least: 2, most: MANY, make: (g, args) => args.reduce((a, b) => g.mul(a, b)) }],
  ['mean', { least: 2, most: MANY, make: mean }],
  ['variance', spread('variance')],
  ['std', spread('std')],
  ['norm', { least: 1, most: 1, make: (g, [x]) => g.abs(x!) }],
  ['nthRoot', { least: 1, most: 2, make: (g, [x, n]) => g.nthRoot(x!, n ?? g.constant(2)) }],
  ['mod', direct('mod', 2)],
  ['min', direct('min', 2, MANY)],
  ['max', direct('max', 2, MANY)],
  ['logsumexp', direct('logsumexp', 2, MANY)],
  ['clamp', direct('clamp', 3)],
  ['beta', direct('beta', 2)],
  ['lbeta', direct('lbeta', 2)],
  ['combinations', direct('combinations', 2)],
  // Rows are named as operations are.
  ...rareFunctions.map(({ name, arity }) => [name, direct(name as OperationName, arity)] as const),
  ['factorial', { least: 1, most: 1, make: (g, [x]) => g.gamma(g.add(x!, g.constant(1))) }],
]);

export const aliases: ReadonlyMap<string, string> = new Map([
  ['ln', 'log'],
  ['arcsin', 'asin'],
  ['arccos', 'acos'],
  ['arctan', 'atan'],
  ['arcsinh', 'asinh'],
  ['arccosh', 'acosh'],
  ['arctanh', 'atanh'],
]);

export function isFunctionName(name: string): boolean {
  return functions.has(name) || aliases.has(name) || shapedFunctions.has(name);
}

/**
 * Functions since 0.2. Programs written before may have their own of these names, which go before; redefining any other
 * function is an error.
 */
export const yielding: ReadonlySet<string> = new Set([
  'erfc', 'erfcx', 'normcdf', 'lognormcdf', 'beta', 'lbeta', 'logit', 'log1mexp', 'silu', 'gelu', 'softsign', 'mish',
  'elu', 'clamp', 'exp2', 'step', 'std', 'variance', 'combinations', 'j0', 'j1', 'jn', 'y0', 'y1', 'i0', 'i1', 'gammainc',
  'lambertw', 'frobenius', 'identity', 'zeros', 'ones', 'diag', 'transpose', 'outer', 'kron', 'solve', 'logdet', 'count',
]); // biome-ignore format: one group a line

/** Every name that a call may have, for did-you-mean. */
export const functionNames: readonly string[] = [...functions.keys(), ...aliases.keys(), ...shapedFunctions.keys()];

/** Functions whose names are those of quantities, too: standing alone they are variables as any other. */
const quantities: ReadonlySet<string> = new Set([
  'gamma', 'digamma', 'sign', 'mod', 'sec', 'norm', 'mean', 'sum', 'prod', 'min', 'max', 'trace', 'size', 'array', 'cross', 'inv',
  'det', 'dot', 'fix', 'square', 'cube', 'factorial', 'round', 'floor',
]); // biome-ignore format: one group a line

/** True for a name that is a function's and hardly anything else's. */
export const isOnlyFunction = (name: string): boolean =>
  isFunctionName(name) && !yielding.has(name) && !quantities.has(name);
