// What rows say beside their partials: rules of their own, what they are once decided, and that they are tame.

import { describe, expect, it } from 'vitest';
import { carries, contributionsOf } from '../../src/differentiate/dependence.js';
import { type Builder, createBuilder } from '../../src/graph/build.js';
import { constantValue, createGraph, inputNode, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import { codeOf, isLeafCode, operations } from '../../src/ops/table.js';

function derivativeBuilder() {
  const graph = createGraph(createBudget(defaultLimits));
  return { graph, build: createBuilder(graph, { derivative: true, algebraic: false }) };
}

const rows = operations.filter((_, code) => !isLeafCode(code));

it('every row has partials or an adjoint rule in their place, and every lazy one says what it is when decided', () => {
  expect(
    rows.filter(
      ({ partials, adjoint, adjoints }) =>
        [partials, adjoint, adjoints].filter(rule => rule !== undefined).length !== 1,
    ),
  ).toEqual([]);
  // Several results have their tangents in one node.
  expect(rows.filter(row => row.adjoints !== undefined && row.tangent === undefined)).toEqual([]);
  expect(rows.filter(row => (row.lazy === undefined) !== (row.decided === undefined))).toEqual([]);
});

describe('an adjoint rule', () => {
  /** How often an operation is applied while an adjoint goes to each of many operands. */
  function applications(name: 'logsumexp' | 'max', counted: string, count: number): number {
    const { graph, build } = derivativeBuilder();
    const operands = Array.from({ length: count }, (_, slot) => inputNode(graph, slot));
    const output = build[name](...operands);
    let applied = 0;
    const counting = new Proxy(build, {
      get(target, key) {
        if (key === counted) applied++;
        const value = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) as Builder;
    const contribution = contributionsOf(operationOf(graph, output), counting, operands, output);
    for (const index of operands.keys()) contribution(index, inputNode(graph, count));
    return applied;
  }

  it.each([20, 200])('makes what the contributions to %i operands share once', count => {
    expect(applications('logsumexp', 'exp', count)).toBe(count);
    expect(applications('max', 'tiesOfMax', count)).toBe(1);
  });

  it('makes nothing before a contribution is asked for', () => {
    const { graph, build } = derivativeBuilder();
    const operands = [0, 1, 2].map(slot => inputNode(graph, slot));
    const output = build.max(...operands);
    const { size } = graph;
    contributionsOf(operationOf(graph, output), build, operands, output);
    expect(graph.size).toBe(size);
  });
});

describe('the tangent of a conditional', () => {
  it('is the conditional of the tangents of its arms, 0 for an arm without', () => {
    const { graph, build } = derivativeBuilder();
    const [condition, a, b, t] = [0, 1, 2, 3].map(slot => inputNode(graph, slot)) as [Node, Node, Node, Node];
    const { tangent } = operations[codeOf('select')]!;
    const output = build.select(condition, a, b);
    const zero = build.constant(0);
    const found = [
      tangent!(build, [null, t, null], [condition, a, b], output),
      tangent!(build, [null, null, t], [condition, a, b], output),
    ];
    expect(found.map(node => operationOf(graph, node).name)).toEqual(['select', 'select']);
    expect(found.map(node => operandsOf(graph, node))).toEqual([
      [condition, t, zero],
      [condition, zero, t],
    ]);
  });
});

describe('a lazy operation whose first operand is decided', () => {
  it.each<[name: 'select' | 'and' | 'or', whenTrue: string, whenFalse: string]>([
    ['select', 'b', 'c'],
    ['and', 'b', '0'],
    ['or', '1', 'b'],
  ])('%s is %s where it is true, %s where it is false', (name, whenTrue, whenFalse) => {
    const { graph, build } = derivativeBuilder();
    const [a, x, c] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
    const b = build.gt(x, c);
    const meant: Record<string, Node> = { b, c, 0: build.constant(0), 1: build.constant(1) };
    const { decided } = operations[codeOf(name)]!;
    expect(decided!(build, [a, b, c], true)).toBe(meant[whenTrue]);
    expect(decided!(build, [a, b, c], false)).toBe(meant[whenFalse]);
  });
});

describe('a tame operation', () => {
  const values = [-40, -1, -0.25, 0, 0.5, 3, 700];

  it.each(rows.filter(row => row.tame && row.closes !== true).map(row => row.name))(
    '%s is finite, as are its partials',
    name => {
      const code = operations.findIndex(row => row.name === name);
      const row = operations[code]!;
      const { graph, build } = derivativeBuilder();
      const nodes = values.map(value => build.constant(value));
      const lists = nodes.flatMap((a, i) => nodes.map((b, j) => [a, b, nodes[(i + 2 * j) % nodes.length]!]));
      for (const list of lists) {
        // A statement's second operand is its number.
        const operands = list.slice(0, row.arity + (row.variadic === true ? 1 : 0));
        const output = row.apart === true ? operands[0]! : build.apply(code, operands);
        const node = build.intern(code, operands);
        const contribution = contributionsOf(row, build, operands, output);
        const found = operands.flatMap((_, index) =>
          carries(graph, node, index) ? [contribution(index, build.constant(1))] : [],
        );
        for (const each of [output, ...found]) expect(Number.isFinite(constantValue(graph, each))).toBe(true);
      }
    },
  );
});
