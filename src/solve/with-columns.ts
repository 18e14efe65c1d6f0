// A formula and the names of columns → a program that says which of its names are data. In one that declares nothing, names of
// columns are data and all others params; one that has declarations means what it says.

import { createReport, type Diagnostic, FormulaError } from '../diagnostic.js';
import { defaultLimits, type Limits } from '../limits.js';
import { constants } from '../lower/scope.js';
import { parse } from '../parse/parse.js';
import { type Expression, entriesOf, type Program, type Statement } from '../parse/program.js';
import type { Source } from '../source.js';

export interface WithColumns {
  readonly text: string;
  /** How much of the text was put in front of the formula. */
  readonly added: number;
}

const DECLARING = ['input', 'param', 'data'];

/**
 * @param settings names that are params although constants are called so
 * @throws FormulaError where the formula cannot be read
 */
export function withColumns(
  text: string,
  columns: Iterable<string>,
  settings: Iterable<string>,
  file: string | null,
  limits?: Partial<Limits>,
): WithColumns {
  const program = programOf({ name: file, text }, limits);
  if (isDeclaring(program)) return { text, added: 0 };
  const headers = new Set(columns);
  const set = new Set(settings);
  const defined = new Set(
    program.statements.flatMap(of => ('name' in of && of.kind !== 'function' ? [of.name.name] : [])),
  );
  const data = new Set<string>();
  const params = new Set<string>();
  for (const statement of program.statements) {
    for (const name of freeNames(statement)) {
      if (headers.has(name)) data.add(name);
      else if (!defined.has(name) && (!constants.has(name) || set.has(name))) params.add(name);
    }
    if (statement.kind === 'definition' && headers.has(statement.name.name)) data.add(statement.name.name);
  }
  const declared = (keyword: string, names: ReadonlySet<string>): string =>
    names.size === 0 ? '' : `${keyword} ${[...names].join(', ')}\n`;
  const head = declared('param', params) + declared('data', data);
  return { text: head + text, added: head.length };
}

const isDeclaring = ({ statements }: Program): boolean =>
  statements.some(of => of.kind === 'declaration' && DECLARING.includes(of.keyword));

/** True for a formula that means what it says, whatever columns there are. @throws FormulaError where it cannot be read */
export const declaresInputs = (text: string, limits?: Partial<Limits>): boolean =>
  isDeclaring(programOf({ name: null, text }, limits));

export const programOf = (source: Source, limits?: Partial<Limits>): Program =>
  parse(source, createReport(source), { ...defaultLimits, ...limits });

/** Names that a statement reads, without those of its own: parameters and indices. */
export function freeNames(statement: Statement): Set<string> {
  const found = new Set<string>();
  const own = new Set<string>(statement.kind === 'function' ? statement.parameters.map(({ name }) => name) : []);
  if (statement.kind === 'recurrence') own.add(statement.index.name);
  for (const expression of expressionsOf(statement)) {
    for (const node of entriesOf(expression)) {
      if (node.kind === 'name') found.add(node.name);
      else if (node.kind === 'comprehension') for (const { name } of node.indices) own.add(name.name);
    }
  }
  for (const name of own) found.delete(name);
  return found;
}

function expressionsOf(statement: Statement): Expression[] {
  switch (statement.kind) {
    case 'function':
      return [statement.body];
    case 'constraint':
      return [statement.relation];
    case 'base':
      return [statement.value, statement.position];
    case 'recurrence': {
      const { from, step, to } = statement.range;
      return [statement.value, from, to, ...(step === null ? [] : [step])];
    }
    case 'output':
    case 'emit':
      return [];
    case 'declaration':
      return statement.value === null ? [] : [statement.value];
    default:
      return [statement.value];
  }
}

/** Runs what may fault the program, and has places of faults be those of the formula that the user wrote. */
export function faultsOf<T>({ text, added }: WithColumns, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FormulaError) || added === 0) throw error;
    const moved = ({ source, span, ...rest }: Diagnostic): Diagnostic => ({
      ...rest,
      source: source?.text === text ? { name: source.name, text: text.slice(added) } : source,
      span: span === null || span.start < added ? null : { start: span.start - added, end: span.end - added },
    });
    throw new FormulaError(error.diagnostics.map(moved));
  }
}
