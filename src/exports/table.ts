// The exports in the order in which modules have them.

import { type DifferentiatedModel, hasRunTimeGradient } from '../lower/model.js';
import { begin } from './begin.js';
import { bindPacked } from './bind-packed.js';
import { combine } from './combine.js';
import { constrainedHessian } from './constrained-hessian.js';
import { constrainedHessianPattern } from './constrained-hessian-pattern.js';
import { constrainedHessianSparse } from './constrained-hessian-sparse.js';
import { constraints } from './constraints.js';
import { constraintsJacobian } from './constraints-jacobian.js';
import { constraintsJacobianPattern } from './constraints-jacobian-pattern.js';
import { constraintsJacobianSparse } from './constraints-jacobian-sparse.js';
import { evaluate } from './evaluate.js';
import type { Export, Refusal } from './export.js';
import { finish } from './finish.js';
import { gaussNewton } from './gauss-newton.js';
import { gaussNewtonProduct } from './gauss-newton-product.js';
import { gradient } from './gradient.js';
import { hessian } from './hessian.js';
import { hessianPattern } from './hessian-pattern.js';
import { hessianSparse } from './hessian-sparse.js';
import { hvp } from './hvp.js';
import { jacobian } from './jacobian.js';
import { jacobianPattern } from './jacobian-pattern.js';
import { jacobianSparse } from './jacobian-sparse.js';
import { jvp } from './jvp.js';
import { lagrangian } from './lagrangian.js';
import { lagrangianGradient } from './lagrangian-gradient.js';
import { lagrangianHessianPattern } from './lagrangian-hessian-pattern.js';
import { lagrangianHessianSparse } from './lagrangian-hessian-sparse.js';
import { alwaysThere } from './metadata.js';
import { multipliers } from './multipliers.js';
import { packed } from './packed.js';
import { packedGradient } from './packed-gradient.js';
import { partial } from './partial.js';
import { hasFixedInputs } from './point.js';
import { residual } from './residual.js';
import { residualJacobian } from './residual-jacobian.js';
import { residuals } from './residuals.js';
import { rows } from './rows.js';
import { start } from './start.js';
import { sweep } from './sweep.js';
import { value } from './value.js';
import { valueAndGradient } from './value-and-gradient.js';
import { valueGradientHessian } from './value-gradient-hessian.js';
import { vjp } from './vjp.js';

const table = {
  value,
  gradient,
  valueAndGradient,
  evaluate,
  packed,
  packedGradient,
  bindPacked,
  jvp,
  vjp,
  jacobian,
  jacobianSparse,
  jacobianPattern,
  hessian,
  hessianSparse,
  hessianPattern,
  hvp,
  valueGradientHessian,
  gaussNewton,
  gaussNewtonProduct,
  residuals,
  residualJacobian,
  constraints,
  constraintsJacobian,
  constraintsJacobianSparse,
  constraintsJacobianPattern,
  constrainedHessian,
  constrainedHessianSparse,
  constrainedHessianPattern,
  begin,
  rows,
  partial,
  combine,
  finish,
  multipliers,
  sweep,
  residual,
  lagrangian,
  lagrangianGradient,
  lagrangianHessianSparse,
  lagrangianHessianPattern,
  start,
};

export type ExportName = keyof typeof table;

// The functions' arguments depend on the formula, so their types do not say more here than that.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type EmittedFunction = (...args: any[]) => any;

/** All rows by name. */
export const exportTable: Readonly<Record<ExportName, Export>> = table;

// The keys are those of the table.
export const exportNames = Object.keys(table) as ExportName[];

/** Names of a table's rows in its order. */
const namesOf = (rows: ReadonlySet<Export>): ExportName[] => exportNames.filter(name => rows.has(exportTable[name]));

