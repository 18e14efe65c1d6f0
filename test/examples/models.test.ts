import { describe, expect, it } from 'vitest';
import { example, gradientOf } from './example.js';

/** Deterministic numbers in (-1, 1). */
const wave = (n: number, phase = 0): number[] => Array.from({ length: n }, (_, i) => Math.sin(1.7 * i + 0.3 + phase));

function expectClose(found: ArrayLike<number>, wanted: readonly number[], tolerance = 1e-10): void {
  expect(found.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) {
    expect(Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))).toBeLessThan(tolerance);
  }
}

describe('rosenbrock', () => {
  it('has its minimum at (1, …, 1), and a tridiagonal Hessian', () => {
    const { packed, hessian, hessianPattern, start } = example('rosenbrock');
    const gradient = new Float64Array(20);
    expect(packed(new Float64Array(20).fill(1), gradient)).toBe(0);
    expect(gradient.every(g => g === 0)).toBe(true);
    expect(packed(start())).toBe(19 * 404);
    expect(hessianPattern).toMatchObject({ rows: { length: 58 } });
    expect(hessian(new Float64Array(20).fill(1))[21]).toBe(1002);
  });
});

describe('black-scholes', () => {
  it('has the closed-form Greeks', () => {
    const [S, sigma, T, r, K] = [105, 0.25, 0.75, 0.03, 100];
    const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    // Φ by Simpson's rule on the density, from 0.
    const Phi = (x: number): number => {
      const n = 2000;
      let sum = density(0) + density(x);
      for (let i = 1; i < n; i++) sum += (i % 2 === 0 ? 2 : 4) * density((x * i) / n);
      return 0.5 + (sum * x) / (3 * n);
    };
    const d1 = (Math.log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * Math.sqrt(T));
    const d2 = d1 - sigma * Math.sqrt(T);
    const discount = K * Math.exp(-r * T);
    const { value, gradient, hessian } = example('black-scholes');
    expect(value(S, sigma, T, r, K)).toBeCloseTo(S * Phi(d1) - discount * Phi(d2), 11);
    const vega = S * density(d1) * Math.sqrt(T);
    const theta = (S * density(d1) * sigma) / (2 * Math.sqrt(T)) + r * discount * Phi(d2);
    expectClose(gradient(S, sigma, T, r, K), [Phi(d1), vega, theta, T * discount * Phi(d2)], 1e-12);
    const second = hessian(S, sigma, T, r, K);
    const gamma = density(d1) / (S * sigma * Math.sqrt(T));
    const [vanna, volga] = [(-density(d1) * d2) / sigma, (vega * d1 * d2) / sigma];
    expectClose([second[0]!, second[1]!, second[5]!], [gamma, vanna, volga], 1e-11);
  });
});

describe('neural-network', () => {
  it('has the gradient of back-propagation written by hand', () => {
    const [batch, features, hidden, classes] = [4, 3, 5, 3];
    const X = wave(batch * features);
    const T = Array.from({ length: batch * classes }, (_, i) =>
      i % classes === Math.floor(i / classes) % classes ? 1 : 0,
    );
    const [W1, b1] = [wave(hidden * features, 1), wave(hidden, 2)];
    const [W2, b2] = [wave(classes * hidden, 3), wave(classes, 4)];
    const [dW1, db1, dW2, db2] = [W1, b1, W2, b2].map(list => list.map(() => 0)) as [
      number[],
      number[],
      number[],
      number[],
    ];
    let loss = 0;
    for (let n = 0; n < batch; n++) {
      const x = X.slice(n * features, (n + 1) * features);
      const t = T.slice(n * classes, (n + 1) * classes);
      const a = b1.map((b, i) => Math.tanh(b + x.reduce((sum, v, j) => sum + W1[i * features + j]! * v, 0)));
      const z = b2.map((b, k) => b + a.reduce((sum, v, i) => sum + W2[k * hidden + i]! * v, 0));
      const total = z.reduce((sum, v) => sum + Math.exp(v), 0);
      const delta = z.map((v, k) => (Math.exp(v) / total - t[k]!) / batch);
      loss += (Math.log(total) - z.reduce((sum, v, k) => sum + v * t[k]!, 0)) / batch;
      for (let k = 0; k < classes; k++) {
        db2[k]! += delta[k]!;
        for (let i = 0; i < hidden; i++) dW2[k * hidden + i]! += delta[k]! * a[i]!;
      }
      for (let i = 0; i < hidden; i++) {
        const back = delta.reduce((sum, v, k) => sum + v * W2[k * hidden + i]!, 0) * (1 - a[i]! ** 2);
        db1[i]! += back;
        for (let j = 0; j < features; j++) dW1[i * features + j]! += back * x[j]!;
      }
    }
    const { value, gradient } = example('neural-network');
    expect(value(X, T, W1, b1, W2, b2)).toBeCloseTo(loss, 13);
    expectClose(gradient(X, T, W1, b1, W2, b2), [...dW1, ...db1, ...dW2, ...db2], 1e-12);
  });
});

