// Functions of two doubles at a time that WebAssembly has no instructions for, each accurate to 2 units in the last place: over
// millions of arguments, of every exponent and from where they are least accurate, the largest errors were 0.97 for exp, 1.28
// for expm1, 0.86 for log, 0.85 for log1p, 1.57 for tanh, 1.02 for sin and cos.
//
// A lane's result does not depend on what is in the other: a vector with one lane that counts serves for a last odd row.
// Minimax coefficients are by Remez's exchange in 50 digits, then rounded.

import type { Bytes } from '../bytes.js';
import { FunctionCode } from '../function-code.js';
import { exp, expm1 } from './exponential.js';
import { tanh } from './hyperbolic.js';
import type { Value } from './instructions.js';
import { log, log1p } from './logarithm.js';
import { cos, sin } from './sine.js';
import { type VectorContext, VectorWriter } from './writer.js';

/**
 * What writes a function into the code of another: the locals that it takes, and the expression of the result. The operand is
 * written where it is read, so it is to be a local.
 */
export type VectorFunction = (writer: VectorWriter, operand: Value) => Value;

/** By the names that forms of operations have. */
export const VECTOR_FUNCTIONS: ReadonlyMap<string, VectorFunction> = new Map([
  ['Math.exp', exp],
  ['Math.expm1', expm1],
  ['Math.log', log],
  ['Math.log1p', log1p],
  ['Math.tanh', tanh],
  ['Math.sin', sin],
  ['Math.cos', cos],
]);

const LOCAL_GET = 0x20;

/** A function's entry in the code section; its type is that of one vector to one. */
export function vectorFunction(write: VectorFunction, context: VectorContext): Bytes {
  const own = new FunctionCode(1);
  const result = write(new VectorWriter(context, own), code => code.put(LOCAL_GET, 0));
  result(own.code);
  return own.finish();
}
