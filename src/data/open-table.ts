// What a file of data is, and the reader for it.

import { type Bytes, type Opened, opened } from './bytes.js';
import { type DelimitedOptions, delimitedTable } from './delimited.js';
import { fileFault } from './fault.js';
import type { Table } from './table.js';

/** @param file null for standard input */
export async function openTable(
  shown: string,
  file: string | null,
  input: () => Bytes,
  options: DelimitedOptions,
): Promise<Table> {
  const found = await opened(shown, file, input);
  try {
    return await tableOf(shown, file, found, options);
  } catch (error) {
    await found.discard();
    throw error;
  }
}

async function tableOf(
  shown: string,
  file: string | null,
  { head, bytes, isZipped, discard }: Opened,
  options: DelimitedOptions,
): Promise<Table> {
  const magic = Buffer.from(head.subarray(0, 4)).toString('latin1');
  if (magic === 'PAR1') {
    // Loaded where there is such a file.
    const { fileBuffer, parquetTable, wholeBuffer } = await import('./parquet.js');
    if (file === null || isZipped) return parquetTable(shown, await wholeBuffer(bytes), async () => undefined);
    await discard();
    const { buffer, close } = await fileBuffer(file);
    return parquetTable(shown, buffer, close);
  }
  if (magic.startsWith('PK'))
    throw fileFault(
      'WG624',
      shown,
      'it is an archive or a spreadsheet',
      'save the sheet as CSV, or take the file out of the archive',
    );
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const base = dataBaseOf(head);
  if (base !== null)
    throw fileFault(
      'WG624',
      shown,
      `it is a data base of ${base.name}`,
      `say which table is meant: --data '${base.scheme}:${shown}?table=NAME'`,
    );
  if (!isUtf16 && head.includes(0))
    throw fileFault('WG624', shown, 'it is no text', 'CSV, TSV, JSON lines and Parquet are read, also zipped');
  const start = new TextDecoder(head[0] === 0xff ? 'utf-16le' : head[0] === 0xfe ? 'utf-16be' : 'utf-8')
    .decode(head)
    .trimStart();
  if (start.startsWith('[') && /^\[\s*[[{]/.test(start))
    throw fileFault('WG624', shown, 'it is one array of JSON', "one object a line: jq -c '.[]' FILE");
  if (start.startsWith('{')) {
    const { jsonTable } = await import('./json-lines.js');
    return jsonTable(bytes, head, shown);
  }
  return delimitedTable(bytes, head, shown, options);
}

interface DataBase {
  readonly name: string;
  /** Of its address. */
  readonly scheme: string;
}

/** The engine whose data base a file is, by what such files begin with; null for every other file. */
function dataBaseOf(head: Uint8Array): DataBase | null {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1');
  if (text.slice(8, 12) === 'DUCK') return { name: 'DuckDB', scheme: 'duckdb' };
  return text.startsWith('SQLite format 3') ? { name: 'SQLite', scheme: 'sqlite' } : null;
}
