import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { value as valueRow } from '../../src/exports/value.js';
import { valueAndGradient } from '../../src/exports/value-and-gradient.js';
import { arity, type Graph, operationOf } from '../../src/graph/graph.js';
import { compile } from '../../src/index.js';
import { costOf } from '../../src/ops/table.js';
import { countOperations } from '../../src/schedule/count.js';
import { lastLine, stepNode } from '../../src/schedule/sections.js';
import { evaluate, type Formula, formulas, NAMES, textOf } from './formula.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 1000);

// Zero and ordinary sizes: beside subnormal numbers intermediate results overflow, which is rounding and not calculus.
const sizes = fc.double({ min: 1e-3, max: 4, noNaN: true });
const coordinates = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 0.5),
  sizes,
  sizes.map(value => -value),
);
const points = fc.record({ x: coordinates, y: coordinates, z: coordinates });

/** Every formula with the same three inputs. */
const program = (formula: Formula): string => `input x, y, z\n${textOf(formula)}`;

const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

describe('random formulas with branches', () => {
  it('have the value that lazy evaluation gives', () => {
    fc.assert(
      fc.property(formulas, fc.array(points, { minLength: 3, maxLength: 3 }), (formula, at) => {
        // The square of a length is the sum of squares, which rounds otherwise.
        fc.pre(!textOf(formula).includes('hypot'));
        const { value } = compile(program(formula));
        for (const point of at) {
          const wanted = evaluate(formula, point, 'none').value;
          const found = value(point.x, point.y, point.z);
          if (!same(found, wanted))
            throw new Error(`${textOf(formula)} at ${JSON.stringify(point)}: ${found}, wanted ${wanted}`);
        }
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });

  it('have the gradient that dual numbers give', () => {
    let compared = 0;
    fc.assert(
      fc.property(formulas, fc.array(points, { minLength: 3, maxLength: 3 }), (formula, at) => {
        const compiled = compile(program(formula));
        for (const point of at) {
          const gradient = new Float64Array(3);
          compiled.valueAndGradient(point.x, point.y, point.z, gradient);
          for (const [i, name] of NAMES.entries()) {
            const { tangent, size } = evaluate(formula, point, name);
            const wanted = tangent ?? 0;
            // Where a term is infinite the order of factors decides between NaN and infinity.
            if (!Number.isFinite(wanted) || !Number.isFinite(size)) continue;
            compared++;
            if (!(Math.abs(gradient[i]! - wanted) <= 1e-9 * size + 1e-300)) {
              throw new Error(
                `${textOf(formula)} at ${JSON.stringify(point)} by ${name}: ${gradient[i]}, wanted ${wanted}`,
              );
            }
          }
        }
      }),
      { numRuns: RUNS, seed: 2 },
    );
    expect(compared).toBeGreaterThan(RUNS);
  });

  it('satisfy the adjoint identity: resultAdjoint·jvp(v) = vjp(resultAdjoint)·v', () => {
    fc.assert(
      fc.property(formulas, points, points, (formula, point, v) => {
        const { jvp, vjp } = compile(program(formula));
        const forward = 0.75 * jvp(point.x, point.y, point.z, v.x, v.y, v.z)[0];
        const adjoint = vjp(point.x, point.y, point.z, 0.75) as Float64Array;
        const terms = [adjoint[0]! * v.x, adjoint[1]! * v.y, adjoint[2]! * v.z];
        const reverse = terms.reduce((a, b) => a + b);
        const size = terms.reduce((total, term) => total + Math.abs(term), Math.abs(forward));
        if (!Number.isFinite(size)) return;
        const sizes = NAMES.map(name => evaluate(formula, point, name).size * Math.abs(v[name]));
        const bound = sizes.reduce((a, b) => a + b, size);
        if (!Number.isFinite(bound)) return;
        if (!(Math.abs(forward - reverse) <= 1e-9 * bound + 1e-300))
          throw new Error(`${textOf(formula)} at ${JSON.stringify(point)}: ${forward}, ${reverse}`);
      }),
      { numRuns: RUNS, seed: 3 },
    );
  });

  it('never cost more with gradient than the sum of c(op) over the operations of the value', () => {
    fc.assert(
      fc.property(formulas, formula => {
        const compilation = createCompilation(textOf(formula), {});
        const value = lastLine(compilation.scheduled(valueRow).schedule);
        const { schedule: both } = compilation.scheduled(valueAndGradient);
        const { operations } = countOperations(both);
        let bound = 0;
        for (const { condition, steps, otherwise } of value.blocks) {
          // An `if` of the value may need its like in the adjoint, once for the guard and once for its masks.
          if (condition !== null) bound += 5;
          for (const step of [...steps, ...otherwise]) bound += costAt(value.graph, stepNode(step));
        }
        for (let node = 0; node < value.graph.size; node++)
          if (value.inlined[node] === 1) bound += costAt(value.graph, node);
        if (operations > bound) throw new Error(`${textOf(formula)}: ${operations} operations, bound ${bound}`);
      }),
      { numRuns: RUNS, seed: 4 },
    );
  });
});

const costAt = (graph: Graph, node: number): number => costOf(operationOf(graph, node), arity(graph, node));
