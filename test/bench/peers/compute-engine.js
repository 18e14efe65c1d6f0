import { ComputeEngine } from '@cortex-js/compute-engine';
import { Missing } from '../straight-line.js';

/** Its expressions are trees: a program with shared intermediates doubles again and again. */
const LARGEST = 500;

const call =
  name =>
  (...args) => {
    const size = args.reduce((sum, arg) => sum + (arg.size ?? 1), 1);
    if (size > LARGEST) throw new Missing('tree too large');
    return Object.assign([name, ...args], { size });
  };
const ops = {
  number: value => value,
  neg: call('Negate'),
  add: call('Add'),
  sub: call('Subtract'),
  mul: call('Multiply'),
  div: call('Divide'),
  sqrt: call('Sqrt'),
  exp: call('Exp'),
  log: call('Ln'),
  sin: call('Sin'),
  cos: call('Cos'),
  tan: call('Tan'),
  tanh: call('Tanh'),
  abs: call('Abs'),
};

export async function gradientOf({ replayed, theta }) {
  const names = Array.from(theta, (_, i) => `x_${i}`);
  const tree = replayed(names, ops);
  if (tree === null) return null;
  const engine = new ComputeEngine();
  const value = engine.box(tree).compile();
  const partials = names.map(name => engine.box(['D', tree, name]).evaluate().compile());
  return (x, gradient) => {
    const scope = Object.fromEntries(names.map((name, i) => [name, x[i]]));
    for (let i = 0; i < partials.length; i++) gradient[i] = partials[i](scope);
    return value(scope);
  };
}
