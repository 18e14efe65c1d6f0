// Columns of data in memory, as arguments have them: the numbers of one row after those of another. Two rows of an element
// become a vector. Neighbours are read together: two numbers of each row, which then change places.
//
// A last odd row is read twice, so that nothing is read that is not there.

import { type FunctionCode, I32 } from '../function-code.js';
import { firstLanes, loadFirst, loadVector, secondLanes, type Value, withLoaded } from '../vector/instructions.js';
import type { VectorWriter } from '../vector/writer.js';
import { asWhole, get, loadNumber, sequence, set, sum, whole } from './scalar.js';

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
  /** Before a last odd row. */
  readonly startOdd: Value;
  /** In each turn: the vectors of the elements, in order. The last odd row is none of a second pair. @param pair from 0 */
  read(writer: VectorWriter, pair: number): Value[];
  /** On to the rows after so many pairs. */
  next(pairs: number): Value;
}

/**
 * @param elements that are read, in order
 * @param place of the address of the first row, in units of a double
 */
export function columnCode(width: number, elements: readonly number[], place: number, own: FunctionCode): ColumnCode {
  const [row, other, distance] = [own.local(I32), own.local(I32), own.local(I32)];
  const [a, b] = [get(row), get(other)];
  const bytes = 8 * width;
  return {
    start: sequence(set(row, asWhole(loadNumber(whole(0), 8 * place))), set(distance, whole(bytes))),
    startOdd: set(distance, whole(0)),
    next: pairs => set(row, sum(a, whole(2 * bytes * pairs))),
    read(writer, pair) {
      if (pair === 0) writer.do(set(other, sum(a, get(distance))));
      const vectors: Value[] = [];
      for (let i = 0; i < elements.length; i++) {
        const at = 2 * bytes * pair + 8 * elements[i]!;
        if (elements[i + 1] === elements[i]! + 1) {
          const rows = [writer.keep(loadVector(a, at)), writer.keep(loadVector(b, at))] as const;
          vectors.push(writer.keep(firstLanes(...rows)), writer.keep(secondLanes(...rows)));
          i++;
        } else vectors.push(writer.keep(withLoaded(loadFirst(a, at), b, at)));
      }
      return vectors;
    },
  };
}
