// The pieces that operations are put together from: each operation with kinks, steps, branches or poles says whether two sets of
// operands are on the same one. What is smooth wherever it is defined is not listed.

/** What the contract says where two pieces meet. */
export type KinkKind =
  /** Piecewise linear and continuous: something between the slopes of both sides at first order, 0 at higher ones. */
  | 'bend'
  /** Steps: as a bend, the value jumps. */
  | 'jump'
  /** A length: 0 at first order, NaN at higher ones. */
  | 'length'
  /** The outcome of a comparison or a condition: the side that the point is on. */
  | 'condition'
  /** A rule of its own. */
  | 'point'
  /** Nothing: here a function ends, or has a pole. */
  | 'edge';

export interface Pieces {
  kindAt(operands: readonly number[]): KinkKind;
  /** Whether two sets of operands are on the same piece. */
  same(a: readonly number[], b: readonly number[]): boolean;
}

/** Pieces told apart by a number that is the same all over one. */
function numbered(kind: KinkKind, piece: (...operands: number[]) => number): Pieces {
  return { kindAt: () => kind, same: (a, b) => Object.is(piece(...a) + 0, piece(...b) + 0) };
}

const sides = (kind: KinkKind, at = 0): Pieces => numbered(kind, x => Math.sign(x! - at));
/** Domains that end at -1 and 1. */
const unit = numbered('edge', x => Math.sign(x! + 1) + Math.sign(x! - 1));
const truth = (holds: (a: number, b: number) => boolean): Pieces =>
  numbered('condition', (a, b) => Number(holds(a!, b!)));

const extremum = (pick: (...operands: number[]) => number): Pieces => ({
  kindAt: () => 'bend',
  same(a, b) {
    const [ofA, ofB] = [pick(...a), pick(...b)];
    return a.every((x, i) => (x === ofA) === (b[i] === ofB));
  },
});

const isIntegral = (n: number): boolean => Number.isInteger(n) && n >= 0;

/** x^y is one formula where x > 0, and another for every whole y. */
const power: Pieces = {
  kindAt: () => 'point',
  same([x = NaN, y = NaN], [u = NaN, v = NaN]) {
    if (y === v && isIntegral(y)) return true;
    if (Math.sign(x) !== Math.sign(u)) return false;
    return x > 0 || (x === 0 ? Math.sign(y) === Math.sign(v) : y === v);
  },
};

/** The angle jumps across the negative x axis. */
const angle: Pieces = {
  kindAt: ([y, x]) => (x === 0 && y === 0 ? 'point' : 'jump'),
  same([y = NaN, x = NaN], [v = NaN, u = NaN]) {
    if ((x === 0 && y === 0) !== (u === 0 && v === 0)) return false;
    return x > 0 || u > 0 || y < 0 === v < 0;
  },
};

/** By the quotient; a remainder of division by 0 is what was to be divided. */
const remainder: Pieces = {
  ...numbered('jump', (a, b) => (b === 0 ? NaN : Math.floor(a! / b!))),
  kindAt: ([, b]) => (b === 0 ? 'condition' : 'jump'),
};

/** Poles at the whole numbers up to 0. */
const gammaPoles = numbered('edge', x => (x! > 0 ? 1 : Math.floor(x!) + (Number.isInteger(x!) ? 0.5 : 0)));
/** Poles a distance of π apart. */
const poles = (shift: number): Pieces => numbered('edge', x => Math.floor(x! / Math.PI + shift));

const pieces: ReadonlyMap<string, Pieces> = new Map([
  ['abs', sides('bend')],
  ['sign', sides('jump')],
  ['relu', sides('bend')],
  ['elu', sides('bend')],
  ['step', sides('jump')],
  ['floor', numbered('jump', x => Math.floor(x!))],
  ['ceil', numbered('jump', x => Math.ceil(x!))],
  ['fix', numbered('jump', x => Math.trunc(x!))],
  ['round', numbered('jump', x => Math.sign(x!) * Math.floor(Math.abs(x!) + 0.5))],
  ['mod', remainder],
  ['clamp', numbered('bend', (x, low, high) => Math.sign(x! - low!) + Math.sign(x! - high!))],
  ['min', extremum(Math.min)],
  ['max', extremum(Math.max)],
  ['hypot', numbered('length', (...x) => Number(x.every(of => of === 0)))],
  ['lt', truth((a, b) => a < b)],
  ['le', truth((a, b) => a <= b)],
  ['gt', truth((a, b) => a > b)],
  ['ge', truth((a, b) => a >= b)],
  ['eq', truth((a, b) => a === b)],
  ['ne', truth((a, b) => a !== b)],
  ['and', truth((a, b) => Boolean(a) && Boolean(b))],
  ['or', truth((a, b) => Boolean(a) || Boolean(b))],
  ['not', numbered('condition', x => Number(!x))],
  ['select', numbered('condition', condition => Number(Boolean(condition)))],
  ['pow', power],
  ['sqrt', sides('point')],
  ['cbrt', sides('point')],
  ['nthRoot', sides('point')],
  ['atan2', angle],
  ['acot', sides('jump')],
  ['div', numbered('edge', (_a, b) => Math.sign(b!))],
  ['log', sides('edge')],
  ['log2', sides('edge')],
  ['log10', sides('edge')],
  ['log1p', sides('edge', -1)],
  ['log1mexp', sides('edge')],
  ['logit', numbered('edge', x => Math.sign(x!) + Math.sign(x! - 1))],
  ['lambertw', sides('edge', -1 / Math.E)],
  ['asin', unit],
  ['acos', unit],
  ['atanh', unit],
  ['acoth', unit],
  ['asec', unit],
  ['acsc', unit],
  ['acosh', sides('edge', 1)],
  ['y0', sides('edge')],
  ['y1', sides('edge')],
  ['asech', numbered('edge', x => Math.sign(x!) + Math.sign(x! - 1))],
  ['acsch', sides('edge')],
  ['coth', sides('edge')],
  ['csch', sides('edge')],
  ['tan', poles(0.5)],
  ['sec', poles(0.5)],
  ['cot', poles(0)],
  ['csc', poles(0)],
  ['gamma', gammaPoles],
  ['lgamma', gammaPoles],
  ['digamma', gammaPoles],
]);

/** Pieces of an operation by its name; undefined where it is smooth. */
export const piecesOf = (operation: string): Pieces | undefined => pieces.get(operation);
