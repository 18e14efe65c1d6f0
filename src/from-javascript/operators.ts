// JavaScript's operators and functions of numbers, as operations of the graph: the value is the same to the bit, which operations
// that only nearly agree are not used for.

import type { AnyNode } from 'acorn';
import type { Builder } from '../graph/build.js';
import type { Node } from '../graph/graph.js';
import { type Affine, affineOf, over, plus, roundedOf, times, whole } from './affine.js';
import { isUndefined } from './choices.js';
import { knownDifference, remainderOf } from './edges.js';
import { cannot } from './fault.js';
import { affineNumber, conditionOf, known, type Machine, nameOfKind, number, numeric, truth } from './machine.js';
import type { NumberValue, Value } from './values.js';

/** A length is told its square, which is smooth where it is 0; the value stays that of the product. */
function square(g: Builder, a: Node): Node {
  const isLength = g.is(a, 'hypot') || g.is(a, 'normOver');
  return isLength ? g.rewritten(g.power(a, g.constant(2)), g.square(a)) : g.square(a);
}

/** `a ** b` is one call of Math.pow but where multiplying or dividing once has the same bits. */
export function power(g: Builder, a: Node, b: Node): Node {
  const exponent = g.constantValue(b);
  if (exponent === undefined) return g.pow(a, b);
  if (exponent === 2) return square(g, a);
  if (exponent === 0 || exponent === 1 || exponent === -1) return g.pow(a, b);
  // Its derivatives are powers that may be multiplied out.
  return g.rewritten(g.power(a, b), g.pow(a, b));
}

/** Math.round: halves towards +∞, and -0 from -0.5 on. */
function rounded(g: Builder, x: Node): Node {
  const up = g.ceil(x);
  return g.select(g.gt(g.sub(up, g.constant(0.5)), x), g.sub(up, g.constant(1)), up);
}

const finite = (g: Builder, x: Node): Node => g.lt(g.abs(x), g.constant(Number.POSITIVE_INFINITY));

type Arithmetic = (g: Builder, a: Node, b: Node) => Node;

const ARITHMETIC: Readonly<Record<string, Arithmetic>> = {
  '+': (g, a, b) => g.add(a, b),
  '-': (g, a, b) => g.sub(a, b),
  '*': (g, a, b) => (a === b ? square(g, a) : g.mul(a, b)),
  '/': (g, a, b) => g.div(a, b),
  '%': (g, a, b) => g.remainder(a, b),
  '**': power,
};

/** Operations, and whether they hold for a difference that is known. */
const COMPARISONS: Readonly<Record<string, readonly ['lt' | 'le' | 'gt' | 'ge', (difference: number) => boolean]>> = {
  '<': ['lt', difference => difference < 0],
  '<=': ['le', difference => difference <= 0],
  '>': ['gt', difference => difference > 0],
  '>=': ['ge', difference => difference >= 0],
};

const EQUALITY = new Set(['===', '!==', '==', '!=']);

const BITS = new Set(['&', '|', '^', '<<', '>>', '>>>']);

export function binary(machine: Machine, operator: string, a: Value, b: Value, at: AnyNode): Value {
  if (EQUALITY.has(operator)) return equality(machine, operator, a, b, at);
  if (BITS.has(operator)) return bits(machine, operator, numeric(machine, a, at), numeric(machine, b, at), at);
  if (Object.hasOwn(COMPARISONS, operator)) {
    const [left, right] = [numeric(machine, a, at), numeric(machine, b, at)];
    const [name, holds] = COMPARISONS[operator]!;
    const difference = knownDifference(machine, left, right);
    if (difference !== null) return truth(machine.build.constant(Number(holds(difference))));
    return truth(machine.build[name](left.node, right.node));
  }
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic === undefined) throw cannot(at, `'${operator}' is no operator of numbers`);
  const [left, right] = [numeric(machine, a, at), numeric(machine, b, at)];
  const rest = operator === '%' && left.affine !== null ? remainderOf(machine, left, right, at) : null;
  if (rest !== null) return affineNumber(machine, rest, () => machine.build.remainder(left.node, right.node));
  return calculate(machine, operator, arithmetic, left, right);
}

