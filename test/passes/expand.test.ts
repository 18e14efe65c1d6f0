// Composite operations and small powers as basic ones: what is left of each, and its value.

import { describe, expect, it } from 'vitest';
import { inputNode, operationOf } from '../../src/graph/graph.js';
import type { OperationName } from '../../src/ops/operation.js';
import { operations } from '../../src/ops/table.js';
import { expand } from '../../src/passes/expand.js';
import { valuesOf } from '../graph/evaluate.js';
import { emptyGraph } from '../random/graph.js';

const mode = { derivative: false, algebraic: false, primal: 0 };

function power(exponent: number) {
  const { graph, build } = emptyGraph();
  const root = build.pow(inputNode(graph, 0), build.constant(exponent));
  const { graph: left, nodes } = expand.run(graph, [root], mode);
  const names = Array.from({ length: left.size }, (_, node) => operationOf(left, node).name);
  return { names: names.filter(name => name !== 'constant' && name !== 'input'), left, result: nodes[root]! };
}

describe('powers', () => {
  // Multiplications and squares of addition chains (Knuth, The Art of Computer Programming, 4.6.3).
  it.each([
    [3, 2],
    [4, 2],
    [5, 3],
    [6, 3],
    [7, 4],
    [8, 3],
  ])('of %i are %i multiplications', (n, multiplications) => {
    for (const exponent of [n, -n]) {
      const { names, left, result } = power(exponent);
      expect(names.filter(name => name === 'mul' || name === 'square')).toHaveLength(multiplications);
      expect(names.filter(name => name === 'div')).toHaveLength(exponent < 0 ? 1 : 0);
      expect(names).not.toContain('pow');
      // Powers of such numbers are exact.
      for (const x of [-3, -1.5, 1, 2, 5]) {
        const exact = x ** n;
        expect(valuesOf(left, [x])[result]).toBe(exponent < 0 ? 1 / exact : exact);
      }
    }
  });

  it.each([9, -9, 2.5, -0.5])('of %d stay', exponent => {
    expect(power(exponent).names).toEqual(['pow']);
  });
});

describe('every operation that is written as others', () => {
  const rows = operations.filter(
    ({ expand: rule, name, closes }) => rule !== undefined && name !== 'pow' && closes !== true,
  );

  it.each(rows.map(({ name, arity }) => ({ name, arity })))('$name has its value and is gone', ({ name, arity }) => {
    // The second has operands inside of the domain of asec.
    for (const point of [
      [0.25, 0.5, 0.75, 2],
      [1.75, 1.5, 0.25, 2],
    ]) {
      const { graph, build } = emptyGraph();
      const operands = Array.from({ length: arity }, (_, slot) => inputNode(graph, slot));
      // The number of an element.
      if (name === 'lengthSlope' || name === 'softmax') operands[0] = build.constant(0);
      const root = build[name as OperationName](...operands);
      const { graph: left, nodes } = expand.run(graph, [root], mode);
      expect(Array.from({ length: left.size }, (_, node) => operationOf(left, node).name)).not.toContain(name);
      const [wanted, found] = [valuesOf(graph, point)[root]!, valuesOf(left, point)[nodes[root]!]!];
      if (Number.isNaN(wanted)) expect(found).toBeNaN();
      else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(wanted));
    }
  });

  it('and nothing else is touched', () => {
    const { graph, build } = emptyGraph();
    const root = build.exp(build.pow(inputNode(graph, 0), inputNode(graph, 1)));
    const { graph: left, nodes } = expand.run(graph, [root], mode);
    expect(left.size).toBe(graph.size);
    const plain = emptyGraph();
    const sum = plain.build.add(inputNode(plain.graph, 0), inputNode(plain.graph, 1));
    expect(expand.run(plain.graph, [sum], mode).graph).toBe(plain.graph);
    expect(operationOf(left, nodes[root]!).name).toBe('exp');
  });
});
