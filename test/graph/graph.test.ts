// The Wengert list itself: nodes are made once, operands come first, and it grows.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arity,
  constantNode,
  constantValue,
  createGraph,
  hasOperation,
  inputNode,
  inputSlot,
  intern,
  isLeaf,
  type Node,
  operand,
  operandsOf,
  operationOf,
} from '../../src/graph/graph.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import { codeOf } from '../../src/ops/table.js';
import { branchingRecipes, graphOf } from '../random/graph.js';

const empty = (capacity?: number) => createGraph(createBudget(defaultLimits), capacity);
const [ADD, MAX, EXP] = [codeOf('add'), codeOf('max'), codeOf('exp')];

describe('interning', () => {
  it('makes a node once for each operation and list of operands', () => {
    const graph = empty();
    const [x, y] = [inputNode(graph, 0), inputNode(graph, 1)];
    const sum = intern(graph, ADD, [x, y]);
    expect(intern(graph, ADD, [x, y])).toBe(sum);
    const others = [
      intern(graph, ADD, [y, x]),
      intern(graph, MAX, [x, y]),
      intern(graph, MAX, [x, y, y]),
      intern(graph, EXP, [x]),
    ];
    expect(new Set([sum, ...others]).size).toBe(5);
    expect(graph.size).toBe(7);
    expect([inputNode(graph, 0), inputNode(graph, 1)]).toEqual([x, y]);
  });

  it('finds every node again in a list that grew from nothing, with operands before their users', () => {
    const graph = empty(1);
    const made: [number, number[]][] = [];
    for (let i = 0; i < 3000; i++) inputNode(graph, i);
    for (let i = 0; i < 3000; i++) {
      const operands = [(i * 7919) % graph.size, (i * 104_729) % graph.size, i];
      made.push([intern(graph, MAX, operands), operands]);
    }
    const { size } = graph;
    for (const [node, operands] of made) {
      expect(intern(graph, MAX, operands)).toBe(node);
      expect(operandsOf(graph, node)).toEqual(operands);
      expect(Math.max(...operands)).toBeLessThan(node);
    }
    for (let i = 0; i < 3000; i++) expect(inputNode(graph, i)).toBe(i);
    expect(graph.size).toBe(size);
    expect(new Set(made.map(([, operands]) => operands.join())).size).toBe(size - 3000);
  });

  it('takes a list for none that begins like it', () => {
    const graph = empty();
    for (let slot = 0; slot < 40; slot++) {
      const x = inputNode(graph, slot);
      const longer = intern(graph, MAX, [x, x, x, x]);
      const shorter = [1, 2, 3].map(count => intern(graph, MAX, new Array(count).fill(x)));
      expect(new Set([longer, ...shorter]).size).toBe(4);
    }
  });

  it('has each node of a random graph once', () => {
    fc.assert(
      fc.property(branchingRecipes, recipe => {
        const { graph } = graphOf(recipe, false);
        const keys = Array.from({ length: graph.size }, (_, node) => {
          const { first, operands } = graph;
          return `${graph.operation[node]}:${operands.slice(first[node]!, first[node + 1]!)}`;
        });
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('gives a node the place of the text that made it first', () => {
    const graph = empty();
    const x = inputNode(graph, 0, { start: 3, end: 7 });
    const sum = intern(graph, ADD, [x, x], { start: 8, end: 9 });
    inputNode(graph, 0, { start: 8, end: 9 });
    expect([...graph.origin.slice(2 * x, 2 * x + 2), ...graph.origin.slice(2 * sum, 2 * sum + 2)]).toEqual([
      3, 7, 8, 9,
    ]);
  });

  it('ends at the limit of nodes', () => {
    const graph = createGraph(createBudget({ ...defaultLimits, nodes: 3 }));
    for (const slot of [0, 1, 2, 1]) inputNode(graph, slot);
    expect(() => inputNode(graph, 3)).toThrow('the program needs more than 3 nodes');
  });
});

describe('leaves', () => {
  it('keep the sign of zero apart, and every NaN together', () => {
    const graph = empty();
    const values = [0, -0, 1, Number.NaN, -Number.NaN, Number.POSITIVE_INFINITY, 0, 1];
    const nodes = values.map(value => constantNode(graph, value));
    expect(nodes).toEqual([0, 1, 2, 3, 3, 4, 0, 2]);
    expect(values.map((value, i) => Object.is(constantValue(graph, nodes[i]!), value))).toEqual(values.map(() => true));
  });

  it('are told from operations', () => {
    const graph = empty();
    const [x, two] = [inputNode(graph, 5), constantNode(graph, 2)];
    const sum = intern(graph, ADD, [x, two]);
    expect([x, two, sum].map(node => isLeaf(graph, node))).toEqual([true, true, false]);
    expect([x, two, sum].map(node => inputSlot(graph, node))).toEqual([5, undefined, undefined]);
    expect([x, two, sum].map(node => constantValue(graph, node))).toEqual([undefined, 2, undefined]);
    expect([x, two, sum].map(node => operandsOf(graph, node))).toEqual([[], [], [x, two]]);
    expect([x, two, sum].map(node => operationOf(graph, node).name)).toEqual(['input', 'constant', 'add']);
    expect([arity(graph, sum), operand(graph, sum, 0), operand(graph, sum, 1)]).toEqual([2, x, two]);
  });
});

it('gives operands of one, two and more', () => {
  const graph = empty();
  const inputs: Node[] = Array.from({ length: 4 }, (_, slot) => inputNode(graph, slot));
  for (const count of [1, 2, 3, 4]) {
    expect(operandsOf(graph, intern(graph, MAX, inputs.slice(0, count)))).toEqual(inputs.slice(0, count));
  }
});

it('knows which operations it has, of those that are made', () => {
  const graph = empty();
  const x = inputNode(graph, 0);
  const has = (name: string): boolean => hasOperation(graph, row => row.name === name);
  // Room for more nodes is full of constants' codes.
  expect([has('input'), has('constant'), has('exp')]).toEqual([true, false, false]);
  intern(graph, EXP, [x]);
  expect(has('exp')).toBe(true);
});
