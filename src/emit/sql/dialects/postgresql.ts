// PostgreSQL, from 12 on. NaN is above all numbers and equal to itself. Arithmetic raises where a finite result overflows, where
// one that is not 0 becomes it, and on a division by 0; functions do outside of their domain.
//
// What is computed is told from that by sizes: of most numbers, one comparison or two of each operand, and nothing of operands
// that are known. Denormal results are as they are in IEEE 754. Of powers, what is not within a relative 1e-10 of the largest
// double is infinite, and what rounds to the smallest may be 0.

import { type Form, infix, PRODUCT, SUM } from '../../line/language.js';
import { dialectOf } from '../dialect-of.js';
import { farthest } from '../farthest.js';
import { calls, type Row, type Rows } from '../forms.js';

const TYPE = '::float8';
const NAN = `'NaN'${TYPE}`;
const INFINITY = `'Infinity'${TYPE}`;

const numberText = (value: number): string => String(value).replace('e+', 'e') + TYPE;
const n = numberText;
const literals = { number: numberText, nan: NAN, infinity: INFINITY };

const { MAX_VALUE } = Number;
const MAX = n(MAX_VALUE);

/** Of either side of it products and quotients are far from overflow and underflow. */
const NORMAL = `BETWEEN ${n(2 ** -510)} AND ${n(2 ** 510)}`;
const bothNormal = `abs({0}) ${NORMAL} AND abs({1}) ${NORMAL}`;
const isNoNumber = `greatest(abs({0}), abs({1})) > ${MAX}`;

/** The sign of x, of zeros too, times so much that the rest is infinite. */
const signedInfinity = (x: string, sign = 1): string => `atan2(${x}, -1) * ${sign < 0 ? '-' : ''}${INFINITY}`;
const signedZero = (x: string, sign: number): string => `${x} * ${sign < 0 ? '-' : ''}${n(0)}`;

/** Half a unit in the last place of the largest double: a sum with what is below it does not overflow. */
const HALF_UNIT = 2 ** 970;

const isSmall = (value: number | undefined): boolean =>
  value !== undefined && !(Math.abs(value) >= HALF_UNIT && Math.abs(value) < Infinity);

const sum =
  (operator: '+' | '-'): Row =>
  known => {
    if (known.some(isSmall)) return infix(operator, SUM);
    const halves = `abs({0} * ${n(0.5)} ${operator} {1} * ${n(0.5)})`;
    const huge = n(2 ** 1023);
    return (
      `CASE WHEN abs({0}) < ${huge} AND abs({1}) < ${huge} THEN {0} ${operator} {1} ` +
      `WHEN least(abs({0}), abs({1})) < ${n(HALF_UNIT / 2)} OR ${isNoNumber} OR ${halves} < ${huge} THEN {0} ${operator} {1} ` +
      `ELSE {0} * ${INFINITY} END`
    );
  };

const product: Row = known => {
  const factor = known.find(value => value !== undefined);
  if (factor === undefined) {
    return (
      `CASE WHEN ${bothNormal} THEN {0} * {1} ` +
      `WHEN {0} = 0 OR {1} = 0 OR ${isNoNumber} OR (abs({0}) < 1) <> (abs({1}) < 1) THEN {0} * {1} ` +
      `WHEN abs({0}) >= 1 THEN CASE WHEN abs({0} * ${n(2 ** -512)} * ({1} * ${n(2 ** -512)})) < 1 THEN {0} * {1} ` +
      `ELSE {0} * ${INFINITY} * {1} END ` +
      `WHEN abs({0} * ${n(2 ** 537)} * ({1} * ${n(2 ** 537)})) > ${n(0.5)} THEN {0} * {1} ` +
      `ELSE {0} * ${n(0)} * {1} END`
    );
  }
  const x = known[0] === undefined ? '{0}' : '{1}';
  return scaled(x, '{0} * {1}', factor, size => size * Math.abs(factor)) ?? infix('*', PRODUCT);
};

/** A number of which a known one is a multiple or a part; null where nothing can be raised. */
function scaled(x: string, text: string, sign: number, size: (x: number) => number): string | null {
  if (Number.isNaN(sign) || sign === 0 || Math.abs(sign) === Infinity || size(1) === 1) return null;
  if (size(1) > 1) {
    const last = farthest(of => size(of) < Infinity, 0, Infinity);
    return `CASE WHEN abs(${x}) <= ${n(last)} THEN ${text} ELSE ${x} * ${sign < 0 ? '-' : ''}${INFINITY} END`;
  }
  const first = farthest(of => size(of) > 0, MAX_VALUE, 0);
  return `CASE WHEN abs(${x}) >= ${n(first)} THEN ${text} ELSE ${signedZero(x, sign)} END`;
}

