// What to write instead of what the language does not have, from how it is written.

import { constantElsewhere } from './elsewhere.js';

/** The offset after braces that begin there, on the same line; after the first one where they are not closed. */
export function endOfBraces(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length && end - at < LONGEST_PIECE && !/[\r\n]/.test(text[end]!); end++) {
    if (text[end] === '{') depth++;
    else if (text[end] === '}' && --depth <= 0) return end + 1;
  }
  return at + 1;
}

/** The offset where a line or a statement ends. */
export function endOfPiece(text: string, at: number): number {
  const found = text.slice(at, at + LONGEST_PIECE).search(/[\r\n]|;(?![^\s])/);
  return found === -1 ? Math.min(text.length, at + LONGEST_PIECE) : at + found;
}

/** Longer pieces are not looked at for advice. */
export const LONGEST_PIECE = 400;

export const written = (text: string): string => `write '${text}'`;

/** Constants of libraries. */
export const CONSTANTS: Readonly<Record<string, string>> = {
  E: 'exp(1)',
  e: 'exp(1)',
  tau: '2*pi',
  inf: 'Infinity',
  nan: 'NaN',
};

/** `^{-x}` and `_{max}` with the braces of TeX. */
function scriptOf(sign: string, inside: string): string {
  if (sign === '_') return `_${inside.replace(/[^\p{L}\p{N}]/gu, '')}`;
  return /^[\p{L}\p{N}_.]+$/u.test(inside) ? `^${inside}` : `^(${inside})`;
}

