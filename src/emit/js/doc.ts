// JSDoc of emitted functions and of their declarations: what comes back, and the shape of every argument.

import type { MatrixPlan } from '../../differentiate/plan.js';
import { type DifferentiatedModel, resultNodes, type Shape, wrtNodes } from '../../lower/model.js';
import type { ExportName } from '../exports.js';
import type { Argument } from './check.js';

const MOST_PARAMETERS = 16;

export function docOf(
  name: ExportName,
  args: readonly Argument[],
  model: DifferentiatedModel,
  matrix: MatrixPlan | null,
): string[] {
  const shapes = new Map(model.inputs.map(input => [input.name, input.shape]));
  const params = args.length > MOST_PARAMETERS ? [] : args.map(argument => paramLine(argument, shapes));
  return [summaryOf(name, model, matrix), ...params];
}

/** @param matrix null where the plan of a matrix is not known: how it is computed is left out then. */
export function summaryOf(name: ExportName, model: DifferentiatedModel, matrix: MatrixPlan | null): string {
  const sweeps = matrix === null ? '' : `, in ${matrix.sweeps} ${matrix.sweeps === 1 ? 'sweep' : 'sweeps'}`;
  const direction = matrix === null ? '' : ` (${matrix.direction})`;
  const nonzeros = matrix === null ? '' : `${matrix.rows.reduce((total, row) => total + row.length, 0)} `;
  const order = model.wrt.length <= 8 ? ` (${model.wrt.map(withShape).join(', ')})` : '';
  const n = wrtNodes(model).length;
  const m = resultNodes(model).length;
  const lines: Record<ExportName, string> = {
    value: model.scalar
      ? 'The value of the formula.'
      : `The ${m} results (${model.outputs.map(withShape).join(', ')}), row-major.`,
    gradient: `The gradient${order}, in a new array or in the one given.`,
    valueAndGradient: `Returns the value and writes the gradient${order}; allocates nothing.`,
    evaluate: 'Takes inputs by name; returns value and derivatives by name.',
    packed:
      model.sense === 'maximize'
        ? `MINUS the value at theta${order}, for a minimiser, as the formula is maximised; writes minus the gradient if an array is given.`
        : `The value at theta${order}; writes the gradient if an array is given.`,
    packedGradient: `The gradient of packed at theta${order}.`,
    bindPacked: `Takes the inputs that are not differentiated by name; returns packed(theta, gradient) for theta${order}.`,
    jvp: 'Tangents of the results for tangents of the differentiated inputs (forward mode).',
    vjp: 'Adjoints of the differentiated inputs for adjoints of the results (reverse mode).',
    jacobian: `The ${m}×${n} Jacobian, row-major${sweeps}${direction}.`,
    jacobianSparse: `The ${nonzeros}structural nonzeros of the ${m}×${n} Jacobian, placed by jacobianPattern${sweeps}${direction}.`,
    jacobianPattern: `Row and column (from 0) of every value of jacobianSparse; the Jacobian is ${m}×${n}.`,
    hessianSparse: `The ${nonzeros}structural nonzeros of the ${n}×${n} Hessian, both triangles, placed by hessianPattern${sweeps}.`,
    hessianPattern: `Row and column (from 0) of every value of hessianSparse; the Hessian is ${n}×${n}.`,
    hessian: `The ${n}×${n} Hessian, row-major${order}${sweeps}.`,
    hvp: 'The Hessian times a vector, given as tangents of the differentiated inputs.',
    valueGradientHessian: `Returns the value; writes the gradient${order} and the ${n}×${n} Hessian, row-major.`,
    multipliers: 'The adjoint (Lagrange multiplier) of every named statement.',
    start: `The starts of the differentiated inputs${order}.`,
  };
  return lines[name];
}

export const withShape = ({ name, shape }: { name: string; shape: Shape }): string =>
  shape.length === 0 ? name : `${name}[${shape.join(',')}]`;

function paramLine({ name, label, length }: Argument, shapes: ReadonlyMap<string, Shape>): string {
  if (length === null) return `@param {number} ${name}`;
  const [rows, width] = shapes.get(label) ?? shapes.get(label.replace(/^d/, '')) ?? [];
  const what = width === undefined ? `length ${length}` : `${rows}×${width}, row-major: length ${length}`;
  return `@param {ArrayLike<number>} ${name} ${what}`;
}
