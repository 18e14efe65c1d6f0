import { type Documented, type Pattern, refuseSeveral } from './export.js';
import { hessianSparse } from './hessian-sparse.js';
import { hessianSize } from './said.js';

export const hessianPattern: Pattern = {
  name: 'hessianPattern',
  isMatrix: true,
  kind: 'pattern',
  of: hessianSparse,
  refusal: model => refuseSeveral('hessianPattern', model),
  summary: model => `Row and column (from 0) of every value of hessianSparse; the Hessian is ${hessianSize(model)}.`,
};

export const documented: Documented = {
  client: 'const hessianPattern: { rows: number[]; cols: number[] }',
  call: '`{rows, cols}` of those, from 0; comes along',
};
