// Fewer operations in derivative code: common factors of sums, factors of two, signs.
//
// An adjoint is the sum of its users' contributions, and these often share a factor: λ·u + λ·v is λ·(u + v). The primal
// program is left as the user wrote it.

import { isConstant, type Node, operand } from '../graph/graph.js';
import { rebuild } from '../graph/rebuild.js';
import { useCounts, usedBy } from '../graph/use.js';
import { isPowerOfTwo } from '../ops/arithmetic.js';
import type { Build } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import type { Pass } from './pass.js';

const [ADD, SUB, MUL, NEG] = (['add', 'sub', 'mul', 'neg'] as const).map(codeOf);
const SUMS_AND_PRODUCTS = new Set([ADD, SUB, MUL]);

export const condense: Pass = {
  name: 'condense',
  run(graph, results, mode) {
    const used = usedBy(graph, results);
    const uses = useCounts(graph, used);
    for (const node of results) uses[node]!++;
    /** True for a sum or a product of the derivative that nothing else needs: it goes with the node that is replaced. */
    const isOwn = (node: Node, index: number): boolean => {
      const of = operand(graph, node, index);
      return of >= mode.primal && uses[of] === 1 && SUMS_AND_PRODUCTS.has(graph.operation[of]!);
    };
    /** True for a product with a number. */
    const isScaled = (node: Node, index: number): boolean => {
      const of = operand(graph, node, index);
      return of >= mode.primal && graph.operation[of] === MUL && (isNumber(of, 0) || isNumber(of, 1));
    };
    const isNumber = (node: Node, index: number): boolean => isConstant(graph, operand(graph, node, index));
    return rebuild(graph, results, mode, {
      concerns(node) {
        const code = graph.operation[node]!;
        if (node < mode.primal) return false;
        if (code === NEG) return isOwn(node, 0);
        if (code === MUL) {
          if ((isNumber(node, 0) && isOwn(node, 1)) || (isNumber(node, 1) && isOwn(node, 0))) return true;
          return isScaled(node, 0) && isScaled(node, 1) && (isOwn(node, 0) || isOwn(node, 1));
        }
        return (code === ADD || code === SUB) && isOwn(node, 0) && isOwn(node, 1);
      },
      replace(build, node, [a, b]) {
        const code = graph.operation[node]!;
        if (code === NEG) return scaled(build, -1, a!);
        if (code !== MUL) return shared(build, code === ADD ? 'add' : 'sub', a!, b!);
        const [first, second] = [build.constantValue(a!), build.constantValue(b!)];
        if (first !== undefined) return scaled(build, first, b!);
        return second === undefined ? scaledBoth(build, a!, b!) : scaled(build, second, a!);
      },
    });
  },
};

/** c·(d·x) as (c·d)·x where c or d is a power of two, which rounds once instead of twice. */
function scaled(g: Build, c: number, product: Node): Node | undefined {
  if (g.is(product, 'mul')) {
    for (const i of [0, 1]) {
      const d = g.constantValue(g.operand(product, i));
      const isNormal = d !== undefined && 1 / (c * d) && Math.abs(c * d) >= 2 ** -1022;
      if (isNormal && (isPowerOfTwo(Math.abs(c)) || isPowerOfTwo(Math.abs(d))))
        return g.mul(g.constant(c * d), g.operand(product, 1 - i));
    }
  }
  return undefined;
}

/** (c·x)·(d·y) as x·y where c·d is 1: both are powers of two. Of factors that are shared each is one operation less. */
function scaledBoth(g: Build, a: Node, b: Node): Node | undefined {
  const [first, second] = [numberIn(g, a), numberIn(g, b)];
  if (first === null || second === null || first.number * second.number !== 1) return undefined;
  return isPowerOfTwo(Math.abs(first.number)) ? g.mul(first.other, second.other) : undefined;
}

/** A product with a number, apart. */
function numberIn(g: Build, product: Node): { readonly number: number; readonly other: Node } | null {
  if (!g.is(product, 'mul')) return null;
  for (const i of [0, 1]) {
    const number = g.constantValue(g.operand(product, i));
    if (number !== undefined) return { number, other: g.operand(product, 1 - i) };
  }
  return null;
}

/** λ·u ± λ·v as λ·(u ± v). */
function shared(g: Build, sum: 'add' | 'sub', a: Node, b: Node): Node | undefined {
  if (g.is(a, 'mul') && g.is(b, 'mul')) {
    for (const i of [0, 1, 2, 3]) {
      const factor = g.operand(a, i & 1);
      if (factor === g.operand(b, i >> 1))
        return g.mul(factor, g[sum](g.operand(a, 1 - (i & 1)), g.operand(b, 1 - (i >> 1))));
    }
  }
  return undefined;
}
