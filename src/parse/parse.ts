// Text → statements with spans. Everything wrong with the text is reported together.

import { createReport, type Report } from '../diagnostic.js';
import type { Limits } from '../limits.js';
import type { Source } from '../source.js';
import { parseDeclarations, parseNames, splitAtCommas } from './declarations.js';
import { relationOf } from './each.js';
import { forIn, isElement, parseElements, parseFor } from './elements.js';
import { checkEquals } from './equals.js';
import { parseExpression } from './expression.js';
import { warnAboutArrow, warnAboutDirectives } from './looks.js';
import { findPhrase } from './phrases.js';
import type { Constraint, Name, Program, Statement } from './program.js';
import { warnAboutReadings } from './readings.js';
import { splitStatements } from './statements.js';
import { BEFORE_EXPRESSIONS, type Token, tokenise } from './tokens.js';

const BEFORE_A_NAME = new Set(['input', 'param', 'const', 'data', 'implicit', 'output', 'emit']);
const CONSTRAINING: ReadonlySet<string> = new Set(['==', '<=', '>=']);

/** @throws FormulaError with everything that is wrong with the text. */
export function parse(source: Source, report: Report, limits: Limits): Program {
  const { text } = source;
  if (text.length > limits.textLength) {
    report.error(
      'WG702',
      null,
      `the text has ${text.length} characters, more than ${limits.textLength}`,
      'raise the limit (textLength)',
    );
    report.stopOnErrors();
  }
  const binary = text.search(/[\0\ufffd]/);
  if (binary !== -1) {
    report.error('WG109', { start: binary, end: binary + 1 }, 'this is not text', 'formulas are UTF-8 text files');
    report.stopOnErrors();
  }
  const statements: Statement[] = [];
  const named = new Set<string>();
  for (const tokens of splitStatements(tokenise(text, report), limits, report)) {
    if (!tokens.valid) continue;
    const phrase = findPhrase(tokens.tokens, text, named);
    if (phrase !== undefined) {
      report.error('WG130', phrase.span, phrase.message, phrase.help);
      continue;
    }
    warnAboutReadings(tokens.tokens, report);
    for (const statement of parseStatement(tokens.tokens, report)) {
      statements.push(statement);
      for (const { name } of namesIn(statement)) named.add(name);
    }
  }
  warnAboutDirectives(text, report);
  report.stopOnErrors();
  if (statements.length === 0)
    report.error('WG100', null, 'the formula is empty', "write an expression such as 'x^2 + y'");
  report.stopOnErrors();
  return { statements };
}

/** The names that a statement declares or defines, and those of parameters. */
const namesIn = (statement: Statement): Name[] => [
  ...('name' in statement ? [statement.name] : []),
  ...(statement.kind === 'function' ? statement.parameters : []),
];

/** The statements that tokens are: several names may be declared in one. */
export function parseStatement(tokens: readonly Token[], report: Report): Statement[] {
  const [first, second, third] = tokens;
  if (first === undefined) return [];
  const span = { start: first.start, end: tokens.at(-1)!.end };
  if (first.kind === 'name' && second !== undefined) {
    if (BEFORE_A_NAME.has(first.text) && second.kind === 'name') {
      if (first.text !== 'output' && first.text !== 'emit') return parseDeclarations(first, tokens.slice(1), report);
      const names = parseNames(first, tokens.slice(1), report);
      return names === null ? [] : [names];
    }
    if (BEFORE_EXPRESSIONS.has(first.text) && startsOperand(first, second, third))
      return parseGoal(first, tokens.slice(1), report);
  }
  return parseFormula(tokens, span, report);
}

/** `minimize -x` and `minimize (x)` are goals; `minimize - x` subtracts from a variable of that name. */
function startsOperand(keyword: Token, next: Token, third: Token | undefined): boolean {
  if (next.kind !== 'operator') return true;
  if (next.text === '(' || next.text === '[') return next.start > keyword.end;
  if (next.text === 'not') return true;
  return (next.text === '-' || next.text === '+') && next.start > keyword.end && third?.start === next.end;
}

function parseGoal(keyword: Token, written: readonly Token[], report: Report): Statement[] {
  const tokens = keyword.text === 'constraint' ? relationOf(written) : written;
  if (!checkEquals(tokens, report)) return [];
  const read = parseExpression(tokens, keyword, report);
  if (read === null) return [];
  const value = { ...read, span: { start: read.span.start, end: written.at(-1)!.end } };
  const span = { start: keyword.start, end: value.span.end };
  if (keyword.text !== 'constraint') {
    // The set of keywords is this union.
    return [{ kind: keyword.text as 'minimize' | 'maximize' | 'residual', keywordSpan: keyword, value, span }];
  }
  const relation = value.nodes.at(-1);
  if (relation?.kind !== 'comparison') {
    report.error('WG124', value.span, 'a constraint is a comparison', "write 'constraint lhs == rhs', '<=' or '>='");
    return [];
  }
  const wrong = relation.operators.findIndex(of => !CONSTRAINING.has(of));
  if (wrong !== -1) {
    const operator = relation.operators[wrong]!;
    const message = `'${operator}' is no relation of a constraint`;
    const help = operator === '!=' ? "write '==', '<=' or '>='" : `write '${operator}=': its limit is allowed`;
    report.error('WG124', relation.operatorSpans[wrong]!, message, help);
    return [];
  }
  const first = value.nodes[relation.operands[0]!]!;
  const isEach = tokens !== written && first.kind === 'comprehension';
  const range = isEach ? first.indices[0]!.range : null;
  const each = isEach && first.indices.length === 1 ? parseEach(written, keyword, report) : null;
  return [{ kind: 'constraint', keywordSpan: keyword, relation: value, range, each, span }];
}

