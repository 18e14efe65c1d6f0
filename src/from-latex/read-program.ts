// Text of TeX → program, as src/parse makes one of text of formulas: its statements are read from tokens that stand where the TeX
// stands, so that whatever is wrong with them, here or further on, is shown in it.

import { createReport, type Report } from '../diagnostic.js';
import { defaultLimits, type Limits } from '../limits.js';
import { parseStatement } from '../parse/parse.js';
import {
  COMPUTING,
  type Declaration,
  type FunctionDefinition,
  type Program,
  type Statement,
} from '../parse/program.js';
import { checkDepth } from '../parse/statements.js';
import type { Source } from '../source.js';
import type { Line } from './declarations.js';
import { inferredInputs } from './inputs.js';
import { type Lines, readLines } from './lines.js';
import { name, startOf, textOf, tokensIn } from './pieces.js';
import type { Reading } from './reading.js';

/** Declarations after which no other inputs are inferred. */
const OF_INPUTS = new Set(['input', 'param', 'data']);

/** @throws FormulaError with everything that is wrong with the text */
export function readProgram(source: Source, report: Report, limits: Limits): Program {
  const { lines, reading } = linesOf(source, report, limits);
  const read: Statement[] = [];
  for (const { keyword, tokens } of lines) {
    const whole = keyword === null ? tokens : [keyword, ...tokens];
    if (checkDepth(whole, limits, report)) read.push(...parseStatement(whole, report));
  }
  report.stopOnErrors();
  if (!read.some(({ kind }) => kind !== 'declaration'))
    report.error('WG100', null, 'the formula is empty', 'write an expression such as x^{2} + y');
  report.stopOnErrors();
  const statements = withResult(read);
  const isDeclaring = lines.some(
    ({ keyword, isInferring }) => keyword !== null && isInferring !== true && OF_INPUTS.has(keyword.text),
  );
  const inputs = isDeclaring ? [] : inferredInputs(reading, statements, lastParameters(statements));
  warnAboutInputs(inputs, reading);
  report.stopOnErrors();
  const at = statements.findIndex(({ kind }) => kind !== 'declaration');
  return { statements: [...statements.slice(0, at), ...inputs, ...statements.slice(at)] };
}

/** The same as text of formulas, which declares what the TeX does; a function at its end is of what it is called. @throws FormulaError */
export function formulasOf(source: Source, report: Report, limits: Limits): string {
  const { lines } = linesOf(source, report, limits);
  const last = lines.findLast(({ keyword }) => keyword === null)?.tokens ?? [];
  const equals = last.findIndex(({ text }) => text === '=');
  const result = equals > 1 ? [`${last[0]!.text} = ${textOf(last.slice(0, equals))}`] : [];
  return [...lines.map(textOfLine), ...result].join('\n');
}

function linesOf({ text }: Source, report: Report, limits: Limits): Lines {
  if (text.length > limits.textLength) {
    const message = `the text has ${text.length} characters, more than ${limits.textLength}`;
    report.error('WG702', null, message, 'raise the limit (textLength)');
    report.stopOnErrors();
  }
  const { lines, reading } = readLines(text, report, limits.nesting);
  report.stopOnErrors();
  return { lines: withConstants(lines, reading), reading };
}

/** A definition whose value is a number, and that ends ranges or is a size, is a constant. */
function withConstants(lines: readonly Line[], { bounds }: Reading): Line[] {
  const sizes = new Set<string>();
  for (const ranges of bounds.values())
    for (const { to } of ranges) for (const of of tokensIn(to)) if (of.kind === 'name') sizes.add(of.text);
  const isConstant = ({ keyword, tokens: [left, equals, value, ...more] }: Line): boolean =>
    keyword === null &&
    left?.kind === 'name' &&
    sizes.has(left.text) &&
    equals?.text === '=' &&
    value?.kind === 'number' &&
    more.length === 0;
  const constants = lines
    .filter(isConstant)
    .map(({ tokens }): Line => ({ keyword: name('const', startOf(tokens[0]!)), tokens }));
  return [...constants, ...lines.filter(of => !isConstant(of))];
}

const textOfLine = ({ keyword, tokens }: Line): string => (keyword === null ? '' : `${keyword.text} `) + textOf(tokens);

/** Where the last statement defines a function, the result is that function of its parameters. */
function withResult(statements: readonly Statement[]): Statement[] {
  const last = statements.findLast(({ kind }) => kind === 'function' || COMPUTING.includes(kind) || kind === 'output');
  if (last?.kind !== 'function') return [...statements];
  const { name: callee, parameters } = last;
  const span = { start: callee.start, end: callee.end };
  const names = parameters.map(({ name, start, end }) => ({ kind: 'name' as const, name, start, end }));
  const nodes = [...names, { kind: 'call' as const, callee, arguments: names.map((_, i) => i), ...span }];
  const value = { nodes, span };
  const isFree = !statements.some(
    of => of !== last && 'name' in of && of.kind !== 'function' && of.name.name === callee.name,
  );
  return [
    ...statements,
    isFree ? { kind: 'definition', name: callee, value, span } : { kind: 'expression', value, span },
  ];
}

function lastParameters(statements: readonly Statement[]): string[] {
  const last = statements.findLast((of): of is FunctionDefinition => of.kind === 'function');
  return last === undefined ? [] : last.parameters.map(({ name }) => name);
}

/** Inputs that are numbers here and hardly are in the TeX. */
function warnAboutInputs(inputs: readonly Declaration[], { bold, report }: Reading): void {
  for (const { name, shape } of inputs) {
    const at = bold.get(name.name);
    if (at !== undefined && shape === null) {
      const message = `'${report.source?.text.slice(at.start, at.end)}' is a vector or a matrix of no size`;
      report.error('WG153', at, message, `write ${name.name} \\in \\mathbb{R}^{3} on a line of its own`);
    }
    if (name.name === 'i' || name.name === 'j')
      report.warn(
        'WG154',
        name,
        `'${name.name}' is taken as an input`,
        'there are no complex numbers here: write \\cos x and \\sin x for e^{ix}',
      );
  }
}

/** A piece of TeX in a formula, whose other names are those of formulas, as a line without any; null for what is not read. */
export function formulaOf(text: string): string | null {
  const report = createReport({ name: null, text });
  const { lines } = readLines(text, report, defaultLimits.nesting, true);
  if (report.errors.length > 0 || lines.length === 0) return null;
  return lines.map(textOfLine).join('; ');
}
