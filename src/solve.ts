// `wengert/solve`: minimisers and fitting, over compiled functions.

export type { Columns } from './solve/column-arrays.js';
export type { Held, HeldConstraint, ListedConstraint } from './solve/constrained/subject.js';
export type { Values } from './solve/elements.js';
export { type FitModel, type FitOptions, fit, fitLater } from './solve/fit.js';
export type { Differentiable } from './solve/formula-subject.js';
export type { Packed, PackedLater } from './solve/function-subject.js';
export { levenbergMarquardt } from './solve/levenberg-marquardt.js';
export { type LossName, lossNames } from './solve/losses.js';
export type { ConstrainedMethodName, MethodName } from './solve/method-names.js';
export {
  type FormulaPoint,
  type Minimizable,
  type MinimizeOptions,
  maximize,
  maximizeLater,
  minimize,
  minimizeLater,
  type Solution,
  type Step,
} from './solve/minimize.js';
export type { Setting, Settings } from './solve/parameters.js';
export type { Answer, Bounds, Controls, Iteration, Outcome, Reason, Request, Solver } from './solve/problem.js';
export type { FitResult, HeldOut, StartResult } from './solve/result.js';
