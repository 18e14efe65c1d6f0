// Counts against golden.md, against trees that are really built, and against counts made by hand.

import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { type Graph, isLeaf, operandsOf, operationOf } from '../../src/graph/graph.js';
import { compile } from '../../src/index.js';
import { resultNodes } from '../../src/lower/model.js';
import type { Node } from '../../src/ops/operation.js';
import type { Derivation } from '../../src/swell/derive.js';
import { families } from '../../src/swell/families.js';
import { growthOf } from '../../src/swell/growth.js';
import { derive, measurePrimal, measureShared, namesOf } from '../../src/swell/measure.js';
import { shortCount } from '../../src/swell/short-numbers.js';
import { treeSize } from '../../src/swell/tree.js';
import { written, writtenLength } from '../../src/swell/written.js';

const MISSION = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';

const textOf = (name: string, n: number): string => families.find(family => family.name === name)!.text(n);

/** Operations of the value and the first derivative together. */
function both(text: string, derivation: Derivation): number {
  const compilation = createCompilation(text, {});
  return measureShared(compilation, derive(compilation, derivation, 1)).both.operations;
}

describe('golden counts', () => {
  it.each([
    ['the formula of the mission', MISSION, 11n, 6, 12],
    ['e2e', textOf('e2e', 20), 2_097_150n, 40, 99],
    ['chebyshev', textOf('chebyshev', 30), 4_038_804n, 59, 172],
    ['speelpenning', textOf('speelpenning', 100), 99n, 99, 295],
    ['determinant', textOf('determinant', 5), 324n, 124, 364],
    // 283 with 100·(2·t), as it was counted first; 200·t is one operation less for each of 19 terms.
    ['rosenbrock', textOf('rosenbrock', 20), 151n, 151, 264],
  ])('%s', (_name, text, tree, value, gradient) => {
    const primal = measurePrimal(createCompilation(text, {}));
    expect(primal.tree.operations).toBe(tree);
    expect(primal.code.operations).toBe(value);
    expect(both(text, 'adjoint')).toBe(gradient);
    expect(gradient).toBeLessThanOrEqual(primal.bound);
  });

  it('forward mode on shared nodes', () => {
    expect(both(textOf('speelpenning', 100), 'forward')).toBe(5048);
    expect(both(textOf('determinant', 5), 'forward')).toBeLessThanOrEqual(736);
  });
});

describe('other families', () => {
  it('nested exponentials: a chain of n, its adjoint n - 1 products more', () => {
    for (const n of [1, 2, 5, 40]) {
      const primal = measurePrimal(createCompilation(textOf('nested-exp', n), {}));
      expect([primal.tree.operations, primal.code.operations]).toEqual([BigInt(n), n]);
      expect(both(textOf('nested-exp', n), 'adjoint')).toBe(2 * n - 1);
    }
  });

  it('nested exponentials: the derivative written out is the sum of its factors', () => {
    // e1·e2·…·en, of 1 to n operations each, and n - 1 products.
    const n = 9;
    const compilation = createCompilation(textOf('nested-exp', n), {});
    const { entries } = derive(compilation, 'symbolic', 1);
    expect(treeSize(compilation.model.graph, entries).operations).toBe(BigInt((n * (n + 1)) / 2 + n - 1));
  });

  it('continued fractions: a quotient and a sum each', () => {
    expect(measurePrimal(createCompilation(textOf('continued-fraction', 7), {})).tree.operations).toBe(14n);
  });

  it('every member has a derivative, and the bound holds', () => {
    for (const { name, first } of families) {
      for (const n of [first, first + 1, 4]) {
        const { bound } = measurePrimal(createCompilation(textOf(name, n), {}));
        expect(both(textOf(name, n), 'adjoint'), `${name} ${n}`).toBeLessThanOrEqual(bound);
      }
    }
  });
});

interface Tree {
  readonly node: Node;
  readonly operands: readonly Tree[];
}

/** The tree itself, nothing shared. */
const grow = (graph: Graph, node: Node): Tree => ({
  node,
  operands: isLeaf(graph, node) ? [] : operandsOf(graph, node).map(operand => grow(graph, operand)),
});

