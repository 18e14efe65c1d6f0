// Columns of data in memory, as arguments have them: the numbers of one row after those of another. Two rows of an element
// become a vector. Neighbours are read together: two numbers of each row, which then change places.

import { type FunctionCode, I32 } from '../function-code.js';
import { firstLanes, loadFirst, loadVector, secondLanes, type Value, withLoaded } from '../vector/instructions.js';
import type { VectorWriter } from '../vector/writer.js';
import { asWhole, get, loadNumber, set, sum, whole } from './scalar.js';

/** A column of data among a program's arguments. */
export interface Column {
  /** Of its first element; those of the others follow. */
  readonly slot: number;
  /** Numbers for each row. */
  readonly width: number;
}

export interface ColumnCode {
  /** Before the loop. */
  readonly start: Value;
  /** In each turn: the vectors of the elements, in order. */
  read(writer: VectorWriter): Value[];
  /** On to the next two rows. */
  readonly next: Value;
}

/**
 * @param elements that are read, in order
 * @param place of the address of the first row, in units of a double
 */
export function columnCode(width: number, elements: readonly number[], place: number, own: FunctionCode): ColumnCode {
  const local = own.local(I32);
  const address = get(local);
  const row = 8 * width;
  return {
    start: set(local, asWhole(loadNumber(whole(0), 8 * place))),
    next: set(local, sum(address, whole(2 * row))),
    read(writer) {
      const vectors: Value[] = [];
      for (let i = 0; i < elements.length; i++) {
        const at = 8 * elements[i]!;
        if (width === 1) vectors.push(writer.keep(loadVector(address, at)));
        else if (elements[i + 1] === elements[i]! + 1) {
          const [a, b] = [writer.keep(loadVector(address, at)), writer.keep(loadVector(address, row + at))];
          vectors.push(writer.keep(firstLanes(a, b)), writer.keep(secondLanes(a, b)));
          i++;
        } else vectors.push(writer.keep(withLoaded(loadFirst(address, at), address, row + at)));
      }
      return vectors;
    },
  };
}
