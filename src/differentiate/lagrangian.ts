// The Lagrangian of a program, L = f − Σ λ (z − f(x, z)), and its derivatives at any x, z and λ. ∂L/∂λ = 0 is the forward pass and
// ∂L/∂z = 0 the backward pass; where both hold, ∂L/∂x is the gradient. Equations of implicit unknowns r(x, z) = 0 are constraints
// as they are, L = f − … − Σ λ r: the forward pass is a solve, and so is the backward pass.

import { type Builder, createBuilder } from '../graph/build.js';
import { inputNode, type Node } from '../graph/graph.js';
import { type DifferentiatedModel, slotCount, wrtNodes } from '../lower/model.js';
import { adjointsOf } from './adjoint.js';
import { type DeriveMode, resultOf, wrtElements, zeroOf } from './derivatives.js';
import { type Freed, freed } from './freed.js';
import { hessianOf, jacobiansOf, type SparseMatrix } from './matrices.js';
import { type Rows, transposed } from './sparsity.js';

/** A program over its variables, with what each is minus what the program says that it is, or what its equation says is 0. */
export interface Residuals extends Freed {
  readonly residuals: readonly Node[];
}

/** Elements of all named statements, which are the variables of what a module exports: in program order, row-major. */
export const statementNodes = ({ statements }: Pick<DifferentiatedModel, 'statements'>): Node[] =>
  statements.flatMap(({ nodes }) => nodes);

/** @param intermediate nodes of the model that are its variables */
export function residualsOf(model: DifferentiatedModel, intermediate: readonly Node[], mode: DeriveMode): Residuals {
  const free = freed(model, intermediate, mode);
  const g = createBuilder(free.model.graph, { derivative: false, ...mode });
  const residuals = free.constraints.map(({ node, isEquation }, i) =>
    isEquation ? node : g.sub(free.variables[i]!, node),
  );
  return { ...free, residuals };
}

/** Multipliers are inputs of the graph, in slots after those of the variables. */
interface Multiplied extends Residuals {
  readonly multipliers: readonly Node[];
  readonly g: Builder;
  /** A constraint's share in the Lagrangian, where it has one. */
  counted(i: number, share: Node): Node;
}

function multiplied(model: DifferentiatedModel, intermediate: readonly Node[], mode: DeriveMode): Multiplied {
  const free = residualsOf(model, intermediate, mode);
  const { graph } = free.model;
  const first = slotCount(model) + intermediate.length;
  const multipliers = intermediate.map((_, i) => inputNode(graph, first + i));
  const g = createBuilder(graph, { derivative: true, ...mode });
  const zero = g.constant(0);
  return {
    ...free,
    multipliers,
    g,
    // What stands in an arm that is not taken may have no value. Its multiplier is 0, and it passes nothing to the gradient, so
    // it has no share; of a constraint that does pass something 0·∞ stays what it is.
    counted(i, share) {
      if (g.constantValue(free.passing[i]!) === 1) return share;
      return g.select(g.and(g.eq(multipliers[i]!, zero), g.not(free.passing[i]!)), zero, share);
    },
  };
}

export interface Lagrangian {
  readonly model: DifferentiatedModel;
  readonly value: Node;
}

/** @param intermediate nodes of the model that are its variables */
export function lagrangianOf(model: DifferentiatedModel, intermediate: readonly Node[], mode: DeriveMode): Lagrangian {
  const { model: own, residuals, multipliers, g, counted } = multiplied(model, intermediate, mode);
  const value = residuals.reduce(
    (sum, residual, i) => g.sub(sum, counted(i, g.mul(multipliers[i]!, residual))),
    resultOf(own),
  );
  return { model: own, value };
}

export interface LagrangianGradient {
  readonly model: DifferentiatedModel;
  /** The differentiated inputs. */
  readonly inputs: readonly Node[];
  readonly variables: readonly Node[];
  /** With respect to the differentiated inputs, as `gradientOf` has it. */
  readonly byInputs: readonly Node[];
  readonly byVariables: readonly Node[];
  readonly byMultipliers: readonly Node[];
}

/** @param intermediate nodes of the model that are its variables */
export function lagrangianGradientOf(
  model: DifferentiatedModel,
  intermediate: readonly Node[],
  mode: DeriveMode,
): LagrangianGradient {
  const { model: own, variables, constraints, multipliers, g, counted } = multiplied(model, intermediate, mode);
  const inputs = [...wrtNodes(own), ...wrtElements(own)];
  // The backward pass with multipliers that are given, so that what it comes to has the bits of those that are computed.
  const seeds = [
    { node: resultOf(own), adjoint: g.constant(1) },
    ...constraints.map(({ node, isEquation }, i) => {
      const adjoint = multipliers[i]!;
      return { node: counted(i, node), adjoint: isEquation ? g.neg(adjoint) : adjoint };
    }),
  ];
  const wanted = [...inputs, ...variables];
  const zero = zeroOf(own);
  const adjoints = adjointsOf(own.graph, seeds, wanted, wanted, mode).map(node => node ?? zero);
  return {
    model: own,
    inputs,
    variables,
    byInputs: adjoints.slice(0, inputs.length),
    byVariables: constraints.map(({ isEquation }, i) => {
      const adjoint = adjoints[inputs.length + i]!;
      return isEquation ? adjoint : g.sub(adjoint, multipliers[i]!);
    }),
    byMultipliers: constraints.map(({ node, isEquation }, i) =>
      isEquation ? g.neg(node) : g.sub(node, variables[i]!),
    ),
  };
}

/**
 * The second derivatives of the Lagrangian by x, z and λ: what a Newton step on its gradient solves with. Of x and z they are those of
 * ∂L/∂x and ∂L/∂z; by λ they are the derivatives of the constraints, whatever λ is.
 * @param intermediate nodes of the model that are its variables
 */
export function lagrangianHessianOf(
  model: DifferentiatedModel,
  intermediate: readonly Node[],
  mode: DeriveMode,
): { readonly model: DifferentiatedModel; readonly matrix: SparseMatrix } {
  const of = lagrangianGradientOf(model, intermediate, mode);
  const { graph } = of.model;
  const inputs = [...of.inputs, ...of.variables];
  const n = inputs.length;
  const second = hessianOf(graph, [...of.byInputs, ...of.byVariables], inputs, mode);
  const constraints = jacobiansOf(graph, of.byMultipliers, inputs, mode)[0]!;
  const across = transposed(constraints.rows, n);
  const rows = [
    ...second.rows.map((row, i) => Int32Array.from([...row, ...Array.from(across[i]!, j => n + j)])),
    ...constraints.rows,
  ];
  const starts = startsOf(constraints.rows);
  const entryAt = (j: number, i: number): Node => constraints.entries[starts[j]! + constraints.rows[j]!.indexOf(i)]!;
  const ofSecond = startsOf(second.rows);
  const entries = [
    ...second.rows.flatMap((row, i) => [
      ...second.entries.slice(ofSecond[i]!, ofSecond[i]! + row.length),
      ...Array.from(across[i]!, j => entryAt(j, i)),
    ]),
    ...constraints.entries,
  ];
  return { model: of.model, matrix: { ...second, rows, entries, sweeps: second.sweeps + constraints.sweeps } };
}

/** Where the entries of each row start. */
function startsOf(rows: Rows): number[] {
  let next = 0;
  return rows.map(row => {
    next += row.length;
    return next - row.length;
  });
}
