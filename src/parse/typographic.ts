// Signs as books and word processors have them, and what is written for them: operators are ASCII.

import type { Rule } from './trap-rule.js';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const RAISED: Readonly<Record<string, string>> = { '⁻': '-', '⁺': '', '⁽': '(', '⁾': ')' };
const RAISED_LETTERS: Readonly<Record<string, string>> = {
  ⁿ: 'n',
  ⁱ: 'i',
  ˣ: 'x',
  ʸ: 'y',
  ᵀ: 'T',
  ᵗ: 't',
  ᵏ: 'k',
  ᵐ: 'm',
};
const LOWERED: Readonly<Record<string, string>> = { '₊': 'plus', '₋': 'minus' };
const FRACTIONS: Readonly<Record<string, string>> = {
  '½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4', '⅕': '1/5', '⅙': '1/6', '⅛': '1/8', '⅜': '3/8', '⅝': '5/8', '⅞': '7/8',
}; // biome-ignore format: a table
const RELATIONS: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '≠': '!=', '⩽': '<=', '⩾': '>=' };
const SIGNS: Readonly<Record<string, string>> = {
  '∧': 'and', '∨': 'or', '¬': 'not', '⊙': '.*', '⊘': './', '≡': '==', '≔': '=', '←': '=', '…': ':', '⋯': ':',
}; // biome-ignore format: a table

const translated = (text: string, digits: string, others: Readonly<Record<string, string>>): string =>
  Array.from(text, c => (digits.includes(c) ? digits.indexOf(c) : (others[c] ?? c))).join('');

