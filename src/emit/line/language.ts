// What is text is written in a language: a record of forms. A form is texts with operands between them, and how tightly it
// binds; whether an operand stands in brackets is decided here, for every language, by that alone.

import type { Operation } from '../../ops/operation.js';

/** How tightly forms bind, from the loosest on. */
export const ANY = 0;
export const CHOICE = 1;
export const EITHER = 2;
export const BOTH = 3;
export const EQUALITY = 4;
export const COMPARISON = 5;
export const SUM = 6;
export const PRODUCT = 7;
/** A power where it binds less than a sign, as in JavaScript: `-a ** b` is neither. */
export const RAISED = 8;
export const SIGN = 9;
/** A power where it binds more, as people write it. */
export const POWER = 10;
export const ATOM = 11;

/** What an operand has to be: a number; what may be a condition; true or false. */
export type Kind = 'number' | 'condition' | 'truth';

/** Where an operand stands in a form. */
export interface Hole {
  readonly operand: number;
  /** What binds less is put in brackets. */
  readonly least: number;
  readonly kind: Kind;
}

export interface Form {
  readonly binding: number;
  /** One more than there are holes. */
  readonly texts: readonly string[];
  readonly holes: readonly Hole[];
}

export const hole = (operand: number, least: number, kind: Kind = 'number'): Hole => ({ operand, least, kind });

/** Texts with operands between them in order. @param least of each */
export const form = (binding: number, texts: readonly string[], ...least: readonly number[]): Form => ({
  binding,
  texts,
  holes: least.map((of, i) => hole(i, of)),
});

/** `a + b`, grouped to the left unless it is said how tightly the operands have to bind. */
export const infix = (
  operator: string,
  binding: number,
  { left = binding, right = binding + 1, kind = 'number' }: { left?: number; right?: number; kind?: Kind } = {},
): Form => ({ binding, texts: ['', ` ${operator} `, ''], holes: [hole(0, left, kind), hole(1, right, kind)] });

/** `-a` */
export const prefix = (operator: string, least: number = SIGN, kind: Kind = 'number'): Form => ({
  binding: SIGN,
  texts: [operator, ''],
  holes: [hole(0, least, kind)],
});

/** `f(a, b)` */
export const call = (callee: string, count: number, open = '(', close = ')'): Form => ({
  binding: ATOM,
  texts: [
    callee + open + (count === 0 ? close : ''),
    ...Array.from({ length: count }, (_, i) => (i < count - 1 ? ', ' : close)),
  ],
  holes: Array.from({ length: count }, (_, i) => hole(i, ANY)),
});

/** `a ? b : c` @param least of the arms */
export const choice = (condition: number, least: number, kind: Kind = 'number'): Form => ({
  binding: CHOICE,
  texts: ['', ' ? ', ' : ', ''],
  holes: [hole(0, condition, kind), hole(1, least), hole(2, least)],
});

/** True for what stands in brackets where something has to bind so tightly. */
export const isLoose = (binding: number, least: number): boolean => binding < least;

/** A text and how tightly its outermost form binds. */
export interface Written {
  readonly text: string;
  readonly binding: number;
}

export const atom = (text: string): Written => ({ text, binding: ATOM });

export type Brackets = readonly [open: string, close: string];

export const ROUND: Brackets = ['(', ')'];

/** The text, in brackets where it binds less than `least`. */
export const inBrackets = ({ text, binding }: Written, least: number, [open, close]: Brackets = ROUND): string =>
  isLoose(binding, least) ? open + text + close : text;

/** A form with operands that are written already. */
export function fillForm(
  { binding, texts, holes }: Form,
  operands: readonly Written[],
  brackets: Brackets = ROUND,
): Written {
  let text = texts[0]!;
  for (const [i, { operand, least }] of holes.entries()) {
    text += inBrackets(operands[operand]!, least, brackets) + texts[i + 1]!;
  }
  return { text, binding };
}

/** A form whose operands are forms, over the operands of those; a number stands for one of these as it is. */
export function composeForms({ binding, texts, holes }: Form, inner: readonly (Form | number)[]): Form {
  const composed = { binding, texts: [texts[0]!], holes: [] as Hole[] };
  const append = (text: string): void => {
    composed.texts.push(composed.texts.pop()! + text);
  };
  for (const [i, { operand, least }] of holes.entries()) {
    const of = inner[operand]!;
    const within = typeof of === 'number' ? { binding: ATOM, texts: ['', ''], holes: [hole(of, least)] } : of;
    const isBracketed = isLoose(within.binding, least);
    append((isBracketed ? '(' : '') + within.texts[0]!);
    composed.holes.push(...within.holes);
    composed.texts.push(...within.texts.slice(1));
    append((isBracketed ? ')' : '') + texts[i + 1]!);
  }
  return composed;
}

/** What a form is chosen by. */
export type Named = Pick<Operation, 'name' | 'form'>;

/** A language that straight lines are written in. */
export interface Language {
  /** How an operation on so many operands is written. @param special name of an emitted special function */
  form(operation: Named, count: number, special: (name: string) => string): Form;
  /** A number without a sign, or NaN. */
  number(value: number): string;
  /** False, as a variable starts with it. */
  readonly untrue: string;
  /** What makes of truth a number, of a number truth, of a number a condition; null where it may stand as it is. */
  readonly conversions: Readonly<Record<'toNumber' | 'toTruth' | 'toCondition', Form | null>>;
  /** What stands before the name of what counts in a loop. */
  readonly counter: string;
  /** What stands before the name of a variable that is declared. */
  declaration(isTruth: boolean, isAssigned: boolean): string;
  /** Said of a variable that nothing reads, where compilers warn of one. */
  unread?(name: string): string;
}
