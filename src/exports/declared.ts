// TypeScript's side of an export: what its row says of types, and what it can say it with.

import { type DifferentiatedModel, fixedInputs } from '../lower/model.js';
import type { Extent, Vector } from './plan.js';

export interface Argument {
  /** Name in the formula or in our signature. */
  readonly label: string;
  /** Name in the code. */
  readonly name: string;
  /** Length of an array, null for a number. */
  readonly length: number | null;
  /** True for an array whose length is checked elsewhere. */
  readonly isArray?: boolean;
  /** Of an array that is as long as is known at run time: how many numbers it has for each entry. */
  readonly width?: number;
  /** Of an array of results: what its length is made of, where arguments say it. */
  readonly extent?: Extent;
  /** The size that it has, among those of the program. */
  readonly dimension?: number;
  /** The unknowns of implicit blocks, at the end: it may be left out. */
  readonly isState?: boolean;
  /** Which rows: from where on, or how many. May be left out. */
  readonly range?: 'start' | 'count';
}

export interface Declared {
  /** From the brackets to the type of the result. */
  readonly overloads: readonly string[];
  /** Those to be described one by one. */
  readonly parameters: readonly Argument[];
}

/** Makes declarations; the names of parameters are those in the code. */
export interface Declare {
  readonly model: DifferentiatedModel;
  /** The type of a column of data. */
  readonly column: string;
  /** The inputs, one parameter each, then what is to come after them. */
  readonly inputs: readonly Argument[];
  /** Tangents of the differentiated inputs, or adjoints of the results. */
  seeds(kind: 'tangents' | 'adjoints'): Argument[];
  /** An array with a number for each element of the named statements, or of the constraints. */
  vector(of: Vector): Argument;
  /** An array to be filled. */
  output(name: string, length: number): Argument;
  returning(parameters: readonly Argument[], type: string): Declared;
  /** Fills and returns an array: a new one, or one that is given. */
  filling(parameters: readonly Argument[]): Declared;
  /** Fills arrays after the inputs, and returns a number. */
  writing(...outputs: readonly Argument[]): Declared;
}

/** Any array that can be written to. */
export const OUT = '<T extends { length: number; [i: number]: number }>';

/** A parameter at the end for what unknowns start from, where a program has any. */
export const stateType = ({ unknowns }: Pick<DifferentiatedModel, 'unknowns'>): string =>
  unknowns.length === 0 ? '' : ', state?: { length: number; [i: number]: number } | null';

/** The type of `packed`, from its brackets on. */
export const packedType = (model: Pick<DifferentiatedModel, 'unknowns'>): string =>
  `${OUT}(theta: ArrayLike<number>, gradient?: T | null${stateType(model)}): number`;

interface Named {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** A record with an entry for each of a list. */
export function recordType<T extends Named>(
  list: readonly T[],
  typeOf: (item: T) => string,
  isOptional: (item: T) => boolean = () => false,
): string {
  const entries = list.map(item => `${JSON.stringify(item.name)}${isOptional(item) ? '?' : ''}: ${typeOf(item)}`);
  return `{ ${entries.join('; ')} }`;
}

export const nestedType = ({ shape }: Named): string => `number${'[]'.repeat(shape.length)}`;

/** Second derivatives by name and name, those of equally deep arrays together: as long as there are names, not their square. */
export function hessianType(wrt: readonly Named[]): string {
  const depths = [...new Set(wrt.map(({ shape }) => shape.length))];
  const over = (typeOf: (depth: number) => string): string =>
    depths
      .map(depth => {
        const names = wrt.filter(({ shape }) => shape.length === depth).map(({ name }) => JSON.stringify(name));
        return `Record<${names.join(' | ')}, ${typeOf(depth)}>`;
      })
      .join(' & ');
  return over(row => over(column => `number${'[]'.repeat(row + column)}`));
}

/** The inputs by name, as `evaluate` takes them: vectors may be typed arrays, and what has a default may be left out. */
export const pointType = ({ model, column }: Pick<Declare, 'model' | 'column'>): string =>
  pointOf(model.inputs, column);

/** The inputs by name that are not differentiated. */
export const fixedType = ({ model, column }: Pick<Declare, 'model' | 'column'>): string =>
  pointOf(fixedInputs(model), column);

/** Columns by name, as lists of rows, too. */
export function pointOf(inputs: DifferentiatedModel['inputs'], column: string): string {
  const types = ['number', 'ArrayLike<number>', 'ArrayLike<ArrayLike<number>>'];
  return recordType(
    inputs,
    ({ shape, rows, role }) => {
      if (rows === null) return types[shape.length]!;
      return `${role === 'data' ? column : types[1]} | ${types[2]}`;
    },
    ({ initial }) => initial !== null,
  );
}
