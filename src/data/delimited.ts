// CSV and TSV. Lines without quotes, which is what numbers are written in, are split at their delimiters; what has quotes is
// csv-parse's, which takes six to ten times as long.

import { type CsvError, parse } from 'csv-parse/sync';
import type { FormulaError } from '../diagnostic.js';
import type { Bytes } from './bytes.js';
import { fileFault, type Line, lineFault } from './fault.js';
import { cellNumber } from './numbers.js';
import type { Row, Table } from './table.js';
import { type Block, blocksOf, linesIn } from './text.js';

export interface DelimitedOptions {
  /** Between cells; found out where it is not said. */
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  /** Names of columns where the file has none. */
  readonly header?: readonly string[];
}

/** A record and where it starts. */
interface Cells {
  readonly cells: readonly string[];
  readonly line: Line;
}

export async function delimitedTable(
  bytes: Bytes,
  head: Uint8Array,
  file: string,
  options: DelimitedOptions,
): Promise<Table> {
  const { decimal = '.' } = options;
  const blocks = blocksOf(bytes, head, file, true);
  let delimiter = options.delimiter ?? ',';
  let top: Cells | null = null;
  // Of the block that the first line is in, what is left.
  let rest: Iterator<Cells> & Iterable<Cells> = [][Symbol.iterator]();
  while (top === null) {
    const block: IteratorResult<Block> = await blocks.next();
    if (block.done === true)
      throw fileFault('WG624', file, 'it is empty', 'the first line has the names of columns, the others numbers');
    if (block.value.text.trim() === '') continue;
    delimiter = options.delimiter ?? delimiterOf(block.value.text);
    rest = eachRecord(block.value, delimiter, file);
    for (let next = rest.next(); top === null && next.done !== true; ) {
      if (isBlank(next.value)) next = rest.next();
      else top = next.value;
    }
  }
  const first: Cells = top;
  const names = options.header ?? first.cells.map(cell => cell.trim());
  if (options.header === undefined) {
    if (first.cells.every(cell => typeof cellNumber(cell, decimal) === 'number'))
      throw lineFault(
        'WG623',
        first.line,
        0,
        first.line.text.length,
        'the first line has the names of columns, and these are numbers',
        `where the file has no names: --header ${first.cells
          .map((_, i) => `c${i + 1}`)
          .slice(0, 3)
          .join(',')}`,
      );
  } else if (first.cells.length !== names.length)
    throw lineFault(
      'WG621',
      first.line,
      0,
      first.line.text.length,
      `${counted(first.cells.length)} where ${names.length} names are given`,
      'give a name for each',
    );
  const duplicate = (name: string): FormulaError | null => {
    const again = names.indexOf(name, names.indexOf(name) + 1);
    if (again === -1 || options.header !== undefined) return null;
    const { start, length } = cellAt(first, again, delimiter);
    return lineFault(
      'WG623',
      first.line,
      start,
      length,
      `two columns are called '${name}'`,
      'give each a name of its own',
    );
  };
  return {
    file,
    names,
    duplicate,
    close: async () => void (await blocks.return(undefined)),
    async read(columns, visit) {
      const visiting = visitor(columns, names, delimiter, decimal, visit);
      if (options.header !== undefined) visiting(first);
      for (const record of rest) visiting(record);
      for await (const block of blocks) for (const record of eachRecord(block, delimiter, file)) visiting(record);
    },
  };
}

const isBlank = ({ cells }: Cells): boolean => cells.length === 1 && cells[0]!.trim() === '';

const counted = (count: number): string => `${count} ${count === 1 ? 'cell' : 'cells'}`;

