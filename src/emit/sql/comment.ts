// Comments of SQL: whole lines, none of which goes on in the next one or begins a hint.

import { commentLine } from '../comment.js';

export const commentOf = (lines: readonly string[]): string =>
  lines.map(line => `${commentLine('--', line)}\n`).join('');
