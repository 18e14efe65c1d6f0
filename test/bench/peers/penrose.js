import { genGradient, variable } from '@penrose/core/dist/engine/Autodiff';
import * as ad from '@penrose/core/dist/engine/AutodiffFunctions';

const names = { log: 'ln', abs: 'absVal' };
const same =
  'add sub mul div neg max min pow sqrt exp expm1 log1p sin cos tan sinh cosh tanh asin acos atan atan2 cbrt';
const ops = {
  number: value => value,
  ...Object.fromEntries(same.split(' ').map(name => [name, ad[name]])),
  ...Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [ours, ad[theirs]])),
};

export async function gradientOf({ replayed, theta }) {
  const inputs = Array.from(theta, variable);
  const value = replayed(inputs, ops);
  if (value === null) return null;
  const f = await genGradient(inputs, [value], []);
  const masks = { inputMask: inputs.map(() => true), objMask: [true], constrMask: [] };
  return (x, gradient) => f(masks, x, 0, gradient).phi;
}
