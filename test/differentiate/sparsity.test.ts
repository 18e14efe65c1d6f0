// Patterns: which results depend on which inputs, against a search from each result, and their shapes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf, symmetric, transposed } from '../../src/differentiate/sparsity.js';
import { type Graph, inputNode, type Node, operandsOf } from '../../src/graph/graph.js';
import { emptyGraph, graphOf, smoothRecipes } from '../random/graph.js';

const rowsOf = (...rows: number[][]): Int32Array[] => rows.map(row => Int32Array.from(row));

/** Columns of the inputs below a result. */
function below(graph: Graph, result: Node, inputs: readonly Node[]): number[] {
  const found = new Set([result]);
  const pending = [result];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const operand of operandsOf(graph, node)) {
      if (found.has(operand)) continue;
      found.add(operand);
      pending.push(operand);
    }
  }
  return inputs.flatMap((input, column) => (found.has(input) ? [column] : []));
}

describe('the pattern of a Jacobian', () => {
  it('has the inputs below each result, where every operation has derivatives', () => {
    fc.assert(
      fc.property(smoothRecipes, fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }), (recipe, picks) => {
        const { graph, nodes } = graphOf(recipe);
        const results = picks.map(pick => nodes[pick % nodes.length]!);
        const inputs = [2, 0, 1].map(slot => nodes[slot]!);
        const wanted = rowsOf(...results.map(result => below(graph, result, inputs)));
        expect(patternOf(graph, results, inputs)).toEqual(wanted);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('leaves out what only decides', () => {
    const { graph, build } = emptyGraph();
    const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
    const inputs = [x, y, z];
    const results = [
      build.select(build.gt(x, y), z, build.constant(0)),
      build.select(z, build.exp(x), y),
      build.mul(build.floor(x), y),
      build.and(x, y),
      build.max(x, z),
      build.constant(3),
      x,
    ];
    expect(patternOf(graph, results, inputs)).toEqual(rowsOf([2], [0, 1], [1], [], [0, 2], [], [0]));
  });

  it('has a column for each time that an input is listed, and none for one above every result', () => {
    const { graph, build } = emptyGraph();
    const x = inputNode(graph, 0);
    const result = build.sin(x);
    const late = inputNode(graph, 1);
    expect(patternOf(graph, [result, result], [late, x, x])).toEqual(rowsOf([1, 2], [1, 2]));
  });

  it('keeps results that other results are made of', () => {
    const { graph, build } = emptyGraph();
    const [x, y] = [0, 1].map(slot => inputNode(graph, slot)) as [Node, Node];
    const inner = build.mul(x, y);
    const outer = build.exp(inner);
    expect(patternOf(graph, [inner, outer, x], [x, y])).toEqual(rowsOf([0, 1], [0, 1], [0]));
    const short = emptyGraph();
    const first = inputNode(short.graph, 0);
    expect(patternOf(short.graph, [first, short.build.sin(first)], [first])).toEqual(rowsOf([0], [0]));
  });
});

describe('transposing', () => {
  it('gives the rows of each column, increasing', () => {
    expect(transposed(rowsOf([0, 2], [], [1, 2], [0]), 4)).toEqual(rowsOf([0, 3], [2], [0, 2], []));
  });
});

describe('the pattern of a symmetric matrix', () => {
  it('drops an entry without its mirror image', () => {
    expect(symmetric(rowsOf([0, 1, 2], [0], [1, 2]))).toEqual(rowsOf([0, 1], [0], [2]));
    expect(symmetric(rowsOf([1], [2], [0]))).toEqual(rowsOf([], [], []));
  });

  it('is what both halves have, over random patterns', () => {
    const size = 7;
    const row = fc.uniqueArray(fc.nat(size - 1)).map(list => Int32Array.from(list).sort());
    fc.assert(
      fc.property(fc.array(row, { minLength: size, maxLength: size }), rows => {
        const wanted = rows.map((list, i) => list.filter(j => rows[j]!.includes(i)));
        expect(symmetric(rows)).toEqual(wanted);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