/** What a constraint says of one index, of a range with two ends; what is wrong with others is said where they are arrays. */
function parseEach(tokens: readonly Token[], keyword: Token, { source }: Report): Constraint['each'] {
  const at = forIn(tokens);
  const trial = createReport(source);
  const relation = parseExpression(tokens.slice(0, at), keyword, trial);
  const over = parseFor(tokens, at, trial);
  return relation === null || over === null ? null : { relation, ...over };
}

function parseFormula(tokens: readonly Token[], span: { start: number; end: number }, report: Report): Statement[] {
  const equals = topLevelEquals(tokens);
  if (equals === -1) {
    if (!checkEquals(tokens, report)) return [];
    const value = parseExpression(tokens, span, report);
    if (value !== null) warnAboutArrow(tokens, report);
    return value === null ? [] : [{ kind: 'expression', value, span }];
  }
  const left = tokens.slice(0, equals);
  const right = tokens.slice(equals + 1);
  const [name, open] = left;
  if (isElement(left) || forIn(right) !== -1) return parseElements(left, right, tokens[equals]!, span, report);
  if (!checkEquals(right, report)) return [];
  const isFunction = open?.text === '(' && left.at(-1)?.text === ')';
  if (name === undefined || name.kind !== 'name' || (left.length > 1 && !isFunction)) {
    const at = left[0] === undefined ? tokens[equals]! : { start: left[0].start, end: left.at(-1)!.end };
    report.error('WG125', at, "the left side of '=' is a name", leftHelp(left, right, report));
    return [];
  }
  const value = parseExpression(right, tokens[equals]!, report);
  if (value === null) return [];
  const defined = { name: name.text, start: name.start, end: name.end };
  if (!isFunction) return [{ kind: 'definition', name: defined, value, span }];
  const inside = left.slice(2, -1);
  const parts = inside.length === 0 ? [] : splitAtCommas(inside);
  const wrong = parts.find(part => part.length !== 1 || part[0]!.kind !== 'name');
  if (wrong !== undefined) {
    const written = (of: readonly Token[]): string => report.source?.text.slice(of[0]!.start, of.at(-1)!.end) ?? '…';
    const isEquation = !inside.some(of => of.text === '=');
    const help = `write 'f(u, v) = …'${isEquation ? `; an equation is 'constraint ${written(left)} == ${written(right)}'` : ''}`;
    report.error('WG125', wrong[0] ?? open, 'parameters are names', help);
    return [];
  }
  const parameters = parts.map(([token]) => ({ name: token!.text, start: token!.start, end: token!.end }));
  return [{ kind: 'function', name: defined, parameters, body: value, span }];
}

/** What to write for a left side that is no name. */
function leftHelp(left: readonly Token[], right: readonly Token[], report: Report): string {
  const written = (tokens: readonly Token[]): string =>
    report.source?.text.slice(tokens[0]!.start, tokens.at(-1)!.end) ?? '…';
  if (left.length === 0 && right.length > 0) return `write '${written(right)}' alone`;
  if (right.length === 0) return "write 'name = …', 'f(x) = …', or '==' to compare";
  const slash = left.findIndex(of => of.text === '/');
  const isPrime = left[1]?.text === "'";
  const isDerivative = isPrime || (slash > 0 && [left[0]!, left[slash + 1]].every(of => /^[dD∂]/.test(of?.text ?? '')));
  if (isDerivative)
    return `write '${written(right)}' alone: there are no differential equations${isPrime ? `; '${left[0]!.text}_1 = …' gives another name` : ''}`;
  const [name, power, exponent] = left;
  if (left.length === 3 && name?.kind === 'name' && power!.text === '^' && exponent!.kind === 'number')
    return `write '${name.text}${exponent!.text} = ${written(right)}' for a name of its own`;
  const [, half] = /^([\p{L}]\w*)_1\/2$/u.exec(written(left)) ?? [];
  if (half !== undefined) return `write '${half}_half = ${written(right)}' for a name of its own`;
  if (/(?:^|[\r\n;])\s*data\s/.test(report.source?.text ?? ''))
    return `write 'residual ${written(left)}${right.length === 1 && right[0]!.text === '0' ? '' : ` - (${written(right)})`}' for an equation of data`;
  return `write 'name = …' or 'f(x) = …'; an equation is 'constraint ${written(left)} == ${written(right)}'`;
}

function topLevelEquals(tokens: readonly Token[]): number {
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'operator') continue;
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth--;
    else if (token.text === '=' && depth === 0) return i;
  }
  return -1;
}