const quotient: Row = ([a, b]) => {
  if (b !== undefined) {
    if (b === 0) return `{0} * ${Object.is(b, -0) ? '-' : ''}${INFINITY}`;
    return scaled('{0}', '{0} / {1}', b, size => size / Math.abs(b)) ?? infix('/', PRODUCT);
  }
  if (a !== undefined) return quotientOf(a);
  return (
    `CASE WHEN ${bothNormal} THEN {0} / {1} ` +
    `WHEN {1} = 0 THEN {0} * ${INFINITY} * atan2({1}, -1) ` +
    `WHEN {0} = 0 OR ${isNoNumber} THEN {0} / {1} ` +
    `WHEN abs({1}) < 1 AND abs({1}) * ${MAX} <= abs({0}) THEN {0} * ${INFINITY} * {1} ` +
    `WHEN abs({0}) < 1 AND abs({1}) > 1 AND abs({0}) * ${n(2 ** 75)} <= abs({1}) * ${n(2 ** -1000)} THEN {0} * ${n(0)} * {1} ` +
    `ELSE {0} / {1} END`
  );
};

/** A known number over one that is not. */
function quotientOf(a: number): string | Form {
  if (Number.isNaN(a)) return infix('/', PRODUCT);
  if (a === 0) return `CASE WHEN {1} <> 0 THEN {0} / {1} ELSE ${NAN} END`;
  if (Math.abs(a) === Infinity) return `CASE WHEN {1} <> 0 THEN {0} / {1} ELSE ${signedInfinity('{1}', a)} END`;
  const size = Math.abs(a);
  const first = farthest(of => size / of < Infinity, MAX_VALUE, 0);
  const whole = `CASE WHEN abs({1}) < ${n(first)} THEN ${signedInfinity('{1}', a)} `;
  if (size / MAX_VALUE > 0) return `${whole}ELSE {0} / {1} END`;
  const last = farthest(of => size / of > 0, Number.MIN_VALUE, Infinity);
  return `${whole}WHEN abs({1}) > ${n(last)} AND abs({1}) <= ${MAX} THEN ${signedZero('{1}', a)} ELSE {0} / {1} END`;
}

const LARGEST_SQUARED = farthest(x => x * x < Infinity, 0, Infinity);
const SMALLEST_SQUARED = farthest(x => x * x > 0, 1, 0);

const square =
  `CASE WHEN abs({0}) BETWEEN ${n(SMALLEST_SQUARED)} AND ${n(LARGEST_SQUARED)} THEN {0} * {0} ` +
  `WHEN abs({0}) < 1 THEN ${n(0)} ELSE abs({0}) * ${INFINITY} END`;

/** The logarithms of the largest number, and of what rounds to the smallest, both a little nearer to 0. */
const exponential =
  `CASE WHEN {0} BETWEEN ${n(-745.1332191019411)} AND ${n(709.782712893384)} THEN exp({0}) ` +
  `WHEN {0} < 0 THEN ${n(0)} ELSE {0} * ${INFINITY} END`;

/** The logarithm of what certainly rounds to the smallest number, and not to 0: of that, -745.13 is. */
const SMALLEST_LOGARITHM = -745.1;

/** Away from overflow and underflow, as another library may round the result otherwise. */
const isInRange = (base: number, exponent: number): boolean =>
  exponent * Math.log(base) > SMALLEST_LOGARITHM && base ** exponent < MAX_VALUE * (1 - 1e-15);

const power: Row = ([base, exponent]) => {
  if (exponent !== undefined && exponent !== 0 && Number.isFinite(exponent)) return powerOfKnown(exponent);
  if (base !== undefined && base > 0 && base !== 1 && base < Infinity) {
    const grows = base > 1;
    const outer = farthest(x => isInRange(base, grows ? x : -x), 0, Infinity);
    const inner = farthest(x => isInRange(base, grows ? -x : x), 0, Infinity);
    const [low, high] = grows ? [-inner, outer] : [-outer, inner];
    return (
      `CASE WHEN {1} BETWEEN ${negatable(low)} AND ${negatable(high)} THEN power({0}, {1}) WHEN {1} = 1 THEN {0} WHEN {1} = ${NAN} THEN {1} ` +
      `WHEN {1} ${grows ? '<' : '>'} 0 THEN ${n(0)} ELSE ${INFINITY} END`
    );
  }
  return anyPower;
};

const negatable = (value: number): string => (value < 0 ? `-${n(-value)}` : n(value));

function powerOfKnown(y: number): string {
  if (y === 1) return '{0}';
  const isWhole = Number.isInteger(y);
  const isOdd = isWhole && Math.abs(y % 2) === 1;
  const [low, high] = [0, Infinity].map(to => farthest(x => isInRange(x, y), 1, to));
  const inside = `CASE WHEN ${isWhole ? 'abs({0})' : '{0}'} BETWEEN ${n(low!)} AND ${n(high!)} THEN power({0}, {1}) `;
  const outside = isWhole ? '' : `WHEN {0} < 0 AND {0} > -${INFINITY} THEN ${NAN} `;
  const [zero, infinity] = isOdd
    ? [`CASE WHEN {0} < 0 THEN -${n(0)} ELSE ${n(0)} END`, signedInfinity('{0}')]
    : [n(0), INFINITY];
  const [below, above] = y > 0 ? [isOdd ? `{0} * ${n(0)}` : zero, infinity] : [infinity, zero];
  return `${inside}WHEN {0} = ${NAN} THEN {0} ${outside}WHEN abs({0}) < 1 THEN ${below} ELSE ${above} END`;
}

