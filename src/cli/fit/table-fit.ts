// `wengert fit` where rows stay in an engine: each evaluation is a query.

import { columnsFor, type Mapping, namesForFormula, placeOf, placeOfWeights } from '../../data/columns.js';
import { fileFault } from '../../data/fault.js';
import { type FormulaError, formulaError } from '../../diagnostic.js';
import { elementName } from '../../lower/model.js';
import { checkFitting, type Fitting } from '../../solve/fit.js';
import type { Fitted } from '../../solve/fitted.js';
import type { Spelling } from '../../solve/parameters.js';
import type { ModelOptions } from '../../solve/prepare.js';
import { prepared, type ReadModel } from '../../solve/prepare.js';
import type { EngineColumn } from '../../sql/engines/engine.js';
import { itemsOfKinds } from '../../sql/fit/columns-used.js';
import type { TableFit } from '../../sql/fit/table-fit.js';
import { usageError } from '../terminal/failure.js';
import type { TableSource } from './table-source.js';

export interface TableAsked {
  readonly source: TableSource;
  readonly mapping: Mapping;
  readonly weights: string | null;
  readonly by: readonly string[];
  readonly sample: number | undefined;
  readonly seed: number | undefined;
  readonly dropsMissing: boolean;
  readonly settings: ModelOptions;
  readonly options: Fitting;
  readonly spelling: Spelling;
  readonly signal: AbortSignal;
}

/** @param read the model, given the names that columns have in it @throws FormulaError */
export async function tableFitOf(asked: TableAsked, read: (names: readonly string[]) => ReadModel): Promise<TableFit> {
  const { source, mapping, weights, by, sample, settings, options, spelling, signal } = asked;
  const { engine, shown } = source;
  const known = await engine.columnsOf(`${source.from} AS d`);
  const table = tableOf(known, shown);
  const model = read(namesForFormula(table, mapping));
  const fitted: Fitted = prepared(model, settings, spelling);
  checkFitting(fitted, options);
  if (sample !== undefined && !(sample > 0 && sample < 1))
    throw usageError(`the sample ${sample} is no part`, 'a number between 0 and 1, such as 0.01');
  const columns = columnsFor(table, model.data, mapping).map(at => known[at]!.name);
  const elements = model.data.flatMap(input => input.nodes.map((_, i) => elementName(input, i)));
  for (const name of by) placeOf(table, name, null);
  if (weights !== null) placeOfWeights(table, weights);
  const numbers = [...columns, ...(weights === null ? [] : [weights])];
  const items = itemsOfKinds(engine.dialect, known, { numbers, keys: by }, shown);
  return {
    read: model,
    fitted,
    run: (text, values, names) => engine.run(text, values, names),
    settings: {
      dialect: engine.dialect,
      from: source.from,
      ...(items !== null && { items }),
      columns: Object.fromEntries(elements.map((name, i) => [name, columns[i]!])),
      missing: asked.dropsMissing ? 'drop' : 'refuse',
      ...(by.length > 0 && { by }),
      ...(sample !== undefined && { sample, seed: asked.seed ?? 1 }),
    },
    weights,
    options,
    words: { shown, spelling: { drop: '--drop-missing', loss: name => `--loss ${name}` } },
    isInterrupted: () => signal.aborted,
  };
}

/** Names as those who look for columns have them. @throws FormulaError for a table without any */
function tableOf(known: readonly EngineColumn[], shown: string) {
  const names = known.map(({ name }) => name);
  if (names.length === 0) throw fileFault('WG624', shown, 'there are no rows', 'a fit needs some');
  return {
    file: shown,
    names,
    duplicate: (name: string): FormulaError | null =>
      names.indexOf(name) === names.lastIndexOf(name)
        ? null
        : formulaError('WG623', `${shown}: there are two columns '${name}'`, 'give one of them another name'),
  };
}
