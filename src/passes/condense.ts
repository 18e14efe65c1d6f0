// Fewer operations in derivative code: common factors and divisors of sums, factors of two, signs.
//
// An adjoint is the sum of its users' contributions, and these often share a factor: λ·u + λ·v is λ·(u + v). The primal
// program is left as the user wrote it.

import type { Builder } from '../graph/build.js';
import { type Graph, type Node, operand, operandsOf } from '../graph/graph.js';
import { rebuild } from '../graph/rebuild.js';
import { usedBy } from '../graph/use.js';
import { isPowerOfTwo } from '../ops/arithmetic.js';
import { codeOf } from '../ops/table.js';
import type { Pass } from './pass.js';

const [ADD, SUB, MUL, NEG] = [codeOf('add'), codeOf('sub'), codeOf('mul'), codeOf('neg')];

export const condense: Pass = {
  name: 'condense',
  run(graph, results, mode) {
    const uses = useCounts(graph, results);
    const { operation } = graph;
    /** True for an operand that nothing else needs: it goes with the node that is replaced. */
    const owns = (node: Node, index: number): boolean => {
      const of = operand(graph, node, index);
      return of >= mode.primal && uses[of] === 1;
    };
    return rebuild(graph, results, mode, {
      concerns(node) {
        if (node < mode.primal) return false;
        const code = operation[node]!;
        if (code === ADD || code === SUB) return owns(node, 0) && owns(node, 1);
        return code === NEG ? owns(node, 0) : code === MUL && (owns(node, 0) || owns(node, 1));
      },
      replace(build, node, [a, b]) {
        const code = operation[node]!;
        if (code === NEG) return signed(build, a!);
        if (code !== MUL) return shared(build, code === ADD ? 'add' : 'sub', a!, b!);
        const second = owns(node, 1) ? scaled(build, a!, b!) : undefined;
        return second ?? (owns(node, 0) ? scaled(build, b!, a!) : undefined);
      },
    });
  },
};

function useCounts(graph: Graph, results: readonly Node[]): Uint32Array {
  const used = usedBy(graph, results);
  const counts = new Uint32Array(used.length);
  for (const node of results) counts[node]!++;
  for (let node = 0; node < used.length; node++) {
    if (used[node] === 1) for (const operand of operandsOf(graph, node)) counts[operand]!++;
  }
  return counts;
}

/** -(c·x) as (-c)·x. */
function signed(g: Builder, product: Node): Node | undefined {
  if (!g.is(product, 'mul')) return undefined;
  const [c, x] = [g.operand(product, 0), g.operand(product, 1)];
  const [left, right] = [g.valueOf(c), g.valueOf(x)];
  if (left !== undefined) return g.mul(g.constant(-left), x);
  return right === undefined ? undefined : g.mul(c, g.constant(-right));
}

/** c·(d·x) as (c·d)·x where c or d is a power of two, which rounds once instead of twice. */
function scaled(g: Builder, number: Node, product: Node): Node | undefined {
  const c = g.valueOf(number);
  if (c === undefined || !g.is(product, 'mul')) return undefined;
  for (const index of [0, 1]) {
    const d = g.valueOf(g.operand(product, index));
    if (d !== undefined && (isPowerOfTwo(Math.abs(c)) || isPowerOfTwo(Math.abs(d))) && isNormal(c * d))
      return g.mul(g.constant(c * d), g.operand(product, 1 - index));
  }
  return undefined;
}

function isNormal(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) >= 2 ** -1022;
}

/** λ·u ± λ·v as λ·(u ± v), u/w ± v/w as (u ± v)/w. */
function shared(g: Builder, sum: 'add' | 'sub', a: Node, b: Node): Node | undefined {
  if (g.is(a, 'div') && g.is(b, 'div') && g.operand(a, 1) === g.operand(b, 1))
    return g.div(g[sum](g.operand(a, 0), g.operand(b, 0)), g.operand(a, 1));
  if (!g.is(a, 'mul') || !g.is(b, 'mul')) return undefined;
  for (const i of [0, 1]) {
    for (const j of [0, 1]) {
      const factor = g.operand(a, i);
      if (factor === g.operand(b, j)) return g.mul(factor, g[sum](g.operand(a, 1 - i), g.operand(b, 1 - j)));
    }
  }
  return undefined;
}
