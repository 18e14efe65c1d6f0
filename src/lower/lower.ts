// Program → model: every statement's nodes, in program order.

import { createReport, FormulaError, type Report } from '../diagnostic.js';
import { type Budget, createBudget, LimitReached, type Limits } from '../limits.js';
import type { Declaration, ExpressionNode, Program } from '../parse/program.js';
import { EVERY_NAME } from './implicit.js';
import type { Model } from './model.js';
import { createStatements, type LowerOptions } from './statements.js';

/** @throws FormulaError with everything that is wrong with the program. */
export function lower(program: Program, report: Report, limits: Limits, options: LowerOptions): Model {
  const budget = createBudget(limits);
  const writtenOut = (): Model =>
    lowered(program, report, limits, budget, { ...options, many: Number.POSITIVE_INFINITY });
  // What constraints depend on is known element by element.
  const isConstrained = program.statements.some(({ kind }) => kind === 'constraint');
  if (options.many === Number.POSITIVE_INFINITY || isConstrained || !hasRanges(program)) return writtenOut();
  // What loops do not go with is found out where it is: then ranges are written out.
  const trial = createReport(report.source);
  try {
    const model = lowered(program, trial, limits, budget, options);
    for (const { code, span, message, help } of trial.warnings) report.warn(code, span, message, help ?? undefined);
    return model;
  } catch (error) {
    if (!(error instanceof FormulaError || error instanceof LimitReached)) throw error;
    return writtenOut();
  }
}

/** True for a program with a recurrence or a comprehension. */
function hasRanges({ statements }: Program): boolean {
  const isOne = ({ kind }: ExpressionNode): boolean => kind === 'comprehension';
  return statements.some(statement => {
    if (statement.kind === 'recurrence') return true;
    const of = 'value' in statement ? statement.value : 'body' in statement ? statement.body : null;
    return of?.nodes.some(isOne) === true;
  });
}

const isDeclaring = ({ statements }: Program, keyword: Declaration['keyword']): boolean =>
  statements.some(of => of.kind === 'declaration' && of.keyword === keyword);

/** Names of the implicit unknowns that each row of the data has its own of: found out in a program that takes all for such. */
function unknownsOfRows(
  program: Program,
  report: Report,
  limits: Limits,
  budget: Budget,
  options: LowerOptions,
): Set<string> {
  if (!isDeclaring(program, 'implicit') || !isDeclaring(program, 'data')) return new Set();
  return createStatements(program, createReport(report.source), limits, budget, options, EVERY_NAME).unknownsOfRows();
}

function lowered(program: Program, report: Report, limits: Limits, budget: Budget, options: LowerOptions): Model {
  const ofRows = unknownsOfRows(program, report, limits, budget, options);
  const statements = createStatements(program, report, limits, budget, options, ofRows);
  try {
    return statements.model();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    report.error(error.code, error.place ?? statements.place(), error.message, error.help);
    report.stopOnErrors();
    throw error;
  }
}
