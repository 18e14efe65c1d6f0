// What a derivative is written in.

import {
  ATOM,
  atom,
  CHOICE,
  COMPARISON,
  call,
  type Form,
  fillForm,
  form,
  infix,
  PRODUCT,
  prefix,
  RAISED,
  SIGN,
  type Written,
} from '../emit/line/language.js';
import { latex, type Notation, plain } from '../explain/notation.js';

export const FORMATS = ['formula', 'latex', 'mathjs', 'python', 'c'] as const;
export type FormatName = (typeof FORMATS)[number];

export interface Output {
  readonly notation: Notation;
  /** A text that is all of the right side of a statement, or the result. */
  whole(value: Written): string;
  /** `t1 = a + b`, as a statement. */
  statement(written: string, value: Written): string;
}

/** Elements counted from 0, an index in brackets for each axis. */
const fromZero = (text: string): string =>
  text.replace(/\[([\d,]+)\]$/, (_, indices: string) =>
    indices
      .split(',')
      .map(index => `[${Number(index) - 1}]`)
      .join(''),
  );

/** Thrown where a language has no function for an operation. */
export class NoFunction extends Error {}

const code = (
  language: string,
  forms: Readonly<Record<string, Form>>,
  functions: Readonly<Record<string, string>>,
): Notation => ({
  ...plain,
  name: fromZero,
  operation: (name, operands) => {
    const own = forms[name];
    if (own !== undefined) return fillForm(own, operands);
    const made = plain.operation(name, operands);
    if (!made.text.startsWith(`${name}(`)) return made;
    const callee = functions[name];
    if (callee === undefined) throw new NoFunction(`${language} has no function '${name}'`);
    return fillForm(call(callee, operands.length), operands);
  },
});

/** Functions that are called the same in C and in Python's math. */
const SHARED =
  'exp expm1 log log2 log10 log1p sqrt cbrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh hypot erf erfc lgamma floor ceil';

const functionsOf = (prefix: string, others: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(SHARED.split(' ').map(name => [name, `${prefix}${name}`])),
  ...others,
});

const PYTHON: Readonly<Record<string, Form>> = {
  square: form(RAISED, ['', '**2'], ATOM),
  pow: form(RAISED, ['', '**', ''], ATOM, SIGN),
  neg: prefix('-', PRODUCT),
  abs: call('abs', 1),
  sign: form(ATOM, ['math.copysign(1, ', ')'], 0),
  and: infix('and', CHOICE + 1),
  or: infix('or', CHOICE + 1),
  select: {
    binding: CHOICE,
    texts: ['', ' if ', ' else ', ''],
    holes: [
      { operand: 1, least: CHOICE + 1, kind: 'number' },
      { operand: 0, least: CHOICE + 1, kind: 'number' },
      { operand: 2, least: CHOICE, kind: 'number' },
    ],
  },
};

const C: Readonly<Record<string, Form>> = {
  square: form(ATOM, ['pow(', ', 2)'], 0),
  pow: form(ATOM, ['pow(', ', ', ')'], 0, 0),
  abs: call('fabs', 1),
  sign: form(ATOM, ['copysign(1.0, ', ')'], 0),
  and: infix('&&', CHOICE + 1),
  or: infix('||', CHOICE + 1),
  not: prefix('!', SIGN),
  max: call('fmax', 2),
  min: call('fmin', 2),
};

/** Whole numbers are doubles. */
const inC = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);

/** A comparison may be with the sign that defines. */
const inLatex = ({ text, binding }: Written): string => (binding <= COMPARISON ? `\\left(${text}\\right)` : text);

export const OUTPUTS: Readonly<Record<FormatName, Output>> = {
  formula: { notation: plain, whole: ({ text }) => text, statement: (name, { text }) => `${name} = ${text}` },
  mathjs: { notation: plain, whole: ({ text }) => text, statement: (name, { text }) => `${name} = ${text}` },
  latex: {
    notation: latex,
    whole: inLatex,
    statement: (name, value) => `${name} = ${inLatex(value)}`,
  },
  python: {
    whole: ({ text }) => text,
    notation: code(
      'Python',
      PYTHON,
      functionsOf('math.', { gamma: 'math.gamma', fix: 'math.trunc', min: 'min', max: 'max' }),
    ),
    statement: (name, { text }) => `${name} = ${text}`,
  },
  c: {
    whole: ({ text }) => text,
    notation: { ...code('C', C, functionsOf('', { gamma: 'tgamma', fix: 'trunc' })), number: inC },
    statement: (name, { text }) => `const double ${name} = ${text};`,
  },
};

export const named = (notation: Notation, name: string): Written => atom(notation.name(name));