function calculate(machine: Machine, operator: string, made: Arithmetic, a: NumberValue, b: NumberValue): NumberValue {
  const node = (): Node => made(machine.build, a.node, b.node);
  if (a.affine === null && b.affine === null) return number(node());
  const [left, right] = [affineOf(machine.graph, a), affineOf(machine.graph, b)];
  if (left === null || right === null) return number(node());
  const affine =
    operator === '+'
      ? plus(left, right, 1)
      : operator === '-'
        ? plus(left, right, -1)
        : operator === '*'
          ? times(left, right)
          : operator === '/'
            ? over(left, right)
            : null;
  return affineNumber(machine, affine, node);
}

function equality(machine: Machine, operator: string, a: Value, b: Value, at: AnyNode): Value {
  const { build } = machine;
  const isNot = operator.startsWith('!');
  const decided = (isEqual: boolean): Value => truth(build.constant(Number(isEqual !== isNot)));
  if (a.kind === 'undefined' || b.kind === 'undefined') {
    const other = a.kind === 'undefined' ? b : a;
    const is = isUndefined(machine, other);
    if (typeof is !== 'boolean') return truth(isNot ? build.not(is) : is);
    if (other.kind === 'unclear') throw cannot(at, 'whether this is undefined depends on a condition');
    return decided(is);
  }
  if (a.kind === 'text' && b.kind === 'text') return decided(a.text === b.text);
  const isText = a.kind === 'text' || b.kind === 'text';
  if (isText && a.kind !== 'unclear' && b.kind !== 'unclear' && operator.length === 3) return decided(false);
  if (a.kind === 'reference' && b.kind === 'reference') return decided(a.cell === b.cell);
  const isMixed = (a.kind !== b.kind || a.kind === 'unclear') && operator.length === 3;
  if (isMixed && [a, b].some(({ kind }) => kind === 'truth' || kind === 'unclear'))
    throw cannot(
      at,
      `${nameOfKind(machine, a)} is never ${operator} ${nameOfKind(machine, b)}`,
      "write 'a > 0', not '(a > 0) === 1'",
    );
  const [left, right] = [numeric(machine, a, at), numeric(machine, b, at)];
  const difference = knownDifference(machine, left, right);
  if (difference !== null) return decided(difference === 0);
  return truth(isNot ? build.ne(left.node, right.node) : build.eq(left.node, right.node));
}

/** Of numbers that are known; `n / 2 | 0` and `n >> 1` of lengths are their halves. */
function bits(machine: Machine, operator: string, a: NumberValue, b: NumberValue, at: AnyNode): Value {
  const [left, right] = [known(machine, a), known(machine, b)];
  if (left !== undefined && right !== undefined) {
    const results: Readonly<Record<string, number>> = {
      '&': left & right,
      '|': left | right,
      '^': left ^ right,
      '<<': left << right,
      '>>': left >> right,
      '>>>': left >>> right,
    };
    return number(machine.build.constant(results[operator]!));
  }
  const isShift = operator === '>>' || (operator === '>>>' && isNeverNegative(machine, a.affine));
  if (
    a.affine !== null &&
    right !== undefined &&
    right >= 0 &&
    right < 31 &&
    (isShift || (operator === '|' && right === 0))
  ) {
    const { build } = machine;
    const divided = over(a.affine, whole(2 ** right));
    if (divided !== null && divided.over === 1) return affineNumber(machine, divided, () => a.node);
    if (divided !== null) {
      // Bits are those of the whole part.
      const of = a.affine.over === 1 ? a.node : build.fix(a.node);
      return number(right === 0 ? of : build.floor(build.div(of, build.constant(2 ** right))), roundedOf(divided));
    }
  }
  throw cannot(
    at,
    `'${operator}' works on the bits of integers`,
    "write 'Math.floor(x)' or 'Math.trunc(x)' for 'x | 0'",
  );
}

