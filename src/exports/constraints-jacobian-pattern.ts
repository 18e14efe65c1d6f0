import { refuseMatrix } from './constraints.js';
import { constraintsJacobianSparse } from './constraints-jacobian-sparse.js';
import type { Documented, Pattern } from './export.js';
import { constraintsSize } from './said.js';

export const constraintsJacobianPattern: Pattern = {
  name: 'constraintsJacobianPattern',
  kind: 'pattern',
  of: constraintsJacobianSparse,
  refusal: model => refuseMatrix('constraintsJacobianPattern', model),
  summary: model =>
    `Row and column (from 0) of every value of constraintsJacobianSparse; the Jacobian is ${constraintsSize(model)}.`,
};

export const documented: Documented = {
  client: 'const constraintsJacobianPattern: { rows: number[]; cols: number[] }',
  call: '`{rows, cols}` of those, from 0; comes along',
};