const codeOf = (found: string): string => `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/** What is drawn as nothing at all; a joiner or a mark of direction that was pasted. */
const INVISIBLE =
  /(?:\u034f|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\uffa0]|[\ufe00-\ufe0e])+/y;

export const typographic: readonly Rule[] = [
  {
    pattern: /([³⁴-⁹])\s*√\s*(\([^()]*\)|[\p{L}\p{N}_.]*)/uy,
    reported: 2,
    code: 'WG119',
    message: found => `'${found.slice(0, 2)}' is a typographic root`,
    help: found => {
      const degree = SUPERSCRIPTS.indexOf(found[0]!);
      const of = found.replace(/^.\s*√\s*\(?|\)$/gu, '') || 'x';
      return degree === 3 ? `write 'cbrt(${of})'` : `write 'nthRoot(${of}, ${degree})'`;
    },
    after: 'operator',
  },
  {
    pattern: /[€£¥]\s*(?:\d[\d.,]*)?/uy,
    reported: 1,
    code: 'WG101',
    message: found => `unexpected character '${found[0]}'`,
    help: found => {
      const amount = found
        .slice(1)
        .trim()
        .replace(/,(?=\d{3}\b)/g, '');
      return amount === '' ? 'leave it out: there are no units' : `write '${amount}'`;
    },
  },
  {
    pattern: INVISIBLE,
    code: 'WG101',
    message: found => `an invisible character (${codeOf(found)}) stands here`,
    help: 'delete it, and write the line again by hand where it comes back',
  },
  {
    pattern: /[−‐‑‒–—―﹣－]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic minus or dash`,
    help: "write '-'",
  },
  {
    pattern: /[·×∙⋅∗✕⨯•⋆]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic multiplication sign`,
    help: found =>
      found === '×' ? "write '*', or 'cross(a, b)' for vectors" : "write '*', or 'dot(u, v)' for vectors",
  },
  {
    pattern: /[÷∕⁄]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic division sign`,
    help: "write '/'",
  },
  {
    pattern: /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾]+/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic exponent`,
    help: found => `write '^${exponent(translated(found, SUPERSCRIPTS, RAISED))}'`,
  },
  {
    pattern: /[₀-₉₊₋]+/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic index`,
    help: (found, _rest, before) => {
      if (found === '₊' && /[)\]]\s*$/.test(before)) return "write 'max(x, 0)' for the positive part";
      const index = translated(found, SUBSCRIPTS, LOWERED);
      return `write '_${index}' for a name, '[${index}]' for an element`;
    },
  },
  {
    pattern: /[½⅓⅔¼¾⅕⅙⅛⅜⅝⅞]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic fraction`,
    help: found => `write '(${FRACTIONS[found]})'`,
  },
  {
    pattern: /[≤≥≠⩽⩾]/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic comparison`,
    help: found => `write '${RELATIONS[found]}'`,
  },
  {
    pattern: /[∧∨¬⊙⊘≡≔←…⋯]/y,
    code: 'WG119',
    message: found => `'${found}' is a symbol`,
    help: found => `write '${SIGNS[found]}'`,
  },
  {
    pattern: /([√∛∜])\s*(\([^()]*\)|[\p{L}\p{N}_.]*)/uy,
    reported: 1,
    code: 'WG119',
    message: found => `'${found[0]}' is a typographic root`,
    help: found => {
      const of =
        found
          .slice(1)
          .trim()
          .replace(/^\((.*)\)$/, '$1') || 'x';
      return found[0] === '√'
        ? `write 'sqrt(${of})'`
        : `write '${found[0] === '∛' ? `cbrt(${of})` : `nthRoot(${of}, 4)`}'`;
    },
  },
  { pattern: /∞/y, code: 'WG119', message: () => "'∞' is a symbol", help: "write 'Infinity'" },
  {
    pattern: /[±∓]/y,
    code: 'WG119',
    message: found => `'${found}' is two signs at once`,
    help: "write '+' or '-', a formula each",
  },
  {
    pattern: /°/y,
    code: 'WG119',
    message: () => "'°' is a unit, and there are none here",
    help: "write '*pi/180' for an angle in degrees; other units are factors",
  },
  {
    pattern: /[∑∏]/y,
    code: 'WG119',
    message: found => `'${found}' is a symbol`,
    help: found => `write '${found === '∑' ? 'sum' : 'prod'}(x[i], i = 1:n)'`,
  },
  {
    pattern: /[∂∇∆∫]/y,
    code: 'WG119',
    message: found => `'${found}' is a symbol`,
    help: found =>
      found === '∫'
        ? 'there is no integral here'
        : "write the formula alone: its derivatives are functions of the module, such as 'gradient'",
  },
  {
    pattern: /[′″]/y,
    code: 'WG119',
    message: found => `'${found}' is a prime`,
    help: "write 'x_1' for another name; derivatives are functions of the module, 'transpose(A)' a transpose",
  },
  { pattern: /[‖∥]/y, code: 'WG119', message: found => `'${found}' is a symbol`, help: "write 'norm(v)'" },
  { pattern: /[⌊⌋]/y, code: 'WG119', message: found => `'${found}' is a symbol`, help: "write 'floor(x)'" },
  { pattern: /[⌈⌉]/y, code: 'WG119', message: found => `'${found}' is a symbol`, help: "write 'ceil(x)'" },
  {
    pattern: /∈/y,
    code: 'WG119',
    message: () => "'∈' is a symbol",
    help: "write 'x >= lo and x <= hi'; bounds are 'param x in [lo, hi]'",
  },
  {
    pattern: /∘/y,
    code: 'WG119',
    message: () => "'∘' is a symbol",
    help: "write '.*' for products of elements, 'f(g(x))' for one function after another",
  },
  {
    pattern: /[≈∼∝→↦⟶⇒≃≅⟹⇌⇄]/y,
    code: 'WG119',
    message: found => `'${found}' is a symbol`,
    help: "write a formula: 'f(x) = x^2' defines a function, '==' compares",
  },
  { pattern: /⊗/y, code: 'WG119', message: () => "'⊗' is a symbol", help: "write 'kron(A, B)', or 'outer(u, v)'" },
  {
    // Letters of that width are names and refused where they are read; space is skipped.
    pattern: /[\uff01-\uff20\uff3b-\uff40\uff5b-\uff5e]/y,
    code: 'WG119',
    message: found => `'${found}' is a sign of another width`,
    help: found => `write '${String.fromCodePoint(found.codePointAt(0)! - 0xfee0)}'`,
  },
  {
    pattern: /[“”‘’`´](?:[^“”‘’`´\r\n]{0,60}[“”‘’`´])?/y,
    code: 'WG111',
    message: () => 'strings are not values here',
    help: 'formulas are made of real numbers',
  },
];

const exponent = (text: string): string => (/^\w+$|^-\d+$/.test(text) ? text : `(${text})`);

const RAISED_LETTER = /[ⁿⁱˣʸᵀᵗᵏᵐ]+/u;
/** Letters and digits of printed formulas, and of East Asian width: another name than the one in ASCII. */
const DRESSED = /[\u{1d400}-\u{1d7ff}\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/u;

/** What of a name is not a letter but the form of one, as a fault of the text. */
export function typographicName(
  name: string,
): { at: number; length: number; message: string; help: string } | undefined {
  const raised = RAISED_LETTER.exec(name);
  if (raised !== null) {
    const [found] = raised;
    const power = found === 'ᵀ' ? 'transpose(x)' : `^${exponent(translated(found, '', RAISED_LETTERS))}`;
    return {
      at: raised.index,
      length: found.length,
      message: `'${found}' is a typographic exponent`,
      help: `write '${power}'`,
    };
  }
  if (!DRESSED.test(name)) return undefined;
  return {
    at: 0,
    length: name.length,
    message: `'${name}' is in letters of another form`,
    help: `write '${name.normalize('NFKC')}'`,
  };
}