/** Whether a number made of indices and lengths is 0 or more whatever they are. */
function isNeverNegative({ graph }: Machine, affine: Affine | null): boolean {
  if (affine === null) return false;
  let least = affine.constant;
  for (const [term, factor] of affine.terms) {
    if (factor < 0) return false;
    least += term < 0 ? 0 : factor * graph.indices[term]!.lower;
  }
  return least >= 0;
}

const TYPES: Readonly<Record<Exclude<Value['kind'], 'unclear'>, string>> = {
  number: 'number',
  truth: 'boolean',
  reference: 'object',
  function: 'function',
  builtIn: 'function',
  text: 'string',
  undefined: 'undefined',
};

export function unary(machine: Machine, operator: string, value: Value, at: AnyNode): Value {
  const { build } = machine;
  switch (operator) {
    case '-': {
      const of = numeric(machine, value, at);
      const affine = of.affine === null ? null : times(of.affine, { constant: -1, terms: new Map(), over: 1 });
      return affineNumber(machine, affine, () => build.neg(of.node));
    }
    case '+':
      return numeric(machine, value, at);
    case '!':
      return truth(build.not(conditionOf(machine, value, at)));
    case '~': {
      const of = known(machine, numeric(machine, value, at));
      if (of !== undefined) return number(build.constant(~of));
      throw cannot(at, "'~' works on the bits of integers", "write 'Math.trunc(x)' for '~~x'");
    }
    case 'typeof':
      if (value.kind === 'unclear') throw cannot(at, value.message, value.help);
      return { kind: 'text', text: TYPES[value.kind], at };
    default:
      throw cannot(at, `'${operator}' gives no number`);
  }
}

type Call = (g: Builder, operands: readonly Node[]) => Node;

const direct = (name: 'abs' | 'sqrt' | 'cbrt' | 'exp' | 'expm1' | 'log' | 'log1p' | 'log2' | 'log10' | 'sin' | 'cos' | 'tan'
  | 'asin' | 'acos' | 'atan' | 'sinh' | 'cosh' | 'tanh' | 'asinh' | 'acosh' | 'atanh' | 'sign' | 'floor' | 'ceil' | 'fix'): [number, Call] => [
  1,
  (g, [x]) => g[name](x!),
]; // biome-ignore format: names of functions

/** Functions of Math: how many numbers they take, and what they are. */
const FUNCTIONS: ReadonlyMap<string, readonly [takes: number, call: Call]> = new Map<string, [number, Call]>([
  ['abs', direct('abs')],
  ['sqrt', direct('sqrt')],
  ['cbrt', direct('cbrt')],
  ['exp', direct('exp')],
  ['expm1', direct('expm1')],
  ['log', direct('log')],
  ['log1p', direct('log1p')],
  ['log2', direct('log2')],
  ['log10', direct('log10')],
  ['sin', direct('sin')],
  ['cos', direct('cos')],
  ['tan', direct('tan')],
  ['asin', direct('asin')],
  ['acos', direct('acos')],
  ['atan', direct('atan')],
  ['sinh', direct('sinh')],
  ['cosh', direct('cosh')],
  ['tanh', direct('tanh')],
  ['asinh', direct('asinh')],
  ['acosh', direct('acosh')],
  ['atanh', direct('atanh')],
  ['sign', direct('sign')],
  ['floor', direct('floor')],
  ['ceil', direct('ceil')],
  ['trunc', direct('fix')],
  ['round', [1, (g, [x]) => rounded(g, x!)]],
  ['atan2', [2, (g, [y, x]) => g.atan2(y!, x!)]],
  ['pow', [2, (g, [x, y]) => power(g, x!, y!)]],
]);

