// `wengert/explain`: lists, partial derivatives and graphs as data.

import { describe, expect, it } from 'vitest';
import { explain, graph } from '../../src/explain.js';

const GOLDEN = 'a = exp(x)\nb = a^2\nc = a + b\nexp(c) + sin(c)';

describe('explain', () => {
  it('has what is computed, what is passed back, and the lines that it comes from', () => {
    const { steps, uses } = explain(GOLDEN);
    expect(steps.map(({ name, operation, equation, line }) => [name, operation, equation, line])).toEqual([
      ['x', '', 'a * a_bar', 1],
      ['a', 'exp(x)', 'b_bar * a * 2 + c_bar', 1],
      ['b', 'a^2', 'c_bar', 2],
      ['c', 'a + b', 't1 * t1_bar + t2_bar * cos(c)', 3],
      ['t1', 'exp(c)', 'value_bar', 4],
      ['t2', 'sin(c)', 'value_bar', 4],
      ['value', 't1 + t2', '1', 4],
    ]);
    expect(uses.map(({ user, operand, partial }) => [steps[user]!.name, steps[operand]!.name, partial])).toEqual([
      ['a', 'x', 'a'],
      ['b', 'a', 'a * 2'],
      ['c', 'a', '1'],
      ['c', 'b', '1'],
      ['t1', 'c', 't1'],
      ['t2', 'c', 'cos(c)'],
      ['value', 't1', '1'],
      ['value', 't2', '1'],
    ]);
  });

  it('has numbers at a point, whose adjoints are sums over what uses a step', () => {
    const { steps, uses, numbers } = explain(GOLDEN);
    const { values, adjoints, partials } = numbers(0);
    // golden.md.
    expect(values.at(-1)).toBe(8.298353525756331);
    expect(adjoints[0]).toBe(20.918727787150523);
    for (const [at, { isResult }] of steps.entries()) {
      let sum = isResult ? 1 : 0;
      for (const [i, use] of uses.entries()) if (use.operand === at) sum += partials[i]! * adjoints[use.user]!;
      expect(adjoints[at]).toBeCloseTo(sum, 12);
    }
  });

  it('writes LaTeX, and passes nothing back through what is not taken', () => {
    const { steps } = explain('sqrt(x)/2', { notation: 'latex' });
    expect(steps.map(({ operation }) => operation)).toContain('\\sqrt{x}');
    const { uses, numbers, steps: all } = explain('x > 0 ? x^2 : y');
    const { partials, adjoints } = numbers(3, 5);
    const at = (name: string): number => all.findIndex(step => step.name === name);
    expect(uses.filter(({ partial }) => partial === null).map(({ user }) => all[user]!.operation)).toContain('x > 0');
    expect(adjoints[at('x')]).toBe(6);
    expect(adjoints[at('y')]).toBe(0);
    expect(partials[uses.findIndex(({ operand }) => operand === at('y'))]).toBe(0);
  });

  it('has the equations of implicit unknowns, and their multipliers', () => {
    const text = 'input a, b\nimplicit x = 1, y = 2.5\nconstraint x^2 + y^2 == a\nconstraint x*y == b\n(x + y)^2';
    const { steps, numbers } = explain(text);
    expect(steps.filter(({ isZero }) => isZero).map(({ name, operation }) => [name, operation])).toEqual([
      ['x', 'x^2 + y^2 - a'],
      ['y', 'x * y - b'],
    ]);
    // x = 1, y = 2; (x + y)² = a + 2·b.
    const { values, adjoints } = numbers(5, 2);
    const found = Object.fromEntries(steps.map(({ name }, i) => [name, [values[i], adjoints[i]]]));
    expect(found).toMatchObject({ a: [5, 1], b: [2, 2], x: [1, 1], y: [2, 2], value: [9, 1] });
  });

  it('refuses what has no list, and options that it has not', () => {
    expect(() => explain('input x[n]\nsum(x)')).toThrow('sizes that are known at run time have no list of operations');
    expect(() => explain('x +')).toThrow('WG103');
  });
});

describe('graph', () => {
  it('is DOT, with numbers where a point is given', () => {
    expect(graph('x*y', { at: [2, 3], title: 'product' })).toContain('n2 [label="value = x * y\\nvalue 6\\nadjoint 1"');
    expect(graph('x*y')).toContain('n2 [label="value = x * y", ');
    expect(graph('x*y', { adjoint: true })).toContain('subgraph cluster_backward');
  });
});