/** Beyond it every power of what is not 1 is 0 or infinite. */
const LARGEST_EXPONENT = n(1e22);

const isOddPower = `atan2({0}, -1) < 0 AND {1} = trunc({1}) AND abs({1}) < ${n(2 ** 53)} AND {1} * ${n(0.5)} <> trunc({1} * ${n(0.5)})`;
const logarithmOfPower = `{1} * ln(abs({0}))`;
const anyPower =
  `CASE WHEN {1} = 0 THEN ${n(1)} WHEN {0} = ${NAN} OR {1} = ${NAN} OR abs({0}) = 1 AND abs({1}) = ${INFINITY} THEN ${NAN} ` +
  `WHEN {0} < 0 AND {0} > -${INFINITY} AND {1} <> trunc({1}) THEN ${NAN} WHEN abs({0}) = 1 OR {1} = 1 THEN power({0}, {1}) ` +
  `WHEN CASE WHEN {0} = 0 OR abs({0}) = ${INFINITY} OR abs({1}) > ${LARGEST_EXPONENT} THEN false ` +
  `WHEN greatest(abs({1}), ${n(1e-300)}) * abs(ln(abs({0}))) < ${n(700)} THEN true ` +
  `ELSE ${logarithmOfPower} BETWEEN -${n(-SMALLEST_LOGARITHM)} AND ${n(709.7827128933)} END THEN power({0}, {1}) ` +
  `WHEN (abs({0}) > 1) = ({1} > 0) THEN CASE WHEN ${isOddPower} THEN -${INFINITY} ELSE ${INFINITY} END ` +
  `WHEN ${isOddPower} THEN -${n(0)} ELSE ${n(0)} END`;

const within = (callee: string, condition: string): string =>
  `CASE WHEN ${condition} THEN ${callee}({0}) ELSE ${NAN} END`;

const logarithm = (callee: string): string =>
  `CASE WHEN {0} > 0 THEN ${callee}({0}) WHEN {0} = 0 THEN -${INFINITY} ELSE ${NAN} END`;

const rows: Rows = {
  ...calls({
    abs: 'abs', floor: 'floor', ceil: 'ceil', fix: 'trunc', cbrt: 'cbrt', atan: 'atan', sinh: 'sinh', cosh: 'cosh',
    tanh: 'tanh', asinh: 'asinh',
  }), // biome-ignore format: one group a line
  ...calls({ atan2: 'atan2' }, 2),
  ...Object.fromEntries(['sin', 'cos', 'tan'].map(name => [name, within(name, `abs({0}) < ${INFINITY}`)])),
  ...Object.fromEntries(['asin', 'acos', 'atanh'].map(name => [name, within(name, 'abs({0}) <= 1')])),
  acosh: within('acosh', '{0} >= 1'),
  sqrt: within('sqrt', '{0} >= 0'),
  log: logarithm('ln'),
  log10: logarithm('log'),
  exp: exponential,
  add: sum('+'),
  sub: sum('-'),
  mul: product,
  div: quotient,
  square,
  pow: power,
  power,
};

/** Of terms below it no engine has as many as would overflow a double. */
const LARGEST_TERM = n(2 ** 960);

/** Whether backslashes escape in plain texts is a setting (standard_conforming_strings); in E'…' they always do. */
function textOf(value: string): string {
  const doubled = value.replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

export const postgresql = dialectOf({
  name: 'postgres',
  title: 'PostgreSQL',
  order: 'greatest',
  literals,
  rows,
  placeholder: (_name, position) => `$${position}${TYPE}`,
  text: textOf,
  cell: column => `coalesce(${column}${TYPE}, ${NAN})`,
  missing: column => `${column} IS NULL`,
  aggregates: {
    // Of larger terms the sum is infinite, or NaN: it raises where they overflow.
    sum: `coalesce(sum(CASE WHEN abs({0}) < ${LARGEST_TERM} THEN {0} ELSE {0} * ${INFINITY} END), ${n(0)})`,
    prod: null,
    min: `coalesce(CASE WHEN max({0}) < ${NAN} THEN min({0}) ELSE max({0}) END, ${INFINITY})`,
    max: `coalesce(max({0}), -${INFINITY})`,
  },
  rowCount: `count(*)${TYPE}`,
  rowsWhere: condition => `(count(*) FILTER (WHERE ${condition}))${TYPE}`,
  // As a text it is a constant before anything is computed, and sub-selects of a table that workers share are theirs as well: with a
  // number, which is converted first, rows would all be gathered by one of them, and summed there.
  fence: "OFFSET '0'",
  sample: (part, seed) => `TABLESAMPLE BERNOULLI (${100 * part}) REPEATABLE (${seed})`,
});
