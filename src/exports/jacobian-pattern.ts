import type { Documented, Pattern } from './export.js';
import { jacobianSparse } from './jacobian-sparse.js';
import { jacobianSize } from './said.js';

export const jacobianPattern: Pattern = {
  name: 'jacobianPattern',
  isMatrix: true,
  kind: 'pattern',
  of: jacobianSparse,
  summary: model =>
    `Row and column (from 0) of every value of jacobianSparse; the Jacobian is ${jacobianSize(model).trim()}.`,
};

export const documented: Documented = {
  client: 'const jacobianPattern: { rows: number[]; cols: number[] }',
  call: '`{rows, cols}` of those, from 0; comes along',
};
