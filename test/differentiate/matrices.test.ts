import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { adjointsOf } from '../../src/differentiate/adjoint.js';
import { colourColumns, starColouring } from '../../src/differentiate/colouring.js';
import { tangentsOf } from '../../src/differentiate/tangent.js';
import { createBuilder } from '../../src/graph/build.js';
import type { Node } from '../../src/graph/graph.js';
import { compile } from '../../src/index.js';
import { type DifferentiatedModel, resultNodes, wrtNodes } from '../../src/lower/model.js';
import { runPasses } from '../../src/passes/passes.js';
import { countOperations } from '../../src/schedule/count.js';
import { schedule } from '../../src/schedule/schedule.js';
import { program, trees } from '../random/shaped.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 150);
const mode = { algebraic: false };

function operationsOf({ graph, primal }: DifferentiatedModel, nodes: readonly Node[]): number {
  const optimised = runPasses(graph, nodes, { derivative: false, primal, ...mode });
  return countOperations(schedule(optimised.graph, { returned: [], stored: optimised.results }, new Set(), 1e9))
    .operations;
}

/** Operations of the Jacobian by one sweep for every column, and by one for every row. */
function pureCounts(formula: string): { forward: number; reverse: number } {
  const count = (way: 'forward' | 'reverse'): number => {
    const { model } = createCompilation(formula, {});
    const { graph } = model;
    const [results, inputs] = [resultNodes(model), wrtNodes(model)];
    const build = createBuilder(graph, { derivative: true, ...mode });
    const [one, zero] = [build.constant(1), build.constant(0)];
    const entries =
      way === 'forward'
        ? inputs.flatMap(input => tangentsOf(graph, new Map([[input, one]]), results, mode))
        : results.flatMap(node => adjointsOf(graph, [{ node, adjoint: one }], inputs, inputs, mode));
    return operationsOf(
      model,
      entries.map(entry => entry ?? zero),
    );
  };
  return { forward: count('forward'), reverse: count('reverse') };
}

describe('the Jacobian', () => {
  it('never needs more operations than the better of forward and reverse mode', () => {
    fc.assert(
      fc.property(trees.vector, tree => {
        const formula = program(tree.text);
        const { forward, reverse } = pureCounts(formula);
        const { operations } = compile(formula, { emit: ['jacobian'] }).stats;
        expect(operations.jacobian).toBeLessThanOrEqual(Math.min(forward, reverse));
      }),
      { numRuns: RUNS, seed: 5 },
    );
  });

  it.each([
    ['tall', 'input x\narray(sin(i*x), i = 1:30)', 'forward'],
    ['wide', 'input x[30]\nprod(sin(x))', 'reverse'],
    ['an arrow', 'input x[30]\narray(i == 1 ? prod(sin(x)) : exp(x[i])*x[1], i = 1:30)', 'mixed'],
  ])('goes %s in the right direction', (_what, formula, direction) => {
    expect(compile(formula, { emit: ['jacobian'] }).source).toContain(`(${direction}).`);
  });

  it('of an arrow is as cheap as its dense row backward and the others forward', () => {
    const formula = 'input x[30]\narray(i == 1 ? prod(sin(x)) : exp(x[i])*x[1], i = 1:30)';
    const { forward, reverse } = pureCounts(formula);
    const { jacobian, jacobianSparse } = compile(formula, { emit: ['jacobian', 'jacobianSparse'] }).stats.operations;
    expect(jacobian).toBe(jacobianSparse);
    expect(jacobian).toBeLessThanOrEqual(Math.min(forward, reverse));
  });
});

describe('the Hessian of Rosenbrock’s function', () => {
  const rosenbrock = (n: number) =>
    compile(`input x[${n}]\nsum(100*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i = 1:${n - 1})`, {
      emit: ['valueAndGradient', 'hessianSparse', 'hessian', 'hvp'],
    });

  it('has 3n - 2 nonzeros, and operations linear in n', () => {
    expect(rosenbrock(200).hessianPattern).toMatchObject({ rows: { length: 598 }, cols: { length: 598 } });
    const [a, b, c] = [100, 200, 300].map(n => rosenbrock(n).stats.operations);
    expect(b!.hessianSparse! - a!.hessianSparse!).toBe(c!.hessianSparse! - b!.hessianSparse!);
    expect(b!.hessian).toBe(b!.hessianSparse);
    expect(b!.hvp!).toBeLessThan(2.5 * b!.valueAndGradient!);
  });

  it('is its closed form', () => {
    const n = 30;
    const x = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
    const { hessian, hessianSparse, hessianPattern } = rosenbrock(n);
    const expected = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      if (i < n - 1) expected[i * n + i]! += 1200 * x[i]! ** 2 - 400 * x[i + 1]! + 2;
      if (i > 0) expected[i * n + i]! += 200;
      if (i < n - 1) expected[i * n + i + 1] = expected[(i + 1) * n + i] = -400 * x[i]!;
    }
    for (const [k, entry] of hessian(x).entries()) expect(entry).toBeCloseTo(expected[k]!, 9);
    const { rows, cols } = hessianPattern as unknown as { rows: number[]; cols: number[] };
    const order = rows.map((row, k) => row * n + cols[k]!);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    for (const [k, entry] of hessianSparse(x).entries()) expect(entry).toBeCloseTo(expected[order[k]!]!, 9);
  });
});

describe('hvp', () => {
  // The tangent of a product is three operations, so forward over reverse may need four times those of a gradient that is
  // all products; models mix them with sums and functions.
  it('needs at most four times the operations of valueAndGradient', () => {
    fc.assert(
      fc.property(trees.scalar, tree => {
        const formula = program(tree.text);
        const { hvp, valueAndGradient } = compile(formula, { emit: ['hvp', 'valueAndGradient'] }).stats.operations;
        expect(hvp).toBeLessThanOrEqual(4 * valueAndGradient! + 4);
      }),
      { numRuns: RUNS, seed: 6 },
    );
  });
});

/** Random sparse rows over n columns. */
const sparse = (m: number, n: number) =>
  fc
    .array(fc.uniqueArray(fc.integer({ min: 0, max: n - 1 }), { maxLength: 5 }), { minLength: m, maxLength: m })
    .map(rows => rows.map(row => Int32Array.from(row).sort()));

describe('colourings', () => {
  it('give columns that share a row different colours', () => {
    fc.assert(
      fc.property(sparse(12, 9), rows => {
        const { colours, count } = colourColumns(rows, 9);
        for (const row of rows) expect(new Set([...row].map(column => colours[column])).size).toBe(row.length);
        for (const colour of colours) expect(colour).toBeLessThan(count);
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  it('let every entry of a symmetric matrix be read from one row', () => {
    fc.assert(
      fc.property(sparse(10, 10), upper => {
        const near = upper.map(() => new Set<number>());
        for (const [i, row] of upper.entries()) {
          for (const j of row) {
            near[i]!.add(j);
            near[j]!.add(i);
          }
        }
        const rows = near.map(set => Int32Array.from(set).sort());
        const { colours } = starColouring(rows);
        const alone = (row: number, column: number): boolean =>
          rows[row]!.every(other => other === column || colours[other] !== colours[column]);
        for (const [i, row] of rows.entries()) for (const j of row) expect(alone(i, j) || alone(j, i)).toBe(true);
      }),
      { numRuns: 1000, seed: 9 },
    );
  });
});
