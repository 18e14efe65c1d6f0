// What is written in the words of other languages. Its tokens are all of this one, where two names side by side are a
// product: `return x^2` would be a variable times a power. A word counts where it stands as such a factor and is no name of
// the program; the way out is the statement as it is written here.

import type { Span } from '../source.js';
import { constraintOf } from './advice.js';
import { endsOperand, type Token } from './tokens.js';

export interface Phrase {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

/** A statement, with the text that it is in. */
interface Written {
  readonly tokens: readonly Token[];
  readonly text: string;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const CONDITIONS = words('if then else elif elseif elsif otherwise unless endif');
const RETURNS = words('return yield print puts echo');
/** Before a name that is given a value. */
const DECLARES = words(
  'let var val local auto double float int integer long real bool mut static global def set number vec2 vec3 vec4 float2 float3 float4 half half2 half3 half4 mat2 mat3 mat4',
);
/** What declarations begin with elsewhere, and here. */
const KEYWORD: Readonly<Record<string, string>> = {
  inputs: 'input',
  in: 'input',
  args: 'input',
  argument: 'input',
  arguments: 'input',
  variable: 'input',
  variables: 'input',
  vars: 'input',
  symbols: 'input',
  syms: 'input',
  given: 'input',
  vector: 'input',
  matrix: 'input',
  unknowns: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  constant: 'const',
  constants: 'const',
  column: 'data',
  columns: 'data',
  uniform: 'input',
  varying: 'input',
  attribute: 'input',
  outputs: 'output',
  out: 'output',
  exports: 'emit',
  export: 'emit',
};
const DECLARING = words('input param const data output emit');

/** What kinds of variables there are elsewhere. */
const MODIFIERS = words('free binary positive negative nonnegative dvar');

const CONVERTS = words('double float int integer long bool float32 float64');
const DEFINES = words('def function func fn fun define');
const IMPORTS = words('import from using include library require use');
const LOOPS = words('for while foreach do repeat end endfor begin');
/** Ends and beginnings, on a line of their own. */
const ALONE = words('end endif endfor else begin do then return break continue pass done fi st clear clc');
/** Of sessions, with what they are about. */
const COMMANDS = words('clear close clc hold format pkg figure warning REM rem set');
const GOALS: Readonly<Record<string, string>> = {
  minimise: 'minimize',
  maximise: 'maximize',
  argmin: 'minimize',
  argmax: 'maximize',
  min: 'minimize',
  max: 'maximize',
};
const WHERE = words('where with given whereby');
const WEIGHTS = words('weights weight weighted');
/** What words stand for, between operands. */
const SIGNS: Readonly<Record<string, string>> = {
  AND: 'and',
  And: 'and',
  OR: 'or',
  Or: 'or',
  NOT: 'not',
  Not: 'not',
  XOR: '!=',
  times: '*',
  plus: '+',
  minus: '-',
  div: 'floor(a/b)',
  divided: '/',
  multiplied: '*',
  equals: '==',
  is: '==',
  isnt: '!=',
  rem: 'mod',
  modulo: 'mod',
  choose: 'combinations(n, k)',
  between: 'lo <= x <= hi',
  squared: '^2',
  cubed: '^3',
};

const EVERY = new Set([
  ...[CONDITIONS, RETURNS, DECLARES, CONVERTS, DEFINES, IMPORTS, LOOPS, WHERE, WEIGHTS, ALONE].flatMap(of => [...of]),
  ...COMMANDS,
  ...MODIFIERS,
  ...Object.keys(GOALS),
  ...Object.keys(SIGNS),
  ...Object.keys(KEYWORD),
  ...DECLARING,
  'lambda',
  'subject',
  'such',
  'const',
]);

/** The first phrase of another language in a statement. @param named what the program gives a meaning of its own */
export function findPhrase(tokens: readonly Token[], text: string, named: ReadonlySet<string>): Phrase | undefined {
  const line = findLabel(tokens, text, named) ?? findRelation(tokens, text);
  if (line !== undefined) return line;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'name' || named.has(token.text)) continue;
    const isSentence = i === 0 && !EVERY.has(token.text) && (isCapital(tokens) || isCapitalGoal(tokens));
    const word = isSentence ? token.text.toLowerCase() : token.text;
    if (!EVERY.has(word) && !(word !== token.text && /^m(?:in|ax)imize$/.test(word))) continue;
    const help = adviceAt({ tokens, text }, i, word);
    if (help === undefined || isParameter(tokens, token.text)) continue;
    const message = DECLARING.has(token.text)
      ? `'${token.text}' begins a declaration, which is written otherwise`
      : `'${token.text}' is a word of other languages, and no name of this program`;
    return { span: token, message, help };
  }
  return undefined;
}

