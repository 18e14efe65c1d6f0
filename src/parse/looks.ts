// What is read as this language has it and looks like something else: an assignment of R, a slice
// that would begin elsewhere where elements are counted from 0, an element that is a name.

import type { Report } from '../diagnostic.js';
import type { Span } from '../source.js';
import { isOperator } from './grammar.js';
import type { ExpressionNode, Name } from './program.js';
import type { Token } from './tokens.js';

/** `x[2:]`: its end is left out where elements are counted from 0. */
export function warnAboutOpenEnd(from: ExpressionNode, span: Span, report: Report): void {
  const written = report.source?.text.slice(from.start, from.end) ?? '';
  // It is refused as an index.
  if (written.startsWith('-')) return;
  const next =
    from.kind === 'number' ? String(from.value + 1) : `${/^\w+$/.test(written) ? written : `(${written})`}+1`;
  const message = `'${written}:' begins with element ${written}, where the first one is element 1`;
  report.warn('WG316', span, message, `write '${written}:end' to have this, '${next}:end' for a count from 0`);
}

/** What is to be left out at the end, of `x[:-1]`: '' or ' - 1'; undefined for an end that is counted from the beginning. */
export function fromTheEnd(nodes: readonly ExpressionNode[], to: number): string | undefined {
  const node = nodes[to]!;
  if (node.kind !== 'unary' || node.operator !== '-') return undefined;
  const number = nodes[node.operand]!;
  return number.kind === 'number' && number.value > 0 ? `-${number.value}` : undefined;
}

/** `sum((x_i - m)^2, i = 1:n)`. */
export function warnAboutSubscript(body: readonly ExpressionNode[], index: Name, report: Report): void {
  const node = body.find(
    of => of.kind === 'name' && of.name.length > index.name.length + 1 && of.name.endsWith(`_${index.name}`),
  );
  if (node?.kind !== 'name') return;
  const array = node.name.slice(0, -index.name.length - 1);
  const help = `write '${array}[${index.name}]' for an element, with 'input ${array}[n]'`;
  report.warn('WG229', node, `'${node.name}' is one name, the same for every '${index.name}'`, help);
}

/** `x<-3`, which R has as an assignment. */
export function warnAboutArrow([name, less, minus, ...rest]: readonly Token[], report: Report): void {
  const isArrow =
    name?.kind === 'name' && isOperator(less, '<') && isOperator(minus, '-') && less!.end === minus!.start;
  if (!isArrow || rest.length === 0 || rest.some(({ text }) => COMPARES.has(text))) return;
  const value = report.source?.text.slice(rest[0]!.start, rest.at(-1)!.end) ?? '';
  const help = `write '${name.text} = ${value}' for an assignment, '${name.text} < -${value}' to have this`;
  report.warn(
    'WG133',
    { start: name.start, end: rest.at(-1)!.end },
    `'${name.text}<-' compares with a negative number`,
    help,
  );
}

const COMPARES: ReadonlySet<string> = new Set(['?', 'and', 'or', '<', '>', '==', '<=', '>=', '!=']);

/** `#define K 3`, which is a comment here. */
export function warnAboutDirectives(text: string, report: Report): void {
  for (const found of text.matchAll(DIRECTIVE)) {
    const [line, name, value] = found;
    const span = { start: found.index, end: found.index + line.length };
    const help = `write '${name} = ${value}'`;
    report.warn('WG134', span, "'#' begins a comment, so that nothing is defined here", help);
  }
}

const DIRECTIVE = /^#define[ \t]+([\p{L}_][\p{L}\p{N}_]*)[ \t]+([-+\d.(][^\r\n]{0,80})$/gmu;
