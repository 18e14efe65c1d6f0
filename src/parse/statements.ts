// Tokens → statements: where one ends, and what stands between brackets that do not match.

import type { Report } from '../diagnostic.js';
import type { Limits } from '../limits.js';
import type { Token } from './tokens.js';

/** Tokens of one statement. */
export interface StatementTokens {
  readonly tokens: readonly Token[];
  /** False where something in it was reported already. */
  readonly valid: boolean;
}

const CONTINUES = new Set([
  '+',
  '-',
  '*',
  '/',
  '\\',
  '^',
  '.*',
  './',
  '.^',
  'mod',
  'and',
  'or',
  'not',
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  '=',
  '?',
  ':',
  ',',
]);
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** The statements on lines of tokens, each as soon as it ends. */
export function* splitStatements(
  lines: Iterable<readonly Token[]>,
  limits: Limits,
  report: Report,
): Generator<StatementTokens> {
  let current: Token[] = [];
  let valid = true;
  const open: Token[] = [];
  const end = (): StatementTokens[] => {
    const unclosed = open.pop();
    if (unclosed !== undefined && valid) {
      report.error('WG107', unclosed, `'${unclosed.text}' is never closed`);
      valid = false;
    }
    if (valid && current.length > 0) valid = checkDepth(current, limits, report);
    const ended = current.length > 0 ? [{ tokens: current, valid }] : [];
    current = [];
    valid = true;
    open.length = 0;
    return ended;
  };
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) {
      const token = line[i]!;
      if (token.text === ';' && token.kind === 'operator') {
        if (open.length === 0) {
          yield* end();
          continue;
        }
        if (open.at(-1)!.text !== '[') {
          if (valid)
            report.error('WG107', open.at(-1)!, `'(' is not closed before ';'`, "arguments are separated by ','");
          valid = false;
          // What is closed on its line goes on until there; nothing more is said of it.
          if (closesOn(line.slice(i + 1), open.length)) continue;
          open.length = 0;
          yield* end();
          continue;
        }
      }
      valid &&= token.valid;
      if (token.kind === 'operator' && token.valid) {
        if (token.text === '(' || token.text === '[') open.push(token);
        const opener = CLOSING[token.text];
        if (opener !== undefined) {
          const last = open.pop();
          if (last?.text !== opener && valid) {
            const message =
              last === undefined ? `'${token.text}' closes nothing` : `'${token.text}' does not close '${last.text}'`;
            report.error(
              'WG107',
              token,
              message,
              last === undefined ? undefined : `write '${last.text === '[' ? ']' : ')'}'`,
            );
            valid = false;
          }
        }
      }
      current.push(token);
    }
    const last = current.at(-1);
    if (open.length === 0 && !(last?.kind === 'operator' && CONTINUES.has(last.text))) yield* end();
  }
  yield* end();
}

/** True for tokens that close so many brackets. */
function closesOn(tokens: readonly Token[], count: number): boolean {
  let depth = count;
  for (const { kind, text } of tokens) {
    if (kind !== 'operator') continue;
    if (text === '(' || text === '[') depth++;
    else if (text === ')' || text === ']') depth--;
    if (depth === 0) return true;
  }
  return false;
}

/** The nesting of brackets, powers, prefix operators and conditionals has a limit: nobody writes as much by hand. */
export function checkDepth(tokens: readonly Token[], limits: Limits, report: Report): boolean {
  // Each level takes a token.
  if (tokens.length <= limits.nesting) return true;
  const outer: { chain: number; conditionals: number }[] = [];
  let chain = 0;
  let conditionals = 0;
  let inside = 0;
  let afterOperand = false;
  for (const token of tokens) {
    const { text } = token;
    if (token.kind === 'operator') {
      if (text === '(' || text === '[') {
        outer.push({ chain, conditionals });
        inside += chain + conditionals + 1;
        chain = 0;
        conditionals = 0;
      } else if (text === ')' || text === ']') {
        const before = outer.pop();
        if (before === undefined) return true;
        ({ chain, conditionals } = before);
        inside -= chain + conditionals + 1;
      } else if (text === '?') {
        conditionals++;
        chain = 0;
      } else if (text === ',' || text === ';') {
        conditionals = 0;
        chain = 0;
      } else if (text === '^' || text === '.^' || text === 'not' || (!afterOperand && (text === '-' || text === '+')))
        chain++;
      else if (text !== '!' && text !== "'") chain = 0;
    }
    afterOperand = token.kind !== 'operator' || [')', ']', '!', "'"].includes(text);
    if (inside + chain + conditionals > limits.nesting) {
      report.error(
        'WG701',
        token,
        `the nesting is deeper than ${limits.nesting} levels`,
        'give parts names of their own, or raise the limit (nesting)',
      );
      return false;
    }
  }
  return true;
}
