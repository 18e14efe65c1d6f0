// Indices outside of their sums: `\sum_{i=1}^{n} x_i + y_i` ends before the sign.

import type { Token } from '../parse/tokens.js';
import type { Reading } from './reading.js';

interface Frame {
  /** Indices of the sum whose parentheses these are. */
  readonly own: Set<string>;
  /** Indices that stand in it and are none of its own. */
  readonly used: Token[];
}

/** @param tokens of one formula */
export function checkIndices({ report, indices, variables }: Reading, tokens: readonly Token[]): void {
  if (indices.size === 0) return;
  const all = new Set<string>();
  const frames: Frame[] = [{ own: new Set(), used: [] }];
  for (const [i, token] of tokens.entries()) {
    const { kind, text } = token;
    const top = frames.at(-1)!;
    if (kind === 'operator' && text === '(') frames.push({ own: new Set(), used: [] });
    else if (kind === 'operator' && text === ')' && frames.length > 1) {
      frames.pop();
      frames.at(-1)!.used.push(...top.used.filter(of => !top.own.has(of.text)));
    } else if (kind === 'name' && indices.has(text) && !variables.has(text)) {
      if (frames.length > 1 && tokens[i - 1]?.text === ',' && tokens[i + 1]?.text === '=') {
        top.own.add(text);
        all.add(text);
      } else top.used.push(token);
    }
  }
  const close = tokens.findIndex(of => of.text === ')');
  const isFunction = tokens[1]?.text === '(' && tokens[close + 1]?.text === '=';
  const parameters = isFunction ? tokens.slice(2, close).map(of => of.text) : [];
  const free = frames[0]!.used.find(of => all.has(of.text) && !parameters.includes(of.text));
  if (free === undefined) return;
  const help = `put what it is of into parentheses: \\sum_{${free.text}=1}^{n} (x_${free.text} + y_${free.text})`;
  report.error('WG153', free, `the sum over '${free.text}' ends before this`, help);
}
