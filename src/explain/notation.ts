// Mathematics as plain text or LaTeX.

import {
  ANY,
  ATOM,
  type Brackets,
  CHOICE,
  COMPARISON,
  call,
  choice,
  type Form,
  fillForm,
  form,
  hole,
  infix,
  POWER,
  PRODUCT,
  prefix,
  SIGN,
  SUM,
  type Written,
} from '../emit/line/language.js';

export interface Notation {
  /** A name as the user wrote it, or one of ours: `x`, `v[2]`, `v3`. */
  name(text: string): string;
  /** A name that another one would be written like. */
  upright(text: string): string;
  /** The adjoint of a name as it is written. */
  adjoint(written: string): string;
  /** The multiplier of the equation of a name as it is written. */
  multiplier(written: string): string;
  number(value: number): string;
  /** What is no name of the formula's. */
  words(text: string): string;
  sum(terms: readonly string[]): string;
  /** An operation on operands that are written already. */
  operation(name: string, operands: readonly Written[]): Written;
}

const SIGNS: Readonly<Record<string, readonly [sign: string, binding: number]>> = {
  or: ['or', CHOICE],
  and: ['and', CHOICE],
  lt: ['<', COMPARISON],
  le: ['<=', COMPARISON],
  gt: ['>', COMPARISON],
  ge: ['>=', COMPARISON],
  eq: ['==', COMPARISON],
  ne: ['!=', COMPARISON],
  add: ['+', SUM],
  sub: ['-', SUM],
  mul: ['*', PRODUCT],
  div: ['/', PRODUCT],
};

/** Sums and products are written as if it did not matter how they are grouped. */
function infixOf(name: string, sign: string): Form {
  const [, binding] = SIGNS[name]!;
  return infix(sign, binding, name === 'add' || name === 'mul' ? { right: binding } : {});
}

/** A sum over rows: of a product without brackets, and in a product with some. */
function overRows(open: string, close: string): Form {
  return { binding: SUM, texts: [open, close, ''], holes: [hole(1, ANY), hole(0, PRODUCT)] };
}

/** A function of the values of all rows. */
function ofRows(open: string, close: string, end: string): Form {
  return { binding: ATOM, texts: [open, close, end], holes: [hole(1, ANY), hole(0, ANY)] };
}

/** What all are but NaN. */
const isNumber = (test: string): Form => ({ binding: COMPARISON, texts: ['', test], holes: [hole(0, SUM)] });

const PLAIN: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(Object.entries(SIGNS).map(([name, [sign]]) => [name, infixOf(name, sign)])),
  neg: prefix('-', PRODUCT),
  not: prefix('not ', SIGN),
  square: form(POWER, ['', '^2'], ATOM),
  pow: form(POWER, ['', '^', ''], ATOM, ATOM),
  select: choice(COMPARISON, COMPARISON),
  isNumber: isNumber(' <= Infinity'),
  sumOver: overRows('Σ ', ' '),
  prodOver: overRows('Π ', ' '),
  ...Object.fromEntries(
    ['min', 'max', 'norm', 'logsumexp'].map(name => [`${name}Over`, ofRows(`${name} `, ' (', ')')]),
  ),
};

export const plain: Notation = {
  name: text => text,
  upright: text => text,
  adjoint: written => written.replace(/^[^[]*/, '$&_bar'),
  multiplier: written => `λ_${written}`,
  number: String,
  words: text => text,
  sum: terms => terms.join(' + ').replaceAll('+ -', '- '),
  operation: (name, operands) => fillForm(PLAIN[name] ?? call(name, operands.length), operands),
};

/** Functions that LaTeX has a command for. */
const COMMANDS = new Set('exp log sin cos tan sec csc cot sinh cosh tanh coth min max det'.split(' '));
const LATEX_SIGNS: Readonly<Record<string, string>> = {
  or: '\\lor',
  and: '\\land',
  lt: '<',
  le: '\\le',
  gt: '>',
  ge: '\\ge',
  eq: '=',
  ne: '\\ne',
  add: '+',
  sub: '-',
  mul: '\\,',
};
const LATEX: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(Object.entries(LATEX_SIGNS).map(([name, sign]) => [name, infixOf(name, sign)])),
  div: form(ATOM, ['\\frac{', '}{', '}'], ANY, ANY),
  neg: prefix('-', PRODUCT),
  not: prefix('\\lnot ', SIGN),
  square: form(POWER, ['', '^{2}'], ATOM),
  pow: form(POWER, ['', '^{', '}'], ATOM, ANY),
  sqrt: form(ATOM, ['\\sqrt{', '}'], ANY),
  abs: form(ATOM, ['\\left|', '\\right|'], ANY),
  isNumber: isNumber(' \\le \\infty'),
  sumOver: overRows('\\sum_{', '} '),
  prodOver: overRows('\\prod_{', '} '),
  minOver: ofRows('\\min_{', '} \\left(', '\\right)'),
  maxOver: ofRows('\\max_{', '} \\left(', '\\right)'),
  normOver: ofRows('\\operatorname{norm}_{', '} \\left(', '\\right)'),
  logsumexpOver: ofRows('\\operatorname{logsumexp}_{', '} \\left(', '\\right)'),
  select: {
    binding: ATOM,
    texts: ['\\begin{cases} ', ' & \\text{if } ', ' \\\\ ', ' & \\text{otherwise} \\end{cases}'],
    holes: [hole(1, ANY), hole(0, ANY), hole(2, ANY)],
  },
};

