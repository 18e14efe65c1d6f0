// What the exports share that take inputs by name, and those that take all differentiated inputs in one array.

import { type DifferentiatedModel, hasData, hasShapes } from '../lower/model.js';
import { type Refusal, refuseSeveral } from './export.js';

/** Functions of templates/checks.js that read inputs by name. */
export const readsPoint = (model: DifferentiatedModel): string[] => [
  'readPoint',
  readsInput(model),
  ...(hasData(model) ? ['readElements'] : []),
];

/** The one that reads an input. */
export function readsInput(model: DifferentiatedModel): 'readRows' | 'readElements' | 'readNumber' {
  if (hasData(model)) return 'readRows';
  return hasShapes(model) ? 'readElements' : 'readNumber';
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