const VARIADIC: ReadonlyMap<string, readonly [empty: number, call: Call]> = new Map<string, [number, Call]>([
  ['min', [Number.POSITIVE_INFINITY, (g, operands) => g.min(...operands)]],
  ['max', [Number.NEGATIVE_INFINITY, (g, operands) => g.max(...operands)]],
  ['hypot', [0, (g, operands) => g.hypot(...operands)]],
]);

/** Whole numbers stay what they are. */
const ROUNDING = new Set(['floor', 'ceil', 'trunc', 'round']);

/** How many numbers a function of Math takes. */
export const takenBy = (name: string): number => FUNCTIONS.get(name)?.[0] ?? Number.POSITIVE_INFINITY;

export const isOfMath = (name: string): boolean =>
  FUNCTIONS.has(name) || VARIADIC.has(name) || Object.hasOwn(OF_CONSTANTS, name);

export function callMath(machine: Machine, name: string, given: readonly Value[], at: AnyNode): Value {
  const { build } = machine;
  const operands = given.map(value => numeric(machine, value, at));
  const nodes = operands.map(({ node }) => node);
  const variadic = VARIADIC.get(name);
  if (variadic !== undefined) {
    const [empty, call] = variadic;
    return number(nodes.length === 0 ? build.constant(empty) : call(build, nodes));
  }
  if (Object.hasOwn(OF_CONSTANTS, name)) return ofConstants(machine, name, operands, at);
  const found = FUNCTIONS.get(name);
  if (found === undefined) throw cannot(at, `'Math.${name}' is not known here`);
  const [takes, call] = found;
  if (nodes.length < takes)
    throw cannot(at, `'Math.${name}' takes ${takes === 1 ? 'one number' : `${takes} numbers`}, got ${nodes.length}`);
  const [first] = operands;
  const affine = ROUNDING.has(name) ? first!.affine : null;
  if (affine === null) return number(call(build, nodes));
  return affine.over === 1 ? first! : number(call(build, nodes), roundedOf(affine));
}

/** Functions of Math that have no derivative: of numbers that are known they are numbers. */
const OF_CONSTANTS: Readonly<Record<string, readonly [call: (a: number, b: number) => number, help: string]>> = {
  fround: [Math.fround, 'it rounds to single precision; leave it out'],
  imul: [Math.imul, 'it works on the bits of integers; multiply, or hand the result to the function as an argument'],
  clz32: [Math.clz32, "it works on the bits of integers: write '31 - Math.floor(Math.log2(x))'"],
};

function ofConstants(machine: Machine, name: string, operands: readonly NumberValue[], at: AnyNode): Value {
  const [call, help] = OF_CONSTANTS[name]!;
  const [a, b] = operands.map(operand => known(machine, operand));
  if (operands.length === 0 || a === undefined || (operands.length > 1 && b === undefined))
    throw cannot(at, `'Math.${name}' has no derivative`, help);
  return number(machine.build.constant(call(a, b ?? Number.NaN)));
}

const PREDICATES: Readonly<Record<string, (g: Builder, x: Node) => Node>> = {
  isNaN: (g, x) => g.ne(x, x),
  isFinite: finite,
  isInteger: (g, x) => g.and(finite(g, x), g.eq(g.floor(x), x)),
};

/** `Number.isNaN(x)`, `isNaN(x)`; undefined for every other name. */
export function callPredicate(machine: Machine, name: string, given: readonly Value[], at: AnyNode): Value | undefined {
  const predicate = Object.hasOwn(PREDICATES, name) ? PREDICATES[name] : undefined;
  if (predicate === undefined) return undefined;
  if (given.length === 0) throw cannot(at, `'${name}' takes a number`);
  return truth(predicate(machine.build, numeric(machine, given[0]!, at).node));
}

/** Constants of Math and Number. */
export function constantOf(object: 'Math' | 'Number', name: string): number | undefined {
  const holder: object = object === 'Math' ? Math : Number;
  const value: unknown = Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
  return typeof value === 'number' ? value : undefined;
}
