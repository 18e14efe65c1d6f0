// What a fit asks of rows: sums over all of them at a point. Who makes these is told by what its steps are: rows at hand are gone
// over chunk by chunk; a data base is asked, and whoever runs the steps hands them what it says.

import { refusal } from '../exports/table.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { answer } from './answers.js';
import { type Fitted, hasResiduals } from './fitted.js';
import { lbfgs } from './lbfgs.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import { newton } from './newton.js';
import type { Answer, Request, Solver } from './problem.js';
import { inOneChunk, type Rows } from './rows.js';
import { type Cost, costOf, type Statistics, statisticsAt } from './statistics.js';
import type { Steps } from './turns.js';

export interface Sums<Wanted = void, Given = void> {
  /** How many there are. */
  readonly rows: number;
  readonly solver: Solver;
  /** What the solver asks for. */
  answer(request: Request): Steps<Answer, Wanted, Given>;
  /** Of a program with residuals; null where they are no longer to be had. */
  statistics(theta: Float64Array): Steps<Statistics | null, Wanted, Given>;
}

/** Of rows that are held out. */
export interface Others<Wanted = void, Given = void> {
  readonly rows: number;
  cost(theta: Float64Array): Steps<Cost, Wanted, Given>;
}

/** Rows at hand. */
export function sumsOver(fitted: Fitted, rows: Rows): Sums & Others {
  const used = asTaken(fitted, rows);
  const solver = solverFor(fitted, rows.count <= FEW_ROWS);
  // Second derivatives are of all rows at once.
  const own = solver === newton ? inOneChunk(used, widthsOf(fitted.model)) : used;
  return {
    rows: rows.count,
    solver,
    answer: request => answer(fitted, own, request),
    statistics: theta => statisticsAt(fitted, used, theta),
    cost: theta => costOf(fitted, used, theta),
  };
}

/** Rows, and parameters, up to which the whole Hessian is worth its price. */
const FEW_ROWS = 200_000;
const FEW_PARAMETERS = 20;

/** @param areFew rows that second derivatives of all of them can be had */
export function solverFor({ model, parameters }: Fitted, areFew: boolean): Solver {
  if (hasResiduals(model)) return levenbergMarquardt;
  const isSmall = areFew && parameters.names.length <= FEW_PARAMETERS;
  return isSmall && refusal('valueGradientHessian', model) === null ? newton : lbfgs;
}

/** How many numbers of each column are a row. */
export const widthsOf = ({ inputs }: Pick<DifferentiatedModel, 'inputs'>): number[] =>
  inputs.filter(({ role }) => role === 'data').map(({ nodes }) => nodes.length);

/** Rows as the residuals of a model are made of them. */
export const asTaken = ({ model, isRowByRow }: Fitted, rows: Rows): Rows =>
  isRowByRow ? rows : inOneChunk(rows, widthsOf(model));
