// Functions as other languages write them, norms and bars of books, and operators that assign: the line to write.

import { endOfPiece, LONGEST_PIECE, written } from './advice.js';
import { argumentsIn, endOfGroup, formulaOfCall } from './calls-elsewhere.js';

/** The offset after the body of an arrow function: its braces, or the rest of its statement. */
export function endOfArrow(text: string, at: number): number {
  const brace = /^=>\s*\{/.exec(text.slice(at, at + 20))?.[0].length;
  const end = brace === undefined ? -1 : endOfGroup(text, at + brace - 1);
  if (end !== -1) return end;
  // `xs.map(x => x*x)` goes on after its bracket.
  let depth = 0;
  const line = endOfPiece(text, at);
  for (let i = at; i < line; i++) {
    if ('(['.includes(text[i]!)) depth++;
    else if (')]'.includes(text[i]!) && --depth < 0) return i;
  }
  return line;
}

/** `x => x^2`, `f = (x, y) => { return x*y; }`, `f: x -> x^2`; `=<` compares. */
export function arrowHelp(found: string, _rest: string, before: string): string {
  if (found.startsWith('=<')) return "write '<='";
  const general = found.startsWith('=>')
    ? "write 'f(x) = x^2' for a function, '>=' to compare"
    : "write 'f(x) = x^2' for a function";
  const [, name = 'f', parameters] =
    /^\s*(?:export\s+(?:default\s+)?)?(?:(?:const|let|var)\s+)?(?:([\p{L}_$][\p{L}\p{N}_$]*)\s*[=:]\s*)?(\([^()]*\)|[\p{L}_$][\p{L}\p{N}_$]*)\s*$/u.exec(
      before,
    ) ?? [];
  const body = bodyOf(found.slice(2));
  if (parameters === undefined || body === undefined) return general;
  const head = `${name}(${namesOf(parameters.replace(/^\(|\)$/g, ''))})`;
  return `write '${head} = ${body}'${found.startsWith('=>') ? ", '>=' to compare" : ''}`;
}

/** What a function returns; undefined for a body of several statements. */
function bodyOf(text: string): string | undefined {
  const inside = text
    .trim()
    .replace(/^\{([\s\S]*)\}$/, '$1')
    .trim();
  const value = inside
    .replace(/^return(?![\p{L}\p{N}_])/u, '')
    .replace(/;\s*$/, '')
    .trim();
  const isOne = value !== '' && value.length < LONGEST_BODY && !/[;{}\r\n]|=(?![=>])(?<![<>=!]=)/.test(value);
  return isOne ? value : undefined;
}

const LONGEST_BODY = 120;

/** Parameters without their types: `double x`, `x: f32`. */
const namesOf = (parameters: string): string =>
  parameters
    .split(',')
    .map(of => /([\p{L}_$][\p{L}\p{N}_$]*)\s*$/u.exec(of.replace(/[:=].*$/, ''))?.[1] ?? of.trim())
    .join(', ');

/** `function f(x) { return x*x; }`, `double f(double x) { … }`, `if (x < 0) { return -x; } return x;`. */
export function functionOf(found: string, rest: string, before: string): string | undefined {
  const [, condition] = /^\s*if\s*\((.*)\)\s*$/.exec(before) ?? [];
  if (condition !== undefined) {
    const value = bodyOf(found);
    const otherwise = bodyOf(rest.replace(/^\s*else\s*/, ''));
    const isWhole = value !== undefined && otherwise !== undefined && /^\s*(?:else|return)\b/.test(rest);
    return isWhole ? written(`${condition} ? ${value} : ${otherwise}`) : undefined;
  }
  const [, name, parameters] =
    /(?:^|\s)(?:function|fn|func|def|double|float|real|int|auto|number|void)\s+([\p{L}_$][\p{L}\p{N}_$]*)\s*\(([^()]*)\)(?:\s*(?::|->)?\s*[\p{L}\d]+)?\s*$/u.exec(
      before,
    ) ?? [];
  if (name === undefined) return undefined;
  const head = `${name}(${namesOf(parameters!)})`;
  const body = bodyOf(found);
  return body === undefined
    ? `write '${head} = …' in one expression, parts of it on lines before; functions of JavaScript are read with '--from js'`
    : `write '${head} = ${body}', and '${head}' on a line of its own`;
}

/** `||w||_2^2`, `||w||_1`. */
export function normHelp(found: string): string {
  const [, inner = '', degree = ''] = /^\|\|(.*)\|\|(?:_\{?(\w+)\}?)?$/.exec(found) ?? [];
  return normOf(inner.trim(), degree);
}

/** A norm of some degree; none is that of Euclid. */
export function normOf(vector: string, degree: string): string {
  if (degree === '' || degree === '2') return written(`norm(${vector})`);
  if (degree === '1') return written(`sum(abs(${vector}))`);
  if (/^(?:inf|Inf|infty|oo)$/.test(degree)) return written(`max(abs(${vector}))`);
  if (degree === 'F') return written(`frobenius(${vector})`);
  return written(`sum(abs(${vector}).^${degree})^(1/${degree})`);
}

/** `x | 0`, `f(x | mu, sigma)`, `p(y|x)`. */
export function barHelp(_found: string, rest: string, before: string): string {
  const [zero] = /^\s*0(?![\d.])/.exec(rest) ?? [];
  if (zero !== undefined) return "write 'fix(x)', which drops what is after the point";
  const [, name, inside] = /([\p{L}_]\w*)\s*\(([^()|]*)$/u.exec(before) ?? [];
  const [after] = /^[^()|]*(?=\))/.exec(rest) ?? [];
  if (name === undefined || after === undefined || inside!.trim() === '' || after.trim() === '')
    return "write 'abs(x)' for |x|, 'norm(v)' for a vector, 'or' for logic";
  const args = argumentsIn(`(${inside},${after})`) ?? [];
  const formula = formulaOfCall(name, args);
  return formula === undefined ? `write '${name}(${args.join(', ')})': commas separate arguments` : written(formula);
}

/** `loss += x`, `x++`, `a ?? b`, `f(x) := x^2`. */
export function assignmentHelp(found: string, rest: string, before: string): string {
  if (found === ':=') return "write '='";
  const [name] = /[\p{L}_][\p{L}\p{N}_]*\s*$/u.exec(before) ?? [];
  if (found === '++') return `write the operation out: '${name?.trim() ?? 'x'} + 1'`;
  if (found.endsWith('=') && name !== undefined && rest.trim() !== '' && rest.length < LONGEST_PIECE / 4) {
    const own = name.trim();
    const [, density] = own === 'target' ? (/^\s*(\w+)\s*\(/.exec(rest) ?? []) : [];
    const formula =
      density === undefined ? undefined : formulaOfCall(density, argumentsIn(rest.replace(/^\s*\w+\s*/, '')) ?? []);
    if (formula !== undefined) return `write '-sum(${formula})' to minimize`;
    const [value, sign] = [rest.trim().replace(/;$/, ''), found[0]!];
    const held = sign !== '+' && /[-+]/.test(value) ? `(${value})` : value;
    return `write the operation out, under a name of its own: '${own}_2 = ${own} ${sign} ${held}'`;
  }
  return 'write the operation out';
}