/** True for a name in the parentheses of `f(u, v) = …`. */
function isParameter(tokens: readonly Token[], word: string): boolean {
  const equals = tokens.findIndex(of => isSign(of, '='));
  if (equals < 4 || !isSign(tokens[1], '(') || !isSign(tokens[equals - 1], ')')) return false;
  return tokens.slice(2, equals - 1).some(({ text }) => text === word);
}

function adviceAt(written: Written, at: number, word: string): string | undefined {
  const { tokens } = written;
  const next = tokens[at + 1];
  if (at === 0 && Object.hasOwn(KEYWORD, word)) return declaration(written, KEYWORD[word]!, true);
  const isWritten = tokens[at]!.text === word;
  if (DECLARING.has(word) && (word !== 'const' || !isWritten))
    return at === 0 ? declaration(written, word, !isWritten) : undefined;
  if (!isWritten && (/^m(?:in|ax)imize$/.test(word) || (Object.hasOwn(GOALS, word) && next?.kind === 'number')))
    return `write '${GOALS[word] ?? word} ${slice(written, 1)}'`;
  if (at === 0 && MODIFIERS.has(word) && tokens.length > 1 && tokens.every(of => of.kind === 'name'))
    return `write 'input ${tokens.at(-1)!.text}'; bounds are 'param x in [0, 1]'`;
  if (word === 'lambda') return isSign(next, ':') || startsOperandOf(tokens, at) ? lambda(written, at) : undefined;
  if (at === 0 && COMMANDS.has(word) && next?.kind === 'name' && !isSign(tokens[2], '='))
    return "leave it out: comments start with '#'";
  if (at === 0 && next?.kind === 'name') {
    if (DECLARES.has(word) && isRelation(tokens[2])) return bounded(written);
    if (DEFINES.has(word) && isSign(tokens[2], '(')) return definition(written, 1);
    if (word === 'function' && isSign(tokens[2], '=')) return definition(written, 3);
    if (Object.hasOwn(GOALS, word)) return goal(written);
    if (DECLARES.has(word) && (tokens.length === 2 || isSign(tokens[2], '='))) return assignment(written);
    if (word === 'const' && DECLARES.has(next.text) && tokens[2]?.kind === 'name')
      return `write 'const ${slice(written, 2)}'`;
    if (IMPORTS.has(word)) return "leave it out: functions stand alone, as in 'sin(x)'";
  }
  if (word === 'for' && next?.kind === 'name') {
    const following = tokens[at + 2];
    const isOver = following?.kind === 'name' && following.text === 'in';
    if (isOver || (isSign(following, '=') && isInBrackets(tokens, at))) return comprehension(written, at);
    if (isSign(following, '=') && at > 0) return undefined;
  }
  if (CONVERTS.has(word) && isSign(tokens[at - 1], '(') && isSign(next, ')') && tokens[at - 2]?.kind !== 'name') {
    const operand = tokens[at + 2];
    const isConversion = operand !== undefined && (operand.kind !== 'operator' || operand.text === '(');
    return isConversion ? 'leave it out: all numbers are doubles' : undefined;
  }
  if (tokens.length === 1 && ALONE.has(word)) return 'leave it out: a statement ends with its line';
  if (!isFactor(tokens, at)) return undefined;
  if (word === 'subject' && next?.text === 'to') return subject(written, at, at + 2);
  if (word === 'such' && next?.text === 'that') return subject(written, at, at + 2);
  if (CONDITIONS.has(word)) return choice(argumentAround(written, at));
  if (RETURNS.has(word)) return at === 0 ? `write '${slice(written, 1)}'` : 'write the value alone';
  if (word in GOALS) return at === 0 && !(word in { min: 1, max: 1 }) ? goal(written) : undefined;
  if (LOOPS.has(word))
    return "write 'sum(x[i], i = 1:n)', 'array(…, i = 1:n)', or a recurrence 'z[i] = z[i-1] + 1 for i = 2:n'";
  if (WHERE.has(word) && isGoal(tokens[0]) && tokens.slice(at + 1).some(isRelation))
    return subject(written, at, at + 1);
  if (WHERE.has(word) && next?.kind === 'name' && isSign(tokens[at + 2], '='))
    return `write '${slice(written, at + 1)}' on a line of its own before it`;
  if (WEIGHTS.has(word) && at > 3 && next?.kind === 'name' && isSign(tokens[1], '='))
    return `write 'residual sqrt(${next.text})*(${tokens[0]!.text} - (${slice(written, 2, at)}))'`;
  const sign = Object.hasOwn(SIGNS, word) ? SIGNS[word]! : undefined;
  return sign === undefined ? undefined : `write '${sign}'`;
}

