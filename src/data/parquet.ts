// Parquet, a group of rows at a time.

import { type FileHandle, open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type AsyncBuffer, type Compressors, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';
import type { Bytes } from './bytes.js';
import { fileFault } from './fault.js';
import { plainNumber, type Row, type Table } from './table.js';

/** Node has two of them itself, and hyparquet Snappy. */
const compressors: Compressors = {
  GZIP: input => gunzipSync(input),
  BROTLI: input => brotliDecompressSync(input),
  ZSTD: input => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** @param close what to do when all is done */
export async function parquetTable(file: string, buffer: AsyncBuffer, close: () => Promise<void>): Promise<Table> {
  const unreadable = (error: unknown) =>
    fileFault(
      'WG624',
      file,
      `it is not Parquet that can be read: ${(error as Error).message}`,
      'it may have been cut off; copy it again',
    );
  const metadata = await parquetMetadataAsync(buffer).catch((error: unknown) => {
    return close().then(() => {
      throw unreadable(error);
    });
  });
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  return {
    file,
    names,
    duplicate: () => null,
    close,
    async read(columns, visit) {
      const values = new Float64Array(columns.length);
      let number = 0;
      const row: Row = {
        values,
        get number() {
          return number;
        },
        fault: (_column, code, message, help) => fileFault(code, file, message, help),
      };
      let rowStart = 0;
      for (const { num_rows: rows } of metadata.row_groups) {
        const count = Number(rows);
        const wanted = [...new Set(columns.map(column => names[column]!))];
        const found = new Map(wanted.map(name => [name, new Array<unknown>(count)]));
        const from = rowStart;
        await parquetRead({
          ...{ file: buffer, metadata, columns: wanted, compressors, rowStart: from, rowEnd: from + count },
          onChunk({ columnName, columnData, rowStart: start }) {
            const into = found.get(columnName);
            for (let i = 0; into !== undefined && i < columnData.length; i++) into[start - from + i] = columnData[i];
          },
        }).catch((error: unknown) => {
          throw unreadable(error);
        });
        const data = columns.map(column => found.get(names[column]!)!);
        for (let i = 0; i < count; i++) {
          number++;
          for (const [k, column] of data.entries()) {
            const value = plainNumber(column[i]);
            if (value === null)
              throw fileFault(
                'WG621',
                file,
                `row ${number}, '${names[columns[k]!]}': ${String(column[i]).slice(0, 60)} is not a number`,
                'columns that are fitted hold numbers',
              );
            values[k] = value;
          }
          visit(row);
        }
        rowStart += count;
      }
    },
  };
}

/** A file, of which parts are read where they are needed. */
export async function fileBuffer(file: string): Promise<{ readonly buffer: AsyncBuffer; close(): Promise<void> }> {
  const handle: FileHandle = await open(file);
  const { size } = await handle.stat();
  const buffer: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
  return { buffer, close: () => handle.close() };
}

/** What cannot be read in parts is kept whole. */
export async function wholeBuffer(bytes: Bytes): Promise<AsyncBuffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  const { buffer, byteOffset, byteLength } = Buffer.concat(parts);
  const whole = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  return { byteLength, slice: (start, end) => whole.slice(start, end) };
}
