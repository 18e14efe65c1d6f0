// C, as straight lines are written in it. What C has not, or has with other results for NaN and signed zeros, are functions of
// ours (support.ts) under the names that they have in JavaScript.

import {
  ANY,
  BOTH,
  CHOICE,
  COMPARISON,
  call,
  choice,
  EITHER,
  EQUALITY,
  type Form,
  form,
  hole,
  infix,
  type Language,
  PRODUCT,
  prefix,
  SUM,
} from '../line/language.js';

/** Operators of JavaScript, and how compilers like to have their operands: comparisons in each other stand in brackets. */
const INFIX: Readonly<Record<string, Form>> = {
  '+': infix('+', SUM),
  '-': infix('-', SUM),
  '*': infix('*', PRODUCT),
  '/': infix('/', PRODUCT),
  '<': infix('<', COMPARISON, { left: SUM, right: SUM }),
  '<=': infix('<=', COMPARISON, { left: SUM, right: SUM }),
  '>': infix('>', COMPARISON, { left: SUM, right: SUM }),
  '>=': infix('>=', COMPARISON, { left: SUM, right: SUM }),
  '===': infix('==', EQUALITY, { left: SUM, right: SUM }),
  '!==': infix('!=', EQUALITY, { left: SUM, right: SUM }),
  '&&': infix('&&', BOTH, { left: EQUALITY, right: EQUALITY, kind: 'truth' }),
  '||': infix('||', EITHER, { left: EQUALITY, right: EQUALITY, kind: 'truth' }),
};

/** Functions of Math that are the same in C; all others are ours. */
const SAME = new Set(
  (
    'acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh exp expm1 floor log log10 log1p log2 sin sinh sqrt tan ' +
    'tanh trunc'
  ).split(' '),
);

export const infixOf = (operator: string): Form => INFIX[operator]!;

/** Of two numbers, or of so many in an array. */
const ofMany = (callee: string, many: string, count: number): Form =>
  count === 2 ? call(callee, 2) : call(many, count, `(${count}, (const double[]){`, '})');

/**
 * A call of a function of Math.
 * @param ours the name that a function of ours is printed under
 */
export function mathCall(callee: string, count: number, ours: (name: string) => string): Form {
  const name = callee.slice('Math.'.length);
  if (SAME.has(name)) return call(name, count);
  switch (name) {
    case 'abs':
      return call('fabs', 1);
    case 'hypot':
      if (count === 1) return call('fabs', 1);
      return count === 2 ? call('hypot', 2) : ofMany('', ours('hypotOfMany'), count);
    case 'max':
    case 'min':
      if (count === 2) return call(ours(callee), 2);
      return ofMany('', ours(`${name}OfMany`), count);
    default:
      return call(ours(callee), count);
  }
}

/** Not NaN and not 0. */
const isTrue = form(COMPARISON, ['fabs(', ') > 0.0'], ANY);

export const negation = prefix('-');
export const conditional = choice(CHOICE + 1, CHOICE, 'condition');
export const remainder = call('fmod', 2);
/** Of what is true or false. */
export const not = prefix('!', undefined, 'condition');
export const truthOf = isTrue;

export const language: Language = {
  form({ name, form }, count, special) {
    switch (form.kind) {
      case 'binary':
      case 'logic':
        return infixOf(form.operator);
      case 'prefix':
        return form.operator === '!' ? not : negation;
      case 'square':
        return { ...infixOf('*'), holes: [hole(0, PRODUCT), hole(0, PRODUCT + 1)] };
      case 'conditional':
        return conditional;
      case 'call':
        return mathCall(form.callee, count, special);
      case 'special':
        return call(special(form.name), count);
      default:
        throw new Error(`internal error: ${name}`);
    }
  },
  number: numberText,
  untrue: '0',
  counter: 'int ',
  conversions: { toNumber: prefix('(double)'), toTruth: isTrue, toCondition: isTrue },
  declaration: (isTruth, isAssigned) => `${isAssigned ? '' : 'const '}${isTruth ? 'int' : 'double'} `,
  unread: name => `(void)${name}`,
};

/** The shortest text that is read as the same double; one without a sign. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  if (value === Number.POSITIVE_INFINITY) return 'INFINITY';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