const isSign = (token: Token | undefined, text: string): boolean => token?.kind === 'operator' && token.text === text;

/** The source from one token to before another. */
function slice({ tokens, text }: Written, from: number, to = tokens.length): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined || to <= from
    ? '…'
    : text.slice(first.start, last.end).replace(/\s+/g, ' ');
}

/** What a name stands after without being a factor. */
const KEYWORDS = words('input param const data implicit output emit constraint residual minimize maximize provided');

/** True for a name that has an operand beside it, without an operator between. */
function isFactor(tokens: readonly Token[], at: number): boolean {
  const before = at === 1 && KEYWORDS.has(tokens[0]!.text) ? undefined : tokens[at - 1];
  return (before !== undefined && endsOperand(before)) || startsOperandOf(tokens, at);
}

function startsOperandOf(tokens: readonly Token[], at: number): boolean {
  const [token, next] = [tokens[at]!, tokens[at + 1]];
  if (next === undefined) return false;
  if (next.kind !== 'operator') return true;
  const isApart = next.start > token.end;
  if (next.text === '-' || next.text === '+') return isApart && tokens[at + 2]?.start === next.end;
  return isApart && ['(', '[', 'not'].includes(next.text);
}

function isInBrackets(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).reduce((depth, token) => depth + depthOf(token), 0) > 0;
}

const depthOf = ({ kind, text }: Token): number =>
  kind !== 'operator' ? 0 : text === '(' || text === '[' ? 1 : text === ')' || text === ']' ? -1 : 0;

/** Where the bracket is closed that the tokens before `at` are in; the end of the statement where there is none. */
function closingFrom(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    depth += depthOf(tokens[i]!);
    if (depth < 0) return i;
  }
  return tokens.length;
}

/** The argument that a token stands in, or the whole statement: `max(x if x > 0 else 0, 1)`. */
function argumentAround({ tokens, text }: Written, at: number): Written {
  let from = at;
  for (let depth = 0; from > 0; from--) {
    const before = tokens[from - 1]!;
    depth -= depthOf(before);
    if (depth < 0 || (depth === 0 && isSign(before, ','))) break;
  }
  if (from === 0) return { tokens, text };
  let to = at;
  for (let depth = 0; to < tokens.length; to++) {
    depth += depthOf(tokens[to]!);
    if (depth < 0 || (depth === 0 && isSign(tokens[to], ','))) break;
  }
  return { tokens: tokens.slice(from, to), text };
}

const isRelation = (token: Token | undefined): boolean =>
  token?.kind === 'operator' && ['<', '<=', '>', '>=', '=='].includes(token.text);

const isGoal = (token: Token | undefined): boolean =>
  token?.kind === 'name' && (Object.hasOwn(GOALS, token.text.toLowerCase()) || /^m(?:in|ax)imize$/i.test(token.text));

/** `MAX 3x1 + 2x2` */
const isCapitalGoal = ([first, second]: readonly Token[]): boolean =>
  isGoal(first) && first!.text !== first!.text.toLowerCase() && second?.kind === 'number';

/** A statement in words that begins as a sentence: `Subject To`, `Variables x, y`. */
const isCapital = ([first, second]: readonly Token[]): boolean =>
  /^(?:[A-Z][a-z]+|[A-Z]{2,})$/.test(first!.text) && (second === undefined || second.kind === 'name');