type Matrix = number[][];

describe('robot-arm', () => {
  it('has the geometric Jacobian: joint axis times arm', () => {
    const a = [0, 0.4318, 0.0203, 0, 0, 0];
    const d = [0, 0, 0.15005, 0.4318, 0, 0.0563];
    const alpha = [Math.PI / 2, 0, -Math.PI / 2, Math.PI / 2, -Math.PI / 2, 0];
    const q = [0.3, -0.7, 1.1, 0.4, -0.9, 0.2];
    const product = (A: Matrix, B: Matrix): Matrix =>
      A.map(row => B[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * B[k]![j]!, 0)));
    let pose: Matrix = [0, 1, 2, 3].map(i => [0, 1, 2, 3].map(j => (i === j ? 1 : 0)));
    const frames = [pose];
    for (let i = 0; i < 6; i++) {
      const [c, s, ca, sa] = [Math.cos(q[i]!), Math.sin(q[i]!), Math.cos(alpha[i]!), Math.sin(alpha[i]!)];
      const turn = [
        [c, -s, 0, 0],
        [s, c, 0, 0],
        [0, 0, 1, d[i]!],
        [0, 0, 0, 1],
      ];
      const twist = [
        [1, 0, 0, a[i]!],
        [0, ca, -sa, 0],
        [0, sa, ca, 0],
        [0, 0, 0, 1],
      ];
      pose = product(pose, product(turn, twist));
      frames.push(pose);
    }
    const column = (frame: Matrix, j: number): number[] => frame.slice(0, 3).map(row => row[j]!);
    const wrist = column(pose, 3);
    const expected = [0, 1, 2].map(() => new Array<number>(6).fill(0));
    for (let i = 0; i < 6; i++) {
      const z = column(frames[i]!, 2);
      const arm = wrist.map((w, k) => w - column(frames[i]!, 3)[k]!);
      for (let k = 0; k < 3; k++) {
        expected[k]![i] = z[(k + 1) % 3]! * arm[(k + 2) % 3]! - z[(k + 2) % 3]! * arm[(k + 1) % 3]!;
      }
    }
    const { value, jacobian } = example('robot-arm');
    expectClose(value(q), wrist, 1e-14);
    expectClose(jacobian(q), expected.flat(), 1e-13);
  });
});

describe('spring-mesh', () => {
  it('has the forces of its springs and weights', () => {
    const [rows, columns, stiffness, length, weight] = [4, 5, 50, 1, 0.1 * 9.81];
    const P = Array.from({ length: rows * columns }, (_, k) => [
      (k % columns) * 1.1 + 0.1 * Math.sin(k),
      -Math.floor(k / columns) * 0.9 + 0.1 * Math.cos(k),
    ]);
    const expected = P.map(() => [0, weight]);
    let energy = P.reduce((sum, p) => sum + weight * p[1]!, 0);
    const spring = (u: number, v: number): void => {
      const [dx, dy] = [P[u]![0]! - P[v]![0]!, P[u]![1]! - P[v]![1]!];
      const distance = Math.sqrt(dx * dx + dy * dy);
      energy += 0.5 * stiffness * (distance - length) ** 2;
      const pull = (stiffness * (distance - length)) / distance;
      expected[u]![0]! += pull * dx;
      expected[u]![1]! += pull * dy;
      expected[v]![0]! -= pull * dx;
      expected[v]![1]! -= pull * dy;
    };
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        if (j + 1 < columns) spring(i * columns + j, i * columns + j + 1);
        if (i + 1 < rows) spring(i * columns + j, (i + 1) * columns + j);
      }
    }
    const { value, gradient, hessianSparse, hessianPattern, hvp } = example('spring-mesh');
    expect(value(P.flat())).toBeCloseTo(energy, 11);
    expectClose(gradient(P.flat()), expected.flat(), 1e-12);
    // The stiffness matrix couples neighbours only; moving the whole net costs nothing.
    const { rows: at } = hessianPattern as unknown as { rows: number[] };
    expect(at.length).toBe(4 * (20 + 2 * (rows * (columns - 1) + (rows - 1) * columns)));
    expect(hessianSparse(P.flat()).length).toBe(at.length);
    expectClose(hvp(P.flat(), new Float64Array(40).fill(1)), new Array<number>(40).fill(0), 1e-10);
  });
});

