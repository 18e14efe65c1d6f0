// Sums with a common factor, factors of two and signs in derivative code; the program itself stays as it was written.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputNode, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { compile } from '../../src/index.js';
import { codeOf } from '../../src/ops/table.js';
import { condense } from '../../src/passes/condense.js';
import { valuesOf } from '../graph/evaluate.js';
import { emptyGraph, graphOf, points, recipes } from '../random/graph.js';

const operations = (formula: string, name: 'value' | 'valueAndGradient' = 'valueAndGradient'): number =>
  compile(formula, { emit: [name] }).stats.operations[name]!;

describe('a common factor of an adjoint sum', () => {
  it('is multiplied once', () => {
    // sin, exp, +, square; cos, 2·t, + and one product instead of two.
    expect(operations('(sin(x) + exp(x))^2')).toBe(8);
    // The same with a difference.
    expect(operations('(sin(x) - exp(x))^2')).toBe(8);
  });

  it('gives the derivative', () => {
    for (const x of [-3, -0.5, 0, 1e-9, 2]) {
      const expected = 2 * (Math.sin(x) + Math.exp(x)) * (Math.cos(x) + Math.exp(x));
      const [found] = compile('(sin(x) + exp(x))^2').gradient(x);
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(4e-16 * Math.abs(expected) + 1e-300);
    }
  });
});

describe('a factor of two', () => {
  it('meets the other numbers of a derivative', () => {
    // 100·t² has the derivative 200·t.
    expect(operations('100*x^2')).toBe(3);
    expect([...compile('100*x^2').gradient(0.3)]).toEqual([60]);
    // x², -x²; then -2·x, which takes no negation.
    expect(compile('-x^2', { emit: ['gradient'] }).source).toMatch(/gradient\[0\] = (x \* -2|-2 \* x);/);
  });

  it('does not overflow on the way', () => {
    expect(compile('0.005*x^2').gradient(1e308)[0]).toBe(1e306);
  });

  it('is left alone where the product of the numbers is none', () => {
    // 2·x times 1.7e308 is finite for small x, while 3.4e308 is not.
    expect(compile('1.7e308*x^2').gradient(1e-3)[0]).toBe(1.7e308 * 2e-3);
  });

  it('stays in the program itself', () => {
    expect(operations('3*(2*x)', 'value')).toBe(2);
    expect(operations('a*b + a*c', 'value')).toBe(3);
    expect(compile('a = 2*x\n-a', { emit: ['value'] }).source).toContain('const a = 2 * x;');
  });
});

