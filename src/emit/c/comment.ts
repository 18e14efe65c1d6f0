// Comments of C: whole lines, so that nothing in them ends them, and of which none goes on in the next line.

import { commentLine } from '../comment.js';

/** A line ends in a comment of its own where it would be continued: after `\` or its trigraph, blanks or none between. */
function lineOf(text: string): string {
  const line = commentLine('//', text);
  return /(?:\\|\?\?\/)$/.test(line) ? `${line} //` : line;
}

export const commentOf = (lines: readonly string[]): string => lines.map(line => `${lineOf(line)}\n`).join('');
