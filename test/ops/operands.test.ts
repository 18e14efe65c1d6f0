// Whether an operand is differentiated is a matter of its position: every operation with every pair of its operands equal, in
// every export; mixed derivatives in both orders; constants with the bits that running gives.

import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../src/cli/verify/differences.js';
import { createCompilation } from '../../src/compilation.js';
import { tangentsOf } from '../../src/differentiate/tangent.js';
import { codeOf } from '../../src/evaluate.js';
import { scheduledNodes } from '../../src/exports/plan.js';
import { constantNode } from '../../src/graph/graph.js';
import { compile } from '../../src/index.js';
import { functionNames, functions } from '../../src/lower/functions.js';
import { resultNodes, wrtNodes } from '../../src/lower/model.js';
import '../../src/special.js';

/** Operations of two and three operands. */
const FORMS = [
  'a + b', 'a - b', 'a * b', 'a / b', 'a ^ b', 'hypot(a, b)', 'hypot(a, b, c)', 'atan2(a, b)', 'mod(a, 3*b)', 'max(a, b)',
  'max(a, b, c)', 'min(a, b)', 'min(a, b, c)', 'clamp(a, b, c)', 'logsumexp(a, b)', 'logsumexp(a, b, c)', 'nthRoot(a, b)',
  'beta(a, b)', 'lbeta(a, b)', 'combinations(a, b)', 'gammainc(a, b)', 'log(a, b + 1)', 'norm([a, b, c])', 'std(a, b, c)',
  'variance(a, b, c)', 'a ? b : c', 'a < b ? b : c', '(a < b)*c', '(a == b)*c', '(a and b)*c', '(a or b)*c', 'a ? b : c^2',
]; // biome-ignore format: one group a line

const operands = ['x', 'exp(x)', 'y', 'x*y'];
const POINTS = [
  [0.7, 1.3],
  [1.9, 0.4],
] as const;

/** Formulas in which two operands are one. */
const formulas = FORMS.flatMap(form =>
  operands.flatMap(same =>
    // Of three equal ones std is 0 whatever they are, which is known of its second derivative where tangents cancel at compile time.
    (form.includes('c') ? ['aab', 'aba', 'baa', ...(form.startsWith('std') ? [] : ['aaa'])] : ['aa']).map(pattern => {
      const [a, b, c] = [...pattern].map(letter => (letter === 'a' ? `(${same})` : '(y + 0.3)'));
      return form.replace(/\b[abc]\b/g, letter => ({ a, b, c })[letter]!);
    }),
  ),
);

describe('an operation with equal operands', () => {
  it.each([...new Set(formulas)])('%s', formula => {
    const c = compile(`input x, y\n${formula}`);
    for (const [x, y] of POINTS) {
      const near = (found: number, wanted: number): void => {
        if (Number.isNaN(wanted)) expect(found).toBeNaN();
        else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
      };
      const gradient: Float64Array = c.gradient(x, y);
      const jacobian: Float64Array = c.jacobian(x, y);
      const adjoint: Float64Array = c.vjp(x, y, 1);
      const hessian: Float64Array = c.hessian(x, y);
      for (const i of [0, 1]) {
        const along = [1 - i, i];
        near(jacobian[i]!, gradient[i]!);
        near(adjoint[i]!, gradient[i]!);
        near(c.jvp(x, y, ...along)[0], gradient[i]!);
        const product: Float64Array = c.hvp(x, y, ...along);
        for (const j of [0, 1]) near(product[j]!, hessian[2 * j + i]!);
        const f = (t: number): number => (i === 0 ? c.value(t, y) : c.value(x, t));
        const at = [x, y][i]!;
        const { derivative, uncertainty } = differenceOf(f, at);
        const [left, right] = [-1e-6, 1e-6].map(step => (f(at + step) - f(at)) / step) as [number, number];
        // Where slopes differ there is a kink, which the exports still agree about.
        if (Math.abs(left - right) < 1e-3 * Math.max(1, Math.abs(left)))
          expect(Math.abs(gradient[i]! - derivative)).toBeLessThanOrEqual(
            Math.max(1e-7 * Math.abs(derivative), 10 * uncertainty, 1e-9),
          );
      }
    }
  });
});

