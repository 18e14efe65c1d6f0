// `inputs`, `wrt`, `outputs` and `sense`: what a program needs to know to call the module, as data.

import {
  type Constraint,
  type DifferentiatedModel,
  type Input,
  nested,
  type Role,
  type Sense,
  type Shape,
} from '../lower/model.js';
import { shapesOf } from './said.js';

/** A number, or the name of a size that arguments say. */
type Size = number | string;

/** A number, or nested arrays where the shape is a vector's or a matrix's. */
export type Elements = number | number[] | number[][];

export interface Metadata {
  readonly inputs: readonly { name: string; shape: Size[]; role: Role; default?: Elements }[];
  readonly wrt: readonly {
    name: string;
    shape: Size[];
    /** Null where it depends on sizes that are known at run time. */
    offset: number | null;
    start?: Elements;
    lower?: Elements;
    upper?: Elements;
  }[];
  readonly outputs: readonly {
    name: string;
    shape: Size[];
    /** Null where it depends on sizes that are known at run time. */
    offset: number | null;
  }[];
  readonly sense: Sense | null;
  /** Of a program that has constraints. */
  readonly constraintList?: readonly {
    /** As it is written. */
    text: string;
    kind: Constraint['kind'];
    shape: number[];
    offset: number;
    /** One number where that holds for all elements; no entry without a bound. */
    lower?: Elements;
    upper?: Elements;
  }[];
  /** Of implicit blocks, and where each is in a state; absent for a program without any. */
  readonly unknowns?: readonly { name: string; shape: number[]; offset: number }[];
}

/** What there is for every model. */
export const alwaysThere = ['inputs', 'wrt', 'outputs', 'sense'] as const satisfies (keyof Metadata)[];

/** Names of what there is for a model. */
export const metadataNames = ({
  constraints,
  unknowns,
}: Pick<DifferentiatedModel, 'constraints' | 'unknowns'>): readonly (keyof Metadata)[] => [
  ...alwaysThere,
  ...(constraints.length === 0 ? [] : (['constraintList'] as const)),
  ...(unknowns.length === 0 ? [] : (['unknowns'] as const)),
];

export function metadataOf(model: DifferentiatedModel): Metadata {
  const { inputs, wrt, outputs, sense, dimensions, constraints, unknowns } = model;
  const wrtOffsets = offsetsOf(wrt);
  const firstOfRunTime = wrt.findIndex(({ rows }) => rows !== null);
  const shapeOf = ({ shape, rows, axis, role }: Input): Size[] => {
    if (rows === null || role === 'data') return [...shape];
    const { name } = dimensions[rows]!;
    return axis === 0 ? [name, ...shape] : [...shape, name];
  };
  const outputOffsets = offsetsOf(outputs);
  const firstSized = outputs.findIndex(({ along }) => along !== null);
  const constraintOffsets = offsetsOf(constraints);
  return {
    inputs: inputs.map(input => ({
      name: input.name,
      shape: shapeOf(input),
      role: input.role,
      ...entry('default', input, input.initial),
    })),
    wrt: wrt.map((input, i) => ({
      name: input.name,
      shape: shapeOf(input),
      offset: firstOfRunTime !== -1 && i > firstOfRunTime ? null : wrtOffsets[i]!,
      ...entry('start', input, input.initial),
      ...entry('lower', input, input.lower),
      ...entry('upper', input, input.upper),
    })),
    outputs: shapesOf(model).map(({ name, shape }, i) => ({
      name,
      shape: [...shape],
      offset: firstSized !== -1 && i > firstSized ? null : outputOffsets[i]!,
    })),
    sense,
    ...(constraints.length > 0 && {
      constraintList: constraints.map(({ text, kind, shape, lower, upper }, i) => ({
        ...{ text, kind, shape: [...shape], offset: constraintOffsets[i]! },
        ...boundEntry('lower', shape, lower),
        ...boundEntry('upper', shape, upper),
      })),
    }),
    ...(unknowns.length > 0 && {
      unknowns: unknowns.map(({ name, shape, offset }) => ({ name, shape: [...shape], offset })),
    }),
  };
}

/** Where the elements of named statements stand in arrays that have them all. */
export type StatementPlaces = readonly { name: string; shape: number[]; offset: number }[];

export function statementPlaces({ statements }: Pick<DifferentiatedModel, 'statements'>): StatementPlaces {
  const offsets = offsetsOf(statements);
  return statements.map(({ name, shape }, i) => ({ name, shape: [...shape], offset: offsets[i]! }));
}

/** A record with one of the keys, or with none where there is no bound. */
function boundEntry<Key extends 'lower' | 'upper'>(key: Key, shape: Shape, bounds: readonly number[]) {
  const none = key === 'lower' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const found = bounds.every(bound => bound === bounds[0]) ? bounds[0]! : nested(shape, bounds);
  return (found === none ? {} : { [key]: found }) as { [name in Key]?: Elements };
}

function entry<Key extends string>(key: Key, { shape, rows }: Input, values: readonly number[] | null) {
  // What an array starts with whose length is not known is one number for all.
  if (rows !== null && values?.length !== 1) return {} as { [name in Key]?: Elements };
  // A record with the one key, or with none.
  return (values === null ? {} : { [key]: nested(shape, values) }) as { [name in Key]?: Elements };
}

function offsetsOf(items: readonly { readonly nodes: readonly number[] }[]): number[] {
  let next = 0;
  return items.map(({ nodes }) => {
    next += nodes.length;
    return next - nodes.length;
  });
}