/** `minimize cost: x^2`, `c1: x + y <= 4`, `x: real = 3`: what a colon after a name is elsewhere. */
function findLabel(tokens: readonly Token[], text: string, named: ReadonlySet<string>): Phrase | undefined {
  const isWord = tokens[0]?.kind === 'name' && tokens[1]?.kind === 'name' && isGoal(tokens[0]);
  const at = isWord ? 2 : 1;
  const [label] = tokens.slice(at - 1);
  if (!isSign(tokens[at], ':') || label?.kind !== 'name' || named.has(label.text)) return undefined;
  const isCell = [label, tokens[at + 1]].every(of => /^[A-Z]{1,2}\d+$/.test(of?.text ?? ''));
  if (isCell || DECLARING.has(tokens[0]!.text) || Object.hasOwn(KEYWORD, tokens[0]!.text)) return undefined;
  if (tokens.slice(at + 1).some(of => isSign(of, '?') || isSign(of, ':'))) return undefined;
  const written = { tokens, text };
  const span = { start: tokens[0]!.start, end: tokens[at]!.end };
  const message = `'${slice(written, 0, at + 1)}' is a label or a type of other languages`;
  const rest = slice(written, at + 1);
  const goal = tokens[0]!.text.toLowerCase();
  if (isGoal(tokens[0])) {
    const keyword = GOALS[goal] ?? goal;
    return { span, message, help: `write '${keyword} ${rest}'` };
  }
  const equals = tokens.findIndex(of => isSign(of, '='));
  const isEquation = equals > 3 && tokens.slice(0, equals).every(of => depthOf(of) === 0);
  const [type] = tokens.slice(at + 1);
  if (TYPES.has(type?.text ?? '') && (tokens.length === 3 || equals === 3))
    return {
      span,
      message,
      help: `write '${equals === 3 ? `${label.text} = ${slice(written, 4)}` : `input ${label.text}`}'`,
    };
  if (tokens.some(isRelation) || isEquation)
    return { span, message, help: `write 'constraint ${rest.replace(/(?<![<>=!])=(?!=)/g, '==')}'` };
  if (equals !== -1 || /^\d/.test(rest) || tokens.length === 3) return undefined;
  return { span, message, help: `write '${label.text} = ${rest}' for a value, 'minimize ${rest}' for a goal` };
}

const TYPES = words('real float double number int integer Real Float64 Float32 f64 f32 Number vector');

/** `x + y =e= 1` of GAMS. */
function findRelation(tokens: readonly Token[], text: string): Phrase | undefined {
  const at = tokens.findIndex(
    (of, i) => isSign(of, '=') && /^[elgEGL]$/.test(tokens[i + 1]?.text ?? '') && isSign(tokens[i + 2], '='),
  );
  if (at < 1 || tokens[at]!.end !== tokens[at + 1]!.start || tokens[at + 1]!.end !== tokens[at + 2]!.start)
    return undefined;
  const span = { start: tokens[at]!.start, end: tokens[at + 2]!.end };
  const help = constraintOf(slice({ tokens, text }, 0));
  return { span, message: `'${text.slice(span.start, span.end)}' is a relation of other languages`, help };
}

/** `var x >= 0`, `var x >= 0, <= 10`. */
function bounded(written: Written): string {
  const { tokens } = written;
  const name = tokens[1]!.text;
  const [, lower] = />=?\s*(-?[\w.]+)/.exec(slice(written, 2)) ?? [];
  const [, upper] = /<=?\s*(-?[\w.]+)/.exec(slice(written, 2)) ?? [];
  return `write 'param ${name} in [${lower ?? '-Infinity'}, ${upper ?? 'Infinity'}]'`;
}

const CHOICE = "write 'condition ? value : otherwise'";
const CHOICES = "write 'first ? a : second ? b : otherwise'";

/** `if x > 0 then 1 else 2`, `if (x > 0) 1 else 2`, `1 if x > 0 else 2`. */
function choice(written: Written): string {
  const { tokens } = written;
  const find = (text: string, from = 0): number =>
    tokens.findIndex((of, i) => i >= from && of.kind === 'name' && of.text.toLowerCase() === text);
  const otherwise = find('else');
  const condition = find('if');
  if (tokens.some(of => of.kind === 'name' && ['elseif', 'elif', 'elsif'].includes(of.text))) return CHOICES;
  const isOne = condition !== -1 && otherwise > condition && find('if', condition + 1) === -1;
  if (!isOne) return CHOICE;
  const start = tokens.findLastIndex((of, i) => i < condition && (isSign(of, '=') || of.text === 'return')) + 1;
  const before = start === 0 ? '' : `${slice(written, tokens[0]!.text === 'return' ? 1 : 0, start)} `;
  const prefix = before.startsWith('…') ? '' : before;
  const skip = (at: number, sign: string): number => (isSign(tokens[at], sign) ? at + 1 : at);
  const rest = slice(written, skip(otherwise + 1, ':'));
  if (condition > start) {
    const value = slice(written, start, condition);
    return `write '${prefix}${slice(written, condition + 1, otherwise)} ? ${value} : ${rest}'`;
  }
  let then = find('then', condition);
  if (then === -1) then = tokens.findIndex((of, i) => i > condition && isSign(of, ':'));
  let from = then + 1;
  if (then === -1) {
    if (!isSign(tokens[condition + 1], '(')) return CHOICE;
    then = closingFrom(tokens, condition + 2) + 1;
    from = then;
  }
  return then >= otherwise
    ? CHOICE
    : `write '${prefix}${slice(written, condition + 1, then)} ? ${slice(written, from, otherwise)} : ${rest}'`;
}