/** Exports of a module whose program and command ask for none. */
export function defaultExports(model: DifferentiatedModel, isMinimal = false): ExportName[] {
  if (isMinimal) return model.scalar ? ['value', 'gradient', 'valueAndGradient'] : ['value', 'jacobian'];
  if (!model.scalar) return ['value', 'jacobian', 'evaluate'];
  return ['value', 'gradient', 'valueAndGradient', 'evaluate', hasFixedInputs(model) ? 'bindPacked' : 'packed'];
}

/** What modules export that nothing else is asked of, each by its kind of formula. */
export const usualExports: readonly ExportName[] = [
  ...(['value', 'gradient', 'valueAndGradient', 'evaluate'] as const),
  ...(['packed', 'bindPacked', 'jacobian'] as const),
];

/** The given ones with the patterns of sparse ones among them: values of nonzeros are of no use without their places. */
export function withPatterns(asked: Iterable<ExportName>): ExportName[] {
  const rows = new Set<Export>(Array.from(asked, name => exportTable[name]));
  for (const row of Object.values<Export>(table)) if (row.kind === 'pattern' && rows.has(row.of)) rows.add(row);
  return namesOf(rows);
}

/** True for a function about each named statement apart; any text may be asked about. */
export function needsApart(name: string): boolean {
  const row = Object.hasOwn(table, name) ? exportTable[name as ExportName] : undefined;
  return row?.kind === 'computed' && row.needsApart === true;
}

/** True where a module with these exports has the list `statements`. */
export const haveStatements = (names: Iterable<ExportName>): boolean =>
  [...names].some(name => exportTable[name].ofStatements === true);

/** Everything that the given exports need, themselves included, in the table's order. */
export function closureOf(wanted: readonly ExportName[], model: DifferentiatedModel): ExportName[] {
  const needed = new Set<Export>();
  const pending = wanted.map(name => exportTable[name]);
  for (let named = pending.pop(); named !== undefined; named = pending.pop()) {
    if (needed.has(named)) continue;
    needed.add(named);
    const row = sizedRow(named, model);
    if (row.kind === 'wrapper') pending.push(...row.calls(model));
  }
  return namesOf(needed);
}

/** The row of a name as it is for a model. */
export const exportRow = (name: ExportName, model: DifferentiatedModel): Export => sizedRow(exportTable[name], model);

const sizedRow = (row: Export, model: DifferentiatedModel): Export =>
  (row.kind === 'computed' && hasRunTimeGradient(model) ? row.sized?.(model) : undefined) ?? row;

function refuseMatrix(name: string, { wrt, outputs }: DifferentiatedModel): Refusal | null {
  const column = wrt.find(({ rows }) => rows !== null);
  const row = outputs.find(({ along }) => along !== null);
  const found = column ?? row;
  if (found === undefined) return null;
  const what = column === undefined ? 'row' : 'column';
  return {
    message: `'${name}' has a ${what} for each element of '${found.name}', whose number is known at run time only`,
    help: `ask for '${name.replace(/Sparse|Pattern/, '')}', or for 'hvp' or 'jvp', which take a direction`,
  };
}

/** Why a model cannot have an export; null where it can. */
export function refusal(name: ExportName, model: DifferentiatedModel): Refusal | null {
  const row = exportRow(name, model);
  return (row.isMatrix ? refuseMatrix(name, model) : null) ?? row.refusal?.(model) ?? null;
}

/**
 * Which metadata a module has: all there is or, of a minimal one, of what all modules have what its functions read.
 * @param exports its own
 */
export function metadataShown(
  exports: readonly ExportName[],
  model: DifferentiatedModel,
  isMinimal: boolean,
): (name: string) => boolean {
  if (!isMinimal) return () => true;
  const rows = closureOf(exports, model).map(name => exportRow(name, model));
  const read = new Set(rows.flatMap(row => (row.kind === 'wrapper' ? (row.metadata?.(model) ?? []) : [])));
  return name => read.has(name) || !alwaysThere.some(known => known === name);
}
