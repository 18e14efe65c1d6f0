// What the exports share that take inputs by name, and those that take all differentiated inputs in one array.

import { type DifferentiatedModel, hasRunTimeGradient, hasShapes } from '../lower/model.js';
import { type Refusal, refuseSeveral } from './export.js';

/** Functions of templates/checks.js that read inputs by name. */
export const readsPoint = (model: DifferentiatedModel): string[] => [
  'readPoint',
  readsInput(model),
  ...(hasRows(model) ? ['readElements'] : []),
];

/** True where an argument is as long as it happens to be. */
const hasRows = ({ inputs }: DifferentiatedModel): boolean => inputs.some(({ rows }) => rows !== null);

/** The one that reads an input. */
export function readsInput(model: DifferentiatedModel): 'readRows' | 'readElements' | 'readNumber' {
  if (hasRows(model)) return 'readRows';
  return hasShapes(model) ? 'readElements' : 'readNumber';
}

/** A function of templates/wrappers.js, or the one in its place where the gradient is as long as is known at run time. */
export const sizedTemplate = (name: string, model: DifferentiatedModel): string =>
  hasRunTimeGradient(model) ? `${name}Sized` : name;

/** The function of templates/checks.js that looks at theta, and parts it. */
export const checksTheta = (model: DifferentiatedModel): string =>
  hasRunTimeGradient(model) ? 'partsOfTheta' : 'checkTheta';

/** One length is what theta can say. */
export function refuseSizes(name: string, { wrt, dimensions }: DifferentiatedModel): Refusal | null {
  const sizes = new Set(wrt.flatMap(({ rows }) => rows ?? []));
  if (sizes.size < 2) return null;
  const [first, second] = [...sizes].map(size => dimensions[size]!.name);
  return {
    message: `'${name}' takes one array, whose length cannot say both '${first}' and '${second}'`,
    help: "ask for 'valueAndGradient'",
  };
}

/** Inputs that are not differentiated have no place in `packed`'s theta. */
export const hasFixedInputs = ({ inputs, wrt }: DifferentiatedModel): boolean => wrt.length < inputs.length;

export function refuseFixed(name: string, model: DifferentiatedModel): Refusal | null {
  const several = refuseSeveral(name, model);
  if (several !== null || !hasFixedInputs(model)) return several;
  return {
    message: `'${name}' takes the differentiated inputs alone, but the program has others`,
    help: "ask for 'bindPacked', which takes the others first",
  };
}
