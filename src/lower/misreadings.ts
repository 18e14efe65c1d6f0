// What a whole program tells of how something in it was meant: logarithms beside decimal quantities, what the result is.

import type { Report } from '../diagnostic.js';
import type { Expression, Name } from '../parse/program.js';
import type { Span } from '../source.js';
import type { Scope } from './scope.js';

export function warnAboutMisreadings(scope: Scope, report: Report): void {
  const text = report.source?.text;
  if (text === undefined || !scope.inferring) return;
  warnAboutImpedance(scope, text, report);
  warnAboutLogarithm(scope, text, report);
}

/** `j*w*L`, `G(j*w)`. */
function warnAboutImpedance({ variables, besideNumbers }: Scope, text: string, report: Report): void {
  const variable = variables.get('j');
  if (variable?.kind !== 'inferred' || besideNumbers.has('j') || !IMPEDANCE.test(text)) return;
  const help =
    "there are no complex numbers: write real and imaginary part as formulas of their own; declare 'input j' if it is one";
  report.warn('WG226', variable.name, "'j' is taken as an input", help);
}

const IMPEDANCE = /(?<![\p{L}\p{N}_$])j ?[* ] ?(?:w|omega|ω|2 ?\*? ?(?:pi|π) ?\*? ?f)(?![\p{L}\p{N}_$])/u;

/** Quantities that are decimal logarithms: pH, pKa, decibels. */
const DECIMAL = /^(?:p(?:H|OH|K[abw]?)\d?|dB[muvVW]?|\p{L}+_dB|SPL)$/u;

/** `dB = 20*log(V)` */
function warnAboutLogarithm({ variables }: Scope, text: string, report: Report): void {
  let decimal: string | undefined;
  for (const name of variables.keys()) if (DECIMAL.test(name)) decimal ??= name;
  if (decimal === undefined) return;
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}_$])log(?= ?\([^(),]*\))/gu)) {
    const message = `'log' is the natural logarithm, beside '${decimal}'`;
    report.warn(
      'WG230',
      { start: index, end: index + 3 },
      message,
      "write 'log10(…)' for that of base 10, 'ln(…)' to have this",
    );
  }
}

/** A result that is 1 or 0: an equation, which holds or not, or a goal with a condition. */
export function warnAboutComparison(value: Expression, isGoal: boolean, report: Report): void {
  const last = value.nodes.at(-1);
  if (last?.kind !== 'comparison') return;
  const isEquation = last.operators.length === 1 && last.operators[0] === '==';
  if (!isEquation && !isGoal) return;
  const text = report.source?.text.slice(value.span.start, value.span.end) ?? '…';
  const left = value.nodes[last.operands[0]!]!;
  const named = left.kind === 'name' ? `'${left.name} = …' for a definition, ` : '';
  const help = isGoal
    ? "a goal is a number, 'minimize x^2'; what is to hold is 'constraint …' on a line of its own"
    : `write ${named}'constraint ${text.length > LONGEST ? '…' : text}' for what is to hold`;
  report.warn('WG231', value.span, `${isGoal ? 'the goal' : 'the result'} is a comparison: 1 or 0`, help);
}

const LONGEST = 60;

/** `log(y) = a + b*log(x)` is an equation, where it defines `log` here. */
export function equationHelp(span: Span, parameters: readonly Name[], { source }: Report): string {
  const own = 'use another name';
  if (parameters.length !== 1 || source === null || span.end - span.start > LONGEST) return own;
  return `${own}; an equation is 'constraint ${source.text.slice(span.start, span.end).replace('=', '==')}'`;
}
