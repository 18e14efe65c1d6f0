// Values of a program that is built by calls: objects that only their builder looks inside, so that no number is taken for one
// and none for a number.

import { formulaError } from '../diagnostic.js';
import type { Graph } from '../graph/graph.js';
import { isTensor, shapeOf, type Value, vector } from './tensor.js';

class BuiltValue {
  readonly #graph: Graph;
  readonly #value: Value;

  constructor(graph: Graph, value: Value) {
    this.#graph = graph;
    this.#value = value;
  }

  /** Arithmetic of JavaScript would go on with what is no number, and compare addresses. */
  [Symbol.toPrimitive](): never {
    throw formulaError(
      'WG206',
      'a value of the program is no number',
      "write 'g.mul(x, 2)' for x*2, 'g.gt(x, 0)' for x > 0",
    );
  }

  /** What is inside of one of this program; undefined for everything else. */
  static inside(graph: Graph, of: unknown): Value | undefined {
    return typeof of === 'object' && of !== null && #graph in of && of.#graph === graph ? of.#value : undefined;
  }

  static isOne(of: unknown): boolean {
    return typeof of === 'object' && of !== null && #graph in of;
  }
}

/** Ways between values and what stands for them. */
export interface BuiltValues {
  /** The same object for the same scalar. */
  wrap(value: Value): object;
  /** A value, or a number as a constant. @throws FormulaError naming where */
  unwrap(where: string, of: unknown): Value;
}

export function createBuiltValues(graph: Graph, constant: (value: number) => number): BuiltValues {
  const scalars: BuiltValue[] = [];
  return {
    wrap(value) {
      if (isTensor(value)) return new BuiltValue(graph, value);
      const known = scalars[value];
      if (known !== undefined) return known;
      const made = new BuiltValue(graph, value);
      scalars[value] = made;
      return made;
    },
    unwrap(where, of) {
      const value = typeof of === 'number' ? constant(of) : BuiltValue.inside(graph, of);
      if (value !== undefined) return value;
      if (BuiltValue.isOne(of)) throw formulaError('WG206', `${where}: this is a value of another program`);
      const isList = Array.isArray(of);
      throw formulaError(
        'WG206',
        `${where}: ${shown(of)} is neither a value of this program nor a number`,
        isList ? "make it a vector: 'g.vector([1, 2])', or spread it: 'g.add(...list)'" : undefined,
      );
    },
  };
}

function shown(of: unknown): string {
  if (Array.isArray(of)) return `an array (${of.length})`;
  if (typeof of === 'string') return JSON.stringify(of);
  if (typeof of === 'function') return 'a function';
  return typeof of === 'object' && of !== null ? 'an object' : String(of);
}

/** Rows of numbers and scalars as one value. @throws FormulaError */
export function stacked(where: string, rows: readonly Value[]): Value {
  const [first] = rows;
  if (first === undefined) throw formulaError('WG305', `${where} of no elements`);
  if (!rows.some(isTensor)) return vector(rows as readonly number[]);
  const shape = shapeOf(first);
  const fits =
    shape.length === 1 && rows.every(row => isTensor(row) && row.shape.length === 1 && row.shape[0] === shape[0]);
  if (!fits) throw formulaError('WG305', `${where}: its rows differ in length`, 'give all rows the same length');
  return { shape: [rows.length, shape[0]!], nodes: rows.flatMap(row => (isTensor(row) ? row.nodes : [])) };
}