const LATEX_BRACKETS: Brackets = ['\\left(', '\\right)'];

function latexForm(name: string, operands: readonly Written[]): Form {
  // Without a dot, two numbers would be one.
  if (name === 'mul' && /^\d/.test(operands[1]!.text)) return infixOf(name, '\\cdot');
  const command = COMMANDS.has(name) ? `\\${name}` : `\\operatorname{${name}}`;
  return LATEX[name] ?? call(command, operands.length, ...LATEX_BRACKETS);
}

const GREEK =
  /^(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega)$/;

function latexName(text: string): string {
  const [, base = '', indices] = /^([^[]*)(?:\[(.*)\])?$/.exec(text) ?? [];
  const [, stem = base, digits] = /^(.*?[^\d_])_?(\d+)$/.exec(base) ?? [];
  const subscripts = [digits, indices].filter(part => part !== undefined).join(',');
  const written = GREEK.test(stem) ? `\\${stem}` : stem.length === 1 ? escaped(stem) : `\\mathrm{${escaped(stem)}}`;
  return subscripts === '' ? written : `${written}_{${subscripts}}`;
}

const escaped = (text: string): string => text.replace(/[_$%&#]/g, found => `\\${found}`);

function latexNumber(value: number): string {
  if (Number.isNaN(value)) return '\\mathrm{NaN}';
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  const [digits, exponent] = String(value).split('e');
  return exponent === undefined ? digits! : `${digits} \\cdot 10^{${Number(exponent)}}`;
}

/** A number as `latexNumber` writes it, which is a product. */
const POWER_OF_TEN = /^-?[\d.]+ \\cdot 10\^\{-?\d+\}$/;

export const latex: Notation = {
  name: latexName,
  upright: text => `\\mathrm{${escaped(text)}}`,
  adjoint: written => `\\bar{${written}}`,
  multiplier: written => `\\lambda_{${written}}`,
  number: latexNumber,
  words: text => `\\text{${text}}`,
  sum: plain.sum,
  operation: (name, operands) => {
    const written = operands.map((of, i): Written => {
      // Beside a factor its sign would take away.
      if (name === 'mul' && i > 0 && of.text.startsWith('-')) return { ...of, binding: ANY };
      return POWER_OF_TEN.test(of.text) ? { ...of, binding: PRODUCT } : of;
    });
    return fillForm(latexForm(name, written), written, LATEX_BRACKETS);
  },
};

/** `x1`, which is written as `x_1` is, and that as `x[1]`. */
const rankOf = (name: string): number => (name.includes('[') ? 0 : /[^\d_]\d+$/.test(name) ? 2 : 1);

/** The same, with names of which each is written as no other one: `x_{1}` and `\mathrm{x1}`. */
export function distinctNames(notation: Notation, names: Iterable<string>): Notation {
  const owners = new Map<string, string>();
  for (const name of [...names].toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const written = notation.name(name);
    if (!owners.has(written)) owners.set(written, name);
  }
  return {
    ...notation,
    name: text => {
      const written = notation.name(text);
      return (owners.get(written) ?? text) === text ? written : notation.upright(text);
    },
  };
}

/** The same, with adjoints and multipliers that none of some names has, as in code: `x_bar_2` of a formula that has an `x_bar`. */
export function distinct(notation: Notation, names: readonly string[]): Notation {
  const named = distinctNames(notation, names);
  const taken = new Set(names.map(name => arrayOf(named.name(name))));
  const apart = (wanted: string): string => {
    const array = arrayOf(wanted);
    let own = array;
    for (let i = 2; taken.has(own); i++) own = `${array}_${i}`;
    return own + wanted.slice(array.length);
  };
  return {
    ...named,
    adjoint: written => apart(named.adjoint(written)),
    multiplier: written => apart(named.multiplier(written)),
  };
}

/** `v` of `v[2]`. */
const arrayOf = (text: string): string => /^[^[]*/.exec(text)![0];
