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
      report.error(
        'WG126',
        token,
        "'=' stands inside an expression",
        "write '==' to compare; a definition is a statement of its own",
      );
      fine = false;
    } else if (token.kind === 'name' && token.text === 'in' && i > 0 && tokens[i + 1]?.text === '[') {
      report.error('WG118', token, "'in' is not an operator of this language", 'write a >= lo and a <= hi');
      fine = false;
    }
  }
  return fine;
}
