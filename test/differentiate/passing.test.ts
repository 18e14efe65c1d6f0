// What is not chosen passes nothing, in either direction; layers of rectified units mask their adjoints once.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

const conditionals = (source: string): number =>
  /function valueAndGradient[\s\S]*?\n\}/.exec(source)![0].split(/ \? |if \(/).length - 1;

describe('an operand that loses', () => {
  it.each<[string, number[], number[]]>([
    ['relu(x*y)', [-1, Number.POSITIVE_INFINITY], [0, 0]],
    ['max(x*y, 1)', [-1, Number.POSITIVE_INFINITY], [0, 0]],
    ['max(1, sqrt(x)) + max(2, sqrt(x)) + y', [0, 0], [0, 1]],
    ['min(1/x, y)', [0, 1], [0, 1]],
    ['clamp(1/x, 0, y)', [0, 1], [0, 1]],
    ['(y > 1 ? max(sqrt(x), 2) : sqrt(x))', [0, 2], [0, 0]],
    ['max(sqrt(x), sqrt(x)*y)', [0, 2], [Number.POSITIVE_INFINITY, 0]],
  ])('in %s at %j passes nothing', (formula, point, wanted) => {
    const { gradient, jacobian, jvp } = compile(`input x, y\n${formula}`);
    for (const i of [0, 1]) {
      expect(gradient(...point)[i] + 0).toBe(wanted[i]);
      expect(jacobian(...point)[i] + 0).toBe(wanted[i]);
      if (Number.isFinite(point[i]!)) expect(jvp(...point, 1 - i, i)[0] + 0).toBe(wanted[i]);
    }
  });

  it('passes nothing to what only it needs, however many need that', () => {
    const terms = Array.from({ length: 12 }, (_, i) => `max(${i + 1}, u*${i})`).join(' + ');
    const { gradient, jacobian } = compile(`u = sqrt(x)\n${terms}`);
    expect(gradient(0)[0]).toBe(0);
    expect(jacobian(0)[0]).toBe(0);
    // 12 u of all but the first wins from u = 2 on: the sum of 1 … 11 halves of the slope of the root.
    expect(gradient(16)[0]).toBeCloseTo(66 / 8, 12);
  });
});

describe('a layer', () => {
  const layer = (inner: string): string => `input x[20], w[20]\nrelu(sum(w[i]*${inner}, i = 1:20) - 1)`;
  const ones = new Array(20).fill(1);

  it('masks its adjoint once where inputs are all that it multiplies', () => {
    const { source, gradient } = compile(layer('x[i]'));
    expect(conditionals(source)).toBeLessThan(5);
    expect(gradient(ones, ones)).toEqual(new Float64Array(40).fill(1));
    expect(
      Array.from(
        gradient(
          ones,
          ones.map(() => -1),
        ) as Float64Array,
        Math.abs,
      ),
    ).toEqual(new Array(40).fill(0));
    expect(gradient(ones.with(0, Number.NaN), ones)[0]).toBeNaN();
    // The price: 0 times an infinite input is NaN here, and no number.
    const far: Float64Array = gradient(
      ones.with(0, Number.POSITIVE_INFINITY),
      ones.map(() => -1),
    );
    expect(far[20]).toBeNaN();
    expect(Math.abs(far[21]!)).toBe(0);
  });

  it('masks every product where an exponential may overflow', () => {
    const { gradient } = compile(layer('exp(x[i])'));
    const found: Float64Array = gradient(
      ones.with(0, 800),
      ones.map(() => -1),
    );
    expect(Array.from(found, Math.abs)).toEqual(new Array(40).fill(0));
    expect(gradient(ones, ones)[39]).toBeCloseTo(Math.E, 12);
  });

  it('of a few products has none of it: an infinite input passes nothing there', () => {
    const { gradient } = compile('input x[3], w[3]\nrelu(dot(w, x) - 1)');
    const found: Float64Array = gradient([Number.POSITIVE_INFINITY, 1, 1], [-1, 1, 1]);
    expect(Array.from(found, Math.abs)).toEqual(new Array(6).fill(0));
  });
});
