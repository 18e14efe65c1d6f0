// Matrices made of sizes, vectors and other matrices. Values are those of mathjs 15; outer is numpy's.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import type { CompileOptions } from '../../src/options.js';

const A = '[1, 2; 3, 4]';
const tall = '[1, 2; 3, 4; 5, 6]';

describe('values', () => {
  it.each<[string, unknown]>([
    ['zeros(3)', [0, 0, 0]],
    ['zeros(2, 3)', [[0, 0, 0], [0, 0, 0]]],
    ['zeros([2, 3])', [[0, 0, 0], [0, 0, 0]]],
    ['zeros(1)', [0]],
    ['ones(3)', [1, 1, 1]],
    ['ones(3, 1)', [[1], [1], [1]]],
    [`ones(size(${tall}))`, [[1, 1], [1, 1], [1, 1]]],
    [`zeros(size(${tall})[1])`, [0, 0, 0]],
    ['const n = 2; ones(n, 2*n - 1)', [[1, 1, 1], [1, 1, 1]]],
    ['f(n) = ones(n); f(2)', [1, 1]],
    ['array(sum(ones(i)), i = 1:3)', [1, 2, 3]],
    ['identity(3)', [[1, 0, 0], [0, 1, 0], [0, 0, 1]]],
    ['identity(2, 3)', [[1, 0, 0], [0, 1, 0]]],
    ['identity([2, 3])', [[1, 0, 0], [0, 1, 0]]],
    ['identity([2])', [[1, 0], [0, 1]]],
    ['identity(4, 2)', [[1, 0], [0, 1], [0, 0], [0, 0]]],
    ['identity(1)', [[1]]],
    ['diag([1, 2, 3])', [[1, 0, 0], [0, 2, 0], [0, 0, 3]]],
    [`diag(${A})`, [1, 4]],
    [`diag(${tall})`, [1, 4]],
    [`diag(${tall}')`, [1, 4]],
    ['diag([1; 2; 3])', [1]],
    ['transpose([1, 2, 3])', [1, 2, 3]],
    [`transpose(${tall})`, [[1, 3, 5], [2, 4, 6]]],
    ['transpose(3)', 3],
    ['outer([1, 2], [3, 4, 5])', [[3, 4, 5], [6, 8, 10]]],
    ['kron([1, 2], [3, 4])', [3, 4, 6, 8]],
    [`kron(${A}, [1, 2])`, [[1, 2, 2, 4], [3, 6, 4, 8]]],
    [`kron([1, 2], ${A})`, [[1, 2, 2, 4], [3, 4, 6, 8]]],
    ['kron([1; 2], [3, 4])', [[3, 4], [6, 8]]],
    [`kron(${A}, [1, 10; 100, 1000])`, [[1, 10, 2, 20], [100, 1000, 200, 2000], [3, 30, 4, 40], [300, 3000, 400, 4000]]],
    [`kron(${tall}, [1, 1; 0, 1; 7, 7; 0, 0])[8, :]`, [0, 0, 0, 0]],
    [`kron(${tall}, [1, 1; 0, 1; 7, 7; 0, 0])[11, :]`, [35, 35, 42, 42]],
  ])('%s', (formula, expected) => {
    expect(compile(formula).evaluate({}).value).toEqual(expected);
  }); // biome-ignore format: one case a line

  it('of what depends on inputs', () => {
    const { value, jacobian } = compile(
      'input u[2], v[2]\ntrace(outer(u, v)) + sum(kron(u, v)) + sum(diag(u)*transpose(v))',
    );
    expect(value([2, 3], [5, 7])).toBe(31 + 60 + 31);
    // u·v twice and sum(u)·sum(v).
    expect([...jacobian([2, 3], [5, 7])]).toEqual([2 * 5 + 12, 2 * 7 + 12, 2 * 2 + 5, 2 * 3 + 5]);
  });

  it('of a quadratic form: its Hessian', () => {
    const { hessian } = compile('input x[2]\nsum(kron(outer(x, x), [1, 2; 3, 4]))');
    // 10·(x₁ + x₂)².
    expect([...hessian([0.5, -3])]).toEqual([20, 20, 20, 20]);
  });

  it('of structural zeros: no entries of the Jacobian', () => {
    const { jacobianPattern } = compile('input v[3]\ndiag(v)', { emit: ['jacobianSparse'] });
    expect(jacobianPattern).toEqual({ rows: [0, 4, 8], cols: [0, 1, 2] });
  });
});

describe('errors', () => {
  it.each<[string, string, string, string, CompileOptions?]>([
    ['WG206', 'zeros()', '1:1:7', ''],
    ['WG206', 'ones(2, 2, 2)', '1:1:13', ''],
    ['WG206', 'input v[3]\ndiag(v, 1)', '2:1:10', ''],
    ['WG304', 'zeros([2, 2, 2])', '1:1:16', "'zeros(m, n)'"],
    ['WG304', 'identity([1, 2], 3)', '1:1:19', "'identity(m, n)'"],
    ['WG304', 'ones([1, 2; 3, 4])', '1:1:18', "'ones(size(A))'"],
    ['WG304', 'diag(3)', '1:1:7', 'vector or a matrix'],
    ['WG304', 'input A[2,2], v[2]\nouter(A, v)', '2:1:11', 'two vectors'],
    ['WG304', 'input v[2]\nouter(2, v)', '2:1:11', 'two vectors'],
    ['WG304', 'input v[2]\nkron(2, v)', '2:1:10', "'*'"],
    ['WG307', 'input n\nones(3, n)', '2:9:1', 'consts'],
    ['WG307', 'input n\nidentity([n, 2])', '2:10:6', 'consts'],
    ['WG311', 'zeros(0)', '1:7:1', 'zeros(3)'],
    ['WG311', 'identity(2, 1.5)', '1:13:3', 'identity(3)'],
    ['WG311', 'zeros(NaN)', '1:7:3', 'zeros(3)'],
    ['WG706', 'zeros(1e6, 1e6)', '1:1:15', 'nodes'],
    ['WG706', 'identity(1e5)', '1:1:13', 'nodes'],
    ['WG706', 'diag(zeros(1e5))', '1:1:16', 'nodes'],
    ['WG706', 'sum(outer(ones(1e4), ones(1e4)))', '1:5:27', 'nodes'],
    ['WG706', 'trace(kron(identity(100), identity(100)))', '1:7:34', 'nodes'],
    ['WG706', 'input x\narray(ones(600), i = 1:600)', '2:1:27', 'nodes'],
  ])('%s: %s', (code, formula, place, help, options = { limits: { nodes: 200_000 } }) => {
    try {
      void compile(formula, options).source;
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      const [first] = error.toJSON().errors;
      expect(first?.code).toBe(code);
      expect(`${first?.line}:${first?.column}:${first?.length}`).toBe(place);
      expect(first?.help ?? '').toContain(help);
    }
  });
});
