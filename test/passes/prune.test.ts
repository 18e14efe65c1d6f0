// Arms that nothing can reach go, all of them, and values stay.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandOf } from '../../src/graph/demand.js';
import { arity, type Graph, inputNode, type Node, operationOf } from '../../src/graph/graph.js';
import { both, NEVER } from '../../src/graph/guard.js';
import { usedBy } from '../../src/graph/use.js';
import { prune } from '../../src/passes/prune.js';
import { valuesOf } from '../graph/evaluate.js';
import { emptyGraph, graphOf, points, recipes } from '../random/graph.js';

const mode = { derivative: false, algebraic: false, primal: 0 };

/** Lazy operands of nodes in demand that no point looks at. */
function unreachable(graph: Graph, results: readonly Node[]): string[] {
  const { demand, guards, arm } = demandOf(graph, results);
  const found: string[] = [];
  for (let node = 0; node < demand.length; node++) {
    if (demand[node] === NEVER) continue;
    for (let index = 1; index < arity(graph, node); index++) {
      if (both(guards, demand[node]!, arm(node, index)) === NEVER) found.push(`${node}.${index}`);
    }
  }
  return found;
}

/** What is left of a result, and how often each operation stands in it. */
function pruned(graph: Graph, result: Node) {
  const { graph: left, nodes } = prune.run(graph, [result], mode);
  const names = [...usedBy(left, [nodes[result]!]).entries()].flatMap(([node, used]) =>
    used === 1 ? [operationOf(left, node).name] : [],
  );
  return { graph: left, result: nodes[result]!, count: (name: string) => names.filter(other => other === name).length };
}

function small() {
  const made = emptyGraph();
  const [x, y, z] = [0, 1, 2].map(slot => inputNode(made.graph, slot)) as [Node, Node, Node];
  return { ...made, x, y, z, condition: made.build.gt(x, y) };
}

describe('pruning', () => {
  it.each(['true', 'false'])('takes the inner arm where the outer condition is %s', outcome => {
    const { graph, build, x, y, z, condition } = small();
    const inner = build.select(condition, build.exp(z), build.sin(z));
    const root = outcome === 'true' ? build.select(condition, inner, y) : build.select(condition, y, inner);
    const left = pruned(graph, root);
    expect([left.count('select'), left.count('exp'), left.count('sin')]).toEqual([
      1,
      ...(outcome === 'true' ? [1, 0] : [0, 1]),
    ]);
    expect(valuesOf(left.graph, [1, 0, 2])[left.result]).toBe(outcome === 'true' ? Math.exp(2) : 0);
    expect([x, y, z]).toEqual([0, 1, 2]);
  });

  it('settles and and or whose second operand nothing looks at', () => {
    const { graph, build, y, z, condition } = small();
    const opposite = build.not(condition);
    const second = build.gt(build.exp(z), y);
    const never = build.select(opposite, build.select(build.and(condition, second), z, y), z);
    const always = build.select(condition, build.select(build.or(condition, second), z, y), build.sin(y));
    for (const root of [never, always]) {
      const left = pruned(graph, root);
      expect([left.count('and'), left.count('or'), left.count('exp'), left.count('select')]).toEqual([0, 0, 0, 1]);
    }
  });

  it('leaves a graph without unreachable arms as it is', () => {
    const { graph, build, y, z, condition } = small();
    const root = build.select(condition, build.exp(z), y);
    expect(prune.run(graph, [root], mode).graph).toBe(graph);
    const straight = build.exp(build.sin(y));
    expect(prune.run(graph, [straight], mode).graph).toBe(graph);
  });

  it('goes on until nothing is left: what one round settles may make another arm unreachable', () => {
    const { graph, build, x, y, z, condition } = small();
    // The first round makes `chosen` the condition x > y itself; only then is the arm under it known to be settled.
    const chosen = build.gt(x, build.select(condition, build.select(condition, y, z), y));
    expect(chosen).not.toBe(condition);
    const root = build.select(condition, build.select(chosen, build.exp(z), build.sin(z)), y);
    const left = pruned(graph, root);
    expect([left.count('select'), left.count('gt'), left.count('exp'), left.count('sin')]).toEqual([1, 1, 1, 0]);
    expect(unreachable(left.graph, [left.result])).toEqual([]);
    expect(valuesOf(left.graph, [2, 1, 0.5])[left.result]).toBe(Math.exp(0.5));
    expect(valuesOf(left.graph, [1, 2, 0.5])[left.result]).toBe(2);
  });

  it('leaves no unreachable arm and no other value, over random graphs', () => {
    const nested = recipes(['select', 'select', 'select', 'gt', 'and', 'or', 'not', 'add', 'exp'], 60);
    let changed = 0;
    fc.assert(
      fc.property(nested, fc.array(points, { minLength: 3, maxLength: 3 }), (recipe, samples) => {
        const { graph, nodes } = graphOf(recipe, false);
        const results = nodes.slice(-2);
        const left = prune.run(graph, results, mode);
        const moved = results.map(node => left.nodes[node]!);
        expect(unreachable(left.graph, moved)).toEqual([]);
        if (left.graph !== graph) changed++;
        for (const point of samples) {
          const [before, after] = [valuesOf(graph, point), valuesOf(left.graph, point)];
          for (const [i, node] of results.entries()) expect(after[moved[i]!]).toBe(before[node]);
        }
      }),
      { numRuns: 600, seed: 1 },
    );
    expect(changed).toBeGreaterThan(40);
  });
});
