// Operations that only derivatives are made of, as a person writes them.

import { atom, type Written } from '../emit/line/language.js';
import type { Notation } from './notation.js';

type Make = (name: string, ...operands: readonly Written[]) => Written;
type Spelling = (make: Make, operands: readonly Written[], number: (value: number) => Written) => Written;

/** Of s and x: s/(1 + x²) and the like. */
const over =
  (divisor: (make: Make, x: Written, one: Written) => Written): Spelling =>
  (make, [s, x], number) =>
    make('div', s!, divisor(make, x!, number(1)));

/** How many operands are equal to their extremum. */
const ties: Spelling = (make, [extremum, ...operands], number) =>
  operands
    .map(of => make('select', make('eq', of, extremum!), number(1), number(0)))
    .reduce((a, b) => make('add', a, b));

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  rewritten: (_make, [value]) => value!,
  statement: (_make, [value]) => value!,
  held: (_make, [value]) => value!,
  zeroAmongZeros: (_make, _operands, number) => number(0),
  logSlope: (make, [s, x]) => make('div', s!, x!),
  powSlope: (make, [x, y], number) => make('mul', y!, make('pow', x!, make('sub', y!, number(1)))),
  powLog: (make, [x, , power]) => make('mul', power!, make('log', x!)),
  lengthSlope: (make, [index, ...components]) =>
    make('div', components[Number(index!.text)]!, make('hypot', ...components)),
  lengthSlopeOf: (make, [component, length]) => make('div', component!, length!),
  tanhSlope: (make, [, tangent], number) => make('sub', number(1), make('square', tangent!)),
  sigmoidSlope: (make, [x], number) => {
    const value = make('sigmoid', x!);
    return make('mul', value, make('sub', number(1), value));
  },
  tiesOfMin: ties,
  tiesOfMax: ties,
  solutionOfOne: (make, [a, b]) => make('div', a!, b!),
  provided: (_make, [value]) => value!,
  atanSlope: over((make, x, one) => make('add', one, make('square', x))),
  asecSlope: over((make, x, one) => make('mul', make('abs', x), make('sqrt', make('sub', make('square', x), one)))),
  element: (_make, [of, index]) => atom(`${of!.text}[${Number(index!.text) + 1}]`),
  factor: (make, [, ...entries]) => make('factors', ...entries),
  // Entries that only derivatives flow to.
  solution: (make, [factors, n, transposed, ...rest]) =>
    make(transposed!.text === '1' ? 'solveTransposed' : 'solve', factors!, ...rest.slice(Number(n!.text) ** 2)),
  inverse: (make, [factors]) => make('inv', factors!),
  determinant: (make, [, factors]) => make('det', factors!),
  logDeterminant: (make, [, factors]) => make('logdet', factors!),
  adjugate: (make, [factors]) => make('adjugate', factors!),
  determinant3: (make, entries) => make('det', ...entries),
  acschSlope: (make, [s, x], number) =>
    make('neg', make('div', s!, make('mul', make('abs', x!), make('hypot', number(1), x!)))),
};

/** An operation on operands that are written already. */
export function spelled(notation: Notation, name: string, operands: readonly Written[]): Written {
  const make: Make = (inner, ...of) => notation.operation(inner, of);
  const number = (value: number): Written => atom(notation.number(value));
  // A derivative of no order: what is left is exp(-rate·x²).
  if (name === 'gaussian' && operands[0]!.text === notation.number(0)) {
    const [, rate, x] = operands;
    const square = make('square', x!);
    return make('exp', make('neg', rate!.text === notation.number(1) ? square : make('mul', rate!, square)));
  }
  return SPELLINGS[name]?.(make, operands, number) ?? notation.operation(name, operands);
}