const countTree = (graph: Graph, { node, operands }: Tree): number =>
  (isLeaf(graph, node) || operationOf(graph, node).class === null ? 0 : 1) +
  operands.reduce((sum, operand) => sum + countTree(graph, operand), 0);

describe('trees that are not built', () => {
  const cases = [MISSION, textOf('e2e', 4), textOf('chebyshev', 5), textOf('determinant', 3), textOf('softmax-net', 1)];
  it.each(cases)('have the size of the tree, built: %s', text => {
    for (const order of [1, 2]) {
      for (const derivation of ['symbolic', 'forward', 'adjoint'] as const) {
        const compilation = createCompilation(text, {});
        const { graph } = compilation.model;
        const { entries } = derive(compilation, derivation, order);
        const built = entries.reduce((sum, entry) => sum + countTree(graph, grow(graph, entry)), 0);
        expect(treeSize(graph, entries).operations).toBe(BigInt(built));
      }
    }
  });

  it.each([...cases, 'x > 1 ? -x^-2 : abs(y)/(x - (y - 2))'])('have the length of the text, written: %s', text => {
    const compilation = createCompilation(text, {});
    const { graph } = compilation.model;
    const names = namesOf(compilation.model);
    const { entries } = derive(compilation, 'symbolic', 1);
    const results = [...resultNodes(compilation.model), ...entries];
    const language = { name: 'javascript', input: (slot: number) => names[slot]! } as const;
    const texts = written(graph, results, language);
    expect(writtenLength(graph, results, language)).toBe(BigInt(texts.join('').length));
  });

  const [x, y] = [1.25, 3.5];
  it.each([
    ['x - (y - 2)', x - (y - 2)],
    ['(x + y)*2/(x*y)', ((x + y) * 2) / (x * y)],
    ['-(x + y)^2', -((x + y) ** 2)],
    ['(-x)^3', (-x) ** 3],
    ['x^-2', x ** -2],
    ['(x^2)^y', (x ** 2) ** y],
    ['x^y^0.5', x ** (y ** 0.5)],
    ['(x > y ? x : y) + 1', y + 1],
    ['sec(x)/tan(y)', 1 / Math.cos(x) / Math.tan(y)],
  ])('are written with the parentheses that keep their value: %s', (text, expected) => {
    const { model } = createCompilation(text, {});
    const names = namesOf(model);
    const input = (slot: number): string => names[slot]!;
    const [code] = written(model.graph, resultNodes(model), { name: 'javascript', input });
    expect(new Function('x', 'y', `return ${code}`)(x, y)).toBeCloseTo(expected, 12);
    const [formula] = written(model.graph, resultNodes(model), { name: 'formula', input });
    expect(compile(formula!).evaluate({ x, ...(names.includes('y') && { y }) }).value).toBeCloseTo(expected, 12);
  });

  it('of 10^12000 operations are counted at once', () => {
    const compilation = createCompilation(textOf('e2e', 40_000), {});
    const { operations } = treeSize(compilation.model.graph, resultNodes(compilation.model));
    expect(operations).toBe(2n ** 40_001n - 2n);
    expect(shortCount(operations)).toMatch(/^\d\.\de12041$/);
  });
});

describe('growth', () => {
  const sizes = Array.from({ length: 12 }, (_, i) => i + 1);
  it('finds an exponent', () => {
    const growth = growthOf(sizes.map(n => ({ n, value: BigInt(7 * n ** 3) })));
    expect(growth?.kind).toBe('power');
    expect(growth?.rate).toBeCloseTo(3, 6);
  });
  it('finds a base', () => {
    const growth = growthOf(sizes.map(n => ({ n, value: 5n * 3n ** BigInt(n) })));
    expect(growth?.kind).toBe('exponential');
    expect(growth?.rate).toBeCloseTo(3, 6);
  });
  it('says nothing of three sizes', () => {
    expect(growthOf([1, 2, 3].map(n => ({ n, value: BigInt(n) })))).toBeNull();
  });
});
