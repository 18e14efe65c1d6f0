// Parameters of emitted functions, and where in them the graph's input slots are read.

import type { Argument } from '../exports/declared.js';
import type { FunctionPlan } from '../exports/plan.js';
import {
  type DifferentiatedModel,
  elementVariable,
  fixedInputs,
  hasData,
  type Input,
  slotCount,
  wrtNodes,
} from '../lower/model.js';
import type { Access, Names } from './line/line-context.js';

/** Reads a slot of the graph. */
export type Reader = (slot: number) => Access;

/** What parameters are made from. */
export type SignatureModel = Pick<DifferentiatedModel, 'inputs' | 'wrt' | 'outputs' | 'scalar'>;

/** Where a column is read, a row after another. */
export interface Column {
  readonly name: string;
  /** Numbers for each row, and which of them. */
  readonly width: number;
  readonly element: number;
  readonly keep: string;
}

/** The parameters of a function, under names of a scope, and how its code reads inputs. */
export interface Signature {
  /** All but the outputs. */
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  readonly parameters: readonly Argument[];
  readonly reader: Reader;
  /** The column of a slot that belongs to data. */
  column(slot: number): Column;
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
  const outputs = stores.map(({ target, nodes }) => ourArgument(names, target, nodes.length));
  const reader = overTheta ? thetaReader(model, theta[0]!, own) : argumentReader(model, own, tangents);
  const inputs = [...theta, ...own, ...tangents];
  return { inputs, outputs, parameters: [...inputs, ...outputs], reader, ...rowReader(listed, own) };
}

/** How columns are read, and which rows of them. @param own the arguments of the inputs, and what stands after them */
export function rowReader(listed: readonly Input[], own: readonly Argument[]): Pick<Signature, 'column' | 'rows'> {
  const [start, count] = own.filter(({ range }) => range !== undefined);
  return {
    column(slot) {
      const k = listed.findIndex(input => input.slot <= slot && slot < input.slot + input.nodes.length);
      const element = slot - listed[k]!.slot;
      const { name, width } = own[k]!;
      return { name, width: width!, element, keep: elementVariable(listed[k]!, element) };
    },
    rows: start === undefined || count === undefined ? null : { start: start.name, count: count.name },
  };
}

const lengthOf = (input: Input): number | null => (input.shape.length === 0 ? null : input.nodes.length);

/** One parameter for each input, in program order; after data those that say which rows. */
export function inputArguments(inputs: readonly Input[], names: Names): Argument[] {
  const own = inputs.map((input): Argument => {
    const argument = { label: input.name, name: names.claim(input.name) };
    return input.rows === null
      ? { ...argument, length: lengthOf(input) }
      : { ...argument, length: null, isArray: true, width: input.nodes.length };
  });
  if (!hasData({ inputs })) return own;
  const ranges = (['start', 'count'] as const).map(range => ({ ...ourArgument(names, range, null), range }));
  return [...own, ...ranges];
}

/** A parameter of ours, renamed where an input has its name. */
export function ourArgument(names: Names, wanted: string, length: number | null): Argument {
  const name = names.claim(wanted);
  return { label: name, name, length };
}

/** Arguments after the inputs: tangents shaped like the inputs, or adjoints of the results. */
export function seedArguments(seeds: FunctionPlan['seeds'], model: SignatureModel, names: Names): Argument[] {
  if (seeds === 'tangents') return model.wrt.map(input => ourArgument(names, `d${input.name}`, lengthOf(input)));
  if (seeds === 'none') return [];
  const results = model.outputs.reduce((total, output) => total + output.nodes.length, 0);
  return [ourArgument(names, 'resultAdjoint', model.scalar ? null : results)];
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
  for (const { name, length } of seeds) {
    if (length === null) places.push(scalar(name));
    else for (let i = 0; i < length; i++) places.push(item(name, i, `${name}_${i + 1}`));
  }
}

/** Length of the gradient. */
export function wrtLength(model: DifferentiatedModel): number {
  return wrtNodes(model).length;
}
