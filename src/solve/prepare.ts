// A formula, the columns there are and what is asked for → what can be fitted.

import { type Compilation, createCompilation } from '../compilation.js';
import { type Diagnostic, FormulaError, formulaError } from '../diagnostic.js';
import { countResiduals } from '../exports/residuals.js';
import { functionsOf } from '../functions.js';
import type { Limits } from '../limits.js';
import type { DifferentiatedModel, Input } from '../lower/model.js';
import type { CompileOptions } from '../options.js';
import { COMPUTING, type Program } from '../parse/program.js';
import { suggest } from '../suggest.js';
import { type Fitted, hasResiduals, type Response } from './fitted.js';
import { type LossName, losses, lossNames } from './losses.js';
import { modelText } from './model-text.js';
import { listed, type ParameterOptions, parametersOf, type Settings, type Spelling } from './parameters.js';
import { createTrials } from './trials.js';
import { faultsOf, programOf, type WithColumns, withColumns } from './with-columns.js';

export interface ModelOptions extends ParameterOptions {
  /** What residuals cost; default: their squares. */
  readonly loss?: LossName;
  /** Of a robust loss: residuals beyond it count less. */
  readonly scale?: number;
}

/** A formula with what of it is data. */
export interface ReadModel {
  /** With declarations that were added. */
  readonly text: string;
  readonly program: Program;
  readonly compilation: Compilation;
  /** In the order of the program. */
  readonly data: readonly Input[];
  readonly warnings: readonly Diagnostic[];
  /** What is data follows from the names of columns. */
  readonly isInferred: boolean;
  /** All that there are. */
  readonly columns: readonly string[];
  /** Columns that equations are of. */
  readonly responses: readonly string[];
}