/** `def f(x): return x^2`. @param at the function's name */
function definition(written: Written, at: number): string {
  const { tokens } = written;
  const name = tokens[at]?.text ?? 'f';
  const end = isSign(tokens[at + 1], '(') ? closingFrom(tokens, at + 2) : at + 1;
  const head = end > at + 1 ? slice(written, at, end + 1) : `${name}(x)`;
  let body = end + 1;
  while (isSign(tokens[body], ':') || isSign(tokens[body], '=') || tokens[body]?.text === 'return') body++;
  return `write '${head} = ${slice(written, body)}', and '${head}' on a line of its own`;
}

/** `lambda x: x^2`. */
function lambda(written: Written, at: number): string | undefined {
  const { tokens } = written;
  let colon = at + 1;
  while (colon < at + MOST_PARAMETERS && (tokens[colon]?.kind === 'name' || isSign(tokens[colon], ','))) colon++;
  if (!isSign(tokens[colon], ':')) return undefined;
  const [name, equals] = tokens;
  if (at === 2 && name!.kind === 'name' && isSign(equals, '='))
    return `write '${name!.text}(${slice(written, at + 1, colon)}) = ${slice(written, colon + 1)}'`;
  return `write '${slice(written, colon + 1)}': its inputs are found, or declared with 'input x'`;
}

/** Tokens between `lambda` and its colon. */
const MOST_PARAMETERS = 40;

/** `min x^2 subject to x >= 1`. */
function goal(written: Written): string | undefined {
  const { tokens } = written;
  const keyword = GOALS[tokens[0]!.text]!;
  const at = tokens.findIndex(of => of.kind === 'name' && (of.text === 'subject' || of.text === 'such'));
  if (at !== -1) return subject(written, at, at + 2);
  return tokens[0]!.text in { min: 1, max: 1 } ? undefined : `write '${keyword} ${slice(written, 1)}'`;
}

/**
 * `inputs x, y`, `parameters: a, b`, `input (x, y)`, `param 0 <= w <= 1`: a word, then names.
 * @param isForeign whether the word is none of this language, where a name after it is a product.
 */
function declaration(written: Written, keyword: string, isForeign: boolean): string | undefined {
  const { tokens } = written;
  const [, next, third] = tokens;
  const isNamed = next?.kind === 'name' && next.start > tokens[0]!.end;
  if (isForeign && isNamed && third?.kind === 'name' && DECLARES.has(next.text) && tokens.length === 3)
    return `write '${keyword} ${third.text}${lengthOf(next.text)}'`;
  // `syms x y z`
  if (
    isForeign &&
    isNamed &&
    keyword === 'input' &&
    tokens.length > 2 &&
    tokens.slice(1).every(of => of.kind === 'name')
  )
    return `write 'input ${tokens
      .slice(1)
      .map(of => of.text)
      .join(', ')}'`;
  if (isForeign && isNamed && (third === undefined || [',', '=', '['].some(sign => isSign(third, sign))))
    return keyword === 'output' && isSign(third, '=')
      ? `write '${slice(written, 1)}' and 'output ${next.text}' on lines of their own`
      : `write '${keyword} ${slice(written, 1)}'`;
  if (isSign(next, ':') && third?.kind === 'name') return `write '${keyword} ${slice(written, 2)}'`;
  if (isForeign) return undefined;
  const bounds = /^([-\w.]+)\s*<=?\s*(\w+)\s*<=?\s*([-\w.]+)$/.exec(slice(written, 1));
  if (keyword === 'param' && next?.kind === 'number' && bounds !== null)
    return `write 'param ${bounds[2]} in [${bounds[1]}, ${bounds[3]}]'`;
  const isList = isSign(next, '(') && isSign(tokens.at(-1), ')') && closingFrom(tokens, 2) === tokens.length - 1;
  const isOfNames = tokens.slice(2, -1).every(of => of.kind === 'name' || isSign(of, ','));
  return isList && isOfNames && tokens.length > 3
    ? `write '${keyword} ${slice(written, 2, tokens.length - 1)}'`
    : undefined;
}

