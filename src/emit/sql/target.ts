// SQL as a target: one SELECT that gives back numbers.

import { queryRow, refuseQuery } from '../../exports/query.js';
import type { Target } from '../target.js';
import { commentOf } from './comment.js';
import { dialectNamed } from './dialects.js';
import { placeholderText } from './placeholders.js';
import { writeQuery } from './query.js';

export const sql: Target = {
  name: 'sql',
  brings: () => [],
  // What of operations there is depends on the dialect, and on those of derivatives: writing says it.
  refuses: () => null,
  refusesExport: (row, model) => refuseQuery(row.name, model),
  gathers: queryRow,
  emit(model, members, { exports, banner, query = {} }) {
    const dialect = dialectNamed(query.dialect);
    const written = writeQuery(model, exports, members[0]!.scheduled!, dialect, query);
    return `${commentOf(banner)}${placeholderText(written, dialect)};\n`;
  },
  declare: () => '',
};
