// Elements of inputs and outputs: their names, and flat values next to nested ones.

import { elementName, type Input, nested } from '../../lower/model.js';

type Item = Pick<Input, 'name' | 'shape' | 'nodes'>;

export const elementNames = (items: readonly Item[]): string[] =>
  items.flatMap(item => item.nodes.map((_, i) => elementName(item, i)));

/** Flat values of several items by name, shaped like them. */
export function named(items: readonly Item[], flat: ArrayLike<number>): Record<string, number | number[] | number[][]> {
  let next = 0;
  return Object.fromEntries(
    items.map(({ name, shape, nodes }) => {
      next += nodes.length;
      return [name, nested(shape, Array.prototype.slice.call(flat, next - nodes.length, next) as number[])];
    }),
  );
}

/** Values of inputs by name, from those of all slots. */
export function elementsOf(inputs: readonly Input[], point: readonly number[]) {
  return named(
    inputs,
    inputs.flatMap(({ slot, nodes }) => point.slice(slot, slot + nodes.length)),
  );
}

/** The numbers of nested arrays and records, in order. */
export function flatten(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Object.values(value as object).flatMap(flatten);
}
