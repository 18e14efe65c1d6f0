// Nodes as expressions that a person would write: sums and products without brackets inside of them, numbers first, minus signs
// where they belong. Nothing is changed that is not the same number for all operands, rounding aside.

import { ATOM, SIGN, type Written } from '../emit/line/language.js';
import type { Notation } from '../explain/notation.js';
import { spelled } from '../explain/spelled.js';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly written: Written }
  | { readonly kind: 'sum'; readonly terms: readonly Term[] }
  | {
      readonly kind: 'product';
      readonly number: number;
      readonly over: readonly Expression[];
      readonly factors: readonly Expression[];
    }
  | { readonly kind: 'operation'; readonly name: string; readonly operands: readonly Expression[] };

interface Term {
  readonly of: Expression;
  readonly isNegative: boolean;
}

export const number = (value: number): Expression => ({ kind: 'number', value });

/** Of an operation of the table. */
export function expressionOf(name: string, operands: readonly Expression[]): Expression {
  const [a, b] = operands as readonly [Expression, Expression];
  switch (name) {
    case 'add':
      return sum([...termsOf(a, false), ...termsOf(b, false)]);
    case 'sub':
      return sum([...termsOf(a, false), ...termsOf(b, true)]);
    case 'neg':
      return product(-1, [a], []);
    case 'mul':
      return product(1, [a, b], []);
    case 'div':
      return product(1, [a], [b]);
    case 'rewritten':
    case 'statement':
    case 'held':
      return a;
    default:
      return { kind: 'operation', name, operands };
  }
}

function termsOf(of: Expression, isNegative: boolean): Term[] {
  if (of.kind === 'sum') return of.terms.map(term => ({ of: term.of, isNegative: term.isNegative !== isNegative }));
  if (of.kind === 'number') return [{ of: number(Math.abs(of.value)), isNegative: isBelow(of.value) !== isNegative }];
  if (of.kind !== 'product' || !isBelow(of.number)) return [{ of, isNegative }];
  return [{ of: product(-of.number, of.factors, of.over), isNegative: !isNegative }];
}

const isBelow = (value: number): boolean => value < 0 || Object.is(value, -0);

function sum(terms: readonly Term[]): Expression {
  // A term that is taken away is not the first one, if there is another.
  const first = terms.findIndex(({ isNegative }) => !isNegative);
  if (first > 0) return { kind: 'sum', terms: [terms[first]!, ...terms.filter((_, i) => i !== first)] };
  return { kind: 'sum', terms };
}

function product(by: number, above: readonly Expression[], below: readonly Expression[]): Expression {
  let value = by;
  const factors: Expression[] = [];
  const over: Expression[] = [];
  const add = (of: Expression, isOver: boolean): void => {
    if (of.kind === 'number' && !isOver && isShort(value * of.value)) value *= of.value;
    else if (of.kind === 'product' && isShort(isOver ? value / of.number : value * of.number)) {
      value = isOver ? value / of.number : value * of.number;
      (isOver ? over : factors).push(...of.factors);
      (isOver ? factors : over).push(...of.over);
    } else if (of.kind === 'number' && isOver && isShort(1 / of.value)) value /= of.value;
    else (isOver ? over : factors).push(of);
  };
  for (const of of above) add(of, false);
  for (const of of below) add(of, true);
  if (factors.length === 0 && over.length === 0) return number(value);
  if (value === 1 && factors.length === 1 && over.length === 0) return factors[0]!;
  return { kind: 'product', number: value, factors, over };
}

/** A number that is written in a few digits: one that has been rounded is not. */
const isShort = (value: number): boolean => Number.isFinite(value) && String(value).length <= 8;

/** Names, then their powers, then what is longer. */
function rank(of: Expression): number {
  if (of.kind === 'number') return 0;
  if (of.kind === 'name') return 1;
  if (of.kind === 'operation' && (of.name === 'square' || of.name === 'pow')) return 2;
  return of.kind === 'operation' ? 3 : 4;
}

/**
 * Writes expressions; of each that is made of others these have been written before, so that nothing goes deep.
 */
export function createWriter(notation: Notation): (expression: Expression) => Written {
  const known = new Map<Expression, Written>();
  const make = (name: string, ...operands: readonly Written[]): Written => spelled(notation, name, operands);
  const at = (of: Expression): Written => {
    const found = known.get(of) ?? text(of);
    known.set(of, found);
    return found;
  };

  function text(expression: Expression): Written {
    switch (expression.kind) {
      case 'name':
        return expression.written;
      case 'number':
        return numberText(expression.value);
      case 'sum': {
        const [first, ...rest] = expression.terms as [Term, ...Term[]];
        const start = first.isNegative ? make('neg', at(first.of)) : at(first.of);
        return rest.reduce((before, { of, isNegative }) => make(isNegative ? 'sub' : 'add', before, at(of)), start);
      }
      case 'product':
        return productText(expression);
      default:
        return spelled(notation, expression.name, expression.operands.map(at));
    }
  }

  function numberText(value: number): Written {
    const written = notation.number(Math.abs(value));
    return isBelow(value) ? { text: `-${written}`, binding: SIGN } : { text: written, binding: ATOM };
  }

  function productText({ number: value, factors, over }: Extract<Expression, { kind: 'product' }>): Written {
    const [powers, divisors] = cancelled(factors, over);
    const sorted = (list: readonly Powered[]): Written[] =>
      list.toSorted((a, b) => rank(a.of) - rank(b.of)).map(({ of, count }) => powered(at(of), count));
    const size = Math.abs(value);
    // A fraction of a whole is a divisor.
    const isDivisor = size < 1 && Number.isInteger(1 / size) && String(1 / size).length < String(size).length;
    const above = [...(size === 1 || isDivisor ? [] : [numberText(size)]), ...sorted(powers)];
    const below = [...(isDivisor ? [numberText(1 / size)] : []), ...sorted(divisors)];
    const times = (list: readonly Written[]): Written => list.reduce((a, b) => make('mul', a, b));
    const top = above.length === 0 ? numberText(1) : times(above);
    const whole = below.length === 0 ? top : make('div', top, times(below));
    return isBelow(value) ? make('neg', whole) : whole;
  }

  const powered = (base: Written, count: number): Written =>
    count === 1 ? base : count === 2 ? make('square', base) : make('pow', base, numberText(count));

  /** Factors that are the same counted, those above and below against each other. */
  function cancelled(above: readonly Expression[], below: readonly Expression[]): [Powered[], Powered[]] {
    const counts = new Map<string, { of: Expression; count: number }>();
    const add = (of: Expression, by: number): void => {
      const isPower = of.kind === 'operation' && of.name === 'square';
      const base = isPower ? of.operands[0]! : of;
      const { text: key } = at(base);
      const found = counts.get(key) ?? { of: base, count: 0 };
      found.count += isPower ? 2 * by : by;
      counts.set(key, found);
    };
    for (const of of above) add(of, 1);
    for (const of of below) add(of, -1);
    const all = [...counts.values()];
    const up = all.filter(({ count }) => count > 0);
    return [up, all.filter(({ count }) => count < 0).map(({ of, count }) => ({ of, count: -count }))];
  }

  return at;
}

interface Powered {
  readonly of: Expression;
  readonly count: number;
}
