// Rows as numbers, for a fit to go over again and again: in memory, or from a size on in a file of their own, so that memory
// is that of one chunk however many there are. They are read from text once: to read numbers from it takes a hundred times as
// long as to read them from that file.

import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHUNK, type Chunk, type Rows } from '../solve/rows.js';
import { fileFault } from './fault.js';

/** Bytes of numbers that are kept in memory. */
const IN_MEMORY = 2 ** 26;

export interface RowStore {
  /** Adds a row: the numbers of all columns, one after another, and its weight where there are weights. */
  add(values: Float64Array): void;
  rows(): Rows;
  /** Gives memory and file back. */
  close(): void;
}

/**
 * @param widths how many numbers of each column are a row
 * @param inMemory bytes of numbers that are kept in memory
 */
export function createRowStore(widths: readonly number[], hasWeights: boolean, inMemory = IN_MEMORY): RowStore {
  const numbers = widths.reduce((sum, width) => sum + width, hasWeights ? 1 : 0);
  const size = CHUNK * numbers;
  /** Whole chunks, column after column. */
  let kept: Float64Array[] = [];
  let filling = new Float64Array(size);
  let filled = 0;
  let whole = 0;
  let file: TemporaryFile | null = null;
  const starts = widths.map((_, i) => CHUNK * widths.slice(0, i).reduce((sum, width) => sum + width, 0));

  const chunkOf = (numbersOf: Float64Array, count: number): Chunk => ({
    columns: widths.map((width, i) => numbersOf.subarray(starts[i]!, starts[i]! + CHUNK * width)),
    weights: hasWeights ? numbersOf.subarray(size - CHUNK) : null,
    start: 0,
    count,
  });

  function isFull(): void {
    if (file === null && (kept.length + 1) * size * 8 > inMemory) {
      file = temporaryFile();
      for (const chunk of kept) file.write(chunk);
      kept = [];
    }
    if (file === null) {
      kept.push(filling);
      filling = new Float64Array(size);
    } else file.write(filling);
    whole++;
    filled = 0;
  }

  return {
    add(values) {
      let next = 0;
      for (const [i, width] of widths.entries())
        for (let k = 0; k < width; k++) filling[starts[i]! + filled * width + k] = values[next++]!;
      if (hasWeights) filling[size - CHUNK + filled] = values[next]!;
      if (++filled === CHUNK) isFull();
    },
    rows: () => ({
      count: whole * CHUNK + filled,
      *chunks() {
        const buffer = file === null ? null : new Float64Array(size);
        for (let i = 0; i < whole; i++)
          yield chunkOf(buffer === null ? kept[i]! : file!.read(i * size * 8, buffer), CHUNK);
        if (filled > 0) yield chunkOf(filling, filled);
      },
    }),
    close() {
      kept = [];
      file?.close();
      file = null;
    },
  };
}

interface TemporaryFile {
  write(numbers: Float64Array): void;
  /** Fills an array from a place on. */
  read(at: number, numbers: Float64Array): Float64Array;
  close(): void;
}

const bytesOf = (numbers: Float64Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

function temporaryFile(): TemporaryFile {
  const name = path.join(
    tmpdir(),
    `wengert-${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}.rows`,
  );
  const attempted = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      throw fileFault(
        'WG605',
        tmpdir(),
        `rows cannot be kept there: ${reason}`,
        'the variable TMPDIR names another directory',
      );
    }
  };
  const handle = attempted(() => openSync(name, 'wx+', 0o600));
  let isNamed = true;
  // A file without a name is gone with whoever has it open, also where that ends by force; not every system has such.
  try {
    rmSync(name);
    isNamed = false;
  } catch {
    isNamed = true;
  }
  return {
    write(numbers) {
      const bytes = bytesOf(numbers);
      attempted(() => {
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      });
    },
    read(at, numbers) {
      const bytes = bytesOf(numbers);
      attempted(() => {
        for (let done = 0; done < bytes.length; ) {
          const read = readSync(handle, bytes, done, bytes.length - done, at + done);
          if (read === 0) throw new Error('cut off');
          done += read;
        }
      });
      return numbers;
    },
    close() {
      closeSync(handle);
      if (isNamed) rmSync(name, { force: true });
    },
  };
}
