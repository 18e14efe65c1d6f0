// Arrays among the arguments of a function in C that are as long as is known when it is called: columns of data, and what has sizes
// that are passed. Those that are differentiated stand in theta, one after another.

import type { Argument } from '../../exports/declared.js';
import { extentOf } from '../../exports/gradient-store.js';
import type { Dimension } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import {
  type DifferentiatedModel,
  elementVariable,
  fixedInputs,
  hasRunTimeResults,
  type Input,
  slotCount,
} from '../../lower/model.js';
import { adjointPlaces } from '../adjoint-places.js';
import type { Column } from '../column.js';
import type { Access } from '../line/line-context.js';
import { extentText } from '../subscripts.js';

export interface Columns {
  of(slot: number): Column;
  /** How theta, or its like, is read at a slot that is a number; null where every part of it has a fixed length. */
  number(slot: number): Access | null;
  /** The parameters that say which rows; null without data. */
  readonly rows: { readonly start: string; readonly count: string } | null;
  /** Those that are sizes. */
  readonly sizes: ReadonlyMap<Dimension, string>;
}

/** The sizes that arguments have, but for that of data, in program order. */
export const sizesOf = ({ inputs, dimensions }: Pick<DifferentiatedModel, 'inputs' | 'dimensions'>) => {
  const found = new Set(inputs.flatMap(({ rows }) => (rows === null || rows === ROWS ? [] : [rows])));
  return [...found].map(dimension => ({ dimension, name: dimensions[dimension]!.name }));
};

interface Arguments {
  readonly theta: string;
  /** Of the inputs that are not differentiated, and what stands after them. */
  readonly fixed: readonly Argument[];
  /** The array of tangents, if there is one. */
  readonly tangents: string | null;
  /** That of adjoints of results, if there is one. */
  readonly adjoints: string | null;
  readonly sizes: ReadonlyMap<Dimension, string>;
}

export function columnsOf(model: DifferentiatedModel, { theta, fixed, tangents, adjoints, sizes }: Arguments): Columns {
  const [start, count] = fixed.filter(({ range }) => range !== undefined);
  const listed = fixedInputs(model);
  const isSized = model.wrt.some(({ rows }) => rows !== null);
  let next = slotCount(model);
  const places = [
    ...listed.map((input, k) => ({
      input,
      slot: input.slot,
      name: fixed[k]!.name,
      base: undefined as string | undefined,
    })),
    ...[theta, tangents].flatMap((name, which) =>
      model.wrt.map((input, i) => {
        const before = extentOf(model.wrt.slice(0, i));
        const isFirst = before.fixed === 0 && before.arrays.length === 0;
        const slot = which === 0 ? input.slot : next;
        if (which === 1) next += input.nodes.length;
        return {
          input,
          slot,
          name: name ?? '',
          base: isFirst ? undefined : extentText(before, dimension => sizes.get(dimension)!),
        };
      }),
    ),
  ];
  const placed = (slot: number) =>
    places.find(of => of.slot <= slot && slot < of.slot + of.input.nodes.length && of.name !== '');
  const results =
    adjoints === null || !hasRunTimeResults(model)
      ? null
      : adjointPlaces(model, adjoints, dimension => sizes.get(dimension)!);
  const keepOf = (input: Input, name: string, element: number): string =>
    elementVariable(name === tangents ? { ...input, name: `d${input.name}` } : input, element);
  return {
    of(slot) {
      const found = placed(slot);
      if (found === undefined) return results!.column(slot);
      const { input, name, base, slot: first } = found;
      const element = slot - first;
      const of = { dimension: input.rows!, isAcross: input.axis === 1, element, width: input.nodes.length };
      return { name, ...of, keep: keepOf(input, name, element), ...(base !== undefined && { base }) };
    },
    number(slot) {
      const result = results?.number(slot) ?? null;
      if (result !== null) return result;
      const found = isSized ? placed(slot) : undefined;
      if (found === undefined || (found.name !== theta && found.name !== tangents)) return null;
      const { input, name, base, slot: first } = found;
      const element = slot - first;
      const at = base === undefined ? String(element) : `${base}${element === 0 ? '' : ` + ${element}`}`;
      return { name, index: null, at, keep: keepOf(input, name, element) };
    },
    rows: start === undefined || count === undefined ? null : { start: start.name, count: count.name },
    sizes,
  };
}
