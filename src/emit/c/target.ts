// C99 as a target: a file that needs nothing but <math.h>, and a header.

import type { Graph } from '../../graph/graph.js';
import type { Refused, Target } from '../target.js';
import { emitFile, emitHeader } from './file.js';

/** Loops that are not over the rows of data. */
function refuses({ indices }: Graph): Refused | null {
  if (indices.every(({ name }) => name === 'row')) return null;
  const message = 'C has no loops yet but those over the rows of data';
  return { code: 'WG199', message, help: 'leave the format out: JavaScript has them', because: message };
}

export const c: Target = {
  name: 'c',
  brings: [],
  refuses,
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
