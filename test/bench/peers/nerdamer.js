import { createRequire } from 'node:module';
import { Missing } from '../straight-line.js';

// It is CommonJS, and its calculus an add-on.
const require = createRequire(import.meta.url);
const nerdamer = require('nerdamer');
require('nerdamer/Calculus.js');

/** As text, a program with shared intermediates doubles again and again; it simplifies what it reads, in minutes. */
const LONGEST = 500;

function text(written) {
  if (written.length > LONGEST) throw new Missing('text too long');
  return written;
}
const call =
  name =>
  (...args) =>
    text(`${name}(${args.join(',')})`);
const infix = sign => (a, b) => text(`(${a}${sign}${b})`);
const ops = {
  number: String,
  neg: a => `(-${a})`,
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  ...Object.fromEntries('sqrt exp log sin cos tan tanh sinh cosh abs'.split(' ').map(name => [name, call(name)])),
};

export async function gradientOf({ replayed, theta }) {
  const names = Array.from(theta, (_, i) => `x${i}`);
  const formula = replayed(names, ops);
  if (formula === null) return null;
  const value = nerdamer(formula).buildFunction(names);
  const partials = names.map(name => nerdamer.diff(formula, name).buildFunction(names));
  return (x, gradient) => {
    for (let i = 0; i < partials.length; i++) gradient[i] = partials[i](...x);
    return value(...x);
  };
}
