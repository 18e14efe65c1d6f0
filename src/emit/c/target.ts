// C99 as a target: a file that needs nothing but <math.h>, and a header.

import type { Target } from '../target.js';
import { emitFile, emitHeader } from './file.js';

export const c: Target = {
  name: 'c',
  brings: () => [],
  refuses: () => null,
  refusesExport(row, model) {
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