/** `[3]` for `vec3`. */
const lengthOf = (type: string): string => {
  const [, length] = /^(?:vec|float|half)(\d)$/.exec(type) ?? [];
  return length === undefined ? '' : `[${length}]`;
};

/** `let x = 3`, `let x = 3 in x^2`. */
function assignment(written: Written): string {
  const { tokens } = written;
  const at = tokens.findIndex(of => of.kind === 'name' && of.text === 'in');
  if (at !== -1) return `write '${slice(written, 1, at)}' and '${slice(written, at + 1)}' on lines of their own`;
  const name = tokens[1]!.text;
  const length = lengthOf(tokens[0]!.text);
  if (tokens.length === 2)
    return length === '' ? `write 'input ${name}', or '${name} = 1' for a value` : `write 'input ${name}${length}'`;
  const text = slice(written, 1);
  return `write '${/[([]/.test(text) ? text : text.replace(/,\s*/g, '; ')}'`;
}

function subject(written: Written, at: number, from: number): string {
  const { tokens } = written;
  const first = tokens[0]!.text;
  const own = Object.hasOwn(GOALS, first) ? `${GOALS[first]} ${slice(written, 1, at)}` : slice(written, 0, at);
  const constraint = slice(written, from)
    .replace(/(?<![<>=!])=(?!=)/g, '==')
    .replace(/([<>])(?!=)/g, '$1=');
  const line = `write 'constraint ${constraint}' on a line of its own`;
  return at === 0 ? line : `${line}, and '${own}' on another`;
}

/** `sum(i^2 for i in range(n))`, `[i^2 for i = 1:n]`. */
function comprehension(written: Written, at: number): string {
  const { tokens } = written;
  const name = tokens[at + 1]!.text;
  let depth = 0;
  let open = at - 1;
  for (; open >= 0; open--) {
    depth -= depthOf(tokens[open]!);
    if (depth < 0) break;
  }
  if (open < 0) return "write 'sum(x[i], i = 1:n)', or a recurrence 'z[i] = z[i-1] + 1 for i = 2:n'";
  const over = slice(written, at + 3, closingFrom(tokens, at + 3));
  const own = slice(written, open + 1, at);
  const [body, index, range] = iteration(own, name, over);
  const isList = tokens[open]!.text === '[';
  const callee = isList ? tokens[open - 2] : tokens[open - 1];
  const isCalled = callee?.kind === 'name' && (!isList || isSign(tokens[open - 1], '('));
  const called = isCalled ? (REDUCTIONS[callee.text] ?? callee.text) : 'array';
  return `write '${called}(${body}, ${index} = ${range})'`;
}

/** A body with its index and range: elements of an array are by their places, which are counted from 1. */
function iteration(body: string, name: string, over: string): readonly [body: string, index: string, range: string] {
  const used = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'gu');
  if (/^[\p{L}_]\w*$/u.test(over)) {
    const index = name === 'i' || /(?<!\w)i(?!\w)/.test(body) ? 'k' : 'i';
    return [body.replace(used, `${over}[${index}]`), index, `1:size(${over})[1]`];
  }
  const range = rangeOf(over);
  const [, from, to] = /^(\d+):(.+)$/.exec(range) ?? [];
  const isPlace =
    over.startsWith('range') && body.includes(`[${name}]`) && !used.test(body.replaceAll(`[${name}]`, ''));
  if (!isPlace || from === undefined) return [body, name, range];
  const last = /^\d+$/.test(to!) ? String(Number(to) + 1) : to!.replace(/-1$/, '');
  return [body, name, `${Number(from) + 1}:${last}`];
}

/** What sums are called in libraries of Python's. */
const REDUCTIONS: Readonly<Record<string, string>> = {
  quicksum: 'sum',
  lpSum: 'sum',
  fsum: 'sum',
  Sum: 'sum',
  summation: 'sum',
  tuple: 'array',
  list: 'array',
};

/** `range(n)` is `0:n-1`. */
function rangeOf(text: string): string {
  const [, inside] = /^range\s*\((.*)\)$/.exec(text) ?? [];
  if (inside === undefined) return text.replace(/\s*\.\.\s*/, ':');
  const parts = inside.split(/\s*,\s*/);
  const [from, to] = parts.length === 1 ? ['0', parts[0]!] : [parts[0]!, parts[1]!];
  return `${from}:${/\+\s*1$/.test(to) ? to.replace(/\s*\+\s*1$/, '') : /^\d+$/.test(to) ? Number(to) - 1 : `${to}-1`}`;
}
