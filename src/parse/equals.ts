// Where `=` and `in` may stand in an expression.

import type { Report } from '../diagnostic.js';
import type { Token } from './tokens.js';

/** `=` inside an expression only binds the index of a comprehension: `sum(expr, i = 1:n)`. */
export function checkEquals(tokens: readonly Token[], report: Report): boolean {
  const open: boolean[] = [];
  let fine = true;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.text === '(' || token.text === '[') open.push(token.text === '(' && tokens[i - 1]?.kind === 'name');
    else if (token.text === ')' || token.text === ']') open.pop();
    else if (token.text === '=') {
      const binds = open.at(-1) === true && tokens[i - 1]?.kind === 'name' && tokens[i - 2]?.text === ',';
      if (binds) continue;
      report.error('WG126', token, "'=' stands inside an expression", helpAt(tokens, i, report));
      fine = false;
    } else if (token.kind === 'name' && token.text === 'in' && i > 0 && tokens[i + 1]?.text === '[') {
      report.error('WG118', token, "'in' is not an operator of this language", 'write a >= lo and a <= hi');
      fine = false;
    }
  }
  return fine;
}

const GOALS: Readonly<Record<string, string>> = { Objective: 'minimize', Constraint: 'constraint' };

/** `sum(i = 1:n, i^2)` has its index first; every other `=` compares, or is a statement's. */
function helpAt(tokens: readonly Token[], at: number, report: Report): string {
  const text = report.source?.text;
  const isInside = tokens.slice(0, at).some(of => of.text === '(' || of.text === '[');
  if (!isInside && tokens[at - 1]?.kind === 'name' && tokens[at - 2]?.text === ',')
    return "write ';' between definitions, or a line for each; '==' compares";
  const [callee, open, index] = tokens.slice(Math.max(0, at - 3), at);
  const isFirst = at > 2 && open?.text === '(' && callee?.kind === 'name' && index?.kind === 'name';
  if (text !== undefined && isFirst) {
    const ends: number[] = [];
    let depth = 0;
    for (let i = at + 1; i < tokens.length && depth >= 0; i++) {
      const { text: sign, start } = tokens[i]!;
      if (sign === '(' || sign === '[') depth++;
      else if (sign === ')' || sign === ']') depth--;
      if (depth < 0 || (depth === 0 && sign === ',')) ends.push(start);
    }
    const [first, last] = ends;
    const body = ends.length === 1 ? text.slice(first! + 1, tokens.at(-1)!.end).trim() : '';
    // `sum(t = 1:T) C/(1+r)^t`, with what is summed behind.
    if (/^(?:sum|prod|min|max)$/.test(callee.text) && body !== '' && text[first!] === ')')
      return `write '${callee.text}(${body}, ${index.text} = ${text.slice(tokens[at + 1]!.start, first).trim()})'`;
    // Pyomo's.
    const keyword = index.text === 'expr' ? GOALS[callee.text] : undefined;
    if (keyword !== undefined && ends.length > 0)
      return `write '${keyword} ${text.slice(tokens[at + 1]!.start, first).trim()}' on a line of its own`;
    if (ends.length === 2 && first !== undefined && last !== undefined) {
      const range = text.slice(tokens[at + 1]!.start, first).trim();
      return `write '${callee.text}(${text.slice(first + 1, last).trim()}, ${index.text} = ${range})'`;
    }
  }
  return "write '==' to compare; a definition is a statement of its own";
}