/** Names that options set, without indices: they are params, also where a constant is called so. */
export function settingNames({ start = {}, fix = {}, bounds = {} }: ParameterOptions): string[] {
  const starts: readonly Settings[] = Array.isArray(start) ? start : [start as Settings];
  return [...starts, fix, bounds].flatMap(of => Object.keys(of)).map(name => name.replace(/\[.*$/, ''));
}

/**
 * @param settings names that are params, whatever they are called
 * @throws FormulaError with the faults of the formula
 */
export function readModel(
  written: string,
  columns: readonly string[],
  settings: readonly string[],
  { from, ...options }: CompileOptions,
): ReadModel {
  const { text, warnings } = modelText(written, { ...options, ...(from && { from }) });
  const file = options.file ?? null;
  const declared = withColumns(text, columns, settings, file, options.limits);
  const compilation = faultsOf(declared, () => {
    try {
      return createCompilation(declared.text, options);
    } catch (error) {
      throw withoutColumn(error, declared, [...columns]) ?? error;
    }
  });
  const program = programOf({ name: file, text: declared.text }, options.limits as Partial<Limits> | undefined);
  const data = compilation.model.inputs.filter(({ role }) => role === 'data');
  const isData = new Set(data.map(({ name }) => name));
  const responses = program.statements.flatMap(of =>
    of.kind === 'definition' && isData.has(of.name.name) ? [of.name.name] : [],
  );
  return {
    text: declared.text,
    program,
    compilation,
    data,
    warnings: [...warnings, ...compilation.warnings],
    isInferred: declared.added > 0,
    columns: [...columns],
    responses,
  };
}

const LONGEST_SHOWN = 60;

/** A result that depends on the row, where it is an equation whose left side nearly is a column, or none at all. */
function withoutColumn(error: unknown, { text, added }: WithColumns, columns: readonly string[]): FormulaError | null {
  if (added === 0 || !(error instanceof FormulaError) || !error.diagnostics.some(({ code }) => code === 'WG313'))
    return null;
  const last = programOf({ name: null, text }).statements.findLast(({ kind }) => COMPUTING.includes(kind));
  const { source } = error.diagnostics[0]!;
  if (last?.kind === 'expression') {
    const used = new Set(last.value.nodes.map(node => (node.kind === 'name' ? node.name : '')));
    const free = columns.find(column => !used.has(column) && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(column));
    const [{ start }, end] = [last.span, last.span.end];
    const model = end - start > LONGEST_SHOWN ? '…' : text.slice(start, end);
    return formulaError(
      'WG623',
      'the model does not say which column it explains',
      `write '${free ?? 'y'} = ${model}': the left side is a column${free === undefined ? `, of ${columns.join(', ')}` : ''}`,
      source,
      last.span,
    );
  }
  if (last === undefined || last.kind !== 'definition') return null;
  const { name } = last.name;
  const near = suggest(name, columns);
  const help = near === undefined ? `the columns are ${columns.join(', ')}` : `did you mean '${near}'?`;
  return formulaError('WG623', `'${name}' is no column of the data`, help, source, last.name);
}

/** @throws FormulaError for options that do not go with the model */
export function prepared(read: ReadModel, options: ModelOptions, spelling: Spelling): Fitted {
  const { compilation } = read;
  const { model } = compilation;
  const { loss = 'squares', scale } = options;
  if (read.data.length === 0)
    throw formulaError(
      'WG602',
      'the model has no data',
      read.isInferred
        ? `without declarations names of columns are data, and these are ${read.columns.join(', ')}`
        : "declare 'data x, y'",
    );
  if (model.wrt.length === 0)
    throw formulaError(
      'WG602',
      'the model has nothing to fit',
      "declare 'param a'; without declarations names that are no columns are params",
    );
  const array = model.wrt.find(({ rows }) => rows !== null);
  if (array !== undefined)
    throw formulaError(
      'WG602',
      `the size of '${array.name}' is not known`,
      `give it a number: 'param ${array.name}[3]'`,
    );
  const row = losses[loss];
  if (row === undefined) {
    const near = suggest(String(loss), lossNames);
    throw formulaError(
      'WG602',
      `there is no loss '${loss}'`,
      near ? `did you mean '${near}'?` : `the losses are ${lossNames.join(', ')}`,
    );
  }
  if (model.constraints.length > 0)
    throw formulaError(
      'WG602',
      'a fit holds no constraints but bounds',
      "bounds are 'constraint p >= 0'; of an equation, write one parameter as it follows from the others",
    );
  const { ofRow, ofNone, isRowByRow } = countResiduals(model);
  if (hasResiduals(model)) {
    if (ofRow === null || ofNone === null)
      throw formulaError(
        'WG602',
        'how many residuals there are depends on the lengths of arrays',
        "give these numbers: 'input x[3]'",
      );
    if (ofRow === 0)
      throw formulaError('WG602', 'no residual depends on the data', "write 'y = …', where y is a column");
  }
  const responses = responsesOf(read);
  if (loss !== 'squares' && !hasResiduals(model))
    throw formulaError(
      'WG602',
      `'${loss}' is a loss of residuals, and the model says its own`,
      "write 'y = …', where y is a column",
    );
  if (row.isLikelihood && (responses.length === 0 || responses.includes(null)))
    throw formulaError(
      'WG602',
      `'${loss}' is a loss of responses`,
      "write 'y = …' for every residual, where y is a column",
    );
  if (row.isRobust && scale === undefined)
    throw formulaError(
      'WG602',
      `'${loss}' needs a scale`,
      `residuals beyond it count less; some two standard deviations of good ones: ${spelling.scale('1')}`,
    );
  if (scale !== undefined && !(scale > 0 && Number.isFinite(scale)))
    throw formulaError('WG602', `the scale ${scale} is not a positive number`);
  if (scale !== undefined && !row.isRobust)
    throw formulaError('WG602', `the loss '${loss}' has no scale`, "'huber' and 'cauchy' have one");
  const parameters = parametersOf(model, options, spelling, read.isInferred ? read.columns : []);
  if (parameters.free.length === 0)
    throw formulaError('WG602', `${listed(parameters.names)}: all are fixed`, 'leave one to fit');
  return {
    ...{ model, functions: functionsOf(compilation), parameters, responses },
    ...{ loss: row, scale: scale ?? 1 },
    counts: { ofRow: ofRow ?? 0, ofNone: ofNone ?? 0 },
    isRowByRow: isRowByRow || !hasResiduals(model),
    trials: createTrials(),
  };
}

/** Of which column each residual of a row is. */
function responsesOf({ program, compilation, data }: ReadModel): (Response | null)[] {
  const { residualResults }: Pick<DifferentiatedModel, 'residualResults'> = compilation.model;
  const columnOf = new Map(data.map(({ name }, i) => [name, i]));
  const written = program.statements.flatMap((of): (number | null)[] => {
    if (of.kind === 'residual') return [null];
    const column = of.kind === 'definition' ? columnOf.get(of.name.name) : undefined;
    return column === undefined ? [] : [column];
  });
  return residualResults.flatMap(({ isOfRows, nodes }, i) => {
    const column = written[i] ?? null;
    if (!isOfRows) return [];
    return nodes.map((_, element): Response | null =>
      column === null ? null : { column, element, width: nodes.length },
    );
  });
}
