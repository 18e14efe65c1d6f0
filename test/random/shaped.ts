// Random programs of vectors and matrices, with an evaluator of their own on dual numbers. Nothing here comes from src/.

import fc from 'fast-check';

export const N = 3;

export interface Dual {
  readonly v: number;
  readonly d: number;
}

const dual = (v: number, d = 0): Dual => ({ v, d });
const add = (a: Dual, b: Dual): Dual => dual(a.v + b.v, a.d + b.d);
const sub = (a: Dual, b: Dual): Dual => dual(a.v - b.v, a.d - b.d);
const mul = (a: Dual, b: Dual): Dual => dual(a.v * b.v, a.d * b.v + a.v * b.d);
const div = (a: Dual, b: Dual): Dual => dual(a.v / b.v, (a.d * b.v - a.v * b.d) / (b.v * b.v));
const sin = (a: Dual): Dual => dual(Math.sin(a.v), a.d * Math.cos(a.v));
const tanh = (a: Dual): Dual => dual(Math.tanh(a.v), a.d * (1 - Math.tanh(a.v) ** 2));
const sum = (list: readonly Dual[]): Dual => list.reduce(add, dual(0));
const square = (a: Dual): Dual => mul(a, a);
const variance = (list: readonly Dual[]): Dual => {
  const mean = div(sum(list), dual(list.length));
  return div(sum(list.map(item => square(sub(item, mean)))), dual(list.length - 1));
};

export interface Environment {
  readonly s: Dual;
  readonly x: readonly Dual[];
  readonly A: readonly (readonly Dual[])[];
}

export type Scalar = { readonly text: string; readonly at: (e: Environment) => Dual };
export type Vector = { readonly text: string; readonly at: (e: Environment) => readonly Dual[] };
export type Matrix = { readonly text: string; readonly at: (e: Environment) => readonly (readonly Dual[])[] };

const index = fc.integer({ min: 1, max: N });
const transpose = (m: readonly (readonly Dual[])[]) => m[0]!.map((_, j) => m.map(row => row[j]!));
const dot = (a: readonly Dual[], b: readonly Dual[]): Dual => sum(a.map((u, i) => mul(u, b[i]!)));
const crossed = ([a, b, c]: readonly Dual[], [p, q, r]: readonly Dual[]): Dual[] => [
  sub(mul(b!, r!), mul(c!, q!)),
  sub(mul(c!, p!), mul(a!, r!)),
  sub(mul(a!, q!), mul(b!, p!)),
];
const det3 = (m: readonly (readonly Dual[])[]): Dual => dot(m[0]!, crossed(m[1]!, m[2]!));