/** Checks records and hands over the numbers of some of their cells. */
function visitor(
  columns: readonly number[],
  names: readonly string[],
  delimiter: string,
  decimal: '.' | ',',
  visit: (row: Row) => void,
): (record: Cells) => void {
  const values = new Float64Array(columns.length);
  let at: Cells | null = null;
  let number = 0;
  const row: Row = {
    values,
    get number() {
      return number;
    },
    fault(column, code, message, help) {
      const { start, length } = cellAt(at!, columns[column]!, delimiter);
      return lineFault(code, at!.line, start, length, message, help);
    },
  };
  return record => {
    const { cells } = record;
    // An empty line is no row, but of a single column it may be one without a value.
    if (cells.length === 1 && names.length > 1 && isBlank(record)) return;
    at = record;
    number++;
    if (cells.length !== names.length)
      throw lineFault(
        'WG621',
        record.line,
        0,
        record.line.text.length,
        `row ${number} has ${counted(cells.length)} where there are ${names.length} columns`,
        cells.length === names.length + 1
          ? "is there a decimal comma, or a ',' at its end?"
          : 'cells with delimiters in them stand between quotes',
      );
    for (let i = 0; i < columns.length; i++) {
      const found = cellNumber(cells[columns[i]!]!, decimal);
      if (typeof found !== 'number')
        throw row.fault(i, 'WG621', `row ${number}, '${names[columns[i]!]}': ${found.message}`, found.help);
      values[i] = found;
    }
    visit(row);
  };
}

const DELIMITERS = [',', '\t', ';', '|'];

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [line = ''] = text.trimStart().split('\n', 1);
  const plain = line.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map(of => plain.split(of).length - 1);
  const most = Math.max(...counts);
  if (most > 0) return DELIMITERS[counts.indexOf(most)]!;
  return /\S[ ]+\S/.test(plain) ? ' ' : ',';
}

/** Records of a block. */
function* eachRecord({ text, line: number }: Block, delimiter: string, file: string): Generator<Cells> {
  if (text.includes('"')) return yield* quotedRecords(text, number, delimiter, file);
  let line = number;
  for (let start = 0; start < text.length; line++) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const last = text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
    const own = text.slice(start, last);
    yield { cells: split(own, delimiter), line: { file, number: line, text: own } };
    start = end + 1;
  }
}

/** Blanks may be several, and stand around all. */
const split = (line: string, delimiter: string): string[] =>
  delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter);

function* quotedRecords(text: string, first: number, delimiter: string, file: string): Generator<Cells> {
  const lineAt = (number: number): Line => {
    const own = text.split('\n')[number - first] ?? '';
    return { file, number, text: own.replace(/\r$/, '') };
  };
  let records: { record: string[]; info: { lines: number }; raw: string }[];
  try {
    // Its types know of the records alone.
    records = parse(text, { delimiter, relax_column_count: true, info: true, raw: true }) as unknown as typeof records;
  } catch (error) {
    const open = unpaired(text);
    if (open !== -1) {
      const at = lineAt(first + linesIn(text.slice(0, open)));
      const start = open - (text.lastIndexOf('\n', open) + 1);
      throw lineFault(
        'WG624',
        at,
        start,
        1,
        'this quote is never closed',
        'a quote in a cell stands twice, and the cell between quotes: \'""\'',
      );
    }
    const { lines: number = 1 } = error as CsvError & { lines?: number };
    const at = lineAt(first + number - 1);
    throw lineFault(
      'WG624',
      at,
      Math.max(at.text.indexOf('"'), 0),
      1,
      'the quotes of this line do not match',
      'a cell with quotes stands between quotes, and has them twice: \'""\'',
    );
  }
  let number = first;
  for (const { record, raw } of records) {
    yield { cells: record, line: { file, number, text: raw.replace(/\r?\n$/, '') } };
    number += Math.max(1, linesIn(raw));
  }
}

/** The last quote where they are odd in number; -1 where they are even. */
function unpaired(text: string): number {
  for (let at = -1; ; ) {
    const open = text.indexOf('"', at + 1);
    if (open === -1) return -1;
    at = text.indexOf('"', open + 1);
    if (at === -1) return open;
  }
}

/** Where a cell stands in its record. */
function cellAt({ line: { text } }: Cells, index: number, delimiter: string): { start: number; length: number } {
  let start = 0;
  let isQuoted = false;
  let cell = 0;
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    if (i < text.length && (isQuoted || text[i] !== delimiter)) continue;
    if (delimiter === ' ' && i === start) {
      start = i + 1;
      continue;
    }
    if (cell === index) return { start, length: i - start };
    cell++;
    start = i + 1;
  }
  return { start: 0, length: text.length };
}
