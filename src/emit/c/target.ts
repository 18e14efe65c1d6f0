// C99 as a target: a file that needs nothing but <math.h>, and a header.

import { hasMultipliersOfRows } from '../../exports/multipliers.js';
import type { Target } from '../target.js';
import { emitFile, emitHeader } from './file.js';

export const c: Target = {
  name: 'c',
  brings: () => [],
  refuses: () => null,
  refusesExport(row, model) {
    if (row.passes)
      return {
        message: `'${row.name}' keeps what a function is at, and C does not have it`,
        help: 'leave the format out',
      };
    if (row.name === 'multipliers' && hasMultipliersOfRows(model))
      return { message: "C has no 'multipliers' of each row yet", help: 'leave the format out: JavaScript has them' };
    if (row.kind !== 'wrapper') return null;
    const instead = row.calls(model).map(({ name }) => `'${name}'`);
    return {
      message: `'${row.name}' rearranges arguments as JavaScript has them, and C does not have it`,
      help: instead.length === 0 ? 'the header says where inputs start' : `ask for ${instead.join(' or ')}`,
    };
  },
  emit: emitFile,
  declare: emitHeader,
};
