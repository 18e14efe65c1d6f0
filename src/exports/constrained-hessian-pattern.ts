import { refuseConstrained } from './constrained-hessian.js';
import { constrainedHessianSparse } from './constrained-hessian-sparse.js';
import type { Documented, Pattern } from './export.js';
import { hessianSize } from './said.js';

export const constrainedHessianPattern: Pattern = {
  name: 'constrainedHessianPattern',
  kind: 'pattern',
  of: constrainedHessianSparse,
  refusal: model => refuseConstrained('constrainedHessianPattern', model),
  summary: model =>
    `Row and column (from 0) of every value of constrainedHessianSparse; the Hessian is ${hessianSize(model)}.`,
};

export const documented: Documented = {
  client: 'const constrainedHessianPattern: { rows: number[]; cols: number[] }',
  call: '`{rows, cols}` of those, from 0; comes along',
};