export const trees = fc.letrec<{ scalar: Scalar; vector: Vector; matrix: Matrix }>(tie => {
  const scalars = (make: (a: Scalar, b: Scalar) => Scalar) =>
    fc.tuple(tie('scalar'), tie('scalar')).map(([a, b]) => make(a, b));
  const vectors = <T>(make: (a: Vector, b: Vector) => T) =>
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => make(a, b));
  const matrices = <T>(make: (a: Matrix, b: Matrix) => T) =>
    fc.tuple(tie('matrix'), tie('matrix')).map(([a, b]) => make(a, b));
  const zip = <T>(a: readonly T[], b: readonly T[], f: (p: T, q: T) => T): T[] => a.map((p, i) => f(p, b[i]!));
  return {
    scalar: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.constant<Scalar>({ text: 's', at: e => e.s }),
      index.map<Scalar>(i => ({ text: `x[${i}]`, at: e => e.x[i - 1]! })),
      fc.tuple(index, index).map<Scalar>(([i, j]) => ({ text: `A[${i}, ${j}]`, at: e => e.A[i - 1]![j - 1]! })),
      scalars((a, b) => ({ text: `(${a.text} + ${b.text})`, at: e => add(a.at(e), b.at(e)) })),
      scalars((a, b) => ({ text: `${a.text}*${b.text}`, at: e => mul(a.at(e), b.at(e)) })),
      vectors<Scalar>((a, b) => ({ text: `dot(${a.text}, ${b.text})`, at: e => dot(a.at(e), b.at(e)) })),
      tie('vector').map<Scalar>(a => ({ text: `sum(${a.text})`, at: e => sum(a.at(e)) })),
      tie('vector').map<Scalar>(a => ({ text: `mean(${a.text})`, at: e => div(sum(a.at(e)), dual(N)) })),
      tie('vector').map<Scalar>(a => ({ text: `variance(${a.text})`, at: e => variance(a.at(e)) })),
      vectors<Scalar>((a, b) => ({
        text: `variance((${a.text})[i] - (${b.text})[i], i = 1:${N})`,
        at: e => variance(zip(a.at(e), b.at(e), sub)),
      })),
      tie('vector').map<Scalar>(a => ({ text: `prod(${a.text})`, at: e => a.at(e).reduce(mul, dual(1)) })),
      tie('vector').map<Scalar>(a => ({
        text: `sum((${a.text})[i]*i, i = 1:${N})`,
        at: e => sum(a.at(e).map((u, i) => mul(u, dual(i + 1)))),
      })),
      tie('matrix').map<Scalar>(m => ({ text: `det(${m.text})`, at: e => det3(m.at(e)) })),
      tie('matrix').map<Scalar>(m => ({ text: `trace(${m.text})`, at: e => sum(m.at(e).map((row, i) => row[i]!)) })),
      tie('matrix').map<Scalar>(m => ({
        text: `sum((${m.text})[i, j]/(i + j), i = 1:${N}, j = 1:i)`,
        at: e => sum(m.at(e).flatMap((row, i) => row.slice(0, i + 1).map((u, j) => div(u, dual(i + j + 2))))),
      })),
    ),
    vector: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.constant<Vector>({ text: 'x', at: e => e.x }),
      index.map<Vector>(i => ({ text: `A[${i}, :]`, at: e => e.A[i - 1]! })),
      index.map<Vector>(j => ({ text: `A[:, ${j}]`, at: e => e.A.map(row => row[j - 1]!) })),
      vectors<Vector>((a, b) => ({ text: `(${a.text} + ${b.text})`, at: e => zip(a.at(e), b.at(e), add) })),
      vectors<Vector>((a, b) => ({ text: `(${a.text} - ${b.text})`, at: e => zip(a.at(e), b.at(e), sub) })),
      vectors<Vector>((a, b) => ({ text: `(${a.text}) .* (${b.text})`, at: e => zip(a.at(e), b.at(e), mul) })),
      vectors<Vector>((a, b) => ({ text: `cross(${a.text}, ${b.text})`, at: e => crossed(a.at(e), b.at(e)) })),
      vectors<Vector>((a, b) => ({
        text: `(${a.text}) ./ (1 + (${b.text}).^2)`,
        at: e => zip(a.at(e), b.at(e), (p, q) => div(p, add(dual(1), square(q)))),
      })),
      tie('matrix').map<Vector>(m => ({ text: `diag(${m.text})`, at: e => m.at(e).map((row, i) => row[i]!) })),
      vectors<Vector>((a, b) => ({
        text: `kron(${a.text}, ${b.text})[[2, 4, 9]]`,
        at: e => [mul(a.at(e)[0]!, b.at(e)[1]!), mul(a.at(e)[1]!, b.at(e)[0]!), mul(a.at(e)[2]!, b.at(e)[2]!)],
      })),
      tie('vector').map<Vector>(a => ({ text: `sin(${a.text})`, at: e => a.at(e).map(sin) })),
      tie('vector').map<Vector>(a => ({ text: `(${a.text})[[3, 1, 2]]`, at: e => [2, 0, 1].map(i => a.at(e)[i]!) })),
      fc.tuple(tie('matrix'), tie('vector')).map<Vector>(([m, a]) => ({
        text: `(${m.text})*(${a.text})`,
        at: e => m.at(e).map(row => dot(row, a.at(e))),
      })),
      fc.tuple(tie('vector'), tie('matrix')).map<Vector>(([a, m]) => ({
        text: `(${a.text})*(${m.text})`,
        at: e => transpose(m.at(e)).map(column => dot(column, a.at(e))),
      })),
      fc.tuple(tie('scalar'), tie('vector')).map<Vector>(([s, a]) => ({
        text: `(${s.text})*(${a.text})`,
        at: e => a.at(e).map(u => mul(s.at(e), u)),
      })),
      fc.tuple(tie('scalar'), tie('scalar'), tie('scalar')).map<Vector>(list => ({
        text: `[${list.map(item => item.text).join(', ')}]`,
        at: e => list.map(item => item.at(e)),
      })),
    ),
    matrix: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant<Matrix>({ text: 'A', at: e => e.A }),
      matrices<Matrix>((a, b) => ({
        text: `(${a.text} + ${b.text})`,
        at: e => a.at(e).map((row, i) => zip(row, b.at(e)[i]!, add)),
      })),
      matrices<Matrix>((a, b) => ({
        text: `(${a.text})*(${b.text})`,
        at: e => a.at(e).map(row => transpose(b.at(e)).map(column => dot(row, column))),
      })),
      tie('matrix').map<Matrix>(a => ({ text: `(${a.text})'`, at: e => transpose(a.at(e)) })),
      tie('matrix').map<Matrix>(a => ({ text: `transpose(${a.text})`, at: e => transpose(a.at(e)) })),
      tie('vector').map<Matrix>(a => ({
        text: `diag(${a.text})`,
        at: e => a.at(e).map((u, i) => a.at(e).map((_, j) => (i === j ? u : dual(0)))),
      })),
      vectors<Matrix>((a, b) => ({
        text: `outer(${a.text}, ${b.text})`,
        at: e => a.at(e).map(u => b.at(e).map(v => mul(u, v))),
      })),
      tie('matrix').map<Matrix>(a => ({
        text: `(kron([2; -1], ${a.text})[${N + 1}:${2 * N}, :] + identity(${N}) - ones(size(${a.text})))`,
        at: e => a.at(e).map((row, i) => row.map((u, j) => sub(dual(i === j ? 0 : -1), u))),
      })),
      tie('matrix').map<Matrix>(a => ({ text: `tanh(${a.text})`, at: e => a.at(e).map(row => row.map(tanh)) })),
      tie('matrix').map<Matrix>(a => ({
        text: `(${a.text})^2`,
        at: e => a.at(e).map(row => transpose(a.at(e)).map(c => dot(row, c))),
      })),
      fc.tuple(tie('vector'), tie('vector'), tie('vector')).map<Matrix>(rows => ({
        text: `[${rows.map(row => row.text).join(', ')}]`,
        at: e => rows.map(row => row.at(e)),
      })),
    ),
  };
});

/** Inputs in program order: s, x[3], A[3,3]. */
export const SIZE = 1 + N + N * N;
export const numbers = fc.array(
  fc.integer({ min: -8, max: 8 }).map(k => k / 8 + 0.03),
  { minLength: SIZE, maxLength: SIZE },
);

export function environment(point: readonly number[], tangent: readonly number[]): Environment {
  const [s, ...rest] = point.map((v, i) => dual(v, tangent[i]!));
  const A = Array.from({ length: N }, (_, i) => rest.slice(N + N * i, N + N * (i + 1)));
  return { s: s!, x: rest.slice(0, N), A };
}

export const argumentsOf = (flat: readonly number[]): (number | number[])[] => [
  flat[0]!,
  flat.slice(1, 1 + N),
  flat.slice(1 + N),
];
export const program = (text: string): string => `input s, x[${N}], A[${N},${N}]\n${text} + 0*(s + sum(x) + sum(A))`;