/** `{i in 1..n} x[i]` after `sum`, `{1, 2}`, `{x + 1}`. */
export function braceHelp(found: string, rest: string, before: string): string {
  const reduction = /(sum|prod|min|max|mean)\s*$/.exec(before)?.[1];
  const inner = found.slice(1, -1).trim();
  if (reduction !== undefined && inner.includes(',') && !/\bin\b|=/.test(inner))
    return written(`${reduction}(${inner})`);
  const summed = /(sum|prod|Σ|Π)_\s*$/.exec(before)?.[1];
  if (summed !== undefined) {
    const [, index = 'i', from = '1'] = /^(\w+)\s*=\s*([\w+-]+)$/.exec(inner) ?? [];
    const [, to = 'n', body = ''] =
      /^\s*\^\s*(?:\{([^{}]*)\}|\w+)\s*(.*)$/.exec(rest.replace(/^\s*\^\s*(\w)/, '^{$1}')) ?? [];
    const name = summed === 'sum' || summed === 'Σ' ? 'sum' : 'prod';
    const element = body
      .trim()
      .replace(new RegExp(`([\\p{L}]\\w*?)_${index}(?![\\p{L}\\p{N}_])`, 'gu'), `$1[${index}]`);
    return written(`${name}(${element || `x[${index}]`}, ${index} = ${from}:${to.trim()})`);
  }
  const pieces = /Piecewise\s*\[\s*$/.test(before) ? piecesOf(found, rest) : undefined;
  if (pieces !== undefined) return written(pieces);
  if (/(?<![\p{L}\p{N}_])1_?\s*$/u.test(before) && /[<>=]/.test(inner)) return written(`(${inner})`);
  const [, callee, body] = /\b(Sum|Product|Table)\s*\[\s*(.*),\s*$/.exec(before) ?? [];
  const [index, first, last] = inner.split(/\s*,\s*/);
  if (callee !== undefined && last !== undefined)
    return written(`${REDUCTIONS[callee]}(${body}, ${index} = ${first}:${last})`);
  if (/(?<![\p{L}\p{N}_])if(?![\p{L}\p{N}_])/u.test(inner)) return "write 'condition ? value : otherwise'";
  if (/_\s*$/.test(before) && /[-+*/,]/.test(inner)) {
    const name = /([\p{L}][\p{L}\p{N}]*)_\s*$/u.exec(before)?.[1] ?? 'x';
    return `write '${name}[${inner}]' for an element, '${name}${scriptOf('_', inner)}' for a name`;
  }
  if (/^\d+$/.test(inner) && /[\p{L}\p{N}]$/u.test(before)) return written(`[${inner}]`);
  const over = /^\{\s*(\w+)\s+in\s+(.+?)\s*(?:\.\.+|:)\s*(.+?)\s*\}$/.exec(found);
  if (reduction !== undefined) {
    const [, index, from, to] = over ?? [null, 'i', '1', 'n'];
    return written(`${reduction}(${rest.trim() || `x[${index}]`}, ${index} = ${from}:${to})`);
  }
  if (/[\^_]\s*$/.test(before)) return written(scriptOf(before.trim().slice(-1), found.slice(1, -1).trim()));
  if (found.length > 2 && found.endsWith('}') && !/[;:={]/.test(found.slice(1, -1))) {
    const inside = found.slice(1, -1).trim();
    return written(inside.includes(',') ? `[${inside}]` : `(${inside})`);
  }
  return "group with '(' and ')', vectors are '[1, 2]'";
}

const REDUCTIONS: Readonly<Record<string, string>> = { Sum: 'sum', Product: 'prod', Table: 'array' };

/** `if (x > 0) { x } else { -x }`. */
export function choiceHelp(found: string, _rest: string, before: string): string {
  const [, prefix = '', condition] = /^(.*?)(?<![\p{L}\p{N}_])if\s*\(?\s*(.*?)\s*\)?\s*$/u.exec(before) ?? [];
  const values = Array.from(found.matchAll(/\{\s*(?:return\s+)?([^{}]*?)\s*;?\s*\}/g), ([, value]) => value!);
  return condition === undefined || values.some(of => of === '' || /[;=]/.test(of))
    ? "write 'condition ? value : otherwise'"
    : written(`${prefix.trimStart()}${condition} ? ${values.join(' : ')}`);
}

/** `Piecewise[{{x, x > 0}}, 0]`. */
function piecesOf(found: string, rest: string): string | undefined {
  const pieces = found.slice(1).matchAll(/\{\s*([^{},]+?)\s*,\s*([^{},]+?)\s*\}/g);
  const choices = Array.from(pieces, ([, value, when]) => `${when} ? ${value} : `);
  const [, last] = /^\s*,\s*([^\][]+?)\s*\]/.exec(rest) ?? [];
  return choices.length === 0 ? undefined : `${choices.join('')}${last ?? 0}`;
}

export function stringHelp(found: string): string {
  const inside = found.slice(1, -1);
  if (inside === '') return 'an empty text is no number: leave it out';
  if (/^use \w+$/.test(inside)) return 'leave it out';
  if (inside.toLowerCase() === 'fro') return "write 'frobenius(A)'";
  const constant = constantElsewhere(inside);
  if (constant !== undefined) return written(constant);
  return 'formulas are made of real numbers';
}

/** `x + y =e= 1` of GAMS. */
export function constraintOf(text: string): string {
  const signs: Readonly<Record<string, string>> = { e: '==', l: '<=', g: '>=' };
  const relation = text.replace(/=\s*([elgELG])\s*=/, (_, sign: string) => signs[sign.toLowerCase()]!);
  return `write 'constraint ${relation.replace(/;\s*$/, '').trim()}' on a line of its own`;
}

/** `@variable(m, x >= 0)`, `@objective(m, Min, x^2)`, `@constraint(m, x + y <= 1)` of JuMP. */
export function macroHelp(found: string): string {
  const [, macro = '', inside = ''] = /^@(?:NL)?(\w+)\s*\(\s*\w+\s*,\s*(.*)\)\s*$/.exec(found) ?? [];
  const [, sense, goal] = /^(Min|Max)\s*,\s*(.*)$/i.exec(inside) ?? [];
  if (macro === 'objective' && sense !== undefined) return written(`${sense.toLowerCase()}imize ${goal}`);
  if (macro === 'constraint') return written(`constraint ${inside.replace(/^\w+\s*,\s*/, '')}`);
  const [, name] = /([\p{L}_][\p{L}\p{N}_]*)/u.exec(inside) ?? [];
  if (macro === 'variable' && name !== undefined)
    return `write 'input ${name}', and its bounds as 'constraint ${name} >= 0' on a line of its own`;
  return 'leave it out: formulas are written as they stand';
}

/** `1..n`, and three dots at the end of a line. */
export function rangeHelp(found: string, rest: string, before: string): string {
  const [, body] = /^\s*(.*?=\s*[elgELG]\s*=.*)$/.exec(rest) ?? [];
  if (body !== undefined && /^\s*[\w(),]+$/.test(before)) return constraintOf(body);
  const isApart = /\s$/.test(before) && /^\s+[a-z]{2,}/i.test(rest);
  if (rest.trim() === '' || (found.length === 3 && isApart))
    return 'leave them out: a line that ends with an operator goes on';
  const from = /[\w]+$/.exec(before.trimEnd())?.[0] ?? '1';
  const to = /^\s*(\w+)/.exec(rest)?.[1] ?? 'n';
  return found.length === 2 || /^\s*\w/.test(rest) ? written(`${from}:${to}`) : written('1:n');
}

/** `5%` is five hundredths; between operands it is a remainder. */
export function percentHelp(_found: string, rest: string, before: string): string {
  const [, constant] = /^(pi|e|inf|nan|i)(?![\p{L}\p{N}_])/u.exec(rest) ?? [];
  if (constant !== undefined && !/[\p{L}\p{N}_)\]]\s*$/u.test(before))
    return constant === 'i' ? 'there are no complex numbers here' : written(CONSTANTS[constant] ?? constant);
  const [number] = /(?:(?<![\p{L}\d])[\d.]+|[\p{L}_][\p{L}\p{N}_]*)\s*$/u.exec(before) ?? [];
  if (number !== undefined && !/^\s*[\w(]/.test(rest)) return written(`(${number.trim()}/100)`);
  return "write 'mod(a, b)', or '/100' for per cent; comments start with '#'";
}

/** `y <- x^2`, `f <- function(x) x^2`. */
export function assignHelp(_found: string, rest: string, before: string): string {
  const [, parameters, body] = /^\s*function\s*(\([^()]*\))\s*(.*)$/.exec(rest) ?? [];
  const name = before.trim() || 'x';
  if (parameters !== undefined) return written(`${name}${parameters} = ${body}`);
  return `write '${name} = ${rest.trim()}'; 'x < -y' compares`;
}

/** `i=0 to 10` is a range; everything else would be units. */
export function convertHelp(found: string, rest: string, before: string): string {
  const [, index, from] = /(\w+)\s*=\s*([\w.]+)\s*$/.exec(before) ?? [];
  const [, to] = /^\s*([\w.]+)/.exec(rest) ?? [];
  // `sum(i in 1:3) i^2`
  const [, name, element] = /(?<![\p{L}\p{N}_])(sum|prod|max|min)\s*[({]\s*(\w+)\s*$/u.exec(before) ?? [];
  const [, range, body] = /^\s*([^(){}\s]+)\s*[)}]\s*(\S.*)$/.exec(rest) ?? [];
  if (found === 'in' && name !== undefined && body !== undefined)
    return written(`${name}(${body}, ${element} = ${range!.replace(/\.\.+/, ':')})`);
  const [, every, each] = /\bfor ?all\s*[({]?\s*(\w+)(\s*)$/i.exec(before) ?? [];
  const [, over, held] = /^\s*\{?([^(){}\s]+?)\s*[)}:]\s*(\S.*)$/.exec(rest) ?? [];
  if (found === 'in' && every !== undefined && each !== undefined && held !== undefined)
    return written(`constraint ${held.trim()} for ${every} = ${over!.replace(/\.\.+/, ':')}`);
  if (found === 'to' && index !== undefined && to !== undefined) return written(`${index} = ${from}:${to}`);
  const [, lower, upper] = /^\s*\(([^(),]*),([^(),]*)\)/.exec(rest) ?? [];
  if (found === 'in' && /^\s*param\b/.test(before) && lower !== undefined && upper !== undefined)
    return `bounds belong to what they bound: write '${before.trim()} in [${lower.trim()}, ${upper.trim()}]'`;
  return 'multiply by the factor instead';
}

/** `min f s.t. g >= 0`. */
export function suchThatHelp(found: string, _rest: string, before: string): string {
  const goal = before.trim().replace(/^(min|max)(?:imi[sz]e)?\s+/i, (_, what: string) => `${what.toLowerCase()}imize `);
  const constraint = found.replace(/^s\.\s?t\.?\s*/, '').replace(/(?<![<>=!])=(?!=)/g, '==');
  const own = written(`constraint ${constraint.trim() || 'lhs <= rhs'}`);
  return goal === '' ? `${own} on a line of its own` : `${own} on a line of its own, and '${goal}' on another`;
}
