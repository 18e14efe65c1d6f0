// Signs as books and word processors have them, and what is written for them: operators are ASCII.

import { written } from './advice.js';
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
    help: timesHelp,
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
    help: (found, rest, before) => exponentHelp(exponent(translated(found, SUPERSCRIPTS, RAISED)), rest, before),
  },
  {
    pattern: /[₀-₉₊₋]+/y,
    code: 'WG119',
    message: found => `'${found}' is a typographic index`,
    help: (found, rest, before) => {
      const [, group] = /\(([^()]{1,60})\)\s*$/.exec(before) ?? [];
      if (found === '₊' && group !== undefined) return written(`max(${group}, 0)`);
      const index = translated(found, SUBSCRIPTS, LOWERED);
      if (/(?<![\p{L}\p{N}_])log\s*$/u.test(before))
        return index === '2' || index === '10'
          ? written(`log${index}${argumentIn(rest)}`)
          : written(`log(x, ${index})`);
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
    help: (_found, rest, before) => {
      const [name] = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before) ?? [];
      if (/^\s*[CF](?![\p{L}\p{N}_])/u.test(rest))
        return 'leave it out: there are no units, and a temperature is a number';
      if (name !== undefined && /\p{Lu}$/u.test(name))
        return `write '${name}0' for a name, '*pi/180' for an angle in degrees`;
      return "write '*pi/180' for an angle in degrees; other units are factors";
    },
  },
  {
    // With its bounds, of which nothing more is said.
    pattern: /[∑∏](?:\s*[_^]\s*(?:\{[^{}\r\n]{0,60}\}|[\p{L}\p{N}]+))*/uy,
    reported: 1,
    code: 'WG119',
    message: found => `'${found[0]}' is a symbol`,
    help: (found, rest) => sumHelp(found, rest),
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
  {
    pattern: /∥/y,
    code: 'WG119',
    message: () => "'∥' is a symbol",
    help: "write '1/(1/a + 1/b)' for what is parallel, 'norm(v)' for a length",
    after: 'operand',
  },
  { pattern: /[‖∥]/y, code: 'WG119', message: found => `'${found}' is a symbol`, help: "write 'norm(v)'" },
  {
    pattern: /⟨[^⟨⟩\r\n]{0,60}⟩?|⟩/y,
    reported: 1,
    code: 'WG119',
    message: found => `'${found[0]}' is a symbol`,
    help: found => {
      const inside = found.replace(/[⟨⟩]/g, '').trim();
      const [u, v] = inside.split(/\s*[,|]\s*/);
      if (v !== undefined) return written(`dot(${u}, ${v})`);
      return `write 'mean(${inside || 'x'})' for a mean, 'dot(u, v)' for a product of vectors`;
    },
  },
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

/** `u × v` of arrays that are written out. */
function timesHelp(found: string, rest: string, before: string): string {
  const [left] = /\[[^[\]]{1,60}\]\s*$/.exec(before) ?? [];
  const [right] = /^\s*\[[^[\]]{1,60}\]/.exec(rest) ?? [];
  if (left === undefined || right === undefined)
    return `write '*', or '${/[×✕⨯]/.test(found) ? 'cross(a, b)' : 'dot(u, v)'}' for vectors`;
  return written(`${/[×✕⨯]/.test(found) ? 'cross' : 'dot'}(${left.trim()}, ${right.trim()})`);
}

/** `sin²θ` is `sin(θ)^2`, and `sin⁻¹(x)` is `asin(x)`. */
function exponentHelp(power: string, rest: string, before: string): string {
  const [name] = FUNCTION_BEFORE.exec(before) ?? [];
  if (name === undefined) return written(`^${power}`);
  const argument = argumentIn(rest);
  return power === '-1'
    ? `write 'a${name}${argument}' for the inverse, '1/${name}${argument}' for one over it`
    : written(`${name}${argument}^${power}`);
}

const FUNCTION_BEFORE = /(?<![\p{L}_])(?:sin|cos|tan|sec|csc|cot)h?$/u;

/** The argument that follows a function's name, in parentheses. */
function argumentIn(rest: string): string {
  const [, inside, word] = /^\s*(?:\(([^()]*)\)|(\d*[\p{L}][\p{L}\p{N}_]*))/u.exec(rest) ?? [];
  return `(${inside ?? word ?? 'x'})`;
}

/** `∑_{i=1}^{n} i`, `∑ i=1:3 i^2`. */
function sumHelp(found: string, rest: string): string {
  const name = found.startsWith('∑') ? 'sum' : 'prod';
  const [, index, from] = /_\s*\{?\s*(\p{L})\s*(?:=\s*([^{}]+?))?\s*(?:\}|$|\^)/u.exec(found) ?? [];
  const [, to = 'n'] = /\^\s*\{?([^{}]+)\}?\s*$/.exec(found) ?? [];
  const body = rest.trim();
  const isBody =
    index !== undefined && body !== '' && body.length < LONGEST_BODY && !/[^\p{L}\p{N}_*/^()[\] .+-]/u.test(body);
  return written(`${name}(${isBody ? body : `x[${index ?? 'i'}]`}, ${index ?? 'i'} = ${from ?? '1'}:${to.trim()})`);
}

const LONGEST_BODY = 60;

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
    const power =
      found === 'ᵀ' ? `${name.slice(0, raised.index)}'` : `^${exponent(translated(found, '', RAISED_LETTERS))}`;
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
