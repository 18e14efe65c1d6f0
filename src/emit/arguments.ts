// Parameters of emitted functions, and where in them the graph's input slots are read.

import type { Argument } from '../exports/declared.js';
import type { FunctionPlan, Store } from '../exports/plan.js';
import type { Dimension } from '../graph/graph.js';
import { ROWS } from '../lower/lowering.js';
import {
  type DifferentiatedModel,
  elementVariable,
  fixedInputs,
  hasData,
  hasRunTimeResults,
  type Input,
  slotCount,
  unknownCount,
  wrtNodes,
} from '../lower/model.js';
import { adjointPlaces, extentOfResults } from './adjoint-places.js';
import type { Column } from './column.js';
import type { Access, Names } from './line/line-context.js';

/** Reads a slot of the graph. */
export type Reader = (slot: number) => Access;

/** What parameters are made from. */
export type SignatureModel = Pick<
  DifferentiatedModel,
  'inputs' | 'wrt' | 'outputs' | 'scalar' | 'dimensions' | 'unknowns'
>;

/** The parameters of a function, under names of a scope, and how its code reads inputs. */
export interface Signature {
  /** All but the outputs. */
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  /** What comes after these where the program has implicit blocks. */
  readonly state: Argument | null;
  readonly parameters: readonly Argument[];
  readonly reader: Reader;
  /** Of a slot that belongs to such an array. */
  column(slot: number): Column;
  /** The sizes that arguments say, but for that of data, each with an argument that has it. */
  readonly sizes: ReadonlyMap<Dimension, { readonly name: string; readonly of: Argument }>;
  /** Names of the parameters that say which rows; null for a program without data. */
  readonly rows: { readonly start: string; readonly count: string } | null;
}

/** What a function's signature depends on. */
export interface Signed extends Pick<FunctionPlan, 'seeds' | 'stores'> {
  readonly model: SignatureModel;
  /** The differentiated inputs come in one array. */
  readonly overTheta: boolean;
}

export function signatureIn(names: Names, { model, seeds, stores, overTheta }: Signed): Signature {
  const listed = overTheta ? fixedInputs(model) : model.inputs;
  const theta = overTheta ? [{ ...ourArgument(names, 'theta', null), isArray: true }] : [];
  const own = inputArguments(listed, names);
  const tangents = overTheta ? [] : seedArguments(seeds, model, names);
  const outputs = stores.map(store => outputArgument(names, store));
  const inputs = [...theta, ...own, ...tangents];
  const arrays = [
    ...listed.map((input, k) => ({ input, slot: input.slot, argument: own[k]! })),
    ...(seeds === 'tangents' ? tangentSlots(model) : []).map(({ input, slot }, k) => ({
      input,
      slot,
      argument: tangents[k]!,
    })),
  ];
  const column = (slot: number): Column => {
    const found = arrays.find(of => of.slot <= slot && slot < of.slot + of.input.nodes.length);
    if (found === undefined) return adjoints!.column(slot);
    const element = slot - found.slot;
    const { name, width } = found.argument;
    const { rows, axis } = found.input;
    // Only such inputs are asked for.
    const place = { dimension: rows!, isAcross: axis === 1, element };
    return { name, width: width!, ...place, keep: elementVariable({ ...found.input, name }, element) };
  };
  const sizes = new Map<Dimension, { name: string; of: Argument }>();
  for (const of of own) {
    const { dimension } = of;
    if (dimension === undefined || dimension === ROWS || sizes.has(dimension)) continue;
    sizes.set(dimension, { name: names.claim(model.dimensions[dimension]!.name), of });
  }
  const sizeName = (dimension: Dimension): string => sizes.get(dimension)!.name;
  const isSized = seeds === 'adjoints' && hasRunTimeResults(model);
  const adjoints = isSized ? adjointPlaces(model, tangents[0]!.name, sizeName) : null;
  const [start, count] = own.filter(({ range }) => range !== undefined);
  const rows = start === undefined || count === undefined ? null : { start: start.name, count: count.name };
  const read = overTheta ? thetaReader(model, theta[0]!, own) : argumentReader(model, own, tangents);
  const reader: Reader = slot => adjoints?.number(slot) ?? read(slot);
  const state = stateArgument(model, names);
  const parameters = [...inputs, ...outputs, ...(state === null ? [] : [state])];
  return { inputs, outputs, state, parameters, reader, column, rows, sizes };
}

const lengthOf = (input: Input): number | null => (input.shape.length === 0 ? null : input.nodes.length);