describe('gaussian-mixture', () => {
  it('has the value and gradient of the formula written out in JavaScript', () => {
    const [d, K, n, m, g] = [2, 5, 8, 0, 1];
    const x = wave(n * d).map(v => 2 * v);
    const sizes = [K, K * d, K * d, (K * d * (d - 1)) / 2];
    const theta = wave(
      sizes.reduce((a, b) => a + b),
      5,
    ).map(v => 0.6 * v);
    const logSumExp = (list: number[]): number => {
      const most = Math.max(...list);
      return most + Math.log(list.reduce((sum, v) => sum + Math.exp(v - most), 0));
    };
    const f = (flat: readonly number[]): number => {
      const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((x, y) => x + y, 0));
      const [alpha, mu, q, l] = starts.map((start, i) => flat.slice(start, start + sizes[i]!)) as [
        number[],
        number[],
        number[],
        number[],
      ];
      let total = (-(n * d) / 2) * Math.log(2 * Math.PI) - n * logSumExp(alpha);
      for (let i = 0; i < n; i++) {
        total += logSumExp(
          alpha.map((weight, k) => {
            const [u, v] = [x[2 * i]! - mu[2 * k]!, x[2 * i + 1]! - mu[2 * k + 1]!];
            const first = Math.exp(q[2 * k]!) * u;
            const second = l[k]! * u + Math.exp(q[2 * k + 1]!) * v;
            return weight + q[2 * k]! + q[2 * k + 1]! - 0.5 * (first * first + second * second);
          }),
        );
      }
      for (let k = 0; k < K; k++) {
        const diagonal = Math.exp(2 * q[2 * k]!) + Math.exp(2 * q[2 * k + 1]!);
        total += 0.5 * g * g * (diagonal + l[k]! ** 2) - m * (q[2 * k]! + q[2 * k + 1]!);
      }
      // logΓ_2(3/2) = ½ log π + log Γ(3/2) + log Γ(1), Γ(3/2) = √π/2.
      const logGamma2 = 0.5 * Math.log(Math.PI) + Math.log(Math.sqrt(Math.PI) / 2);
      return total - K * ((d + m + 1) * d * (Math.log(g) - 0.5 * Math.log(2)) - logGamma2);
    };
    const { bindPacked, hvp } = example('gaussian-mixture');
    const packed = bindPacked({ x: Array.from({ length: n }, (_, i) => x.slice(i * d, (i + 1) * d)) });
    const gradient = new Float64Array(theta.length);
    expect(packed(theta, gradient)).toBeCloseTo(f(theta), 10);
    expectClose(gradient, gradientOf(f, theta), 1e-8);
    expect(typeof hvp).toBe('function');
  });
});

describe('lotka-volterra', () => {
  it('has the value and gradient of the method written out in JavaScript, for any number of steps', () => {
    const theta = [1.1, 0.4, 0.4, 0.1, 10, 10];
    for (const n of [1, 2, 40]) {
      const [prey, predators] = [wave(n).map(v => 8 + v), wave(n, 5).map(v => 7 + v)];
      const f = ([a, b, c, d, u0, v0]: readonly number[]): number => {
        const slope = ([u, v]: readonly number[]): number[] => [a! * u! - b! * u! * v!, d! * u! * v! - c! * v!];
        const along = (z: readonly number[], k: readonly number[], h: number): number[] =>
          z.map((of, i) => of + h * k[i]!);
        let z = [u0!, v0!];
        let total = 0;
        for (let i = 0; i < n; i++) {
          if (i > 0) {
            const k1 = slope(z);
            const k2 = slope(along(z, k1, 0.05));
            const k3 = slope(along(z, k2, 0.05));
            const k4 = slope(along(z, k3, 0.1));
            z = z.map((of, j) => of + (0.1 / 6) * (k1[j]! + 2 * k2[j]! + 2 * k3[j]! + k4[j]!));
          }
          total += (z[0]! - prey[i]!) ** 2 + (z[1]! - predators[i]!) ** 2;
        }
        return total;
      };
      const { gradient, value } = example('lotka-volterra');
      const given = [...theta, 0.1, prey, predators];
      expect(Math.abs((value(...given) as number) / f(theta) - 1)).toBeLessThan(1e-13);
      expectClose(gradient(...given), gradientOf(f, theta, 1e-3), 1e-7);
    }
  });
});

describe('lennard-jones', () => {
  it('has the energies of the smallest clusters, at which there is no force', () => {
    const { value, gradient } = example('lennard-jones');
    const h = Math.sqrt(3);
    // All pairs are at the distance of the minimum: -1 for each of them.
    const pair = [0, 0, 0, 1, 0, 0];
    const triangle = [...pair, 0.5, h / 2, 0];
    const tetrahedron = [...triangle, 0.5, h / 6, Math.sqrt(2 / 3)];
    for (const [atoms, energy] of [
      [pair, -1],
      [triangle, -3],
      [tetrahedron, -6],
    ] as const) {
      expect(value(atoms)).toBeCloseTo(energy, 12);
      expectClose(gradient(atoms), new Array<number>(atoms.length).fill(0), 1e-13);
    }
  });
});