describe('mixed derivatives do not depend on the order', () => {
  it.each([
    'x^y',
    '(x*y)^(x+y)',
    'nthRoot(x, y)',
    'hypot(x, y)',
    'hypot(x, y, x*y)',
    'lbeta(x, y)',
    'beta(x, y)',
    'combinations(x, y)',
    'gammainc(x, y)',
    'atan2(x, y)',
    'logsumexp(x, y, x*y)',
    'x/y',
    'log(x, y + 1)',
    'erfc(x*y)',
    'lognormcdf(x*y)',
    'jn(2, x*y)',
  ])('of %s', formula => {
    // biome-ignore format: a list
    const compilation = createCompilation(`input x, y\n${formula}`, {});
    const { model } = compilation;
    const [x, y] = wrtNodes(model) as [number, number];
    const [result] = resultNodes(model) as [number];
    const [zero, one] = [0, 1].map(value => constantNode(model.graph, value)) as [number, number];
    const derivative = (...inputs: readonly number[]): number =>
      inputs.reduce(
        (node, input) => tangentsOf(model.graph, new Map([[input, one]]), [node], compilation)[0] ?? zero,
        result,
      );
    const orders = [
      [x, y], [y, x], [x, x, y], [x, y, x], [y, x, x], [x, y, y], [y, x, y], [y, y, x],
    ]; // biome-ignore format: a list
    const nodes = orders.map(of => derivative(...of));
    const run = codeOf(scheduledNodes(model, nodes, compilation), compilation).make();
    for (const [a, b] of [
      [0.7, 1.3],
      [1.9, 0.6],
      [2, 1],
    ]) {
      // biome-ignore format: a list
      const found = run(a, b) as Float64Array;
      for (const [i, wanted] of [
        [1, 0],
        [3, 2],
        [4, 2],
        [6, 5],
        [7, 5],
      ] as const) {
        // biome-ignore format: a list
        expect(Math.abs(found[i]! - found[wanted]!)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(found[wanted]!)));
      }
    }
  });
});

describe('a constant has the bits that running gives', () => {
  const NUMBERS = ['0', '(-0)', '0.3', '1', '(-1)', '2.7', '(-3.1)', '17.25', '1e-300', '800', 'Infinity', 'NaN'];
  const names = functionNames.filter(name => !['sum', 'prod', 'mean', 'jn'].includes(name) && functions.has(name));

  it.each(names)('%s', name => {
    const { least, most } = functions.get(name)!;
    for (const count of [1, 2, 3]) {
      if (count < least || count > most) continue;
      const params = ['x', 'y', 'z'].slice(0, count).join(', ');
      const { value } = compile(`input ${params}\n${name}(${params})`);
      for (const [i] of NUMBERS.entries()) {
        const args = Array.from({ length: count }, (_, k) => NUMBERS[(i + 5 * k) % NUMBERS.length]!);
        const folded = compile(`${name}(${args.join(', ')})`).value();
        const numbers = args.map(text => Number(text.replace(/[()]/g, '')));
        const run = value(...numbers);
        expect(Object.is(folded, run), `${name}(${args.join(', ')}): ${folded}, ${run}`).toBe(true);
      }
    }
  });

  it.each(['^3', '^5', '^-2', '^0.5', '^-7', '^9', '^2.5'])('x%s', power => {
    const { value } = compile(`x${power}`);
    for (const number of NUMBERS) {
      const run = value(Number(number.replace(/[()]/g, '')));
      expect(Object.is(compile(`${number}${power}`).value(), run), `${number}${power}`).toBe(true);
    }
  });
});
