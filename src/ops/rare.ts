// Functions that few formulas need. Their rows are here, their numerics in `wengert/special` (numerics.ts).
//
// Where a derivative is no simple expression that keeps its digits, it is an operation of its own, with the order of the
// derivative as a constant operand: as the partial of such an operation is the next of them, all orders are there.

import type * as Templates from '../../templates/rare.js';
import type { Code } from '../catalogue.js';
import { rareNumerics } from './numerics.js';
import type { Build, Node, Operation, OperationName, Partial } from './operation.js';

type RareName = keyof typeof Templates & OperationName;

/** Infinite at an end of their domain. */
const STEEP: ReadonlySet<string> = new Set(['lambertw', 'gammainc', 'gammaDensity']);

function rare(name: RareName, cost: number, ...partials: readonly (Partial | null)[]): Operation {
  return {
    name,
    arity: partials.length,
    // Where they are missing no formula gets this far.
    compute: (...operands) => rareNumerics()?.callables[name]?.(...operands) ?? Number.NaN,
    partials,
    form: { kind: 'special', name },
    class: 'transcendental',
    cost,
    steep: STEEP.has(name),
  };
}

/** The next order; orders are constants. */
const shifted = (g: Build, order: Node, by: number): Node => g.constant(g.constantValue(order)! + by);

/** A Bessel function of a constant order, under its own name where it has one. */
const withOrder = (name: 'jn' | 'yn' | 'besselIn', zero: OperationName, one: OperationName) => (g: Build, n: Node) => {
  const order = g.constantValue(n)!;
  return (x: Node): Node => (order === 0 ? g[zero](x) : order === 1 ? g[one](x) : g[name](n, x));
};
const firstKind = withOrder('jn', 'j0', 'j1');
const secondKind = withOrder('yn', 'y0', 'y1');
const modified = withOrder('besselIn', 'i0', 'i1');

/** (below - above)/2, the derivative of a Bessel function between neighbours, DLMF 10.6.1; or their mean, 10.29.1. */
const between =
  (kind: typeof firstKind, sum: 'sub' | 'add'): Partial =>
  (g, s, [n, x]) => {
    const below = kind(g, shifted(g, n!, -1))(x!);
    const above = kind(g, shifted(g, n!, 1))(x!);
    return g.mul(s, g.mul(g.constant(0.5), g[sum](below, above)));
  };

/** The same for the order 1, under its own name. */
const ofOrderOne = (kind: typeof firstKind, sum: 'sub' | 'add'): Partial => {
  const partial = between(kind, sum);
  return (g, s, [x], output) => partial(g, s, [g.constant(1), x!], output);
};

/** Those that a formula can call. */
export const rareFunctions: readonly Operation[] = [
  rare('erfcx', 3, (g, s, [x]) => g.mul(s, g.erfcxSlope(g.constant(1), x!))),
  rare('j0', 4, (g, s, [x]) => g.neg(g.mul(s, g.j1(x!)))),
  rare('j1', 6, ofOrderOne(firstKind, 'sub')),
  rare('jn', 7, null, between(firstKind, 'sub')),
  rare('y0', 4, (g, s, [x]) => g.neg(g.mul(s, g.y1(x!)))),
  rare('y1', 6, ofOrderOne(secondKind, 'sub')),
  rare('i0', 3, (g, s, [x]) => g.mul(s, g.i1(x!))),
  rare('i1', 6, ofOrderOne(modified, 'add')),
  rare(
    'gammainc',
    6,
    (g, s, [a, x]) => g.mul(s, g.gammaincSlope(g.constant(1), a!, x!)),
    (g, s, [a, x]) => g.mul(s, g.gammaDensity(g.constant(0), g.constant(0), a!, x!)),
  ),
  rare('lambertw', 3, (g, s, [x]) => g.mul(s, g.lambertwSlope(g.constant(1), x!))),
];

/** Those that only derivatives use. */
export const rareDerivatives: readonly Operation[] = [
  rare('erfcxSlope', 3, null, (g, s, [n, x]) => g.mul(s, g.erfcxSlope(shifted(g, n!, 1), x!))),
  rare('yn', 7, null, between(secondKind, 'sub')),
  rare('besselIn', 7, null, between(modified, 'add')),
  rare(
    'gammaincSlope',
    7,
    null,
    (g, s, [m, a, x]) => g.mul(s, g.gammaincSlope(shifted(g, m!, 1), a!, x!)),
    (g, s, [m, a, x]) => g.mul(s, g.gammaDensity(g.constant(0), m!, a!, x!)),
  ),
  rare(
    'gammaDensity',
    8,
    null,
    null,
    (g, s, [j, m, a, x]) => g.mul(s, g.gammaDensity(j!, shifted(g, m!, 1), a!, x!)),
    (g, s, [j, m, a, x]) => g.mul(s, g.gammaDensity(shifted(g, j!, 1), m!, a!, x!)),
  ),
  rare('lambertwSlope', 3, null, (g, s, [n, x]) => g.mul(s, g.lambertwSlope(shifted(g, n!, 1), x!))),
];

const rareNames: ReadonlySet<string> = new Set(rareFunctions.map(({ name }) => name));

/** True for the functions of `wengert/special` that a formula can call. */
export const isRare = (name: string): boolean => rareNames.has(name);

/** Orders of jn beyond this are refused: computing it takes as many steps. */
const MOST_ORDER = 1000;

export interface Refusal {
  readonly code: Code;
  readonly message: string;
  readonly help: string;
}

/** Why such a function cannot be called with these operands, or null. */
export function rareRefusal(g: Pick<Build, 'constantValue'>, name: string, operands: readonly Node[]): Refusal | null {
  if (!isRare(name)) return null;
  if (rareNumerics() === null) {
    return {
      code: 'WG220',
      message: `'${name}' is a rare function, and those are not loaded`,
      help: "add: import 'wengert/special'",
    };
  }
  if (name !== 'jn') return null;
  const order = g.constantValue(operands[0]!);
  if (Number.isInteger(order) && Math.abs(order!) <= MOST_ORDER) return null;
  return {
    code: 'WG221',
    message: `the order of 'jn' must be a constant integer between -${MOST_ORDER} and ${MOST_ORDER}${order === undefined ? '' : `, got ${order}`}`,
    help: 'the order comes first: jn(2, x)',
  };
}
