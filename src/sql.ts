// `wengert/sql`: formulas as queries, for data that stay where they are.

import { sql } from './emit/sql/target.js';
import { bringTarget } from './emit/targets.js';

bringTarget(sql);

export type { Run } from './sql/fit/asking.js';
export type { GroupFitted, GroupsFitted, TableFitted } from './sql/fit/table-fit.js';
export { fitGroups, fitTable, type GroupFitOptions, type TableFitOptions } from './sql/fit-table.js';
export { query } from './sql/query.js';
export type {
  Bound,
  DialectName,
  Key,
  Point,
  Query,
  QueryOptions,
  QueryParameter,
  QueryRow,
  QuerySettings,
} from './sql/query-types.js';