/** One parameter for each input, in program order; after data those that say which rows. */
export function inputArguments(inputs: readonly Input[], names: Names): Argument[] {
  const own = inputs.map(input => shapedLike(input, { label: input.name, name: names.claim(input.name) }));
  if (!hasData({ inputs })) return own;
  const ranges = (['start', 'count'] as const).map(range => ({ ...ourArgument(names, range, null), range }));
  return [...own, ...ranges];
}

/** What the unknowns start from, and are left in; null for a program without any. */
export function stateArgument(model: Pick<DifferentiatedModel, 'unknowns'>, names: Names): Argument | null {
  const length = unknownCount(model);
  return length === 0 ? null : { ...ourArgument(names, 'state', length), isArray: true, isState: true };
}

/** What an argument is that has the shape of an input. */
function shapedLike(input: Input, { label, name }: Pick<Argument, 'label' | 'name'>): Argument {
  const { rows, nodes } = input;
  if (rows === null) return { label, name, length: lengthOf(input) };
  return { label, name, length: null, isArray: true, width: nodes.length, dimension: rows };
}

/** The parameter of an array that results are written to. */
export function outputArgument(names: Names, { target, nodes, extent }: Store): Argument {
  const argument = ourArgument(names, target, nodes.length);
  return extent === undefined ? argument : { ...argument, extent };
}

/** First slots of the tangents of differentiated inputs. */
function tangentSlots(model: SignatureModel): { readonly input: Input; readonly slot: number }[] {
  let next = slotCount(model);
  return model.wrt.map(input => {
    next += input.nodes.length;
    return { input, slot: next - input.nodes.length };
  });
}

/** A parameter of ours, renamed where an input has its name. */
export function ourArgument(names: Names, wanted: string, length: number | null): Argument {
  const name = names.claim(wanted);
  return { label: name, name, length };
}

/** Arguments after the inputs: tangents shaped like the inputs, adjoints of the results, or arrays of numbers. */
export function seedArguments(seeds: FunctionPlan['seeds'], model: SignatureModel, names: Names): Argument[] {
  if (seeds === 'tangents')
    return model.wrt.map(input => shapedLike(input, ourArgument(names, `d${input.name}`, null)));
  if (seeds === 'none') return [];
  if (seeds !== 'adjoints') return seeds.map(({ name, length }) => ourArgument(names, name, length));
  const { fixed, arrays } = extentOfResults(model.outputs);
  if (arrays.length > 0)
    return [{ ...ourArgument(names, 'resultAdjoint', null), isArray: true, extent: { fixed, arrays } }];
  return [ourArgument(names, 'resultAdjoint', model.scalar ? null : fixed)];
}

const scalar = (name: string): Access => ({ name, index: null, keep: name });

const item = (name: string, index: number, keep: string): Access => ({ name, index, keep });

/** Reads the inputs from one parameter each, and the seeds from theirs. */
export function argumentReader(model: SignatureModel, inputs: readonly Argument[], seeds: readonly Argument[]): Reader {
  const places: Access[] = new Array(slotCount(model));
  placeInputs(places, model.inputs, inputs);
  pushSeeds(places, seeds);
  return slot => places[slot]!;
}

/**
 * Reads the differentiated inputs from one array, the others from a parameter each.
 * @param seeds tangents, in one array as well, or adjoints
 */
export function thetaReader(
  model: SignatureModel,
  theta: Argument,
  fixed: readonly Argument[],
  seeds: readonly Argument[] = [],
): Reader {
  const places: Access[] = new Array(slotCount(model));
  let offset = 0;
  for (const input of model.wrt) {
    for (let i = 0; i < input.nodes.length; i++) {
      places[input.slot + i] = item(theta.name, offset++, elementVariable(input, i));
    }
  }
  placeInputs(places, fixedInputs(model), fixed);
  pushSeeds(places, seeds);
  return slot => places[slot]!;
}

/** Columns are read in loops only. */
function placeInputs(places: Access[], inputs: readonly Input[], args: readonly Argument[]): void {
  for (const [k, input] of inputs.entries()) {
    const { name, length } = args[k]!;
    if (input.rows !== null) continue;
    for (let i = 0; i < input.nodes.length; i++)
      places[input.slot + i] = length === null ? scalar(name) : item(name, i, elementVariable(input, i));
  }
}

function pushSeeds(places: Access[], seeds: readonly Argument[]): void {
  for (const { name, length, width = 0, extent } of seeds) {
    // Those of arrays are read in loops.
    places.length += width;
    if (width > 0 || extent !== undefined) continue;
    if (length === null) places.push(scalar(name));
    else for (let i = 0; i < length; i++) places.push(item(name, i, `${name}_${i + 1}`));
  }
}

/** Length of the gradient. */
export function wrtLength(model: DifferentiatedModel): number {
  return wrtNodes(model).length;
}
