// The inputs of a formula by name → numbers for what is bound.

import type { DifferentiatedModel, Input } from '../lower/model.js';
import { flatten } from '../solve/elements.js';
import { suggest } from '../suggest.js';
import type { Point } from './query-types.js';

/** A number of an input, or of its tangent, by its place. */
export type Elements = (input: string, element: number, isTangent: boolean) => number;

/** @returns what gives the numbers of a point. It throws a TypeError for an input that is missing, unknown, or of another length. */
export function elementsAt({ inputs, wrt }: DifferentiatedModel): (point: Point, direction?: Point) => Elements {
  const fixed = inputs.filter(({ role }) => role !== 'data');
  return (point, direction) => {
    const values = numbersOf(fixed, point, input => input.initial, '');
    const tangents = direction === undefined ? null : numbersOf(wrt, direction, () => null, 'direction: ');
    return (input, element, isTangent) => {
      const from = isTangent ? tangents : values;
      if (from === null) throw new TypeError('query: the direction of derivatives is missing');
      return from.get(input)![element]!;
    };
  };
}

function numbersOf(
  inputs: readonly Input[],
  point: Point,
  otherwise: (input: Input) => readonly number[] | null,
  where: string,
): Map<string, ArrayLike<number>> {
  const known = new Set(inputs.map(({ name }) => name));
  if (typeof point !== 'object' || point === null)
    throw new TypeError(`query: ${where}an object of numbers by name is wanted, got ${point}`);
  for (const name of Object.keys(point)) {
    if (known.has(name)) continue;
    const near = suggest(name, known);
    const said = near === undefined ? `there are ${[...known].join(', ')}` : `did you mean '${near}'?`;
    throw new TypeError(`query: ${where}there is no input '${name}': ${said}`);
  }
  return new Map(
    inputs.map(input => {
      const { name, nodes } = input;
      const given = Object.hasOwn(point, name) ? flatten(point[name], `query: ${where}${name}`) : otherwise(input);
      if (given === null) throw new TypeError(`query: ${where}${name} is missing`);
      if (given.length !== nodes.length)
        throw new TypeError(`query: ${where}${name} has ${nodes.length} numbers, got ${given.length}`);
      return [name, given];
    }),
  );
}
