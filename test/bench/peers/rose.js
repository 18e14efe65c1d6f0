import * as rose from 'rose';
import { compile, Dual, fn, opaque, Real, Vec, vjp } from 'rose';

/** Functions that Rose lacks, with their derivatives, as its documentation defines them. */
const functions = Object.fromEntries(
  ['exp', 'log', 'log1p', 'sin', 'cos', 'tanh'].map(name => [name, opaque([Real], Real, Math[name])]),
);
const { exp, sin, cos, tanh } = functions;
const slopes = {
  exp,
  log: x => rose.div(1, x),
  log1p: x => rose.div(1, rose.add(1, x)),
  sin: cos,
  cos: x => rose.neg(sin(x)),
  tanh: x => rose.sub(1, rose.mul(tanh(x), tanh(x))),
};
for (const [name, f] of Object.entries(functions)) {
  f.jvp = fn([Dual], Dual, ({ re, du }) => ({ re: f(re), du: rose.mul(du, slopes[name](re)) }));
}
const ops = {
  number: value => value,
  add: rose.add,
  sub: rose.sub,
  mul: rose.mul,
  div: rose.div,
  neg: rose.neg,
  sqrt: rose.sqrt,
  abs: rose.abs,
  ...functions,
  max: (a, b) => rose.select(rose.gt(a, b), Real, a, b),
  min: (a, b) => rose.select(rose.lt(a, b), Real, a, b),
};

export async function gradientOf({ replayed, theta }) {
  const n = theta.length;
  let missing = false;
  const f = fn([Vec(n, Real)], Real, v => {
    const value = replayed(
      Array.from({ length: n }, (_, i) => v[i]),
      ops,
    );
    missing = value === null;
    return value ?? 0;
  });
  if (missing) return null;
  const both = fn([Vec(n, Real)], { value: Real, gradient: Vec(n, Real) }, v => {
    const { ret, grad } = vjp(f)(v);
    return { value: ret, gradient: grad(1) };
  });
  const run = await compile(both);
  return (x, gradient) => {
    const found = run(Array.from(x));
    for (let i = 0; i < n; i++) gradient[i] = found.gradient[i];
    return found.value;
  };
}
