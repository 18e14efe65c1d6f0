import { wrtNodes } from '../lower/model.js';
import type { Documented, Pattern } from './export.js';
import { refuseRunTimeMatrix, variableCount } from './free.js';
import { lagrangianHessianSparse } from './lagrangian-hessian-sparse.js';

export const lagrangianHessianPattern: Pattern = {
  name: 'lagrangianHessianPattern',
  kind: 'pattern',
  of: lagrangianHessianSparse,
  refusal: model => refuseRunTimeMatrix('lagrangianHessianPattern', model),
  summary(model) {
    const size = wrtNodes(model).length + 2 * variableCount(model);
    return `Row and column (from 0) of every value of lagrangianHessianSparse, which is ${size}×${size}.`;
  },
};

export const documented: Documented = {
  client: 'const lagrangianHessianPattern: { rows: number[]; cols: number[] }',
  call: '`{rows, cols}` of those, from 0; comes along',
};
