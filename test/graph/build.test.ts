// Making nodes: constants fold, commutative operands are ordered, and each mode applies its own rules.

import { describe, expect, it } from 'vitest';
import { type BuildMode, createBuilder } from '../../src/graph/build.js';
import {
  constantValue,
  createGraph,
  inputNode,
  type Node,
  operandsOf,
  operationOf,
  originOf,
} from '../../src/graph/graph.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import { codeOf } from '../../src/ops/table.js';

function builder(mode: Partial<BuildMode> = {}) {
  const graph = createGraph(createBudget(defaultLimits));
  const build = createBuilder(graph, { derivative: false, algebraic: false, ...mode });
  const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
  return { graph, build, x, y, z };
}

describe('constants', () => {
  it('fold where all operands are', () => {
    const { graph, build, x } = builder();
    const [two, three] = [build.constant(2), build.constant(3)];
    expect(constantValue(graph, build.sub(two, three))).toBe(-1);
    expect(constantValue(graph, build.max(two, three, build.constant(7)))).toBe(7);
    expect(constantValue(graph, build.select(two, three, two))).toBe(3);
    expect(constantValue(graph, build.sub(two, x))).toBeUndefined();
    expect(build.constantValue(x)).toBeUndefined();
    expect(build.constantValue(three)).toBe(3);
  });

  it('of a statement of its own do not', () => {
    const { graph, build } = builder();
    const two = build.constant(2);
    expect(operationOf(graph, build.statement(two, build.constant(0))).name).toBe('statement');
  });
});

describe('commutative operands', () => {
  it('are in the order of the list', () => {
    const { graph, build, x, y, z } = builder();
    expect(build.add(y, x)).toBe(build.add(x, y));
    expect(build.mul(z, x)).toBe(build.mul(x, z));
    const most = build.max(z, y, x);
    expect(operandsOf(graph, most)).toEqual([x, y, z]);
    expect(build.max(y, x, z)).toBe(most);
    expect(build.sub(y, x)).not.toBe(build.sub(x, y));
    expect(operandsOf(graph, build.intern(codeOf('add'), [z, y]))).toEqual([y, z]);
  });
});

describe('rules', () => {
  it.each<[mode: string, BuildMode, kept: number]>([
    ['the program', { derivative: false, algebraic: false }, 2],
    ['derivatives', { derivative: true, algebraic: false }, 1],
    ['exact arithmetic', { derivative: false, algebraic: true }, 0],
  ])('of %s', (_what, mode, kept) => {
    const { build, x } = builder(mode);
    const zero = build.constant(0);
    // x·0 is 0 but for NaN, infinities and the sign; x - x is 0 in exact arithmetic alone.
    const results = [build.mul(x, zero), build.sub(x, x)];
    expect(results.filter(node => node !== zero)).toHaveLength(kept);
    // x - 0 is x everywhere.
    expect(build.sub(x, zero)).toBe(x);
  });

  it('are not applied to what is interned as it stands', () => {
    const { graph, build, x } = builder();
    expect(operandsOf(graph, build.intern(codeOf('sub'), [x, build.constant(0)]))).toEqual([x, build.constant(0)]);
  });
});

it('looks at nodes', () => {
  const { build, x, y } = builder();
  const less = build.lt(x, y);
  expect([build.is(less, 'lt'), build.is(less, 'gt'), build.is(x, 'lt')]).toEqual([true, false, false]);
  expect([build.operand(less, 0), build.operand(less, 1)]).toEqual([x, y]);
  const candidates = [less, build.and(x, y), x, build.add(x, y), ...[0, 1, 2, -0].map(value => build.constant(value))];
  expect(candidates.map(node => build.isBoolean(node))).toEqual([true, true, false, false, true, true, false, false]);
});

describe('a builder of an origin', () => {
  it('makes the nodes of that text, those of rules too', () => {
    const { graph, build, x, y, z } = builder();
    const here = build.at({ start: 2, end: 5 });
    const negated = here.mul(here.neg(x), y);
    expect([negated, negated - 1].map(node => operationOf(graph, node).name)).toEqual(['neg', 'mul']);
    expect([negated, negated - 1].map(node => originOf(graph, node))).toEqual([
      { start: 2, end: 5 },
      { start: 2, end: 5 },
    ]);
    expect(originOf(graph, build.sub(y, z))).toEqual({ start: -1, end: -1 });
  });

  it('leaves a node the text that made it first', () => {
    const { graph, build, x, y } = builder();
    const sum = build.at({ start: 2, end: 5 }).add(x, y);
    expect(build.at({ start: 8, end: 9 }).add(y, x)).toBe(sum);
    expect(originOf(graph, sum)).toEqual({ start: 2, end: 5 });
  });
});
