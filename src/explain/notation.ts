// Mathematics as plain text or LaTeX.

export interface Notation {
  /** A name as the user wrote it, or one of ours: `x`, `v[2]`, `v3`. */
  name(text: string): string;
  /** The adjoint of a name. */
  adjoint(text: string): string;
  number(value: number): string;
  sum(terms: readonly string[]): string;
  /** An operation on operands that are written already. */
  operation(name: string, operands: readonly Written[]): Written;
}

/** How tightly the outermost operator of a text binds. */
export interface Written {
  readonly text: string;
  readonly binding: number;
}

const CHOICE = 0;
const COMPARISON = 1;
const SUM = 2;
const PRODUCT = 3;
export const SIGN = 4;
const POWER = 5;
export const ATOM = 6;

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

const atom = (text: string): Written => ({ text, binding: ATOM });

/** The text, in brackets where it binds less than `least`. */
const inside = ({ text, binding }: Written, least: number, open = '(', close = ')'): string =>
  binding < least ? `${open}${text}${close}` : text;

export const plain: Notation = {
  name: text => text,
  adjoint: text => text.replace(/^[^[]*/, '$&_bar'),
  number: String,
  sum: terms => terms.join(' + ').replaceAll('+ -', '- '),
  operation(name, operands) {
    const [a, b, c] = operands as readonly [Written, Written, Written];
    const sign = SIGNS[name];
    if (sign !== undefined) {
      const [operator, binding] = sign;
      const loose = name === 'add' || name === 'mul' ? 0 : 1;
      return { text: `${inside(a, binding)} ${operator} ${inside(b, binding + loose)}`, binding };
    }
    if (name === 'neg') return { text: `-${inside(a, PRODUCT)}`, binding: SIGN };
    if (name === 'not') return { text: `not ${inside(a, SIGN)}`, binding: SIGN };
    if (name === 'square') return { text: `${inside(a, ATOM)}^2`, binding: POWER };
    if (name === 'pow') return { text: `${inside(a, ATOM)}^${inside(b, ATOM)}`, binding: POWER };
    if (name === 'select')
      return {
        text: `${inside(a, COMPARISON)} ? ${inside(b, COMPARISON)} : ${inside(c, COMPARISON)}`,
        binding: CHOICE,
      };
    return atom(`${name}(${operands.map(({ text }) => text).join(', ')})`);
  },
};

/** Functions that LaTeX has a command for. */
const COMMANDS = new Set('exp log sin cos tan sec csc cot sinh cosh tanh coth min max det'.split(' '));
const RELATIONS: Readonly<Record<string, string>> = {
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

export const latex: Notation = {
  name: latexName,
  adjoint: text => `\\bar{${latexName(text)}}`,
  number: latexNumber,
  sum: plain.sum,
  operation(name, operands) {
    const [a, b, c] = operands as readonly [Written, Written, Written];
    const bracketed = (of: Written, least: number): string => inside(of, least, '\\left(', '\\right)');
    const relation = RELATIONS[name];
    if (relation !== undefined) {
      const [, binding] = SIGNS[name]!;
      const loose = name === 'add' || name === 'mul' ? 0 : 1;
      const digits = name === 'mul' && /^\d/.test(b.text) ? '\\cdot' : relation;
      return { text: `${bracketed(a, binding)} ${digits} ${bracketed(b, binding + loose)}`, binding };
    }
    if (name === 'div') return atom(`\\frac{${a.text}}{${b.text}}`);
    if (name === 'neg') return { text: `-${bracketed(a, PRODUCT)}`, binding: SIGN };
    if (name === 'not') return { text: `\\lnot ${bracketed(a, SIGN)}`, binding: SIGN };
    if (name === 'square') return { text: `${bracketed(a, ATOM)}^{2}`, binding: POWER };
    if (name === 'pow') return { text: `${bracketed(a, ATOM)}^{${b.text}}`, binding: POWER };
    if (name === 'sqrt') return atom(`\\sqrt{${a.text}}`);
    if (name === 'abs') return atom(`\\left|${a.text}\\right|`);
    if (name === 'select')
      return atom(`\\begin{cases} ${b.text} & \\text{if } ${a.text} \\\\ ${c.text} & \\text{otherwise} \\end{cases}`);
    const command = COMMANDS.has(name) ? `\\${name}` : `\\operatorname{${name}}`;
    return atom(`${command}\\left(${operands.map(({ text }) => text).join(', ')}\\right)`);
  },
};
