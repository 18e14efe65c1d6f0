// Which columns of a file are which data of a model.
//
// `data x` is the column x. `data x[3]` is the columns x[1], x[2], x[3], or x1, x2, x3, or x_1, x_2, x_3. What is called
// otherwise is mapped: x=age, x[1]=age, x=a..c for those from a to c in the order of the file.

import { formulaError } from '../diagnostic.js';
import { elementName, elementVariable, type Input } from '../lower/model.js';
import { suggest } from '../suggest.js';
import { fileFault } from './fault.js';
import type { Table } from './table.js';

/** What of a table says which columns there are. */
export type Columned = Pick<Table, 'file' | 'names' | 'duplicate'>;

/** Columns by name of data or of an element of it. */
export type Mapping = ReadonlyMap<string, string>;

/** `x=age,y=weight`, several of them. */
export function readMapping(texts: readonly string[]): Mapping {
  const mapping = new Map<string, string>();
  for (const setting of texts.flatMap(text => text.split(/,(?=[^,=]*=)/))) {
    const equals = setting.indexOf('=');
    const [name, column] = [setting.slice(0, equals).trim(), setting.slice(equals + 1).trim()];
    if (equals < 1 || column === '')
      throw formulaError(
        'WG602',
        `--columns ${setting}: no name and column`,
        "write --columns x=age, or --columns 'x=first..last' for a vector",
      );
    if (mapping.has(name)) throw formulaError('WG602', `--columns: '${name}' is there twice`, 'map each name once');
    mapping.set(name, column);
  }
  return mapping;
}

/** Names that a formula without declarations may have for columns. */
export function namesForFormula({ names }: Columned, mapping: Mapping): string[] {
  const mapped = new Set(mapping.values());
  return [...names.filter(name => !mapped.has(name)), ...mapping.keys()];
}

/** For every element of the data its column. @throws FormulaError */
export function columnsFor(table: Columned, data: readonly Input[], mapping: Mapping): number[] {
  const known = new Set(data.flatMap(input => [input.name, ...input.nodes.map((_, i) => elementName(input, i))]));
  for (const name of mapping.keys()) {
    if (known.has(name)) continue;
    const near = suggest(name, known);
    throw formulaError(
      'WG602',
      `--columns ${name}=${mapping.get(name)}: the model has no data '${name}'`,
      near === undefined ? `its data are ${data.map(of => of.name).join(', ')}` : `did you mean '${near}'?`,
    );
  }
  return data.flatMap(input => {
    const own = mapping.get(input.name);
    if (input.shape.length > 0 && own !== undefined) return rangeOf(table, input, own);
    return input.nodes.map((_, i) => {
      const element = elementName(input, i);
      const mapped = mapping.get(element);
      if (mapped !== undefined) return placeOf(table, mapped, element);
      if (input.shape.length === 0) return placeOf(table, element, element);
      const spellings = [element, `${input.name}${i + 1}`, elementVariable(input, i)];
      const found = spellings.find(name => table.names.includes(name));
      return placeOf(table, found ?? element, element);
    });
  });
}

/** `a..c`, or of a vector with one element `a`. */
function rangeOf(table: Columned, { name, nodes }: Input, text: string): number[] {
  const [first, last, more] = text.includes('..') ? text.split('..') : [text, text];
  if (first === undefined || last === undefined || more !== undefined)
    throw formulaError(
      'WG602',
      `--columns ${name}=${text}: no range of columns`,
      `write --columns '${name}=first..last'`,
    );
  const [from, to] = [placeOf(table, first.trim(), name), placeOf(table, last.trim(), name)];
  const count = to - from + 1;
  if (count !== nodes.length)
    throw formulaError(
      'WG602',
      `--columns ${name}=${text}: ${count < 1 ? 'the first column is behind the last' : `it is ${count} columns`} where '${name}' has ${nodes.length} elements`,
      'a range goes in the order of the file',
    );
  return Array.from({ length: count }, (_, i) => from + i);
}

const MOST_NAMED = 20;

const listedNames = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
    : names.join(', ');

/** @param wanted what the model calls it; null for what it does not */
export function placeOf(table: Columned, column: string, wanted: string | null): number {
  const { names, file } = table;
  const at = names.indexOf(column);
  if (at !== -1) {
    const twice = table.duplicate(column);
    if (twice !== null) throw twice;
    return at;
  }
  const near = suggest(column, names);
  const said = near === undefined ? `its columns are ${listedNames(names)}` : `did you mean '${near}'?`;
  // What the model has no name for cannot be mapped.
  const mapped =
    near === undefined ? `; --columns ${wanted}=NAME says which is meant` : ` --columns ${wanted}=${near} says so`;
  const help = wanted === null ? said : said + mapped;
  throw fileFault('WG623', file, `there is no column '${column}'`, help);
}

/** Where the weights are. */
export function placeOfWeights(table: Columned, column: string): number {
  if (table.names.includes(column) || !/[-+*/^()]/.test(column)) return placeOf(table, column, null);
  throw fileFault(
    'WG623',
    table.file,
    `there is no column '${column}', and weights are a column`,
    `its columns are ${listedNames(table.names)}; what is to be computed stands in the model: 'residual (y - …)/sigma'`,
  );
}
