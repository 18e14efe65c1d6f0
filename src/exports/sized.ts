// Matrices of derivatives by arrays that are as long as is known at run time: a column, or a row, at a time, by the function that
// multiplies with them.

import type { DifferentiatedModel } from '../lower/model.js';
import type { Callable, Computed, Wrapper } from './export.js';
import { gaussNewtonProduct } from './gauss-newton-product.js';
import { extentOf } from './gradient-store.js';
import { hvp } from './hvp.js';
import { jvp } from './jvp.js';
import type { Extent } from './plan.js';
import { layoutOf } from './result-store.js';
import { order } from './said.js';
import { valueAndGradient } from './value-and-gradient.js';
import { vjp } from './vjp.js';

type Of = Pick<Computed, 'name' | 'refusal'> & Pick<Callable, 'declared'>;

const gradientOf = (model: DifferentiatedModel): Extent => extentOf(model.wrt);
const squareOf = (model: DifferentiatedModel): Extent => ({ ...gradientOf(model), times: 'itself' });

const sized = (of: Of, row: Omit<Wrapper, keyof Of | 'kind' | 'takesInputs'>): Wrapper => ({
  ...of,
  ...row,
  kind: 'wrapper',
  takesInputs: true,
  checks: () => ['refuse'],
});

export const sizedHessian = (of: Of): Wrapper =>
  sized(of, {
    calls: () => [hvp],
    template: () => 'hessianSized',
    outputs: model => [{ name: 'out', extent: squareOf(model) }],
    summary: model => `The Hessian, row-major${order(model)}, a column at a time.`,
  });

export const sizedJacobian = (of: Of): Wrapper =>
  sized(of, {
    calls: model => [model.scalar ? valueAndGradient : vjp],
    template: model => (model.scalar ? 'gradient' : 'jacobianSized'),
    outputs: model => [
      { name: 'out', extent: { ...gradientOf(model), times: layoutOf(model.graph, model.outputs).extent } },
    ],
    summary: model => `The Jacobian, row-major${order(model)}, a row at a time.`,
  });

/** Where results are as many as arguments say, too: what a direction does not move is left alone. */
export const sizedJacobianByColumns = (of: Of): Wrapper =>
  sized(of, {
    calls: () => [jvp],
    template: () => 'jacobianByColumns',
    outputs: model => [
      { name: 'out', extent: { ...gradientOf(model), times: layoutOf(model.graph, model.outputs).extent } },
    ],
    summary: model => `The Jacobian, row-major${order(model)}, a column at a time.`,
  });

/** @param hessian that of the model */
export const sizedValueGradientHessian = (of: Of, hessian: Computed): Wrapper =>
  sized(of, {
    calls: () => [valueAndGradient, hessian],
    template: () => 'valueGradientHessianSized',
    outputs: model => [
      { name: 'gradient', extent: gradientOf(model) },
      { name: 'hessian', extent: squareOf(model) },
    ],
    summary: model =>
      `Returns the value; writes the gradient${order(model)} and the Hessian, row-major, a column at a time.`,
  });

export const sizedGaussNewton = (of: Of): Wrapper =>
  sized(of, {
    calls: () => [valueAndGradient, gaussNewtonProduct],
    template: () => 'gaussNewtonSized',
    outputs: model => [
      { name: 'gradient', extent: gradientOf(model) },
      { name: 'matrix', extent: squareOf(model) },
    ],
    summary: model =>
      `Returns the value Σr²; writes its gradient 2·Jᵀr${order(model)} and the matrix JᵀJ, row-major, a column at a time.`,
  });
