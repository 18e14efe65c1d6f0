// What dialects write alike: operators, comparisons by where NaN stands among numbers, logic and the conditional. What a
// dialect writes its own way are rows over these.

import type { OperationName } from '../../ops/operation.js';
import { ATOM, BOTH, COMPARISON, EITHER, EQUALITY, type Form, infix, PRODUCT, prefix, SUM } from '../line/language.js';
import { template } from './template.js';

/** Numbers among the operands, where they are known; undefined for every other operand. */
export type Known = readonly (number | undefined)[];

/** A form, or what one is chosen by; null where there is none for so many operands. */
export type Row = string | Form | ((known: Known, count: number) => Form | string | null);

export type Rows = Readonly<Partial<Record<OperationName, Row>>>;

/**
 * Where NaN stands: above all numbers and equal to itself; apart from all, as IEEE 754 has it; or there is none, and NULL is
 * what is no number.
 */
export type Order = 'greatest' | 'apart' | 'null';

export interface Literals {
  number(value: number): string;
  readonly nan: string;
  readonly infinity: string;
}

/** `sin({0})`, `atan2({0}, {1})`, by the number of operands. */
export const calls = (names: Readonly<Partial<Record<OperationName, string>>>, count = 1): Rows =>
  Object.fromEntries(
    Object.entries(names).map(([name, callee]) => [
      name,
      `${callee}(${Array.from({ length: count }, (_, i) => `{${i}}`).join(', ')})`,
    ]),
  );

const arithmetic: Rows = {
  add: infix('+', SUM),
  sub: infix('-', SUM),
  mul: infix('*', PRODUCT),
  div: infix('/', PRODUCT),
  square: template('{0} * {0}', PRODUCT),
  // Two signs begin a comment: one stands before a name, or brackets.
  neg: prefix('-', ATOM),
};

const logic: Rows = {
  and: infix('AND', BOTH, { kind: 'condition' }),
  or: infix('OR', EITHER, { kind: 'condition' }),
  not: template('NOT {0?}', EQUALITY),
  select: template('CASE WHEN {0?} THEN {1} ELSE {2} END'),
};

const OPERATORS = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '=', ne: '<>' } as const;

type Comparison = keyof typeof OPERATORS;

const isNumber = (value: number | undefined): boolean => value !== undefined && !Number.isNaN(value);

function comparison(name: Comparison, order: Order, { nan }: Literals): Row {
  const plain = infix(OPERATORS[name], COMPARISON, { left: SUM, right: SUM });
  if (order === 'apart') return plain;
  if (order === 'null') {
    if (name === 'ne') return template('({0} = {1}) IS NOT TRUE', EQUALITY);
    return template(`({0} ${OPERATORS[name]} {1}) IS TRUE`, EQUALITY);
  }
  // NaN is told from what is above, or equal, unless that is a number which is known.
  const above = name === 'lt' || name === 'le' ? 1 : 0;
  const isSymmetric = name === 'eq' || name === 'ne';
  return ([a, b]) => {
    if (isNumber(above === 1 ? b : a) || (isSymmetric && isNumber(b))) return plain;
    const written = `{0} ${OPERATORS[name]} {1}`;
    return name === 'ne'
      ? template(`${written} OR {0} = ${nan}`, EITHER)
      : template(`${written} AND {${above}} < ${nan}`, BOTH);
  };
}

/**
 * Which operand is a number that one comparison with decides; -1 where none is. A tie of zeros is decided with +0 for max, and with
 * neither for min.
 */
const limitIn = (name: 'min' | 'max', known: Known): number =>
  known.findIndex(value => isNumber(value) && (value !== 0 || (name === 'max' && Object.is(value, 0))));

/** The larger or the smaller of two, NaN where one is; of zeros max is +0 where one is, min -0. */
function extremum(name: 'min' | 'max', order: Order, { number, nan, infinity }: Literals): Row {
  const [wins, loses] = name === 'max' ? ['>', '<'] : ['<', '>'];
  const zeros = name === 'max' ? '{0} + {1}' : '-(-{0} - {1})';
  const decided = `WHEN {0} ${wins} {1} THEN {0} WHEN {0} ${loses} {1} THEN {1} WHEN {0} = ${number(0)} THEN ${zeros}`;
  return (known, count) => {
    if (count !== 2) return null;
    const limit = limitIn(name, known);
    const [x, c] = [`{${1 - limit}}`, `{${limit}}`];
    if (order !== 'greatest') {
      // What is compared with NaN is false, or NULL: it comes to the end.
      return limit >= 0
        ? `CASE WHEN ${x} ${loses}= ${c} THEN ${c} ELSE ${x} END`
        : `CASE ${decided} WHEN {0} = {1} THEN {0} ELSE ${nan} END`;
    }
    if (name === 'max')
      return limit >= 0 ? `CASE WHEN ${x} > ${c} THEN ${x} ELSE ${c} END` : `CASE ${decided} ELSE {0} END`;
    return limit >= 0
      ? `CASE WHEN ${x} >= ${c} AND ${x} <= ${infinity} THEN ${c} ELSE ${x} END`
      : `CASE WHEN {0} = ${nan} OR {1} = ${nan} THEN ${nan} ${decided} ELSE {0} END`;
  };
}

/** Rows that hold wherever NaN stands there, before a dialect's own. */
export function sharedRows(order: Order, literals: Literals): Rows {
  const { number, nan } = literals;
  const [zero, one] = [number(0), number(1)];
  const isAbove = order === 'greatest' ? `{0} > ${zero} AND {0} < ${nan}` : `{0} > ${zero}`;
  return {
    ...arithmetic,
    ...logic,
    ...Object.fromEntries(
      (Object.keys(OPERATORS) as Comparison[]).map(name => [name, comparison(name, order, literals)]),
    ),
    min: extremum('min', order, literals),
    max: extremum('max', order, literals),
    // A zero keeps its sign, and NaN is NaN.
    sign: `CASE WHEN ${isAbove} THEN ${one} WHEN {0} < ${zero} THEN -${one} ELSE {0} END`,
  };
}

/** The form of a row, for operands of which some are known. */
export function formOf(row: Row | undefined, known: Known, count: number): Form | null {
  const found = typeof row === 'function' ? row(known, count) : row;
  if (typeof found !== 'string') return found ?? null;
  return template(found);
}

/** Neither 0 nor NaN. */
export function conditionOf(order: Order, { number, nan }: Literals): Form {
  if (order === 'greatest') return template(`{0} <> ${number(0)} AND {0} < ${nan}`, BOTH);
  return order === 'apart'
    ? template(`abs({0}) > ${number(0)}`, COMPARISON)
    : template(`({0} <> ${number(0)}) IS TRUE`, EQUALITY);
}
