// Argument checks, once a call: one condition for every few arguments, and everything slow in `refuse`.

import type * as ESTree from 'estree';
import type { Argument } from '../../exports/declared.js';
import * as js from './print/estree.js';

/** Arguments looked at in one `if`; a condition of a thousand would nest a thousand levels deep. */
const GROUP = 8;

const LONGEST_SIGNATURE = 8;

/** `valueAndGradient(x, y, gradient)`, shortened in the middle. */
export function signatureOf(name: string, args: readonly Argument[]): string {
  const labels = args.map(argument => argument.label);
  if (labels.length > LONGEST_SIGNATURE) labels.splice(3, labels.length - 5, '…');
  return `${name}(${labels.join(', ')})`;
}

export function checkArguments(name: string, args: readonly Argument[]): ESTree.Statement[] {
  const signature = js.text(signatureOf(name, args));
  const checks: ESTree.Statement[] = [];
  for (let start = 0; start < args.length; start += GROUP) {
    const group = args.slice(start, start + GROUP);
    const wrong = group.map(isWrong).reduce((a, b) => js.logical('||', a, b));
    const details = group.map(argument => {
      const parts = [js.text(argument.label), js.identifier(argument.name)];
      return js.list(argument.length === null ? parts : [...parts, js.number(argument.length)]);
    });
    checks.push(js.when(wrong, [js.statement(js.call(js.identifier('refuse'), [signature, ...details]))], []));
  }
  return checks;
}

function isWrong({ name, length }: Argument): ESTree.Expression {
  const value = js.identifier(name);
  if (length === null) return js.binary('!==', js.unary('typeof', value), js.text('number'));
  const chained: ESTree.Expression = {
    type: 'ChainExpression',
    expression: { ...js.member(value, 'length'), optional: true },
  };
  return js.binary('!==', chained, js.number(length));
}
