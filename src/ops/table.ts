// THE table of elementary operations. Adding an operation is adding one row; tests iterate the rows.

import { arithmetic } from './arithmetic.js';
import { elementary } from './elementary.js';
import { implicitBlocks } from './implicit.js';
import { linearAlgebra } from './linear.js';
import type { Operation, OperationName } from './operation.js';
import { overIndices } from './over.js';
import { piecewise } from './piecewise.js';
import { powers } from './powers.js';
import { rareDerivatives, rareFunctions } from './rare.js';
import { recurrences } from './recurrences.js';
import { sparseAlgebra } from './sparse.js';
import { specialFunctions } from './special.js';
import { tails } from './tails.js';

function leaf(name: string): Operation {
  return {
    name,
    arity: 1,
    partials: [null],
    form: { kind: 'leaf' },
    class: null,
    cost: 0,
  };
}

export const CONSTANT = 0;
export const INPUT = 1;
/** An element of an array whose position depends on indices; its operands are its array's slot, then for each dimension an index and an offset. */
export const ELEMENT = 2;
/** The number that an index stands at. */
export const INDEX = 3;
/** How long a dimension is that is known at run time. */
export const SIZE = 4;
/** In a recurrence, what a turn before this one has left; its operands are the index, the number of the recurrence, a component, how many turns before, and the indices around that the recurrence depends on. */
export const STATE = 5;
/** The turns of a recurrence; its operands are the index, the number of the recurrence, and 1 or -1 for upwards or downwards. */
export const STEP = 6;
/** An unknown of an implicit block; its operands are the node that solves the block, which of its unknowns it is, and the indices that the block depends on. */
export const UNKNOWN = 7;

/** Looked at for every node of long programs: the rows of leaves come first. */
export const isLeafCode = (code: number): boolean => code <= UNKNOWN;

/** Rows in the order of their codes. */
export const operations: readonly Operation[] = [
  leaf('constant'),
  leaf('input'),
  leaf('column'),
  leaf('index'),
  leaf('size'),
  leaf('state'),
  leaf('turns'),
  leaf('unknown'),
  ...arithmetic,
  ...powers,
  ...elementary,
  ...piecewise,
  ...specialFunctions,
  ...tails,
  ...rareFunctions,
  ...rareDerivatives,
  ...linearAlgebra,
  ...overIndices,
  ...recurrences,
  ...implicitBlocks,
  ...sparseAlgebra,
];

const codes = new Map(operations.map((row, code) => [row.name, code]));

/** Code of an operation: its row's index. */
export function codeOf(name: OperationName): number {
  const code = codes.get(name);
  if (code === undefined) throw new Error(`no operation '${name}' in the table`);
  return code;
}

export function operationAt(code: number): Operation {
  return operations[code]!;
}

/** c(op) of the bound on value and adjoint together (Griewank and Walther, Evaluating Derivatives, chapter 4). */
export function costOf(operation: Operation, arity: number): number {
  return typeof operation.cost === 'number' ? operation.cost : operation.cost(arity);
}
