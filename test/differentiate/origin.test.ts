// Derivative code comes from the text of what it is the derivative of, and says so where a limit stops it.

import { expect, it } from 'vitest';
import { adjointsOf } from '../../src/differentiate/adjoint.js';
import { tangentsOf } from '../../src/differentiate/tangent.js';
import { textbookDerivatives } from '../../src/differentiate/textbook.js';
import { createBuilder } from '../../src/graph/build.js';
import { createGraph, type Graph, inputNode, type Node, operationOf, originOf } from '../../src/graph/graph.js';
import { createBudget, defaultLimits, LimitReached } from '../../src/limits.js';

const SINE = { start: 0, end: 6 };
const PRODUCT = { start: 9, end: 14 };
const mode = { algebraic: false };

/** v = u*y with u = sin(x). */
function program(nodes = defaultLimits.nodes) {
  const graph = createGraph(createBudget({ ...defaultLimits, nodes }));
  const build = createBuilder(graph, { derivative: false, algebraic: false });
  const [x, y] = [0, 1].map(slot => inputNode(graph, slot)) as [Node, Node];
  const v = build.at(PRODUCT).mul(build.at(SINE).sin(x), y);
  return { graph, one: build.constant(1), x, y, v };
}

/** Names and origins of the nodes from `first` on. */
const made = (graph: Graph, first: Node): unknown[] =>
  Array.from({ length: graph.size - first }, (_, i) => [
    operationOf(graph, first + i).name,
    originOf(graph, first + i),
  ]).filter(([name]) => name !== 'constant');

it('an adjoint has the origin of its node', () => {
  const { graph, one, x, y, v } = program();
  const { size } = graph;
  adjointsOf(graph, [{ node: v, adjoint: one }], [x, y], [x, y], mode);
  expect(made(graph, size)).toEqual([
    ['cos', SINE],
    ['mul', SINE],
  ]);
});

it('a tangent has the origin of its node', () => {
  const { graph, one, x, v } = program();
  const { size } = graph;
  tangentsOf(graph, new Map([[x, one]]), [v], mode);
  expect(made(graph, size)).toEqual([
    ['cos', SINE],
    ['mul', PRODUCT],
  ]);
});

it('a derivative by the textbook has the origin of its node', () => {
  const { graph, x, v } = program();
  const { size } = graph;
  textbookDerivatives(graph, x, [v], mode);
  expect(made(graph, size)).toEqual([
    ['cos', SINE],
    ['mul', PRODUCT],
  ]);
});

it('a limit that is reached names the text whose derivative was under way', () => {
  const { graph } = program();
  // Room for the masks' constants and no cosine.
  const short = program(graph.size + 1);
  const run = (): unknown =>
    adjointsOf(short.graph, [{ node: short.v, adjoint: short.one }], [short.x], [short.x], mode);
  expect(run).toThrow(LimitReached);
  expect(run).toThrow(expect.objectContaining({ code: 'WG703', place: SINE }));
});

it('a limit that is reached where no text makes nodes names none', () => {
  const { graph } = program();
  const short = program(graph.size);
  expect(() => inputNode(short.graph, 7)).toThrow(expect.objectContaining({ code: 'WG703', place: null }));
});
