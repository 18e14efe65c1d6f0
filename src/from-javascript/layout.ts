// How long the arrays among the arguments are: which are equally long, and how many elements go together. A function does not say
// so; it shows as its loops and subscripts are read. What is read then has to be read again with what is known, which is what the
// error thrown here asks for.

import type { Span } from '../source.js';
import { Fault } from './fault.js';

export interface Laid {
  /** Arrays of the same group have as many rows. */
  readonly group: string;
  /** Elements of a row. */
  readonly stride: number;
}

/** By the names of arguments. */
export interface Layout {
  readonly arrays: ReadonlyMap<string, Laid>;
  /** The dimension of each group, while a function is read. */
  readonly dimensions: ReadonlyMap<string, number>;
}

export class Relaid extends Error {
  readonly arrays: ReadonlyMap<string, Laid>;
  constructor(arrays: ReadonlyMap<string, Laid>) {
    super('the arguments are laid out in another way');
    this.arrays = arrays;
  }
}

const groupOf = ({ dimensions }: Layout, dimension: number): string =>
  [...dimensions].find(([, of]) => of === dimension)?.[0] ?? '';

/** More elements go together in each row of a dimension. */
export function demandScale(layout: Layout, dimension: number, by: number): Relaid {
  const group = groupOf(layout, dimension);
  return new Relaid(
    new Map(
      [...layout.arrays].map(([name, laid]) => [
        name,
        laid.group === group ? { ...laid, stride: laid.stride * by } : laid,
      ]),
    ),
  );
}

/**
 * Two dimensions are one: there are as many rows along both.
 * @param more what is known of an argument besides
 */
export function demandUnion(
  layout: Layout,
  a: number,
  b: number,
  span: Span,
  more?: { readonly argument: string; readonly stride: number },
): Relaid | Fault {
  const [before, group] = [groupOf(layout, a), groupOf(layout, b)];
  if (before === '' || group === '') {
    const help = "let the loop end at the array's own length: 'i < x.length'";
    return new Fault('WG351', span, 'this array is not known to be as long as the loop runs', help);
  }
  return new Relaid(
    new Map(
      [...layout.arrays].map(([name, laid]) => {
        const stride = name === more?.argument ? more.stride : laid.stride;
        return [name, { group: laid.group === before ? group : laid.group, stride }];
      }),
    ),
  );
}
