// A constraint for each index, `constraint x[i+1] >= x[i] for i = 1:n-1`, is read as what it says of arrays:
// `array(x[i+1], i = 1:n-1) >= array(x[i], i = 1:n-1)`. Tokens that are not in the text stand where what they enclose begins or ends.

import { forIn } from './elements.js';
import type { Token } from './tokens.js';

const RELATIONS: ReadonlySet<string> = new Set(['==', '<=', '>=', '<', '>', '!=']);

/** The tokens of a relation without `for`; those that are given where there is none. */
export function relationOf(tokens: readonly Token[]): readonly Token[] {
  const at = forIn(tokens);
  if (at === -1) return tokens;
  const indices = tokens.slice(at + 1);
  return sidesOf(tokens.slice(0, at)).flatMap(({ side, relation }) => [
    ...(side.length === 0 ? [] : arrayOf(side, indices)),
    ...relation,
  ]);
}

/** What stands between relations, each with the one after it. */
function sidesOf(tokens: readonly Token[]): { readonly side: Token[]; readonly relation: Token[] }[] {
  const sides: { side: Token[]; relation: Token[] }[] = [{ side: [], relation: [] }];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'operator') depth += { '(': 1, '[': 1, ')': -1, ']': -1 }[token.text] ?? 0;
    if (depth > 0 || token.kind !== 'operator' || !RELATIONS.has(token.text)) sides.at(-1)!.side.push(token);
    else {
      sides.at(-1)!.relation.push(token);
      sides.push({ side: [], relation: [] });
    }
  }
  return sides;
}

function arrayOf(side: readonly Token[], indices: readonly Token[]): Token[] {
  const [{ start }, { end }] = [side[0]!, side.at(-1)!];
  const added = (kind: Token['kind'], text: string, place: number): Token => ({
    ...{ kind, text, start: place, end: place },
    valid: true,
  });
  return [
    added('name', 'array', start),
    added('operator', '(', start),
    ...side,
    added('operator', ',', end),
    ...indices,
    added('operator', ')', end),
  ];
}