it('agrees with the derivative written out, over random polynomials', () => {
  const coefficient = fc.integer({ min: -9, max: 9 });
  fc.assert(
    fc.property(
      fc.array(coefficient, { minLength: 1, maxLength: 6 }),
      fc.array(coefficient, { minLength: 1, maxLength: 6 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (a, b, x) => {
        const text = (list: number[]): string => list.map((c, i) => `(${c})*x^${i}`).join(' + ');
        const p = (list: number[]): number => list.reduce((sum, c, i) => sum + c * x ** i, 0);
        const slope = (list: number[]): number =>
          list.reduce((sum, c, i) => sum + (i === 0 ? 0 : c * i * x ** (i - 1)), 0);
        const size = (list: number[]): number => list.reduce((sum, c, i) => sum + Math.abs(c) * (i + 1) * 2 ** i, 0);
        const [found] = compile(`(${text(a)})*(${text(b)}) - (${text(a)})^2`).gradient(x);
        const expected = slope(a) * p(b) + p(a) * slope(b) - 2 * p(a) * slope(a);
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-13 * (size(a) * size(b) + size(a) ** 2));
      },
    ),
    { numRuns: 200 },
  );
});

describe('graphs of sums and products', () => {
  const derivative = { derivative: true, algebraic: false, primal: 0 };
  const products = recipes(['add', 'sub', 'mul', 'mul', 'neg'], 14);

  it('keep their values, exactly where these are whole numbers', () => {
    let fewer = 0;
    fc.assert(
      fc.property(products, points, fc.integer({ min: -4, max: 5 }), (recipe, point, number) => {
        const { graph, build, nodes } = graphOf(recipe);
        const root = build.sub(
          build.mul(build.constant(number), nodes.at(-1)!),
          build.mul(nodes.at(-2)!, nodes.at(-1)!),
        );
        const inputs = point.map(value => 2 * value);
        const before = valuesOf(graph, inputs);
        fc.pre(before.every(value => Math.abs(value) < 2 ** 50));
        const left = condense.run(graph, [root], derivative);
        expect(valuesOf(left.graph, inputs)[left.nodes[root]!]! + 0).toBe(before[root]! + 0);
        if (left.graph.size < graph.size) fewer++;
      }),
      { numRuns: 600, seed: 11 },
    );
    expect(fewer).toBeGreaterThan(100);
  });

  /** A graph of x, y, z with what `write` makes of it, condensed; the operations below the root, from it downwards. */
  function condensed(
    write: (g: ReturnType<typeof emptyGraph>['build'], x: Node, y: Node, z: Node) => Node[],
    primal = 0,
  ) {
    const { graph, build } = emptyGraph();
    const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
    const results = write(build, x, y, z);
    const left = condense.run(graph, results, { ...derivative, primal });
    const text = (node: Node): string => {
      const { name } = operationOf(left.graph, node);
      if (name === 'input') return 'xyz'[node]!;
      if (name === 'constant') return String(valuesOf(left.graph, [0, 0, 0])[node]);
      return `${name}(${operandsOf(left.graph, node).map(text).join(',')})`;
    };
    return results.map(node => text(left.nodes[node]!));
  }

  it.each<[string, string, Parameters<typeof condensed>[0]]>([
    ['a sum', 'mul(x,add(y,z))', (g, x, y, z) => [g.add(g.mul(x, y), g.mul(x, z))]],
    ['a difference', 'mul(z,sub(y,x))', (g, x, y, z) => [g.sub(g.mul(y, z), g.mul(x, z))]],
    ['a number times a number', 'mul(x,12)', (g, x) => [g.mul(g.mul(x, g.constant(4)), g.constant(3))]],
    ['a sign and a number', 'mul(x,-2)', (g, x) => [g.neg(g.mul(x, g.constant(2)))]],
  ])('share %s', (_what, wanted, write) => {
    expect(condensed(write)).toEqual([wanted]);
  });

  it.each<[string, string[], Parameters<typeof condensed>[0]]>([
    [
      'another reads too',
      ['add(mul(x,y),mul(x,z))', 'mul(x,y)'],
      (g, x, y, z) => [g.add(g.mul(x, y), g.mul(x, z)), g.mul(x, y)],
    ],
    [
      'have no common factor',
      ['add(mul(x,y),mul(z,z))'],
      (g, x, y, z) => [g.add(g.mul(x, y), g.intern(codeOf('mul'), [z, z]))],
    ],
    // 3·(5·x) rounds twice, 15·x once: only a power of two may move.
    [
      'are of numbers that are no powers of two',
      ['mul(mul(x,5),3)'],
      (g, x) => [g.mul(g.mul(x, g.constant(5)), g.constant(3))],
    ],
    [
      'would leave the range of normal numbers',
      ['mul(mul(x,1e+300),1.157920892373162e+77)'],
      (g, x) => [g.mul(g.mul(x, g.constant(1e300)), g.constant(2 ** 256))],
    ],
  ])('stay where they %s', (_what, wanted, write) => {
    expect(condensed(write)).toEqual(wanted);
  });

  it('of the program itself stay', () => {
    expect(condensed((g, x, y, z) => [g.add(g.mul(x, y), g.mul(x, z))], 1000)).toEqual(['add(mul(x,y),mul(x,z))']);
  });
});
